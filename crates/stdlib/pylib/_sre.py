"""The engine of regular expressions, which CPython has in C: it tries, and where it fails comes back to what it put off."""

TEXT, SET, REPEAT, AT, SAVE, SPLIT, JUMP, BACK, LOOK, ATOMIC, IF, MOVED, MATCH = range(13)


class Set(dict):
    """Which characters fit. What was asked once is known."""

    def __init__(self, test):
        self.test = test

    def __missing__(self, c):
        fits = self[c] = bool(self.test(c))
        return fits


def _run(code, text, pos, end, slots, first, nonempty_from=-1, whole=False):
    """Where a match that begins at `pos` ends, or -1. `slots` are where groups begin and end; `first` is where the text
    begins; a match is not empty if it begins at `nonempty_from`; with `whole` it ends where the text does."""
    begin = pos
    # What was put off: (instruction, position, least position), or -1 and a slot's number and what was in it, or -2 for a
    # repeat that takes as little as it can.
    later = []
    pc = 0
    while True:
        ins = code[pc]
        op = ins[0]
        pc += 1
        failed = False
        if op == TEXT:
            if text.startswith(ins[1], pos) and pos + len(ins[1]) <= end:
                pos += len(ins[1])
            else:
                failed = True
        elif op == SET:
            if pos < end and ins[1][text[pos]]:
                pos += 1
            else:
                failed = True
        elif op == REPEAT:
            _, fits, least, most, how = ins
            low = pos + least
            high = end if most > end - pos else pos + most
            if how == "lazy":
                high, most = (low if low < high else high), high
            while pos < high and fits[text[pos]]:
                pos += 1
            if pos < low:
                failed = True
            elif how == "greedy":
                if pos > low:
                    later.append((pc, pos - 1, low))
            elif how == "lazy" and pos < most:
                later.append((-2, pc, pos, most, fits))
        elif op == SPLIT:
            later.append((ins[2], pos, pos))
            pc = ins[1]
        elif op == JUMP:
            pc = ins[1]
        elif op == SAVE:
            slot = ins[1]
            later.append((-1, slot, slots[slot]))
            slots[slot] = pos
        elif op == MATCH:
            if pos == nonempty_from and pos == begin or whole and pos != end:
                failed = True
            else:
                return pos
        elif op == AT:
            failed = not _is_at(ins, text, pos, end, first)
        elif op == MOVED:
            if pos != slots[ins[1]]:
                pc = ins[2]
        elif op == BACK:
            a, b = slots[2 * ins[1]], slots[2 * ins[1] + 1]
            if a < 0 or b < 0:
                failed = True
            else:
                part, here = text[a:b], text[pos : pos + b - a]
                if pos + b - a <= end and (part == here or ins[2] and part.lower() == here.lower()):
                    pos += b - a
                else:
                    failed = True
        elif op == IF:
            if slots[2 * ins[1] + 1] < 0:
                pc = ins[2]
        else:
            # LOOK and ATOMIC: a program of its own, of which nothing is put off.
            inner = slots[:]
            if op == ATOMIC:
                stop = _run(ins[1], text, pos, end, inner, first)
                failed = stop < 0
            else:
                start = pos if ins[2] is None else pos - ins[2]
                stop = _run(ins[1], text, start, end, inner, first) if start >= first else -1
                failed = (stop >= 0) == ins[3]
            if not failed and stop >= 0:
                for slot, value in enumerate(inner):
                    if value != slots[slot]:
                        later.append((-1, slot, slots[slot]))
                        slots[slot] = value
                if op == ATOMIC:
                    pos = stop
        while failed:
            if not later:
                return -1
            entry = later.pop()
            pc = entry[0]
            if pc >= 0:
                _, pos, low = entry
                if pos > low:
                    later.append((pc, pos - 1, low))
                break
            if pc == -1:
                slots[entry[1]] = entry[2]
            else:
                _, pc, pos, most, fits = entry
                if fits[text[pos]]:
                    pos += 1
                    if pos < most:
                        later.append((-2, pc, pos, most, fits))
                    break


