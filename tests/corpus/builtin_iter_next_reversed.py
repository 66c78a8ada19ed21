print(list(iter([1, 2])), next(iter("ab")), next(iter([]), "default"), list(reversed([1, 2, 3])), list(reversed("ab")), list(reversed(range(3))), list(reversed((1, 2))), list(reversed({"a": 1, "b": 2})))
values = iter([3, 2, 1, 0, 9])
print(list(iter(lambda: next(values), 0)), list(values))
it = iter([1, 2, 3])
next(it)
print(it.__length_hint__(), list(it), it.__length_hint__(), type(iter([])).__name__, type(iter({})).__name__, type(iter("")).__name__, type(iter(range(1))).__name__, type(iter(set())).__name__, type(reversed([])).__name__, type(iter(int, 1)).__name__)
try:
    next(iter([]))
except StopIteration as e:
    print(repr(e))
try:
    reversed({1, 2})
except TypeError as e:
    print(e)
