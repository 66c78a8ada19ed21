a = 1
del a
try:
    print(a)
except NameError as e:
    print(e)
items = list(range(10))
del items[0], items[-1]
print(items)
del items[2:4]
print(items)
del items[::2]
print(items)
d = {"x": 1, "y": 2}
del d["x"]
print(d)


class C:
    pass


c = C()
c.attr = 1
del c.attr
print(hasattr(c, "attr"))
del (d), [items]


def f():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as e:
        return str(e)


print(f())
