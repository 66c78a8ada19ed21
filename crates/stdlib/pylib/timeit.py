"""How long small pieces of code take."""

import gc
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_timer = time.perf_counter
default_number = 1000000
default_repeat = 5
_globals = globals


def _indented(text):
    return text.replace("\n", "\n    ")


class Timer:
    """Measures the time that a statement takes, run many times after a setup statement run once."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        namespace = {}
        global_ns = _globals() if globals is None else globals
        lines = []
        if isinstance(setup, str):
            compile(setup, "<timeit-src>", "exec")
            setup_text, setup_argument = setup, ""
        elif callable(setup):
            setup_text, setup_argument = "_setup()", ", _setup=_setup"
            namespace["_setup"] = setup
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile(f"{setup_text}\n{stmt}" if isinstance(setup, str) else stmt, "<timeit-src>", "exec")
            stmt_text, stmt_argument = stmt, ""
        elif callable(stmt):
            stmt_text, stmt_argument = "_stmt()", ", _stmt=_stmt"
            namespace["_stmt"] = stmt
        else:
            raise ValueError("stmt is neither a string nor callable")
        lines.append(f"def inner(_it, _timer{setup_argument}{stmt_argument}):")
        lines.append(f"    {_indented(setup_text)}")
        lines.append("    _t0 = _timer()")
        lines.append("    for _i in _it:")
        lines.append("        " + stmt_text.replace("\n", "\n        "))
        lines.append("        pass")
        lines.append("    _t1 = _timer()")
        lines.append("    return _t1 - _t0")
        self.src = "\n".join(lines) + "\n"
        exec(compile(self.src, "<timeit-src>", "exec"), global_ns, namespace)
        self.inner = namespace["inner"]

    def print_exc(self, file=None):
        """Print a traceback that shows the timed code."""
        import linecache
        import traceback
        linecache.cache["<timeit-src>"] = len(self.src), None, self.src.split("\n"), "<timeit-src>"
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Seconds for `number` executions of the statement."""
        from itertools import repeat
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(repeat(None, number), self.timer)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """A list of the results of so many calls of timeit()."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """(number, seconds) for a number of executions that takes at least 0.2 seconds."""
        scale = 1
        while True:
            for factor in (1, 2, 5):
                number = scale * factor
                seconds = self.timeit(number)
                if callback:
                    callback(number, seconds)
                if seconds >= 0.2:
                    return number, seconds
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Convenience function to create Timer object and call timeit method."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    """Convenience function to create Timer object and call repeat method."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
