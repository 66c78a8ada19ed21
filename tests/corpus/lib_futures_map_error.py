# reference: 3.13
from concurrent.futures import ThreadPoolExecutor


def work(n):
    if n == 2:
        raise ValueError(f"bad {n}")
    return n


with ThreadPoolExecutor(2) as pool:
    results = pool.map(work, range(4))
    try:
        for r in results:
            print(r)
    except ValueError as e:
        print("error", e)
    print([f.result() for f in [pool.submit(work, i) for i in (0, 1, 3)]])
