# Built-in functions whose general case calls methods of objects.


def vars_general(obj):
    try:
        return obj.__dict__
    except AttributeError:
        raise TypeError("vars() argument must have __dict__ attribute") from None


def dir_general(obj):
    names = type(obj).__dir__(obj)
    return sorted(names)


def abs_general(x):
    method = getattr(type(x), "__abs__", None)
    if method is None:
        raise TypeError(f"bad operand type for abs(): '{type(x).__name__}'")
    return method(x)


def round_general(number, ndigits):
    method = getattr(type(number), "__round__", None)
    if method is None:
        raise TypeError(f"type {type(number).__name__} doesn't define __round__ method")
    if ndigits is None:
        return method(number)
    return method(number, ndigits)


def divmod_general(a, b):
    ta, tb = type(a), type(b)
    tried = False
    if tb is not ta and _is_subtype(tb, ta) and hasattr(tb, "__rdivmod__"):
        tried = True
        result = tb.__rdivmod__(b, a)
        if result is not NotImplemented:
            return result
    if hasattr(ta, "__divmod__"):
        result = ta.__divmod__(a, b)
        if result is not NotImplemented:
            return result
    if not tried and tb is not ta and hasattr(tb, "__rdivmod__"):
        result = tb.__rdivmod__(b, a)
        if result is not NotImplemented:
            return result
    raise TypeError(f"unsupported operand type(s) for divmod(): '{ta.__name__}' and '{tb.__name__}'")


def pow_general(base, exp, mod):
    tb = type(base)
    if hasattr(tb, "__pow__"):
        result = tb.__pow__(base, exp, mod)
        if result is not NotImplemented:
            return result
    te = type(exp)
    if te is not tb and hasattr(te, "__rpow__"):
        result = te.__rpow__(exp, base, mod)
        if result is not NotImplemented:
            return result
    if mod is None:
        raise TypeError(f"unsupported operand type(s) for ** or pow(): '{tb.__name__}' and '{te.__name__}'")
    raise TypeError("unsupported operand type(s) for ** or pow(): "
                    f"'{tb.__name__}', '{te.__name__}', '{type(mod).__name__}'")


def input_general(prompt, stdin):
    import sys
    if stdin is None:
        raise RuntimeError("input(): lost sys.stdin")
    stdout = sys.stdout
    if stdout is not None:
        stdout.write(str(prompt))
        stdout.flush()
    line = stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line[:-1] if line.endswith("\n") else line


def module_annotations(namespace):
    found = namespace.get("__annotations__")
    if found is not None:
        return found
    annotate = namespace.get("__annotate__")
    found = annotate(1) if annotate is not None else {}
    namespace["__annotations__"] = found
    return found


def open_file(args, kwargs):
    import _files
    return _files.open(*args, **kwargs)


def anext_plain(it):
    method = getattr(type(it), "__anext__", None)
    if method is None:
        raise TypeError(f"'{type(it).__name__}' object is not an async iterator")
    return method(it)


async def anext_or(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default


def anext_default(it, default):
    return anext_or(anext_plain(it), default)


def aiter_general(obj):
    method = getattr(type(obj), "__aiter__", None)
    if method is None:
        raise TypeError(f"'{type(obj).__name__}' object is not an async iterable")
    it = method(obj)
    if not hasattr(type(it), "__anext__"):
        raise TypeError(f"aiter() returned not an async iterator of type '{type(it).__name__}'")
    return it


def help_on(request):
    import pydoc
    pydoc.help(*request)


def breakpoint_here():
    raise NotImplementedError("breakpoint() is not supported in Gilscope")
