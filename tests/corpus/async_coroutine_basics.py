async def inner(x):
    return x * 2


async def outer():
    a = await inner(1)
    b = await inner(a)
    return a, b


co = outer()
print(type(co).__name__, co.cr_code.co_name, co.__name__)
try:
    co.send(None)
except StopIteration as e:
    print(e.value)


class Awaitable:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        got = yield self.n
        print("resumed with", got)
        return got


async def chain():
    x = await Awaitable(1)
    try:
        y = await Awaitable(2)
    except ValueError as e:
        y = f"caught {e}"
    return x, y


c = chain()
print(c.send(None))
print(c.send("first"))
try:
    c.throw(ValueError("thrown in"))
except StopIteration as e:
    print(e.value)
c = chain()
c.send(None)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def bad():
    await 5


b = bad()
try:
    b.send(None)
except TypeError as e:
    print(e)
d = inner(1)
try:
    d.send(5)
except TypeError as e:
    print(e)
d.close()
