from contextlib import contextmanager, ContextDecorator, AbstractContextManager


@contextmanager
def tag(name):
    """Docs."""
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        print("handled", e)
    finally:
        print(f"</{name}>")


with tag("p") as p:
    print(p)
with tag("q"):
    raise ValueError("inside")
try:
    with tag("r"):
        raise KeyError("escapes")
except KeyError as e:
    print("outside", e)


@tag("deco")
def f(x):
    print("in f", x)
    return x * 2


print(f(1), f(2), tag.__name__, tag.__doc__)


@contextmanager
def no_yield():
    return
    yield


@contextmanager
def twice():
    yield 1
    yield 2


@contextmanager
def keeps_going():
    try:
        yield
    except ValueError:
        pass
    yield


for cm, action in ((no_yield, None), (twice, None), (keeps_going, ValueError)):
    try:
        with cm():
            if action:
                raise action("x")
    except RuntimeError as e:
        print(cm.__name__, e)
try:
    with tag("s"):
        raise StopIteration("stop")
except StopIteration as e:
    print("stop came through", e)


class Mine(ContextDecorator):
    def __enter__(self):
        print("in")
        return self

    def __exit__(self, *a):
        print("out", a[0])
        return True


@Mine()
def g():
    raise OSError


print(g(), isinstance(Mine(), AbstractContextManager), isinstance(5, AbstractContextManager))
