//! Arithmetic on ints of any size. Nothing here calls Python. Arguments are ints, bools or instances of subclasses of int.

use std::cmp::Ordering;

use gilscope_bytecode::BinaryOp;
use gilscope_heap::Value;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::types::exception::ZERO_DIVISION_ERROR;
use crate::types::{hash as hashes, int};
use crate::{Cx, Res};

/// An int as a number to compute with.
///
/// # Panics
/// If it is no int.
pub fn big(v: Value) -> BigInt {
    int::to_big(v).expect("an int")
}

/// Number of bits of the magnitude.
pub fn bits(v: Value) -> u64 {
    match int::to_i128(v) {
        Some(i) => (128 - i.unsigned_abs().leading_zeros()) as u64,
        None => big(v).bits(),
    }
}

/// `a op b`; `NotImplemented` for `@`. `op` is a plain one.
pub fn binary(cx: &mut Cx<'_>, op: BinaryOp, a: Value, b: Value) -> Res {
    match op {
        BinaryOp::Power => return pow(cx, a, b),
        BinaryOp::TrueDivide => return true_divide(cx, a, b),
        BinaryOp::Lshift => return shift_left(cx, a, b),
        BinaryOp::Rshift => return shift_right(cx, a, b),
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor if a.is_bool() && b.is_bool() => {
            let (x, y) = (a == Value::TRUE, b == Value::TRUE);
            return Ok(Value::bool(match op {
                BinaryOp::And => x & y,
                BinaryOp::Or => x | y,
                _ => x ^ y,
            }));
        }
        _ => {}
    }
    if let (Some(x), Some(y)) = (int::to_i128_wide(a), int::to_i128_wide(b)) {
        let r = match op {
            BinaryOp::Add => x.checked_add(y),
            BinaryOp::Subtract => x.checked_sub(y),
            BinaryOp::Multiply => x.checked_mul(y),
            BinaryOp::And => Some(x & y),
            BinaryOp::Or => Some(x | y),
            BinaryOp::Xor => Some(x ^ y),
            BinaryOp::FloorDivide | BinaryOp::Remainder if y == 0 => {
                return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero"));
            }
            BinaryOp::FloorDivide => Some(Integer::div_floor(&x, &y)),
            BinaryOp::Remainder => Some(Integer::mod_floor(&x, &y)),
            _ => return Ok(Value::NOT_IMPLEMENTED),
        };
        if let Some(r) = r {
            return int::from_i128(cx, r);
        }
    }
    let (x, y) = (big(a), big(b));
    let r = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Subtract => x - y,
        BinaryOp::Multiply => {
            int::check_size(cx, (x.bits() + y.bits()) / 8)?;
            x * y
        }
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::FloorDivide | BinaryOp::Remainder if y.is_zero() => {
            return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero"));
        }
        BinaryOp::FloorDivide => x.div_floor(&y),
        BinaryOp::Remainder => x.mod_floor(&y),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    int::from_big(cx, &r)
}

/// `divmod(a, b)`
pub fn divmod(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    let q = binary(cx, BinaryOp::FloorDivide, a, b)?;
    let r = binary(cx, BinaryOp::Remainder, a, b)?;
    cx.tuple(&[q, r])
}

pub fn negate(cx: &mut Cx<'_>, v: Value) -> Res {
    match int::to_i128(v) {
        Some(i) => int::from_i128(cx, -i),
        None => int::from_big(cx, &-big(v)),
    }
}

pub fn invert(cx: &mut Cx<'_>, v: Value) -> Res {
    match int::to_i128(v) {
        Some(i) => int::from_i128(cx, !i),
        None => int::from_big(cx, &!big(v)),
    }
}

pub fn absolute(cx: &mut Cx<'_>, v: Value) -> Res {
    if int::sign(v) < 0 { negate(cx, v) } else { int::plain(cx, v) }
}

fn shift_left(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    if int::sign(b) < 0 {
        return Err(cx.value_error("negative shift count"));
    }
    if int::sign(a) == 0 {
        return Ok(Value::small(0));
    }
    let Some(n) = int::to_i64(b) else {
        return Err(cx.overflow_error("too many digits in integer"));
    };
    if n < 64
        && let Some(x) = int::to_i128(a)
        && x.unsigned_abs() < 1 << 63
    {
        return int::from_i128(cx, x << n);
    }
    int::check_size(cx, (n as u64 + bits(a)) / 8)?;
    int::from_big(cx, &(big(a) << n as usize))
}

fn shift_right(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    if int::sign(b) < 0 {
        return Err(cx.value_error("negative shift count"));
    }
    let n = int::clamp_i64(b);
    if let Some(x) = int::to_i128(a) {
        return int::from_i128(cx, x >> n.min(127));
    }
    if n as u64 > bits(a) {
        return Ok(Value::small(if int::sign(a) < 0 { -1 } else { 0 }));
    }
    int::from_big(cx, &(big(a) >> n as usize))
}

/// `a ** b`
pub fn pow(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    if int::sign(b) < 0 {
        let (x, y) = (to_f64(cx, a)?, to_f64(cx, b)?);
        return super::float_ops::binary(cx, BinaryOp::Power, x, y);
    }
    if let Some(base @ -1..=1) = int::to_i128(a) {
        let odd = big(b).bit(0);
        return Ok(Value::small(match base {
            _ if int::sign(b) == 0 => 1,
            -1 if !odd => 1,
            n => n as i64,
        }));
    }
    let n = int::clamp_i64(b) as u64;
    if let Some(x) = int::to_i128(a)
        && n <= 128
        && let Some(r) = x.checked_pow(n as u32)
    {
        return int::from_i128(cx, r);
    }
    // A base of k bits gives at least (k - 1) * n of them.
    int::check_size(cx, ((bits(a) - 1) as u128 * n as u128 / 8).min(u64::MAX as u128) as u64)?;
    int::from_big(cx, &num_traits::pow(big(a), n as usize))
}

