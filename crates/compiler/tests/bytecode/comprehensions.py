n = [i for i in range(3)]
pairs = {k: v for k, v in zip(n, n) if k for _ in [1]}
lazy = (x for row in n for x in row)
class C:
    items = [1]
    inner = [i for i in items]
    nested = [[j for j in range(i)] for i in items]
    closure = [lambda: i for i in items]
def f(a):
    cells = [lambda: x for x in a]
    shadow = [a for a in a]
    deep = {x: {y for y in x} for x in a}
    walrus = [last := x for x in a]
    const = [x for x in (1, 2, 3) if x in {1, 2}]
    one = [y for x in a for y in [x + 1]]
    return all(x for x in a), any(x for x in a), tuple(x for x in a), sum(x for x in a), last
async def g(a):
    r = [x async for x in a if await x]
    s = {await x for x in a}
    t = (x async for x in a)
    async with a as b, c:
        async for x in b:
            yield x
            if x: break
        else:
            return
    await t
def gen():
    x = yield
    y = yield x
    z = yield from gen()
    return z
