//! Functions of real numbers.

use gilscope_core::ops::{binary, convert};
use gilscope_core::types::int;
use gilscope_core::types::number::{self, Num, float_methods, float_ops, float_text, int_ops};
use gilscope_core::{Cx, Exit, N, Res};
use gilscope_heap::{Args, Value};

pub const UNIT: &str = "expected a number in range from -1 up to 1";
pub const FINITE: &str = "expected a finite input";

/// A domain error: the message, with what was given.
pub fn domain(cx: &mut Cx<'_>, message: &str, x: f64) -> Exit {
    if message.is_empty() {
        return cx.value_error("math domain error");
    }
    cx.value_error(format!("{message}, got {}", float_text::repr(x)))
}

pub fn range(cx: &mut Cx<'_>) -> Exit {
    cx.overflow_error("math range error")
}

/// A function of one real number; `message` for numbers outside its domain.
pub fn unary(cx: &mut Cx<'_>, a: Args, f: fn(f64) -> f64, message: &str) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    let r = f(x);
    if r.is_nan() && !x.is_nan() {
        return Err(domain(cx, message, x));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(range(cx));
    }
    Ok(Value::float(r))
}

pub fn test(cx: &mut Cx<'_>, a: Args, f: fn(f64) -> bool) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    Ok(Value::bool(f(x)))
}

fn two(cx: &mut Cx<'_>, a: Args) -> Res<(f64, f64)> {
    let x = convert::real(cx, a[0], 0)?;
    let y = convert::real(cx, a[1], 1)?;
    Ok((x, y))
}

pub fn atan2(cx: &mut Cx<'_>, a: Args) -> Res {
    let (y, x) = two(cx, a)?;
    Ok(Value::float(gilscope_real::atan2(y, x)))
}

pub fn copysign(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    Ok(Value::float(x.copysign(y)))
}

pub fn atanh(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    if x.abs() >= 1.0 {
        return Err(domain(cx, "expected a number between -1 and 1", x));
    }
    Ok(Value::float(gilscope_real::atanh(x)))
}

pub fn log1p(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    if x <= -1.0 {
        return Err(domain(cx, "expected argument value > -1", x));
    }
    Ok(Value::float(gilscope_real::log1p(x)))
}

pub fn fmod(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(cx, "", x));
    }
    Ok(Value::float(r))
}

pub fn remainder(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let r = gilscope_real::remainder(x, y);
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(cx, "", x));
    }
    Ok(Value::float(r))
}

pub fn pow(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let r = gilscope_real::pow(x, y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() || (r.is_infinite() && x == 0.0) {
            return Err(domain(cx, "", x));
        }
        if r.is_infinite() {
            return Err(range(cx));
        }
    }
    Ok(Value::float(r))
}

pub fn fma(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let z = convert::real(cx, a[2], 2)?;
    let r = x.mul_add(y, z);
    if r.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(cx.value_error("invalid operation in fma"));
    }
    if r.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(cx.overflow_error("overflow in fma"));
    }
    Ok(Value::float(r))
}

/// `ceil`, `floor`, `trunc`: floats at once, else the special method.
fn rounded(cx: &mut Cx<'_>, a: Args, f: fn(f64) -> f64, method: N) -> Res {
    if a[0].is_float() {
        return float_methods::to_int(cx, f(a[0].float_value()));
    }
    if int::is_exact(a[0]) {
        return int::plain(cx, a[0]);
    }
    if let Some(m) = cx.lookup_special(a[0], method) {
        return cx.call(m, &[a[0]]);
    }
    if method == N::__trunc__ {
        let m = format!("type {} doesn't define __trunc__ method", cx.type_name(a[0]));
        return Err(cx.type_error(m));
    }
    let x = convert::real(cx, a[0], 0)?;
    float_methods::to_int(cx, f(x))
}

pub fn ceil(cx: &mut Cx<'_>, a: Args) -> Res {
    rounded(cx, a, f64::ceil, N::__ceil__)
}

pub fn floor(cx: &mut Cx<'_>, a: Args) -> Res {
    rounded(cx, a, f64::floor, N::__floor__)
}

pub fn trunc(cx: &mut Cx<'_>, a: Args) -> Res {
    rounded(cx, a, f64::trunc, N::__trunc__)
}

pub fn modf(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    let (fraction, whole) = if x.is_infinite() { (0f64.copysign(x), x) } else { (x.fract().copysign(x), x.trunc()) };
    let fraction = if x.is_nan() { x } else { fraction };
    cx.tuple(&[Value::float(fraction), Value::float(whole)])
}

pub fn frexp(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    let (m, e) = if x.is_finite() && x != 0.0 { gilscope_real::frexp(x) } else { (x, 0) };
    cx.tuple(&[Value::float(m), Value::small(e as i64)])
}

