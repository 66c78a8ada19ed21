//! Functions of many numbers.

use gilscope_core::types::{int, list, number, number::Num, tuple};
use gilscope_core::{Convert, Cx, Exit, N, Res, ops};
use gilscope_heap::{Args, Kind, Value};

use super::real::quick;

/// The items of argument `arg`: of a list or tuple; else it is to be made a list first.
fn items(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<Vec<Value>> {
    match v.as_obj() {
        Some(o) if o.is_exact(Kind::List) => Ok(list::items(o)),
        Some(o) if o.is_exact(Kind::Tuple) => Ok(tuple::items(o).collect()),
        _ => {
            if cx.lookup_special(v, N::__iter__).is_none() && cx.lookup_special(v, N::__getitem__).is_none() {
                let m = format!("'{}' object is not iterable", cx.type_name(v));
                return Err(cx.type_error(m));
            }
            Err(Exit::Convert { arg, how: Convert::List })
        }
    }
}

/// The items as floats; `None`: Python has to convert some.
fn floats(cx: &mut Cx<'_>, items: &[Value]) -> Res<Option<Vec<f64>>> {
    let mut out = Vec::with_capacity(items.len());
    for &v in items {
        match quick(cx, v)? {
            Some(f) => out.push(f),
            None => return Ok(None),
        }
    }
    Ok(Some(out))
}

fn by_hidden(cx: &mut Cx<'_>, name: &str, args: &[Value]) -> Res {
    let mut all = vec![cx.intern(name)];
    all.extend(args);
    cx.call_hidden("math_of_floats", &all)
}

/// Shewchuk's exact sum: partials that do not overlap, rounded once at the end.
pub fn fsum(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = items(cx, a[0], 0)?;
    let Some(xs) = floats(cx, &items)? else { return by_hidden(cx, "fsum", &[a[0]]) };
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    for x0 in xs {
        let mut x = x0;
        let mut kept = 0;
        for j in 0..partials.len() {
            let mut y = partials[j];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let hi = x + y;
            let lo = y - (hi - x);
            if lo != 0.0 {
                partials[kept] = lo;
                kept += 1;
            }
            x = hi;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if !x.is_finite() {
            if x0.is_finite() {
                return Err(cx.overflow_error("intermediate overflow in fsum"));
            }
            if x0.is_infinite() {
                infinite += x0;
            }
            special += x0;
            partials.clear();
        } else {
            partials.push(x);
        }
    }
    if special != 0.0 {
        if infinite.is_nan() {
            return Err(cx.value_error("-inf + inf in fsum"));
        }
        return Ok(Value::float(special));
    }
    let Some(mut hi) = partials.pop() else { return Ok(Value::float(0.0)) };
    let mut lo = 0.0;
    while let Some(y) = partials.pop() {
        let x = hi;
        hi = x + y;
        lo = y - (hi - x);
        if lo != 0.0 {
            break;
        }
    }
    // Half to even over all partials: a tie is broken by the sign of the rest.
    if let Some(&rest) = partials.last()
        && ((lo < 0.0 && rest < 0.0) || (lo > 0.0 && rest > 0.0))
    {
        let y = lo * 2.0;
        let x = hi + y;
        if y == x - hi {
            hi = x;
        }
    }
    Ok(Value::float(hi))
}

/// The product and what its rounding lost.
fn product(x: f64, y: f64) -> (f64, f64) {
    let z = x * y;
    (z, x.mul_add(y, -z))
}

/// The sum and what its rounding lost, where `|a| >= |b|`.
fn fast_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    (x, (a - x) + b)
}

/// The sum and what its rounding lost.
fn sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    let z = x - a;
    (x, (a - (x - z)) + (b - z))
}

