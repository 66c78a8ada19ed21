# reference: 3.13
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, FIRST_COMPLETED, Future, CancelledError, TimeoutError, InvalidStateError
import threading


def square(n):
    return n * n


with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(square, range(6))))
    f = pool.submit(pow, 2, 10)
    print(f.result(), f.done(), f.running(), f.cancelled(), f.exception())
    bad = pool.submit(lambda: 1 / 0)
    print(repr(bad.exception()))
    try:
        bad.result()
    except ZeroDivisionError as e:
        print("raised", e)
    futures = {pool.submit(square, n): n for n in range(5)}
    print(sorted((futures[f], f.result()) for f in as_completed(futures)))
    done, not_done = wait([pool.submit(square, 3), pool.submit(square, 4)])
    print(sorted(f.result() for f in done), not_done)
try:
    pool.submit(square, 1)
except RuntimeError as e:
    print(e)
f = Future()
f.add_done_callback(lambda f: print("callback", f.result()))
f.set_result(5)
try:
    f.set_result(6)
except InvalidStateError as e:
    print("invalid", str(e).startswith("FINISHED"))
g = Future()
print(g.cancel(), g.cancelled(), g.cancel())
try:
    g.result()
except CancelledError as e:
    print("cancelled", repr(e))
try:
    Future().result(timeout=0.01)
except TimeoutError as e:
    print("timeout", TimeoutError is __builtins__.TimeoutError)
gate = threading.Event()
with ThreadPoolExecutor(1, thread_name_prefix="worker") as pool:
    first = pool.submit(lambda: (gate.wait(), threading.current_thread().name)[1])
    second = pool.submit(square, 9)
    print(second.cancel(), first.cancel() in (True, False))
    gate.set()
for text in ("ThreadPoolExecutor(0)", "ThreadPoolExecutor(1, initializer=5)"):
    try:
        eval(text)
    except (ValueError, TypeError) as e:
        print(e)
