print(all([]), any([]), all([1, 2]), all([1, 0]), any([0, 0]), any([0, "x"]), all(x > 0 for x in (1, 2)), any(x > 5 for x in range(10)))


def noisy(x):
    print("check", x)
    return x


print(any(map(noisy, [0, 1, 2])), all(map(noisy, [1, 0, 2])))
