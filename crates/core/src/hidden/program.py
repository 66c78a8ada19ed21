# How programs and threads begin and end.


def run_program(main, source, filename, sys, warnings):
    # Gives the exit code, and whether an exception was not caught.
    end = 0, False
    try:
        if main is None:
            # It does not compile: this says why.
            compile(source, filename, "<program>")
        else:
            if warnings is not None:
                syntax_warnings(filename, warnings)
            main()
    except BaseException as error:
        end = _end_of_program(error, sys)
    threading = sys.modules.get("threading")
    if threading is not None:
        try:
            threading._shutdown()
        except BaseException as error:
            _ignored(error, f"Exception ignored on threading shutdown {threading!r}", sys)
    atexit = sys.modules.get("atexit")
    if atexit is not None:
        try:
            atexit._run_exitfuncs()
        except BaseException as error:
            _ignored(error, "Exception ignored in atexit callback", sys)
    module = sys.modules.get("__main__")
    _finish_objects(None if module is None else module.__dict__)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except BaseException:
                pass
    return end


def syntax_warnings(filename, rows):
    # What the compiler has found; where filters make errors of warnings, it is a SyntaxError.
    import warnings
    for text, place in rows:
        try:
            warnings.warn_explicit(text, SyntaxWarning, filename, place[1])
        except SyntaxWarning:
            raise SyntaxError(text.replace(" Such sequences will not work in the future.", ""), place) from None


def exec_after_warnings(code, globals, locals, rows):
    syntax_warnings("<string>", rows)
    exec(code, globals, locals)


def eval_after_warnings(code, globals, locals, rows):
    syntax_warnings("<string>", rows)
    return eval(code, globals, locals)


def _end_of_program(error, sys):
    if isinstance(error, SystemExit):
        code = error.code
        if code is None:
            return 0, False
        if isinstance(code, int):
            return code, False
        print(code, file=sys.stderr)
        return 1, False
    status = 130 if isinstance(error, KeyboardInterrupt) else 1
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as new:
        return _end_of_program(new, sys)
    except BaseException as new:
        sys.stderr.write("Error in sys.excepthook:\n")
        sys.__excepthook__(type(new), new, new.__traceback__)
        sys.stderr.write("\nOriginal exception was:\n")
        sys.__excepthook__(type(error), error, error.__traceback__)
    return status, True


def _ignored(error, text, sys):
    args = type(sys.implementation)(
        exc_type=type(error), exc_value=error, exc_traceback=error.__traceback__ or _traceback_here(), err_msg=text,
        object=None)
    try:
        sys.unraisablehook(args)
    except BaseException as new:
        if sys.stderr is not None:
            sys.stderr.write("Exception ignored in sys.unraisablehook:\n")
            sys.__excepthook__(type(new), new, new.__traceback__)


def thread_main(function, args, kwargs, handle, sys, finish):
    try:
        if kwargs is None:
            function(*args)
        else:
            function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException as error:
        _ignored(error, f"Exception ignored in thread started by {function!r}", sys)
    finish(handle)


def never_awaited(coro):
    import warnings
    warnings._warn_unawaited_coroutine(coro)


def run_finalizers(calls):
    for f, obj, what in calls:
        try:
            f(obj)
        except BaseException as error:
            subject = f if what.startswith("calling") else obj
            _ignored(error, f"Exception ignored while {what} {subject!r}", _modules()["sys"])
