"""Type parameters, which CPython has in C and its compiler makes for `class C[T]`, `def f[T]` and `type X = …`."""

import sys

Union = type(int | str)
_IDLE = object()


def _idfunc(x, /):
    return x


def _caller_module():
    try:
        # The frames of this file are hidden: the nearest visible one is whoever made the type parameter.
        return sys._getframe().f_globals.get("__name__")
    except (AttributeError, ValueError):
        return None


class NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()
    __module__ = "typing"

    def __new__(cls):
        return NoDefault

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefault = object.__new__(NoDefaultType)


def _check(arg, msg):
    from typing import _type_check
    return _type_check(arg, msg)


class _Lazy:
    """A bound, a constraint, a default or an alias' value: given, or computed when first asked for."""

    __slots__ = ()

    def _lazily(self, name, evaluate):
        value = getattr(self, name)
        if value is _IDLE:
            value = evaluate(1) if getattr(evaluate, "__code__", None) and evaluate.__code__.co_argcount else evaluate()
            setattr(self, name, value)
        return value


class _Parameter(_Lazy):
    """What TypeVar, ParamSpec and TypeVarTuple share."""

    __slots__ = ()

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def __default__(self):
        return self._lazily("_default", self._evaluate_default)

    def has_default(self):
        """Whether it has a default."""
        return self._default is not NoDefault

    def _sign(self):
        if self.__infer_variance__:
            return ""
        return "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"

    def __repr__(self):
        return self._sign() + self.__name__

    def _set_variance(self, covariant, contravariant, infer_variance):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)


class TypeVar(_Parameter):
    """Type variable."""

    __module__ = "typing"

    def __init__(self, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False,
                 infer_variance=False):
        self._set_variance(covariant, contravariant, infer_variance)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self._bound = None if bound is None else _check(bound, "Bound must be a type.")
        self._constraints = tuple([_check(c, "TypeVar(name, constraint, ...): constraints must be types.")
                                   for c in constraints])
        self._default = default
        self._evaluate_bound = self._evaluate_constraints = self._evaluate_default = None
        self.__module__ = _caller_module()

    @property
    def __bound__(self):
        return self._lazily("_bound", self._evaluate_bound)

    @property
    def __constraints__(self):
        return self._lazily("_constraints", self._evaluate_constraints)

    def __typing_subst__(self, arg):
        arg = _check(arg, "Parameters to generic types must be types.")
        if getattr(arg, "__typing_is_unpacked_typevartuple__", False):
            raise TypeError(f"{arg} is not valid as type argument")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        from typing import _typevar_prepare_subst
        return _typevar_prepare_subst(self, alias, args)


class ParamSpecArgs:
    """The args for a ParamSpec object."""

    __module__ = "typing"
    __slots__ = ("__origin__",)

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecArgs) else NotImplemented

    def __hash__(self):
        return hash((ParamSpecArgs, self.__origin__))


class ParamSpecKwargs:
    """The kwargs for a ParamSpec object."""

    __module__ = "typing"
    __slots__ = ("__origin__",)

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecKwargs) else NotImplemented

    def __hash__(self):
        return hash((ParamSpecKwargs, self.__origin__))


class ParamSpec(_Parameter):
    """Parameter specification variable."""

    __module__ = "typing"

    def __init__(self, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False):
        self._set_variance(covariant, contravariant, infer_variance)
        self.__name__ = name
        self.__bound__ = None if bound is None else _check(bound, "Bound must be a type.")
        self._default = default
        self._evaluate_default = None
        self.__module__ = _caller_module()

    args = property(ParamSpecArgs)
    kwargs = property(ParamSpecKwargs)

    def __typing_subst__(self, arg):
        from typing import _paramspec_subst
        return _paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        from typing import _paramspec_prepare_subst
        return _paramspec_prepare_subst(self, alias, args)


class TypeVarTuple(_Parameter):
    """Type variable tuple."""

    __module__ = "typing"

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        self._default = default
        self._evaluate_default = None
        self.__module__ = _caller_module()

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        from typing import _typevartuple_prepare_subst
        return _typevartuple_prepare_subst(self, alias, args)


class TypeAliasType(_Lazy):
    """Type alias."""

    __module__ = "typing"

    def __init__(self, name, value, *, type_params=()):
        self._fill(name, value, None, type_params, _caller_module())

    def _fill(self, name, value, evaluate, type_params, module):
        self.__name__ = name
        self._value = value
        self._evaluate = evaluate
        self.__type_params__ = type_params
        self.__module__ = module

    @property
    def __value__(self):
        return self._lazily("_value", self._evaluate)

    @property
    def __parameters__(self):
        parameters = []
        for param in self.__type_params__:
            parameters.extend(param) if isinstance(param, TypeVarTuple) else parameters.append(param)
        return tuple(parameters)

    def __repr__(self):
        return self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __getitem__(self, item):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        from types import GenericAlias
        return GenericAlias(self, item)

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __reduce__(self):
        return self.__name__


def _make_typevar(name, evaluate_bound=None, evaluate_constraints=None):
    """For the compiler: a TypeVar whose bound or constraints are computed when they are asked for."""
    var = TypeVar(name, infer_variance=True)
    if evaluate_bound is not None:
        var._bound, var._evaluate_bound = _IDLE, evaluate_bound
    if evaluate_constraints is not None:
        var._constraints, var._evaluate_constraints = _IDLE, evaluate_constraints
    return var


def _make_paramspec(name):
    """For the compiler."""
    return ParamSpec(name, infer_variance=True)


def _make_typevartuple(name):
    """For the compiler."""
    return TypeVarTuple(name)


def _set_default(param, evaluate):
    """For the compiler: the parameter gets a default that is computed when it is asked for."""
    param._default, param._evaluate_default = _IDLE, evaluate
    return param


def _make_alias(name, type_params, evaluate):
    """For the compiler: `type name[params] = …`."""
    alias = TypeAliasType.__new__(TypeAliasType)
    alias._fill(name, _IDLE, evaluate, type_params or (), _caller_module())
    return alias


def _subscript_generic(type_params):
    """For the compiler: the base Generic[…] of a class with type parameters."""
    unpacked = []
    for param in type_params:
        unpacked.extend(param) if isinstance(param, TypeVarTuple) else unpacked.append(param)
    from typing import _GenericAlias
    return _GenericAlias(Generic, tuple(unpacked))


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    __module__ = "typing"
    _is_protocol = False

    @classmethod
    def __class_getitem__(cls, *args, **kwargs):
        from typing import _generic_class_getitem
        return _generic_class_getitem(cls, *args, **kwargs)

    @classmethod
    def __init_subclass__(cls, *args, **kwargs):
        from typing import _generic_init_subclass
        return _generic_init_subclass(cls, *args, **kwargs)
