def f(*args, **kw):
    return args, sorted(kw.items())


a, b = [1, 2], {"x": 1}
print(f(*a, *a), f(*a, 3, *"xy", k=1, **b), f(**b, **{"y": 2}), f(*(), **{}))
print(f(*range(3), *map(str, range(2))), f(*{"k": 1}), f(*(i * i for i in range(3))))
try:
    f(**b, **b)
except TypeError as e:
    print(e)
try:
    f(x=2, **b)
except TypeError as e:
    print(e)
