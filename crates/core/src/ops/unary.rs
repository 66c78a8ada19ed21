//! Unary operators.

use gilscope_heap::Value;

use crate::names::N;
use crate::types::complex;
use crate::types::int;
use crate::types::number::{Num, int_ops};
use crate::{Cx, Res};

/// `-v`. May call Python.
#[inline]
pub fn negative(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.is_int() {
        return cx.int(-v.int_value());
    }
    match Num::exact(v) {
        Some(Num::Int(i)) => int_ops::negate(cx, i),
        Some(Num::Float(f)) => Ok(Value::float(-f)),
        Some(Num::Complex(re, im)) => complex::new(cx, -re, -im),
        None => special(cx, v, N::__neg__, "-"),
    }
}

/// `+v`. May call Python.
pub fn positive(cx: &mut Cx<'_>, v: Value) -> Res {
    match Num::exact(v) {
        Some(Num::Int(i)) => int::plain(cx, i),
        Some(_) => Ok(v),
        None => special(cx, v, N::__pos__, "+"),
    }
}

/// `~v`. May call Python.
pub fn invert(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.is_bool() {
        return cx.call_hidden("invert_bool", &[v]);
    }
    match Num::exact(v) {
        Some(Num::Int(i)) => int_ops::invert(cx, i),
        _ => special(cx, v, N::__invert__, "~"),
    }
}

fn special(cx: &mut Cx<'_>, v: Value, method: N, text: &str) -> Res {
    match cx.lookup_special(v, method) {
        Some(f) => cx.call(f, &[v]),
        None => {
            let m = format!("bad operand type for unary {text}: '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}
