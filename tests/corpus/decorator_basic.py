def trace(func):
    def wrapper(*args, **kwargs):
        print("call", func.__name__, args, kwargs)
        result = func(*args, **kwargs)
        print("->", result)
        return result
    return wrapper


@trace
def add(a, b=1):
    return a + b


add(1, b=2)
print(add.__name__)


def repeat(times):
    def decorate(func):
        def wrapper(*args):
            return [func(*args) for _ in range(times)]
        return wrapper
    return decorate


@repeat(3)
@trace
def hi(name):
    return "hi " + name


print(hi("you"))


def tag(cls):
    cls.tagged = True
    return cls


@tag
class C:
    pass


print(C.tagged)
decorators = [lambda f: lambda: f() + 1]


@decorators[0]
def one():
    return 1


print(one())
