print(list(filter(None, [0, 1, "", "a", None, []])), list(filter(lambda x: x > 1, [1, 2, 3])), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(max, "ab", "ba")))
m = map(lambda x: print("mapping", x) or x, [1, 2])
print("lazy")
print(next(m), list(m), list(m), type(m).__name__, iter(m) is m)
print(list(map(None.__class__, [])), list(map(int, "123")), sum(map(len, ["a", "bb"])), list(map(pow, [2, 3], [2, 2], strict=True)))
try:
    list(map(lambda x: 1 / x, [1, 0]))
except ZeroDivisionError as e:
    print(e)
try:
    list(map(pow, [1], [1, 2], strict=True))
except ValueError as e:
    print(e)
