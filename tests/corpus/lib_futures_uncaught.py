# reference: 3.13
from concurrent.futures import ThreadPoolExecutor


def work(n):
    return 10 / n


with ThreadPoolExecutor() as pool:
    future = pool.submit(work, 0)
    print(future.result())
