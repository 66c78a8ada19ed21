"""Context variables. CPython has them in C, so the code here is hidden: see README.md."""

import _thread

__all__ = ["Context", "ContextVar", "Token", "copy_context"]

_here = _thread._local()
_MISSING = object()


def _current():
    """The calling thread's context; one without variables is made when there is none."""
    try:
        return _here.context
    except AttributeError:
        _here.context = context = Context()
        return context


class Context:
    """The values of context variables, as one thread or task sees them."""

    __module__ = "_contextvars"
    __slots__ = ("_values", "_entered", "__weakref__")

    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        """Call `callable` in this context."""
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        before = getattr(_here, "context", None)
        self._entered = True
        _here.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            self._entered = False
            if before is None:
                del _here.context
            else:
                _here.context = before

    def copy(self):
        """A context with the same values."""
        copy = Context()
        copy._values = dict(self._values)
        return copy

    def __getitem__(self, var):
        _check_key(var)
        return self._values[var]

    def __contains__(self, var):
        _check_key(var)
        return var in self._values

    def get(self, var, default=None, /):
        """The variable's value here, or `default`."""
        _check_key(var)
        return self._values.get(var, default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    __hash__ = None

    def keys(self):
        """The variables that have values here."""
        return self._values.keys()

    def values(self):
        """The values."""
        return self._values.values()

    def items(self):
        """Pairs of variable and value."""
        return self._values.items()


def _check_key(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {var!r}")


def copy_context():
    """A copy of the current context."""
    return _current().copy()


class ContextVar:
    """A variable whose value depends on the context."""

    __module__ = "_contextvars"
    __slots__ = ("name", "_default", "__weakref__")

    def __init__(self, name, /, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)

    def get(self, default=_MISSING, /):
        """The value in the current context, else `default`, else the variable's own default."""
        value = _current()._values.get(self, _MISSING)
        if value is not _MISSING:
            return value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        """Give it a value in the current context; the token undoes that."""
        context = _current()
        token = Token._make(context, self, context._values.get(self, _MISSING))
        context._values[self] = value
        return token

    def reset(self, token, /):
        """Undo the `set` that gave the token."""
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token._old is _MISSING:
            del context._values[self]
        else:
            context._values[self] = token._old

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {id(self):#x}>"


class Token:
    """Remembers what a variable was before it was set."""

    __module__ = "_contextvars"
    __slots__ = ("_context", "_var", "_old", "_used")

    def __new__(cls):
        raise RuntimeError("Tokens can only be created by ContextVars")

    @classmethod
    def _make(cls, context, var, old):
        token = object.__new__(cls)
        token._context, token._var, token._old, token._used = context, var, old, False
        return token

    @property
    def var(self):
        """The variable."""
        return self._var

    @property
    def old_value(self):
        """What it was, or Token.MISSING."""
        return Token.MISSING if self._old is _MISSING else self._old

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._var.reset(self)

    def __repr__(self):
        return f"<Token{' used' if self._used else ''} var={self._var!r} at {id(self):#x}>"


class _Missing:
    __slots__ = ()

    def __repr__(self):
        return "<Token.MISSING>"


Token.MISSING = _Missing()
