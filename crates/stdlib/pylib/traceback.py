"""Tracebacks as text and as data.

Native, and assumed here: `_traceback.format_tb(tb)` gives the text of the frames of a traceback, with source lines and carets;
`_traceback.format_exception(exc, tb)` that of an exception with all that belongs to it (causes, groups, notes);
`_traceback.format_exception_only(exc, tb)` its last lines, with the suggestions that need the traceback.
"""

import sys
import _traceback
from types import TracebackType as _TracebackType

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack",
           "format_tb", "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb",
           "clear_frames", "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb", "print_list"]

_REPEATED = 3


class _Sentinel:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Sentinel()


class FrameSummary:
    """Information about a single frame from a traceback."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "_text", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **kwargs):
        self.filename, self.lineno, self.name = filename, lineno, name
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno, self.end_colno = colno, end_colno
        self._line = line
        # How the frame is shown, if it is known better than by its line.
        self._text = None
        self.locals = None if locals is None else {name: repr(value) for name, value in locals.items()}

    @property
    def line(self):
        """The source line, without the whitespace around it."""
        if self._line is None:
            if self.lineno is None:
                return None
            import linecache
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self)[:3] == tuple(other)[:3] and self.locals == other.locals
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame."""
    if f is None:
        f = sys._getframe().f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def _summary(tb, capture_locals=False):
    """The summary of the first frame of a traceback."""
    frame = tb.tb_frame
    code = frame.f_code
    end_lineno = colno = end_colno = None
    positions = getattr(code, "co_positions", None)
    if positions is not None and tb.tb_lasti >= 0:
        from itertools import islice
        place = next(islice(positions(), tb.tb_lasti // 2, None), None)
        if place is not None and place[0] == tb.tb_lineno:
            _, end_lineno, colno, end_colno = place
    summary = FrameSummary(code.co_filename, tb.tb_lineno, code.co_name, end_lineno=end_lineno, colno=colno,
                           end_colno=end_colno, locals=frame.f_locals if capture_locals else None)
    summary._text = _traceback.format_tb(_TracebackType(None, frame, tb.tb_lasti, tb.tb_lineno))
    return summary


def _limited(items, limit):
    """The items that a limit leaves: the first ones, or for a negative limit the last ones."""
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is None:
            return items
        limit = max(limit, 0)
        return items[len(items) - limit:] if limit else []
    return items[:limit] if limit >= 0 else items[limit:]


def _links(tb):
    links = []
    while tb is not None:
        links.append(tb)
        tb = tb.tb_next
    return links


class StackSummary(list):
    """A list of FrameSummary objects, representing a stack of frames."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Create a StackSummary from a traceback or stack object."""
        # Only a line is known of each, and not what on it: nothing is marked.
        summaries = []
        for frame, lineno in _limited(list(frame_gen), limit):
            code, local = frame.f_code, frame.f_locals if capture_locals else None
            summaries.append(FrameSummary(code.co_filename, lineno, code.co_name, locals=local))
        return klass(summaries)

    @classmethod
    def from_list(klass, a_list):
        """Create a StackSummary object from a supplied list of FrameSummary objects or old-style list of tuples."""
        return klass([item if isinstance(item, FrameSummary) else FrameSummary(*item[:3], line=item[3]) for item in a_list])

    def format_frame_summary(self, frame_summary, **kwargs):
        """Format the lines for a single FrameSummary."""
        text = frame_summary._text
        if text is None:
            name = frame_summary.filename
            text = f'  File "{name}", line {frame_summary.lineno}, in {frame_summary.name}\n'
            if frame_summary.line:
                text += f"    {frame_summary.line}\n"
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                text += f"    {name} = {value}\n"
        return text

    def format(self, **kwargs):
        """Format the stack ready for printing: a list of texts, one for each frame."""
        result = []
        last, count = None, 0

        def tell_repeats():
            if count > _REPEATED:
                more = count - _REPEATED
                result.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")

        for summary in self:
            text = self.format_frame_summary(summary)
            if text is None:
                continue
            place = summary.filename, summary.lineno, summary.name
            if place != last:
                tell_repeats()
                last, count = place, 0
            count += 1
            if count <= _REPEATED:
                result.append(text)
        tell_repeats()
        return result


def extract_tb(tb, limit=None):
    """Return a StackSummary object representing a list of pre-processed entries from traceback."""
    return StackSummary([_summary(link) for link in _limited(_links(tb), limit)])


def extract_stack(f=None, limit=None):
    """Extract the raw traceback from the current stack frame."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def format_list(extracted_list):
    """Format a list of tuples or FrameSummary objects for printing."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print the list of tuples as returned by extract_tb() or extract_stack() as a formatted stack trace."""
    _write(format_list(extracted_list), file)


def format_tb(tb, limit=None):
    """A shorthand for 'format_list(extract_tb(tb, limit))'."""
    return extract_tb(tb, limit=limit).format()


def print_tb(tb, limit=None, file=None):
    """Print up to 'limit' stack trace entries from the traceback 'tb'."""
    _write(format_tb(tb, limit), file)


def format_stack(f=None, limit=None):
    """Shorthand for 'format_list(extract_stack(f, limit))'."""
    if f is None:
        f = sys._getframe().f_back
    return extract_stack(f, limit=limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print a stack trace from its invocation point."""
    if f is None:
        f = sys._getframe().f_back
    _write(format_stack(f, limit), file)


def _write(texts, file):
    file = sys.stderr if file is None else file
    file.write("".join(texts))


def _parse_value_tb(exc, value, tb):
    """The exception and traceback that the old and the new way of calling mean."""
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _sentinel:
        if exc is not None:
            if isinstance(exc, BaseException):
                return exc, exc.__traceback__
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return None, None
    return value, tb


def _pieces(text):
    """A traceback's text cut into the pieces that format_exception() gives: one for each frame, and each line between."""
    pieces = []
    for line in text.splitlines(True):
        if pieces and line.startswith("    ") and pieces[-1].startswith("  File "):
            pieces[-1] += line
        else:
            pieces.append(line)
    return pieces


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """Format a stack trace and the exception information: a list of texts."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit).format(chain=chain))


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True, **kwargs):
    """Print exception up to 'limit' stack trace entries from 'tb' to 'file'."""
    value, tb = _parse_value_tb(exc, value, tb)
    _write(TracebackException(type(value), value, tb, limit=limit).format(chain=chain), file)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the exception part of a traceback: a list of texts."""
    if value is _sentinel:
        value = exc
    return list(TracebackException(type(value), value, None).format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    """Shorthand for 'print_exception(sys.exception(), limit=limit, file=file, chain=chain)'."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """This is a shorthand for 'print_exception(sys.last_exc, limit=limit, file=file, chain=chain)'."""
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Clear all references to local variables in the frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            # The frame runs still.
            pass
        tb = tb.tb_next


_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        self._exc, self._tb, self._limit = exc_value, exc_traceback, limit
        self._stack = None
        self._capture_locals = capture_locals
        self.exc_type = exc_type if save_exc_type else None
        self._type = exc_type
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self._str = _safe_str(exc_value)
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))

        def follow(exc):
            if exc is None or id(exc) in seen:
                return None
            return TracebackException(type(exc), exc, exc.__traceback__, limit=limit, capture_locals=capture_locals, _seen=seen)

        self.__cause__ = follow(getattr(exc_value, "__cause__", None))
        hide = compact and (self.__cause__ is not None or self.__suppress_context__)
        self.__context__ = None if hide else follow(getattr(exc_value, "__context__", None))
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [
                TracebackException(type(e), e, e.__traceback__, limit=limit, capture_locals=capture_locals, _seen=seen)
                for e in exc_value.exceptions]
        if isinstance(exc_value, SyntaxError):
            self.filename, self.lineno, self.offset = exc_value.filename, exc_value.lineno, exc_value.offset
            self.text, self.msg = exc_value.text, exc_value.msg
            self.end_lineno, self.end_offset = exc_value.end_lineno, exc_value.end_offset

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def stack(self):
        """The frames, as a StackSummary."""
        if self._stack is None:
            self._stack = StackSummary([_summary(tb, self._capture_locals) for tb in _limited(_links(self._tb), self._limit)])
        return self._stack

    @property
    def exc_type_str(self):
        """The exception type's name, with its module."""
        if self._type is None:
            return None
        module = self._type.__module__
        name = self._type.__qualname__
        return name if module in ("__main__", "builtins") else f"{module}.{name}"

    def __str__(self):
        return self._str

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return (self._type, self._str, self.stack) == (other._type, other._str, other.stack)
        return NotImplemented

    __hash__ = None

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Format the exception part of the traceback: its last lines, one text each."""
        if self._exc is None:
            yield "NoneType: None\n"
            return
        yield from _traceback.format_exception_only(self._exc, self._tb).splitlines(True)
        if show_group and self.exceptions:
            for inner in self.exceptions:
                for line in inner.format_exception_only(show_group=True, _depth=_depth + 1):
                    yield "   " * (_depth + 1) + line

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Format the exception: the texts of the frames and lines, in their order."""
        if self._exc is None:
            yield "NoneType: None\n"
            return
        if chain and self._limit is None and not self._capture_locals and not hasattr(sys, "tracebacklimit"):
            yield from _pieces(_traceback.format_exception(self._exc, self._tb))
            return
        if chain:
            if self.__cause__ is not None:
                yield from self.__cause__.format(chain=True)
                yield _CAUSE
            elif self.__context__ is not None and not self.__suppress_context__:
                yield from self.__context__.format(chain=True)
                yield _CONTEXT
        if self._tb is not None:
            yield "Traceback (most recent call last):\n"
            yield from self.stack.format()
        yield from self.format_exception_only()

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format(chain=chain) to 'file'."""
        _write(self.format(chain=chain), file)


def _safe_str(value):
    try:
        return str(value)
    except Exception:
        return "<exception str() failed>"
