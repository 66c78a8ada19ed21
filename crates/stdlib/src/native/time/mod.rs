//! The module `time`. The engine has the clocks; the time zone is UTC, since programs see no machine.

mod calendar;

use gilscope_core::native::{GetSetDef, TypeDef, TypeFlags, func, getset};
use gilscope_core::ops::convert;
use gilscope_core::types::{containers, module, str, tuple};
use gilscope_core::{Acc, Cx, ModuleDef, NativeDef, Res, WaitOn};
use gilscope_heap::{Args, Kind, Value, flag};

use calendar::Moment;

pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    types: &[&STRUCT_TIME],
    init: Some(init),
};

static FUNCTIONS: &[NativeDef] = &[
    func("time", "", time, Acc::Pure),
    func("time_ns", "", time_ns, Acc::Pure),
    func("monotonic", "", clock, Acc::Pure),
    func("monotonic_ns", "", clock_ns, Acc::Pure),
    func("perf_counter", "", clock, Acc::Pure),
    func("perf_counter_ns", "", clock_ns, Acc::Pure),
    func("process_time", "", clock, Acc::Pure),
    func("process_time_ns", "", clock_ns, Acc::Pure),
    func("thread_time", "", clock, Acc::Pure),
    func("thread_time_ns", "", clock_ns, Acc::Pure),
    func("sleep", "seconds, /", sleep, Acc::Sync),
    func("gmtime", "seconds=None, /", broken_down, Acc::Pure),
    func("localtime", "seconds=None, /", broken_down, Acc::Pure),
    func("mktime", "time_tuple, /", mktime, Acc::Pure),
    func("asctime", "time_tuple=None, /", asctime, Acc::Pure),
    func("ctime", "seconds=None, /", ctime, Acc::Pure),
    func("strftime", "format, time_tuple=None, /", strftime, Acc::Pure),
    func("tzset", "", tzset, Acc::Pure),
];

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    for name in ["timezone", "altzone", "daylight"] {
        module::set(cx, m, name, Value::small(0))?;
    }
    let utc = cx.str("UTC")?;
    let names = cx.tuple(&[utc, utc])?;
    module::set(cx, m, "tzname", names)
}

fn seconds(ns: u64) -> Value {
    Value::float(ns as f64 / 1e9)
}

fn time(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(seconds(cx.host.wall_clock()))
}

fn time_ns(cx: &mut Cx<'_>, _a: Args) -> Res {
    cx.int(cx.host.wall_clock() as i64)
}

fn clock(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(seconds(cx.host.clock()))
}

fn clock_ns(cx: &mut Cx<'_>, _a: Args) -> Res {
    cx.int(cx.host.clock() as i64)
}

fn tzset(_cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::NONE)
}

/// `sleep(seconds)`: gives up the GIL, also for no time at all.
fn sleep(cx: &mut Cx<'_>, a: Args) -> Res {
    if cx.thread.resumed {
        return Ok(Value::NONE);
    }
    let s = super::_thread::time_span(cx, a[0], 0)?;
    if s < 0.0 {
        return Err(cx.value_error("sleep length must be non-negative"));
    }
    if s > 9.2e9 {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    if s == 0.0 {
        return cx.block(WaitOn::Yield);
    }
    let until = cx.host.clock() + (s * 1e9).ceil() as u64;
    cx.block(WaitOn::Sleep { until })
}

/// `time.struct_time`: a tuple of nine, and two attributes more in the words after them.
static STRUCT_TIME: TypeDef = TypeDef::new("struct_time", Kind::Tuple, 0, STRUCT_METHODS)
    .module("time")
    .base(&containers::TUPLE)
    .flags(TypeFlags::SEQUENCE)
    .getset(STRUCT_GETSET)
    .doc("The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().");

static STRUCT_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, sequence, /", new_struct, Acc::Pure),
    func("__repr__", "self, /", repr, Acc::Read),
];

const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];
const ZONE: usize = 9;
const OFFSET: usize = 10;

static STRUCT_GETSET: &[GetSetDef] = &[
    getset("tm_year", |_, a| Ok(field(a, 0))),
    getset("tm_mon", |_, a| Ok(field(a, 1))),
    getset("tm_mday", |_, a| Ok(field(a, 2))),
    getset("tm_hour", |_, a| Ok(field(a, 3))),
    getset("tm_min", |_, a| Ok(field(a, 4))),
    getset("tm_sec", |_, a| Ok(field(a, 5))),
    getset("tm_wday", |_, a| Ok(field(a, 6))),
    getset("tm_yday", |_, a| Ok(field(a, 7))),
    getset("tm_isdst", |_, a| Ok(field(a, 8))),
    getset("tm_zone", |_, a| Ok(field(a, ZONE))),
    getset("tm_gmtoff", |_, a| Ok(field(a, OFFSET))),
];

fn field(a: Args, i: usize) -> Value {
    a[0].obj().frozen(i)
}

