# reference: 3.13
import threading

t = threading.Thread(target=lambda: None)
for action in (t.join,):
    try:
        action()
    except RuntimeError as e:
        print(e)
t.start()
t.join()
t.join()
try:
    t.start()
except RuntimeError as e:
    print(e)
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)
try:
    t.daemon = True
except RuntimeError as e:
    print(e)
lock = threading.Lock()
try:
    lock.release()
except RuntimeError as e:
    print(e)
r = threading.RLock()
try:
    r.release()
except RuntimeError as e:
    print(e)
c = threading.Condition()
for f in (c.wait, c.notify, c.notify_all):
    try:
        f()
    except RuntimeError as e:
        print(e)
for f in (lambda: threading.Semaphore(-1), lambda: threading.BoundedSemaphore(1).release(), lambda: threading.Semaphore(1).release(0), lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-5), lambda: threading.Thread(group=5)):
    try:
        f()
    except (ValueError, AssertionError) as e:
        print(type(e).__name__, e)
