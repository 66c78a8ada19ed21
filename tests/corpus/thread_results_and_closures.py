# reference: 3.13
import threading

results = {}


def compute(n):
    results[n] = sum(i * i for i in range(n))


threads = [threading.Thread(target=compute, kwargs={"n": n * 100}) for n in range(1, 6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()))
flags = [False] * 10


def mark(i):
    flags[i] = True


ts = [threading.Thread(target=mark, args=(i,)) for i in range(10)]
[t.start() for t in ts]
[t.join() for t in ts]
print(all(flags))
total = []
ts = [threading.Thread(target=total.append, args=(i,)) for i in range(100)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(total) == list(range(100)))