def _is_at(ins, text, pos, end, first):
    kind = ins[1]
    if kind == "start":
        return pos == first
    if kind == "line":
        return pos == first or text[pos - 1] == "\n"
    if kind == "very end":
        return pos == end
    if kind == "end":
        return pos == end or pos == end - 1 and text[pos] == "\n"
    if kind == "line end":
        return pos == end or text[pos] == "\n"
    word = ins[2]
    before = pos > first and word(text[pos - 1])
    after = pos < end and word(text[pos])
    return (before != after) == (kind == "b")


def _subject(pattern, string):
    """The text to search: letters for bytes too."""
    if isinstance(string, str):
        if isinstance(pattern.pattern, bytes):
            raise TypeError("cannot use a bytes pattern on a string-like object")
        return string
    try:
        data = bytes(memoryview(string))
    except TypeError:
        raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}") from None
    if isinstance(pattern.pattern, str):
        raise TypeError("cannot use a string pattern on a bytes-like object")
    return data.decode("latin1")


class Pattern:
    """Compiled regular expression object."""

    __module__ = "re"
    __slots__ = ("pattern", "flags", "groups", "groupindex", "_code", "_slots")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 're.Pattern' instances")

    @staticmethod
    def _make(pattern, flags, code, groups, names, slots):
        from types import MappingProxyType

        self = object.__new__(Pattern)
        self.pattern, self.flags, self.groups, self._code, self._slots = pattern, flags, groups, code, slots
        self.groupindex = MappingProxyType(names)
        return self

    def _first(self, string, pos, endpos, anywhere=True, whole=False):
        return next(self._scan(string, pos, endpos, anywhere, whole), None)

    def _scan(self, string, pos=0, endpos=None, anywhere=True, whole=False):
        """The matches, from left to right, none over another."""
        text = _subject(self, string)
        end = len(text) if endpos is None else max(0, min(endpos, len(text)))
        at = start = max(0, min(pos, len(text)))
        code = self._code
        op, what = code[0][:2] if len(code[0]) > 1 else (None, None)
        nonempty_from = -1
        while at <= end:
            if anywhere and op == TEXT:
                at = text.find(what, at, end)
                if at < 0:
                    return
            elif anywhere and op == SET:
                while at < end and not what[text[at]]:
                    at += 1
            slots = [-1] * self._slots
            # `^` and `\b` look at the text itself, wherever the search begins; so does what is behind.
            stop = _run(code, text, at, end, slots, 0, nonempty_from, whole)
            if stop < 0:
                if not anywhere:
                    return
                at += 1
                continue
            slots[0], slots[1] = at, stop
            yield Match._make(self, string, start, end, slots)
            nonempty_from = stop if stop == at else -1
            at = stop

    def match(self, string, pos=0, endpos=None):
        """Matches zero or more characters at the beginning of the string."""
        return self._first(string, pos, endpos, False)

    def fullmatch(self, string, pos=0, endpos=None):
        """Matches against all of the string."""
        return self._first(string, pos, endpos, False, True)

    def search(self, string, pos=0, endpos=None):
        """Scan through string looking for a match, and return a corresponding match object instance."""
        return self._first(string, pos, endpos)

    def finditer(self, string, pos=0, endpos=None):
        """Return an iterator over all non-overlapping matches for the RE pattern in string."""
        _subject(self, string)
        return self._scan(string, pos, endpos)

    def findall(self, string, pos=0, endpos=None):
        """Return a list of all non-overlapping matches of pattern in string."""
        empty = string[:0]
        if self.groups == 0:
            return [m.group() for m in self._scan(string, pos, endpos)]
        if self.groups == 1:
            return [empty if (part := m.group(1)) is None else part for m in self._scan(string, pos, endpos)]
        return [m.groups(empty) for m in self._scan(string, pos, endpos)]

    def split(self, string, maxsplit=0):
        """Split string by the occurrences of pattern."""
        parts, at = [], 0
        for m in self._scan(string) if maxsplit >= 0 else ():
            parts.append(string[at : m.start()])
            parts.extend(m.groups())
            at = m.end()
            maxsplit -= 1
            if maxsplit == 0:
                break
        parts.append(string[at:])
        return parts

    def sub(self, repl, string, count=0):
        """Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by repl."""
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        """Return the tuple (new_string, number_of_subs_made)."""
        if not callable(repl):
            repl = _filler(repl, self)
        parts, at, n = [], 0, 0
        for m in self._scan(string) if count >= 0 else ():
            parts.append(string[at : m.start()])
            new = repl(m)
            if new is not None:
                parts.append(new)
            at = m.end()
            n += 1
            if n == count:
                break
        parts.append(string[at:])
        return (b"" if isinstance(self.pattern, bytes) else "").join(parts), n

    def __repr__(self):
        from re import RegexFlag

        flags = self.flags & ~(0 if isinstance(self.pattern, bytes) else 32)
        known = [f"re.{flag.name}" for flag in RegexFlag if flags & flag.value]
        text = repr(self.pattern)[:200]
        return f"re.compile({text}, {'|'.join(known)})" if known else f"re.compile({text})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        same = type(self.pattern) is type(other.pattern) and self.pattern == other.pattern
        return same and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    def __reduce__(self):
        from re import _compile

        return _compile, (self.pattern, self.flags)

    __class_getitem__ = classmethod(type(list[int]))


