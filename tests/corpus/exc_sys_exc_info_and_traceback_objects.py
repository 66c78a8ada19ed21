import sys


def f():
    1 / 0


try:
    f()
except ZeroDivisionError:
    kind, value, tb = sys.exc_info()
    print(kind.__name__, value, sys.exception() is value)
    names = []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names)
print(sys.exc_info(), sys.exception())


def g():
    try:
        raise KeyError("k")
    except KeyError:
        return sys.exception()


print(repr(g()), sys.exception())
old = sys.excepthook


def hook(kind, value, tb):
    print("hooked", kind.__name__, value)


sys.excepthook = hook
raise RuntimeError("to the hook")
