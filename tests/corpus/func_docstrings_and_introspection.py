def f(a: int, /, b=1, *args, c, d=2, **kw) -> str:
    "One line."
    local = 1
    return local


c = f.__code__
print(f.__doc__, f.__annotations__, f.__defaults__, f.__kwdefaults__)
print(c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals, c.co_flags & 0xC, c.co_name, c.co_firstlineno)
print(f.__globals__ is globals(), f.__module__, (lambda: 0).__qualname__, f.__type_params__)


def g():
    """
    Indented.

        More.
    """


print(repr(g.__doc__))
