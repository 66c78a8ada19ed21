def multiplier(n):
    return lambda x: x * n


ms = [multiplier(i) for i in range(1, 4)]
print([m(10) for m in ms], ms[0].__closure__[0].cell_contents, ms[2].__code__.co_freevars)


def averager():
    total, count = 0.0, 0

    def add(value):
        nonlocal total, count
        total += value
        count += 1
        return total / count

    return add


avg = averager()
print(avg(10), avg(11), avg(12))
