# reference: 3.13
import asyncio
import contextvars
import threading


async def square(n):
    await asyncio.sleep(0.02 * n)
    return n * n


async def bad(n):
    await asyncio.sleep(0.02 * n)
    raise ValueError(n)


async def ticker(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0.001)


where = contextvars.ContextVar("where", default="outside")


async def sets(n):
    where.set(n)
    await asyncio.sleep(0)
    return where.get()


async def main():
    print(await square(2), await asyncio.gather(square(1), square(2), square(0)))
    task = asyncio.create_task(square(1), name="T")
    print(task.get_name(), task.done(), await task, task)
    try:
        await asyncio.gather(bad(1), bad(2), square(1))
    except ValueError as e:
        print("gather", e)
    print(await asyncio.gather(bad(1), square(1), return_exceptions=True))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bad(0))
            group.create_task(bad(0))
            long = group.create_task(asyncio.sleep(10))
    except* ValueError as e:
        print(e, e.exceptions, long.cancelled())
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except TimeoutError as e:
        print(repr(e), repr(e.__cause__))
    try:
        async with asyncio.timeout(0.01) as limit:
            await asyncio.sleep(5)
    except TimeoutError:
        print(limit)
    done, pending = await asyncio.wait([asyncio.create_task(square(n)) for n in (1, 200)],
                                       return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), done.pop().result())
    for first in asyncio.as_completed([square(3), square(1)]):
        print(await first)
    task = asyncio.create_task(asyncio.sleep(5))
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as e:
        print(repr(e), task.cancelled())
    print(await asyncio.to_thread(pow, 2, 10), await asyncio.to_thread(threading.current_thread) is threading.main_thread())
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, sum, [1, 2, 3]), loop)
    loop.call_soon(print, "soon")
    loop.call_later(0.01, print, "later")
    await asyncio.sleep(0.03)
    print(await asyncio.shield(square(1)), await asyncio.gather(), await asyncio.gather(*(sets(n) for n in range(3))), where.get())
    print([x async for x in ticker(3)], asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    future = loop.create_future()
    print(future)
    future.set_result(3)
    print(future, await future)
    for mistake in (lambda: future.set_result(1), lambda: loop.create_future().result(), lambda: asyncio.create_task(3),
                    lambda: asyncio.gather(3), lambda: asyncio.ensure_future(3), lambda: asyncio.run(None)):
        try:
            mistake()
        except Exception as e:
            print(type(e).__name__, e)


asyncio.run(main())
with asyncio.Runner() as runner:
    print(runner.run(square(1)), runner.run(square(2)))
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
print(asyncio.run_coroutine_threadsafe(square(3), loop).result(timeout=5))
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e, loop)
