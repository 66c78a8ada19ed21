//! The gamma function by Lanczos' approximation, with the coefficients that CPython uses.

use gilscope_core::ops::convert;
use gilscope_core::{Cx, Res};
use gilscope_heap::{Args, Value};
use gilscope_real::{cos, exp, log, pow, sin};

use super::real::{domain, range};

const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LN_PI: f64 = 1.144_729_885_849_400_2;

#[expect(clippy::excessive_precision, reason = "as they are published")]
const NUM: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];

const DEN: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

const WRONG: &str = "expected a noninteger or positive integer";

/// A quotient of polynomials; for large `x` of those in 1/x.
fn lanczos(x: f64) -> f64 {
    let (mut n, mut d) = (0.0, 0.0);
    if x < 5.0 {
        for i in (0..13).rev() {
            n = n * x + NUM[i];
            d = d * x + DEN[i];
        }
    } else {
        for i in 0..13 {
            n = n / x + NUM[i];
            d = d / x + DEN[i];
        }
    }
    n / d
}

/// `sin(pi * x)`, exact where that is.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => sin(PI * y),
        1 => cos(PI * (y - 0.5)),
        2 => sin(PI * (1.0 - y)),
        3 => -cos(PI * (y - 1.5)),
        _ => sin(PI * (y - 2.0)),
    };
    1f64.copysign(x) * r
}

pub fn gamma(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(Value::float(x));
    }
    if x == 0.0 || x == f64::NEG_INFINITY || (x == x.floor() && x < 0.0) {
        return Err(domain(cx, WRONG, x));
    }
    if x == x.floor() && x <= 23.0 {
        return Ok(Value::float((1..x as u64).map(|i| i as f64).product()));
    }
    let size = x.abs();
    let r = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 {
        if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY }
    } else {
        let y = size + G_MINUS_HALF;
        // The rounding error of y, made good at the end.
        let z = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
        let z = z * G / y;
        let powers = |r: f64, f: fn(f64, f64) -> f64| {
            if size < 140.0 {
                f(r, pow(y, size - 0.5))
            } else {
                let half = pow(y, size / 2.0 - 0.25);
                f(f(r, half), half)
            }
        };
        if x < 0.0 {
            let r = -std::f64::consts::PI / sin_pi(size) / size * exp(y) / lanczos(size);
            powers(r - z * r, |r, p| r / p)
        } else {
            let r = lanczos(size) / exp(y);
            powers(r + z * r, |r, p| r * p)
        }
    };
    if r.is_infinite() { Err(range(cx)) } else { Ok(Value::float(r)) }
}

pub fn lgamma(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = convert::real(cx, a[0], 0)?;
    if !x.is_finite() {
        return Ok(Value::float(x.abs()));
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain(cx, WRONG, x)) } else { Ok(Value::float(0.0)) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(Value::float(-log(size)));
    }
    let mut r = log(lanczos(size)) - G;
    r += (size - 0.5) * (log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        r = LN_PI - log(sin_pi(size).abs()) - log(size) - r;
    }
    if r.is_infinite() { Err(range(cx)) } else { Ok(Value::float(r)) }
}
