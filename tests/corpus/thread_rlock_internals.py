import threading

lock = threading.RLock()
for state in (None, 5, {}, (), (1,), "ab", ...):
    try:
        lock._acquire_restore(state)
    except TypeError as error:
        print("refused", type(error).__name__)
lock.acquire()
lock.acquire()
saved = lock._release_save()
print(saved[0], lock._is_owned())
lock._acquire_restore(saved)
lock.release()
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
