# reference: 3.13
import queue
import threading

q = queue.Queue(maxsize=3)
STOP = object()
got = [[], []]


def producer(start):
    for i in range(start, start + 10):
        q.put(i)


def consumer(n):
    while (item := q.get()) is not STOP:
        got[n].append(item)


ps = [threading.Thread(target=producer, args=(s,)) for s in (0, 100)]
cs = [threading.Thread(target=consumer, args=(n,)) for n in (0, 1)]
for t in ps + cs:
    t.start()
for t in ps:
    t.join()
for _ in cs:
    q.put(STOP)
for t in cs:
    t.join()
print(sorted(got[0] + got[1]), all(sorted(x for x in g if x < 100) == [x for x in g if x < 100] for g in got))
