from typing import get_type_hints


def f(a: Later, b: list[Undefined] = None) -> "Text":
    return a


print(f(1), f.__annotate__ is not None)
try:
    f.__annotations__
except NameError as e:
    print(e)


class Later:
    pass


class Tree:
    left: Tree
    right: Tree | None = None


print(Tree.__annotations__["left"] is Tree, get_type_hints(Tree)["left"].__name__)


def g(x: int = 5, *args: str, **kw: print("evaluated lazily")) -> None:
    y: undefined_local = 3
    return y


print(g(), "before")
print(g.__annotations__["x"], g.__annotations__["return"])
x: int
y: str = "v"
print(__annotations__ if "__annotations__" in globals() else __annotate__(1))
(z): float = 1.5
print(z)


class C:
    a: int = 1
    b: "str"
    if True:
        c: float


print(C.__annotations__)
