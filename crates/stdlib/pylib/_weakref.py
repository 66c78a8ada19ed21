"""Weak references and proxies, which CPython has in C."""

from _weak import getweakrefcount, getweakrefs, ref

ReferenceType = ref
_raw = object.__getattribute__


def _target(p):
    obj = _raw(p, "_ref")()
    if obj is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return obj


class ProxyType:
    """Stands for an object without keeping it alive."""

    __module__ = "weakref"
    __slots__ = ("_ref", "__weakref__")

    def __getattribute__(self, name):
        if name == "__class__":
            return type(_target(self))
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        obj = _raw(self, "_ref")()
        return f"<weakproxy at {id(self):#x}; to {type(obj).__module__}.{type(obj).__qualname__} at {id(obj):#x}>"

    def __str__(self):
        return str(_target(self))

    def __bool__(self):
        return bool(_target(self))

    def __hash__(self):
        raise TypeError(f"unhashable type: '{type(self).__module__}.{type(self).__name__}'")

    def __next__(self):
        return next(_target(self))


class CallableProxyType(ProxyType):
    """Stands for a callable object without keeping it alive."""

    __module__ = "weakref"
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


def _plain(x):
    return _target(x) if type(x) in (ProxyType, CallableProxyType) else x


def _forward(name, function):
    def method(self, *args):
        return function(_target(self), *[_plain(x) for x in args])
    method.__name__ = name
    setattr(ProxyType, name, method)


def _reflected(name, function):
    def method(self, other):
        return function(other, _target(self))
    method.__name__ = name
    setattr(ProxyType, name, method)


def _fill():
    import operator as op
    for name in ("lt", "le", "eq", "ne", "gt", "ge", "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow",
                 "lshift", "rshift", "and", "xor", "or", "getitem", "setitem", "delitem", "contains", "neg", "pos",
                 "invert", "index", "iadd", "isub", "imul", "iand", "ior", "ixor"):
        _forward(f"__{name}__", getattr(op, f"__{name}__"))
    for name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "xor", "or"):
        _reflected(f"__r{name}__", getattr(op, f"__{name}__"))
    for name, function in (("len", len), ("iter", iter), ("abs", abs), ("int", int), ("float", float), ("divmod", divmod)):
        _forward(f"__{name}__", function)


_fill()


def proxy(object, callback=None, /):
    """Create a proxy object that weakly references 'object'."""
    cls = CallableProxyType if callable(object) else ProxyType
    p = cls.__new__(cls)
    hook = None if callback is None else lambda _: callback(p)
    ProxyType.__dict__["_ref"].__set__(p, ref(object, hook) if hook else ref(object))
    return p
