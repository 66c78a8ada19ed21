x: int = 5
y: str
print(x)
try:
    print(y)
except NameError as e:
    print(e)


def f(a: int, b: "str" = "x", *args: float, c: bool = True, **kw: dict) -> list:
    return [a, b]


print(f(1))
print(f.__annotations__)


class C:
    name: str
    size: int = 3
    later: "Undefined"


print(C.__annotations__)
print(C.size, hasattr(C, "name"))
c = C()
c.attr: int = 9
print(c.attr)
