//! Sine and its family, and the distance of a point.

use crate::dd::{Dd, INV_FACTORIAL, dd, polynomial, power_of_two, two_prod, two_sum};
use crate::tables::{HALF_PI, PI, TWO_OVER_PI};

/// Below this, a function whose series begins `x + c x**3` is `x` itself.
const TINY: f64 = 1e-9;

/// `x` less the nearest multiple of half a turn's half, and which multiple that was (of four).
fn reduce(x: f64) -> (usize, Dd) {
    if x.abs() <= std::f64::consts::FRAC_PI_4 {
        return (0, dd(x, 0.0));
    }
    let bits = x.to_bits();
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1075;
    // Of 2/pi, the bits that make whole turns of the product are left out: what is left, times the mantissa, has two
    // bits before the point (quarters of a turn) and 254 after it.
    let first = (62 + exponent) as usize;
    let (word, shift) = (first / 64, first % 64);
    let mut product = [0u64; 4];
    let mut carry = 0u128;
    for (i, out) in product.iter_mut().enumerate() {
        let at = word + 3 - i;
        let window = (u128::from(TWO_OVER_PI[at]) << 64 | u128::from(TWO_OVER_PI[at + 1])) >> (64 - shift);
        carry += u128::from(window as u64) * u128::from(mantissa);
        *out = carry as u64;
        carry >>= 64;
    }
    let mut quadrant = (product[3] >> 62) as usize;
    product[3] = product[3] << 2 >> 2;
    let above_half = product[3] >> 61 == 1;
    if above_half {
        quadrant += 1;
        // What is missing up to the next quarter.
        product.iter_mut().for_each(|w| *w = !*w);
        product[3] = product[3] << 2 >> 2;
    }
    let mut r = dd(0.0, 0.0);
    for (i, word) in product.iter().enumerate() {
        let scale = power_of_two(64 * i as i32 - 254);
        r = r + dd((word & 0xffff_ffff) as f64 * scale, 0.0) + dd((word >> 32) as f64 * scale * power_of_two(32), 0.0);
    }
    r = r * HALF_PI;
    if above_half {
        r = -r;
    }
    if x < 0.0 { (4 - quadrant % 4, -r) } else { (quadrant, r) }
}

/// Sine and cosine of an angle of at most an eighth of a turn.
fn sin_cos_small(x: Dd) -> (Dd, Dd) {
    let square = -(x * x);
    let sin = polynomial(square, |i| INV_FACTORIAL[2 * i + 3], 13, 7);
    let cos = polynomial(square, |i| INV_FACTORIAL[2 * i + 2], 13, 7);
    (x + x * square * sin, dd(1.0, 0.0) + square * cos)
}

fn sin_cos(x: f64) -> (Dd, Dd) {
    let (quadrant, r) = reduce(x);
    let (sin, cos) = sin_cos_small(r);
    match quadrant % 4 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

pub fn sin(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    if x.abs() < TINY { x } else { sin_cos(x).0.hi }
}

pub fn cos(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    sin_cos(x).1.hi
}

pub fn tan(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    if x.abs() < TINY {
        return x;
    }
    let (sin, cos) = sin_cos(x);
    (sin / cos).hi
}

/// The angle of the point (x, y), neither of which is negative or far smaller than the other. A guess with a double's
/// exactness is put right by the sine of what it is wrong by.
fn angle(y: Dd, x: Dd) -> Dd {
    if y.hi > x.hi {
        return HALF_PI - angle(x, y);
    }
    let guess = libm::atan(y.hi / x.hi);
    let (sin, cos) = sin_cos_small(dd(guess, 0.0));
    let off = (y * cos - x * sin) / (x * cos + y * sin);
    dd(guess, 0.0) + off
}

pub fn atan(x: f64) -> f64 {
    if x.abs() < TINY || x.is_nan() {
        return x;
    }
    atan2(x.abs(), 1.0).copysign(x)
}

/// The angle of the point (x, y), from -pi to pi.
pub fn atan2(y: f64, x: f64) -> f64 {
    if y.is_nan() || x.is_nan() {
        return f64::NAN;
    }
    let (height, width) = (y.abs(), x.abs());
    let behind = x.is_sign_negative();
    if !behind && height < width * TINY {
        return (height / width).copysign(y);
    }
    let first = if height == 0.0 {
        dd(0.0, 0.0)
    } else if height == width {
        HALF_PI.times_exact(0.5)
    } else if height.is_infinite() || width == 0.0 {
        HALF_PI
    } else if width.is_infinite() {
        dd(0.0, 0.0)
    } else {
        // To a size at which products stay in range; the smaller one may then become zero and not matter.
        let e = libm::ilogb(height.max(width));
        let (height, width) = (libm::ldexp(height, -e), libm::ldexp(width, -e));
        if height < TINY * TINY {
            dd(height / width, 0.0)
        } else if width < TINY * TINY {
            HALF_PI - dd(width / height, 0.0)
        } else {
            angle(dd(height, 0.0), dd(width, 0.0))
        }
    };
    let whole = if behind { PI - first } else { first };
    whole.hi.copysign(y)
}

/// `sqrt(1 - x * x)`
fn other_side(x: f64) -> Dd {
    (two_sum(1.0, -x) * two_sum(1.0, x)).sqrt()
}

pub fn asin(x: f64) -> f64 {
    if x.abs() < TINY || x.is_nan() {
        return x;
    }
    if x.abs() > 1.0 {
        return f64::NAN;
    }
    angle(dd(x.abs(), 0.0), other_side(x)).hi.copysign(x)
}

pub fn acos(x: f64) -> f64 {
    if x.is_nan() || x.abs() > 1.0 {
        return f64::NAN;
    }
    let first = angle(other_side(x), dd(x.abs(), 0.0));
    if x < 0.0 { (PI - first).hi } else { first.hi }
}

/// `sqrt(x * x + y * y)`
pub fn hypot(x: f64, y: f64) -> f64 {
    let (small, large) = if x.abs() < y.abs() { (x.abs(), y.abs()) } else { (y.abs(), x.abs()) };
    if x.is_infinite() || y.is_infinite() {
        return f64::INFINITY;
    }
    if small.is_nan() || large.is_nan() || small <= large * 1e-17 {
        return small + large;
    }
    let e = libm::ilogb(large);
    let (small, large) = (libm::ldexp(small, -e), libm::ldexp(large, -e));
    (two_prod(large, large) + two_prod(small, small)).sqrt().scaled(e)
}
