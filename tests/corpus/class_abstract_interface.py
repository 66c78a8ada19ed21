class Shape:
    def area(self):
        raise NotImplementedError

    def __str__(self):
        return f"{type(self).__name__}({self.area():.2f})"


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return 3.14159265 * self.r ** 2


print(Circle(2))
try:
    print(Shape())
except NotImplementedError as e:
    print("not implemented", repr(e))
