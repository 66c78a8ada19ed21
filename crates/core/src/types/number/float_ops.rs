//! Arithmetic on floats. Nothing here calls Python.

use gilscope_bytecode::BinaryOp;
use gilscope_heap::Value;

use crate::types::exception::ZERO_DIVISION_ERROR;
use crate::{Cx, Res};

/// `a op b`; `NotImplemented` where floats do not have the operator. `op` is a plain one.
pub fn binary(cx: &mut Cx<'_>, op: BinaryOp, a: f64, b: f64) -> Res {
    let r = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::TrueDivide | BinaryOp::FloorDivide | BinaryOp::Remainder if b == 0.0 => {
            return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero"));
        }
        BinaryOp::TrueDivide => a / b,
        BinaryOp::FloorDivide => divmod(a, b).0,
        BinaryOp::Remainder => divmod(a, b).1,
        BinaryOp::Power => return pow(cx, a, b),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::float(r))
}

/// Floor division and the remainder with the divisor's sign (CPython's `float_divmod`). `b` is not 0.
pub fn divmod(a: f64, b: f64) -> (f64, f64) {
    let mut m = a % b;
    let mut q = (a - m) / b;
    if m != 0.0 {
        if (b < 0.0) != (m < 0.0) {
            m += b;
            q -= 1.0;
        }
    } else {
        m = 0f64.copysign(b);
    }
    let floor = if q != 0.0 {
        let f = q.floor();
        if q - f > 0.5 { f + 1.0 } else { f }
    } else {
        0f64.copysign(a / b)
    };
    (floor, m)
}

/// `a ** b`, which may be complex.
fn pow(cx: &mut Cx<'_>, a: f64, b: f64) -> Res {
    if a == 0.0 && b < 0.0 {
        return Err(cx.raise(&ZERO_DIVISION_ERROR, "zero to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return super::complex_ops::pow(cx, (a, 0.0), (b, 0.0));
    }
    let r = gilscope_real::pow(a, b);
    if r.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(range_error(cx));
    }
    Ok(Value::float(r))
}

/// `OverflowError(34, 'Numerical result out of range')`, as the C library reports it.
#[cold]
pub fn range_error(cx: &mut Cx<'_>) -> crate::Exit {
    let args = match cx.str("Numerical result out of range").and_then(|m| cx.tuple(&[Value::small(34), m])) {
        Ok(args) => args,
        Err(e) => return e,
    };
    let class = crate::types::exception::OVERFLOW_ERROR.of(cx);
    cx.raise_args(class, args)
}

/// (m, e) with `f == m * 2^e`, `m` an integer of at most 53 bits with the sign. `f` is finite.
pub fn decompose(f: f64) -> (i64, i32) {
    let bits = f.to_bits();
    let e = ((bits >> 52) & 0x7FF) as i32;
    let m = (bits & ((1 << 52) - 1)) as i64;
    let (m, e) = if e == 0 { (m, -1074) } else { (m | 1 << 52, e - 1075) };
    (if f < 0.0 { -m } else { m }, e)
}

/// `f * 2^e`, rounded once.
pub fn ldexp(f: f64, e: i64) -> f64 {
    gilscope_real::ldexp(f, e.clamp(-10_000, 10_000) as i32)
}
