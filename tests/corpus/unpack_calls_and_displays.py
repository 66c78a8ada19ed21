def f(*args, **kwargs):
    print(args, kwargs)


f(*[1, 2], 3, *"ab", x=1, **{"y": 2})
print([*range(3), *"ab"], (*[1], 2), {*[1, 1, 2]})
print({**{"a": 1}, "b": 2, **{"a": 3}})
f(*(), **{})
t = *range(2), 9
print(t)
print(*[1, 2, 3], sep=", ")


def g(a, b, c):
    return a, b, c


print(g(*[1, 2], c=3), g(**{"a": 1, "b": 2, "c": 3}))
