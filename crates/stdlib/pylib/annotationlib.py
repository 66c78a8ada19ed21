"""Annotations: as values, with names that are not defined yet, or as text."""

__all__ = ["Format", "ForwardRef", "call_annotate_function", "call_evaluate_function", "get_annotate_from_class_namespace",
           "get_annotations", "annotations_to_string", "type_repr"]

_VALUE, _VALUE_WITH_FAKE_GLOBALS, _FORWARDREF, _STRING = 1, 2, 3, 4


def __getattr__(name):
    # An enum is not cheap to make, and whoever only wants the values of annotations needs none.
    if name != "Format":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from enum import IntEnum

    class Format(IntEnum):
        """The forms in which annotations can be had."""

        VALUE = _VALUE
        VALUE_WITH_FAKE_GLOBALS = _VALUE_WITH_FAKE_GLOBALS
        FORWARDREF = _FORWARDREF
        STRING = _STRING

    globals()["Format"] = Format
    return Format


class ForwardRef:
    """A name in an annotation that is to be looked up later."""

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
        self.__owner__ = owner
        self.__globals__ = None

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError("Cannot subclass ForwardRef")

    @property
    def __forward_arg__(self):
        return self.__arg__

    @property
    def __forward_code__(self):
        try:
            return compile(self.__arg__, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {self.__arg__!r}")

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=_VALUE):
        """What the name means now; NameError if nothing."""
        if format == _STRING:
            return self.__forward_arg__
        import builtins
        import sys
        owner = self.__owner__ if owner is None else owner
        if globals is None:
            globals = self.__globals__
        if globals is None and self.__forward_module__ is not None:
            module = self.__forward_module__
            globals = vars(sys.modules[module]) if isinstance(module, str) and module in sys.modules else \
                getattr(module, "__dict__", None)
        if globals is None and owner is not None:
            globals = getattr(owner, "__globals__", None) or vars(sys.modules.get(getattr(owner, "__module__", None), builtins))
        namespace = dict(globals or {})
        if type_params is None:
            type_params = getattr(owner, "__type_params__", ())
        for param in type_params:
            namespace.setdefault(param.__name__, param)
        if isinstance(owner, type):
            namespace.update(vars(owner))
        namespace.update(locals or {})
        try:
            return eval(self.__forward_code__, namespace)
        except NameError:
            if format == _FORWARDREF:
                return self
            raise

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__arg__ == other.__arg__ and self.__forward_module__ == other.__forward_module__

    def __hash__(self):
        return hash((self.__arg__, self.__forward_module__))

    def __or__(self, other):
        return type(int | str)[self, other]

    def __ror__(self, other):
        return type(int | str)[other, self]

    def __repr__(self):
        extra = "" if self.__forward_module__ is None else f", module={self.__forward_module__!r}"
        return f"ForwardRef({self.__arg__!r}{extra})"


def _operand_text(value):
    """The source text of an operand of an annotation that is put together."""
    if isinstance(value, _Text):
        return value.text
    if isinstance(value, tuple):
        return ", ".join([_operand_text(item) for item in value])
    if isinstance(value, slice):
        parts = ["" if part is None else _operand_text(part) for part in (value.start, value.stop)]
        return ":".join(parts) + ("" if value.step is None else f":{_operand_text(value.step)}")
    if value is ...:
        return "..."
    if isinstance(value, list):
        return f"[{', '.join([_operand_text(item) for item in value])}]"
    return repr(value)


class _Text:
    """Stands for a name while an annotation is run for its text: each operation makes more text."""

    def __init__(self, text, atom=True):
        self.text = text
        self.atom = atom

    def _operand(self):
        return self.text if self.atom else f"({self.text})"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Text(f"{self._operand()}.{name}")

    def __getitem__(self, item):
        return _Text(f"{self._operand()}[{_operand_text(item)}]")

    def __call__(self, *args, **kwargs):
        parts = [_operand_text(arg) for arg in args] + [f"{name}={_operand_text(arg)}" for name, arg in kwargs.items()]
        return _Text(f"{self._operand()}({', '.join(parts)})")

    def __iter__(self):
        yield _Text(f"*{self._operand()}")

    def __hash__(self):
        return hash(self.text)


def _add_operators():
    def binary(symbol):
        def forward(self, other):
            return _Text(f"{self.text} {symbol} {_operand_text(other)}", False)

        def backward(self, other):
            return _Text(f"{_operand_text(other)} {symbol} {self.text}", False)

        return forward, backward

    for name, symbol in (("or", "|"), ("and", "&"), ("xor", "^"), ("add", "+"), ("sub", "-"), ("mul", "*"),
                         ("truediv", "/"), ("floordiv", "//"), ("mod", "%"), ("pow", "**"), ("lshift", "<<"),
                         ("rshift", ">>"), ("matmul", "@")):
        forward, backward = binary(symbol)
        setattr(_Text, f"__{name}__", forward)
        setattr(_Text, f"__r{name}__", backward)
    for name, symbol in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="), ("ne", "!=")):
        setattr(_Text, f"__{name}__", binary(symbol)[0])


