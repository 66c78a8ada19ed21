__all__ = ("iscoroutinefunction", "iscoroutine")

import collections.abc
import inspect
import types


def iscoroutinefunction(func):
    """Return True if func is a decorated coroutine function."""
    import warnings
    warnings._deprecated("asyncio.iscoroutinefunction",
                         "{name!r} is deprecated and slated for removal in Python {remove}; "
                         "use inspect.iscoroutinefunction() instead", remove=(3, 16))
    return inspect.iscoroutinefunction(func)


def iscoroutine(obj):
    """Return True if obj is a coroutine object."""
    return isinstance(obj, (types.CoroutineType, collections.abc.Coroutine))


def _format_coroutine(coro):
    """How a task shows its coroutine."""
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    name = f"{name}()" if name else f"<{type(coro).__name__} without __name__>()"
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    running = getattr(coro, "cr_running", False) or getattr(coro, "gi_running", False)
    if code is None:
        return f"{name} running" if running else name
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    file = code.co_filename or "<empty co_filename>"
    if frame is not None:
        return f"{name} running at {file}:{frame.f_lineno}"
    return f"{name} done, defined at {file}:{code.co_firstlineno}"
