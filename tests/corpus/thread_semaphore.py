# reference: 3.13
import threading

sem = threading.Semaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.acquire(timeout=0.01))
sem.release(2)
inside = peak = 0
lock = threading.Lock()
gate = threading.Barrier(5)


def work():
    global inside, peak
    gate.wait()
    for _ in range(20):
        with sem:
            with lock:
                inside += 1
                peak = max(peak, inside)
            with lock:
                inside -= 1


ts = [threading.Thread(target=work) for _ in range(5)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(peak <= 2, inside)
b = threading.BoundedSemaphore(1)
with b:
    print(b.acquire(blocking=False))
try:
    b.release()
except ValueError as e:
    print(e)
try:
    sem.acquire(blocking=False, timeout=1)
except ValueError as e:
    print(e)
s0 = threading.Semaphore(0)
t = threading.Thread(target=s0.release)
t.start()
print(s0.acquire())
t.join()
