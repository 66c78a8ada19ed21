import copy


class Box:
    def __init__(self, items):
        self.items = items

    def __eq__(self, other):
        return self.items == other.items


class Slotted:
    __slots__ = ("a", "b")


a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append("new")
print(b, c, b[1] is a[1], c[1] is a[1])
box = Box([1, [2]])
s, d = copy.copy(box), copy.deepcopy(box)
print(s.items is box.items, d.items is box.items, d == box)
loop = [1]
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin, twin[1] is twin)
o = Slotted()
o.a = [1]
p = copy.deepcopy(o)
print(p.a, p.a is o.a, hasattr(p, "b"))
t = (1, [2])
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1, 2)) is not None, copy.deepcopy("s"), copy.copy({1, 2}))


class Custom:
    def __copy__(self):
        return "shallow"

    def __deepcopy__(self, memo):
        return "deep"


print(copy.copy(Custom()), copy.deepcopy([Custom()]), copy.copy(len) is len, copy.deepcopy(Box) is Box)


class L(list):
    pass


x = L([1, 2])
x.tag = "t"
y = copy.deepcopy(x)
print(y, type(y).__name__, y.tag, y is x)
shared = [0]
pair = copy.deepcopy([shared, shared])
print(pair[0] is pair[1])
e = copy.copy(ValueError("a", 1))
print(repr(e))
for bad in ((i for i in []),):
    try:
        copy.copy(bad)
    except TypeError as err:
        print(err)
from dataclasses import dataclass


@dataclass
class P:
    x: int
    y: int = 2


print(copy.replace(P(1), y=5))
try:
    copy.replace(5, x=1)
except TypeError as err:
    print(err)
