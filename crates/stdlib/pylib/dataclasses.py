"""Classes that are mainly data: their methods are made from their annotations."""

import sys
from types import FunctionType as _FunctionType, GenericAlias as _GenericAlias, MappingProxyType as _MappingProxyType

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict",
           "astuple", "make_dataclass", "replace", "is_dataclass"]

# Where a dataclass keeps what it is made of.
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class FrozenInstanceError(AttributeError):
    """An attempt to change an instance of a frozen dataclass."""


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class _FieldKind:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FieldKind("_FIELD")
_FIELD_CLASSVAR = _FieldKind("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FieldKind("_FIELD_INITVAR")


class InitVar:
    """Marks an argument of __init__ that is given to __post_init__ and is not kept."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        inside = self.type
        name = inside.__name__ if isinstance(inside, type) and not isinstance(inside, _GenericAlias) else repr(inside)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of one field."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
                 "doc", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    def __repr__(self):
        names = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only", "doc")
        shown = ",".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"Field({shown},_field_type={self._field_type})"

    def __set_name__(self, owner, name):
        # A default that is a descriptor learns its name as if it stood in the class itself.
        setter = getattr(type(self.default), "__set_name__", None)
        if setter:
            setter(self.default, owner, name)

    __class_getitem__ = classmethod(_GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        return f"_DataclassParams({','.join([f'{name}={getattr(self, name)!r}' for name in self.__slots__])})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING, doc=None):
    """Return an object to identify dataclass fields."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


# Which kind of field an annotation makes.

def _marker_in_text(text, cls, module_name, marker):
    """Whether an annotation that is a string names the marker: `Name`, `module.Name`, followed by anything."""
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] in "_."):
        end += 1
    prefix, dot, name = text[:end].strip().rpartition(".")
    namespace = vars(sys.modules.get(cls.__module__, sys))
    if dot:
        module = namespace.get(prefix)
        if module is None or module is not sys.modules.get(module_name):
            return False
        namespace = vars(module)
    return name != "" and namespace.get(name) is marker


def _is_classvar(annotation, cls):
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    if annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar:
        return True
    return isinstance(annotation, str) and _marker_in_text(annotation, cls, "typing", typing.ClassVar)


def _is_initvar(annotation, cls):
    if annotation is InitVar or type(annotation) is InitVar:
        return True
    return isinstance(annotation, str) and _marker_in_text(annotation, cls, "dataclasses", InitVar)


def _is_kw_only(annotation, cls):
    return annotation is KW_ONLY or isinstance(annotation, str) and _marker_in_text(annotation, cls, "dataclasses", KW_ONLY)


def _get_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "member_descriptor":
            # A slot of the class is no default.
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _is_classvar(annotation, cls):
        f._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation, cls):
        f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR) and f.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: use default_factory")
    return f


# The methods are made as text and compiled together: so a wrong call is reported as for any function.

class _Methods:
    """Gathers the source of the methods of one class."""

    def __init__(self, globals):
        self.names = []
        self.lines = []
        self.given = {}
        self.globals = globals
        self.annotations = {}
        self.checks = {}

    def add(self, name, params, body, *, decorator=None, given=None, annotations=None, check=None):
        """Adds a method; `check` is (whether an existing one is an error, the text that the message ends with)."""
        self.names.append(name)
        if decorator:
            self.lines.append(f" {decorator}")
        self.lines.append(f" def {name}({', '.join(params)}):")
        self.lines += [f"  {line}" for line in body]
        self.given.update(given or {})
        if annotations is not None:
            self.annotations[name] = annotations
        self.checks[name] = check

    def put_on(self, cls):
        """Compiles the methods and sets them on the class, unless it defines them itself."""
        if not self.names:
            return
        text = f"def __create_fn__({', '.join(self.given)}):\n" + "\n".join(self.lines)
        text += f"\n return {', '.join(self.names)},"
        namespace = {}
        exec(text, self.globals, namespace)
        for name, method in zip(self.names, namespace["__create_fn__"](**self.given)):
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            if name in self.annotations:
                method.__annotations__ = self.annotations[name]
            check = self.checks[name]
            if name not in cls.__dict__ or name == "__hash__" and check is None:
                setattr(cls, name, method)
            elif check is not None:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}{check}")


