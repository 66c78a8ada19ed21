"""Functions to be called when the program ends."""

_calls = []


def register(func, /, *args, **kwargs):
    """Register a function to be executed upon normal program termination."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _calls.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Unregister an exit function which was previously registered using atexit.register."""
    _calls[:] = [call for call in _calls if not call[0] == func]


def _run_exitfuncs():
    """Run all registered exit functions, the last registered first."""
    last = None
    while _calls:
        func, args, kwargs = _calls.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:
            import sys
            sys.stderr.write(f"Exception ignored in atexit callback {func!r}:\n")
            sys.excepthook(type(error), error, error.__traceback__)
            last = error
    return last


def _clear():
    """Clear the list of previously registered exit functions."""
    _calls.clear()


def _ncallbacks():
    """Return the number of registered exit functions."""
    return len(_calls)
