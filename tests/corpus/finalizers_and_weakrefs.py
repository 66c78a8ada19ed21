import gc
import weakref


class Thing:
    def __init__(self, name):
        self.name = name


def gone(r):
    print("callback", r())


def f():
    t = Thing("t")
    r = weakref.ref(t, gone)
    print(r() is t)
    t = None
    print(r())
    t = Thing("u")
    r = weakref.ref(t)
    u = t
    t = None
    print(r().name)
    u = 5
    print(r())


f()
cache = weakref.WeakValueDictionary()
a = Thing("a")
cache["a"] = a
cache["temporary"] = Thing("b")
print(sorted(cache))
a = None
print(len(cache))
seen = weakref.WeakSet()
things = [Thing(i) for i in range(3)]
seen.update(things)
print(len(seen))
things.pop()
print(len(seen))
things[0] = None
print(len(seen))
del things
print(len(seen))
t = Thing("finalized")
end = weakref.finalize(t, print, "finalize", "called")
print(end.alive)
t = None
print(end.alive)

# Cycles wait for the collector.
ring = Thing("ring")
ring.me = ring
r = weakref.ref(ring)
del ring
print(r() is None)
gc.collect()
print(r() is None)


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("del", self.name)


x, y, z = Node("x"), Node("y"), Node("z")
x.other, y.other = y, x
y.kept = z
del x, y, z
print("in a cycle, and kept by one")
n = Node("not in a cycle")
n = None
print("before the collector")
gc.collect()
print("after")
