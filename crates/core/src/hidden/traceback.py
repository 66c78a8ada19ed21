# The text of uncaught exceptions.


def excepthook(kind, value, tb):
    import sys
    stderr = sys.stderr
    if stderr is None:
        return
    if not isinstance(value, BaseException):
        stderr.write(f"TypeError: print_exception(): Exception expected for value, {type(value).__name__} found\n")
        return
    stderr.write(format_exception(value, tb))


def format_exception(exc, tb):
    out = []
    _format_chain(exc, tb, out, 0, [], [False])
    return "".join(out)


def _emit(out, depth, text):
    _emit_with(out, depth, text, "|")


def _emit_with(out, depth, text, margin):
    if not depth:
        out.append(text)
        return
    indent = "  " * depth + margin + " "
    out.append("".join([indent + line for line in text.splitlines(True)]))


def _format_chain(exc, tb, out, depth, seen, need_close):
    # `depth` counts the exception groups around; seen: exceptions shown so far, against rings.
    links = []
    while exc is not None:
        seen.append(exc)
        this = exc
        cause = exc.__cause__
        context = exc.__context__
        message = exc = None
        if cause is not None and not _is_in(cause, seen):
            message = "\nThe above exception was the direct cause of the following exception:\n\n"
            exc = cause
        elif cause is None and context is not None and not this.__suppress_context__ and not _is_in(context, seen):
            message = "\nDuring handling of the above exception, another exception occurred:\n\n"
            exc = context
        links.append((message, this, tb))
        if exc is not None:
            tb = exc.__traceback__
    for message, exc, tb in reversed(links):
        if message is not None:
            _emit(out, depth, message)
        if isinstance(exc, BaseExceptionGroup):
            _format_group(exc, tb, out, depth, seen, need_close)
        else:
            if tb is not None:
                _emit(out, depth, "Traceback (most recent call last):\n")
                _emit(out, depth, _traceback_text(tb))
            _emit(out, depth, format_exception_only(exc, tb))


def _is_in(exc, seen):
    for e in seen:
        if e is exc:
            return True
    return False


def _format_group(exc, tb, out, depth, seen, need_close):
    if depth > 10:
        _emit(out, depth, "... (max_group_depth is 10)\n")
        return
    top = depth == 0
    if top:
        depth = 1
    if tb is not None:
        _emit_with(out, depth, "Exception Group Traceback (most recent call last):\n", "+" if top else "|")
        _emit(out, depth, _traceback_text(tb))
    _emit(out, depth, format_exception_only(exc, tb))
    count = len(exc.exceptions)
    n = count if count <= 15 else 16
    need_close[0] = False
    for i in range(n):
        last = i == n - 1
        if last:
            need_close[0] = True
        truncated = i >= 15
        title = "..." if truncated else str(i + 1)
        out.append("  " * depth + ("+-" if i == 0 else "  ") + f"+---------------- {title} ----------------\n")
        if truncated:
            rest = count - 15
            _emit(out, depth + 1, f"and {rest} more exception{'s' if rest > 1 else ''}\n")
        else:
            member = exc.exceptions[i]
            _format_chain(member, member.__traceback__, out, depth + 1, seen, need_close)
        if last and need_close[0]:
            out.append("  " * (depth + 1) + "+------------------------------------\n")
            need_close[0] = False


def _safe(value, what, how):
    try:
        return how(value)
    except BaseException:
        return f"<{what} {how.__name__}() failed>"


def format_exception_only(exc, tb):
    name = _type_name(type(exc))
    if isinstance(exc, SyntaxError):
        text = _format_syntax_error(exc, name)
    else:
        message = _safe(exc, "exception", str)
        message += _hint(exc, tb, message)
        text = f"{name}: {message}\n" if message else f"{name}\n"
    notes = getattr(exc, "__notes__", None)
    if isinstance(notes, (list, tuple)):
        for note in notes:
            note = _safe(note, "note", str)
            text += "".join([line + "\n" for line in note.split("\n")])
    elif notes is not None:
        text += _safe(notes, "__notes__", repr) + "\n"
    return text


def _hint(exc, tb, message):
    if isinstance(exc, ImportError):
        wrong = exc.name_from
        if not _is_name(wrong):
            return ""
        near = _suggestion_of(exc, tb, wrong)
        return f". Did you mean: '{near}'?" if near else ""
    if isinstance(exc, (NameError, AttributeError)):
        wrong = exc.name
        if not _is_name(wrong):
            return ""
        near = _suggestion_of(exc, tb, wrong)
        hint = f". Did you mean: '{near}'?" if near else ""
        if isinstance(exc, NameError) and _is_known_module(wrong):
            if near:
                return hint + f" Or did you forget to import '{wrong}'?"
            return f". Did you forget to import '{wrong}'?"
        return hint
    return ""


def _suggestion_of(exc, tb, wrong):
    inner = _innermost(tb)
    locals = inner[0] if inner is not None else None
    try:
        if isinstance(exc, AttributeError):
            obj = exc.obj
            names = sorted([n for n in dir(obj) if type(n) is str])
            hide = wrong[:1] != "_"
            if hide and locals is not None and locals.get("self") is obj and "self" in locals:
                hide = False
            if hide:
                names = [n for n in names if n[:1] != "_"]
        elif isinstance(exc, ImportError):
            names = sorted([n for n in dir(_modules()[exc.name]) if type(n) is str])
            if wrong[:1] != "_":
                names = [n for n in names if n[:1] != "_"]
        else:
            if inner is None:
                return None
            if locals is not None and "self" in locals:
                if hasattr(locals["self"], wrong):
                    return f"self.{wrong}"
            names = list(locals or ()) + list(inner[1]) + list(_modules()["builtins"].__dict__)
            names = [n for n in names if type(n) is str]
    except Exception:
        return None
    return _closest(wrong, names)


def _format_syntax_error(exc, name):
    text = ""
    suffix = ""
    typo = _keyword_typo(exc)
    msg = exc.msg
    lineno, offset, source, end_lineno, end_offset = exc.lineno, exc.offset, exc.text, exc.end_lineno, exc.end_offset
    if typo is not None and type(msg) is str and (msg == "invalid syntax" or "Perhaps you forgot a comma" in msg):
        msg, (_, lineno, offset, source, end_lineno, end_offset) = typo
    if lineno is not None:
        text += f'  File "{exc.filename or "<string>"}", line {lineno}\n'
    elif exc.filename is not None:
        suffix = f" ({exc.filename})"
    if type(source) is str:
        line = source.rstrip("\n")
        bare = line.lstrip(" \n\f")
        spaces = len(line) - len(bare)
        if offset is None:
            text += f"    {bare}\n"
        elif type(lineno) is int:
            if lineno == end_lineno:
                end = end_offset if type(end_offset) is int and end_offset != 0 else offset
            else:
                end = len(line) + 1
            if source and offset > len(source):
                offset = len(source) + 1
            if end > len(line) + 1:
                end = len(line) + 1
            if end <= offset:
                end = offset + 1
            at = offset - 1 - spaces
            end_at = end - 1 - spaces
            text += f"    {bare}\n"
            if at >= 0:
                blank = "".join([c if c.isspace() else " " for c in bare[:at]])
                blank += " " * (at - len(bare[:at]))
                text += f"    {blank}{'^' * (end_at - at)}\n"
    message = msg or "<no detail available>"
    return text + f"{name}: {message}{suffix}\n"


def format_tb(tb):
    return "" if tb is None else _traceback_text(tb)
