//! Hashes and equality of values that need no Python to tell.

use gilscope_heap::{Kind, Value};

use crate::types::{bytes, str};

const MODULUS: u64 = (1 << 61) - 1;

/// `hash()` of an int that fits 64 bits (CPython's `Python/pyhash.c`: modulo 2^61 - 1, sign kept, -1 becomes -2).
#[inline]
pub fn int(i: i64) -> i64 {
    let h = (i.unsigned_abs() % MODULUS) as i64;
    let h = if i < 0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

/// `hash()` of a float: equal to that of an equal int.
pub fn float(f: f64) -> i64 {
    if f.is_nan() {
        return 0;
    }
    if f.is_infinite() {
        return if f > 0.0 { 314159 } else { -314159 };
    }
    let bits = f.to_bits();
    let mut e = ((bits >> 52) & 0x7FF) as i32;
    let mut m = bits & ((1 << 52) - 1);
    if e == 0 {
        e = 1;
    } else {
        m |= 1 << 52;
    }
    // m * 2^(e - 1075), modulo 2^61 - 1, where 2 has order 61.
    let shift = (e - 1075).rem_euclid(61) as u32;
    let h = ((m as u128) << shift) % MODULUS as u128;
    let h = if f < 0.0 { -(h as i64) } else { h as i64 };
    if h == -1 { -2 } else { h }
}

/// `hash(v)` where that takes no Python code and cannot fail; `None` for everything else.
pub fn of(v: Value) -> Option<i64> {
    if v.is_int() {
        return Some(int(v.int_value()));
    }
    if v.is_float() {
        return Some(float(v.float_value()));
    }
    let Some(o) = v.as_obj() else {
        return Some(match v {
            Value::TRUE => 1,
            Value::FALSE => 0,
            _ => (v.bits() & 0xFFFF) as i64 * 0x1_0001,
        });
    };
    match o.kind() {
        Kind::Str if o.is_exact(Kind::Str) => Some(str::hash(o)),
        Kind::Bytes if o.is_exact(Kind::Bytes) => Some(str::hash_bytes(bytes::get(o))),
        _ => None,
    }
}

/// `a == b` where that takes no Python code; `None` where it would. Identity has been looked at before.
pub fn same(a: Value, b: Value) -> Option<bool> {
    let number = |v: Value| {
        if v.is_int() { Some(v.int_value() as f64) } else if v.is_bool() { Some(f64::from(v == Value::TRUE)) } else { v.as_float() }
    };
    // 48 bits are exact in a double.
    match (number(a), number(b)) {
        (Some(x), Some(y)) => return Some(x == y),
        (Some(_), None) if !b.is_obj() => return Some(false),
        (None, Some(_)) if !a.is_obj() => return Some(false),
        (None, None) if !a.is_obj() && !b.is_obj() => return Some(a == b),
        _ => {}
    }
    match (a.as_obj(), b.as_obj()) {
        (Some(x), Some(y)) if x.is_exact(Kind::Str) && y.is_exact(Kind::Str) => Some(str::eq(x, y)),
        (Some(x), Some(y)) if x.is_exact(Kind::Bytes) && y.is_exact(Kind::Bytes) => Some(bytes::get(x) == bytes::get(y)),
        (Some(x), None) | (None, Some(x)) if x.is_exact(Kind::Str) || x.is_exact(Kind::Bytes) => Some(false),
        _ => None,
    }
}
