def f(a, b, /, c, d=4, *, e, g=6):
    return a, b, c, d, e, g


print(f(1, 2, 3, e=5))
print(f(1, 2, c=3, d=0, e=5, g=0))


def kw(a, /, **kwargs):
    return a, kwargs


print(kw(1, a=2))
for call in ("f(1, b=2, c=3, e=5)", "f(1, 2, 3, 4, 5, e=1)", "f(1, 2, 3)", "f(1, 2, e=1)", "kw()"):
    try:
        print(eval(call))
    except TypeError as error:
        print(call, "->", error)
