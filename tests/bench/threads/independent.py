# Two threads with nothing in common.
import threading


def work(n):
    total = 0
    for i in range(n):
        total = (total * 31 + i) % 1000003
    return total


results = [0, 0]


def run(k):
    results[k] = work(3_000_000)


threads = [threading.Thread(target=run, args=(k,)) for k in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results)
