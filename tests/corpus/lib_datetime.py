from datetime import date, datetime, time, timedelta, timezone, UTC, tzinfo
import datetime as dtm
d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.timetuple(), d.ctime(), d.replace(year=2020), d + timedelta(1), d - timedelta(days=60), d - date(2023, 1, 1), date.fromordinal(738000), date.fromisoformat("2024-W09-4"), date.fromisoformat("20240229"))
print(f"{d:%d/%m/%Y} {d:%A %B %j %U %W %a %b %y %%}", d.strftime("%Y week %V"), date.min, date.max, date.resolution)
t = timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5, microseconds=6)
print(t, repr(t), t.days, t.seconds, t.microseconds, t.total_seconds(), -t, abs(-t), t * 2, t / 2, t // 3, t / timedelta(hours=1), t // timedelta(hours=1), t % timedelta(hours=1), divmod(t, timedelta(hours=1)), timedelta(0.5), timedelta(1.5, 0.25), timedelta(), repr(timedelta()), bool(timedelta()), timedelta(weeks=1), timedelta(days=-1, seconds=5), t * 1.5, t / 1.5, 3 * t, timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(milliseconds=0.1), sum([t, t], timedelta()))
n = datetime(2024, 2, 29, 13, 5, 9, 1234)
print(n, repr(n), n.date(), n.time(), n.isoformat(), n.isoformat(" ", "minutes"), n.isoformat(timespec="milliseconds"), n.timestamp(), n.timetuple(), n.weekday(), n.ctime(), n.strftime("%Y-%m-%d %H:%M:%S.%f %p %I %z|%Z|"), f"{n:%H:%M}", str(n), n + timedelta(hours=12), n - datetime(2024, 1, 1), n.replace(hour=0, microsecond=0), n == datetime(2024, 2, 29, 13, 5, 9, 1234), n < datetime(2025, 1, 1), hash(n) == hash(n.replace()))
print(repr(datetime(2024, 1, 1)), datetime(2024, 1, 1), repr(datetime(2024, 1, 1, 0, 0, 5)), datetime.combine(d, time(1, 2)), datetime.fromtimestamp(0), datetime.fromtimestamp(1700000000.123456, UTC), datetime.fromisoformat("2024-02-29T13:05:09.5+02:00"), datetime.fromisoformat("2024-02-29"), datetime.fromisoformat("2024-02-29 13:05"), datetime.fromisoformat("20240229T130509Z"), datetime.fromordinal(700000), datetime.min, datetime.max)
z = timezone(timedelta(hours=5, minutes=30)); e = timezone(timedelta(hours=-5), "EST")
a = datetime(2024, 1, 1, 12, tzinfo=z)
print(z, repr(z), e, repr(e), a, repr(a), a.astimezone(UTC), a.astimezone(e), a.utcoffset(), a.tzname(), a.dst(), a - datetime(2024, 1, 1, tzinfo=UTC), a == a.astimezone(UTC), hash(a) == hash(a.astimezone(UTC)), a.timestamp(), a.isoformat(), a.strftime("%z %Z %:z"), timezone.utc, repr(timezone.utc), UTC is timezone.utc, timezone(timedelta(0)) is UTC, a.utctimetuple().tm_hour)
k = time(13, 5)
print(k, repr(k), time(1, 2, 3), repr(time(1, 2, 3, 4)), time.fromisoformat("04:05:06.7"), k < time(14), k.strftime("%H-%M"), k.replace(minute=0), time.min, time.max, repr(time(1, tzinfo=UTC)), time(1, tzinfo=UTC), f"{k:%I:%M %p}", k.isoformat("seconds"))
for s, f in (("2024-02-29 13:05:09", "%Y-%m-%d %H:%M:%S"), ("29/02/24", "%d/%m/%y"), ("Feb 3 2021 1:07PM", "%b %d %Y %I:%M%p"), ("12:30:45.123", "%H:%M:%S.%f"), ("Thursday, 1 February 2024", "%A, %d %B %Y"), ("2024-01-01T00:00:00+0530", "%Y-%m-%dT%H:%M:%S%z"), ("2024 060", "%Y %j"), ("20240102", "%Y%m%d"), ("112", "%m%d"), ("1 2", "%d\t%m"), ("100%", "%y0%%")):
    try: print(datetime.strptime(s, f))
    except Exception as x: print(type(x).__name__, x)
class Sub(datetime): pass
print(repr(Sub(2024, 1, 1)), Sub(2024, 1, 1), type(Sub(2024, 1, 1) + timedelta(1)).__name__, Sub.fromisoformat("2024-01-01").__class__.__name__, datetime.__module__, datetime.__name__, dtm.datetime, dtm.MINYEAR, isinstance(n, date), issubclass(datetime, date), type(datetime.now()).__name__, datetime.now() >= n, date.today() == datetime.now().date(), datetime.now(UTC).tzinfo)
bad = """date(2023, 2, 29)|date(0, 1, 1)|date(2024, 13, 1)|date("x", 1, 1)|date(2024, 1)|datetime(2024, 1, 1, 24)|datetime(2024, 1, 1, 0, 60)|datetime(2024, 1, 1, tzinfo=5)|time(25)|timedelta("x")|timedelta(days="1")|timedelta(999999999, 86400)|d + 1|d - "x"|d < n|n < d|n < a|n - a|a < n|n + 5|t + 1|t * "x"|t / 0|t // timedelta()|date.fromisoformat("x")|date.fromisoformat("2024-1-1")|date.fromisoformat(5)|datetime.fromisoformat("nope")|datetime.strptime("x", "%Y")|datetime.strptime("2024x", "%Y")|datetime.strptime("5", "%d%m")|datetime.strptime("1", "%Q")|datetime.strptime(5, "%d")|date.max + timedelta(1)|datetime.min - timedelta(1)|timezone(5)|timezone(timedelta(hours=24))|d.strftime()|n.isoformat(timespec="x")|date.fromordinal(0)|datetime.fromtimestamp("x")|n == a|d == n|n != 5|d < 5|datetime.combine(1, 2)|n.replace(month=13)|time(1) < time(1, tzinfo=UTC)|t < 5|d.year.x|d.foo|datetime(1,1)|time.fromisoformat("25:00")|round(t)|d + t|{d: 1}[date(2024, 2, 29)]|sorted([date(2024, 3, 1), d])|max(n, datetime(2025, 1, 1))|tzinfo().utcoffset(None)|format(d, 5)|(date(2024, 12, 25) - d).days|datetime(2024, 5, 17).isocalendar()[1]|d.isocalendar().week|date.fromisocalendar(2024, 9, 4)|date.fromisocalendar(2024, 60, 1)"""
for b in bad.split("|"):
    try: print(b, "->", repr(eval(b)))
    except Exception as x: print(b, "->", type(x).__name__, x)
import functools, io
for other in (functools.partial(print), io.StringIO(), d):
    try: other + 1
    except TypeError as x: print(x)
