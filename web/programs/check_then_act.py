# "If it is not there, load it": two threads may both find it missing,
# because another thread can run between the check and the act.
# The GIL does not help: it protects the dict, not your decision.
import threading
import time

cache = {}
loads = 0
lock = threading.Lock()


def load(key):
    global loads
    loads += 1
    time.sleep(0.01)  # loading takes a while, and lets other threads run
    return key.upper()


def get(key):
    # Put "with lock:" around the next two lines, and it is loaded once.
    if key not in cache:  # check
        cache[key] = load(key)  # act
    return cache[key]


threads = [threading.Thread(target=get, args=("answer",)) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()

print("loaded", loads, "times, needed once")
