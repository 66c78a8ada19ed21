def make():
    x = [0]
    n = 0

    def inc():
        nonlocal n
        n += 1
        x.append(n)

    def get():
        return n, x

    def reset():
        nonlocal n
        n = 0
        del x[1:]

    return inc, get, reset


inc, get, reset = make()
inc()
inc()
print(get())
reset()
print(get(), inc.__closure__[0].cell_contents == get.__closure__[0].cell_contents)


def deleted():
    x = 1

    def f():
        return x
    del x
    try:
        f()
    except NameError as e:
        return str(e)


print(deleted())
