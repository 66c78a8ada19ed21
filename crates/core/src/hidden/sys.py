# The module sys, and the standard streams.


def sys_attribute(name):
    # What needs Python to be made is made when it is first asked for.
    if not name.startswith("__"):
        import _sysinfo
        found = getattr(_sysinfo, name, None)
        if found is not None and not name.startswith("_"):
            setattr(_modules()["sys"], name, found)
            return found
    raise AttributeError(f"module 'sys' has no attribute {name!r}", name=name, obj=_modules()["sys"])


def displayhook(value):
    import builtins
    import sys
    if value is None:
        return
    builtins._ = None
    if sys.stdout is None:
        raise RuntimeError("lost sys.stdout")
    sys.stdout.write(repr(value))
    sys.stdout.write("\n")
    builtins._ = value


def unraisablehook(unraisable):
    import sys
    stderr = sys.stderr
    if stderr is None:
        return
    message = unraisable.err_msg
    if unraisable.object is not None:
        stderr.write(f"{message or 'Exception ignored in'}: {unraisable.object!r}\n")
    elif message:
        stderr.write(message + ":\n")
    exc, tb = unraisable.exc_value, unraisable.exc_traceback
    if tb is not None:
        stderr.write("Traceback (most recent call last):\n")
        stderr.write(_traceback_text(tb, False))
    if exc is not None:
        stderr.write(format_exception_only(exc, tb))


def sizeof_general(obj):
    method = getattr(type(obj), "__sizeof__", None)
    if method is None:
        raise TypeError(f"Type {type(obj).__name__} doesn't define __sizeof__")
    if type(obj).__sizeof__ is object.__sizeof__:
        return 48 if hasattr(obj, "__dict__") else method(obj) + 16
    size = method(obj)
    if not isinstance(size, int):
        raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer")
    return size + 16


def stream_writelines(stream, lines):
    for line in lines:
        stream.write(line)


def stream_read(stream, size):
    out = []
    for line in stream:
        out.append(line)
    return "".join(out)


def stream_readlines(stream):
    return [line for line in stream]


def unsupported_operation(text):
    import io
    raise io.UnsupportedOperation(text)
