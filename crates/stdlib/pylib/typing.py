"""Names for types, as annotations use them: what can be said of them at run time."""

import sys
from types import GenericAlias
import _typing
from _typing import (Generic, NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, TypeVar, TypeVarTuple,
                     Union)

_lazy_names = [
    "AbstractSet", "AnyStr", "AsyncContextManager", "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable",
    "BinaryIO", "ChainMap", "Collection", "Container", "ContextManager", "Coroutine", "Counter", "DefaultDict", "Deque",
    "Dict", "FrozenSet", "Generator", "Hashable", "IO", "ItemsView", "Iterable", "Iterator", "KeysView", "List",
    "Mapping", "MappingView", "Match", "MutableMapping", "MutableSequence", "MutableSet", "OrderedDict", "Pattern",
    "Reversible", "Sequence", "Set", "Sized", "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat",
    "SupportsIndex", "SupportsInt", "SupportsRound", "TextIO", "Type", "ValuesView", "ForwardRef", "NamedTuple",
    "NamedTupleMeta", "TypedDict", "Protocol", "runtime_checkable", "is_protocol", "get_protocol_members",
]

__all__ = [name for name in _lazy_names if name != "NamedTupleMeta"] + [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "Generic", "Literal", "LiteralString", "Never",
    "NewType", "NoDefault", "NoReturn", "NotRequired", "Optional", "ParamSpec", "ParamSpecArgs", "ParamSpecKwargs",
    "ReadOnly", "Required", "Self", "Text", "Tuple", "TYPE_CHECKING", "TypeAlias", "TypeAliasType", "TypeGuard", "TypeIs",
    "TypeVar", "TypeVarTuple", "Union", "Unpack", "assert_never", "assert_type", "cast", "clear_overloads",
    "dataclass_transform", "evaluate_forward_ref", "final", "get_args", "get_origin", "get_overloads", "get_type_hints",
    "is_typeddict", "no_type_check", "no_type_check_decorator", "overload", "override", "reveal_type",
]

TYPE_CHECKING = False
Text = str

_FunctionType = type(lambda: None)

# Old names for types that can be subscripted themselves: name -> (where the type is, how many parameters).
_aliases = {
    "AbstractSet": ("collections.abc.Set", 1), "AsyncContextManager": ("contextlib.AbstractAsyncContextManager", 2),
    "AsyncGenerator": ("collections.abc.AsyncGenerator", 2), "AsyncIterable": ("collections.abc.AsyncIterable", 1),
    "AsyncIterator": ("collections.abc.AsyncIterator", 1), "Awaitable": ("collections.abc.Awaitable", 1),
    "ChainMap": ("collections.ChainMap", 2), "Collection": ("collections.abc.Collection", 1),
    "Container": ("collections.abc.Container", 1), "ContextManager": ("contextlib.AbstractContextManager", 2),
    "Coroutine": ("collections.abc.Coroutine", 3), "Counter": ("collections.Counter", 1),
    "DefaultDict": ("collections.defaultdict", 2), "Deque": ("collections.deque", 1), "Dict": ("builtins.dict", 2),
    "FrozenSet": ("builtins.frozenset", 1), "Generator": ("collections.abc.Generator", 3),
    "Hashable": ("collections.abc.Hashable", 0), "ItemsView": ("collections.abc.ItemsView", 2),
    "Iterable": ("collections.abc.Iterable", 1), "Iterator": ("collections.abc.Iterator", 1),
    "KeysView": ("collections.abc.KeysView", 1), "List": ("builtins.list", 1), "Mapping": ("collections.abc.Mapping", 2),
    "MappingView": ("collections.abc.MappingView", 1), "Match": ("re.Match", 1),
    "MutableMapping": ("collections.abc.MutableMapping", 2), "MutableSequence": ("collections.abc.MutableSequence", 1),
    "MutableSet": ("collections.abc.MutableSet", 1), "OrderedDict": ("collections.OrderedDict", 2),
    "Pattern": ("re.Pattern", 1), "Reversible": ("collections.abc.Reversible", 1),
    "Sequence": ("collections.abc.Sequence", 1), "Set": ("builtins.set", 1), "Sized": ("collections.abc.Sized", 0),
    "Type": ("builtins.type", 1), "ValuesView": ("collections.abc.ValuesView", 1),
}
# What an alias takes for parameters that are left out.
_alias_defaults = {
    "ContextManager": (bool | None,), "AsyncContextManager": (bool | None,), "Generator": (type(None), type(None)),
    "AsyncGenerator": (type(None),),
}
_in_other_files = {
    "NamedTuple": "_typing_classes", "TypedDict": "_typing_classes", "Protocol": "_typing_protocol",
    "runtime_checkable": "_typing_protocol", "is_protocol": "_typing_protocol", "get_protocol_members": "_typing_protocol",
    "SupportsAbs": "_typing_protocol", "SupportsBytes": "_typing_protocol", "SupportsComplex": "_typing_protocol",
    "SupportsFloat": "_typing_protocol", "SupportsIndex": "_typing_protocol", "SupportsInt": "_typing_protocol",
    "SupportsRound": "_typing_protocol", "IO": "_typing_classes", "TextIO": "_typing_classes",
    "BinaryIO": "_typing_classes", "ForwardRef": "annotationlib", "_ProtocolMeta": "_typing_protocol",
    "_TypedDictMeta": "_typing_classes", "NamedTupleMeta": "_typing_classes",
}


