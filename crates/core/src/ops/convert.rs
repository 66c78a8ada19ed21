//! `str()`, `repr()`, `ascii()`, `format()` and `hash()` of any value.

use gilscope_heap::{Kind, Obj, Value};

use crate::names::N;
use crate::types::number::{self, Num, complex_methods, float_text, int_methods, int_text};
use crate::types::text::{repr as text_repr, spec};
use crate::types::{hash as hashes, str};
use crate::{Cont, Convert, Cx, Exit, Res};

/// `type(v).__name__`
pub fn type_name(cx: &Cx<'_>, v: Value) -> String {
    cx.type_name(v)
}

/// `str(v)`. May call Python.
pub fn str(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) {
        return Ok(v);
    }
    if let Some(r) = plain_repr(cx, v)? {
        return Ok(r);
    }
    match cx.lookup_special(v, N::__str__) {
        Some(f) => cx.call_then(f, &[v], Cont::CheckStr, Value::NULL),
        None => repr(cx, v),
    }
}

/// `str(v)`, `int(v)` and `float(v)` of exact built-in values, which are called often; `None` for all other classes and
/// values. Does not call Python.
pub fn quick(cx: &mut Cx<'_>, class: Obj, v: Value) -> Res<Option<Value>> {
    let class = Value::from(class);
    let exact_str = v.as_obj().is_some_and(|o| o.is_exact(Kind::Str));
    if class == crate::types::text::STR.of(cx) {
        return if exact_str { Ok(Some(v)) } else { plain_repr(cx, v) };
    }
    if class == crate::types::int::TYPE.of(cx) {
        return if exact_str || Num::exact(v).is_some() { int_methods::of_exact(cx, v) } else { Ok(None) };
    }
    if class == crate::types::float::TYPE.of(cx) {
        return match Num::exact(v) {
            Some(Num::Float(_)) => Ok(Some(v)),
            Some(Num::Int(i)) => number::int_ops::to_f64(cx, i).map(|f| Some(Value::float(f))),
            _ => Ok(None),
        };
    }
    Ok(None)
}

/// `repr(v)`. May call Python.
pub fn repr(cx: &mut Cx<'_>, v: Value) -> Res {
    if let Some(r) = plain_repr(cx, v)? {
        return Ok(r);
    }
    if let Some(o) = v.as_obj()
        && o.is_exact(Kind::Str)
    {
        return text_repr::str_repr(cx, str::text(o));
    }
    match cx.lookup_special(v, N::__repr__) {
        Some(f) => cx.call_then(f, &[v], Cont::CheckRepr, Value::NULL),
        None => {
            let m = format!("<{} object>", cx.type_name(v));
            cx.str(&m)
        }
    }
}

/// `repr(v)` of exact numbers, `None`, `...` and the like. Does not call Python.
fn plain_repr(cx: &mut Cx<'_>, v: Value) -> Res<Option<Value>> {
    if v.is_int() {
        return int_text::small(cx, v.int_value()).map(Some);
    }
    let constant = match v {
        Value::NONE => "None",
        Value::TRUE => "True",
        Value::FALSE => "False",
        Value::ELLIPSIS => "Ellipsis",
        Value::NOT_IMPLEMENTED => "NotImplemented",
        _ => {
            return match Num::exact(v) {
                Some(Num::Int(i)) => int_text::decimal(cx, i).map(Some),
                Some(Num::Float(f)) => cx.str(&float_text::repr(f)).map(Some),
                Some(Num::Complex(re, im)) => cx.str(&complex_methods::repr(re, im)).map(Some),
                None => Ok(None),
            };
        }
    };
    Ok(Some(cx.intern(constant)))
}

/// `repr(v)` where that takes no Python code: exact strings, bytes, numbers and constants; `None` for everything else.
/// Does not call Python.
pub fn primitive_repr(cx: &mut Cx<'_>, v: Value) -> Res<Option<Value>> {
    if let Some(r) = plain_repr(cx, v)? {
        return Ok(Some(r));
    }
    match v.as_obj() {
        Some(o) if o.is_exact(Kind::Str) => text_repr::str_repr(cx, str::text(o)).map(Some),
        Some(o) if o.is_exact(Kind::Bytes) => cx.str(&text_repr::bytes_repr(crate::types::bytes::get(o))).map(Some),
        _ => Ok(None),
    }
}

