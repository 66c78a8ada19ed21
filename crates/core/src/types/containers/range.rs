//! `range`. Words: start, stop, step, length; ints of any size.

use gilscope_heap::{Args, Kind, Obj, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::RANGE;
use super::iters::{self, It};
use super::seq::{self, Subscript};
use crate::native::{GetSetDef, NativeDef, func, getset_rw};
use crate::ops::convert;
use crate::types::{hash, int, slice};
use crate::{Acc, Cx, Res};

pub const START: usize = 0;
pub const STOP: usize = 1;
pub const STEP: usize = 2;
pub const LEN: usize = 3;
pub const WORDS: usize = 4;

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args", range_new, Acc::Pure),
    func("__repr__", "self, /", seq::repr, Acc::Pure),
    func("__hash__", "self, /", hash_, Acc::Pure),
    func("__len__", "self, /", len, Acc::Pure),
    func("__bool__", "self, /", bool_, Acc::Pure),
    func("__getitem__", "self, key, /", getitem, Acc::Pure),
    func("__contains__", "self, key, /", contains, Acc::Pure),
    func("__iter__", "self, /", iter_, Acc::Pure),
    func("__reversed__", "self, /", reversed_, Acc::Pure),
    func("__eq__", "self, value, /", equal, Acc::Pure),
    func("__ne__", "self, value, /", differ, Acc::Pure),
    func("count", "self, value, /", count_, Acc::Pure),
    func("index", "self, value, /", index, Acc::Pure),
];

pub static GETSET: &[GetSetDef] = &[
    getset_rw("start", |_, a| Ok(a[0].obj().frozen(START)), super::read_only),
    getset_rw("stop", |_, a| Ok(a[0].obj().frozen(STOP)), super::read_only),
    getset_rw("step", |_, a| Ok(a[0].obj().frozen(STEP)), super::read_only),
];

/// Number of items, by small numbers. `step` is not 0.
pub fn count(start: i64, stop: i64, step: i64) -> i64 {
    if step > 0 {
        if start < stop { ((stop - start - 1) as u64 / step as u64) as i64 + 1 } else { 0 }
    } else if start > stop {
        ((start - stop - 1) as u64 / step.unsigned_abs()) as i64 + 1
    } else {
        0
    }
}

fn make(cx: &mut Cx<'_>, words: [Value; 4]) -> Res {
    let ty = RANGE.of(cx);
    let o = cx.alloc(Kind::Range, ty, WORDS)?;
    for (i, v) in words.into_iter().enumerate() {
        o.init(i, v);
    }
    Ok(o.into())
}

/// The range of small numbers. Does not call Python.
pub fn new(cx: &mut Cx<'_>, start: i64, stop: i64, step: i64) -> Res {
    let n = count(start, stop, step);
    let words = [cx.int(start)?, cx.int(stop)?, cx.int(step)?, cx.int(n)?];
    make(cx, words)
}

/// The range of any ints. `step` is not 0. Does not call Python.
fn new_any(cx: &mut Cx<'_>, start: Value, stop: Value, step: Value) -> Res {
    if start.is_int() && stop.is_int() && step.is_int() {
        return new(cx, start.int_value(), stop.int_value(), step.int_value());
    }
    let (a, b, s) = (big(start), big(stop), big(step));
    let n = big_count(&a, &b, &s);
    let n = int::from_big(cx, &n)?;
    make(cx, [start, stop, step, n])
}

fn big(v: Value) -> BigInt {
    int::to_big(v).expect("an int")
}

fn big_count(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let (low, high) = if step.is_positive() { (start, stop) } else { (stop, start) };
    if low < high { (high - low - 1) / step.abs() + 1 } else { BigInt::zero() }
}

/// (start, step, length) where they and all items are small.
#[inline]
pub fn small(o: Obj) -> Option<(i64, i64, i64)> {
    let (start, step, n) = (o.frozen(START).as_int()?, o.frozen(STEP).as_int()?, o.frozen(LEN).as_int()?);
    let last = start.checked_add(step.checked_mul(n - i64::from(n > 0))?)?;
    Value::int(last).map(|_| (start, step, n))
}

/// The item at `i`, which is there.
fn item(cx: &mut Cx<'_>, o: Obj, i: &BigInt) -> Res {
    if let Some((start, step, _)) = small(o)
        && let Some(i) = i.to_i64()
    {
        return cx.int(start + i * step);
    }
    let v = big(o.frozen(START)) + i * big(o.frozen(STEP));
    int::from_big(cx, &v)
}

