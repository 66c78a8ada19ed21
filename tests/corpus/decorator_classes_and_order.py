def a(f):
    print("a decorates", getattr(f, "__name__", f))
    return f


def b(arg):
    print("b made with", arg)

    def deco(f):
        print("b decorates", f.__name__)
        f.tag = arg
        return f
    return deco


@a
@b("x")
def f():
    pass


print(f.tag)


class Count:
    def __init__(self, f):
        self.f, self.n = f, 0

    def __call__(self, *args):
        self.n += 1
        return self.f(*args)

    def __get__(self, obj, owner=None):
        return self if obj is None else lambda *args: self(obj, *args)


@Count
def g(x):
    return x * 2


print(g(1), g(2), g.n)


class C:
    @Count
    def m(self, x):
        return x + 1


print(C().m(1), C().m(2), C.m.n)


def singleton(cls):
    return cls()


@singleton
class Config:
    debug = True


print(Config.debug, type(Config).__name__)


@property
def p(self):
    return 1


print(type(p).__name__)
