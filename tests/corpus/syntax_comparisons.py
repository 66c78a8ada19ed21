print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2, 1 == 1.0 == True)
print(1 != 2, "a" < "b", [1, 2] < [1, 3], (1,) < (1, 0))
print(None is None, None is not None, 3 in [1, 2, 3], 4 not in (1, 2))


def show(value):
    print("evaluated", value)
    return value


print(show(1) < show(2) < show(3))
print(show(5) < show(2) < show(3))
print("bc" in "abcd", "" in "x", "k" in {"k": 1})
