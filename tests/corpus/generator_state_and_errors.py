def g():
    yield 1
    yield 2


it = g()
print(it.gi_frame is not None, it.gi_running, it.gi_yieldfrom, it.gi_code.co_name, it.__name__, it.__qualname__)
print(list(it), list(it), it.gi_frame)


def recursive():
    yield next(me)


me = recursive()
try:
    next(me)
except ValueError as e:
    print(e)


def stops():
    yield 1
    raise StopIteration("inside")


s = stops()
next(s)
try:
    next(s)
except RuntimeError as e:
    print(e, repr(e.__cause__))


def fails():
    yield 1
    1 / 0


f = fails()
print(next(f))
try:
    next(f)
except ZeroDivisionError as e:
    print(e)
print(next(f, "exhausted"))


def cleanup():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned up")


c = cleanup()
next(c)
c.close()
c = cleanup()
next(c)
del c
print("after del")
for x in cleanup():
    break
print("after break")
print(type(iter(g())) is type(g()), (x for x in [1]).__name__)
try:
    g().throw(KeyError("k"))
except KeyError as e:
    print(repr(e))
try:
    g().throw("not an exception")
except TypeError as e:
    print(e)
