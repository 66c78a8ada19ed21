class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def overwritten():
    x = Noisy(1)
    x = None
    print("None instead")
    x = Noisy(2)
    x = Noisy(3)
    print("another instead")
    y = x
    x = None
    print("still in y")
    y = None
    print("gone")


overwritten()


def local():
    c = Noisy("local")
    print("in function")


local()
print("after function")


def takes(c):
    print("has", c.name)


takes(Noisy("argument"))
print("after call")
Noisy("temporary")
print("after statement")
Noisy("attribute's owner").name
print("after expression")


class Holder:
    pass


items = [Noisy("l0"), Noisy("l1"), Noisy("l2")]
items.pop()
print("popped")
items[0] = None
print("replaced")
items.clear()
print("cleared")
table = {1: Noisy("d1"), 2: Noisy("d2")}
del table[1]
print("deleted key")
table[2] = 3
print("replaced value")
holder = Holder()
holder.a = Noisy("a")
holder.a = 1
print("attribute overwritten")
holder.b = Noisy("b")
del holder.b
print("attribute deleted")
holder.c = Noisy("c")
holder = None
print("holder gone")
nested = [[(Noisy("deep"),)]]
nested = 5
print("nested gone")
many = [Noisy(i) for i in range(3)]
many = None
print("many gone")


def closure():
    c = Noisy("closed over")
    return lambda: c


f = closure()
print("has function")
f = None
print("function gone")


def loop():
    for i in range(3):
        c = Noisy(i)
        print("loop", i)


loop()
print("after loop")


def slices():
    some = [Noisy("s1"), Noisy("s2"), Noisy("s3")]
    some[:] = []
    print("emptied")
    some = [Noisy("t1"), Noisy("t2"), Noisy("t3")]
    del some[0]
    print("first deleted")
    del some[:]
    print("all deleted")


slices()


def raises():
    c = Noisy("where it was raised")
    raise ValueError("no")


try:
    raises()
except ValueError:
    print("caught")
print("after except")
try:
    raises()
except ValueError as e:
    print("caught", e)
print("after except as")


def catches():
    try:
        raises()
    except ValueError:
        print("caught inside")
    print("end of function")


catches()


class Chain:
    def __init__(self, name, rest):
        self.name = name
        self.rest = rest

    def __del__(self):
        print("chain", self.name)


chain = Chain("a", Chain("b", Chain("c", None)))
chain = None
print("chain gone")


class Phoenix:
    saved = []

    def __del__(self):
        print("rises")
        Phoenix.saved.append(self)


p = Phoenix()
p = None
print(len(Phoenix.saved))
Phoenix.saved.clear()
print("only once")


class Fails:
    def __del__(self):
        raise ValueError("in __del__")


import sys

sys.unraisablehook = lambda u: print("ignored:", type(u.exc_value).__name__, u.exc_value, u.object)
fails = Fails()
del fails
print("goes on")
