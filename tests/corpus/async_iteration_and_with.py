class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def agen(n):
    for i in range(n):
        got = yield i
        if got:
            print("agen got", got)


class Manager:
    async def __aenter__(self):
        print("aenter")
        return "resource"

    async def __aexit__(self, *exc):
        print("aexit", exc[0].__name__ if exc[0] else None)
        return exc[0] is KeyError


async def main():
    async for x in Counter(3):
        print(x)
    else:
        print("for else")
    async with Manager() as r:
        print(r)
    async with Manager():
        raise KeyError("swallowed")
    print([x async for x in agen(3)], {x: x async for x in Counter(2)}, [x async for x in agen(5) if x % 2])
    g = agen(2)
    print(await anext(g), await g.asend("hello"), await anext(g, "default"))
    print([await y for y in [one(), one()]])
    try:
        async with Manager():
            raise ValueError("passes")
    except ValueError as e:
        print(e)
    h = agen(3)
    await anext(h)
    await h.aclose()
    return "main done"


async def one():
    return 1


def run(co):
    try:
        while True:
            co.send(None)
    except StopIteration as e:
        return e.value


print(run(main()))


async def wrong():
    async for x in [1]:
        pass


async def wrong2():
    async with 5:
        pass


async def wrong3():
    for x in agen(1):
        pass


for w in (wrong, wrong2, wrong3):
    try:
        run(w())
    except TypeError as e:
        print(e)
