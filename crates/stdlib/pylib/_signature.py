"""inspect.Signature and what belongs to it."""

import types
from collections import OrderedDict


class _empty:
    """Stands for what is not there: a default, an annotation."""

    __module__ = "inspect"


class _ParameterKind(int):
    """How arguments reach a parameter."""

    __module__ = "inspect"

    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name, self.description = name, description
        return self

    @property
    def value(self):
        """The number."""
        return int(self)

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __str__(self):
        return self.name


_POSITIONAL_ONLY = _ParameterKind(0, "POSITIONAL_ONLY", "positional-only")
_POSITIONAL_OR_KEYWORD = _ParameterKind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
_VAR_POSITIONAL = _ParameterKind(2, "VAR_POSITIONAL", "variadic positional")
_KEYWORD_ONLY = _ParameterKind(3, "KEYWORD_ONLY", "keyword-only")
_VAR_KEYWORD = _ParameterKind(4, "VAR_KEYWORD", "variadic keyword")


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """The text of an annotation."""
    if isinstance(annotation, str) and not quote_annotation_strings:
        return annotation
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class Parameter:
    """Represents a parameter in a function signature."""

    __module__ = "inspect"
    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        if not isinstance(kind, _ParameterKind):
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind")
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        from keyword import iskeyword
        if iskeyword(name) and kind is not _POSITIONAL_ONLY or not name.isidentifier() and not name.startswith("."):
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name, self._kind, self._default, self._annotation = name, kind, default, annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=None, kind=None, annotation=None, default=None):
        """Creates a customized copy of the Parameter."""
        return type(self)(self._name if name is None else name, self._kind if kind is None else kind,
                          default=self._default if default is None else default,
                          annotation=self._annotation if annotation is None else annotation)

    __replace__ = replace

    def _format(self, *, quote_annotation_strings=True):
        text = self._name
        if self._annotation is not _empty:
            text += f": {formatannotation(self._annotation, quote_annotation_strings=quote_annotation_strings)}"
        if self._default is not _empty:
            text += f" = {self._default!r}" if self._annotation is not _empty else f"={self._default!r}"
        if self._kind is _VAR_POSITIONAL:
            return "*" + text
        if self._kind is _VAR_KEYWORD:
            return "**" + text
        return text

    def __str__(self):
        return self._format()

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def _key(self):
        return self._name, self._kind, self._default, self._annotation

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Parameter) else NotImplemented

    def __hash__(self):
        return hash((self._name, int(self._kind), self._annotation, self._default))


class BoundArguments:
    """Result of `Signature.bind` call."""

    __module__ = "inspect"
    __slots__ = ("arguments", "_signature")

    def __init__(self, signature, arguments):
        self.arguments, self._signature = arguments, signature

    @property
    def signature(self):
        """The signature that the arguments were bound to."""
        return self._signature

    @property
    def args(self):
        """The positional arguments."""
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            value = self.arguments[name]
            args.extend(value) if param.kind is _VAR_POSITIONAL else args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        """The keyword arguments."""
        kwargs, by_keyword = {}, False
        for name, param in self._signature.parameters.items():
            if not by_keyword:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                    by_keyword = True
                    if param.kind not in (_VAR_KEYWORD, _KEYWORD_ONLY):
                        continue
                else:
                    continue
            if name in self.arguments:
                value = self.arguments[name]
                if param.kind is _VAR_KEYWORD:
                    kwargs.update(value)
                else:
                    kwargs[name] = value
        return kwargs

    def apply_defaults(self):
        """Set default values for missing arguments."""
        new = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                new[name] = self.arguments[name]
            elif param.default is not _empty:
                new[name] = param.default
            elif param.kind is _VAR_POSITIONAL:
                new[name] = ()
            elif param.kind is _VAR_KEYWORD:
                new[name] = {}
        self.arguments = new

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    __hash__ = None

    def __repr__(self):
        return f"<{type(self).__name__} ({', '.join([f'{name}={value!r}' for name, value in self.arguments.items()])})>"


