//! Exponential functions, logarithms and powers: the nearest double.

use crate::dd::{Dd, Effort, INV_FACTORIAL, INV_ODD, dd, polynomial, power_of_two, rounded, two_sum};
use crate::tables::{EXP_2_32, FIRST_LOG, INV_LN_2, INV_LN_10, LN_2, LN_2_32, LOG_32};

/// Beyond this, `e**x` is no double.
const EXP_MAX: f64 = 709.8;
/// Below this, `e**x` is nearer to zero than to any other double.
const EXP_MIN: f64 = -745.2;

/// `e**x - 1` for `|x| <= ln(2) / 64`, exact in proportion to itself.
fn expm1_small(x: Dd, effort: Effort) -> Dd {
    let q = polynomial(x, |i| INV_FACTORIAL[i + 2], 12, effort.exact(0, 5));
    x + x * x * q
}

/// `e**x` as `(t, p, k)`: it is `t * (1 + p) * 2**k`. `x` lies between -2000 and 2000.
fn exp_parts(x: Dd, effort: Effort) -> (Dd, Dd, i32) {
    let n = (x.hi * (32.0 / std::f64::consts::LN_2)).round();
    let [first, second, third] = LN_2_32;
    let r = two_sum(x.hi, -n * first) + two_sum(-n * second, x.lo - n * third);
    let n = n as i32;
    (EXP_2_32[(n & 31) as usize], expm1_small(r, effort), n >> 5)
}

/// `e**x` as a number and a power of two.
fn exp_dd(x: Dd, effort: Effort) -> (Dd, i32) {
    let (t, p, k) = exp_parts(x, effort);
    (t + t * p, k)
}

/// `2 * atanh(a / b)` for quotients below 1/64.
fn log_quotient(a: Dd, b: Dd, effort: Effort) -> Dd {
    let u = a / b;
    let q = polynomial(u * u, |i| INV_ODD[i], 9, effort.exact(1, 4));
    (u * q).times_exact(2.0)
}

/// The logarithm of a positive finite number.
fn log_dd(x: f64, effort: Effort) -> Dd {
    let (mut m, mut e) = libm::frexp(x);
    if m < std::f64::consts::FRAC_1_SQRT_2 {
        m *= 2.0;
        e -= 1;
    }
    let step = (m * 32.0).round();
    let near = step / 32.0;
    let log = LOG_32[step as usize - FIRST_LOG] + log_quotient(dd(m - near, 0.0), two_sum(near, m), effort);
    if e == 0 { log } else { LN_2 * dd(f64::from(e), 0.0) + log }
}

/// `e**x`
pub fn exp(x: f64) -> f64 {
    exp_of(1.0, x, |_| dd(x, 0.0))
}

/// `e**x` as a double, for any `x`; `near` is `x` as a double, `doubt` is as for [`rounded`].
fn exp_of(doubt: f64, near: f64, x: impl Fn(Effort) -> Dd) -> f64 {
    if !(EXP_MIN..EXP_MAX).contains(&near) {
        return if near.is_nan() {
            near
        } else if near > 0.0 {
            f64::INFINITY
        } else {
            0.0
        };
    }
    // A power of two that both efforts take out, so that what is left is a number of moderate size.
    let k = (near / std::f64::consts::LN_2) as i32;
    let f = |effort| {
        let (r, e) = exp_dd(x(effort), effort);
        r.times_exact(power_of_two(e - k))
    };
    if near < -708.0 {
        // Subnormal: rounded at another bit.
        return f(Effort::Full).scaled(k);
    }
    dd(rounded(doubt, f), 0.0).scaled(k)
}

/// `2**x`
pub fn exp2(x: f64) -> f64 {
    if !(-1080.0..1025.0).contains(&x) {
        return exp(x);
    }
    let whole = x.round();
    let (r, k) = exp_dd(LN_2 * dd(x - whole, 0.0), Effort::Full);
    r.scaled(k + whole as i32)
}

/// What all logarithms say of zero, negative numbers, infinity and NaN.
fn log_with(x: f64, factor: Option<Dd>) -> f64 {
    if x > 0.0 && x < f64::INFINITY {
        rounded(1.0, |effort| {
            let log = log_dd(x, effort);
            factor.map_or(log, |factor| log * factor)
        })
    } else if x == 0.0 {
        f64::NEG_INFINITY
    } else if x < 0.0 {
        f64::NAN
    } else {
        x
    }
}

/// The natural logarithm.
pub fn log(x: f64) -> f64 {
    log_with(x, None)
}

/// The logarithm to base 2.
pub fn log2(x: f64) -> f64 {
    log_with(x, Some(INV_LN_2))
}

/// The logarithm to base 10.
pub fn log10(x: f64) -> f64 {
    log_with(x, Some(INV_LN_10))
}

/// `x**y`, with C's answers for what is no plain number.
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let odd = y.abs() < 9_007_199_254_740_992.0 && (y / 2.0).fract().abs() == 0.5;
    let negative = x.is_sign_negative() && odd;
    let size = size_pow(x.abs(), y);
    if x < 0.0 && x.is_finite() && y.is_finite() && y.fract() != 0.0 {
        f64::NAN
    } else if negative {
        -size
    } else {
        size
    }
}

/// `x**y` for `x >= 0`.
fn size_pow(x: f64, y: f64) -> f64 {
    if x == 1.0 {
        return 1.0;
    }
    if x == 0.0 || x.is_infinite() || y.is_infinite() {
        return if (x > 1.0) == (y > 0.0) { f64::INFINITY } else { 0.0 };
    }
    if y == 2.0 {
        return x * x;
    }
    if y.abs() <= 64.0 && (2.0 * y).fract() == 0.0 {
        return half_integer_pow(x, y);
    }
    // Otherwise the logarithm decides; these limits keep its product with y a number.
    if y.abs() > 1e20 {
        return if (x > 1.0) == (y > 0.0) { f64::INFINITY } else { 0.0 };
    }
    if y.abs() < 1e-20 {
        return 1.0;
    }
    let product = |effort| log_dd(x, effort) * dd(y, 0.0);
    let near = product(Effort::Quick).hi;
    exp_of(1.0 + near.abs(), near, product)
}

/// `x**y` where `2 * y` is a whole number of at most 128, by squaring. Every power that a double holds exactly, or
/// that lies right between two of them, comes out exact here; and it is fast.
fn half_integer_pow(x: f64, y: f64) -> f64 {
    let twice = (2.0 * y.abs()) as u32;
    let (mut m, mut e) = libm::frexp(x);
    if e % 2 != 0 {
        m *= 2.0;
        e -= 1;
    }
    let mut base = dd(m, 0.0);
    let mut power = if twice.is_multiple_of(2) { dd(1.0, 0.0) } else { base.sqrt() };
    let mut n = twice / 2;
    while n > 0 {
        if n & 1 == 1 {
            power = power * base;
        }
        base = base * base;
        n >>= 1;
    }
    let mut e = e / 2 * twice as i32;
    if y < 0.0 {
        power = dd(1.0, 0.0) / power;
        e = -e;
    }
    if e > 1100 {
        f64::INFINITY
    } else if e < -1200 {
        0.0
    } else {
        power.scaled(e)
    }
}
