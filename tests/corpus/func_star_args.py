def f(*args, **kwargs):
    return args, kwargs


print(f(), f(1, 2), f(a=1), f(1, *[2, 3], b=4, **{"c": 5}))


def g(first, *rest, key="k", **others):
    return first, rest, key, others


print(g(1), g(1, 2, 3, key="z", other=9))


def h(*, only):
    return only


print(h(only=3))
print(type(f(1)[0]).__name__, type(f()[1]).__name__)
