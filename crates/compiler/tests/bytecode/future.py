from __future__ import annotations
x: int = 1
y: dict[str, list[int]] | None
z: "quoted" = 2
(w): float = 3
def f(a: int = 1, *args: tuple[int, ...], k: Callable[[int, str], None], **kw: a.b.c) -> C[T, *Ts]: ...
class C:
    __p: int
    q: lambda x, y=1, *a, z, **k: (x, y)
    r: [i for i in range(3) if i if not i > 1]
    s: {1: 2, **d}
    t: {1, 2}
    u: (1,)
    v: ()
    w: x if y else z
    a: -1 ** 2 + (-1) ** 2 + (a + b) * c - (d - e) - f
    b: not a or b and (c or d)
    c: a < b <= c is not d
    d: f(x, *y, k=1, **z)
    e: f(i for i in x)
    g: x[1:2, ::3]
    h: f"a{x!r:>{w}}b{{}}"
    i: 1.5e300 + 2j + 0x10
    j: b"bytes"
    k: 1 .real
    m: x[(1, 2)]
    n: ...
    o: a @ b // c % d << e >> f & g ^ h | i
    if x:
        cond: int
def g():
    local: x.y
    async def h() -> await_: return 1