def _init_param(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ""
    elif f.default is not MISSING:
        default = f"=__dataclass_dflt_{f.name}__"
    else:
        default = "=__dataclass_HAS_DEFAULT_FACTORY__"
    return f.name + default


def _init_line(f, frozen, self_name, slots, given):
    """The line of __init__ that sets the field, or None; what it needs goes into `given`."""
    default_name = f"__dataclass_dflt_{f.name}__"
    if f.default_factory is not MISSING:
        given[default_name] = f.default_factory
        if f.init:
            value = f"{default_name}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}"
        else:
            value = f"{default_name}()"
    elif f.init:
        if f.default is not MISSING:
            given[default_name] = f.default
        value = f.name
    elif slots and f.default is not MISSING:
        # The class's own attribute gives way to the slot.
        given[default_name] = f.default
        value = default_name
    else:
        return None
    if f._field_type is _FIELD_INITVAR:
        return None
    if frozen:
        return f"__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})"
    return f"{self_name}.{f.name}={value}"


def _add_init(methods, all_fields, positional, keyword_only, frozen, has_post_init, self_name, slots):
    seen_default = None
    for f in positional:
        if f.init:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")
    annotations = {f.name: f.type for f in all_fields if f.init}
    annotations["return"] = None
    given = {"__dataclass_HAS_DEFAULT_FACTORY__": _HAS_DEFAULT_FACTORY, "__dataclass_builtins_object__": object}
    body = [line for f in all_fields if (line := _init_line(f, frozen, self_name, slots, given))]
    if has_post_init:
        arguments = ",".join([f.name for f in all_fields if f._field_type is _FIELD_INITVAR])
        body.append(f"{self_name}.__post_init__({arguments})")
    params = [self_name, *[_init_param(f) for f in positional if f.init]]
    if keyword_only:
        params += ["*", *[_init_param(f) for f in keyword_only]]
    methods.add("__init__", params, body or ["pass"], given=given, annotations=annotations)


def _tuple_text(obj_name, some_fields):
    return f"({''.join([f'{obj_name}.{f.name},' for f in some_fields])})" if some_fields else "()"


def _add_order(methods, some_fields):
    mine, theirs = _tuple_text("self", some_fields), _tuple_text("other", some_fields)
    for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
        methods.add(name, ("self", "other"),
                    ["if other.__class__ is self.__class__:", f" return {mine}{op}{theirs}", "return NotImplemented"],
                    check=" Consider using functools.total_ordering")


def _add_frozen(methods, cls, some_fields):
    condition = "type(self) is cls"
    if some_fields:
        condition += " or name in {" + ", ".join([repr(f.name) for f in some_fields]) + "}"
    given = {"cls": cls, "FrozenInstanceError": FrozenInstanceError}
    methods.add("__setattr__", ("self", "name", "value"),
                [f"if {condition}:", ' raise FrozenInstanceError(f"cannot assign to field {name!r}")',
                 "super(cls, self).__setattr__(name, value)"], given=given, check="")
    methods.add("__delattr__", ("self", "name"),
                [f"if {condition}:", ' raise FrozenInstanceError(f"cannot delete field {name!r}")',
                 "super(cls, self).__delattr__(name)"], given=given, check="")


def _own_annotations(cls):
    """The class's own annotations; names that are not defined yet stand for themselves."""
    try:
        return cls.__annotations__
    except NameError:
        from annotationlib import Format, get_annotations
        return get_annotations(cls, format=Format.FORWARDREF)


def _annotation_text(annotation):
    if isinstance(annotation, type) and not isinstance(annotation, _GenericAlias):
        name = annotation.__qualname__
        return name if annotation.__module__ == "builtins" else f"{annotation.__module__}.{name}"
    return repr(annotation).replace("typing.", "")


def _signature_text(positional, keyword_only):
    """What inspect.signature() shows of the __init__ that is made."""
    parts = []
    for i, f in enumerate([*positional, *keyword_only]):
        if i == len(positional):
            parts.append("*")
        text = f"{f.name}: {_annotation_text(f.type)}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return f"({', '.join(parts)})"


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    globals = vars(sys.modules[cls.__module__]) if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot))
    any_frozen_base = has_dataclass_bases = False
    # A non-frozen class may not have only frozen bases, nor the other way round.
    all_frozen_bases = None
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            fields.update(base_fields)
            if all_frozen_bases is None:
                all_frozen_bases = True
            is_frozen = getattr(base, _PARAMS).frozen
            all_frozen_bases = all_frozen_bases and is_frozen
            any_frozen_base = any_frozen_base or is_frozen

    annotations = _own_annotations(cls)
    own_fields = []
    kw_only_seen = False
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, cls):
            if kw_only_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_only_seen = kw_only = True
        else:
            own_fields.append(_get_field(cls, name, annotation, kw_only))
    for f in own_fields:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen_bases is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)

    own_hash = cls.__dict__.get("__hash__", MISSING)
    # A class that defines __eq__ alone gets __hash__ = None from the language: that is not its author's.
    has_explicit_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    init_fields = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    positional = [f for f in init_fields if f.init and not f.kw_only]
    keyword_only = [f for f in init_fields if f.init and f.kw_only]
    kept = [f for f in fields.values() if f._field_type is _FIELD]
    methods = _Methods(globals)
    if init:
        _add_init(methods, init_fields, positional, keyword_only, frozen, hasattr(cls, "__post_init__"),
                  "__dataclass_self__" if "self" in fields else "self", slots)
    setattr(cls, "__replace__", _replace)
    if repr:
        from reprlib import recursive_repr
        shown = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in kept if f.repr])
        methods.add("__repr__", ("self",), [f'return f"{{self.__class__.__qualname__}}({shown})"'],
                    decorator="@__dataclasses_recursive_repr()", given={"__dataclasses_recursive_repr": recursive_repr})
    compared = [f for f in kept if f.compare]
    if eq:
        terms = [f"self.{f.name}==other.{f.name}" for f in compared]
        methods.add("__eq__", ("self", "other"),
                    ["if self is other:", " return True", "if other.__class__ is self.__class__:",
                     f" return {' and '.join(terms) or 'True'}", "return NotImplemented"])
    if order:
        _add_order(methods, compared)
    if frozen:
        _add_frozen(methods, cls, kept)
    set_hash_none = False
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        make_hash = True
    else:
        make_hash = eq and frozen and not has_explicit_hash
        set_hash_none = eq and not frozen and not has_explicit_hash
    if make_hash:
        hashed = [f for f in kept if (f.compare if f.hash is None else f.hash)]
        methods.add("__hash__", ("self",), [f"return hash({_tuple_text('self', hashed)})"])
    methods.put_on(cls)
    if set_hash_none:
        cls.__hash__ = None

    if not getattr(cls, "__doc__"):
        if init and cls.__dict__["__init__"].__code__.co_filename == "<string>":
            cls.__doc__ = cls.__name__ + _signature_text(positional, keyword_only)
        else:
            import inspect
            try:
                cls.__doc__ = cls.__name__ + str(inspect.signature(cls)).replace(" -> None", "")
            except (TypeError, ValueError):
                cls.__doc__ = cls.__name__
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in positional])
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _with_slots(cls, frozen, weakref_slot, fields)
    if "__abstractmethods__" in cls.__dict__:
        import abc
        abc.update_abstractmethods(cls)
    return cls


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        return []
    return [slots] if isinstance(slots, str) else list(slots)


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _with_slots(cls, frozen, weakref_slot, all_fields):
    """The class made anew with __slots__: they cannot be added to a class that exists."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = [f.name for f in all_fields.values() if f._field_type is _FIELD]
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    docs = {name: all_fields[name].doc for name in slots if name in all_fields}
    namespace["__slots__"] = docs if any(docs.values()) else tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    if frozen:
        namespace.setdefault("__getstate__", _dataclass_getstate)
        namespace.setdefault("__setstate__", _dataclass_setstate)
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    new.__qualname__ = cls.__qualname__
    # Methods that use super() or __class__ find the class in a cell: it has to be the new one.
    for name, member in new.__dict__.items():
        if frozen and name in ("__setattr__", "__delattr__"):
            # Those of frozen ones keep the class they were made for, in CPython too: for a name that is no field they fail
            # otherwise than they mean to.
            continue
        member = getattr(member, "__wrapped__", member)
        functions = [member] if isinstance(member, _FunctionType) else \
            [member.fget, member.fset, member.fdel] if isinstance(member, property) else \
            [member.__func__] if isinstance(member, (classmethod, staticmethod)) else []
        for function in functions:
            for cell in getattr(function, "__closure__", None) or ():
                try:
                    if cell.cell_contents is cls:
                        cell.cell_contents = new
                except ValueError:
                    pass
    return new


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return a tuple describing the fields of this dataclass."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Returns True if obj is a dataclass or an instance of a dataclass."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary mapping field names to field values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _unfold(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of a dataclass instance as a new tuple of field values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _unfold(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


_ATOMIC = frozenset([type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type(len),
                     _FunctionType, type, range, property])


def _unfold(obj, factory):
    kind = type(obj)
    if kind in _ATOMIC:
        return obj
    if hasattr(kind, _FIELDS):
        return factory([(f.name, _unfold(getattr(obj, f.name), factory)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return kind(*[_unfold(value, factory) for value in obj])
    if isinstance(obj, (list, tuple)):
        return kind([_unfold(value, factory) for value in obj])
    if isinstance(obj, dict):
        pairs = [(_unfold(key, factory), _unfold(value, factory)) for key, value in obj.items()]
        if hasattr(kind, "default_factory"):
            result = kind(obj.default_factory)
            for key, value in pairs:
                result[key] = value
            return result
        return kind(pairs)
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None, decorator=dataclass):
    """Return a new dynamically created dataclass."""
    from keyword import iskeyword
    from types import new_class
    namespace = {} if namespace is None else namespace
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name = item
            from typing import Any as annotation
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, default = item
            defaults[name] = default
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation

    def fill(ns):
        ns.update(namespace)
        ns.update(defaults)

    cls = new_class(cls_name, bases, {}, fill)
    cls.__annotations__ = annotations
    if module is None:
        module = sys._getframe(1).f_globals.get("__name__", "__main__")
    if module is not None:
        cls.__module__ = module
    return decorator(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
