//! Methods of `complex`.

use gilscope_bytecode::{BinaryOp, CompareOp};
use gilscope_heap::{Args, Kind, Value, flag};

use super::{Num, float_text, rows};
use crate::names::N;
use crate::native::{GetSetDef, NativeDef, func, getset};
use crate::types::{complex, str};
use crate::{Acc, Convert, Cx, Exit, Res};

pub const DOC: &str = "Create a complex number from a string or numbers.";

pub const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, real=0, imag=0", new, Acc::Any),
    func("__add__", "self, value, /", rows::arith::<{ rows::COMPLEX }, { BinaryOp::Add as u32 }, false>, Acc::Pure),
    func("__radd__", "self, value, /", rows::arith::<{ rows::COMPLEX }, { BinaryOp::Add as u32 }, true>, Acc::Pure),
    func(
        "__sub__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::Subtract as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rsub__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::Subtract as u32 }, true>,
        Acc::Pure,
    ),
    func(
        "__mul__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::Multiply as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rmul__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::Multiply as u32 }, true>,
        Acc::Pure,
    ),
    func(
        "__truediv__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::TrueDivide as u32 }, false>,
        Acc::Pure,
    ),
    func(
        "__rtruediv__",
        "self, value, /",
        rows::arith::<{ rows::COMPLEX }, { BinaryOp::TrueDivide as u32 }, true>,
        Acc::Pure,
    ),
    func("__lt__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Lt as u32 }>, Acc::Pure),
    func("__le__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Le as u32 }>, Acc::Pure),
    func("__eq__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Eq as u32 }>, Acc::Pure),
    func("__ne__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Ne as u32 }>, Acc::Pure),
    func("__gt__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Gt as u32 }>, Acc::Pure),
    func("__ge__", "self, value, /", rows::cmp::<{ rows::COMPLEX }, { CompareOp::Ge as u32 }>, Acc::Pure),
    func("__pow__", "self, value, mod=None, /", rows::power::<{ rows::COMPLEX }, false>, Acc::Pure),
    func("__rpow__", "self, value, mod=None, /", rows::power::<{ rows::COMPLEX }, true>, Acc::Pure),
    func("__neg__", "self, /", rows::negative, Acc::Pure),
    func("__pos__", "self, /", rows::itself, Acc::Pure),
    func("__abs__", "self, /", rows::absolute, Acc::Pure),
    func("__bool__", "self, /", rows::truth, Acc::Pure),
    func("__hash__", "self, /", rows::hash, Acc::Pure),
    func("__repr__", "self, /", rows::repr, Acc::Pure),
    func("__format__", "self, format_spec, /", rows::format, Acc::Any),
    func("__complex__", "self, /", rows::itself, Acc::Pure),
    func("__getnewargs__", "self, /", newargs, Acc::Pure),
    func("conjugate", "self, /", conjugate, Acc::Pure),
    NativeDef::class("from_number", "cls, number, /", from_number, Acc::Any),
];

pub const GETSET: &[GetSetDef] = &[getset("real", real), getset("imag", imag)];

fn parts(cx: &mut Cx<'_>, v: Value) -> Res<(f64, f64)> {
    match Num::of(v) {
        Some(Num::Complex(re, im)) => Ok((re, im)),
        _ => {
            let m = format!("descriptor requires a 'complex' object but received a '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

fn real(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::float(parts(cx, a[0])?.0))
}

fn imag(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::float(parts(cx, a[0])?.1))
}

fn conjugate(cx: &mut Cx<'_>, a: Args) -> Res {
    let (re, im) = parts(cx, a[0])?;
    complex::new(cx, re, -im)
}

fn newargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let (re, im) = parts(cx, a[0])?;
    cx.tuple(&[Value::float(re), Value::float(im)])
}

fn as_class(cx: &mut Cx<'_>, cls: Value, re: f64, im: f64) -> Res {
    let o = cx.alloc_as(&complex::TYPE, cls)?;
    o.init(0, Value::float(re));
    o.init(1, Value::float(im));
    Ok(o.into())
}

/// `complex(real, imag)`
fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, re, im) = (a[0], a.get(1), a.get(2));
    super::check_class(cx, cls, &complex::TYPE)?;
    if re.is_null() && im.is_null() {
        return as_class(cx, cls, 0.0, 0.0);
    }
    if let Some(t) = str::of(re) {
        if !im.is_null() {
            let m = format!("complex() argument 'real' must be a real number, not {}", cx.type_name(re));
            return Err(cx.type_error(m));
        }
        return match t.as_ascii().map(str::to_owned).and_then(|s| parse(&s)) {
            Some((re, im)) => as_class(cx, cls, re, im),
            None => Err(cx.value_error("complex() arg is a malformed string")),
        };
    }
    if im.is_null() && Num::of(re).is_none() && cx.lookup_special(re, N::__complex__).is_some() {
        return cx.call_hidden("complex_of", &[cls, re]);
    }
    if !im.is_null() && Num::of(im).is_none() && cx.lookup_special(im, N::__float__).is_none() {
        let m = format!("complex() argument 'imag' must be a real number, not {}", cx.type_name(im));
        return Err(cx.type_error(m));
    }
    let x = part(cx, re, 1, im.is_null())?;
    let y = part(cx, im, 2, false)?;
    // A complex imaginary part turns by ninety degrees. Zeros keep their signs where there is nothing to add.
    let real = if is(im) { x.0 - y.1 } else { x.0 };
    let imag = match (is(re), im.is_null()) {
        (true, true) => x.1,
        (true, false) => x.1 + y.0,
        _ => y.0,
    };
    as_class(cx, cls, real, imag)
}

fn part(cx: &mut Cx<'_>, v: Value, arg: u8, alone: bool) -> Res<(f64, f64)> {
    if v.is_null() {
        return Ok((0.0, 0.0));
    }
    if let Some(n) = Num::of(v) {
        return super::complex_parts(cx, n);
    }
    if cx.lookup_special(v, N::__float__).is_some() || cx.lookup_special(v, N::__index__).is_some() {
        return Err(Exit::Convert { arg, how: Convert::Float });
    }
    let name = cx.type_name(v);
    let m = if alone {
        format!("complex() argument must be a string or a number, not {name}")
    } else {
        format!("complex() argument '{}' must be a real number, not {name}", if arg == 1 { "real" } else { "imag" })
    };
    Err(cx.type_error(m))
}

fn from_number(cx: &mut Cx<'_>, a: Args) -> Res {
    if let Some(n) = Num::of(a[1]) {
        let (re, im) = super::complex_parts(cx, n)?;
        return as_class(cx, a[0], re, im);
    }
    if cx.lookup_special(a[1], N::__complex__).is_some() {
        return cx.call_hidden("complex_of", &[a[0], a[1]]);
    }
    let (re, _) = part(cx, a[1], 1, true)?;
    as_class(cx, a[0], re, 0.0)
}

/// The complex number that a text means.
fn parse(s: &str) -> Option<(f64, f64)> {
    let blank = |c: char| matches!(c, ' ' | '\t'..='\r');
    let s = s.trim_matches(blank);
    let s = match s.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim_matches(blank),
        None => s,
    };
    if s.contains(blank) {
        return None;
    }
    let Some(body) = s.strip_suffix(['j', 'J']) else { return Some((float_text::parse(s)?, 0.0)) };
    // The imaginary part starts at the last sign that is not an exponent's.
    let b = body.as_bytes();
    let split = (1..b.len()).rev().find(|&i| matches!(b[i], b'+' | b'-') && !matches!(b[i - 1], b'e' | b'E'));
    let imaginary = |t: &str| match t {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        t => float_text::parse(t),
    };
    match split {
        Some(i) => Some((float_text::parse(&body[..i])?, imaginary(&body[i..])?)),
        None => Some((0.0, imaginary(body)?)),
    }
}

/// `abs(z)`. Does not call Python.
pub fn modulus(cx: &mut Cx<'_>, re: f64, im: f64) -> Res {
    let r = gilscope_real::hypot(re, im);
    if r.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(cx.overflow_error("absolute value too large"));
    }
    Ok(Value::float(r))
}

/// `repr(z)`
pub fn repr(re: f64, im: f64) -> String {
    use float_text::general;
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", general(im));
    }
    let im = general(im);
    let sign = if im.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{im}j)", general(re))
}

/// Is `v` an instance of complex (and not of a subclass of float, which has the same layout)?
pub fn is(v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Complex) && !o.has(flag::OWN))
}
