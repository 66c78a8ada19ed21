from contextlib import closing, suppress, redirect_stdout, redirect_stderr, nullcontext, ExitStack
import io
import sys

with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after")
try:
    with suppress(KeyError):
        [][0]
except IndexError as e:
    print(e)
buffer = io.StringIO()
with redirect_stdout(buffer):
    print("captured")
    print("too")
print(repr(buffer.getvalue()))
with redirect_stderr(io.StringIO()) as err:
    print("err", file=sys.stderr)
print(repr(err.getvalue()))


class Door:
    def close(self):
        print("closed")


with closing(Door()) as d:
    print(type(d).__name__)
with nullcontext(5) as n:
    print(n)
with ExitStack() as stack:
    stack.callback(print, "first in", end=" last out\n")
    stack.callback(lambda: print("second"))
    stack.enter_context(closing(Door()))
    stack.push(lambda *exc: print("exc", exc[0]))
    print("body")
kept = None
with ExitStack() as stack:
    stack.callback(print, "kept callback")
    kept = stack.pop_all()
print("nothing yet")
kept.close()
try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise ValueError("body")
except ZeroDivisionError as e:
    print(repr(e), repr(e.__context__))
with ExitStack() as stack:
    stack.push(lambda *a: True)
    raise KeyError("swallowed")
try:
    ExitStack().enter_context(5)
except TypeError as e:
    print(e)
with suppress(ValueError):
    raise ExceptionGroup("g", [ValueError(1), ValueError(2)])
try:
    with suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except ExceptionGroup as g:
    print(repr(g))
