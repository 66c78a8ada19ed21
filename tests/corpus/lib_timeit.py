import timeit

print(timeit.timeit("x = 1 + 1", number=100) >= 0, timeit.timeit(lambda: None, number=10) >= 0, len(timeit.repeat("pass", number=10, repeat=3)))
calls = []
t = timeit.Timer("calls.append(n)", setup="n = 5", globals={"calls": calls})
t.timeit(number=3)
print(calls)
ticks = iter(range(100))
print(timeit.Timer("pass", timer=lambda: next(ticks)).timeit(5))
try:
    timeit.timeit("1 +")
except SyntaxError as e:
    print(type(e).__name__)
try:
    timeit.Timer(5)
except ValueError as e:
    print(e)
