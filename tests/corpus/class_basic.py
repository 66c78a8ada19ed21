class Point:
    """A point."""

    dimensions = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def shifted(self, dx=0, dy=0):
        return Point(self.x + dx, self.y + dy)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


p = Point(1, 2)
print(p, p.x, p.shifted(dx=5), Point.__doc__)
print(p.dimensions, Point.dimensions)
p.dimensions = 3
print(p.dimensions, Point.dimensions, p.__dict__)
print(type(p).__name__, isinstance(p, Point), isinstance(p, object))
print(Point.shifted(p, 1, 1))
f = p.shifted
print(f(2))
print(Point.__name__, Point.__module__, Point.__qualname__, Point.__bases__)
