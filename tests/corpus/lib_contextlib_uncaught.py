from contextlib import contextmanager


@contextmanager
def managed():
    print("in")
    yield
    print("never")


with managed():
    raise LookupError("through the generator")
