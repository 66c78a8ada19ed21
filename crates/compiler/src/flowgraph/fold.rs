//! Operators on constants. What would be an error is left to happen when the program runs, and so is what would make
//! a large constant.

use gilscope_bytecode::{BinaryOp, Const, Op};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::codegen::big;
use crate::consts::is_true;
use crate::strings::{code_points, concat, from_wide};

const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION_SIZE: i64 = 256;
const MAX_STR_SIZE: i64 = 4096;
const MAX_TOTAL_ITEMS: i64 = 1024;

enum Number {
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
}

fn int(constant: &Const) -> Option<BigInt> {
    match constant {
        Const::Int(value) => Some(BigInt::from(*value)),
        Const::BigInt(text) => text.parse().ok(),
        Const::True => Some(BigInt::from(1)),
        Const::False => Some(BigInt::zero()),
        _ => None,
    }
}

fn number(constant: &Const) -> Option<Number> {
    match constant {
        Const::Float(value) => Some(Number::Float(*value)),
        Const::Complex(re, im) => Some(Number::Complex(*re, *im)),
        _ => int(constant).map(Number::Int),
    }
}

fn float(value: &BigInt) -> Option<f64> {
    value.to_f64().filter(|value| value.is_finite())
}

/// A constant set: of equal items the first stays.
pub(super) fn frozen_set(items: Vec<Const>) -> Const {
    let mut kept: Vec<Const> = Vec::new();
    for item in items {
        if !kept.iter().any(|other| equal(other, &item)) {
            kept.push(item);
        }
    }
    Const::FrozenSet(kept.into())
}

/// Python's `==` between constants, which may be of different types.
fn equal(a: &Const, b: &Const) -> bool {
    match (number(a), number(b)) {
        (Some(Number::Int(a)), Some(Number::Int(b))) => a == b,
        (Some(Number::Float(a)), Some(Number::Float(b))) => a == b,
        (Some(Number::Int(a)), Some(Number::Float(b))) | (Some(Number::Float(b)), Some(Number::Int(a))) => {
            b.fract() == 0.0 && float(&a).is_some_and(|a| a == b)
        }
        (Some(_), None) | (None, Some(_)) => false,
        _ => match (a, b) {
            (Const::Tuple(a), Const::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
            }
            _ => a == b,
        },
    }
}

pub(crate) fn unary(op: Op, operand: &Const) -> Option<Const> {
    let truth = |value: bool| if value { Const::True } else { Const::False };
    match op {
        Op::UnaryNot => Some(truth(!is_true(operand))),
        Op::UnaryInvert => match operand {
            // ~True is deprecated: it warns when it runs.
            Const::True | Const::False => None,
            _ => Some(big(!int(operand)?)),
        },
        Op::UnaryNegative => Some(match number(operand)? {
            Number::Int(value) => big(-value),
            Number::Float(value) => Const::Float(-value),
            Number::Complex(re, im) => Const::Complex(-re, -im),
        }),
        _ => Some(match number(operand)? {
            Number::Int(value) => big(value),
            Number::Float(value) => Const::Float(value),
            Number::Complex(re, im) => Const::Complex(re, im),
        }),
    }
}

pub(crate) fn binary(op: u32, left: &Const, right: &Const) -> Option<Const> {
    let op = BinaryOp::from_arg(op)?;
    match op {
        BinaryOp::Subscr => return subscript(left, right),
        BinaryOp::Add => {
            if let Some(sum) = join(left, right) {
                return Some(sum);
            }
        }
        BinaryOp::Multiply => {
            for (sequence, count) in [(left, right), (right, left)] {
                if matches!(sequence, Const::Str(_) | Const::WideStr(_) | Const::Bytes(_) | Const::Tuple(_)) {
                    return repeat(sequence, &int(count)?);
                }
            }
        }
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            if let (Const::True | Const::False, Const::True | Const::False) = (left, right) {
                let (a, b) = (*left == Const::True, *right == Const::True);
                let value = match op {
                    BinaryOp::And => a & b,
                    BinaryOp::Or => a | b,
                    _ => a ^ b,
                };
                return Some(if value { Const::True } else { Const::False });
            }
        }
        _ => {}
    }
    match (number(left)?, number(right)?) {
        (Number::Int(a), Number::Int(b)) => ints(op, a, b),
        (Number::Float(a), Number::Float(b)) => floats(op, a, b),
        (Number::Int(a), Number::Float(b)) => floats(op, float(&a)?, b),
        (Number::Float(a), Number::Int(b)) => floats(op, a, float(&b)?),
        (Number::Complex(re, im), Number::Complex(re2, im2)) => complexes(op, (re, im), (re2, im2)),
        (Number::Complex(re, im), Number::Int(b)) => complex_real(op, (re, im), float(&b)?),
        (Number::Complex(re, im), Number::Float(b)) => complex_real(op, (re, im), b),
        (Number::Int(a), Number::Complex(re, im)) => real_complex(op, float(&a)?, (re, im)),
        (Number::Float(a), Number::Complex(re, im)) => real_complex(op, a, (re, im)),
    }
}