def __getattr__(name):
    # Most names are never asked for: what they stand for is made when they are.
    if name in _aliases:
        value = _make_alias(name)
    elif name in _in_other_files:
        value = getattr(__import__(_in_other_files[name], None, None, [name]), name)
    elif name == "AnyStr":
        value = TypeVar("AnyStr", bytes, str)
        value.__module__ = "typing"
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def _make_alias(name):
    path, count = _aliases[name]
    module, _, attribute = path.rpartition(".")
    # There is no `re` yet: its two classes are stood in for, so that annotations that name them work.
    origin = getattr(__import__("_typing_classes" if module == "re" else module, None, None, [attribute]), attribute)
    return _SpecialGenericAlias(origin, count, name, defaults=_alias_defaults.get(name, ()))


# Checks and texts that all forms share.

def _type_convert(arg, module=None, allow_special_forms=False):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        from annotationlib import ForwardRef
        return ForwardRef(arg, module=module)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The argument as a type; TypeError with the message if it cannot be one."""
    arg = _type_convert(arg, module)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in ((Generic,) if allow_special_forms else (Generic, ClassVar, Final)):
        raise TypeError(f"{arg} is not valid as type argument")
    if arg is Generic or getattr(arg, "_is_protocol", False) is True and getattr(arg, "__qualname__", "") == "Protocol" \
            and arg.__module__ == "typing":
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    if isinstance(obj, tuple):
        return "[" + ", ".join([_type_repr(item) for item in obj]) + "]"
    if isinstance(obj, list):
        return "[" + ", ".join([_type_repr(item) for item in obj]) + "]"
    from annotationlib import type_repr
    return type_repr(obj)


def _collect_parameters(args):
    """The type variables in the arguments, each once, in their order."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            parameters = _collect_parameters(arg)
        elif hasattr(arg, "__typing_subst__"):
            parameters = (arg,)
        else:
            parameters = getattr(arg, "__parameters__", ())
        for parameter in parameters:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def _check_count(cls, parameters, expected):
    if isinstance(expected, tuple):
        least = len([p for p in expected if not (hasattr(p, "has_default") and p.has_default())])
        most = len(expected)
    else:
        least = most = expected
    count = len(parameters)
    if least <= count <= most:
        return
    if not most:
        raise TypeError(f"{cls} is not a generic class")
    if isinstance(expected, tuple):
        least_text = f"at least {least}" if count < least else f"{most}" if least == most else f"at most {most}"
    else:
        least_text = str(most)
    raise TypeError(f"Too {'many' if count > most else 'few'} arguments for {cls}; actual {count}, expected {least_text}")


