# Two threads that read one list and one dict.
import threading

values = list(range(1000))
names = {i: i * 7 % 13 for i in range(1000)}
results = [0, 0]


def run(k):
    total = 0
    for _ in range(1000):
        for i in range(1000):
            total += values[i] + names[i]
    results[k] = total


threads = [threading.Thread(target=run, args=(k,)) for k in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results)
