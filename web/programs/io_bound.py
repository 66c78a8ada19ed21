# Two threads that mostly wait, as for a network or a disk.
# A waiting thread lets go of the GIL, so their waits overlap:
# five naps of 0.1 s each, twice, take half a second, GIL or not.
import threading
import time


def download(name):
    for part in range(1, 6):
        time.sleep(0.1)  # stands for waiting for an answer
        print(f"{name}: part {part} of 5")


begin = time.perf_counter()
names = ("left", "right")
threads = [threading.Thread(target=download, args=(name,)) for name in names]
for t in threads:
    t.start()
for t in threads:
    t.join()

elapsed = time.perf_counter() - begin
print(f"one after the other: 1.0 s, like this: {elapsed:.1f} s")