fn make_struct(cx: &mut Cx<'_>, items: &[Value], zone: Value, offset: Value) -> Res {
    let ty = STRUCT_TIME.of(cx);
    let o = cx.alloc(Kind::Tuple, ty, 11)?;
    for (i, &v) in items.iter().enumerate() {
        o.init(i, v);
    }
    o.init(ZONE, zone);
    o.init(OFFSET, offset);
    o.init_aux(9);
    o.add_flag(flag::SUBCLASS);
    Ok(o.into())
}

fn new_struct(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a.get(1).as_obj().is_some_and(|o| o.is(Kind::Tuple) || o.is(Kind::List)) {
        return Err(cx.type_error("constructor requires a sequence"));
    }
    let items = sequence(a.get(1));
    if !(9..=11).contains(&items.len()) {
        let how = if items.len() < 9 { "at least 9" } else { "at most 11" };
        return Err(
            cx.type_error(format!("time.struct_time() takes an {how}-sequence ({}-sequence given)", items.len()))
        );
    }
    let more = |i: usize| items.get(i).copied().unwrap_or(Value::NONE);
    make_struct(cx, &items[..9], more(ZONE), more(OFFSET))
}

fn sequence(v: Value) -> Vec<Value> {
    let o = v.obj();
    if o.is(Kind::Tuple) { tuple::to_vec(v) } else { gilscope_core::types::list::items(o) }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = tuple::to_vec(a[0]);
    let parts: Vec<String> = FIELDS
        .iter()
        .zip(&items)
        .map(|(name, v)| match v.as_int() {
            Some(i) => format!("{name}={i}"),
            None => format!("{name}={v:?}"),
        })
        .collect();
    cx.str(&format!("time.struct_time({})", parts.join(", ")))
}

/// A moment in seconds since 1970: the argument, or now.
fn moment(cx: &mut Cx<'_>, v: Value) -> Res<i64> {
    if v.is_null() || v.is_none() {
        return Ok((cx.host.wall_clock() / 1_000_000_000) as i64);
    }
    let s = convert::real(cx, v, 0)?;
    if s.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if s.abs() > 6e16 {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(s.floor() as i64)
}

fn broken_down(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = Moment::from_seconds(moment(cx, a.get(0))?);
    let items: Vec<Value> = m.fields().iter().map(|&i| Value::small(i)).collect();
    let zone = cx.str("UTC")?;
    make_struct(cx, &items, zone, Value::small(0))
}

/// The moment that a time tuple names; now, if it was left out.
fn time_tuple(cx: &mut Cx<'_>, v: Value) -> Res<Moment> {
    if v.is_null() || v.is_none() {
        return Ok(Moment::from_seconds((cx.host.wall_clock() / 1_000_000_000) as i64));
    }
    if !v.as_obj().is_some_and(|o| o.is(Kind::Tuple)) {
        return Err(cx.type_error("Tuple or struct_time argument required"));
    }
    let items = tuple::to_vec(v);
    if items.len() != 9 {
        return Err(
            cx.type_error("function takes exactly 9 arguments (".to_string() + &items.len().to_string() + " given)")
        );
    }
    let mut fields = [0; 9];
    for (f, v) in fields.iter_mut().zip(items) {
        *f = match v.as_int() {
            Some(i) => i,
            None => {
                let m = format!("'{}' object cannot be interpreted as an integer", cx.type_name(v));
                return Err(cx.type_error(m));
            }
        };
    }
    Ok(Moment::from_fields(fields))
}

/// [`time_tuple`], its fields within their bounds as `strftime` and `asctime` want them.
fn checked_tuple(cx: &mut Cx<'_>, v: Value) -> Res<Moment> {
    let m = time_tuple(cx, v)?;
    let bounds = [
        (m.month, 0, 12, "month out of range"),
        (m.day, 0, 31, "day of month out of range"),
        (m.hour, 0, 23, "hour out of range"),
        (m.minute, 0, 59, "minute out of range"),
        (m.second, 0, 61, "seconds out of range"),
        (m.year_day, 0, 366, "day of year out of range"),
    ];
    for (v, from, to, message) in bounds {
        if !(from..=to).contains(&v) {
            return Err(cx.value_error(message));
        }
    }
    Ok(m)
}

fn mktime(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = time_tuple(cx, a[0])?;
    Ok(Value::float(m.to_seconds() as f64))
}

fn asctime(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = checked_tuple(cx, a.get(0))?;
    cx.str(&m.text())
}

fn ctime(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = Moment::from_seconds(moment(cx, a.get(0))?);
    cx.str(&m.text())
}

fn strftime(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(format) = str::of(a[0]) else {
        let m = format!("strftime() argument 1 must be str, not {}", cx.type_name(a[0]));
        return Err(cx.type_error(m));
    };
    let m = checked_tuple(cx, a.get(1))?;
    cx.str(&m.format(&format.to_string_lossy()))
}