/// `pow(a, b, m)`
pub fn pow_mod(cx: &mut Cx<'_>, a: Value, b: Value, m: Value) -> Res {
    let (mut x, mut e, m) = (big(a), big(b), big(m));
    if m.is_zero() {
        return Err(cx.value_error("pow() 3rd argument cannot be 0"));
    }
    let size = m.abs();
    if size.is_one() {
        return Ok(Value::small(0));
    }
    if e.is_negative() {
        match inverse(&x, &size) {
            Some(i) => x = i,
            None => return Err(cx.value_error("base is not invertible for the given modulus")),
        }
        e = -e;
    }
    let r = x.modpow(&e, &size);
    int::from_big(cx, &r.mod_floor(&m))
}

/// The number in `0..m` that gives 1 when multiplied by `x` modulo `m`.
fn inverse(x: &BigInt, m: &BigInt) -> Option<BigInt> {
    let g = x.mod_floor(m).extended_gcd(m);
    g.gcd.is_one().then(|| g.x.mod_floor(m))
}

/// `a / b`, rounded once.
fn true_divide(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    const EXACT: i128 = 1 << 53;
    if let (Some(x), Some(y)) = (int::to_i128(a), int::to_i128(b)) {
        if y == 0 {
            return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero"));
        }
        if x.abs() <= EXACT && y.abs() <= EXACT {
            return Ok(Value::float(x as f64 / y as f64));
        }
    }
    if int::sign(b) == 0 {
        return Err(cx.raise(&ZERO_DIVISION_ERROR, "division by zero"));
    }
    match ratio(&big(a), &big(b)) {
        Some(f) => Ok(Value::float(f)),
        None => Err(cx.overflow_error("integer division result too large for a float")),
    }
}

/// The float nearest to `x / y`; `None` if it is too large for one. `y` is not 0.
pub fn ratio(x: &BigInt, y: &BigInt) -> Option<f64> {
    if x.is_zero() {
        return Some(0.0);
    }
    let negative = x.is_negative() != y.is_negative();
    let (x, y) = (x.magnitude(), y.magnitude());
    // Scaled so that the quotient has 66 or 67 bits.
    let scale = 66 - (x.bits() as i64 - y.bits() as i64);
    let (q, r) = if scale >= 0 { (x << scale as usize).div_rem(y) } else { x.div_rem(&(y << (-scale) as usize)) };
    let q = q.to_u128().expect("67 bits");
    let f = round_scaled(q, !r.is_zero(), -scale);
    (f.is_finite()).then_some(if negative { -f } else { f })
}

/// The float nearest to `m * 2^exp`, where `m` is not 0 and `sticky` says that a little more was cut off. Ties go to even.
pub fn round_scaled(m: u128, sticky: bool, exp: i64) -> f64 {
    let bits = 128 - m.leading_zeros() as i64;
    // The lowest bit that a float of this size can have.
    let low = (exp + bits - 53).max(-1074);
    let drop = low - exp;
    if drop <= 0 {
        return super::float_ops::ldexp(m as f64, exp);
    }
    if drop > 127 {
        return 0.0;
    }
    let (kept, cut) = (m >> drop, m & ((1 << drop) - 1));
    let half = 1u128 << (drop - 1);
    let up = cut > half || (cut == half && (sticky || kept & 1 == 1));
    super::float_ops::ldexp((kept + up as u128) as f64, low)
}

/// The float nearest to an int, or an OverflowError.
#[inline]
pub fn to_f64(cx: &mut Cx<'_>, v: Value) -> Res<f64> {
    if v.is_int() {
        return Ok(v.int_value() as f64);
    }
    match to_f64_opt(v) {
        Some(f) => Ok(f),
        None => Err(cx.overflow_error("int too large to convert to float")),
    }
}

/// The float nearest to an int, if there is one.
pub fn to_f64_opt(v: Value) -> Option<f64> {
    match int::to_i128(v) {
        Some(i) => Some(i as f64),
        None => ratio(&big(v), &BigInt::one()),
    }
}

pub fn cmp(a: Value, b: Value) -> Ordering {
    match (int::to_i128(a), int::to_i128(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => big(a).cmp(&big(b)),
    }
}

/// Compares an int with a float, exactly.
pub fn cmp_float(a: Value, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    if let Some(i) = int::to_i128(a)
        && i.abs() <= 1 << 53
    {
        return (i as f64).partial_cmp(&f);
    }
    let whole = f.trunc();
    let order = big(a).cmp(&super::big_of_float(whole));
    // Equal integral parts: the fraction decides.
    Some(order.then_with(|| 0.0.partial_cmp(&(f - whole)).unwrap_or(Ordering::Equal)))
}

/// `hash()` of an int.
pub fn hash(v: Value) -> i64 {
    if let Some(i) = int::to_i64(v) {
        return hashes::int(i);
    }
    let n = big(v);
    let m = (n.magnitude() % ((1u64 << 61) - 1)).to_i64().unwrap_or(0);
    let h = if n.sign() == Sign::Minus { -m } else { m };
    if h == -1 { -2 } else { h }
}
