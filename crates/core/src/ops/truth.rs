//! Truth values.

use gilscope_heap::{Kind, Value};

use crate::{Cont, Cx, N, Res};

/// The truth value of `v` where its class is a built-in one that tells without Python code.
#[inline]
pub fn quick(v: Value) -> Option<bool> {
    if v.is_bool() {
        return Some(v == Value::TRUE);
    }
    if v.is_int() {
        return Some(v.int_value() != 0);
    }
    let Some(o) = v.as_obj() else {
        return Some(match v.as_float() {
            Some(f) => f != 0.0,
            None if v == Value::NOT_IMPLEMENTED => return None,
            None => v != Value::NONE,
        });
    };
    if o.has(gilscope_heap::flag::SUBCLASS) {
        return None;
    }
    match o.kind() {
        Kind::Str | Kind::Bytes | Kind::List | Kind::Tuple | Kind::Dict | Kind::Set => Some(o.aux() != 0),
        Kind::BigInt | Kind::Function | Kind::Native | Kind::Method | Kind::Code | Kind::Iter | Kind::Generator => {
            Some(true)
        }
        _ => None,
    }
}

/// `bool(v)`: TRUE or FALSE. Calls `__bool__`, else `__len__`.
#[inline]
pub fn of(cx: &mut Cx<'_>, v: Value) -> Res {
    match quick(v) {
        Some(b) => Ok(Value::bool(b)),
        None => slow(cx, v),
    }
}

#[cold]
fn slow(cx: &mut Cx<'_>, v: Value) -> Res {
    if v == Value::NOT_IMPLEMENTED {
        return Err(cx.type_error("NotImplemented should not be used in a boolean context"));
    }
    if let Some(f) = cx.lookup_special(v, N::__bool__) {
        return cx.call_then(f, &[v], Cont::CheckBool, Value::NULL);
    }
    match cx.lookup_special(v, N::__len__) {
        Some(f) => cx.call_then(f, &[v], Cont::LenTruth, Value::NULL),
        None => Ok(Value::TRUE),
    }
}
