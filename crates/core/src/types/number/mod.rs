//! Numbers: arithmetic, text forms and methods of int, float, complex and bool. (Layout of ints: `types/int.rs`.)

pub mod bool_methods;
pub mod complex_methods;
pub mod complex_ops;
pub mod float_methods;
pub mod float_ops;
pub mod float_text;
pub mod int_methods;
pub mod int_ops;
pub mod int_text;
pub mod rows;

use gilscope_bytecode::BinaryOp;
use gilscope_heap::{Kind, Value, flag};
use num_bigint::BigInt;

use crate::native::TypeDef;
use crate::types::{class, complex, int};
use crate::{Convert, Cx, Exit, Res, ops};

/// What a built-in number is.
#[derive(Clone, Copy, Debug)]
pub enum Num {
    /// An int, bool, or an instance of a subclass of int.
    Int(Value),
    Float(f64),
    Complex(f64, f64),
}

impl Num {
    /// The number that `v` is, instances of subclasses included.
    #[inline]
    pub fn of(v: Value) -> Option<Num> {
        if v.is_int() || v.is_bool() {
            return Some(Num::Int(v));
        }
        if v.is_float() {
            return Some(Num::Float(v.float_value()));
        }
        let o = v.as_obj()?;
        match o.kind() {
            Kind::BigInt => Some(Num::Int(v)),
            Kind::Complex if o.has(flag::OWN) => Some(Num::Float(o.frozen(0).float_value())),
            Kind::Complex => Some(Num::Complex(o.frozen(0).float_value(), o.frozen(1).float_value())),
            _ => None,
        }
    }

    /// As [`Num::of`], but not for instances of subclasses.
    #[inline]
    pub fn exact(v: Value) -> Option<Num> {
        if v.as_obj().is_some_and(|o| o.has(flag::SUBCLASS)) { None } else { Num::of(v) }
    }
}

/// The float that `v` is (instances of subclasses included).
#[inline]
pub fn float_of(v: Value) -> Option<f64> {
    if v.is_float() {
        return Some(v.float_value());
    }
    v.as_obj().filter(|o| o.is(Kind::Complex) && o.has(flag::OWN)).map(|o| o.frozen(0).float_value())
}

/// A float as a real number: floats, and ints if they fit. Does not call Python.
pub fn real(cx: &mut Cx<'_>, v: Value) -> Res<Option<f64>> {
    match Num::of(v) {
        Some(Num::Float(f)) => Ok(Some(f)),
        Some(Num::Int(i)) => int_ops::to_f64(cx, i).map(Some),
        _ => Ok(None),
    }
}

/// `a op b` of numbers; `NotImplemented` where these numbers do not have the operator. `op` is a plain one. Does not
/// call Python.
pub fn binary(cx: &mut Cx<'_>, op: BinaryOp, a: Num, b: Num) -> Res {
    match (a, b) {
        (Num::Int(x), Num::Int(y)) => int_ops::binary(cx, op, x, y),
        (Num::Complex(..), _) | (_, Num::Complex(..)) => {
            let (x, y) = (complex_parts(cx, a)?, complex_parts(cx, b)?);
            complex_ops::binary(cx, op, x, y)
        }
        _ => {
            let (x, y) = (as_f64(cx, a)?, as_f64(cx, b)?);
            float_ops::binary(cx, op, x, y)
        }
    }
}

fn as_f64(cx: &mut Cx<'_>, n: Num) -> Res<f64> {
    match n {
        Num::Int(v) => int_ops::to_f64(cx, v),
        Num::Float(f) | Num::Complex(f, _) => Ok(f),
    }
}

fn complex_parts(cx: &mut Cx<'_>, n: Num) -> Res<(f64, f64)> {
    Ok(match n {
        Num::Complex(re, im) => (re, im),
        n => (as_f64(cx, n)?, 0.0),
    })
}

/// How two numbers compare; `None`: not ordered (NaN), or complex and different.
pub fn compare(a: Num, b: Num) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Num::Int(x), Num::Int(y)) => Some(int_ops::cmp(x, y)),
        (Num::Float(x), Num::Float(y)) => x.partial_cmp(&y),
        (Num::Int(x), Num::Float(y)) => int_ops::cmp_float(x, y),
        (Num::Float(x), Num::Int(y)) => int_ops::cmp_float(y, x).map(std::cmp::Ordering::reverse),
        (Num::Complex(re, im), n) | (n, Num::Complex(re, im)) => {
            let same = match n {
                Num::Complex(r, i) => re == r && im == i,
                n => im == 0.0 && compare(Num::Float(re), n) == Some(std::cmp::Ordering::Equal),
            };
            same.then_some(std::cmp::Ordering::Equal)
        }
    }
}

/// `hash()` of a number.
pub fn hash(n: Num) -> i64 {
    use crate::types::hash;
    match n {
        Num::Int(v) => int_ops::hash(v),
        Num::Float(f) => hash::float(f),
        Num::Complex(re, im) => {
            let h = (hash::float(re) as u64).wrapping_add(1_000_003u64.wrapping_mul(hash::float(im) as u64)) as i64;
            if h == -1 { -2 } else { h }
        }
    }
}

/// The integral part of a finite float.
pub fn big_of_float(f: f64) -> BigInt {
    let (m, e) = float_ops::decompose(f);
    let n = BigInt::from(m);
    if e >= 0 {
        n << e as usize
    } else if e <= -64 {
        BigInt::ZERO
    } else {
        // The mantissa has its sign: shift the magnitude, so that it is cut towards zero.
        BigInt::from(m.signum() * ((m.unsigned_abs() >> (-e)) as i64))
    }
}

/// A number as a value. Does not call Python.
pub fn value(cx: &mut Cx<'_>, n: Num) -> Res {
    match n {
        Num::Int(v) => int::plain(cx, v),
        Num::Float(f) => Ok(Value::float(f)),
        Num::Complex(re, im) => complex::new(cx, re, im),
    }
}

/// A `__new__` was given a class that it can make instances of, or a TypeError.
pub fn check_class(cx: &mut Cx<'_>, cls: Value, def: &TypeDef) -> Res<()> {
    if cls == def.of(cx) {
        return Ok(());
    }
    let name = def.name;
    if !cls.as_obj().is_some_and(|o| o.is(Kind::Type)) {
        let m = format!("{name}.__new__(X): X is not a type object ({})", cx.type_name(cls));
        return Err(cx.type_error(m));
    }
    if !class::is_subclass(cls, def.of(cx)) {
        let other = class::name(cls);
        return Err(cx.type_error(format!("{name}.__new__({other}): {other} is not a subtype of {name}")));
    }
    Ok(())
}

/// The argument `arg` of a native as a truth value (left out: false), or "make it a bool and call me again". Does not call
/// Python itself: `?` is right.
pub fn flag(_cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<bool> {
    if v.is_null() {
        return Ok(false);
    }
    ops::truth::quick(v).ok_or(Exit::Convert { arg, how: Convert::Bool })
}
