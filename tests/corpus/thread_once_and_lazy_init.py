# reference: 3.13
import threading
import functools

created = []
lock = threading.Lock()
instance = None


def get():
    global instance
    if instance is None:
        with lock:
            if instance is None:
                created.append(1)
                instance = object()
    return instance


seen = []
ts = [threading.Thread(target=lambda: seen.append(get())) for _ in range(10)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(created), len(set(map(id, seen))))


def synchronized(f):
    guard = threading.RLock()

    @functools.wraps(f)
    def wrapper(*args):
        with guard:
            return f(*args)
    return wrapper


n = 0


@synchronized
def bump():
    global n
    for _ in range(10):
        n += len("x")


ts = [threading.Thread(target=bump) for _ in range(20)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n, bump.__name__)
