"""Calls that run elsewhere, and what becomes of them."""

from concurrent.futures._base import (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, TimeoutError,
                                      InvalidStateError, BrokenExecutor, Future, Executor, wait, as_completed)

__all__ = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "InvalidStateError",
           "BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ThreadPoolExecutor"]


def __dir__():
    return [*__all__, "__author__", "__doc__"]


def __getattr__(name):
    if name == "ThreadPoolExecutor":
        from concurrent.futures.thread import ThreadPoolExecutor
        globals()[name] = ThreadPoolExecutor
        return ThreadPoolExecutor
    if name in ("ProcessPoolExecutor", "InterpreterPoolExecutor"):
        raise ImportError(f"{name} is not in Gilscope: there are no processes and no other interpreters here")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
