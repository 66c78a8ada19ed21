# reference: 3.13
import threading

items, d, s = [], {}, set()
counter = __import__("itertools").count()
barrier = threading.Barrier(4)
numbers = []


def work(n):
    barrier.wait()
    for i in range(250):
        items.append(n)
        d[(n, i)] = i
        s.add(n * 1000 + i)
        numbers.append(next(counter))


ts = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items), len(d), len(s), sorted(numbers) == list(range(1000)), [items.count(n) for n in range(4)])
popped = []


def popper():
    while True:
        try:
            popped.append(items.pop())
        except IndexError:
            return


ts = [threading.Thread(target=popper) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(popped), items)
