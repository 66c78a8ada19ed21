from functools import lru_cache, cache


@lru_cache(maxsize=2)
def square(x):
    print("computing", x)
    return x * x


print(square(1), square(2), square(1), square(3), square(2))
print(square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__name__, square.cache_parameters())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache
def plain(a, b=2, *, c=3):
    return a + b + c


print(plain(1), plain(1, 2), plain(1, c=3), plain(1), plain.cache_info())


@lru_cache(typed=True)
def kind(x):
    return type(x).__name__


print(kind(1), kind(1.0), kind.cache_info().currsize)
try:
    square([])
except TypeError as e:
    print(e)


class C:
    @lru_cache(maxsize=None)
    def method(self, x):
        print("in method")
        return x


c = C()
print(c.method(1), c.method(1), C.method.cache_info())
print(lru_cache(maxsize=0)(lambda x: x)(1))
