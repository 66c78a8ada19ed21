import functools
import inspect
import reprlib


def _get_function_source(func):
    func = inspect.unwrap(func)
    if isinstance(func, functools.partial):
        return _get_function_source(func.func)
    if inspect.isfunction(func):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    return None


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None)
    source = _get_function_source(func)
    return f"{text} at {source[0]}:{source[1]}" if source else text


def _format_callback(func, args, kwargs, suffix=""):
    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs) + suffix
        return _format_callback(func.func, func.args, func.keywords, suffix)
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    if type(func).__name__ == "_Wakeup":
        name = "Task.task_wakeup"
    return name + _format_args_and_kwargs(args, kwargs) + suffix


def _format_args_and_kwargs(args, kwargs):
    items = [reprlib.repr(arg) for arg in args]
    items += [f"{k}={reprlib.repr(v)}" for k, v in (kwargs or {}).items()]
    return f"({', '.join(items)})"
