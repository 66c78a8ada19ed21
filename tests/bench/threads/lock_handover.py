# Two threads that take turns through one lock.
import threading

lock = threading.Lock()
counter = 0


def run():
    global counter
    for _ in range(200_000):
        with lock:
            counter += 1


threads = [threading.Thread(target=run) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter)