def _filler(template, pattern):
    """What makes the new text of a match by a template."""
    if not isinstance(template, (str, bytes)):
        raise TypeError(f"decoding to str: need a bytes-like object, {type(template).__name__} found")
    backslash = "\\" if isinstance(template, str) else b"\\"
    if backslash not in template:
        return lambda m: template
    from re._parser import parse_template

    parts = parse_template(template, pattern)
    empty = template[:0]

    def fill(m):
        return empty.join([m.group(p) or empty if isinstance(p, int) else p for p in parts])

    return fill


class Match:
    """The result of re.match() and re.search()."""

    __module__ = "re"
    __slots__ = ("re", "string", "pos", "endpos", "_ends")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 're.Match' instances")

    @staticmethod
    def _make(pattern, string, pos, endpos, ends):
        self = object.__new__(Match)
        self.re, self.string, self.pos, self.endpos, self._ends = pattern, string, pos, endpos, ends
        return self

    def _number(self, group):
        if isinstance(group, int):
            if 0 <= group <= self.re.groups:
                return group
        elif isinstance(group, (str, bytes)):
            if group in self.re.groupindex:
                return self.re.groupindex[group]
        elif hasattr(type(group), "__index__"):
            return self._number(group.__index__())
        raise IndexError("no such group")

    def _text(self, group, default=None):
        n = self._number(group)
        a, b = self._ends[2 * n : 2 * n + 2]
        return default if a < 0 or b < 0 else self.string[a:b]

    def group(self, *groups):
        """Return subgroup(s) of the match by indices or names."""
        if len(groups) < 2:
            return self._text(groups[0] if groups else 0)
        return tuple([self._text(g) for g in groups])

    __getitem__ = _text

    def groups(self, default=None):
        """Return a tuple containing all the subgroups of the match, from 1."""
        return tuple([self._text(n, default) for n in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        """Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."""
        return {name: self._text(n, default) for name, n in self.re.groupindex.items()}

    def span(self, group=0, /):
        """For match object m, return the 2-tuple (m.start(group), m.end(group))."""
        n = self._number(group)
        a, b = self._ends[2 * n : 2 * n + 2]
        return (-1, -1) if a < 0 or b < 0 else (a, b)

    def start(self, group=0, /):
        """Return index of the start of the substring matched by group."""
        return self.span(group)[0]

    def end(self, group=0, /):
        """Return index of the end of the substring matched by group."""
        return self.span(group)[1]

    def expand(self, template):
        """Return the string obtained by doing backslash substitution on the string template."""
        return _filler(template, self.re)(self)

    @property
    def regs(self):
        return tuple([self.span(n) for n in range(self.re.groups + 1)])

    @property
    def lastindex(self):
        # The group that was closed last: of those that end last the outermost, which is the first.
        last = None
        for n in range(1, self.re.groups + 1):
            a, b = self.span(n)
            if b >= 0 and (last is None or b > self.end(last) or b == self.end(last) and a >= self.end(last) > self.start(last)):
                last = n
        return last

    @property
    def lastgroup(self):
        last = self.lastindex
        for name, n in self.re.groupindex.items():
            if n == last:
                return name
        return None

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    __class_getitem__ = classmethod(type(list[int]))
