def show(e, depth=0):
    print("  " * depth + repr(e), "cause" if e.__cause__ else "", "suppressed" if e.__suppress_context__ else "")
    if e.__cause__:
        show(e.__cause__, depth + 1)
    elif e.__context__:
        show(e.__context__, depth + 1)


try:
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError("second")
    except KeyError as k:
        raise ValueError("third") from k
except ValueError as e:
    show(e)
try:
    try:
        raise ValueError("a")
    finally:
        raise TypeError("from finally")
except TypeError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        try:
            raise KeyError("inner")
        except KeyError:
            pass
        raise
except ZeroDivisionError as e:
    show(e)
e1, e2 = ValueError("1"), ValueError("2")
e1.__cause__ = e2
print(repr(e1.__cause__), e1.__suppress_context__)
e1.__context__ = None
try:
    e1.__cause__ = 5
except TypeError as e:
    print(e)
try:
    raise ValueError("x").with_traceback(None)
except ValueError as e:
    print(e.__traceback__ is not None, e.__traceback__.tb_lineno, e.__traceback__.tb_next, e.__traceback__.tb_frame.f_code.co_name)
