"""Module."""
x: int = 1
y: "str"
if x:
    z: float
class C:
    """Class."""
    a: int = 1
    if a:
        b: str = "b"
    else:
        c: bytes
    def m(self, p: a, /, q: int = 2, *args: str, r: float = 1.0, **kw: dict) -> "C":
        local: int = 3
        self.attr: int = local
        return [a for a in (self, __class__)]
    obj.attr: int
    (b): int
    d[x]: int
def f(x, y=1, /, z=2, *, k, l=3): pass
lambda: (x := 1)
