"""Copies of objects: of an object alone, or of all that it refers to as well."""

import types as _types

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    """An object that cannot be copied."""


error = Error

# Types whose objects never change, or stand for themselves.
_atomic = frozenset([
    type(None), int, float, bool, complex, str, bytes, type, range, slice, property, type(Ellipsis), type(NotImplemented),
    _types.FunctionType, _types.BuiltinFunctionType, _types.CodeType,
])
_containers = frozenset([list, dict, set, bytearray])


def copy(x):
    """Shallow copy operation on arbitrary Python objects."""
    cls = type(x)
    if cls in _atomic or cls is tuple or cls is frozenset:
        return x
    if cls in _containers:
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    if _reduces_itself(cls):
        rv = _reduced(x, cls)
        return x if isinstance(rv, str) else _reconstruct(x, None, *rv)
    return _copied_instance(x, cls, None)


def deepcopy(x, memo=None):
    """Deep copy operation on arbitrary Python objects."""
    cls = type(x)
    if cls in _atomic:
        return x
    if memo is None:
        memo = {}
    else:
        done = memo.get(id(x), memo)
        if done is not memo:
            return done
    if cls is list:
        y = memo[id(x)] = []
        for item in x:
            y.append(deepcopy(item, memo))
        return y
    if cls is dict:
        y = memo[id(x)] = {}
        for key, value in x.items():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
        return y
    if cls is tuple:
        return _deep_tuple(x, memo)
    if issubclass(cls, type):
        return x
    copier = getattr(x, "__deepcopy__", None)
    if copier is not None:
        y = copier(memo)
    elif cls is set or cls is frozenset:
        y = cls([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        y = bytearray(x)
    elif cls is _types.MethodType:
        y = _types.MethodType(x.__func__, deepcopy(x.__self__, memo))
    elif _reduces_itself(cls):
        rv = _reduced(x, cls)
        y = x if isinstance(rv, str) else _reconstruct(x, memo, *rv)
    else:
        y = _copied_instance(x, cls, memo)
    if y is not x:
        memo[id(x)] = y
        _keep_alive(x, memo)
    return y


def _deep_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    # The tuple may have been copied meanwhile, through an item that refers to it.
    done = memo.get(id(x), memo)
    if done is not memo:
        return done
    for old, new in zip(x, y):
        if old is not new:
            y = tuple(y)
            memo[id(x)] = y
            _keep_alive(x, memo)
            return y
    return x


def _keep_alive(x, memo):
    """As long as the memo lives, x must: or another object could get its id."""
    memo.setdefault(id(memo), []).append(x)


def _reduces_itself(cls):
    """Whether the class says how it is taken apart, with one of pickle's methods."""
    return getattr(cls, "__reduce_ex__", None) is not object.__reduce_ex__ or \
        getattr(cls, "__reduce__", None) is not object.__reduce__


def _reduced(x, cls):
    if getattr(cls, "__reduce_ex__", None) is not object.__reduce_ex__:
        return x.__reduce_ex__(4)
    return x.__reduce__()


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None):
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        _set_state(y, deepcopy(state, memo) if deep else state)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def _set_state(y, state):
    if hasattr(y, "__setstate__"):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(y, name, value)


# Instances of these, and of what the interpreter makes, cannot be taken apart.
_uncopyable = (_types.GeneratorType, _types.CoroutineType, _types.FrameType, _types.TracebackType, _types.ModuleType,
               type(__import__("_thread").allocate_lock()))


def _copied_instance(x, cls, memo):
    """A new object of the class with the same attributes, and the same contents if the class is a container's."""
    if isinstance(x, _uncopyable):
        name = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
        raise TypeError(f"cannot pickle {name!r} object")
    deep = memo is not None
    if isinstance(x, BaseException):
        y = cls.__new__(cls, *x.args)
        y.args = deepcopy(x.args, memo) if deep else x.args
    elif getattr(cls, "__getnewargs_ex__", None) is not None:
        args, kwargs = x.__getnewargs_ex__()
        y = cls.__new__(cls, *(deepcopy(args, memo) if deep else args), **(deepcopy(kwargs, memo) if deep else kwargs))
    elif getattr(cls, "__getnewargs__", None) is not None:
        args = x.__getnewargs__()
        y = cls.__new__(cls, *(deepcopy(args, memo) if deep else args))
    elif isinstance(x, tuple):
        items = tuple.__iter__(x)
        y = tuple.__new__(cls, [deepcopy(item, memo) for item in items] if deep else items)
    elif isinstance(x, frozenset):
        items = frozenset.__iter__(x)
        y = frozenset.__new__(cls, [deepcopy(item, memo) for item in items] if deep else items)
    else:
        y = cls.__new__(cls)
    if deep:
        memo[id(x)] = y
    if isinstance(x, set):
        set.update(y, [deepcopy(item, memo) for item in set.__iter__(x)] if deep else set.__iter__(x))
    elif isinstance(x, bytearray):
        bytearray.extend(y, x)
    state = x.__getstate__()
    if state is not None:
        _set_state(y, deepcopy(state, memo) if deep else state)
    if isinstance(x, list):
        for item in list.__iter__(x):
            y.append(deepcopy(item, memo) if deep else item)
    elif isinstance(x, dict):
        for key, value in dict.items(x):
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    cls = type(obj)
    func = getattr(cls, "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return func(obj, **changes)
