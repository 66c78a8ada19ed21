# reference: 3.13
import threading

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
with lock as got:
    print(got, lock.locked())
try:
    with lock:
        raise ValueError("released on the way out")
except ValueError as e:
    print(e, lock.locked())
r = threading.RLock()
print(r.acquire(), r.acquire(), r.acquire(blocking=False))
r.release()
r.release()
r.release()
others = []
r.acquire()
t = threading.Thread(target=lambda: others.append(r.acquire(timeout=0.01)))
t.start()
t.join()
print(others)
r.release()
handed = threading.Lock()
handed.acquire()
t = threading.Thread(target=handed.release)
t.start()
t.join()
print(handed.locked(), type(lock).__name__, isinstance(lock, threading.Lock))


def nested():
    with r:
        with r:
            return "reentrant"


print(nested())
try:
    t = threading.Thread(target=lambda: r.release())
    failed = []
    def wrong():
        try:
            r.release()
        except RuntimeError as e:
            failed.append(str(e))
    r.acquire()
    t = threading.Thread(target=wrong)
    t.start()
    t.join()
    print(failed)
finally:
    r.release()
