"""From the text of a pattern to a tree, and from that to the engine's program (`_sre`)."""

import _sre

IGNORECASE, LOCALE, MULTILINE, DOTALL, UNICODE, VERBOSE, DEBUG, ASCII = 2, 4, 8, 16, 32, 64, 128, 256
_LETTERS = {"i": IGNORECASE, "L": LOCALE, "m": MULTILINE, "s": DOTALL, "x": VERBOSE, "a": ASCII, "u": UNICODE}
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_REPEATS = "*+?{"
_INFINITE = 1 << 62


class PatternError(Exception):
    """A pattern, or a template for `sub`, that is none."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        if pattern is not None and pos is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f"{msg} at position {pos}"
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


class _Parser:
    """One pattern. Trees are tuples: a word that says what it is, and what belongs to it."""

    def __init__(self, given, flags):
        self.given = given
        self.is_bytes = isinstance(given, bytes)
        self.text = given.decode("latin1") if self.is_bytes else given
        self.at = 0
        self.flags = flags
        self.groups = 0
        self.names = {}
        self.open = set()
        self.widths = {}
        # Number of the first group inside the look-behind that is being read.
        self.behind_from = None
        # Said when all else is right.
        self.has_wide_behind = False

    def error(self, msg, back=0):
        return PatternError(msg, self.given, self.at - back)

    def peek(self):
        return self.text[self.at : self.at + 1]

    def take(self, expected):
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def until(self, end, what):
        start = self.at
        stop = self.text.find(end, start)
        if stop < 0:
            self.at = len(self.text)
            if self.at == start:
                raise self.error("missing " + what)
            raise PatternError(f"missing {end}, unterminated name", self.given, start)
        if stop == start:
            self.at = stop + 1
            raise self.error("missing " + what, 1)
        self.at = stop + len(end)
        return self.text[start:stop]

    def alternatives(self, flags, is_top=False):
        """Branches until the end or a parenthesis; flags that are set at the very top are for the rest too."""
        branches = [self.sequence(flags, is_top)]
        while self.take("|"):
            branches.append(self.sequence(self.flags_now if is_top else flags, False))
        return branches[0] if len(branches) == 1 else ("branch", branches)

    def sequence(self, flags, is_first):
        items = []
        while True:
            c = self.peek()
            if c == "" or c in "|)":
                return ("seq", items)
            start = self.at
            if flags & VERBOSE:
                if c.isspace():
                    self.at += 1
                    continue
                if c == "#":
                    end = self.text.find("\n", start)
                    self.at = len(self.text) if end < 0 else end + 1
                    continue
            if c in _REPEATS and (found := self.repeat()):
                items.append(self.repeated(items, start, *found))
                continue
            self.at = start
            item = self.atom(flags, start == 0 or is_first and not items)
            if isinstance(item, int):
                flags = self.flags_now = item
            elif item is not None:
                items.append(item)

    def repeat(self):
        """The least and largest number of a `*`, `+`, `?` or `{m,n}`; None where a brace is only a brace."""
        c = self.peek()
        self.at += 1
        if c == "?":
            return 0, 1
        if c == "*":
            return 0, _INFINITE
        if c == "+":
            return 1, _INFINITE
        start = self.at - 1
        if self.peek() == "}":
            return None
        low = self.number()
        high = self.number() if self.take(",") else low
        if not self.take("}"):
            return None
        least, most = int(low or 0), int(high) if high else _INFINITE
        if most < least:
            raise PatternError("min repeat greater than max repeat", self.given, start + 1)
        return least, most

    def number(self):
        start = self.at
        while self.peek() in tuple("0123456789"):
            self.at += 1
        return self.text[start : self.at]

    def repeated(self, items, start, least, most):
        if not items or items[-1][0] == "at":
            raise PatternError("nothing to repeat", self.given, start)
        if items[-1][0] == "repeat":
            raise PatternError("multiple repeat", self.given, start)
        how = "lazy" if self.take("?") else "possessive" if self.take("+") else "greedy"
        return ("repeat", items.pop(), least, most, how)

    def atom(self, flags, is_start):
        c = self.peek()
        self.at += 1
        if c == ".":
            return ("set", lambda c: True) if flags & DOTALL else ("set", lambda c: c != "\n")
        if c == "^":
            return ("at", "line" if flags & MULTILINE else "start")
        if c == "$":
            return ("at", "line end" if flags & MULTILINE else "end")
        if c == "[":
            return self.char_set(flags)
        if c == "(":
            return self.group(flags, is_start)
        if c == "\\":
            return self.escape(flags)
        return self.literal(c, flags)

    def literal(self, c, flags):
        if flags & IGNORECASE and (c.lower() != c or c.upper() != c):
            return ("set", _folded(lambda x: x == c))
        return ("text", c)

    def category(self, letter, flags):
        ascii_only = self.is_bytes or flags & ASCII
        test = {
            "d": (lambda c: c in "0123456789") if ascii_only else str.isdecimal,
            "s": (lambda c: c in " \t\n\r\f\v") if ascii_only else str.isspace,
            "w": _is_word_ascii if ascii_only else _is_word,
        }[letter.lower()]
        return (lambda c: not test(c)) if letter.isupper() else test

    def escape(self, flags):
        start = self.at - 1
        c = self.peek()
        if not c:
            raise PatternError("bad escape (end of pattern)", self.given, start)
        if c in "dDsSwW":
            self.at += 1
            return ("set", self.category(c, flags))
        if c in "AbBZz":
            self.at += 1
            word = _is_word_ascii if self.is_bytes or flags & ASCII else _is_word
            return ("at", {"A": "start", "Z": "very end", "z": "very end"}.get(c, c), word)
        if c in "123456789":
            number = c
            self.at += 1
            if self.peek() in tuple("0123456789"):
                digits = self.text[start + 1 : start + 4]
                if len(digits) == 3 and all(d in "01234567" for d in digits):
                    self.at = start + 4
                    if int(digits, 8) > 0o377:
                        raise PatternError(f"octal escape value \\{digits} outside of range 0-0o377", self.given, start)
                    return self.literal(chr(int(digits, 8)), flags)
                number += self.peek()
                self.at += 1
            return self.back(int(number), flags, start + 1)
        return self.literal(self.escaped_char(start), flags)

    def back(self, number, flags, where):
        if number > self.groups:
            raise PatternError(f"invalid group reference {number}", self.given, where)
        if number in self.open:
            raise PatternError("cannot refer to an open group", self.given, where - 1)
        self.check_behind(number)
        return ("back", number, bool(flags & IGNORECASE))

    def check_behind(self, number):
        if self.behind_from is not None and number >= self.behind_from:
            raise self.error("cannot refer to group defined in the same lookbehind subpattern")

    def escaped_char(self, start):
        """The character of a `\\n`, `\\x41`, `\\.` and the like."""
        c = self.peek()
        self.at += 1
        if c in _ESCAPES and c != "b":
            return _ESCAPES[c]
        if c == "0":
            while self.at < start + 4 and self.peek() in tuple("01234567"):
                self.at += 1
            return chr(int(self.text[start + 1 : self.at], 8))
        if c == "x" or c in "uU" and not self.is_bytes:
            size = {"x": 2, "u": 4, "U": 8}[c]
            digits = ""
            while len(digits) < size and self.peek() in tuple("0123456789abcdefABCDEF"):
                digits += self.peek()
                self.at += 1
            if len(digits) < size:
                raise PatternError(f"incomplete escape \\{c}{digits}", self.given, start)
            return chr(int(digits, 16))
        if c == "N" and not self.is_bytes and self.take("{"):
            import unicodedata

            return unicodedata.lookup(self.until("}", "character name"))
        if c.isascii() and c.isalpha():
            raise PatternError(f"bad escape \\{c}", self.given, start)
        return c

    def char_set(self, flags):
        start = self.at - 1
        negate = self.take("^")
        single, ranges, tests = set(), [], []
        first = True
        while True:
            c = self.peek()
            if c == "":
                raise PatternError("unterminated character set", self.given, start)
            if c == "]" and not first:
                self.at += 1
                break
            first = False
            here = self.at
            low = self.set_item(start, flags)
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.set_item(start, flags)
                shown = self.text[here : self.at]
                if not isinstance(low, str) or not isinstance(high, str) or high < low:
                    raise PatternError(f"bad character range {shown}", self.given, here)
                ranges.append((low, high))
            elif self.peek() == "-" and self.text[self.at + 1 : self.at + 2] == "":
                raise PatternError("unterminated character set", self.given, start)
            elif isinstance(low, str):
                single.add(low)
            else:
                tests.append(low)

        def test(c):
            return c in single or any(low <= c <= high for low, high in ranges) or any(t(c) for t in tests)

        found = _folded(test) if flags & IGNORECASE else test
        return ("set", (lambda c: not found(c)) if negate else found)

    def set_item(self, start, flags):
        c = self.peek()
        at = self.at
        self.at += 1
        if c != "\\":
            return c
        c = self.peek()
        if not c:
            raise PatternError("unterminated character set", self.given, start)
        if c in "dDsSwW":
            self.at += 1
            return self.category(c, flags)
        if c == "b":
            self.at += 1
            return "\b"
        if c in "01234567":
            end = self.at
            while end < at + 4 and self.text[end : end + 1] in tuple("01234567"):
                end += 1
            value = int(self.text[self.at : end], 8)
            if value > 0o377:
                raise PatternError(f"octal escape value {self.text[at:end]} outside of range 0-0o377", self.given, at)
            self.at = end
            return chr(value)
        if c in "89":
            raise PatternError(f"bad escape \\{c}", self.given, at)
        return self.escaped_char(at)

    def group(self, flags, is_start):
        start = self.at - 1
        name = None
        if self.take("?"):
            c = self.peek()
            self.at += 1
            if c == "":
                raise self.error("unexpected end of pattern", 1)
            if c == "P":
                if self.take("<"):
                    name = self.name(">")
                elif self.take("="):
                    return self.named_back(flags)
                else:
                    c = self.peek()
                    self.at += len(c)
                    raise self.error("unknown extension ?P" + c if c else "unexpected end of pattern", len(c) + 2 if c else 0)
            elif c == ":":
                return self.inside(("group", None), flags, start)
            elif c == "#":
                end = self.text.find(")", self.at)
                if end < 0:
                    raise PatternError("missing ), unterminated comment", self.given, start)
                self.at = end + 1
                return None
            elif c == ">":
                return self.inside(("atomic",), flags, start)
            elif c in "=!" or c == "<" and self.peek() in ("=", "!"):
                behind = c == "<"
                if behind:
                    c = self.peek()
                    self.at += 1
                outermost = behind and self.behind_from is None
                if outermost:
                    self.behind_from = self.groups + 1
                _, item = self.inside(("look",), flags, start)
                if outermost:
                    self.behind_from = None
                width = None
                if behind:
                    low, high = self.width(item)
                    if low != high:
                        self.has_wide_behind = True
                    width = low
                return ("look", item, width, c == "!")
            elif c == "(":
                return self.conditional(flags, start)
            elif c in _LETTERS or c == "-":
                self.at -= 1
                return self.inline_flags(flags, is_start, start)
            else:
                if c == "<":
                    c += self.peek()
                    self.at += len(self.peek())
                raise self.error("unknown extension ?" + c, len(c) + 1)
        self.groups += 1
        number = self.groups
        if name is not None:
            if name in self.names:
                msg = f"redefinition of group name {name!r} as group {number}; was group {self.names[name]}"
                raise self.error(msg, len(name) + 1)
            self.names[name] = number
        self.open.add(number)
        made = self.inside(("group", number), flags, start)
        self.open.discard(number)
        self.widths[number] = self.width(made[2])
        return made

    def inside(self, head, flags, start):
        item = self.alternatives(flags)
        if not self.take(")"):
            raise PatternError("missing ), unterminated subpattern", self.given, start)
        return (*head, item)

    def name(self, end):
        name = self.until(end, "group name")
        if not name.isidentifier() or self.is_bytes and not name.isascii():
            shown = name.encode("latin1") if self.is_bytes else name
            raise self.error(f"bad character in group name {shown!r}" if not self.is_bytes else
                             f"bad character in group name {ascii(name)}", len(name) + 1)
        return name

    def named_back(self, flags):
        name = self.name(")")
        if name not in self.names:
            raise self.error(f"unknown group name {name!r}", len(name) + 1)
        if self.names[name] in self.open:
            raise self.error("cannot refer to an open group", len(name) + 1)
        self.check_behind(self.names[name])
        return ("back", self.names[name], bool(flags & IGNORECASE))

    def conditional(self, flags, start):
        which = self.until(")", "group name")
        if which.isdecimal() and which.isascii():
            number = int(which)
            if not number:
                raise self.error("bad group number", len(which) + 1)
        elif which.isidentifier():
            if which not in self.names:
                raise self.error(f"unknown group name {which!r}", len(which) + 1)
            number = self.names[which]
        else:
            raise self.error(f"bad character in group name {which!r}", len(which) + 1)
        if number > self.groups:
            raise self.error(f"invalid group reference {number}", len(which) + 1)
        self.check_behind(number)
        yes = self.sequence(flags, False)
        no = self.sequence(flags, False) if self.take("|") else ("seq", [])
        if self.peek() == "|":
            raise self.error("conditional backref with more than two branches")
        if not self.take(")"):
            raise PatternError("missing ), unterminated subpattern", self.given, start)
        return ("conditional", number, yes, no)

    def inline_flags(self, flags, is_start, start):
        on = off = 0
        minus = False
        while True:
            c = self.peek()
            self.at += 1
            if c in _LETTERS:
                if minus:
                    off |= _LETTERS[c]
                    if c in "aLu":
                        raise self.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
                else:
                    on |= _LETTERS[c]
                    if c == "u" and self.is_bytes:
                        raise self.error("bad inline flags: cannot use 'u' flag with a bytes pattern")
                    if c == "L" and not self.is_bytes:
                        raise self.error("bad inline flags: cannot use 'L' flag with a str pattern")
            elif c == "-" and not minus:
                minus = True
                if self.peek() not in _LETTERS:
                    raise self.error("missing flag" if self.peek() in ("", ":", ")") else "unknown flag")
            elif c == ")" and not minus:
                if not is_start or start != self.first:
                    raise PatternError("global flags not at the start of the expression", self.given, start)
                self.flags |= on
                self.first = self.at
                return flags | on
            elif c == ":":
                if on & off:
                    raise self.error("bad inline flags: flag turned on and off", 1)
                inner = (flags | on) & ~off
                if on & ASCII:
                    inner &= ~UNICODE
                elif on & UNICODE:
                    inner &= ~ASCII
                return self.inside(("group", None), inner, start)
            else:
                if c == "":
                    raise self.error("missing -, : or )" if not minus else "missing :", 1)
                raise self.error("unknown flag" if c.isalpha() else "missing -, : or )" if not minus else "missing :", 1)

    def width(self, item):
        """The least and the largest number of characters that it matches."""
        kind = item[0]
        if kind in ("text", "set"):
            return 1, 1
        if kind == "seq":
            sizes = [self.width(i) for i in item[1]]
            return sum(low for low, _ in sizes), sum(high for _, high in sizes)
        if kind == "branch":
            sizes = [self.width(i) for i in item[1]]
            return min(low for low, _ in sizes), max(high for _, high in sizes)
        if kind == "repeat":
            low, high = self.width(item[1])
            return low * item[2], min(high * item[3], _INFINITE)
        if kind == "group":
            return self.width(item[2])
        if kind == "atomic":
            return self.width(item[1])
        if kind == "back":
            return self.widths.get(item[1], (0, _INFINITE))
        if kind == "conditional":
            (a, b), (c, d) = self.width(item[2]), self.width(item[3])
            return min(a, c), max(b, d)
        return 0, 0


def _is_word(c):
    return c.isalnum() or c == "_"


def _is_word_ascii(c):
    return c.isascii() and (c.isalnum() or c == "_")


def _folded(test):
    """The test, whatever the letter's case."""
    return lambda c: test(c) or test(c.lower()) or test(c.upper()) if len(c.lower()) == len(c.upper()) == 1 else test(c)


