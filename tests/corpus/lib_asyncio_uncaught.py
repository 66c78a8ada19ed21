# reference: 3.13
import asyncio


async def fetch(n):
    await asyncio.sleep(0.01)
    return 10 / n


async def lost():
    raise KeyError("nobody asks")


async def forgets():
    task = asyncio.create_task(lost())
    await asyncio.sleep(0.01)


async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except TimeoutError:
        print("too slow")
    print(await asyncio.gather(fetch(1), fetch(0)))


asyncio.run(forgets())
asyncio.run(main())
