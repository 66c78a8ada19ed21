# reference: 3.13
import threading

calls = []
barrier = threading.Barrier(3, action=lambda: calls.append("action"))
numbers = []


def work():
    for _ in range(2):
        numbers.append(barrier.wait())


ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(numbers), calls, barrier.parties, barrier.n_waiting, barrier.broken)
b = threading.Barrier(2)
try:
    b.wait(timeout=0.01)
except threading.BrokenBarrierError as e:
    print("broken", b.broken, repr(e))
try:
    b.wait()
except threading.BrokenBarrierError:
    print("still broken")
b.reset()
print(b.broken)
results = []


def waits():
    try:
        b.wait()
    except threading.BrokenBarrierError:
        results.append("aborted")


t = threading.Thread(target=waits)
t.start()
while b.n_waiting == 0:
    pass
b.abort()
t.join()
print(results, b.broken)


def bad_action():
    raise ValueError("in action")


c = threading.Barrier(1, action=bad_action)
try:
    c.wait()
except ValueError as e:
    print(e, c.broken)
