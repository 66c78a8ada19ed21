# An id is positive, fixed for an object's life, and what repr and the default hash show.
class Thing:
    pass


a, b = Thing(), Thing()
print(id(a) > 0, id(a) == id(a), id(a) != id(b), id(a) % 8)
print(repr(a) == f"<__main__.Thing object at {id(a):#x}>")
# The four lowest bits of an id go to the top of the hash, and 32 bits have objects at multiples of 8.
print((hash(a) - (id(a) >> 4)) % 2**28 == 0, hash(a.__init__) == hash(a.__init__))


def f():
    return a


print(repr(f) == f"<function f at {id(f):#x}>")
print(repr(f.__code__).startswith(f"<code object f at {id(f.__code__):#x}, file "))
print(repr([].append).startswith("<built-in method append of list object at 0x"))
print(len({Thing() for _ in range(1)} | {a, b}), sorted([id(a), id(b)]) == sorted([id(b), id(a)]))
