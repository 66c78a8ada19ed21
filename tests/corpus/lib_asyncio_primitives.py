# reference: 3.13
import asyncio


async def main():
    lock = asyncio.Lock()
    n = 0

    async def increment():
        nonlocal n
        async with lock:
            seen = n
            await asyncio.sleep(0)
            n = seen + 1

    await asyncio.gather(*(increment() for _ in range(10)))
    print(n, lock.locked())
    event = asyncio.Event()

    async def waits(i):
        await event.wait()
        print("woken", i)

    waiting = [asyncio.create_task(waits(i)) for i in range(3)]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*waiting)

    limit = asyncio.Semaphore(2)
    active = most = 0

    async def limited():
        nonlocal active, most
        async with limit:
            active += 1
            most = max(most, active)
            await asyncio.sleep(0.01)
            active -= 1

    await asyncio.gather(*(limited() for _ in range(5)))
    print("at most", most)

    condition = asyncio.Condition()
    items = []

    async def consumes():
        async with condition:
            await condition.wait_for(lambda: items)
            print("item", items.pop())

    async def produces():
        async with condition:
            items.append("x")
            condition.notify()

    await asyncio.gather(consumes(), produces())
    barrier = asyncio.Barrier(3)

    async def meets():
        return await barrier.wait()

    print(sorted(await asyncio.gather(meets(), meets(), meets())), barrier.n_waiting, barrier.broken)

    queue = asyncio.Queue(maxsize=2)

    async def put():
        for i in range(5):
            await queue.put(i)
            print("put", i)
        await queue.put(None)

    async def get():
        while (i := await queue.get()) is not None:
            print("got", i)
            queue.task_done()

    await asyncio.gather(put(), get())
    queue.task_done()
    await queue.join()
    queue.shutdown()
    priority = asyncio.PriorityQueue()
    for i in (3, 1, 2):
        priority.put_nowait(i)
    print([priority.get_nowait() for _ in range(3)], queue, asyncio.LifoQueue(3))
    for mistake in (lock.release, queue.get_nowait, lambda: queue.put_nowait(1), priority.get_nowait, queue.task_done,
                    asyncio.BoundedSemaphore(1).release, lambda: asyncio.Semaphore(-1), condition.notify):
        try:
            mistake()
        except Exception as e:
            print(type(e).__name__, e)

    async def cleans_up():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("cancelled")
            raise
        finally:
            print("cleaned up")

    left = asyncio.create_task(cleans_up())
    await asyncio.sleep(0)
    print(left)


asyncio.run(main())