def _unpacked_parts(args):
    """The arguments, with what `*tuple[...]` stands for put in."""
    flat = []
    for arg in args:
        inner = getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner is not None and not (inner and inner[-1] is ...):
            flat.extend(inner)
        else:
            flat.append(arg)
    return tuple(flat)


def _as_tuple(params):
    return params if isinstance(params, tuple) else (params,)


def _without_duplicates(items):
    kept = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


# Replacing type variables by arguments.

def _typevar_prepare_subst(self, alias, args):
    """A missing argument is the type variable's default."""
    params = alias.__parameters__
    index = params.index(self)
    if index < len(args):
        return args
    if index == len(args) and self.has_default():
        return (*args, self.__default__)
    if len(args) < index:
        raise TypeError(f"Too few arguments for {alias}")
    return args


def _is_param_expr(arg):
    return arg is ... or isinstance(arg, (tuple, list)) or isinstance(arg, ParamSpec) or \
        isinstance(arg, _ConcatenateGenericAlias)


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple([_type_check(a, "Expected a type.") for a in arg])
    if not _is_param_expr(arg):
        raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    i = params.index(self)
    if i == len(args) and self.has_default():
        args = (*args, self.__default__)
    if i >= len(args):
        raise TypeError(f"Too few arguments for {alias}")
    if len(params) == 1 and not _is_param_expr(args[0]):
        args = (args,)
    elif isinstance(args[i], list):
        args = (*args[:i], tuple(args[i]), *args[i + 1:])
    return args


def _typevartuple_prepare_subst(self, alias, args):
    params = alias.__parameters__
    index = params.index(self)
    if any([isinstance(param, TypeVarTuple) for param in params[index + 1:]]):
        raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
    after = len(params) - index - 1
    if index > len(args) - after:
        raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {len(params) - 1}")
    end = len(args) - after
    return (*args[:index], tuple(args[index:end]), *args[end:])


class _SpecialForm:
    """A name with a meaning of its own, such as Any or Optional."""

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        if self is Any:
            return "typing.Any"
        return super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _plain_form(name, doc):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    getitem.__name__, getitem.__doc__ = name, doc
    return _SpecialForm(getitem)


NoReturn = _plain_form("NoReturn", "Special type indicating functions that never return.")
Never = _plain_form("Never", "The bottom type, a type that has no members.")
Self = _plain_form("Self", 'Used to spell the type of "self" in classes.')
LiteralString = _plain_form("LiteralString", "Represents an arbitrary literal string.")
TypeAlias = _plain_form("TypeAlias", "Special form for marking type aliases.")


def _single_form(name, doc, message="{} accepts only single type."):
    """A form that takes one type."""
    def getitem(self, parameters):
        return _GenericAlias(self, (_type_check(parameters, message.format(self), allow_special_forms=True),))
    getitem.__name__, getitem.__doc__ = name, doc
    return _SpecialForm(getitem)


ClassVar = _single_form("ClassVar", "Special type construct to mark class variables.")
Final = _single_form("Final", "Special typing construct to indicate final names to type checkers.")
TypeGuard = _single_form("TypeGuard", "Special typing construct for marking user-defined type predicate functions.")
TypeIs = _single_form("TypeIs", "Special typing construct for marking user-defined type predicate functions.")
Required = _single_form("Required", "Special typing construct to mark a TypedDict key as required.")
NotRequired = _single_form("NotRequired", "Special typing construct to mark a TypedDict key as potentially missing.")
ReadOnly = _single_form("ReadOnly", "A special typing construct to mark an item of a TypedDict as read-only.")


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is equivalent to Union[X, None]."""
    return Union[_type_check(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    flat = []
    for parameter in _as_tuple(parameters):
        flat.extend(parameter.__args__ if isinstance(parameter, _LiteralGenericAlias) else (parameter,))
    # 1 and True are equal and mean different things.
    kept = []
    for item in flat:
        if not any([item == other and type(item) is type(other) for other in kept]):
            kept.append(item)
    return _LiteralGenericAlias(self, tuple(kept))


@_SpecialForm
def Concatenate(self, parameters):
    """Special form for annotating higher-order functions."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    parameters = _as_tuple(parameters)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    checked = [_type_check(p, "Concatenate[arg, ...]: each arg must be a type.") for p in parameters[:-1]]
    return _ConcatenateGenericAlias(self, (*checked, parameters[-1]))


