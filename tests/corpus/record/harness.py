"""Runs one corpus program the way the recorder wants it run, on whichever CPython executes this file.

The program is compiled under the file name `X.py`, whatever folder it lies in, so that tracebacks name it like that.
The harness hides its own frames: from tracebacks, and from the recursion limit.
"""

import linecache
import sys


def _hide_own_depth():
    """Moves the recursion limit up by the frames that exist below the program, which then sees the usual 1000."""
    depth, frame = -1, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    get, put = sys.getrecursionlimit, sys.setrecursionlimit
    put(1000 + depth)
    sys.getrecursionlimit = lambda: get() - depth
    sys.setrecursionlimit = lambda limit: put(limit + depth if limit > 0 else limit)
    return get, put


def run_program(name, source):
    """Executes `source` as `__main__` and returns the exit code; output goes to sys.stdout and sys.stderr."""
    main = type(sys)("__main__")
    main.__builtins__ = __builtins__ if not isinstance(__builtins__, dict) else sys.modules["builtins"]
    sys.modules["__main__"] = main
    sys.argv = [name]
    # The entry's missing mtime makes linecache believe the text without looking for a file.
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    saved = _hide_own_depth()
    status = 0
    try:
        exec(compile(source, name, "exec"), main.__dict__)
    except SystemExit as stop:
        if isinstance(stop.code, int):
            status = stop.code & 0xFF
        elif stop.code is not None:
            print(stop.code, file=sys.stderr)
            status = 1
    except BaseException as error:
        sys.getrecursionlimit, sys.setrecursionlimit = saved
        error.__traceback__ = error.__traceback__.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        status = 1
    finally:
        sys.getrecursionlimit, sys.setrecursionlimit = saved
        sys.setrecursionlimit(1000)
    return status


def run_captured(name, source, stdin):
    """As `run_program`, for an interpreter that runs many programs: returns (stdout, stderr, exit)."""
    import io

    modules = dict(sys.modules)
    streams = sys.stdin, sys.stdout, sys.stderr
    hook = sys.excepthook
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True) for _ in "oe")
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    sys.stdout = sys.__stdout__ = out
    sys.stderr = sys.__stderr__ = err
    try:
        status = run_program(name, source)
        out.flush()
        err.flush()
        return out.buffer.getvalue().decode(), err.buffer.getvalue().decode(), status
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        sys.__stdout__, sys.__stderr__ = streams[1:]
        sys.excepthook = hook
        for module in set(sys.modules) - set(modules):
            del sys.modules[module]
        sys.modules.update(modules)


if __name__ == "__main__":
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    status = run_program(path.rpartition("/")[2], text)
    sys.exit(status)
