def f():
    def g():
        return x
    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    x = 1
    print(g())


f()


def h():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 2
    return y


print(h())