@_SpecialForm
def Unpack(self, parameters):
    """Type unpack operator."""
    return _UnpackGenericAlias(self, (_type_check(parameters, f"{self} accepts only single type."),))


@_SpecialForm
def Annotated(self, params):
    """Add context-specific metadata to a type."""
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(params[1:]))


def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")


class _BaseGenericAlias:
    """What subscripted and special names share: they pass on to the type that they stand for."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # Not every object takes attributes.
            pass
        return result

    def __mro_entries__(self, bases):
        entries = [self.__origin__] if self.__origin__ not in bases else []
        # Generic comes in once, at the end of what needs it.
        rest = bases[bases.index(self) + 1:]
        for base in rest:
            if isinstance(base, _BaseGenericAlias) or isinstance(base, type) and issubclass(base, Generic):
                break
        else:
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        if "__origin__" in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if attr == "__module__":
            return "typing"
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if _is_dunder(attr) or attr in ("_name", "_inst", "_nparams", "_defaults"):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _GenericAlias(_BaseGenericAlias):
    """A generic type with its arguments."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        self.__args__ = _as_tuple(args)
        self.__parameters__ = _collect_parameters(self.__args__)
        if not name and hasattr(origin, "__module__"):
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __getitem__(self, args):
        if self.__origin__ in (Generic,) or getattr(self.__origin__, "__qualname__", "") == "Protocol":
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = _unpacked_parts([_type_convert(arg) for arg in _as_tuple(args)])
        return self.copy_with(self._substituted(args))

    def _substituted(self, args):
        params = self.__parameters__
        for param in params:
            prepare = getattr(param, "__typing_prepare_subst__", None)
            if prepare is not None:
                args = prepare(self, args)
        if len(args) != len(params):
            raise TypeError(f"Too {'many' if len(args) > len(params) else 'few'} arguments for {self}; "
                            f"actual {len(args)}, expected {len(params)}")
        by_param = dict(zip(params, args))
        new = []
        for arg in self.__args__:
            new.extend(self._replaced(arg, by_param))
        return tuple(new)

    def _replaced(self, arg, by_param):
        """What stands in the place of one argument: usually one, any number for an unpacked TypeVarTuple."""
        if isinstance(arg, type):
            return [arg]
        if isinstance(arg, tuple):
            return [tuple([part for item in arg for part in self._replaced(item, by_param)])]
        if isinstance(arg, _UnpackGenericAlias) and isinstance(arg.__args__[0], TypeVarTuple):
            return by_param.get(arg.__args__[0], [arg])
        substitute = getattr(arg, "__typing_subst__", None)
        if substitute is not None:
            new = substitute(by_param[arg]) if arg in by_param else arg
            # A callable's parameters lie flat before its result.
            return list(new) if isinstance(arg, ParamSpec) and isinstance(new, tuple) and \
                self.__origin__.__name__ == "Callable" else [new]
        inner = getattr(arg, "__parameters__", ())
        if inner:
            chosen = []
            for param in inner:
                value = by_param[param]
                chosen.extend(value) if isinstance(param, TypeVarTuple) else chosen.append(value)
            return [arg[tuple(chosen)]]
        return [arg]

    def copy_with(self, args):
        """The same type with other arguments."""
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        if self.__args__:
            args = ", ".join([_type_repr(arg) for arg in self.__args__])
        else:
            args = "()"
        return f"{name}[{args}]"

    def __reduce__(self):
        return _getitem, (globals()[self._name] if self._name else self.__origin__,
                          self.__args__[0] if len(self.__args__) == 1 else self.__args__)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            # A protocol, or a later generic base, brings Generic itself.
            if any([getattr(base, "__qualname__", "") == "Protocol" and getattr(base, "__module__", "") == "typing"
                    for base in bases]):
                return ()
            for base in bases[bases.index(self) + 1:]:
                if isinstance(base, _BaseGenericAlias) and base is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