class _Writer:
    """Writes the engine's program."""

    def __init__(self, groups):
        self.slots = 2 * groups + 2

    def program(self, item):
        code = []
        self.write(item, code)
        code.append((_sre.MATCH,))
        return code

    def write(self, item, code):
        getattr(self, item[0])(code, *item[1:])

    def seq(self, code, items):
        i = 0
        while i < len(items):
            if items[i][0] == "text":
                # Letters that follow one another are one instruction.
                start = i
                while i < len(items) and items[i][0] == "text":
                    i += 1
                code.append((_sre.TEXT, "".join(text for _, text in items[start:i])))
            else:
                self.write(items[i], code)
                i += 1

    def text(self, code, text):
        code.append((_sre.TEXT, text))

    def set(self, code, test):
        code.append((_sre.SET, _sre.Set(test)))

    def at(self, code, kind, word=None):
        code.append((_sre.AT, kind, word))

    def back(self, code, number, ignore_case):
        code.append((_sre.BACK, number, ignore_case))

    def group(self, code, number, item):
        if number is None:
            return self.write(item, code)
        code.append((_sre.SAVE, 2 * number))
        self.write(item, code)
        code.append((_sre.SAVE, 2 * number + 1))

    def atomic(self, code, item):
        code.append((_sre.ATOMIC, self.program(item)))

    def look(self, code, item, width, negate):
        code.append((_sre.LOOK, self.program(item), width, negate))

    def conditional(self, code, number, yes, no):
        at = len(code)
        code.append(None)
        self.write(yes, code)
        end = len(code)
        code.append(None)
        code[at] = (_sre.IF, number, len(code))
        self.write(no, code)
        code[end] = (_sre.JUMP, len(code))

    def branch(self, code, branches):
        ends = []
        for branch in branches[:-1]:
            at = len(code)
            code.append(None)
            self.write(branch, code)
            ends.append(len(code))
            code.append(None)
            code[at] = (_sre.SPLIT, at + 1, len(code))
        self.write(branches[-1], code)
        for end in ends:
            code[end] = (_sre.JUMP, len(code))

    def repeat(self, code, item, least, most, how):
        inner = item
        while inner[0] == "group" and inner[1] is None:
            inner = inner[2]
        while inner[0] == "seq" and len(inner[1]) == 1:
            inner = inner[1][0]
        if inner[0] in ("set", "text"):
            letter = inner[1]
            test = _sre.Set(inner[1] if inner[0] == "set" else lambda c: c == letter)
            code.append((_sre.REPEAT, test, least, most, how))
        elif how == "possessive":
            self.atomic(code, ("repeat", item, least, most, "greedy"))
        else:
            for _ in range(least):
                self.write(item, code)
            if most == _INFINITE:
                self.loop(code, item, how)
            else:
                self.optional(code, item, most - least, how)

    def split(self, code, at, how):
        """The instruction before what may be done once more, that ends here."""
        here = len(code)
        code[at] = (_sre.SPLIT, at + 1, here) if how == "greedy" else (_sre.SPLIT, here, at + 1)

    def loop(self, code, item, how):
        start = len(code)
        code.append(None)
        slot = self.slots
        self.slots += 1
        # A round that matched nothing is the last.
        code.append((_sre.SAVE, slot))
        self.write(item, code)
        code.append((_sre.MOVED, slot, start))
        self.split(code, start, how)

    def optional(self, code, item, times, how):
        starts = []
        for _ in range(times):
            starts.append(len(code))
            code.append(None)
            self.write(item, code)
        for start in starts:
            self.split(code, start, how)