class Signature:
    """A Signature object represents the overall signature of a function."""

    __module__ = "inspect"
    __slots__ = ("_return_annotation", "_parameters")
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = {}
        last, seen_default = _POSITIONAL_ONLY, False
        for param in parameters or ():
            if __validate_parameters__:
                if param.kind < last:
                    raise ValueError(f"wrong parameter order: {last.description} parameter before "
                                     f"{param.kind.description} parameter")
                last = param.kind
                if param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if param.default is _empty:
                        if seen_default:
                            raise ValueError("non-default argument follows default argument")
                    else:
                        seen_default = True
                if param.name in params:
                    raise ValueError(f"duplicate parameter name: {param.name!r}")
            params[param.name] = param
        self._parameters = types.MappingProxyType(OrderedDict(params))
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False, annotation_format=1):
        """Constructs Signature for the given callable object."""
        return _signature_of(obj, cls, follow_wrapped, globals, locals, eval_str, annotation_format)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=None, return_annotation=None):
        """Creates a customized copy of the Signature."""
        return type(self)(self._parameters.values() if parameters is None else parameters,
                          return_annotation=self._return_annotation if return_annotation is None else return_annotation)

    __replace__ = replace

    def _key(self):
        by_place = tuple([p for p in self._parameters.values() if p.kind is not _KEYWORD_ONLY])
        by_name = {p.name: p for p in self._parameters.values() if p.kind is _KEYWORD_ONLY}
        return by_place, by_name, self._return_annotation

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Signature) else NotImplemented

    def __hash__(self):
        by_place, by_name, annotation = self._key()
        return hash((by_place, frozenset(by_name.values()), annotation))

    def _bind(self, args, kwargs, partial=False):
        arguments = {}
        params = list(self._parameters.values())
        args = list(args)
        i = 0
        only_by_place = []
        while i < len(params):
            param = params[i]
            if param.kind is _VAR_POSITIONAL:
                if args:
                    arguments[param.name] = tuple(args)
                    args = []
                i += 1
                break
            if param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                break
            if args:
                if param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {param.name!r}") from None
                arguments[param.name] = args.pop(0)
            elif param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                arguments[param.name] = kwargs.pop(param.name)
            elif param.default is not _empty or partial:
                if param.kind is _POSITIONAL_ONLY and param.name in kwargs:
                    only_by_place.append(param)
            else:
                if param.kind is _POSITIONAL_ONLY and param.name in kwargs and not any(
                        [p.kind is _VAR_KEYWORD for p in params]):
                    raise TypeError(f"{param.name!r} parameter is positional only, but was passed as a keyword")
                raise TypeError(f"missing a required argument: {param.name!r}")
            i += 1
        if args:
            raise TypeError("too many positional arguments")
        rest = None
        for param in params[i:]:
            if param.kind is _VAR_KEYWORD:
                rest = param
            elif param.kind is not _VAR_POSITIONAL:
                if param.name in kwargs:
                    arguments[param.name] = kwargs.pop(param.name)
                elif param.default is _empty and not partial:
                    raise TypeError(f"missing a required argument: {param.name!r}")
        if kwargs:
            if rest is not None:
                arguments[rest.name] = kwargs
            elif only_by_place:
                names = ", ".join([p.name for p in only_by_place])
                raise TypeError(f"got some positional-only arguments passed as keyword arguments: {names!r}")
            else:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """Get a BoundArguments object, that maps the passed `args` and `kwargs` to the function's signature."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), but arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The text of the signature."""
        parts = []
        slash_due, star_due = False, True
        for param in self._parameters.values():
            text = param._format(quote_annotation_strings=quote_annotation_strings)
            if param.kind is _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                parts.append("/")
                slash_due = False
            if param.kind is _VAR_POSITIONAL:
                star_due = False
            elif param.kind is _KEYWORD_ONLY and star_due:
                parts.append("*")
                star_due = False
            parts.append(text)
        if slash_due:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(parts) + "\n)"
        if self._return_annotation is not _empty:
            text += f" -> {formatannotation(self._return_annotation, quote_annotation_strings=quote_annotation_strings)}"
        return text

    def __str__(self):
        return self.format()

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False, annotation_format=1):
    """Get a signature object for the passed callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str,
                                   annotation_format=annotation_format)


def _from_function(function, cls, globals, locals, eval_str, format):
    from annotationlib import get_annotations
    code = function.__code__
    names = code.co_varnames
    count, by_place = code.co_argcount, code.co_posonlyargcount
    annotations = get_annotations(function, globals=globals, locals=locals, eval_str=eval_str, format=format)
    defaults = function.__defaults__ or ()
    named_defaults = function.__kwdefaults__ or {}
    params = []
    first_default = count - len(defaults)
    for i, name in enumerate(names[:count]):
        params.append(Parameter(name, _POSITIONAL_ONLY if i < by_place else _POSITIONAL_OR_KEYWORD,
                                default=_empty if i < first_default else defaults[i - first_default],
                                annotation=annotations.get(name, _empty)))
    end = count + code.co_kwonlyargcount
    index = end
    if code.co_flags & 4:
        params.append(Parameter(names[index], _VAR_POSITIONAL, annotation=annotations.get(names[index], _empty)))
        index += 1
    for name in names[count:end]:
        params.append(Parameter(name, _KEYWORD_ONLY, default=named_defaults.get(name, _empty),
                                annotation=annotations.get(name, _empty)))
    if code.co_flags & 8:
        params.append(Parameter(names[index], _VAR_KEYWORD, annotation=annotations.get(names[index], _empty)))
    return cls(params, return_annotation=annotations.get("return", _empty), __validate_parameters__=False)


def _without_first(sig):
    """The signature of a method that is bound."""
    params = list(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind is not _VAR_POSITIONAL:
        params.pop(0)
    return sig.replace(parameters=params)


def _from_text(obj, text, cls):
    """The signature that a native function says it has."""
    namespace = {}
    text = text.replace("$", "")
    try:
        exec(f"def f{text}: pass", namespace)
    except (SyntaxError, NameError):
        raise ValueError(f"{obj!r} builtin has invalid signature") from None
    sig = _from_function(namespace["f"], cls, None, None, False, 1)
    params = list(sig.parameters.values())
    bound = getattr(obj, "__self__", None)
    if params and params[0].name in ("self", "module", "type") and bound is not None:
        params.pop(0)
    return sig.replace(parameters=params)


def _from_partial(partial, sig):
    bound = sig.bind_partial(*partial.args, **partial.keywords)
    params, keyword_only = [], False
    for name, param in sig.parameters.items():
        if name in bound.arguments:
            if param.kind is _POSITIONAL_ONLY:
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name not in partial.keywords:
                    continue
                # From here on, arguments can only be given by name.
                keyword_only = True
                params.append(param.replace(kind=_KEYWORD_ONLY, default=bound.arguments[name]))
                continue
            if param.kind is _KEYWORD_ONLY:
                params.append(param.replace(default=bound.arguments[name]))
                continue
        if keyword_only:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
            elif param.kind is _VAR_POSITIONAL:
                continue
        params.append(param)
    return sig.replace(parameters=params)


def _signature_of(obj, cls, follow_wrapped=True, globals=None, locals=None, eval_str=False, format=1):
    def of(other):
        return _signature_of(other, cls, follow_wrapped, globals, locals, eval_str, format)

    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        return _without_first(of(obj.__func__))
    if follow_wrapped and not isinstance(obj, type):
        while hasattr(obj, "__wrapped__"):
            if getattr(obj, "__signature__", None) is not None:
                break
            obj = obj.__wrapped__
        if isinstance(obj, types.MethodType):
            return of(obj)
    given = getattr(obj, "__signature__", None)
    if given is not None:
        if callable(given) and not isinstance(given, Signature):
            given = given()
        if not isinstance(given, Signature):
            raise TypeError(f"unexpected object {given!r} in __signature__ attribute")
        return given
    if isinstance(obj, types.FunctionType):
        return _from_function(obj, cls, globals, locals, eval_str, format)
    from functools import partial
    if isinstance(obj, partial):
        return _from_partial(obj, of(obj.func))
    if isinstance(obj, type):
        return _of_class(obj, cls, of)
    text = getattr(obj, "__text_signature__", None)
    if text:
        return _from_text(obj, text, cls)
    if isinstance(obj, (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType,
                        types.MethodWrapperType, types.ClassMethodDescriptorType)):
        raise ValueError(f"no signature found for builtin {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, types.FunctionType):
        return _without_first(of(call))
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _of_class(obj, cls, of):
    """How instances are made: by the metaclass, __new__ or __init__, whichever the author wrote, the most special first."""
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, types.FunctionType) and type(obj).__module__ != "enum":
        return _without_first(of(call))
    for base in obj.__mro__:
        for name in ("__new__", "__init__"):
            method = base.__dict__.get(name)
            method = getattr(method, "__func__", method)
            if isinstance(method, types.FunctionType) or hasattr(method, "__wrapped__"):
                return _without_first(of(method))
        text = base.__dict__.get("__text_signature__")
        if text:
            return _from_text(obj, text, cls)
    if type not in obj.__mro__ and obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
        return cls([])
    raise ValueError(f"no signature found for builtin type {obj!r}")


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters."""
    try:
        sig = _signature_of(func.__func__ if isinstance(func, types.MethodType) else func, Signature, False)
    except Exception as ex:
        raise TypeError("unsupported callable") from ex
    args, keyword_only, defaults, named_defaults, annotations = [], [], [], {}, {}
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    varargs = varkw = None
    for param in sig.parameters.values():
        if param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(param.name)
            if param.default is not _empty:
                defaults.append(param.default)
        elif param.kind is _VAR_POSITIONAL:
            varargs = param.name
        elif param.kind is _KEYWORD_ONLY:
            keyword_only.append(param.name)
            if param.default is not _empty:
                named_defaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    import inspect
    return inspect.FullArgSpec(args, varargs, varkw, tuple(defaults) or None, keyword_only, named_defaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """Get the mapping of arguments to values."""
    if isinstance(func, types.MethodType):
        positional = (func.__self__, *positional)
        func = func.__func__
    bound = signature(func).bind(*positional, **named)
    bound.apply_defaults()
    return bound.arguments
