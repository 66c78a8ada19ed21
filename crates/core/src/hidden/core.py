# What instructions do when it takes Python code: see vm/cold.rs and vm/dispatch.rs for who calls what.


def to_list(iterable):
    return [*iterable]


def to_dict(mapping):
    d = {}
    for key in mapping.keys():
        d[key] = mapping[key]
    return d


def call_descriptor(f, this, cls, args, kwargs):
    bound = type(f).__get__(f, this, cls)
    if kwargs:
        return bound(*args, **kwargs)
    return bound(*args)


def call_ex(f, args, kwargs):
    if not isinstance(args, (list, tuple)):
        if not hasattr(type(args), "__iter__") and not hasattr(type(args), "__getitem__"):
            raise TypeError(f"{_function_text(f)} argument after * must be an iterable, not {type(args).__name__}")
        args = [*args]
    else:
        args = [*args]
    if kwargs is None:
        return f(*args)
    if not hasattr(kwargs, "keys"):
        raise TypeError(f"{_function_text(f)} argument after ** must be a mapping, not {type(kwargs).__name__}")
    d = {}
    for key in kwargs.keys():
        d[key] = kwargs[key]
    return f(*args, **d)


def _function_text(f):
    name = getattr(f, "__qualname__", None)
    if name is None:
        return str(f)
    module = getattr(f, "__module__", None)
    if module is not None and module != "builtins":
        return f"{module}.{name}()"
    return f"{name}()"


def list_extend(target, iterable):
    try:
        it = iter(iterable)
    except TypeError:
        if hasattr(type(iterable), "__iter__"):
            raise
        raise TypeError(f"Value after * must be an iterable, not {type(iterable).__name__}") from None
    for item in it:
        target.append(item)


def dict_update(target, mapping):
    if not hasattr(mapping, "keys"):
        raise TypeError(f"'{type(mapping).__name__}' object is not a mapping")
    for key in mapping.keys():
        target[key] = mapping[key]


def dict_merge(target, mapping, f):
    if not hasattr(mapping, "keys"):
        raise TypeError(f"{_function_text(f)} argument after ** must be a mapping, not {type(mapping).__name__}")
    for key in mapping.keys():
        if key in target:
            raise TypeError(f"{_function_text(f)} got multiple values for keyword argument '{key}'")
        target[key] = mapping[key]


def build_map(target, rest):
    for i in range(0, len(rest), 2):
        target[rest[i]] = rest[i + 1]
    return target


def build_set(items):
    return set(items)


def unpack(iterable, n):
    try:
        it = iter(iterable)
    except TypeError:
        if hasattr(type(iterable), "__iter__"):
            raise
        raise TypeError(f"cannot unpack non-iterable {type(iterable).__name__} object") from None
    items = []
    for item in it:
        if len(items) == n:
            if isinstance(iterable, dict):
                raise ValueError(f"too many values to unpack (expected {n}, got {len(iterable)})")
            raise ValueError(f"too many values to unpack (expected {n})")
        items.append(item)
    if len(items) < n:
        raise ValueError(f"not enough values to unpack (expected {n}, got {len(items)})")
    return items


def unpack_ex(iterable, before, after):
    try:
        it = iter(iterable)
    except TypeError:
        if hasattr(type(iterable), "__iter__"):
            raise
        raise TypeError(f"cannot unpack non-iterable {type(iterable).__name__} object") from None
    items = []
    for item in it:
        items.append(item)
    got = len(items)
    if got < before + after:
        raise ValueError(f"not enough values to unpack (expected at least {before + after}, got {got})")
    return items[:before] + [items[before:got - after]] + items[got - after:]


def send_next(receiver, value):
    return type(receiver).__next__(receiver)


def send_value(receiver, value):
    return receiver.send(value)


def load_from_mapping(namespace, name, globals):
    try:
        return namespace[name]
    except KeyError:
        pass
    return _load_global(globals, name)


def load_from_mapping_or_cell(namespace, name, cell):
    try:
        return namespace[name]
    except KeyError:
        pass
    return cell.cell_contents


def delete_name(namespace, name):
    try:
        del namespace[name]
    except KeyError:
        raise NameError(f"name '{name}' is not defined", name=name) from None


def get_aiter(obj):
    f = getattr(type(obj), "__aiter__", None)
    if f is None:
        raise TypeError(f"'async for' requires an object with __aiter__ method, got {type(obj).__name__}")
    it = f(obj)
    if not hasattr(type(it), "__anext__"):
        raise TypeError(f"'async for' received an object from __aiter__ that does not implement __anext__: {type(it).__name__}")
    return it


def get_anext(it):
    f = getattr(type(it), "__anext__", None)
    if f is None:
        raise TypeError(f"'async for' requires an iterator with __anext__ method, got {type(it).__name__}")
    awaitable = f(it)
    if hasattr(type(awaitable), "__await__"):
        if _is_coroutine(awaitable):
            return awaitable
        return type(awaitable).__await__(awaitable)
    raise TypeError(f"'async for' received an invalid object from __anext__: {type(awaitable).__name__}")


def match_keys(subject, keys):
    seen = set()
    values = []
    missing = _missing
    get = subject.get
    for key in keys:
        if key in seen:
            raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
        seen.add(key)
        value = get(key, missing)
        if value is missing:
            return None
        values.append(value)
    return tuple(values)


def _missing():
    pass


def match_class(subject, cls, npos, names):
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    seen = set()
    if npos:
        match_self = False
        args = getattr(cls, "__match_args__", None)
        if args is None:
            match_self = _matches_self(cls)
            args = ()
            allowed = 1 if match_self else 0
        else:
            if type(args) is not tuple:
                raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple (got {type(args).__name__})")
            allowed = len(args)
        if npos > allowed:
            s = "" if allowed == 1 else "s"
            raise TypeError(f"{cls.__name__}() accepts {allowed} positional sub-pattern{s} ({npos} given)")
        if match_self:
            values.append(subject)
        else:
            for i in range(npos):
                name = args[i]
                if type(name) is not str:
                    raise TypeError(f"__match_args__ elements must be strings (got {type(name).__name__})")
                if name in seen:
                    raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute '{name}'")
                seen.add(name)
                value = getattr(subject, name, _missing)
                if value is _missing:
                    return None
                values.append(value)
    for name in names:
        if name in seen:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute '{name}'")
        seen.add(name)
        value = getattr(subject, name, _missing)
        if value is _missing:
            return None
        values.append(value)
    return tuple(values)


def exception_of_three(value, val, tb):
    # What throw(type, value, traceback) throws.
    import warnings
    warnings.warn("the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
                  DeprecationWarning)
    if tb is not None and type(tb).__name__ != "traceback":
        raise TypeError("throw() third argument must be a traceback object")
    if isinstance(value, BaseException):
        if val is not None:
            raise TypeError("instance exception may not have a separate value")
    elif not isinstance(value, type) or not issubclass(value, BaseException):
        raise TypeError(f"exceptions must be classes or instances deriving from BaseException, not {type(value).__name__}")
    elif isinstance(val, value):
        value = val
    elif val is None:
        value = value()
    else:
        value = value(*val) if isinstance(val, tuple) else value(val)
    return value if tb is None else value.with_traceback(tb)
