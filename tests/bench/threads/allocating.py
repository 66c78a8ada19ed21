# Two threads that make and drop objects all the time.
import threading


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


results = [0, 0]


def run(k):
    total = 0
    for i in range(300_000):
        p = Point(i, i + 1)
        pair = (p.x, p.y)
        items = [p.x, p.y, i]
        total += pair[0] + items[1]
    results[k] = total


threads = [threading.Thread(target=run, args=(k,)) for k in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results)
