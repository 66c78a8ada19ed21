"""Dates, times of day, moments, and what lies between them."""

import time as _time

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _days_before_year(year):
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400


def _days_before_month(year, month):
    return (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1] + (month > 2 and _is_leap(year))


def _ordinal(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _from_ordinal(n):
    """Year, month and day of the day with this number; 1 January of year 1 is number 1."""
    year = (n - 1) * 400 // 146097 + 1
    while _days_before_year(year + 1) < n:
        year += 1
    while _days_before_year(year) >= n:
        year -= 1
    rest = n - _days_before_year(year)
    month = min(12, rest // 29 + 1)
    while _days_before_month(year, month) >= rest:
        month -= 1
    return year, month, rest - _days_before_month(year, month)


def _index(value):
    if isinstance(value, int):
        return value
    try:
        convert = type(value).__index__
    except AttributeError:
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer") from None
    return convert(value)


def _check_date(year, month, day):
    for i, (name, value) in enumerate((("year", year), ("month", month), ("day", day)), 1):
        if value is None:
            raise TypeError(f"function missing required argument '{name}' (pos {i})")
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
    if not 1 <= month <= 12:
        raise ValueError(f"month must be in 1..12, not {month}")
    last = _days_in_month(year, month)
    if not 1 <= day <= last:
        raise ValueError(f"day {day} must be in range 1..{last} for month {month} in year {year}")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    for name, value, last in (("hour", hour, 23), ("minute", minute, 59), ("second", second, 59),
                              ("microsecond", microsecond, 999999)):
        if not 0 <= value <= last:
            raise ValueError(f"{name} must be in 0..{last}, not {value}")
    if fold not in (0, 1):
        raise ValueError(f"fold must be either 0 or 1, not {fold}")
    return hour, minute, second, microsecond, fold


def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


class timedelta:
    """A length of time: days, seconds and microseconds."""

    __module__ = "datetime"
    __slots__ = ("_days", "_seconds", "_microseconds")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        whole = 0
        fraction = 0.0
        for name, value, unit in (
            ("days", days, 86400 * 10**6), ("seconds", seconds, 10**6), ("microseconds", microseconds, 1),
            ("milliseconds", milliseconds, 1000), ("minutes", minutes, 60 * 10**6), ("hours", hours, 3600 * 10**6),
            ("weeks", weeks, 7 * 86400 * 10**6),
        ):
            if isinstance(value, int):
                whole += value * unit
            elif isinstance(value, float):
                # The whole part is exact; what is left is added up and rounded once.
                ints = int(value)
                whole += ints * unit
                part = (value - ints) * unit
                whole += int(part)
                fraction += part - int(part)
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        return cls._of(whole + _rounded(fraction, whole))

    @classmethod
    def _of(cls, microseconds):
        seconds, rest = divmod(microseconds, 10**6)
        days, seconds = divmod(seconds, 86400)
        if abs(days) > 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days, self._seconds, self._microseconds = days, seconds, rest
        return self

    def _total(self):
        return (self._days * 86400 + self._seconds) * 10**6 + self._microseconds

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def total_seconds(self):
        return self._total() / 10**6

    def __repr__(self):
        names = ("days", "seconds", "microseconds")
        parts = [f"{n}={v}" for n, v in zip(names, (self._days, self._seconds, self._microseconds)) if v]
        return f"{_full_name(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02}:{seconds:02}"
        if self._days:
            text = f"{self._days} day{'s' if abs(self._days) != 1 else ''}, {text}"
        return f"{text}.{self._microseconds:06}" if self._microseconds else text

    def __add__(self, other):
        return timedelta._of(self._total() + other._total()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._of(self._total() - other._total()) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return timedelta._of(other._total() - self._total()) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return timedelta._of(self._total())

    def __abs__(self):
        return timedelta._of(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total() * top, bottom))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        return timedelta._of(self._total() // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide_nearest(self._total(), other))
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total() * bottom, top))
        return NotImplemented

    def __mod__(self, other):
        return timedelta._of(self._total() % other._total()) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        return (self // other, self % other) if isinstance(other, timedelta) else NotImplemented

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return type(self), (self._days, self._seconds, self._microseconds)


def _rounded(fraction, whole):
    """The nearest whole number to a fraction that is added to `whole`; from the middle to the even sum."""
    nearest = round(fraction)
    if abs(fraction - int(fraction)) == 0.5:
        low = int(fraction // 1)
        return low if (whole + low) % 2 == 0 else low + 1
    return nearest


def _divide_nearest(top, bottom):
    quotient, rest = divmod(top, bottom)
    twice = rest * 2
    if (twice > bottom if bottom > 0 else twice < bottom) or twice == bottom and quotient % 2:
        quotient += 1
    return quotient


def _full_name(o):
    cls = type(o)
    return f"datetime.{cls.__name__}" if cls.__module__ == "datetime" else cls.__name__


class tzinfo:
    """What knows how far a place's time is from UTC."""

    __module__ = "datetime"
    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset, saving = dt.utcoffset(), dt.dst()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        if saving is None:
            raise ValueError("fromutc: non-None dst() result required")
        dt += offset - saving
        return dt + (dt.dst() or timedelta(0))


class timezone(tzinfo):
    """A place whose time is always as far from UTC."""

    __module__ = "datetime"
    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is not None and not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                             f"not {offset!r}")
        if name is None and not offset and hasattr(cls, "utc"):
            return cls.utc
        self = object.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def fromutc(self, dt):
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"{_full_name(self)}({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)


def _offset_text(offset, colon=":"):
    sign = "+"
    if offset < timedelta(0):
        sign, offset = "-", -offset
    total, micro = divmod(offset._total(), 10**6)
    hours, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{sign}{hours:02}{colon}{minutes:02}"
    if seconds or micro:
        text += f"{colon}{seconds:02}"
    return text + f".{micro:06}" if micro else text


class date:
    """A day."""

    __module__ = "datetime"
    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year=None, month=None, day=None):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        return cls(*_time.localtime(timestamp)[:3])

    @classmethod
    def fromordinal(cls, ordinal, /):
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > _MAXORDINAL:
            raise ValueError("year is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, date_string, /):
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        from _datetime_text import parse_date

        return cls(*parse_date(date_string))

    @classmethod
    def fromisocalendar(cls, year, week, day):
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f"Year is out of range: {year}")
        if not 1 <= week <= (53 if _long_year(year) else 52):
            raise ValueError(f"Invalid week: {week}")
        if not 1 <= day <= 7:
            raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
        return cls(*_from_ordinal(_first_monday(year) + (week - 1) * 7 + day - 1))

    @classmethod
    def strptime(cls, date_string, format, /):
        from _datetime_text import strptime

        return cls(*strptime(date_string, format)[0][:3])

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isocalendar(self):
        year = self._year
        today = self.toordinal()
        if today < _first_monday(year):
            year -= 1
        elif today >= _first_monday(year + 1):
            year += 1
        week, day = divmod(today - _first_monday(year), 7)
        return _iso_date()(year, week + 1, day + 1)

    def timetuple(self):
        return self._fields(0, 0, 0, -1)

    def _fields(self, hour, minute, second, dst):
        day_of_year = _days_before_month(self._year, self._month) + self._day
        return _time.struct_time((self._year, self._month, self._day, hour, minute, second, self.weekday(), day_of_year, dst))

    def replace(self, year=None, month=None, day=None):
        given = (year, month, day)
        return type(self)(*[new if new is not None else old for new, old in zip(given, (self._year, self._month, self._day))])

    __replace__ = replace

    def ctime(self):
        return f"{_DAYS[self.weekday()]} {_MONTHS[self._month - 1]} {self._day:2} 00:00:00 {self._year:04}"

    def isoformat(self):
        return f"{self._year:04}-{self._month:02}-{self._day:02}"

    __str__ = isoformat

    def strftime(self, format=None):
        from _datetime_text import strftime

        return strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f"must be str, not {type(fmt).__name__}")
        return self.strftime(fmt) if fmt else str(self)

    def __repr__(self):
        return f"{_full_name(self)}({self._year}, {self._month}, {self._day})"

    def _key(self):
        return self._year, self._month, self._day

    def _ordered(self, other):
        """Can it be compared with another by `_key`? A moment is no day."""
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._ordered(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._ordered(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._ordered(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._ordered(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._ordered(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        n = self.toordinal() + other.days
        if not 1 <= n <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(n)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        return timedelta(self.toordinal() - other.toordinal()) if isinstance(other, date) else NotImplemented

    def __reduce__(self):
        return type(self), self._key()


def _first_monday(year):
    """Number of the Monday of the year's first week by ISO: the week with the first Thursday."""
    first = _ordinal(year, 1, 1) if year <= MAXYEAR else _MAXORDINAL + 1
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _long_year(year):
    return _first_monday(year + 1) - _first_monday(year) == 371


def _iso_date():
    global _IsoCalendarDate
    if _IsoCalendarDate is None:
        from collections import namedtuple

        base = namedtuple("IsoCalendarDate", "year week weekday")
        _IsoCalendarDate = type("IsoCalendarDate", (base,), {
            "__slots__": (), "__module__": "datetime",
            "__repr__": lambda self: f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})",
        })
    return _IsoCalendarDate


_IsoCalendarDate = None
date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(1)
timedelta.min, timedelta.max = timedelta(-999999999), timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(0, 0, 1)

from _datetime_clock import datetime, time  # noqa: E402  needs the names above

timezone.utc = UTC = timezone(timedelta(0))
timezone.min, timezone.max = timezone(-timedelta(hours=23, minutes=59)), timezone(timedelta(hours=23, minutes=59))
time.min, time.max, time.resolution = time(0), time(23, 59, 59, 999999), timedelta(0, 0, 1)
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(0, 0, 1)