pub fn ldexp(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    if !int::is(a[1]) {
        return Err(cx.type_error("Expected an int as second argument to ldexp."));
    }
    let r = float_ops::ldexp(x, int::clamp_i64(a[1]));
    if r.is_infinite() && x.is_finite() {
        return Err(range(cx));
    }
    Ok(Value::float(r))
}

/// A logarithm: the function, and the logarithm of 2.
pub type Log = (fn(f64) -> f64, f64);
pub const LOG_E: Log = (gilscope_real::log, std::f64::consts::LN_2);
pub const LOG_2: Log = (gilscope_real::log2, 1.0);
pub const LOG_10: Log = (gilscope_real::log10, std::f64::consts::LOG10_2);

/// The logarithm of argument `arg`, which may be an int too large for a float.
pub fn logarithm(cx: &mut Cx<'_>, v: Value, arg: u8, (f, of_two): Log) -> Res {
    log_of(cx, v, arg, (f, of_two)).map(Value::float)
}

fn log_of(cx: &mut Cx<'_>, v: Value, arg: u8, (f, of_two): Log) -> Res<f64> {
    if int::is(v) {
        if int::sign(v) <= 0 {
            return Err(cx.value_error("expected a positive input"));
        }
        return Ok(match int_ops::to_f64_opt(v) {
            Some(x) => f(x),
            None => {
                let e = int_ops::bits(v);
                let m = int_ops::ratio(&int_ops::big(v), &(num_bigint::BigInt::from(1) << e as usize)).unwrap_or(1.0);
                f(m) + of_two * e as f64
            }
        });
    }
    let x = convert::real(cx, v, arg)?;
    if x <= 0.0 {
        return Err(domain(cx, "expected a positive input", x));
    }
    Ok(f(x))
}

pub fn log(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = log_of(cx, a[0], 0, LOG_E)?;
    let base = a.get(1);
    if base.is_null() {
        return Ok(Value::float(x));
    }
    let y = log_of(cx, base, 1, LOG_E)?;
    binary::op(cx, gilscope_bytecode::BinaryOp::TrueDivide, Value::float(x), Value::float(y))
}

pub fn isclose(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let rel = if a.get(2).is_null() { 1e-9 } else { convert::real(cx, a[2], 2)? };
    let abs = if a.get(3).is_null() { 0.0 } else { convert::real(cx, a[3], 3)? };
    if rel < 0.0 || abs < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    if x == y {
        return Ok(Value::TRUE);
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Value::FALSE);
    }
    let d = (x - y).abs();
    Ok(Value::bool(d <= (rel * y).abs() || d <= (rel * x).abs() || d <= abs))
}

pub fn ulp(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?.abs();
    if !x.is_finite() {
        return Ok(Value::float(x));
    }
    let up = x.next_up();
    Ok(Value::float(if up.is_infinite() { x - x.next_down() } else { up - x }))
}

pub fn nextafter(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = two(cx, a)?;
    let steps = a.get(2);
    if steps.is_null() || steps.is_none() {
        return Ok(Value::float(gilscope_real::nextafter(x, y)));
    }
    let n = convert::index(cx, steps, 2)?;
    if int::sign(n) < 0 {
        return Err(cx.value_error("steps must be a non-negative integer"));
    }
    let n = int::to_big(n).and_then(|n| u64::try_from(n).ok()).unwrap_or(u64::MAX);
    if x.is_nan() || y.is_nan() {
        return Ok(Value::float(f64::NAN));
    }
    if n == 0 {
        return Ok(Value::float(x));
    }
    // Floats in order as integers; steps do not go beyond `y`.
    let order = |f: f64| {
        let b = f.to_bits() as i64;
        if b < 0 { -((b & i64::MAX) as i128) } else { b as i128 }
    };
    let (from, to) = (order(x), order(y));
    if from == to {
        return Ok(Value::float(y));
    }
    let r = if from < to { (from + n as i128).min(to) } else { (from - n as i128).max(to) };
    let f = f64::from_bits(r.unsigned_abs() as u64);
    let negative = r < 0 || (r == 0 && if from < to { from < 0 } else { y.is_sign_negative() && to == 0 });
    Ok(Value::float(if negative { -f } else { f }))
}

/// An item of a sequence as a float; `None`: Python has to make it one.
pub fn quick(cx: &mut Cx<'_>, v: Value) -> Res<Option<f64>> {
    if let Some(f) = number::real(cx, v)? {
        return Ok(Some(f));
    }
    let convertible = cx.lookup_special(v, N::__float__).is_some() || cx.lookup_special(v, N::__index__).is_some();
    if convertible && !matches!(Num::of(v), Some(Num::Complex(..))) {
        return Ok(None);
    }
    let m = format!("must be real number, not {}", cx.type_name(v));
    Err(cx.type_error(m))
}
