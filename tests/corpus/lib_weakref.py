import weakref


class Obj:
    def __init__(self, name):
        self.name = name

    def method(self):
        return f"method of {self.name}"

    def __repr__(self):
        return f"Obj({self.name})"


o = Obj("a")
r = weakref.ref(o, lambda ref: print("callback", ref() is None))
print(r(), r() is o, weakref.getweakrefcount(o), weakref.ref(o) is weakref.ref(o), r == weakref.ref(o), isinstance(r, weakref.ReferenceType))
p = weakref.proxy(o)
print(p.name, p)
del o
print(r())
try:
    p.name
except ReferenceError as e:
    print(e)
d = weakref.WeakValueDictionary()
a, b = Obj("x"), Obj("y")
d["a"], d["b"] = a, b
print(dict(d), len(d), "a" in d, d.get("zz"))
del a
print(dict(d), d.pop("b"), len(d))
k = weakref.WeakKeyDictionary()
key = Obj("key")
k[key] = "value"
print(k[key], len(k), key in k, list(k.items()))
del key
print(len(k))
s = weakref.WeakSet()
x, y = Obj("1"), Obj("2")
s.add(x)
s.add(y)
print(len(s), x in s)
del x
print(type(s).__name__, len(s), [item.name for item in s])
m = weakref.WeakMethod(y.method)
print(m()(), m() == y.method)
f = weakref.finalize(y, print, "finalized", "y")
print(f.alive)
s = None
del y
print(f.alive, m(), f())
for bad in (5, "s", [], None, (1,)):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
g = Obj("explicit")
h = weakref.finalize(g, lambda: "called")
print(h(), h(), h.alive)


class Slotted:
    __slots__ = ()


try:
    weakref.ref(Slotted())
except TypeError as e:
    print(e)
