"""typing.NamedTuple, TypedDict and IO, in a file of their own: few programs use them."""

import sys
from _typing import Generic, TypeVar
from typing import (NotRequired, ReadOnly, Required, _AnnotatedAlias, _type_check)

_RESERVED = frozenset(["__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types",
                       "_make", "_replace", "_asdict", "_source"])
_NOT_COPIED = frozenset(["__name__", "__module__", "__type_params__", "__annotate__", "__annotate_func__",
                         "__annotations__", "__annotations_cache__", "__classdictcell__", "__static_attributes__",
                         "__firstlineno__", "__qualname__", "__orig_bases__", "__doc__"])


def _body_annotations(namespace, module):
    """The annotations of a class whose namespace this is; names that are not defined yet stand for themselves."""
    if "__annotations__" in namespace:
        return namespace["__annotations__"]
    from annotationlib import call_annotate_function, get_annotate_from_class_namespace
    annotate = get_annotate_from_class_namespace(namespace)
    return {} if annotate is None else call_annotate_function(annotate, 3)


def _caller_module():
    try:
        frame = sys._getframe(2)
        while frame is not None and frame.f_globals is globals():
            frame = frame.f_back
        return frame.f_globals.get("__name__", "__main__")
    except (AttributeError, ValueError):
        return "__main__"


def _make_named_tuple(name, types, module, defaults=()):
    from collections import namedtuple
    checked = {field: _type_check(t, f"field {field} annotation must be a type") for field, t in types.items()}
    result = namedtuple(name, list(checked), defaults=defaults, module=module)
    result.__annotations__ = checked
    result.__new__.__annotations__ = checked
    return result


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if "_typing_root" in ns:
            return super().__new__(cls, typename, bases, ns)
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        types = _body_annotations(ns, ns.get("__module__"))
        with_default = []
        for field in types:
            if field in ns:
                with_default.append(field)
            elif with_default:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field"
                                f"{'s' if len(with_default) > 1 else ''} {', '.join(with_default)}")
        result = _make_named_tuple(typename, types, ns["__module__"], [ns[field] for field in with_default])
        if Generic in bases:
            result = type(result)(typename, (result, Generic), {"__slots__": (), "__module__": ns["__module__"]})
        for key, value in ns.items():
            if key in _RESERVED:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key not in _NOT_COPIED and key not in result._fields:
                setattr(result, key, value)
                setter = getattr(type(value), "__set_name__", None)
                if setter is not None:
                    setter(value, result, key)
        if ns.get("__doc__") is not None:
            result.__doc__ = ns["__doc__"]
        if "__orig_bases__" in ns:
            result.__orig_bases__ = ns["__orig_bases__"]
        result.__qualname__ = ns.get("__qualname__", typename)
        if Generic in bases:
            result.__init_subclass__()
        return result


def NamedTuple(typename, fields, /):
    """Typed version of namedtuple."""
    types = {name: t for name, t in fields}
    result = _make_named_tuple(typename, types, _caller_module())
    result.__orig_bases__ = (NamedTuple,)
    return result


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {"_typing_root": True})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__module__ = "typing"
NamedTuple.__mro_entries__ = _namedtuple_mro_entries


def _qualifiers(annotation):
    """The Required, NotRequired and ReadOnly around a type."""
    while True:
        origin = getattr(annotation, "__origin__", None)
        if isinstance(annotation, _AnnotatedAlias):
            annotation = origin
        elif origin is Required or origin is NotRequired or origin is ReadOnly:
            yield origin
            annotation = annotation.__args__[0]
        else:
            return


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any([issubclass(base, Generic) for base in bases]) else ()
        body = {key: value for key, value in ns.items() if key not in ("__annotate__", "__annotate_func__",
                                                                       "__annotations__", "__classdictcell__")}
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), body)
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _type_check(value, msg) for key, value in _body_annotations(ns, made.__module__).items()}
        annotations, required, optional, readonly, mutable = {}, set(), set(), set(), set()
        for base in bases:
            given = base.__dict__
            annotations.update(given.get("__annotations__", {}) if "__annotations__" in given else
                               getattr(base, "__annotations__", {}))
            required |= given.get("__required_keys__", set())
            optional |= given.get("__optional_keys__", set())
            readonly |= given.get("__readonly_keys__", set())
            mutable |= given.get("__mutable_keys__", set())
        annotations.update(own)
        for key, value in own.items():
            found = list(_qualifiers(value))
            is_required = total if Required not in found and NotRequired not in found else Required in found
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            if ReadOnly in found:
                if key in mutable:
                    raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
                readonly.add(key)
            else:
                mutable.add(key)
                readonly.discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    def __init__(cls, *args, **kwargs):
        super().__init__(*args)

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__

    def __getitem__(cls, item):
        from typing import _GenericAlias
        return _GenericAlias(cls, item if isinstance(item, tuple) else (item,))


def TypedDict(typename, fields, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict."""
    made = _TypedDictMeta(typename, (), {"__annotations__": dict(fields), "__module__": _caller_module()}, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


def _typeddict_mro_entries(bases):
    return (_TypedDict,)


TypedDict.__module__ = "typing"
TypedDict.__mro_entries__ = _typeddict_mro_entries

_AnyStr = TypeVar("AnyStr", bytes, str)


class IO(Generic[_AnyStr]):
    """Generic base class for TextIO and BinaryIO."""

    __module__ = "typing"
    __slots__ = ()


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""

    __module__ = "typing"
    __slots__ = ()


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""

    __module__ = "typing"
    __slots__ = ()


class Pattern:
    """Stands for re.Pattern."""

    __module__ = "re"
    __class_getitem__ = classmethod(type(list[int]))


class Match:
    """Stands for re.Match."""

    __module__ = "re"
    __class_getitem__ = classmethod(type(list[int]))
