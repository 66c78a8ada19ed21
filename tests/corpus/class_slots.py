class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
p.x += 10
print(p.x, p.y, hasattr(p, "__dict__"), Point.__slots__)
try:
    p.z = 3
except AttributeError as e:
    print(e)
del p.x
try:
    p.x
except AttributeError as e:
    print(e)


class Named(Point):
    pass


n = Named(1, 2)
n.name = "free"
print(n.name, n.__dict__, type(Point.x).__name__)
try:
    class Clash:
        __slots__ = ("a",)
        a = 1
except ValueError as e:
    print(e)