/// The length of a vector, without overflow on the way and nearly correctly rounded (CPython's `vector_norm`).
fn norm(v: &mut [f64]) -> f64 {
    let max = v.iter().fold(0.0, |m: f64, x| if x.abs() > m { x.abs() } else { m });
    if max.is_infinite() {
        return max;
    }
    if v.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || v.len() <= 1 {
        return max;
    }
    let (_, e) = gilscope_real::frexp(max);
    if e < -1023 {
        v.iter_mut().for_each(|x| *x /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(v);
    }
    let scale = gilscope_real::ldexp(1.0, -e);
    let (mut total, mut lost, mut lost_too) = (1.0, 0.0, 0.0);
    let mut add = |(hi, lo): (f64, f64)| {
        let (s, rest) = fast_sum(total, hi);
        total = s;
        lost += lo;
        lost_too += rest;
        total - 1.0 + (lost + lost_too)
    };
    let mut square = 0.0;
    for &x in v.iter() {
        square = add(product(x * scale, x * scale));
    }
    let h = square.sqrt();
    let rest = add(product(-h, h));
    (h + rest / (2.0 * h)) / scale
}

pub fn hypot(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = tuple::to_vec(a[0]);
    match floats(cx, &args)? {
        Some(mut v) => Ok(Value::float(norm(&mut v))),
        None => by_hidden(cx, "hypot", &[Value::NONE, a[0]]),
    }
}

pub fn dist(cx: &mut Cx<'_>, a: Args) -> Res {
    let (p, q) = (items(cx, a[0], 0)?, items(cx, a[1], 1)?);
    if p.len() != q.len() {
        return Err(cx.value_error("both points must have the same number of dimensions"));
    }
    match (floats(cx, &p)?, floats(cx, &q)?) {
        (Some(p), Some(q)) => {
            let mut v: Vec<f64> = p.iter().zip(&q).map(|(x, y)| (x - y).abs()).collect();
            Ok(Value::float(norm(&mut v)))
        }
        _ => by_hidden(cx, "dist", &[a[0], a[1]]),
    }
}

pub fn prod(cx: &mut Cx<'_>, a: Args) -> Res {
    let start = if a.get(1).is_null() { Value::small(1) } else { a[1] };
    let items = items(cx, a[0], 0)?;
    let mut total = start;
    for &v in &items {
        match (Num::exact(total), Num::exact(v)) {
            (Some(x), Some(y)) => total = number::binary(cx, gilscope_bytecode::BinaryOp::Multiply, x, y)?,
            _ => return cx.call_hidden("math_prod", &[a[0], start]),
        }
    }
    Ok(total)
}

pub fn sumprod(cx: &mut Cx<'_>, a: Args) -> Res {
    let (p, q) = (items(cx, a[0], 0)?, items(cx, a[1], 1)?);
    let plain = |v: &Value| matches!(Num::exact(*v), Some(Num::Int(_) | Num::Float(_)));
    if !p.iter().chain(&q).all(plain) {
        return cx.call_hidden("math_sumprod", &[a[0], a[1]]);
    }
    if p.len() != q.len() {
        return Err(cx.value_error("Inputs are not the same length"));
    }
    if p.iter().chain(&q).all(|&v| int::is(v)) {
        let mut total = Value::small(0);
        for (&x, &y) in p.iter().zip(&q) {
            let xy = ops::binary::op(cx, gilscope_bytecode::BinaryOp::Multiply, x, y)?;
            total = ops::binary::op(cx, gilscope_bytecode::BinaryOp::Add, total, xy)?;
        }
        return Ok(total);
    }
    // In triple length.
    let (mut hi, mut lo, mut tiny) = (0.0, 0.0, 0.0);
    let mut plainly = 0.0;
    for (&x, &y) in p.iter().zip(&q) {
        let (Some(x), Some(y)) = (number::real(cx, x)?, number::real(cx, y)?) else { continue };
        plainly += x * y;
        let pr = product(x, y);
        let sm = sum(hi, pr.0);
        let r1 = sum(lo, pr.1);
        let r2 = sum(r1.0, sm.1);
        (hi, lo, tiny) = (sm.0, r2.0, tiny + r1.1 + r2.1);
    }
    let total = hi + sum(lo, tiny).0;
    Ok(Value::float(if total.is_finite() { total } else { plainly }))
}
