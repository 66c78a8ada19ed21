"""Dates and times as text, and text as dates and times."""

import time as _time

from _datetime import _check_date, _first_monday, _from_ordinal, _long_year, _offset_text, timedelta, timezone

_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                "december")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def strftime(o, format, fields):
    """`time.strftime`, and what only dates and times know of: microseconds and zones."""
    if format is None:
        raise TypeError("strftime() missing required argument 'format' (pos 1)")
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    parts = []
    i = 0
    while i < len(format):
        two = format[i : i + 2]
        if two == "%f":
            parts.append(f"{getattr(o, 'microsecond', 0):06}")
        elif two in ("%z", "%:") and hasattr(o, "utcoffset"):
            colon = format[i : i + 3] == "%:z"
            offset = o.utcoffset()
            if two == "%:" and not colon:
                parts.append("%:")
            elif offset is not None:
                parts.append(_offset_text(offset, ":" if colon else ""))
            i += colon
        elif two == "%z":
            pass
        elif two == "%Z":
            name = o.tzname() if hasattr(o, "tzname") else None
            parts.append((name or "").replace("%", "%%"))
        else:
            parts.append(two if two[0] == "%" else two[0])
            i -= two[0] != "%"
        i += 2
    return _time.strftime("".join(parts), fields)


def parse_date(text):
    """Year, month and day of YYYY-MM-DD, YYYYMMDD, YYYY-Www-D and the like."""
    fields = _date_fields(text)
    if fields is None:
        raise ValueError(f"Invalid isoformat string: {text!r}")
    return _check_date(*fields)


def _digits(text):
    return int(text) if text.isascii() and text.isdigit() else None


def _date_fields(text):
    if len(text) not in (7, 8, 10) or _digits(text[:4]) is None:
        return None
    year = int(text[:4])
    rest = text[4:].replace("-", "", 2)
    if text[4] == "-" and len(text) == 10 and text[7] == "-" or "-" not in text and len(text) == 8:
        if rest[0] != "W" and len(rest) == 4 and _digits(rest) is not None:
            return year, int(rest[:2]), int(rest[2:])
    if rest[:1] == "W" and _digits(rest[1:]) is not None and len(rest) in (3, 4):
        week, day = int(rest[1:3]), int(rest[3:] or 1)
        if not 1 <= week <= (53 if _long_year(year) else 52):
            raise ValueError(f"Invalid week: {week}")
        if not 1 <= day <= 7:
            raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
        return _from_ordinal(_first_monday(year) + (week - 1) * 7 + day - 1)
    return None


def parse_time(text, whole):
    """Hour, minute, second, microsecond and zone."""
    wrong = ValueError(f"Invalid isoformat string: {whole!r}")
    at = max(text.find("+"), text.find("-"), text.find("Z"))
    clock, zone = (text, None) if at < 0 else (text[:at], text[at:])
    fields = _clock_fields(clock)
    if fields is None:
        raise wrong
    if zone is None:
        return *fields, None
    if zone == "Z":
        return *fields, timezone.utc
    away = _clock_fields(zone[1:])
    if away is None:
        raise wrong
    offset = timedelta(hours=away[0], minutes=away[1], seconds=away[2], microseconds=away[3])
    return *fields, timezone(-offset if zone[0] == "-" else offset)