def _getitem(origin, args):
    return origin[args]


class _SpecialGenericAlias(_BaseGenericAlias):
    """An old name such as List, without arguments."""

    def __init__(self, origin, nparams, name, *, inst=False, defaults=()):
        super().__init__(origin, inst=inst, name=name)
        self._nparams = nparams
        self._defaults = defaults
        self.__doc__ = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, params):
        params = tuple([_type_check(p, "Parameters to generic types must be types.") for p in _as_tuple(params)])
        missing = self._nparams - len(params)
        if self._defaults and 0 < missing <= len(self._defaults):
            params += self._defaults[-missing:]
        if not self._nparams:
            raise TypeError(f"{self} is not a generic class")
        _check_count(self, params, self._nparams)
        return self.copy_with(params)

    def copy_with(self, params):
        """The type with arguments."""
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _TupleType(_SpecialGenericAlias):
    def __getitem__(self, params):
        params = _as_tuple(params)
        msg = "Tuple[t0, t1, ...]: each t must be a type."
        if len(params) >= 2 and params[-1] is ...:
            return self.copy_with((*[_type_check(p, msg) for p in params[:-1]], ...))
        return self.copy_with(tuple([_type_check(p, msg) for p in params]))


class _CallableGenericAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]) and not isinstance(args[0], tuple):
            return super().__repr__()
        return f"typing.Callable[[{', '.join([_type_repr(arg) for arg in args[:-1]])}], {_type_repr(args[-1])}]"

    def __reduce__(self):
        args = self.__args__
        if not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return _getitem, (Callable, args)


class _CallableType(_SpecialGenericAlias):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, list):
            args = tuple(args)
        if args is ... or not isinstance(args, tuple):
            return self.copy_with((_type_convert(args), result))
        msg = "Callable[[arg, ...], result]: each arg must be a type."
        return self.copy_with((*[_type_check(arg, msg) for arg in args], result))


class _LiteralGenericAlias(_GenericAlias):
    def __repr__(self):
        return f"typing.Literal[{', '.join([repr(arg) for arg in self.__args__])}]"

    def _typed(self):
        return {(arg, type(arg)) for arg in self.__args__}

    def __eq__(self, other):
        return self._typed() == other._typed() if isinstance(other, _LiteralGenericAlias) else NotImplemented

    def __hash__(self):
        return hash(frozenset(self._typed()))


class _ConcatenateGenericAlias(_GenericAlias):
    def copy_with(self, params):
        if isinstance(params[-1], (list, tuple)):
            return (*params[:-1], *params[-1])
        if isinstance(params[-1], _ConcatenateGenericAlias):
            params = (*params[:-1], *params[-1].__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias):
    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        return arg.__args__ if getattr(arg, "__origin__", None) is tuple else None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias):
    """A type with metadata."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def copy_with(self, params):
        return _AnnotatedAlias(params[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join([repr(a) for a in self.__metadata__])}]"

    def __reduce__(self):
        return _getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


Tuple = _TupleType(tuple, -1, "Tuple")


def _make_callable():
    from _collections_abc import Callable as origin
    return _CallableType(origin, 2, "Callable")


Callable = _make_callable()


# What Generic does when it is subscripted and inherited from.

def _generic_class_getitem(cls, args):
    args = tuple([_type_convert(arg) for arg in _as_tuple(args)])
    name = getattr(cls, "__qualname__", "")
    if cls is Generic or name == "Protocol" and cls.__module__ == "typing":
        if not args:
            raise TypeError(f"Parameter list to {name}[...] cannot be empty")
        for arg in args:
            if not isinstance(arg, (TypeVar, ParamSpec)) and \
                    not getattr(arg, "__typing_is_unpacked_typevartuple__", False):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter "
                                f"specification variables.")
        if len(set(args)) != len(args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, args)
    params = getattr(cls, "__parameters__", ())
    args = _unpacked_parts(args)
    alias = _Parameters(cls, params)
    for param in params:
        prepare = getattr(param, "__typing_prepare_subst__", None)
        if prepare is not None and not isinstance(param, TypeVar):
            args = prepare(alias, args)
    if len(args) < len(params):
        for param in params[len(args):]:
            if not param.has_default():
                break
            args += (param.__default__,)
    if not params:
        raise TypeError(f"{cls} is not a generic class")
    if len(args) != len(params):
        least = len([p for p in params if not p.has_default()])
        few = len(args) < least
        expected = f"at least {least}" if few and len(params) > 1 else str(len(params))
        raise TypeError(f"Too {'few' if few else 'many'} arguments for {cls}; actual {len(args)}, expected {expected}")
    flat = []
    for param, arg in zip(params, args):
        flat.extend(arg) if isinstance(param, TypeVarTuple) else flat.append(arg)
    return _GenericAlias(cls, tuple(flat))


class _Parameters:
    """A class' parameters, for messages about what they are given."""

    def __init__(self, cls, parameters):
        self.cls, self.__parameters__ = cls, parameters

    def __repr__(self):
        return repr(self.cls)


