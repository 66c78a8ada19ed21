"""typing.Protocol, in a file of its own: it needs abc, and not every program that imports typing needs it."""

from abc import ABCMeta, abstractmethod
from _typing import Generic, TypeVar

# What a class has without its author's doing.
_NOT_MEMBERS = frozenset([
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__",
    "__non_callable_proto_members__", "__type_params__", "__abstractmethods__", "__annotations__", "__dict__", "__doc__",
    "__init__", "__module__", "__new__", "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__",
    "__static_attributes__", "__firstlineno__", "__annotate__", "__annotate_func__", "__annotations_cache__", "_abc_impl",
    "__qualname__", "__getstate__",
])


def _protocol_members(cls):
    members = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic") and base.__module__ == "typing":
            continue
        for name in [*base.__dict__, *_own_annotations(base)]:
            if not name.startswith("_abc_") and name not in _NOT_MEMBERS:
                members.add(name)
    return members


def _own_annotations(cls):
    from annotationlib import get_annotations
    return get_annotations(cls, format=3)


def _has_attribute(obj, name):
    """Whether it has the attribute, looked for without running properties."""
    values = getattr(obj, "__dict__", None)
    if values is not None and name in values:
        return True
    for base in type(obj).__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            if type(found).__name__ == "member_descriptor":
                return hasattr(obj, name)
            return True
    if isinstance(obj, type):
        return any([name in base.__dict__ for base in obj.__mro__])
    return hasattr(type(obj), "__getattr__") and hasattr(obj, name)


def _no_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # The class derives from a protocol and has no __init__ of its own: the next one that is not this one is meant.
    for base in type(self).__mro__:
        init = base.__dict__.get("__init__", _no_init)
        if init is not _no_init:
            type(self).__init__ = init
            return init(self, *args, **kwargs)
    return object.__init__(self)


def _protocol_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for name in cls.__protocol_attrs__:
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
            if name in getattr(base, "__annotations__", ()) and getattr(other, "_is_protocol", False):
                break
        else:
            return NotImplemented
    return True


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != "Protocol" or namespace.get("__module__") != "typing":
            if any([getattr(base, "__name__", "") == "Protocol" and base.__module__ == "typing" for base in bases]):
                for base in bases:
                    if base in (object, Generic) or getattr(base, "_is_protocol", False) or \
                            base.__module__ == "collections.abc" or \
                            base.__module__ == "contextlib" and base.__name__.startswith("Abstract"):
                        continue
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _protocol_members(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False):
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            data = cls.__non_callable_proto_members__
            if data:
                raise TypeError("Protocols with non-method members don't support issubclass(). "
                                f"Non-method members: {str(sorted(data))[1:-1]}.")
        return ABCMeta.__subclasscheck__(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return ABCMeta.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if ABCMeta.__subclasscheck__(cls, type(instance)):
            return True
        for name in cls.__protocol_attrs__:
            if not _has_attribute(instance, name):
                return False
            if name not in cls.__non_callable_proto_members__ and getattr(instance, name, None) is None:
                return False
        return True


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = Protocol in cls.__bases__
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_protocol_hook)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic) and getattr(cls, "_is_protocol", False)):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = {
        name for name in cls.__protocol_attrs__ if not callable(getattr(cls, name, None))}
    return cls


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


_T_co = TypeVar("T_co", covariant=True)


def _one_method(name, method, doc, generic=False):
    """A protocol with one method."""
    def body(namespace):
        def function(self):
            pass
        function.__name__ = method
        namespace["__module__"] = "typing"
        namespace["__doc__"] = doc
        namespace["__slots__"] = ()
        namespace[method] = abstractmethod(function)

    from types import new_class
    return runtime_checkable(new_class(name, (Protocol[_T_co] if generic else Protocol,), {}, body))


SupportsInt = _one_method("SupportsInt", "__int__", "An ABC with one abstract method __int__.")
SupportsFloat = _one_method("SupportsFloat", "__float__", "An ABC with one abstract method __float__.")
SupportsComplex = _one_method("SupportsComplex", "__complex__", "An ABC with one abstract method __complex__.")
SupportsBytes = _one_method("SupportsBytes", "__bytes__", "An ABC with one abstract method __bytes__.")
SupportsIndex = _one_method("SupportsIndex", "__index__", "An ABC with one abstract method __index__.")
SupportsAbs = _one_method("SupportsAbs", "__abs__", "An ABC with one abstract method __abs__.", True)
SupportsRound = _one_method("SupportsRound", "__round__", "An ABC with one abstract method __round__.", True)
