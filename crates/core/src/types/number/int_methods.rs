//! Methods of `int`.

use gilscope_bytecode::{BinaryOp, CompareOp};
use gilscope_heap::{Args, Kind, Value};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};

use super::int_ops::{self, big};
use super::{int_text, rows};
use crate::names::N;
use crate::native::{GetSetDef, NativeDef, func, getset};
use crate::ops::convert;
use crate::types::text::{bytes_like, repr as text_repr, unicode};
use crate::types::{bytes, int, str};
use crate::{Acc, Cont, Cx, Res};

pub const DOC: &str = "Convert a number or string to an integer, or return 0 if no arguments are given.";

pub const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, x=0, /, base=10", new, Acc::Any),
    func("__add__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Add as u32 }, false>, Acc::Pure),
    func("__radd__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Add as u32 }, true>, Acc::Pure),
    func("__sub__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Subtract as u32 }, false>, Acc::Pure),
    func("__rsub__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Subtract as u32 }, true>, Acc::Pure),
    func("__mul__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Multiply as u32 }, false>, Acc::Pure),
    func("__rmul__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Multiply as u32 }, true>, Acc::Pure),
    func(
        "__truediv__",
        "self, value, /",
        rows::arith::<{ rows::INT }, { BinaryOp::TrueDivide as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rtruediv__",
        "self, value, /",
        rows::arith::<{ rows::INT }, { BinaryOp::TrueDivide as u32 }, true>,
        Acc::Pure,
    ),
    func(
        "__floordiv__",
        "self, value, /",
        rows::arith::<{ rows::INT }, { BinaryOp::FloorDivide as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rfloordiv__",
        "self, value, /",
        rows::arith::<{ rows::INT }, { BinaryOp::FloorDivide as u32 }, true>,
        Acc::Pure,
    ),
    func("__mod__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Remainder as u32 }, false>, Acc::Pure),
    func("__rmod__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Remainder as u32 }, true>, Acc::Pure),
    func("__and__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::And as u32 }, false>, Acc::Pure),
    func("__rand__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::And as u32 }, true>, Acc::Pure),
    func("__or__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Or as u32 }, false>, Acc::Pure),
    func("__ror__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Or as u32 }, true>, Acc::Pure),
    func("__xor__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Xor as u32 }, false>, Acc::Pure),
    func("__rxor__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Xor as u32 }, true>, Acc::Pure),
    func("__lshift__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Lshift as u32 }, false>, Acc::Pure),
    func("__rlshift__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Lshift as u32 }, true>, Acc::Pure),
    func("__rshift__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Rshift as u32 }, false>, Acc::Pure),
    func("__rrshift__", "self, value, /", rows::arith::<{ rows::INT }, { BinaryOp::Rshift as u32 }, true>, Acc::Pure),
    func("__lt__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Lt as u32 }>, Acc::Pure),
    func("__le__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Le as u32 }>, Acc::Pure),
    func("__eq__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Eq as u32 }>, Acc::Pure),
    func("__ne__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Ne as u32 }>, Acc::Pure),
    func("__gt__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Gt as u32 }>, Acc::Pure),
    func("__ge__", "self, value, /", rows::cmp::<{ rows::INT }, { CompareOp::Ge as u32 }>, Acc::Pure),
    func("__pow__", "self, value, mod=None, /", rows::power::<{ rows::INT }, false>, Acc::Pure),
    func("__rpow__", "self, value, mod=None, /", rows::power::<{ rows::INT }, true>, Acc::Pure),
    func("__divmod__", "self, value, /", rows::divmod::<{ rows::INT }, false>, Acc::Pure),
    func("__rdivmod__", "self, value, /", rows::divmod::<{ rows::INT }, true>, Acc::Pure),
    func("__neg__", "self, /", rows::negative, Acc::Pure),
    func("__pos__", "self, /", rows::itself, Acc::Pure),
    func("__abs__", "self, /", rows::absolute, Acc::Pure),
    func("__bool__", "self, /", rows::truth, Acc::Pure),
    func("__hash__", "self, /", rows::hash, Acc::Pure),
    func("__repr__", "self, /", rows::repr, Acc::Pure),
    func("__format__", "self, format_spec, /", rows::format, Acc::Any),
    func("__invert__", "self, /", invert, Acc::Pure),
    func("__int__", "self, /", rows::itself, Acc::Pure),
    func("__index__", "self, /", rows::itself, Acc::Pure),
    func("__trunc__", "self, /", rows::itself, Acc::Pure),
    func("__floor__", "self, /", rows::itself, Acc::Pure),
    func("__ceil__", "self, /", rows::itself, Acc::Pure),
    func("__float__", "self, /", float, Acc::Pure),
    func("__round__", "self, ndigits=None, /", round, Acc::Pure),
    func("__getnewargs__", "self, /", newargs, Acc::Pure),
    func("__sizeof__", "self, /", sizeof, Acc::Pure),
    func("conjugate", "self, /", rows::itself, Acc::Pure),
    func("bit_length", "self, /", bit_length, Acc::Pure),
    func("bit_count", "self, /", bit_count, Acc::Pure),
    func("as_integer_ratio", "self, /", ratio, Acc::Pure),
    func("is_integer", "self, /", is_integer, Acc::Pure),
    func("to_bytes", "self, /, length=1, byteorder='big', *, signed=False", to_bytes, Acc::Pure),
    NativeDef::class("from_bytes", "cls, /, bytes, byteorder='big', *, signed=False", from_bytes, Acc::Any),
];

pub const GETSET: &[GetSetDef] = &[
    getset("real", rows::itself),
    getset("imag", zero),
    getset("numerator", rows::itself),
    getset("denominator", one),
];

/// `int(x)` and `int(x, base)`.
fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, x, base) = (a[0], a.get(1), a.get(2));
    super::check_class(cx, cls, &int::TYPE)?;
    if x.is_null() {
        if !base.is_null() {
            return Err(cx.type_error("int() missing string argument"));
        }
        return int::as_class(cx, cls, Value::small(0));
    }
    if !base.is_null() {
        let base = int::clamp_i64(convert::index(cx, base, 2)?);
        if base != 0 && !(2..=36).contains(&base) {
            return Err(cx.value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        return match parse(cx, x, base as u32)? {
            Some(v) => int::as_class(cx, cls, v),
            None => Err(cx.type_error("int() can't convert non-string with explicit base")),
        };
    }
    if int::is_exact(x) {
        return int::as_class(cx, cls, x);
    }
    if x.is_float() {
        let v = super::float_methods::to_int(cx, x.float_value())?;
        return int::as_class(cx, cls, v);
    }
    let exact_text = x.as_obj().is_some_and(|o| o.is_exact(Kind::Str));
    let method = if exact_text {
        None
    } else {
        let f = cx.lookup_special(x, N::__int__).map(|f| (f, Cont::CheckInt));
        f.or_else(|| cx.lookup_special(x, N::__index__).map(|f| (f, Cont::CheckIndex)))
    };
    if let Some((f, check)) = method {
        if cls != int::TYPE.of(cx) {
            return cx.call_hidden("int_of_class", &[cls, x]);
        }
        return cx.call_then(f, &[x], check, Value::NULL);
    }
    match parse(cx, x, 10)? {
        Some(v) => int::as_class(cx, cls, v),
        None => {
            let m = format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                cx.type_name(x)
            );
            Err(cx.type_error(m))
        }
    }
}

/// `int(x)` of an exact int, float or str; `None` for a complex number. Does not call Python.
pub fn of_exact(cx: &mut Cx<'_>, x: Value) -> Res<Option<Value>> {
    if int::is_exact(x) {
        return int::plain(cx, x).map(Some);
    }
    if x.is_float() {
        return super::float_methods::to_int(cx, x.float_value()).map(Some);
    }
    parse(cx, x, 10)
}

/// The int that a str or bytes-like object means; `None` if `x` is neither. Does not call Python.
fn parse(cx: &mut Cx<'_>, x: Value, base: u32) -> Res<Option<Value>> {
    if let Some(t) = str::of(x) {
        let r = match t.as_ascii() {
            Some(s) => int_text::parse(cx, s, base),
            None => int_text::parse(cx, &unicode::ascii_digits(t.iter()), base),
        };
        return match r {
            Ok(v) => Ok(Some(v)),
            Err(e) => {
                let shown = text_repr::str_repr(cx, t.slice(0, t.len().min(200)))?;
                Err(int_text::parse_failed(cx, e, base, &str::to_string(shown)))
            }
        };
    }
    let Some(b) = bytes_like::get(cx, x)? else { return Ok(None) };
    let s: String = b.iter().map(|&c| if c < 0x80 { c as char } else { '?' }).collect();
    match int_text::parse(cx, &s, base) {
        Ok(v) => Ok(Some(v)),
        Err(e) => Err(int_text::parse_failed(cx, e, base, &text_repr::bytes_repr(&b))),
    }
}

fn invert(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    int_ops::invert(cx, v)
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res {
    if int::is(v) {
        return Ok(v);
    }
    let m = format!("descriptor requires a 'int' object but received a '{}'", cx.type_name(v));
    Err(cx.type_error(m))
}

fn float(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    int_ops::to_f64(cx, v).map(Value::float)
}

fn round(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    let n = a.get(1);
    if n.is_null() || n.is_none() {
        return int::plain(cx, v);
    }
    let n = convert::index(cx, n, 1)?;
    if int::sign(n) >= 0 {
        return int::plain(cx, v);
    }
    let digits = -int::clamp_i64(n).max(-i64::MAX);
    let x = big(v);
    if digits as u64 > x.bits() {
        return Ok(Value::small(0));
    }
    // To the nearest multiple of 10^digits, ties to the even one.
    let unit = num_traits::pow(BigInt::from(10), digits as usize);
    let (mut q, r) = num_integer::Integer::div_mod_floor(&x, &unit);
    let twice = r * 2;
    if twice > unit || (twice == unit && q.bit(0)) {
        q += 1;
    }
    int::from_big(cx, &(q * unit))
}

fn newargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    let v = int::plain(cx, v)?;
    cx.tuple(&[v])
}

/// What CPython would say: 30 bits in each of its digits.
fn sizeof(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    Ok(Value::small(24 + 4 * (int_ops::bits(v).div_ceil(30).max(1)) as i64))
}

fn bit_length(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    cx.int(int_ops::bits(v) as i64)
}

fn bit_count(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    cx.int(match int::to_i128(v) {
        Some(i) => i.unsigned_abs().count_ones() as i64,
        None => big(v).magnitude().count_ones() as i64,
    })
}

fn ratio(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    let v = int::plain(cx, v)?;
    cx.tuple(&[v, Value::small(1)])
}

fn is_integer(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(Value::TRUE)
}

fn zero(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(Value::small(0))
}

fn one(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(Value::small(1))
}

/// Is the byte order "little"? (Default: "big".)
fn little(cx: &mut Cx<'_>, v: Value) -> Res<bool> {
    match str::of(v).and_then(|t| t.as_ascii()) {
        None if v.is_null() => Ok(false),
        Some("big") => Ok(false),
        Some("little") => Ok(true),
        None if str::of(v).is_none() => {
            let m = format!("to_bytes() argument 'byteorder' must be str, not {}", cx.type_name(v));
            Err(cx.type_error(m))
        }
        _ => Err(cx.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = this(cx, a[0])?;
    let length = convert::size(cx, a.get(1), 1, 1)?;
    let little = little(cx, a.get(2))?;
    let signed = super::flag(cx, a.get(3), 3)?;
    if length < 0 {
        return Err(cx.value_error("length argument must be non-negative"));
    }
    int::check_size(cx, length as u64)?;
    let n = big(v);
    if n.is_negative() && !signed {
        return Err(cx.overflow_error("can't convert negative int to unsigned"));
    }
    let mut b = if signed { n.to_signed_bytes_le() } else { n.magnitude().to_bytes_le() };
    if n.is_zero() {
        b.clear();
    }
    if b.len() > length as usize {
        return Err(cx.overflow_error("int too big to convert"));
    }
    b.resize(length as usize, if n.is_negative() { 0xFF } else { 0 });
    if !little {
        b.reverse();
    }
    bytes::new(cx, &b)
}

fn from_bytes(cx: &mut Cx<'_>, a: Args) -> Res {
    let little = little(cx, a.get(2))?;
    let signed = super::flag(cx, a.get(3), 3)?;
    let b = match bytes_like::get(cx, a[1])? {
        Some(b) => b.into_owned(),
        None => {
            // Anything that bytes() takes, but no int and no str.
            if int::is(a[1]) || str::of(a[1]).is_some() {
                let m = format!("cannot convert '{}' object to bytes", cx.type_name(a[1]));
                return Err(cx.type_error(m));
            }
            return cx.call_hidden("int_from_bytes", &[a[0], a[1], Value::bool(little), Value::bool(signed)]);
        }
    };
    let n = match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(&b),
        (false, true) => BigInt::from_signed_bytes_be(&b),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, &b),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, &b),
    };
    let v = int::from_big(cx, &n)?;
    if a[0] == int::TYPE.of(cx) {
        return Ok(v);
    }
    cx.call(a[0], &[v])
}
