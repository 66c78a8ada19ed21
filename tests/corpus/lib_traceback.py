import io
import traceback
import sys


def inner(n):
    return 1 / n


def outer():
    try:
        inner(0)
    except ZeroDivisionError as e:
        raise ValueError("outer failed") from e


try:
    outer()
except ValueError as e:
    text = traceback.format_exc()
    print(text)
    print(traceback.format_exception_only(e), traceback.format_exception(e) == [line for line in traceback.format_exception(type(e), e, e.__traceback__)])
    print("".join(traceback.format_exception(e)) == text, traceback.format_exception(e, chain=False)[-1])
    for f in traceback.extract_tb(e.__traceback__):
        print(f.filename, f.lineno, f.name, f.line, f.colno, f.end_colno)
    print(traceback.format_tb(e.__traceback__, 1)[0])
    buffer = io.StringIO()
    traceback.print_exc(file=buffer)
    print(buffer.getvalue() == text)
    te = traceback.TracebackException.from_exception(e)
    print(te.exc_type_str, str(te), te.__cause__.exc_type_str, len(te.stack), "".join(te.format()) == text)
    traceback.print_exception(e, limit=1)
    print([name for _, _, name, _ in traceback.extract_tb(e.__traceback__, limit=-1)])


def here():
    return traceback.extract_stack()[-1].name, traceback.format_stack()[-1].strip().splitlines()[0]


print(here())
print(traceback.format_list([("f.py", 3, "func", "x = 1"), ("g.py", 4, "<module>", None)]))
print(traceback.format_exc().strip())
traceback.print_exc()


def rec(n):
    return rec(n - 1) if n else 1 / 0


try:
    rec(10)
except ZeroDivisionError as e:
    print("".join(traceback.format_tb(e.__traceback__)))
print("".join(traceback.format_exception_only(KeyError("k"))), traceback.format_exception_only(ValueError), end="") if False else print("".join(traceback.format_exception_only(KeyError("k"))), end="")
try:
    traceback.print_exception(5)
except TypeError as e:
    print(e)
def stack():
    print(traceback.format_stack()[-1], end="")
    traceback.print_stack(limit=1)
    lines = [traceback.format_stack()[-1],
             traceback.extract_stack()[-1].colno]
    print(*lines)
stack()
