//! Hyperbolic functions: not the nearest double but the formulas that C libraries have in common, so that a program
//! prints what it prints elsewhere. They are off by one or two units in the last place at most.

use crate::{exp, log};
use libm::{expm1, log1p};
use std::f64::consts::LN_2;

/// Beyond this, `e**-x` is nothing beside `e**x`.
const LARGE: f64 = 22.0;
/// Beyond this, 1 is nothing beside the square.
const HUGE: f64 = 268_435_456.0;

/// The hyperbolic sine.
pub fn sinh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1.0 / HUGE || !x.is_finite() {
        return x;
    }
    let half = 0.5f64.copysign(x);
    if size > LARGE {
        return half_exp(size).copysign(x);
    }
    let e = expm1(size);
    if size < 1.0 { half * (2.0 * e - e * e / (e + 1.0)) } else { half * (e + e / (e + 1.0)) }
}

/// `e**x / 2`, which may be a double where `e**x` is none.
fn half_exp(x: f64) -> f64 {
    if x < 709.0 {
        return 0.5 * exp(x);
    }
    let root = exp(0.5 * x);
    0.5 * root * root
}

/// The hyperbolic cosine.
pub fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if !x.is_finite() || size > LARGE {
        return if x.is_finite() { half_exp(size) } else { size };
    }
    if size < 0.5 * LN_2 {
        let e = expm1(size);
        let more = 1.0 + e;
        return 1.0 + e * e / (more + more);
    }
    let e = exp(size);
    0.5 * e + 0.5 / e
}

/// The hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1.0 / HUGE / HUGE || x.is_nan() {
        return x;
    }
    let r = if size > LARGE {
        1.0
    } else if size >= 1.0 {
        1.0 - 2.0 / (expm1(2.0 * size) + 2.0)
    } else {
        let e = expm1(-2.0 * size);
        -e / (e + 2.0)
    };
    r.copysign(x)
}

/// The inverse of `sinh`.
pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1.0 / HUGE || !x.is_finite() {
        return x;
    }
    let r = if size > HUGE {
        log(size) + LN_2
    } else if size > 2.0 {
        log(2.0 * size + 1.0 / ((x * x + 1.0).sqrt() + size))
    } else {
        let square = x * x;
        log1p(size + square / (1.0 + (1.0 + square).sqrt()))
    };
    r.copysign(x)
}

/// The inverse of `cosh`.
pub fn acosh(x: f64) -> f64 {
    if x < 1.0 {
        f64::NAN
    } else if x > HUGE {
        log(x) + LN_2
    } else if x > 2.0 {
        log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()))
    } else {
        let above = x - 1.0;
        log1p(above + (2.0 * above + above * above).sqrt())
    }
}

/// The inverse of `tanh`.
pub fn atanh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1.0 / HUGE || x.is_nan() {
        return x;
    }
    if size >= 1.0 {
        return if size > 1.0 { f64::NAN } else { f64::INFINITY.copysign(x) };
    }
    let twice = size + size;
    let r = if size < 0.5 { log1p(twice + twice * size / (1.0 - size)) } else { log1p(twice / (1.0 - size)) };
    (0.5 * r).copysign(x)
}
