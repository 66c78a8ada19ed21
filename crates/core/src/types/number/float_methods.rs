//! Methods of `float`.

use gilscope_bytecode::{BinaryOp, CompareOp};
use gilscope_heap::{Args, Kind, Value};
use num_bigint::BigInt;

use super::{float_of, float_ops, float_text, int_ops, rows};
use crate::names::N;
use crate::native::{GetSetDef, NativeDef, func, getset};
use crate::ops::convert;
use crate::types::text::{bytes_like, repr as text_repr, unicode};
use crate::types::{float, int, str};
use crate::{Acc, Convert, Cx, Exit, Res};

pub const DOC: &str = "Convert a string or number to a floating-point number, if possible.";

pub const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, x=0, /", new, Acc::Any),
    func("__add__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Add as u32 }, false>, Acc::Pure),
    func("__radd__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Add as u32 }, true>, Acc::Pure),
    func("__sub__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Subtract as u32 }, false>, Acc::Pure),
    func("__rsub__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Subtract as u32 }, true>, Acc::Pure),
    func("__mul__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Multiply as u32 }, false>, Acc::Pure),
    func("__rmul__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Multiply as u32 }, true>, Acc::Pure),
    func(
        "__truediv__",
        "self, value, /",
        rows::arith::<{ rows::FLOAT }, { BinaryOp::TrueDivide as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rtruediv__",
        "self, value, /",
        rows::arith::<{ rows::FLOAT }, { BinaryOp::TrueDivide as u32 }, true>,
        Acc::Pure,
    ),
    func(
        "__floordiv__",
        "self, value, /",
        rows::arith::<{ rows::FLOAT }, { BinaryOp::FloorDivide as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rfloordiv__",
        "self, value, /",
        rows::arith::<{ rows::FLOAT }, { BinaryOp::FloorDivide as u32 }, true>,
        Acc::Pure,
    ),
    func("__mod__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Remainder as u32 }, false>, Acc::Pure),
    func("__rmod__", "self, value, /", rows::arith::<{ rows::FLOAT }, { BinaryOp::Remainder as u32 }, true>, Acc::Pure),
    func("__lt__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Lt as u32 }>, Acc::Pure),
    func("__le__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Le as u32 }>, Acc::Pure),
    func("__eq__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Eq as u32 }>, Acc::Pure),
    func("__ne__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Ne as u32 }>, Acc::Pure),
    func("__gt__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Gt as u32 }>, Acc::Pure),
    func("__ge__", "self, value, /", rows::cmp::<{ rows::FLOAT }, { CompareOp::Ge as u32 }>, Acc::Pure),
    func("__pow__", "self, value, mod=None, /", rows::power::<{ rows::FLOAT }, false>, Acc::Pure),
    func("__rpow__", "self, value, mod=None, /", rows::power::<{ rows::FLOAT }, true>, Acc::Pure),
    func("__divmod__", "self, value, /", rows::divmod::<{ rows::FLOAT }, false>, Acc::Pure),
    func("__rdivmod__", "self, value, /", rows::divmod::<{ rows::FLOAT }, true>, Acc::Pure),
    func("__neg__", "self, /", rows::negative, Acc::Pure),
    func("__pos__", "self, /", rows::itself, Acc::Pure),
    func("__abs__", "self, /", rows::absolute, Acc::Pure),
    func("__bool__", "self, /", rows::truth, Acc::Pure),
    func("__hash__", "self, /", rows::hash, Acc::Pure),
    func("__repr__", "self, /", rows::repr, Acc::Pure),
    func("__format__", "self, format_spec, /", rows::format, Acc::Any),
    func("__int__", "self, /", trunc, Acc::Pure),
    func("__trunc__", "self, /", trunc, Acc::Pure),
    func("__floor__", "self, /", floor, Acc::Pure),
    func("__ceil__", "self, /", ceil, Acc::Pure),
    func("__float__", "self, /", rows::itself, Acc::Pure),
    func("__round__", "self, ndigits=None, /", round, Acc::Pure),
    func("__getnewargs__", "self, /", newargs, Acc::Pure),
    func("conjugate", "self, /", rows::itself, Acc::Pure),
    func("as_integer_ratio", "self, /", ratio, Acc::Pure),
    func("is_integer", "self, /", is_integer, Acc::Pure),
    func("hex", "self, /", hex, Acc::Pure),
    NativeDef::class("fromhex", "cls, string, /", fromhex, Acc::Any),
    NativeDef::class("from_number", "cls, number, /", from_number, Acc::Any),
    NativeDef::class("__getformat__", "cls, typestr, /", getformat, Acc::Pure),
];

pub const GETSET: &[GetSetDef] = &[getset("real", rows::itself), getset("imag", imag)];

/// `float(x)`
fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, x) = (a[0], a.get(1));
    super::check_class(cx, cls, &float::TYPE)?;
    if x.is_null() {
        return float::as_class(cx, cls, 0.0);
    }
    if x.is_float() {
        return float::as_class(cx, cls, x.float_value());
    }
    if let Some(f) = parse(cx, x)? {
        return float::as_class(cx, cls, f);
    }
    let f = convert_to(cx, x, 1, "float() argument must be a string or a real number, not ")?;
    float::as_class(cx, cls, f)
}

/// The float of a number or of what has `__float__` or `__index__`; else a TypeError. Does not call Python itself.
fn convert_to(cx: &mut Cx<'_>, x: Value, arg: u8, problem: &str) -> Res<f64> {
    let exact = !x.as_obj().is_some_and(|o| o.has(gilscope_heap::flag::SUBCLASS));
    if exact && let Some(f) = super::real(cx, x)? {
        return Ok(f);
    }
    if cx.lookup_special(x, N::__float__).is_some() || cx.lookup_special(x, N::__index__).is_some() {
        return match super::real(cx, x)? {
            // An instance of a subclass that has not overridden the method.
            Some(f) if !overrides(cx, x) => Ok(f),
            _ => Err(Exit::Convert { arg, how: Convert::Float }),
        };
    }
    let m = format!("{problem}'{}'", cx.type_name(x));
    Err(cx.type_error(m))
}

/// Is `__float__` of this instance of a subclass Python's?
fn overrides(cx: &mut Cx<'_>, x: Value) -> bool {
    cx.lookup_special(x, N::__float__).and_then(|f| f.as_obj()).is_some_and(|o| !o.is(Kind::Native))
}

/// The float that a str or bytes-like object means; `None` if `x` is neither. Does not call Python.
fn parse(cx: &mut Cx<'_>, x: Value) -> Res<Option<f64>> {
    let (f, shown) = if let Some(t) = str::of(x) {
        let f = match t.as_ascii() {
            Some(s) => float_text::parse(s),
            None => float_text::parse(&unicode::ascii_digits(t.iter())),
        };
        if f.is_some() {
            return Ok(f);
        }
        (f, str::to_string(text_repr::str_repr(cx, t)?))
    } else {
        let Some(b) = bytes_like::get(cx, x)? else { return Ok(None) };
        (std::str::from_utf8(&b).ok().and_then(float_text::parse), text_repr::bytes_repr(&b))
    };
    match f {
        Some(f) => Ok(Some(f)),
        None => Err(cx.value_error(format!("could not convert string to float: {shown}"))),
    }
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res<f64> {
    match float_of(v) {
        Some(f) => Ok(f),
        None => {
            let m = format!("descriptor requires a 'float' object but received a '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

/// `int(f)`. Does not call Python.
pub fn to_int(cx: &mut Cx<'_>, f: f64) -> Res {
    if f.is_nan() {
        return Err(cx.value_error("cannot convert float NaN to integer"));
    }
    if f.is_infinite() {
        return Err(cx.overflow_error("cannot convert float infinity to integer"));
    }
    int::from_f64(cx, f)
}

fn trunc(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    to_int(cx, f)
}

fn floor(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    to_int(cx, f.floor())
}

fn ceil(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    to_int(cx, f.ceil())
}

fn round(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    let n = a.get(1);
    if n.is_null() || n.is_none() {
        return to_int(cx, f.round_ties_even());
    }
    let n = int::clamp_i64(convert::index(cx, n, 1)?);
    match round_to(f, n) {
        Some(r) => Ok(Value::float(r)),
        None => Err(cx.overflow_error("rounded value too large to represent")),
    }
}

/// `f` rounded to `n` digits after the point, exactly, ties to even; `None` if the result is too large.
pub fn round_to(f: f64, n: i64) -> Option<f64> {
    if !f.is_finite() || n > 323 {
        return Some(f);
    }
    if n < -308 {
        return Some(0.0 * f);
    }
    let r: f64 = if n >= 0 {
        format!("{:.*}", n as usize, f).parse().ok()?
    } else {
        let (negative, _, point) = float_text::shortest(f);
        let keep = point as i64 + n;
        let r = if keep > 0 {
            let (_, digits, point) = float_text::significant(f, keep as usize);
            format!("{digits}e{}", point as i64 - digits.len() as i64).parse().ok()?
        } else if keep == 0 && f.abs() > format!("5e{}", -n - 1).parse::<f64>().ok()? {
            format!("1e{}", -n).parse().ok()?
        } else {
            0.0
        };
        if negative { -r } else { r }
    };
    r.is_finite().then_some(r)
}

fn newargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    cx.tuple(&[Value::float(f)])
}

fn imag(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(Value::float(0.0))
}

fn ratio(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    if f.is_nan() {
        return Err(cx.value_error("cannot convert NaN to integer ratio"));
    }
    if f.is_infinite() {
        return Err(cx.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mut m, mut e) = float_ops::decompose(f);
    while m != 0 && m % 2 == 0 && e < 0 {
        m /= 2;
        e += 1;
    }
    let (n, d) = if m == 0 {
        (BigInt::from(0), BigInt::from(1))
    } else if e >= 0 {
        (BigInt::from(m) << e as usize, BigInt::from(1))
    } else {
        (BigInt::from(m), BigInt::from(1) << (-e) as usize)
    };
    let n = int::from_big(cx, &n)?;
    let d = int::from_big(cx, &d)?;
    cx.tuple(&[n, d])
}

fn is_integer(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    Ok(Value::bool(f.is_finite() && f.fract() == 0.0))
}

fn hex(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = this(cx, a[0])?;
    if !f.is_finite() {
        return cx.str(&float_text::special(f));
    }
    let bits = f.to_bits();
    let sign = if f.is_sign_negative() { "-" } else { "" };
    let (e, m) = ((bits >> 52) & 0x7FF, bits & ((1 << 52) - 1));
    if e == 0 && m == 0 {
        return cx.str(&format!("{sign}0x0.0p+0"));
    }
    let (lead, e) = if e == 0 { (0, -1022) } else { (1, e as i64 - 1023) };
    cx.str(&format!("{sign}0x{lead}.{m:013x}p{e:+}"))
}

fn fromhex(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(t) = str::of(a[1]) else {
        let m = "bad argument type for built-in operation";
        return Err(cx.type_error(m));
    };
    let f = match t.as_ascii().and_then(parse_hex) {
        Some(Some(f)) => f,
        Some(None) => return Err(cx.overflow_error("hexadecimal value too large to represent as a float")),
        None => return Err(cx.value_error("invalid hexadecimal floating-point string")),
    };
    if a[0] == float::TYPE.of(cx) {
        return Ok(Value::float(f));
    }
    cx.call(a[0], &[Value::float(f)])
}

/// `Some(None)`: too large.
fn parse_hex(s: &str) -> Option<Option<f64>> {
    let s = s.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r'));
    let (negative, body) = match s.as_bytes().first()? {
        b'-' => (true, &s[1..]),
        b'+' => (false, &s[1..]),
        _ => (false, s),
    };
    let lower = body.to_ascii_lowercase();
    let sign = |f: f64| if negative { -f } else { f };
    match lower.as_str() {
        "inf" | "infinity" => return Some(Some(sign(f64::INFINITY))),
        "nan" => return Some(Some(sign(f64::NAN))),
        _ => {}
    }
    let digits = lower.strip_prefix("0x").unwrap_or(&lower);
    let (digits, e) = match digits.split_once('p') {
        Some((d, e)) => {
            let unsigned = e.strip_prefix(['+', '-']).unwrap_or(e);
            if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let big = if e.starts_with('-') { -1_000_000 } else { 1_000_000 };
            (d, e.parse::<i64>().unwrap_or(big).clamp(-1_000_000, 1_000_000))
        }
        None => (digits, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let (mut m, mut dropped, mut sticky) = (0u128, 0i64, false);
    for c in whole.chars().chain(fraction.chars()) {
        let d = c.to_digit(16)?;
        if m >> 120 == 0 {
            m = m << 4 | d as u128;
        } else {
            dropped += 4;
            sticky |= d != 0;
        }
    }
    if m == 0 {
        return Some(Some(sign(0.0)));
    }
    let f = int_ops::round_scaled(m, sticky, e + dropped - 4 * fraction.len() as i64);
    Some(f.is_finite().then(|| sign(f)))
}

fn from_number(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[0] == float::TYPE.of(cx) && a[1].is_float() {
        return Ok(a[1]);
    }
    let f = convert_to(cx, a[1], 1, "must be real number, not ").map_err(|e| {
        if e == Exit::Raise {
            let name = cx.type_name(a[1]);
            return cx.type_error(format!("must be real number, not {name}"));
        }
        e
    })?;
    if a[0] == float::TYPE.of(cx) {
        return Ok(Value::float(f));
    }
    cx.call(a[0], &[Value::float(f)])
}

fn getformat(cx: &mut Cx<'_>, a: Args) -> Res {
    match str::of(a[1]).and_then(|t| t.as_ascii()) {
        Some("double" | "float") => cx.str("IEEE, little-endian"),
        _ => Err(cx.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}
