# reference: 3.13
import queue
import threading

q = queue.Queue(maxsize=2)
seen = []


def producer():
    for i in range(6):
        q.put(i)
    q.put(None)


def consumer():
    while (item := q.get()) is not None:
        seen.append(item)


threads = [threading.Thread(target=f) for f in (producer, consumer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(seen, q.empty())