def _generic_init_subclass(cls, *args, **kwargs):
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    bases = cls.__dict__.get("__orig_bases__")
    if bases is None:
        if Generic in cls.__bases__ and cls.__name__ != "Protocol":
            raise TypeError("Cannot inherit from plain Generic")
        cls.__parameters__ = ()
        return
    if Generic in bases:
        raise TypeError("Cannot inherit from plain Generic")
    found = _collect_parameters(bases)
    listed = None
    for base in bases:
        if isinstance(base, _GenericAlias) and (base.__origin__ is Generic or base.__origin__.__name__ == "Protocol"
                                                and base.__origin__.__module__ == "typing"):
            if listed is not None:
                raise TypeError(f"Cannot inherit from {base.__origin__.__name__}[...] multiple times.")
            listed = base.__parameters__
            listed_by = base.__origin__.__name__
    if listed is not None:
        missing = [param for param in found if param not in listed]
        if missing:
            raise TypeError(f"Some type variables ({', '.join([str(p) for p in missing])}) are not listed in "
                            f"{listed_by}[{', '.join([str(p) for p in listed])}]")
        found = listed
    cls.__parameters__ = tuple(found)


# Functions.

def cast(typ, val):
    """Cast a value to a type: at run time, nothing happens."""
    return val


def assert_type(val, typ, /):
    """Ask a static type checker to confirm that the value is of the given type."""
    return val


def assert_never(arg, /):
    """Statically assert that a line of code is unreachable."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def reveal_type(obj, /):
    """Ask a static type checker to reveal the inferred type of an expression."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def _mark(obj, name, value=True):
    try:
        setattr(obj, name, value)
    except (AttributeError, TypeError):
        # Some objects take no attributes; they stay as they are.
        pass
    return obj


def final(f):
    """Decorator to indicate final methods and final classes."""
    return _mark(f, "__final__")


def override(method, /):
    """Indicate that a method is intended to override a method in a base class."""
    return _mark(method, "__override__")


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    if isinstance(arg, type):
        for value in list(vars(arg).values()):
            value = getattr(value, "__func__", value)
            if isinstance(value, _FunctionType) and value.__qualname__ == f"{arg.__qualname__}.{value.__name__}":
                value.__no_type_check__ = True
    return _mark(arg, "__no_type_check__")


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""
    from functools import wraps

    @wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "frozen_default": frozen_default, "field_specifiers": field_specifiers, "kwargs": kwargs,
        }
        return cls_or_fn
    return decorator


# (module, qualified name) -> first line -> function.
_overloads = {}


def _overload_dummy(*args, **kwds):
    """Helper for @overload to raise when called."""
    raise NotImplementedError("You should not call an overloaded function. A series of @overload-decorated functions "
                              "outside a stub module should always be followed by an implementation that is not "
                              "@overload-ed.")


