"""Times of day, and moments: a day and a time of day."""

import time as _time

from _datetime import (
    _check_date, _check_time, _check_zone, _DAYS, _days_before_month, _from_ordinal, _full_name, _MONTHS, _MAXORDINAL,
    _offset_text, _ordinal, date, timedelta, timezone,
)

_DAY = 86400 * 10**6


def _offset(of, moment):
    """What a zone says the distance from UTC is, or None."""
    if of.tzinfo is None:
        return None
    offset = of.tzinfo.utcoffset(moment)
    if offset is not None:
        if not isinstance(offset, timedelta):
            raise TypeError(f"tzinfo.utcoffset() must return None or a timedelta, not '{type(offset).__name__}'")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return offset


def _clock_text(hour, minute, second, micro, timespec):
    if timespec == "auto":
        timespec = "microseconds" if micro else "seconds"
    if timespec == "hours":
        return f"{hour:02}"
    if timespec == "minutes":
        return f"{hour:02}:{minute:02}"
    text = f"{hour:02}:{minute:02}:{second:02}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{micro // 1000:03}"
    if timespec == "microseconds":
        return f"{text}.{micro:06}"
    raise ValueError("Unknown timespec value")


def _clock_arguments(o):
    """The end of a repr."""
    fields = [o._hour, o._minute]
    if o._second or o._microsecond:
        fields.append(o._second)
    if o._microsecond:
        fields.append(o._microsecond)
    text = ", ".join([str(field) for field in fields])
    if o._tzinfo is not None:
        text += f", tzinfo={o._tzinfo!r}"
    return text + ", fold=1" if o._fold else text


