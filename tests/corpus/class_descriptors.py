class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(obj, self.name, value)

    def __delete__(self, obj):
        print("deleting", self.name)
        delattr(obj, self.name)


class P:
    name = Typed(str)
    age = Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age


p = P("Ann", 3)
print(p.name, p.age, p.__dict__, type(P.name).__name__)
try:
    p.age = "x"
except TypeError as e:
    print(e)
del p.age


class NonData:
    def __get__(self, obj, owner):
        return "from descriptor"


class Q:
    attr = NonData()


q = Q()
print(q.attr)
q.attr = "instance wins"
print(q.attr, Q.attr)
q.__dict__["x"] = 1


class ReadOnly:
    def __get__(self, obj, owner):
        return 1

    def __set__(self, obj, value):
        raise AttributeError("read only")


class R:
    x = ReadOnly()


r = R()
r.__dict__["x"] = "shadow?"
print(r.x)
