"""Reading JSON, and quoting strings for it: what CPython has in C."""

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WHITESPACE = " \t\n\r"
_HEX = "0123456789abcdefABCDEF"
_DIGITS = "0123456789"


def skip_whitespace(s, pos):
    """The position of the first character that is not whitespace."""
    end = len(s)
    while pos < end and s[pos] in _WHITESPACE:
        pos += 1
    return pos


class _Whitespace:
    """The whitespace that was found."""

    __slots__ = ("_end",)

    def __init__(self, end):
        self._end = end

    def end(self):
        """Where it ends."""
        return self._end


def whitespace(s, pos):
    """The whitespace from `pos` on, with its end()."""
    return _Whitespace(skip_whitespace(s, pos))


def _hex4(s, pos, error):
    digits = s[pos + 1:pos + 5]
    if len(digits) == 4 and all([ch in _HEX for ch in digits]):
        return int(digits, 16)
    raise error("Invalid \\uXXXX escape", s, pos)


def scan_string(s, pos, strict, error):
    """The string that begins after the quote before `pos`, and the position after its closing quote."""
    begin = pos - 1
    pieces = []
    size = len(s)
    while True:
        start = pos
        while pos < size:
            ch = s[pos]
            if ch == '"' or ch == "\\" or ch < " ":
                break
            pos += 1
        else:
            raise error("Unterminated string starting at", s, begin)
        pieces.append(s[start:pos])
        if ch == '"':
            return "".join(pieces), pos + 1
        if ch != "\\":
            if strict:
                raise error("Invalid control character at", s, pos)
            pieces.append(ch)
            pos += 1
            continue
        pos += 1
        if pos >= size:
            raise error("Unterminated string starting at", s, begin)
        ch = s[pos]
        if ch != "u":
            if ch not in _ESCAPES:
                raise error("Invalid \\escape", s, pos - 1)
            pieces.append(_ESCAPES[ch])
            pos += 1
            continue
        code = _hex4(s, pos, error)
        pos += 5
        if 0xD800 <= code <= 0xDBFF and s[pos:pos + 2] == "\\u":
            low = _hex4(s, pos + 1, error)
            if 0xDC00 <= low <= 0xDFFF:
                code = 0x10000 + (code - 0xD800 << 10 | low - 0xDC00)
                pos += 6
        pieces.append(chr(code))


def _digits(s, pos):
    end = len(s)
    while pos < end and s[pos] in _DIGITS:
        pos += 1
    return pos


def _scan_number(s, pos, parse_int, parse_float):
    """The number that begins at `pos`, and where it ends; StopIteration if there is none."""
    start = pos
    if s[pos] == "-":
        pos += 1
    first = s[pos:pos + 1]
    if first == "0":
        pos += 1
    elif first and first in "123456789":
        pos = _digits(s, pos)
    else:
        raise StopIteration(start)
    is_float = False
    if s[pos:pos + 1] == ".":
        end = _digits(s, pos + 1)
        if end > pos + 1:
            pos, is_float = end, True
    if s[pos:pos + 1] in ("e", "E"):
        sign = pos + 1
        if s[sign:sign + 1] in ("+", "-"):
            sign += 1
        end = _digits(s, sign)
        if end > sign:
            pos, is_float = end, True
    text = s[start:pos]
    return (parse_float if is_float else parse_int)(text), pos