/// `ascii(v)`. May call Python.
pub fn ascii(cx: &mut Cx<'_>, v: Value) -> Res {
    match v.as_obj() {
        Some(o) if o.is_exact(Kind::Str) => {
            let r = text_repr::str_repr(cx, str::text(o))?;
            text_repr::escape_ascii(cx, r)
        }
        _ => match plain_repr(cx, v)? {
            Some(r) => Ok(r),
            None => cx.call_hidden("ascii_general", &[v]),
        },
    }
}

/// `format(v, spec)`; `spec` is a str, or NULL for none. May call Python.
pub fn format(cx: &mut Cx<'_>, v: Value, spec: Value) -> Res {
    let empty = spec.is_null() || spec.as_obj().is_some_and(|o| o.is(Kind::Str) && str::len(o) == 0);
    if empty {
        if v.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) {
            return Ok(v);
        }
        if let Some(r) = plain_repr(cx, v)? {
            return Ok(r);
        }
    } else if let Some(s) = str::of(spec) {
        if let Some(n) = Num::exact(v) {
            return spec::number(cx, v, n, s);
        }
        if let Some(o) = v.as_obj().filter(|o| o.is_exact(Kind::Str)) {
            return spec::string(cx, o, s);
        }
    } else {
        let m = format!("format() argument 2 must be str, not {}", cx.type_name(spec));
        return Err(cx.type_error(m));
    }
    let spec = if spec.is_null() { cx.intern("") } else { spec };
    match cx.lookup_special(v, N::__format__) {
        Some(f) => cx.call_then(f, &[v, spec], Cont::CheckFormat, Value::NULL),
        None => {
            let m = format!("Type {} doesn't define __format__", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

/// `hash(v)`: an int. May call Python.
pub fn hash(cx: &mut Cx<'_>, v: Value) -> Res {
    if let Some(n) = Num::exact(v) {
        return cx.int(number::hash(n));
    }
    if let Some(h) = hashes::of(v) {
        return cx.int(h);
    }
    match cx.lookup_special(v, N::__hash__) {
        Some(f) if !f.is_none() => cx.call_then(f, &[v], Cont::CheckHash, Value::NULL),
        _ => {
            let m = format!("unhashable type: '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

/// The argument `arg` of a native as an index: an int of any size (`__index__`), or "make it one and call me again", or
/// a TypeError. Does not call Python itself: `?` is right.
pub fn index(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res {
    if crate::types::int::is(v) {
        return Ok(v);
    }
    if cx.lookup_special(v, N::__index__).is_some() {
        return Err(Exit::Convert { arg, how: Convert::Index });
    }
    let m = format!("'{}' object cannot be interpreted as an integer", cx.type_name(v));
    Err(cx.type_error(m))
}

/// As [`index`], as a size: an OverflowError beyond 64 bits. `default` where the argument was left out.
pub fn size(cx: &mut Cx<'_>, v: Value, arg: u8, default: i64) -> Res<i64> {
    if v.is_null() {
        return Ok(default);
    }
    if v.is_int() {
        return Ok(v.int_value());
    }
    let v = index(cx, v, arg)?;
    match crate::types::int::to_i64(v) {
        Some(i) => Ok(i),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A bound of a slice of `len` items: None or left out gives the default, what lies beyond is cut, below 0 counts from
/// the end.
pub fn bound(cx: &mut Cx<'_>, v: Value, arg: u8, default: usize, len: usize) -> Res<usize> {
    if v.is_null() || v.is_none() {
        return Ok(default);
    }
    if !crate::types::int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
        return Err(cx.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    let v = index(cx, v, arg)?;
    let i = crate::types::int::clamp_i64(v);
    Ok(if i < 0 { i.saturating_add(len as i64).max(0) as usize } else { (i as u64).min(len as u64) as usize })
}

/// The argument `arg` as a real number (`__float__`, `__index__`), or "make it one and call me again", or a TypeError.
/// Does not call Python itself: `?` is right.
pub fn real(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<f64> {
    if v.is_float() {
        return Ok(v.float_value());
    }
    if let Some(f) = number::real(cx, v)? {
        return Ok(f);
    }
    if cx.lookup_special(v, N::__float__).is_some() || cx.lookup_special(v, N::__index__).is_some() {
        return Err(Exit::Convert { arg, how: Convert::Float });
    }
    let m = format!("must be real number, not {}", cx.type_name(v));
    Err(cx.type_error(m))
}