def overload(func):
    """Decorator for overloaded functions/methods."""
    function = getattr(func, "__func__", func)
    try:
        _overloads.setdefault((function.__module__, function.__qualname__), {})[function.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """Return all defined overloads for *func* as a sequence."""
    function = getattr(func, "__func__", func)
    return list(_overloads.get((function.__module__, function.__qualname__), {}).values())


def clear_overloads():
    """Clear all overloads in the registry."""
    _overloads.clear()


class NewType:
    """NewType creates simple unique types with almost zero runtime overhead."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

    __call__ = staticmethod(_typing._idfunc)

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")

        return (Dummy,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def get_origin(tp):
    """Get the unsubscripted version of a type."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, Union):
        return Union
    return None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if getattr(tp.__origin__, "__name__", "") == "Callable" and not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return args
    if isinstance(tp, Union):
        return tp.__args__
    return ()


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return type(tp).__name__ == "_TypedDictMeta"


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None, type_params=None, format=None):
    """Evaluate a forward reference as a type hint."""
    value = forward_ref.evaluate(globals=globals, locals=locals, type_params=type_params, owner=owner, format=format or 1)
    return _evaluated(_type_convert(value), globals, locals, owner)


def _evaluated(hint, globalns, localns, owner=None):
    """The type hint, with forward references in it looked up."""
    from annotationlib import ForwardRef
    if isinstance(hint, ForwardRef):
        value = hint.evaluate(globals=globalns, locals=localns, owner=owner)
        value = _type_check(value, "Forward references must evaluate to types.", allow_special_forms=True)
        return _evaluated(value, globalns, localns, owner)
    if isinstance(hint, (_GenericAlias, GenericAlias, Union)):
        args = tuple([_evaluated(ForwardRef(arg) if isinstance(arg, str) and isinstance(hint, GenericAlias) else arg,
                                 globalns, localns, owner) for arg in hint.__args__])
        if args == hint.__args__ and all([a is b for a, b in zip(args, hint.__args__)]):
            return hint
        if isinstance(hint, GenericAlias):
            return GenericAlias(hint.__origin__, args)
        return Union[args] if isinstance(hint, Union) else hint.copy_with(args)
    return hint


def _without_annotated(hint):
    """The type hint without Annotated, Required, NotRequired and ReadOnly."""
    if isinstance(hint, _AnnotatedAlias):
        return _without_annotated(hint.__origin__)
    origin = getattr(hint, "__origin__", None)
    if origin is Required or origin is NotRequired or origin is ReadOnly:
        return _without_annotated(hint.__args__[0])
    if isinstance(hint, (_GenericAlias, GenericAlias, Union)):
        args = tuple([_without_annotated(arg) for arg in hint.__args__])
        if all([a is b for a, b in zip(args, hint.__args__)]):
            return hint
        if isinstance(hint, GenericAlias):
            return GenericAlias(hint.__origin__, args)
        return Union[args] if isinstance(hint, Union) else hint.copy_with(args)
    return hint


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=1):
    """Return type hints for an object."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    from annotationlib import ForwardRef, get_annotations
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            own_globals = vars(sys.modules.get(base.__module__, sys)) if globalns is None else globalns
            own_locals = dict(vars(base)) if localns is None and globalns is None else localns
            for name, value in get_annotations(base, format=format).items():
                if value is None:
                    value = type(None)
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False, is_class=True)
                hints[name] = _evaluated(value, own_globals, own_locals, base)
    else:
        found = get_annotations(obj, format=format)
        if not found and not callable(obj) and not hasattr(obj, "__annotations__"):
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        if globalns is None:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = getattr(inner, "__globals__", None) or getattr(obj, "__dict__", {})
        for name, value in found.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = ForwardRef(value)
            hints[name] = _evaluated(value, globalns, localns, obj)
    if include_extras:
        return hints
    return {name: _without_annotated(value) for name, value in hints.items()}
