"""Measures how long a thread that waits for something outside takes until it runs again, beside threads that compute.

    python3.13 crates/sim/convoy.py
    gilscope run --engine sim crates/sim/convoy.py

For each number of such threads and each switch interval a line: both, then of ROUNDS waits of 1 ms the median, the ninth
decile and the longest, in milliseconds.
"""

import sys
import threading
import time

ROUNDS = 40
FEW = [1] * 1000


def waits(threads, interval_ms):
    stop = False

    def work():
        while not stop:
            sum(FEW)

    sys.setswitchinterval(interval_ms / 1000)
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for w in workers:
        w.start()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        time.sleep(0.001)
        took.append((time.perf_counter() - began) * 1000)
    stop = True
    for w in workers:
        w.join()
    took.sort()
    return took[ROUNDS // 2], took[ROUNDS * 9 // 10], took[-1]


for threads in 0, 1, 2:
    for interval_ms in 5, 0.5:
        print(threads, interval_ms, *(f"{ms:.2f}" for ms in waits(threads, interval_ms)))
