//! The special methods that all numbers have, as rows of their tables. A number operator answers NotImplemented where
//! its operands are not of the classes it knows: int's ints, float's ints and floats, complex's all.

use gilscope_bytecode::{BinaryOp, CompareOp};
use gilscope_heap::{Args, Value};

use super::{Num, binary};
use crate::ops::{binary as binary_ops, compare};
use crate::{Cx, Res};

pub const INT: u8 = 0;
pub const FLOAT: u8 = 1;
pub const COMPLEX: u8 = 2;

/// The number that `v` is, where numbers of this rank know it.
#[inline]
pub fn known<const RANK: u8>(v: Value) -> Option<Num> {
    let n = Num::of(v)?;
    let rank = match n {
        Num::Int(_) => INT,
        Num::Float(_) => FLOAT,
        Num::Complex(..) => COMPLEX,
    };
    (rank <= RANK).then_some(n)
}

/// `self op value`, or with SWAP `value op self`.
pub fn arith<const RANK: u8, const OP: u32, const SWAP: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let op = BinaryOp::from_arg(OP).expect("an operator");
    let (x, y) = if SWAP { (a[1], a[0]) } else { (a[0], a[1]) };
    match (known::<RANK>(x), known::<RANK>(y)) {
        (Some(x), Some(y)) => binary(cx, op, x, y),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `pow(self, value, mod)`, or with SWAP `pow(value, self, mod)`.
pub fn power<const RANK: u8, const SWAP: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = a.get(2);
    if m.is_null() || m.is_none() {
        return arith::<RANK, { BinaryOp::Power as u32 }, SWAP>(cx, a);
    }
    let (x, y) = if SWAP { (a[1], a[0]) } else { (a[0], a[1]) };
    match (known::<RANK>(x), known::<RANK>(y), known::<RANK>(m)) {
        (Some(Num::Int(x)), Some(Num::Int(y)), Some(Num::Int(m))) => super::int_ops::pow_mod(cx, x, y, m),
        (Some(_), Some(_), Some(_)) => binary_ops::power(cx, x, y, m),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub fn divmod<const RANK: u8, const SWAP: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = if SWAP { (a[1], a[0]) } else { (a[0], a[1]) };
    match (known::<RANK>(x), known::<RANK>(y)) {
        (Some(x), Some(y)) => binary_ops::number_divmod(cx, x, y),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub fn cmp<const RANK: u8, const OP: u32>(_: &mut Cx<'_>, a: Args) -> Res {
    let op = CompareOp::from_arg(OP).expect("an operator");
    Ok(match (known::<RANK>(a[0]), known::<RANK>(a[1])) {
        (Some(x), Some(y)) => compare::numbers(op, x, y).map_or(Value::NOT_IMPLEMENTED, Value::bool),
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// The number that a method is called on.
pub fn this(cx: &mut Cx<'_>, v: Value) -> Res<Num> {
    match Num::of(v) {
        Some(n) => Ok(n),
        None => {
            let m = format!("a number is required, not '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

pub fn negative(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = match this(cx, a[0])? {
        Num::Int(v) => return super::int_ops::negate(cx, v),
        Num::Float(f) => Num::Float(-f),
        Num::Complex(re, im) => Num::Complex(-re, -im),
    };
    super::value(cx, n)
}

/// `+self`, `self.conjugate()` of real numbers, `int(i)`, `i.numerator`: the number as one of its built-in class.
pub fn itself(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = this(cx, a[0])?;
    super::value(cx, n)
}

pub fn absolute(cx: &mut Cx<'_>, a: Args) -> Res {
    match this(cx, a[0])? {
        Num::Int(v) => super::int_ops::absolute(cx, v),
        Num::Float(f) => Ok(Value::float(f.abs())),
        Num::Complex(re, im) => super::complex_methods::modulus(cx, re, im),
    }
}

pub fn truth(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(match this(cx, a[0])? {
        Num::Int(v) => crate::types::int::sign(v) != 0,
        Num::Float(f) => f != 0.0,
        Num::Complex(re, im) => re != 0.0 || im != 0.0,
    }))
}

pub fn hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = this(cx, a[0])?;
    cx.int(super::hash(n))
}

pub fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    match this(cx, a[0])? {
        Num::Int(v) => super::int_text::decimal(cx, v),
        Num::Float(f) => cx.str(&super::float_text::repr(f)),
        Num::Complex(re, im) => cx.str(&super::complex_methods::repr(re, im)),
    }
}

/// `__format__`. May call Python (`__str__`).
pub fn format(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = this(cx, a[0])?;
    match crate::types::str::of(a[1]) {
        Some(t) if t.is_empty() => crate::ops::convert::str(cx, a[0]),
        Some(t) => crate::types::text::spec::number(cx, a[0], n, t),
        None => {
            let m = format!("__format__() argument must be str, not {}", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}
