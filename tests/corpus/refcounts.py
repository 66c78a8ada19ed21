import sys
from sys import getrefcount

x = []
print(getrefcount(x), sys.getrefcount(x))
y = x
print(getrefcount(x))
del y
print(getrefcount(x), getrefcount([]), getrefcount(object()))


def local():
    a = []
    print(getrefcount(a))
    b = a
    print(getrefcount(a))
    items = [a, a]
    print(getrefcount(a))
    table = {"a": a, a.__len__: None}
    print(getrefcount(a))
    del b, items
    print(getrefcount(a))
    table.clear()
    print(getrefcount(a))


local()


def passed_on(p):
    return getrefcount(p)


def named(p):
    r = p
    return getrefcount(r)


def borrows():
    a = {}
    return passed_on(a), (lambda q: getrefcount(q))(a), max(getrefcount(a), 0)


print(passed_on(x), named(x), passed_on([]), borrows())


class Node:
    def __init__(self):
        self.next = None

    def count(self):
        return getrefcount(self)


n = Node()
print(getrefcount(n), n.count())
n.next = n
print(getrefcount(n))
n.next = None
m = n.count
print(getrefcount(n), m())
others = [n] * 10
print(getrefcount(n))
pair = (n, [n], {"n": n}, {n})
print(getrefcount(n))
del others, pair, m
print(getrefcount(n))
print(getrefcount(Node))
nodes = [Node() for _ in range(4)]
print(getrefcount(Node))


class Derived(Node):
    pass


print(getrefcount(Node), getrefcount(Derived))


def closure():
    v = []

    def inner():
        return getrefcount(v)

    return inner, getrefcount(v)


inner, count = closure()
print(count, inner())


def generator(v):
    yield getrefcount(v)
    yield getrefcount(v)


g = generator(x)
print(next(g), next(g), getrefcount(x))
del g
for item in [x]:
    print(getrefcount(item))
print(getrefcount(x))
try:
    raise ValueError("counted")
except ValueError as e:
    print(getrefcount(e))
print(all(getrefcount(v) > 2**30 for v in (None, True, 1, 0, -5, 256, "", (), "name", int, list, Ellipsis)))
text = "".join(["not", " ", "a", " ", "constant"])
print(getrefcount(text))
number = int("12345678901234567890123")
print(getrefcount(number))