/// `range(…)` of one to three small ints; `None` if that is not what is called. Does not call Python.
#[inline]
pub fn quick(cx: &mut Cx<'_>, class: Obj, args: Args) -> Res<Option<Value>> {
    if Value::from(class) != RANGE.of(cx) || !(1..=3).contains(&args.len()) || !args.iter().all(Value::is_int) {
        return Ok(None);
    }
    let at = |i: usize| args.get(i).int_value();
    let (start, stop, step) = match args.len() {
        1 => (0, at(0), 1),
        2 => (at(0), at(1), 1),
        _ => (at(0), at(1), at(2)),
    };
    if step == 0 {
        return Ok(None);
    }
    new(cx, start, stop, step).map(Some)
}

fn range_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = crate::types::tuple::to_vec(a[1]);
    if !(1..=3).contains(&args.len()) {
        let n = args.len();
        return Err(cx.type_error(match n {
            0 => "range expected at least 1 argument, got 0".to_owned(),
            _ => format!("range expected at most 3 arguments, got {n}"),
        }));
    }
    for &v in &args {
        if !int::is(v) {
            if cx.lookup_special(v, crate::N::__index__).is_none() {
                let t = cx.type_name(v);
                return Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer")));
            }
            return cx.call_hidden("range_new", &[a[1]]);
        }
    }
    let mut v = [Value::small(0), Value::small(0), Value::small(1)];
    match *args {
        [stop] => v[1] = stop,
        _ => v[..args.len()].copy_from_slice(&args),
    }
    for x in &mut v {
        *x = int::plain(cx, *x)?;
    }
    if v[2] == Value::small(0) {
        return Err(cx.value_error("range() arg 3 must not be zero"));
    }
    new_any(cx, v[0], v[1], v[2])
}

/// `hash(range)`: of (length, first, step), as far as they matter. Does not call Python.
pub fn hash(cx: &mut Cx<'_>, o: Obj) -> Option<i64> {
    let n = o.frozen(LEN);
    let one = Value::small(1);
    let parts = match n {
        _ if n == Value::small(0) => [n, Value::NONE, Value::NONE],
        _ if n == one => [n, o.frozen(START), Value::NONE],
        _ => [n, o.frozen(START), o.frozen(STEP)],
    };
    let mut mix = hash::Mix::default();
    for v in parts {
        mix.add(hash::native(cx, v)?);
    }
    Some(mix.tuple(3))
}

/// Do two ranges have the same items?
pub fn eq(a: Obj, b: Obj) -> Option<bool> {
    let same = |i: usize| a.frozen(i) == b.frozen(i) || big(a.frozen(i)) == big(b.frozen(i));
    Some(
        same(LEN)
            && (a.frozen(LEN) == Value::small(0) || (same(START) && (a.frozen(LEN) == Value::small(1) || same(STEP)))),
    )
}

fn hash_(cx: &mut Cx<'_>, a: Args) -> Res {
    let h = hash(cx, a[0].obj()).expect("ints have hashes");
    cx.int(h)
}

fn same(a: Args) -> Option<bool> {
    a[1].as_obj().filter(|o| o.is(Kind::Range)).and_then(|b| eq(a[0].obj(), b))
}

fn equal(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(same(a).map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

fn differ(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(same(a).map_or(Value::NOT_IMPLEMENTED, |same| Value::bool(!same)))
}

fn len(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = a[0].obj().frozen(LEN);
    if int::to_i64(n).is_none() {
        return Err(cx.overflow_error("Python int too large to convert to C ssize_t"));
    }
    Ok(n)
}

fn bool_(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(a[0].obj().frozen(LEN) != Value::small(0)))
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, k) = (a[0].obj(), a[1]);
    let n = big(o.frozen(LEN));
    if k.as_obj().is_some_and(|o| o.is(Kind::Slice)) {
        if let Some(n) = n.to_i64().filter(|n| *n < i64::MAX / 4) {
            let Subscript::Slice(start, step, _) = seq::subscript(cx, k, n as usize, "range", false)? else {
                unreachable!("a slice")
            };
            return sub_range(cx, o, start, step, k.obj(), n);
        }
        return cx.call_hidden("range_slice", &[a[0], k]);
    }
    if !int::is(k) && cx.lookup_special(k, crate::N::__index__).is_none() {
        let t = cx.type_name(k);
        return Err(cx.type_error(format!("range indices must be integers or slices, not {t}")));
    }
    let i = convert::index(cx, k, 1)?;
    let mut i = big(i);
    if i.is_negative() {
        i += &n;
    }
    if i.is_negative() || i >= n {
        return Err(cx.index_error("range object index out of range"));
    }
    item(cx, o, &i)
}

