class A:
    __slots__ = ("x",)


class B(A):
    __slots__ = ("y", "__dict__")


class C:
    __slots__ = "single"


b = B()
b.x, b.y, b.z = 1, 2, 3
print(b.x, b.y, b.__dict__)
c = C()
c.single = 1
print(c.single)
try:
    c.other = 1
except AttributeError as e:
    print(e)
try:
    class Bad(A, type("Z", (), {"__slots__": ("q",)})):
        pass
except TypeError as e:
    print(e)
for bad in ("int", "5", "'a b'"):
    try:
        type("T", (), {"__slots__": eval(bad)})
    except TypeError as e:
        print(e)
