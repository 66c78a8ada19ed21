import contextlib


def guarded(name):
    try:
        yield 1
        yield 2
    finally:
        print("cleanup", name)


for x in guarded("loop"):
    break
print("after break")
it = guarded("name")
next(it)
it = None
print("after None")


def f():
    it = guarded("local")
    next(it)
    print("in f")


f()
print("after f")
print(next(guarded("argument")))
print("after next")
its = [guarded(i) for i in range(3)]
print([next(it) for it in its])
its.clear()
print("after clear")
unstarted = guarded("not started")
del unstarted
print("nothing to clean up")


def delegates():
    try:
        yield from guarded("inner")
    finally:
        print("outer")


it = delegates()
next(it)
del it
print("after delegation")


@contextlib.contextmanager
def manager(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("leave", name)


def uses():
    with manager("m") as m:
        for x in guarded("in with"):
            return x


print(uses())


def first(pairs):
    for a in guarded("outer loop"):
        for b in guarded("inner loop"):
            if b == pairs:
                return a, b


print(first(1))


def holds():
    with manager("suspended"):
        yield 1
        yield 2


it = holds()
print(next(it))
it = iter([])
print("after overwriting")


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            print("no")


import sys

sys.unraisablehook = lambda u: print("ignored:", type(u.exc_value).__name__, u.exc_value)
it = stubborn()
next(it)
it = None
print("goes on")


def fails():
    try:
        yield
    finally:
        raise KeyError("while closing")


it = fails()
next(it)
del it
print("goes on")


class Pool:
    def __init__(self):
        self.free = ["a", "b"]

    def take(self):
        name = self.free.pop()
        try:
            yield name
        finally:
            self.free.append(name)


pool = Pool()
for name in pool.take():
    print(name, pool.free)
    break
print(pool.free)