fn join(left: &Const, right: &Const) -> Option<Const> {
    match (left, right) {
        (Const::Str(_) | Const::WideStr(_), Const::Str(_) | Const::WideStr(_)) => Some(concat(left, right)),
        (Const::Bytes(a), Const::Bytes(b)) => Some(Const::Bytes([&a[..], &b[..]].concat().into())),
        (Const::Tuple(a), Const::Tuple(b)) => Some(Const::Tuple([&a[..], &b[..]].concat().into())),
        _ => None,
    }
}

/// What is left of `limit` after the items of nested tuples are counted.
fn complexity(constant: &Const, limit: i64) -> i64 {
    let Const::Tuple(items) = constant else { return limit };
    let mut limit = limit - items.len() as i64;
    for item in items {
        if limit < 0 {
            break;
        }
        limit = complexity(item, limit);
    }
    limit
}

fn repeat(sequence: &Const, count: &BigInt) -> Option<Const> {
    let size = match sequence {
        Const::Bytes(bytes) => bytes.len(),
        Const::Tuple(items) => items.len(),
        _ => code_points(sequence).len(),
    } as i64;
    let max = if matches!(sequence, Const::Tuple(_)) { MAX_COLLECTION_SIZE } else { MAX_STR_SIZE };
    let mut times = 0;
    if size > 0 {
        times = count.to_i64()?;
        if times < 0 || times > max / size {
            return None;
        }
        if times > 0 && complexity(sequence, MAX_TOTAL_ITEMS / times) < 0 {
            return None;
        }
    }
    let times = times as usize;
    Some(match sequence {
        Const::Bytes(bytes) => Const::Bytes(bytes.repeat(times).into()),
        Const::Tuple(items) => Const::Tuple(std::iter::repeat_n(&items[..], times).flatten().cloned().collect()),
        _ => from_wide(code_points(sequence).repeat(times)),
    })
}

fn ints(op: BinaryOp, a: BigInt, b: BigInt) -> Option<Const> {
    let small = |value: &BigInt| value.bits() <= 53;
    Some(big(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => {
            if !a.is_zero() && !b.is_zero() && a.bits() + b.bits() > MAX_INT_BITS {
                return None;
            }
            a * b
        }
        BinaryOp::FloorDivide if !b.is_zero() => a.div_floor(&b),
        BinaryOp::Remainder if !b.is_zero() => a.mod_floor(&b),
        BinaryOp::TrueDivide => {
            if b.is_zero() || !small(&a) || !small(&b) {
                return None;
            }
            return Some(Const::Float(a.to_f64()? / b.to_f64()?));
        }
        BinaryOp::Power => {
            if b.is_negative() {
                if a.is_zero() {
                    return None;
                }
                return floats(op, float(&a)?, float(&b)?);
            }
            let exponent = b.to_u32()?;
            if !a.is_zero() && exponent > 0 && a.bits() > MAX_INT_BITS / u64::from(exponent) {
                return None;
            }
            a.pow(exponent)
        }
        BinaryOp::Lshift => {
            let shift = b.to_u32()?;
            if !a.is_zero()
                && shift > 0
                && (u64::from(shift) > MAX_INT_BITS || a.bits() > MAX_INT_BITS - u64::from(shift))
            {
                return None;
            }
            if a.is_zero() { a } else { a << shift }
        }
        BinaryOp::Rshift => {
            if b.is_negative() {
                return None;
            }
            match b.to_u64() {
                Some(shift) if shift <= a.bits() => a >> shift,
                _ => BigInt::from(if a.sign() == Sign::Minus { -1 } else { 0 }),
            }
        }
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        _ => return None,
    }))
}

