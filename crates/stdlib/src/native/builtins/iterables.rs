//! Built-in functions about iterables.

use gilscope_core::ops::{self, compare, truth};
use gilscope_core::types::containers::iters::{self, It};
use gilscope_core::types::containers::{range, seq};
use gilscope_core::types::tuple;
use gilscope_core::{Cx, Res};
use gilscope_heap::{Args, Kind, Value};

pub fn len(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::iter::length(cx, a[0])
}

pub fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(1).is_null() {
        return ops::iter::iter(cx, a[0]);
    }
    if !cx.lookup_special(a[0], gilscope_core::N::__call__).is_some() {
        return Err(cx.type_error("iter(v, w): v must be callable"));
    }
    iters::new(cx, &iters::CALLABLE_ITERATOR, It::Callable, &[a[0], a[1]])
}

pub fn next(cx: &mut Cx<'_>, a: Args) -> Res {
    match ops::iter::next(cx, a[0]) {
        Ok(Value::NULL) if a.get(1).is_null() => Err(cx.stop_iteration(Value::NULL)),
        Ok(Value::NULL) => Ok(a[1]),
        r => {
            if a.get(1).is_null() {
                cx.next_raises()
            } else {
                cx.next_or(a[1])
            }
            r
        }
    }
}

/// The truth of all items, as long as no Python code is needed for it: the first item for which it is `wanted`.
fn first(cx: &mut Cx<'_>, it: Value, wanted: bool) -> Res<Option<bool>> {
    let Some(items) = seq::native_items(cx, it)? else { return Ok(None) };
    for v in items {
        match truth::quick(v) {
            Some(b) if b == wanted => return Ok(Some(true)),
            Some(_) => {}
            None => return Ok(None),
        }
    }
    Ok(Some(false))
}

pub fn all(cx: &mut Cx<'_>, a: Args) -> Res {
    match first(cx, a[0], false)? {
        Some(found) => Ok(Value::bool(!found)),
        None => cx.call_hidden("all_general", &[a[0]]),
    }
}

pub fn any(cx: &mut Cx<'_>, a: Args) -> Res {
    match first(cx, a[0], true)? {
        Some(found) => Ok(Value::bool(found)),
        None => cx.call_hidden("any_general", &[a[0]]),
    }
}

pub fn sum(cx: &mut Cx<'_>, a: Args) -> Res {
    let start = if a.get(1).is_null() { Value::small(0) } else { a[1] };
    if let Some(o) = start.as_obj() {
        let text = match o.kind() {
            Kind::Str => Some("strings [use ''.join(seq) instead]"),
            Kind::Bytes => Some("bytes [use b''.join(seq) instead]"),
            Kind::ByteArray => Some("bytearray [use b''.join(seq) instead]"),
            _ => None,
        };
        if let Some(text) = text {
            return Err(cx.type_error(format!("sum() can't sum {text}")));
        }
    }
    let range = a[0].as_obj().filter(|o| o.is(Kind::Range)).and_then(range::small);
    let total = if let Some((first, step, n)) = range {
        native_sum(cx, (0..n).map(|i| Value::small(first + i * step)), start)?
    } else if let Some(items) = seq::native_items(cx, a[0])? {
        native_sum(cx, items.into_iter(), start)?
    } else {
        None
    };
    if let Some(total) = total {
        return Ok(total);
    }
    cx.call_hidden("sum_general", &[a[0], start])
}

/// The sum of ints and floats, as CPython's: exact ints first, then floats with their rounding errors carried along.
fn native_sum(cx: &mut Cx<'_>, mut items: impl Iterator<Item = Value>, start: Value) -> Res<Option<Value>> {
    let int =
        |v: Value| if v.is_int() { Some(v.int_value()) } else { v.is_bool().then_some((v == Value::TRUE) as i64) };
    let mut total = start;
    if int(start).is_some() {
        let (mut left, mut none) = (None, true);
        let mut exact = int(start).unwrap_or(0);
        for v in items.by_ref() {
            none = false;
            match int(v) {
                Some(i) => match exact.checked_add(i) {
                    Some(sum) => exact = sum,
                    None => return Ok(None),
                },
                None => {
                    left = Some(v);
                    break;
                }
            }
        }
        match left {
            None if none => return Ok(Some(start)),
            None => return cx.int(exact).map(Some),
            Some(v) if v.is_float() => total = Value::float(exact as f64 + v.float_value()),
            Some(_) => return Ok(None),
        }
    }
    let Some(mut high) = total.as_float() else { return Ok(None) };
    let mut low = 0.0f64;
    for v in items {
        let Some(x) = v.as_float().or(int(v).map(|i| i as f64)) else { return Ok(None) };
        let t = high + x;
        low += if high.abs() >= x.abs() { (high - t) + x } else { (x - t) + high };
        high = t;
    }
    Ok(Some(Value::float(if low != 0.0 && low.is_finite() { high + low } else { high })))
}

pub fn min(cx: &mut Cx<'_>, a: Args) -> Res {
    extreme(cx, a, "min", false)
}

pub fn max(cx: &mut Cx<'_>, a: Args) -> Res {
    extreme(cx, a, "max", true)
}

fn extreme(cx: &mut Cx<'_>, a: Args, name: &str, more: bool) -> Res {
    let args = tuple::to_vec(a[0]);
    let (key, default) = (a.get(1), a.get(2));
    let key = if key.is_null() { Value::NONE } else { key };
    if args.is_empty() {
        return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let over = if args.len() > 1 {
        if !default.is_null() {
            let m = format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(cx.type_error(m));
        }
        a[0]
    } else {
        args[0]
    };
    if key.is_none()
        && let Some(items) = seq::native_items(cx, over)?
        && !items.is_empty()
        && let Some(best) = native_extreme(&items, more)
    {
        return Ok(best);
    }
    let (default, has) = if default.is_null() { (Value::NONE, Value::FALSE) } else { (default, Value::TRUE) };
    let name = cx.str(name)?;
    cx.call_hidden("seq_min", &[over, key, default, has, name, Value::bool(more)])
}

fn native_extreme(items: &[Value], more: bool) -> Option<Value> {
    use gilscope_bytecode::CompareOp::{Gt, Lt};
    let op = if more { Gt } else { Lt };
    let mut best = items[0];
    for &v in &items[1..] {
        if compare::plain(op, v, best)? {
            best = v;
        }
    }
    Some(best)
}
