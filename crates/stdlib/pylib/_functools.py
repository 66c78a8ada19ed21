"""What functools has in C in CPython: partial, reduce, cmp_to_key and the cache behind lru_cache."""

from _thread import RLock as _RLock

_MISSING = object()


class _PlaceholderType:
    """The type of the Placeholder singleton."""

    __module__ = "functools"
    __slots__ = ()

    def __new__(cls):
        return _placeholder

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError("type 'functools._PlaceholderType' is not an acceptable base type")

    def __repr__(self):
        return "Placeholder"

    def __reduce__(self):
        return "Placeholder"


Placeholder = _placeholder = object.__new__(_PlaceholderType)


class partial:
    """Create a new function with partial application of the given arguments and keywords."""

    __module__ = "functools"
    __slots__ = ("func", "args", "keywords", "_holes", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        if Placeholder in keywords.values():
            raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partial) and type(func) is cls and not func.__dict__:
            # A partial of a partial is one partial; its open places are filled first.
            args = func._fill(args) if func._holes else func.args + args
            while args and args[-1] is Placeholder:
                raise TypeError("trailing Placeholders are not allowed")
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func, self.args, self.keywords = func, args, keywords
        self._holes = sum([arg is Placeholder for arg in args])
        return self

    def _fill(self, args):
        """The arguments with the open places taken by the first of `args`; those that are left over follow."""
        rest = iter(args)
        filled = [next(rest, Placeholder) if arg is Placeholder else arg for arg in self.args]
        return (*filled, *rest)

    def __call__(self, /, *args, **keywords):
        holes = self._holes
        if holes:
            if len(args) < holes:
                raise TypeError(f"missing positional arguments in 'partial' call; expected at least {holes}, got {len(args)}")
            args = self._fill(args)
        else:
            args = self.args + args
        if keywords:
            keywords = {**self.keywords, **keywords}
        else:
            keywords = self.keywords
        return self.func(*args, **keywords)

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        from types import MethodType
        return MethodType(self, obj)

    def __repr__(self):
        kind = type(self)
        parts = [repr(self.func), *[repr(arg) for arg in self.args]]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"{kind.__module__}.{kind.__qualname__}({', '.join(parts)})"

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


def reduce(function, iterable, /, initial=_MISSING):
    """Apply a function of two arguments cumulatively to the items of an iterable, from left to right."""
    try:
        items = iter(iterable)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None
    if initial is _MISSING:
        try:
            value = next(items)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in items:
        value = function(value, item)
    return value


def cmp_to_key(mycmp):
    """Convert a cmp= function into a key= function."""

    class KeyWrapper:
        __module__ = "functools"
        __slots__ = ("obj",)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return KeyWrapper


class _KeywordMark:
    """Separates positional from keyword arguments in a cache's keys."""

    __slots__ = ()


_mark = _KeywordMark()


def _make_key(args, kwds, typed):
    """The dict key for a call; a lone int or str is its own."""
    key = args
    if kwds:
        key += (_mark,)
        for item in kwds.items():
            key += item
    if typed:
        key += tuple([type(value) for value in args])
        if kwds:
            key += tuple([type(value) for value in kwds.values()])
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    # Now, so that the complaint about an unhashable argument names the argument and not a dict key.
    hash(key)
    return key


def _lru_cache_wrapper(user_function, maxsize, typed, info_type):
    """The caching function around `user_function`, with cache_info() and cache_clear()."""
    cache = {}
    lookup = cache.get
    hits = misses = 0

    if maxsize == 0:
        def wrapper(*args, **kwds):
            nonlocal misses
            misses += 1
            return user_function(*args, **kwds)
    elif maxsize is None:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            result = lookup(key, _MISSING)
            if result is not _MISSING:
                hits += 1
                return result
            misses += 1
            cache[key] = result = user_function(*args, **kwds)
            return result
    else:
        lock = _RLock()

        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            with lock:
                # The dict's order is the order of use: what was used last stands last.
                result = lookup(key, _MISSING)
                if result is not _MISSING:
                    del cache[key]
                    cache[key] = result
                    hits += 1
                    return result
                misses += 1
            result = user_function(*args, **kwds)
            with lock:
                if key not in cache:
                    if len(cache) >= maxsize:
                        del cache[next(iter(cache))]
                    cache[key] = result
            return result

    def cache_info():
        """Report cache statistics"""
        return info_type(hits, misses, maxsize, len(cache))

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        cache.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper
