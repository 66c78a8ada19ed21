def count_to(n):
    print("start")
    i = 1
    while i <= n:
        yield i
        i += 1
    print("end")
    return "result"


g = count_to(2)
print(type(g).__name__)
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print("stop", stop.value)
print(next(g, "default"))
print(list(count_to(3)))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(10)])
print(sum(x * x for x in range(5)))
