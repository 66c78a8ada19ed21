def inner():
    x = yield "a"
    print("inner got", x)
    y = yield "b"
    print("inner got", y)
    return "inner result"


def outer():
    result = yield from inner()
    print("outer has", result)
    yield from [1, 2]
    yield from "xy"
    return "outer result"


g = outer()
print(next(g))
print(g.send(10))
print(g.send(20))
print(list(g))


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(list(flatten([1, [2, [3, [4]], 5]])))