def compile(pattern, flags):
    """A `Pattern`."""
    parser = _Parser(pattern, flags)
    parser.first = 0
    parser.flags_now = flags
    if parser.is_bytes:
        if flags & UNICODE:
            raise ValueError("cannot use UNICODE flag with a bytes pattern")
    else:
        if flags & LOCALE:
            raise ValueError("cannot use LOCALE flag with a str pattern")
        if flags & ASCII and flags & UNICODE:
            raise ValueError("ASCII and UNICODE flags are incompatible")
    item = parser.alternatives(flags, True)
    if parser.peek():
        raise parser.error("unbalanced parenthesis")
    if parser.has_wide_behind:
        raise PatternError("look-behind requires fixed-width pattern")
    flags = parser.flags
    if not parser.is_bytes and not flags & ASCII:
        flags |= UNICODE
    writer = _Writer(parser.groups)
    program = writer.program(item)
    return _sre.Pattern._make(pattern, flags, program, parser.groups, parser.names, writer.slots)


def parse_template(template, pattern):
    """The parts of a template for `sub`: texts, and numbers of groups."""
    is_bytes = isinstance(template, bytes)
    text = template.decode("latin1") if is_bytes else template
    parts, literal, i = [], "", 0

    def group(number, where):
        nonlocal literal
        if number > pattern.groups:
            raise PatternError(f"invalid group reference {number}", template, where)
        parts.extend([literal, number])
        literal = ""

    while i < len(text):
        c = text[i]
        if c != "\\":
            literal += c
            i += 1
            continue
        c = text[i + 1 : i + 2]
        if c == "":
            raise PatternError("bad escape (end of pattern)", template, i)
        if c == "g":
            if text[i + 2 : i + 3] != "<":
                raise PatternError("missing <", template, i + 2)
            end = text.find(">", i + 3)
            if end < 0:
                raise PatternError("missing >, unterminated name" if i + 3 < len(text) else "missing group name", template, i + 3)
            name = text[i + 3 : end]
            if not name:
                raise PatternError("missing group name", template, i + 3)
            if name.isdecimal() and name.isascii():
                group(int(name), i + 3)
            elif not name.isidentifier():
                raise PatternError(f"bad character in group name {name!r}", template, i + 3)
            elif name not in pattern.groupindex:
                raise IndexError(f"unknown group name {name!r}")
            else:
                group(pattern.groupindex[name], i + 3)
            i = end + 1
        elif c in "0123456789":
            end = i + 2
            octal = c == "0"
            while end < i + (4 if octal else 3) and text[end : end + 1] in tuple("01234567" if octal else "0123456789"):
                end += 1
            digits = text[i + 1 : min(i + 4, len(text))]
            if not octal and len(digits) == 3 and all(d in "01234567" for d in digits):
                octal, end = True, i + 4
                if int(digits, 8) > 0o377:
                    raise PatternError(f"octal escape value \\{digits} outside of range 0-0o377", template, i)
            if octal:
                literal += chr(int(text[i + 1 : end], 8))
            else:
                group(int(text[i + 1 : end]), i + 1)
            i = end
        else:
            if c in _ESCAPES:
                literal += _ESCAPES[c]
            elif c.isascii() and c.isalpha():
                raise PatternError(f"bad escape \\{c}", template, i)
            else:
                literal += "\\" + c
            i += 2
    parts.append(literal)
    return [part.encode("latin1") if is_bytes and isinstance(part, str) else part for part in parts]
