//! Arithmetic on complex numbers. Nothing here calls Python.

use gilscope_bytecode::BinaryOp;
use gilscope_heap::Value;

use crate::types::complex;
use crate::types::exception::ZERO_DIVISION_ERROR;
use crate::{Cx, Res};

type C = (f64, f64);

/// `a op b`; `NotImplemented` where complex numbers do not have the operator. `op` is a plain one.
pub fn binary(cx: &mut Cx<'_>, op: BinaryOp, a: C, b: C) -> Res {
    let (re, im) = match op {
        BinaryOp::Add => (a.0 + b.0, a.1 + b.1),
        BinaryOp::Subtract => (a.0 - b.0, a.1 - b.1),
        BinaryOp::Multiply => multiply(a, b),
        BinaryOp::TrueDivide => match divide(a, b) {
            Some(c) => c,
            None => return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero")),
        },
        BinaryOp::Power => return pow(cx, a, b),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    complex::new(cx, re, im)
}

pub fn multiply(a: C, b: C) -> C {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Smith's method, as CPython's; `None`: division by zero.
pub fn divide(a: C, b: C) -> Option<C> {
    if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denom = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / denom, (a.1 - a.0 * ratio) / denom))
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let denom = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / denom, (a.1 * ratio - a.0) / denom))
    } else {
        // One of the parts is NaN.
        Some((f64::NAN, f64::NAN))
    }
}

/// `a ** b`
pub fn pow(cx: &mut Cx<'_>, a: C, b: C) -> Res {
    let small = b.1 == 0.0 && b.0.fract() == 0.0 && b.0.abs() <= 100.0;
    let r = if b == (0.0, 0.0) {
        (1.0, 0.0)
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(cx.raise(&ZERO_DIVISION_ERROR, "zero to a negative or complex power"));
        }
        (0.0, 0.0)
    } else if small {
        match pow_int(a, b.0 as i64) {
            Some(r) => r,
            None => return Err(cx.raise(&ZERO_DIVISION_ERROR, "zero to a negative or complex power")),
        }
    } else {
        use gilscope_real::{atan2, cos, exp, hypot, log, sin};
        let modulus = hypot(a.0, a.1);
        let angle = atan2(a.1, a.0);
        let mut len = gilscope_real::pow(modulus, b.0);
        let mut phase = angle * b.0;
        if b.1 != 0.0 {
            len *= exp(-angle * b.1);
            phase += b.1 * log(modulus);
        }
        (len * cos(phase), len * sin(phase))
    };
    if (r.0.is_infinite() || r.1.is_infinite()) && [a.0, a.1, b.0, b.1].iter().all(|f| f.is_finite()) {
        return Err(cx.overflow_error("complex exponentiation"));
    }
    complex::new(cx, r.0, r.1)
}

fn pow_int(a: C, n: i64) -> Option<C> {
    let mut mask = 1u64;
    let (mut r, mut p) = ((1.0, 0.0), a);
    let e = n.unsigned_abs();
    while mask > 0 && e >= mask {
        if e & mask != 0 {
            r = multiply(r, p);
        }
        mask <<= 1;
        p = multiply(p, p);
    }
    if n < 0 { divide((1.0, 0.0), r) } else { Some(r) }
}
