def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


def hanoi(n, a, b, c):
    if n == 0:
        return 0
    return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


print(fact(20), fact(30))
print(hanoi(6, "A", "B", "C"))
print(is_even(10), is_odd(7))