def _clock_fields(text):
    for mark in ".,":
        text, found, fraction = text.partition(mark)
        if found:
            break
    parts = text.split(":") if ":" in text else [text[i : i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or any(len(part) != 2 or _digits(part) is None for part in parts):
        return None
    if found and (len(parts) < 3 or _digits(fraction) is None):
        return None
    numbers = [int(part) for part in parts] + [0] * (3 - len(parts))
    return *numbers, int((fraction + "000000")[:6]) if found else 0


def parse_datetime(text):
    for length in (10, 8, 7):
        # The longest beginning that is a date, with one letter between it and the time.
        if len(text) == length or len(text) > length + 1:
            try:
                fields = _date_fields(text[:length])
            except ValueError:
                if length == 7:
                    raise
                continue
            if fields is not None and not (length == 8 and "W" in text[:8] and text[8:9].isdigit()):
                if len(text) == length:
                    return *_check_date(*fields), 0, 0, 0, 0, None
                return *_check_date(*fields), *parse_time(text[length + 1 :], text)
    raise ValueError(f"Invalid isoformat string: {text!r}")


def strptime(text, format):
    """(year, month, day, hour, minute, second), microsecond, zone: what `text` says by `format`."""
    for number, what in enumerate((text, format), 1):
        if not isinstance(what, str):
            raise TypeError(f"strptime() argument {number} must be str, not {type(what).__name__}")
    if "%d" in format and not any(year in format for year in ("%Y", "%y", "%c", "%x", "%D", "%F")):
        import warnings

        warnings.warn("""\
Parsing dates involving a day of month without a year specified is ambiguous
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647.""", DeprecationWarning)
    found = _Parser(text, format).run()
    if found is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    end, fields = found
    if end != len(text):
        raise ValueError(f"unconverted data remains: {text[end:]}")
    return _assembled(fields)


def _assembled(f):
    year = f.get("Y", 1900)
    hour = f.get("H", 0)
    if "I" in f:
        hour = f["I"] % 12 + (12 if f.get("p") else 0)
    month, day = f.get("m", 1), f.get("d", 1)
    if "j" in f and "m" not in f:
        from _datetime import _days_before_year

        year, month, day = _from_ordinal(_days_before_year(year) + f["j"])
    return (year, month, day, hour, f.get("M", 0), f.get("S", 0)), f.get("f", 0), f.get("z")


# Digits at most, the least and the largest number.
_NUMBERS = {"d": (2, 1, 31), "m": (2, 1, 12), "H": (2, 0, 23), "I": (2, 1, 12), "M": (2, 0, 59), "S": (2, 0, 61),
            "j": (3, 1, 366), "w": (1, 0, 6), "u": (1, 1, 7), "U": (2, 0, 53), "W": (2, 0, 53)}
_SHORT = {"D": "%m/%d/%y", "T": "%H:%M:%S", "F": "%Y-%m-%d", "R": "%H:%M", "c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y",
          "X": "%H:%M:%S"}


class _Parser:
    """Tries for each directive the longest that fits first, and comes back for a shorter one where the rest does not."""

    def __init__(self, text, format):
        self.text = text
        self.items = []
        i = 0
        while i < len(format):
            c = format[i]
            if c == "%":
                i += 1
                directive = format[i : i + 1]
                if not directive:
                    raise ValueError(f"stray %% in format {format!r}".replace("%%", "%"))
                if directive in _SHORT:
                    format = format[: i - 1] + _SHORT[directive] + format[i + 1 :]
                    i -= 1
                    continue
                if directive not in _NUMBERS and directive not in "YyfpzZaAbBh%":
                    raise ValueError(f"{directive!r} is a bad directive in format {format!r}")
                self.items.append("%" + directive if directive != "%" else "%%")
            else:
                self.items.append(c)
            i += 1

    def run(self):
        return self.match(0, 0, {})

    def match(self, at, item, fields):
        if item == len(self.items):
            return at, fields
        want = self.items[item]
        if len(want) == 1 or want == "%%":
            if want.isspace():
                end = at
                while end < len(self.text) and self.text[end].isspace():
                    end += 1
                # Any white space stands for any other.
                return self.match(end, item + 1, fields) if end > at else None
            if self.text[at : at + 1].lower() == want[0].lower():
                return self.match(at + 1, item + 1, fields)
            return None
        for end, key, value in self.readings(at, want[1]):
            new = dict(fields)
            if key:
                new[key] = value
            found = self.match(end, item + 1, new)
            if found is not None:
                return found
        return None

    def digits(self, at, most):
        end = at
        while end < len(self.text) and end < at + most and self.text[end] in "0123456789":
            end += 1
        return end

    def readings(self, at, directive):
        text = self.text
        if directive in _NUMBERS:
            most, low, high = _NUMBERS[directive]
            for end in range(self.digits(at, most), at, -1):
                if low <= int(text[at:end]) <= high:
                    yield end, directive if directive in "dmHIMSj" else None, int(text[at:end])
        elif directive in "Yy":
            width = 4 if directive == "Y" else 2
            if self.digits(at, width) == at + width:
                year = int(text[at : at + width])
                yield at + width, "Y", year if directive == "Y" else year + (1900 if year >= 69 else 2000)
        elif directive == "f":
            for end in range(self.digits(at, 6), at, -1):
                yield end, "f", int((text[at:end] + "00000")[:6])
        elif directive == "p":
            if text[at : at + 2].lower() in ("am", "pm"):
                yield at + 2, "p", text[at : at + 2].lower() == "pm"
        elif directive in "aAbBh":
            names = _DAY_NAMES if directive in "aA" else _MONTH_NAMES
            for number, name in enumerate(names, 1):
                name = name if directive in "AB" else name[:3]
                if text[at : at + len(name)].lower() == name:
                    yield at + len(name), None if directive in "aA" else "m", number
        elif directive == "Z":
            for name in ("utc", "gmt", ""):
                if text[at : at + len(name)].lower() == name:
                    yield at + len(name), None, None
        elif directive == "z":
            yield from self.zones(at)

    def zones(self, at):
        text = self.text
        if text[at : at + 1] == "Z":
            yield at + 1, "z", timezone.utc
        elif text[at : at + 1] in ("+", "-"):
            digits = self.digits(at + 1, 2)
            colon = text[digits : digits + 1] == ":"
            end = self.digits(digits + colon, 2)
            if digits == at + 3 and end == digits + colon + 2:
                offset = timedelta(hours=int(text[at + 1 : at + 3]), minutes=int(text[end - 2 : end]))
                yield end, "z", timezone(-offset if text[at] == "-" else offset)