/// The range of the items that a slice takes; its end is what the slice's stop means, as in CPython.
fn sub_range(cx: &mut Cx<'_>, o: Obj, start: i64, step: i64, s: Obj, n: i64) -> Res {
    let stop = s.frozen(slice::STOP);
    let stop = if stop.is_none() { None } else { Some(int::clamp_i64(stop)) };
    let (_, stop, _) = slice::bounds(None, stop, step, n);
    let (first, by) = (big(o.frozen(START)), big(o.frozen(STEP)));
    let words = [&first + &by * start, &first + &by * stop, by * step];
    let (a, b, c) = (int::from_big(cx, &words[0])?, int::from_big(cx, &words[1])?, int::from_big(cx, &words[2])?);
    new_any(cx, a, b, c)
}

/// The position of an int among the items.
fn find(o: Obj, v: Value) -> Option<BigInt> {
    if let (Some((start, step, n)), Some(v)) = (small(o), int::to_i64(v)) {
        let d = v.checked_sub(start)?;
        return (d % step == 0 && d / step >= 0 && d / step < n).then(|| (d / step).into());
    }
    let d = big(v) - big(o.frozen(START));
    let step = big(o.frozen(STEP));
    let i = &d / &step;
    ((&d % &step).is_zero() && !i.is_negative() && i < big(o.frozen(LEN))).then_some(i)
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    if int::is_exact(a[1]) {
        return Ok(Value::bool(find(a[0].obj(), a[1]).is_some()));
    }
    cx.call_hidden("iter_contains", &[a[0], a[1]])
}

fn count_(cx: &mut Cx<'_>, a: Args) -> Res {
    if int::is_exact(a[1]) {
        return Ok(Value::small(i64::from(find(a[0].obj(), a[1]).is_some())));
    }
    cx.call_hidden("iter_count", &[a[0], a[1]])
}

fn index(cx: &mut Cx<'_>, a: Args) -> Res {
    if int::is_exact(a[1]) {
        if let Some(i) = find(a[0].obj(), a[1]) {
            return int::from_big(cx, &i);
        }
        return Err(cx.value_error("range.index(x): x not in range"));
    }
    cx.call_hidden("range_index", &[a[0], a[1]])
}

/// `iter(range)`. Does not call Python.
#[inline]
pub fn iter(cx: &mut Cx<'_>, o: Obj) -> Res {
    let zero = Value::small(0);
    match small(o) {
        Some((start, step, n)) => {
            let words = [Value::small(start), Value::small(step), Value::small(n), zero];
            iters::new(cx, &iters::RANGE_ITERATOR, It::Range, &words)
        }
        None => {
            let words = [o.frozen(START), o.frozen(STEP), o.frozen(LEN), zero];
            iters::new(cx, &iters::LONGRANGE_ITERATOR, It::LongRange, &words)
        }
    }
}

fn iter_(cx: &mut Cx<'_>, a: Args) -> Res {
    iter(cx, a[0].obj())
}

/// `reversed(range)`. Does not call Python.
pub fn reversed(cx: &mut Cx<'_>, o: Obj) -> Res {
    let (start, step, n) = (big(o.frozen(START)), big(o.frozen(STEP)), big(o.frozen(LEN)));
    let last = int::from_big(cx, &(&start + (&n - 1) * &step))?;
    let down = int::from_big(cx, &-&step)?;
    let (def, which): (_, It) = match (small(o), Value::int(-step.to_i64().unwrap_or(i64::MAX))) {
        (Some(_), Some(_)) => (&iters::RANGE_ITERATOR, It::Range),
        _ => (&iters::LONGRANGE_ITERATOR, It::LongRange),
    };
    let last = if n.is_zero() { o.frozen(START) } else { last };
    iters::new(cx, def, which, &[last, down, o.frozen(LEN), Value::small(0)])
}

fn reversed_(cx: &mut Cx<'_>, a: Args) -> Res {
    reversed(cx, a[0].obj())
}

pub(super) fn long_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    loop {
        let at = o.get(3);
        let i = big(at);
        if i >= big(o.frozen(2)) {
            return Ok(Value::NULL);
        }
        let after = int::from_big(cx, &(&i + 1))?;
        if o.cas(3, at, after) {
            let v = big(o.frozen(0)) + i * big(o.frozen(1));
            return int::from_big(cx, &v);
        }
    }
}

pub(super) fn long_left(cx: &mut Cx<'_>, o: Obj) -> Res {
    let left = big(o.frozen(2)) - big(o.get(3));
    int::from_big(cx, &left)
}
