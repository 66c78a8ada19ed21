from collections import namedtuple

Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), len(p), tuple(p))
x, y = p
print(x + y, p._asdict(), p._replace(x=5), Point._make([7, 8]), Point._fields)
P3 = namedtuple("P3", "a, b c", defaults=[0, 9])
print(P3(1), P3._field_defaults, P3(1, 2, 3) > P3(1, 2, 2))
print(namedtuple("R", "def x x _y", rename=True)._fields)
print(isinstance(p, tuple), Point.__doc__, Point.x.__doc__, Point.__match_args__)
print(Point.__module__, Point.__name__, hash(p) == hash((1, 2)))


class Vec(namedtuple("Vec", "dx dy")):
    __slots__ = ()

    @property
    def length(self):
        return (self.dx ** 2 + self.dy ** 2) ** 0.5


print(Vec(3, 4), Vec(3, 4).length)
match p:
    case Point(x=1, y=yy):
        print("matched", yy)
for text in ("Point(1)", "Point(1, 2, 3)", "Point(1, z=3)", "Point(1, 2, x=3)", "p.z", "p[5]", "Point._make([1])", "p._replace(q=1)",
             "namedtuple('A', 'x x')", "namedtuple('A', '_x')", "namedtuple('A', 'class')", "namedtuple('1A', 'x')",
             "namedtuple('A', 'x', defaults=[1, 2])"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
try:
    p.x = 5
except AttributeError as e:
    print(e)
Empty = namedtuple("Empty", [])
print(Empty(), Empty._fields)
