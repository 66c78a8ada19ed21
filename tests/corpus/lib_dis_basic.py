import dis


def add(a, b):
    c = a + b
    return c


def loop(items):
    total = 0
    for x in items:
        if x > 1:
            total += x
    return total


dis.dis(add)
dis.dis(loop)
