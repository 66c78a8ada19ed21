for cls in (ZeroDivisionError, KeyError, IndexError, FileNotFoundError, UnicodeDecodeError, ModuleNotFoundError, RecursionError, NotImplementedError, KeyboardInterrupt, StopIteration, TimeoutError, UnboundLocalError, IndentationError, BrokenPipeError, FloatingPointError, ExceptionGroup, EncodingWarning, PythonFinalizationError):
    print(cls.__name__, [c.__name__ for c in cls.__mro__[1:-1]])


def kind(e):
    try:
        raise e
    except (KeyError, IndexError) as err:
        return "lookup " + repr(err)
    except ArithmeticError as err:
        return f"arith {err}"
    except OSError as err:
        return f"os {err.errno} {err.strerror} {err.filename}"
    except Exception as err:
        return f"other {type(err).__name__}"
    except BaseException as err:
        return f"base {type(err).__name__}"


for e in (KeyError("k"), IndexError(), OverflowError("big"), OSError(2, "No such file", "f.txt"), FileNotFoundError("x"), ValueError(), SystemExit(3), KeyboardInterrupt(), GeneratorExit()):
    print(kind(e))
print(OSError(2, "msg"), OSError("plain"), OSError(2, "m", "file"), IOError is OSError, EnvironmentError is OSError)