_add_operators()


def _run_with(annotate, globals, closure):
    """Runs an annotate function with other names than its own."""
    from types import FunctionType
    function = FunctionType(annotate.__code__, globals, annotate.__name__, annotate.__defaults__, closure)
    # The function refuses to give anything but values unless it is told that the names are not the real ones.
    return function(_VALUE_WITH_FAKE_GLOBALS)


def _with_forward_refs(annotate, owner):
    from types import CellType
    names = dict(annotate.__globals__)
    closure = annotate.__closure__
    if closure:
        cells = []
        for name, cell in zip(annotate.__code__.co_freevars, closure):
            try:
                cell.cell_contents
                cells.append(cell)
            except ValueError:
                cells.append(CellType(_forward_ref(name, annotate, owner)))
        closure = tuple(cells)
    while True:
        try:
            return _run_with(annotate, names, closure)
        except NameError as error:
            # One undefined name after the other gets something that stands for it.
            if not error.name or error.name in names:
                raise
            names[error.name] = _forward_ref(error.name, annotate, owner)


def _forward_ref(name, annotate, owner):
    ref = ForwardRef(name, owner=owner, is_class=isinstance(owner, type))
    ref.__globals__ = annotate.__globals__
    return ref


def _with_text(annotate):
    from types import CellType
    code = annotate.__code__
    names = {name: _Text(name) for name in code.co_names}
    names["__builtins__"] = {}
    closure = annotate.__closure__
    if closure:
        # What a class body defined is found through a cell with its namespace: that one has to be empty.
        closure = tuple([CellType({} if name == "__classdict__" else _Text(name)) for name in code.co_freevars])
    result = _run_with(annotate, names, closure)
    return {name: value if isinstance(value, str) else _operand_text(value) for name, value in result.items()}


def call_annotate_function(annotate, format, *, owner=None):
    """Call an `__annotate__` function for the format."""
    if format == _VALUE:
        return annotate(_VALUE)
    if format == _VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    if format == _STRING:
        return _with_text(annotate)
    if format == _FORWARDREF:
        try:
            return annotate(_VALUE)
        except NameError:
            return _with_forward_refs(annotate, owner)
    raise ValueError(f"Invalid format: {format!r}")


def call_evaluate_function(evaluate, format, *, owner=None):
    """Call an evaluate function, of a type parameter or alias, for the format."""
    return call_annotate_function(evaluate, format, owner=owner)


def get_annotate_from_class_namespace(obj):
    """The annotate function in a class namespace, or None."""
    try:
        return obj["__annotate__"]
    except KeyError:
        return obj.get("__annotate_func__", None)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=_VALUE):
    """Compute the annotations dict for an object."""
    if eval_str and format != _VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    if format == _VALUE:
        found = _value_annotations(obj)
    elif format == _VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    elif format in (_FORWARDREF, _STRING):
        annotate = getattr(obj, "__annotate__", None)
        if callable(annotate):
            found = call_annotate_function(annotate, format, owner=obj)
        else:
            found = _value_annotations(obj)
            if format == _STRING:
                found = annotations_to_string(found)
    else:
        raise ValueError(f"Unsupported format {format!r}")
    found = dict(found)
    if not eval_str or not found:
        return found
    if globals is None:
        import sys
        inner = obj
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        globals = getattr(inner, "__globals__", None)
        if globals is None:
            globals = vars(sys.modules.get(getattr(obj, "__module__", None), sys))
    if locals is None and isinstance(obj, type):
        locals = dict(vars(obj))
    locals = {param.__name__: param for param in getattr(obj, "__type_params__", ())} | dict(locals or {})
    return {name: eval(value, globals, locals) if isinstance(value, str) else value for name, value in found.items()}


def _value_annotations(obj):
    found = getattr(obj, "__annotations__", None)
    if found is None:
        if isinstance(obj, type) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    return found


def type_repr(value):
    """Convert a Python value to a format suitable for use with the STRING format."""
    if isinstance(value, type) and not isinstance(value, type(list[int])):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    if value is ...:
        return "..."
    if type(value) in (type(type_repr), type(len)):
        return value.__name__
    if isinstance(value, tuple):
        return f"({', '.join([type_repr(item) for item in value])})"
    return repr(value)


def annotations_to_string(annotations):
    """Convert an annotation dict containing values to approximately the STRING format."""
    return {name: value if isinstance(value, str) else type_repr(value) for name, value in annotations.items()}
