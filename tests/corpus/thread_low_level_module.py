# reference: 3.13
import _thread
import threading

lock = _thread.allocate_lock()
done = _thread.allocate_lock()
done.acquire()
out = []


def work(a, b=0):
    out.append((a, b, threading.current_thread().name.startswith("Dummy-")))
    done.release()


ident = _thread.start_new_thread(work, (1,), {"b": 2})
done.acquire()
print(out, isinstance(ident, int), _thread.get_ident() == threading.get_ident(), _thread.LockType is type(lock), _thread.error is RuntimeError)
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.release(), _thread.TIMEOUT_MAX > 1000)
for f in (lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(work, 5), lambda: _thread.start_new_thread(work, (), 5)):
    try:
        f()
    except TypeError as e:
        print(e)
