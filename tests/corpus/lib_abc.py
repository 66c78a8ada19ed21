from abc import ABC, ABCMeta, abstractmethod, update_abstractmethods


class Shape(ABC):
    @abstractmethod
    def area(self):
        """Area."""

    @property
    @abstractmethod
    def name(self):
        ...

    def describe(self):
        return f"{self.name} {self.area()}"


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def name(self):
        return "square"


print(Square(3).describe(), isinstance(Square(1), Shape), sorted(Shape.__abstractmethods__))
for cls in (Shape, type("Half", (Shape,), {"area": lambda self: 1})):
    try:
        cls()
    except TypeError as e:
        print(e)


class Drawable(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C):
        return True if hasattr(C, "draw") else NotImplemented


class Pic:
    def draw(self):
        pass


print(issubclass(Pic, Drawable), isinstance(5, Drawable))


class Seq(ABC):
    pass


@Seq.register
class Mine:
    pass


print(isinstance(Mine(), Seq), issubclass(list, Seq), Mine.__mro__[-1].__name__)
try:
    Seq.register(5)
except TypeError as e:
    print(e)


class Late(ABC):
    @abstractmethod
    def f(self):
        pass


Late.f = lambda self: "now"
update_abstractmethods(Late)
print(Late().f(), Late.__abstractmethods__)
