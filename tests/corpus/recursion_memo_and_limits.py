import sys
from functools import lru_cache

memo = {}


def fib(n):
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]


print(fib(300))


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


d = depth()
print(900 < d < 1000)
sys.setrecursionlimit(5000)
print(4800 < depth() < 5000)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


sys.setrecursionlimit(200)
try:
    Deep().a
except RecursionError as e:
    print(e)


def g():
    yield from g()


try:
    list(g())
except RecursionError as e:
    print(e)
sys.setrecursionlimit(1000)
print(sorted([3, 1], key=lambda v: sum(range(v))))
