log = []


def f(name, result):
    log.append(name)
    return result


f("a", 0) and f("b", 1)
f("c", 1) or f("d", 1)
x = f("e", 1) if f("f", 0) else f("g", 2)
y = f("h", 0) or f("i", 0) and f("j", 1)
print(log, x, y)
