x = [1, 2, 3, 4]
del x[0], x[-1]
print(x)
a = b = 1
del a, b
try:
    a
except NameError as e:
    print(e)
d = {"k": {"n": 1}}
del d["k"]["n"]
print(d)


class C:
    attr = 1

    def __init__(self):
        self.x = 1


c = C()
del c.x, C.attr
for text in ("c.x", "c.attr"):
    try:
        eval(text)
    except AttributeError as e:
        print(e)
try:
    del c.x
except AttributeError as e:
    print(e)
try:
    del undefined
except NameError as e:
    print(e)
try:
    del d["zz"]
except KeyError as e:
    print(repr(e))


def f():
    global g
    g = 1
    del g
    try:
        return g
    except NameError as e:
        return str(e)


print(f())


def h():
    x = 1
    del x
    x = 2
    return x


print(h())
try:
    del (5).real
except AttributeError as e:
    print(e)
