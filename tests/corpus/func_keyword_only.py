def f(*, a, b=2):
    return a, b


def g(x, *, flag=False):
    return x, flag


print(f(a=1), f(b=5, a=3), g(1), g(1, flag=True))
print(f.__kwdefaults__, g.__kwdefaults__, g.__code__.co_kwonlyargcount)