fn floats(op: BinaryOp, a: f64, b: f64) -> Option<Const> {
    Some(Const::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::TrueDivide if b != 0.0 => a / b,
        BinaryOp::FloorDivide if b != 0.0 => divmod(a, b).0,
        BinaryOp::Remainder if b != 0.0 => divmod(a, b).1,
        BinaryOp::Power => {
            if (a == 0.0 && b < 0.0) || (a < 0.0 && b.fract() != 0.0) {
                return None;
            }
            let value = gilscope_real::pow(a, b);
            if value.is_infinite() && a.is_finite() && b.is_finite() {
                return None;
            }
            value
        }
        _ => return None,
    }))
}

/// Floor division and remainder with the sign of the divisor.
fn divmod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0.0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0.0f64.copysign(a / b)
    };
    (floor, remainder)
}

fn complexes(op: BinaryOp, (a, b): (f64, f64), (c, d): (f64, f64)) -> Option<Const> {
    let (re, im) = match op {
        BinaryOp::Add => (a + c, b + d),
        BinaryOp::Subtract => (a - c, b - d),
        BinaryOp::Multiply => (a * c - b * d, a * d + b * c),
        BinaryOp::TrueDivide => {
            if c == 0.0 && d == 0.0 {
                return None;
            }
            if c.abs() >= d.abs() {
                let ratio = d / c;
                let denominator = c + d * ratio;
                ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
            } else {
                let ratio = c / d;
                let denominator = c * ratio + d;
                ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
            }
        }
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

fn complex_real(op: BinaryOp, (a, b): (f64, f64), c: f64) -> Option<Const> {
    let (re, im) = match op {
        BinaryOp::Add => (a + c, b),
        BinaryOp::Subtract => (a - c, b),
        BinaryOp::Multiply => (a * c, b * c),
        BinaryOp::TrueDivide if c != 0.0 => (a / c, b / c),
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

fn real_complex(op: BinaryOp, a: f64, (c, d): (f64, f64)) -> Option<Const> {
    let (re, im) = match op {
        BinaryOp::Add => (a + c, d),
        BinaryOp::Subtract => (a - c, -d),
        BinaryOp::Multiply => (a * c, a * d),
        BinaryOp::TrueDivide => return complexes(op, (a, 0.0), (c, d)),
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

fn subscript(container: &Const, index: &Const) -> Option<Const> {
    let len = match container {
        Const::Str(_) | Const::WideStr(_) => code_points(container).len(),
        Const::Bytes(bytes) => bytes.len(),
        Const::Tuple(items) => items.len(),
        _ => return None,
    };
    if let Const::Slice(parts) = index {
        let indices = slice_indices(parts, len)?;
        return Some(match container {
            Const::Bytes(bytes) => Const::Bytes(indices.iter().map(|at| bytes[*at]).collect()),
            Const::Tuple(items) => Const::Tuple(indices.iter().map(|at| items[*at].clone()).collect()),
            _ => {
                let points = code_points(container);
                from_wide(indices.iter().map(|at| points[*at]).collect())
            }
        });
    }
    let mut at = int(index)?.to_i64()?;
    if at < 0 {
        at += len as i64;
    }
    let at = usize::try_from(at).ok().filter(|at| *at < len)?;
    Some(match container {
        Const::Bytes(bytes) => Const::Int(i64::from(bytes[at])),
        Const::Tuple(items) => items[at].clone(),
        _ => from_wide(vec![code_points(container)[at]]),
    })
}

/// The indices that a slice selects.
fn slice_indices(parts: &[Const; 3], len: usize) -> Option<Vec<usize>> {
    let len = len as i64;
    let part = |index: usize| -> Option<Option<i64>> {
        match &parts[index] {
            Const::None => Some(None),
            other => Some(Some(int(other)?.to_i64()?)),
        }
    };
    let step = part(2)?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let clamp = |value: Option<i64>, default: i64| match value {
        None => default,
        Some(value) => (if value < 0 { value + len } else { value }).clamp(low, high),
    };
    let start = clamp(part(0)?, if step > 0 { low } else { high });
    let stop = clamp(part(1)?, if step > 0 { high } else { low });
    let mut indices = Vec::new();
    let mut at = start;
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        indices.push(usize::try_from(at).ok()?);
        at += step;
    }
    Some(indices)
}
