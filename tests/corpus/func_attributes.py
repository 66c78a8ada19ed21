def area(width, height=2, *, unit="cm"):
    """Gives the area."""
    return width * height


print(area.__name__, area.__qualname__, area.__doc__, area.__module__)
print(area.__defaults__, area.__kwdefaults__)
area.calls = 3
print(area.calls, area.__dict__)
code = area.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_varnames)
print(callable(area), type(area).__name__)


class C:
    def method(self):
        def inner():
            pass
        return inner


print(C.method.__qualname__, C().method().__qualname__)
print((lambda: 0).__name__)
area.__name__ = "renamed"
print(area.__name__)