class time:
    """A time of day."""

    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond, self._fold = _check_time(
            hour, minute, second, microsecond, fold)
        self._tzinfo = tzinfo
        return self

    @classmethod
    def fromisoformat(cls, time_string, /):
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        from _datetime_text import parse_time

        return cls(*parse_time(time_string.removeprefix("T"), time_string))

    @classmethod
    def strptime(cls, date_string, format, /):
        from _datetime_text import strptime

        return datetime._parsed(*strptime(date_string, format)).timetz()

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def utcoffset(self):
        return _offset(self, None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        old = (self._hour, self._minute, self._second, self._microsecond)
        new = [o if n is None else n for n, o in zip((hour, minute, second, microsecond), old)]
        return type(self)(*new, self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def isoformat(self, timespec="auto"):
        text = _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    __str__ = isoformat

    def __repr__(self):
        return f"{_full_name(self)}({_clock_arguments(self)})"

    def strftime(self, format=None):
        from _datetime_text import strftime

        return strftime(self, format, _time.struct_time((1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)))

    __format__ = date.__format__

    def _key(self):
        micros = ((self._hour * 60 + self._minute) * 60 + self._second) * 10**6 + self._microsecond
        offset = self.utcoffset()
        return offset is not None, micros - (0 if offset is None else offset._total())

    def _compared(self, other):
        mine, others = self._key(), other._key()
        if mine[0] != others[0]:
            raise TypeError("can't compare offset-naive and offset-aware times")
        return mine[1], others[1]

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self._compared(other)
        return mine < others

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self._compared(other)
        return mine <= others

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self._compared(other)
        return mine > others

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self._compared(other)
        return mine >= others

    def __hash__(self):
        return hash(self._key())


# datetime has methods of these names.
_date, _time_of_day = date, time


class datetime(date):
    """A moment."""

    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond, self._fold = _check_time(
            hour, minute, second, microsecond, fold)
        self._tzinfo = tzinfo
        return self

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time_ns() // 1000 / 10**6, tz)

    @classmethod
    def utcnow(cls):
        import warnings

        warnings.warn("datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use "
                      "timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
                      DeprecationWarning)
        return cls.now(timezone.utc).replace(tzinfo=None)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        _check_zone(tz)
        # Programs live in UTC: local time is that.
        micros = _nearest_micros(timestamp)
        moment = cls._from_micros(_ordinal(1970, 1, 1) * _DAY + micros, tz)
        return moment if tz is None else tz.fromutc(moment)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        import warnings

        warnings.warn("datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use "
                      "timezone-aware objects to represent datetimes in UTC: "
                      "datetime.datetime.fromtimestamp(timestamp, datetime.UTC).", DeprecationWarning)
        return cls.fromtimestamp(timestamp)

    @classmethod
    def fromordinal(cls, ordinal, /):
        return cls.combine(date.fromordinal(ordinal), time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_of_day):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        zone = time.tzinfo if tzinfo is True else tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, zone,
                   fold=time.fold)

    @classmethod
    def fromisoformat(cls, string, /):
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        from _datetime_text import parse_datetime

        return cls(*parse_datetime(string))

    @classmethod
    def strptime(cls, date_string, format, /):
        from _datetime_text import strptime

        return cls._parsed(*strptime(date_string, format))

    @classmethod
    def _parsed(cls, fields, micro, zone):
        return cls(*fields[:6], micro, zone)

    @classmethod
    def _from_micros(cls, micros, zone):
        """The moment so long after the last day before year 1."""
        days, rest = divmod(micros, _DAY)
        if not 1 <= days <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 10**6)
        minutes, second = divmod(seconds, 60)
        return cls(*_from_ordinal(days), *divmod(minutes, 60), second, micro, zone)

    def _micros(self):
        days = _ordinal(self._year, self._month, self._day)
        return days * _DAY + ((self._hour * 60 + self._minute) * 60 + self._second) * 10**6 + self._microsecond

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def utcoffset(self):
        return _offset(self, self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def timestamp(self):
        offset = self.utcoffset()
        micros = self._micros() - _ordinal(1970, 1, 1) * _DAY
        return (micros - (0 if offset is None else offset._total())) / 10**6

    def astimezone(self, tz=None):
        if tz is None:
            tz = timezone.utc if self.utcoffset() != timedelta(0) or self._tzinfo is None else self._tzinfo
        elif self._tzinfo is tz:
            return self
        _check_zone(tz)
        utc = self - (self.utcoffset() or timedelta(0))
        return tz.fromutc(utc.replace(tzinfo=tz))

    def timetuple(self):
        saving = self.dst()
        return self._fields(self._hour, self._minute, self._second, -1 if saving is None else int(bool(saving)))

    def utctimetuple(self):
        utc = self - (self.utcoffset() or timedelta(0))
        return utc._fields(utc._hour, utc._minute, utc._second, 0)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        old = (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)
        given = (year, month, day, hour, minute, second, microsecond)
        new = [o if n is None else n for n, o in zip(given, old)]
        return type(self)(*new, self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def ctime(self):
        clock = f"{self._hour:02}:{self._minute:02}:{self._second:02}"
        return f"{_DAYS[self.weekday()]} {_MONTHS[self._month - 1]} {self._day:2} {clock} {self._year:04}"

    def isoformat(self, sep="T", timespec="auto"):
        if not isinstance(sep, str) or len(sep) != 1:
            what = f"a string of length {len(sep)}" if isinstance(sep, str) else type(sep).__name__
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {what}")
        text = f"{self._year:04}-{self._month:02}-{self._day:02}{sep}"
        text += _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return f"{_full_name(self)}({self._year}, {self._month}, {self._day}, {_clock_arguments(self)})"

    def _key(self):
        offset = self.utcoffset()
        return offset is not None, self._micros() - (0 if offset is None else offset._total())

    def _ordered(self, other):
        return isinstance(other, datetime)

    def _comparable(self, other):
        if not isinstance(other, datetime):
            return False
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return True

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, datetime) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._from_micros(self._micros() + other._total(), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        mine, others = self.utcoffset(), other.utcoffset()
        if (mine is None) != (others is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of(self._key()[1] - other._key()[1])

    def __reduce__(self):
        zone = () if self._tzinfo is None else (self._tzinfo,)
        clock = (self._hour, self._minute, self._second, self._microsecond)
        return type(self), (self._year, self._month, self._day, *clock, *zone)


def _nearest_micros(seconds):
    """Microseconds of a number of seconds; from the middle to the even one."""
    if isinstance(seconds, int):
        return seconds * 10**6
    if not isinstance(seconds, float):
        raise TypeError(f"argument must be int or float, not {type(seconds).__name__}")
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    whole = seconds // 1
    return int(whole) * 10**6 + round((seconds - whole) * 10**6)
