//! What the loop does itself, without a class and without a call: numbers that are values, items by a small int.

use gilscope_heap::{Kind, Value};

use crate::types::{list, tuple};

/// Both operands as floats, where one is a float and the other a number that is exact as one.
#[inline(always)]
pub fn floats(a: Value, b: Value) -> Option<(f64, f64)> {
    if a.is_float() {
        if b.is_float() {
            return Some((a.float_value(), b.float_value()));
        }
        if b.is_int() {
            return Some((a.float_value(), b.int_value() as f64));
        }
    } else if b.is_float() && a.is_int() {
        return Some((a.int_value() as f64, b.float_value()));
    }
    None
}

#[inline(always)]
pub fn ints(a: Value, b: Value) -> Option<(i64, i64)> {
    if a.is_int() && b.is_int() { Some((a.int_value(), b.int_value())) } else { None }
}

#[inline(always)]
pub fn add(a: Value, b: Value) -> Option<Value> {
    if let Some((x, y)) = ints(a, b) {
        return Value::int(x + y);
    }
    floats(a, b).map(|(x, y)| Value::float(x + y))
}

#[inline(always)]
pub fn sub(a: Value, b: Value) -> Option<Value> {
    if let Some((x, y)) = ints(a, b) {
        return Value::int(x - y);
    }
    floats(a, b).map(|(x, y)| Value::float(x - y))
}

#[inline(always)]
pub fn mul(a: Value, b: Value) -> Option<Value> {
    if let Some((x, y)) = ints(a, b) {
        return match x.checked_mul(y) {
            Some(r) => Value::int(r),
            None => None,
        };
    }
    floats(a, b).map(|(x, y)| Value::float(x * y))
}

#[inline(always)]
pub fn floor_mod(x: i64, y: i64) -> i64 {
    let r = x % y;
    if r != 0 && (r ^ y) < 0 { r + y } else { r }
}

#[inline(always)]
pub fn modulo(a: Value, b: Value) -> Option<Value> {
    match ints(a, b) {
        Some((x, y)) if y != 0 => {
            Some(Value::small(if (x | y) >> 31 == 0 { (x as u32 % y as u32) as i64 } else { floor_mod(x, y) }))
        }
        _ => None,
    }
}

#[inline(always)]
pub fn floor_div(a: Value, b: Value) -> Option<Value> {
    match ints(a, b) {
        Some((x, y)) if y != 0 => {
            if (x | y) >> 31 == 0 {
                return Some(Value::small((x as u32 / y as u32) as i64));
            }
            let q = x / y;
            Value::int(if x % y != 0 && (x ^ y) < 0 { q - 1 } else { q })
        }
        _ => None,
    }
}

#[inline(always)]
pub fn true_div(a: Value, b: Value) -> Option<Value> {
    // 48 bits are exact in a double, so the quotient is rounded once.
    let (x, y) = match ints(a, b) {
        Some((x, y)) => (x as f64, y as f64),
        None => floats(a, b)?,
    };
    if y == 0.0 { None } else { Some(Value::float(x / y)) }
}

#[inline(always)]
pub fn shift_left(a: Value, b: Value) -> Option<Value> {
    match ints(a, b) {
        Some((x, y)) if (0..15).contains(&y) => Value::int(x << y),
        Some((x, y)) if (0..47).contains(&y) && (0..1 << 15).contains(&x) => Value::int(x << y),
        _ => None,
    }
}

#[inline(always)]
pub fn shift_right(a: Value, b: Value) -> Option<Value> {
    match ints(a, b) {
        Some((x, y)) if y >= 0 => Some(Value::small(x >> y.min(63))),
        _ => None,
    }
}

#[inline(always)]
pub fn bits(a: Value, b: Value, f: impl Fn(i64, i64) -> i64) -> Option<Value> {
    ints(a, b).map(|(x, y)| Value::small(f(x, y)))
}

/// A comparison of plain numbers.
#[inline(always)]
pub fn compare(op: u8, a: Value, b: Value) -> Option<bool> {
    if let Some((x, y)) = ints(a, b) {
        return Some(match op {
            0 => x < y,
            1 => x <= y,
            2 => x == y,
            3 => x != y,
            4 => x > y,
            _ => x >= y,
        });
    }
    let (x, y) = floats(a, b)?;
    Some(match op {
        0 => x < y,
        1 => x <= y,
        2 => x == y,
        3 => x != y,
        4 => x > y,
        _ => x >= y,
    })
}

/// `container[key]` of a list or tuple by a small int.
#[inline(always)]
pub fn item(a: Value, b: Value) -> Option<Value> {
    if !b.is_int() {
        return None;
    }
    let o = a.as_obj()?;
    let i = b.int_value();
    if o.is_exact(Kind::List) {
        let i = if i < 0 { i + list::len(o) as i64 } else { i };
        return if i < 0 { None } else { list::get(o, i as usize) };
    }
    if o.is_exact(Kind::Tuple) {
        let n = tuple::len(o) as i64;
        let i = if i < 0 { i + n } else { i };
        return if (0..n).contains(&i) { Some(tuple::get(o, i as usize)) } else { None };
    }
    None
}

/// `is`: numbers are values, so equal small ones are the same.
#[inline(always)]
pub fn is_same(a: Value, b: Value) -> bool {
    a == b
}
