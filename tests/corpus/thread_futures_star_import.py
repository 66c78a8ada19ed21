# reference: 3.13
from concurrent.futures import *
import threading


def work(n):
    if n == 3:
        raise ValueError(f"bad {n}")
    return n * n


with ThreadPoolExecutor(max_workers=3, thread_name_prefix="W") as pool:
    tasks = [pool.submit(work, n) for n in range(5)]
    for task in tasks:
        try:
            print(task.result())
        except ValueError as error:
            print("error", error)
    done, left = wait(tasks, return_when=ALL_COMPLETED)
    print(len(done), len(left))


def boom():
    raise ValueError("boom")


def broken_hook(args):
    {}["hook"]


threading.excepthook = broken_hook
thread = threading.Thread(target=boom)
thread.start()
thread.join()
threading.excepthook = threading.__excepthook__


class Named(Future):
    def __repr__(self):
        return "<Named>"


future = Named()
future.add_done_callback(lambda f: 1 / 0)
future.set_result(5)
future.add_done_callback(lambda f: f.nope)
print(future.result())
