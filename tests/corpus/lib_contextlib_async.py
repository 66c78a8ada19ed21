from contextlib import asynccontextmanager, AsyncExitStack, aclosing, nullcontext


@asynccontextmanager
async def tag(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("exit", name)


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("numbers closed")


@tag("deco")
async def decorated():
    return "result"


async def main():
    async with tag("a") as a:
        print(a)
    try:
        async with tag("b"):
            raise ValueError("v")
    except ValueError as e:
        print("caught", e)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(tag("c"))
        stack.callback(print, "sync")
        print("body")
    async with aclosing(numbers()) as ns:
        async for n in ns:
            print(n)
            break
    async with nullcontext(7) as seven:
        print(seven)
    print(await decorated())
    return "done"


co = main()
try:
    co.send(None)
except StopIteration as e:
    print(e.value)