def make_scanner(decoder, error):
    """A function that reads one value of a text from a position on, as the decoder's attributes say."""
    strict, object_hook, pairs_hook = decoder.strict, decoder.object_hook, decoder.object_pairs_hook
    parse_float, parse_int, parse_constant = decoder.parse_float, decoder.parse_int, decoder.parse_constant
    keys = {}

    def scan_object(s, pos):
        pairs = []
        pos = skip_whitespace(s, pos)
        if s[pos:pos + 1] == "}":
            pos += 1
        else:
            if s[pos:pos + 1] != '"':
                raise error("Expecting property name enclosed in double quotes", s, pos)
            while True:
                key, pos = scan_string(s, pos + 1, strict, error)
                # One object for all keys that are equal.
                key = keys.setdefault(key, key)
                if s[pos:pos + 1] != ":":
                    pos = skip_whitespace(s, pos)
                    if s[pos:pos + 1] != ":":
                        raise error("Expecting ':' delimiter", s, pos)
                pos = skip_whitespace(s, pos + 1)
                try:
                    value, pos = scan(s, pos)
                except StopIteration as err:
                    raise error("Expecting value", s, err.value) from None
                pairs.append((key, value))
                pos = skip_whitespace(s, pos)
                ch = s[pos:pos + 1]
                if ch == "}":
                    pos += 1
                    break
                if ch != ",":
                    raise error("Expecting ',' delimiter", s, pos)
                comma = pos
                pos = skip_whitespace(s, pos + 1)
                if s[pos:pos + 1] != '"':
                    if s[pos:pos + 1] == "}":
                        raise error("Illegal trailing comma before end of object", s, comma)
                    raise error("Expecting property name enclosed in double quotes", s, pos)
        if pairs_hook is not None:
            return pairs_hook(pairs), pos
        value = dict(pairs)
        return (value if object_hook is None else object_hook(value)), pos

    def scan_array(s, pos):
        values = []
        pos = skip_whitespace(s, pos)
        if s[pos:pos + 1] == "]":
            return values, pos + 1
        while True:
            try:
                value, pos = scan(s, pos)
            except StopIteration as err:
                raise error("Expecting value", s, err.value) from None
            values.append(value)
            pos = skip_whitespace(s, pos)
            ch = s[pos:pos + 1]
            if ch == "]":
                return values, pos + 1
            if ch != ",":
                raise error("Expecting ',' delimiter", s, pos)
            comma = pos
            pos = skip_whitespace(s, pos + 1)
            if s[pos:pos + 1] == "]":
                raise error("Illegal trailing comma before end of array", s, comma)

    def scan(s, pos):
        try:
            ch = s[pos]
        except IndexError:
            raise StopIteration(pos) from None
        if ch == '"':
            return scan_string(s, pos + 1, strict, error)
        if ch == "{":
            return scan_object(s, pos + 1)
        if ch == "[":
            return scan_array(s, pos + 1)
        if ch == "n" and s.startswith("null", pos):
            return None, pos + 4
        if ch == "t" and s.startswith("true", pos):
            return True, pos + 4
        if ch == "f" and s.startswith("false", pos):
            return False, pos + 5
        if ch == "N" and s.startswith("NaN", pos):
            return parse_constant("NaN"), pos + 3
        if ch == "I" and s.startswith("Infinity", pos):
            return parse_constant("Infinity"), pos + 8
        if ch == "-" and s.startswith("-Infinity", pos):
            return parse_constant("-Infinity"), pos + 9
        return _scan_number(s, pos, parse_int, parse_float)

    def scan_once(s, pos):
        if pos < 0:
            raise ValueError("idx cannot be negative")
        try:
            return scan(s, pos)
        finally:
            keys.clear()

    return scan_once


_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}


def _escaped(ch):
    short = _SHORT.get(ch)
    if short is not None:
        return short
    code = ord(ch)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}"


def encode_basestring_ascii(s, /):
    """The string in quotes, with ASCII characters only."""
    if not isinstance(s, str):
        raise TypeError(f"first argument must be a string, not {type(s).__name__}")
    if s.isascii() and s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{s}"'
    return '"' + "".join([ch if " " <= ch <= "~" and ch not in '"\\' else _escaped(ch) for ch in s]) + '"'


def encode_basestring(s, /):
    """The string in quotes."""
    if not isinstance(s, str):
        raise TypeError(f"first argument must be a string, not {type(s).__name__}")
    if s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{s}"'
    return '"' + "".join([ch if ch >= " " and ch not in '"\\' else _escaped(ch) for ch in s]) + '"'
