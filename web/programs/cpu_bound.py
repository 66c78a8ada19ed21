# Two threads that only compute. Are two threads faster than one?
# With the GIL only one of them runs at a time; without it both do.
# "Race it" measures both, several times.
import threading
import time


def count_primes(start, stop):
    found = 0
    for n in range(start, stop):
        for d in range(2, int(n**0.5) + 1):
            if n % d == 0:
                break
        else:
            found += 1
    return found


results = {}


def work(name, start, stop):
    results[name] = count_primes(start, stop)


begin = time.perf_counter()
a = threading.Thread(target=work, args=("a", 2, 130_000))
b = threading.Thread(target=work, args=("b", 130_000, 208_000))
a.start()
b.start()
a.join()
b.join()
elapsed = time.perf_counter() - begin

print(f"took {elapsed:.2f} s")
print("primes below 208,000:", results["a"] + results["b"])
