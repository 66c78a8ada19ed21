# The convoy: a thread that mostly waits, beside some that compute.
# Back from outside it needs the GIL again, and nobody gives that up
# before having been asked: one switch interval later at the least.
import threading
import time

HOGS = 2  # threads that compute: try 0 and 1 as well
ROUNDS = 20

numbers = list(range(1000))
took = []
over = False


def compute():
    while not over:
        sum(numbers)


def answer():
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        time.sleep(0.001)  # stands for a request to the network
        took.append((time.perf_counter() - begin) * 1000)


hogs = [threading.Thread(target=compute, name=f"hog-{i}") for i in range(HOGS)]
for t in hogs:
    t.start()
t = threading.Thread(target=answer, name="I/O")
t.start()
t.join()
over = True

took.sort()
print(f"1 ms of waiting took {took[ROUNDS // 2]:.2f} ms in the median,")
print(f"{took[-1]:.2f} ms at most, beside {HOGS} threads that compute")

# Try other switch intervals, or no GIL. "How long each thread waited for
# the GIL", below the timeline, has the figures.
