calls = []


def make(n):
    calls.append(n)
    return n


def f(a=make(1), b=make(2), *, c=make(3)):
    return a, b, c


print(calls, f(), f(10), calls)


def g(x, acc=None):
    acc = [] if acc is None else acc
    acc.append(x)
    return acc


print(g(1), g(2), g(3, [0]))
