//! Hashes and equality of values that need no Python to tell.

use gilscope_heap::{Kind, Obj, Value, flag};

use crate::types::containers::range;
use crate::types::number::{self, Num};
use crate::types::{bytes, dict, list, object, set, str, tuple};
use crate::{Cx, N};

const MODULUS: u64 = (1 << 61) - 1;

/// Containers nested deeper than this are left to Python code, which counts its frames.
const DEEP: u32 = 50;

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
#[inline]
pub fn of(v: Value) -> Option<i64> {
    if v.is_int() {
        return Some(int(v.int_value()));
    }
    let Some(o) = v.as_obj() else {
        return Some(match v {
            Value::TRUE => 1,
            Value::FALSE => 0,
            Value::NONE => 0xFCA8_6420,
            _ => v.as_float().map_or((v.bits() & 0xFFFF) as i64 * 0x1_0001, float),
        });
    };
    match o.kind() {
        Kind::Str if o.is_exact(Kind::Str) => Some(str::hash(o)),
        Kind::Bytes if o.is_exact(Kind::Bytes) => Some(str::hash_bytes(bytes::get(o))),
        Kind::BigInt | Kind::Complex if !o.has(flag::SUBCLASS) => Num::of(v).map(number::hash),
        _ => None,
    }
}

/// `hash(v)` where no Python code is needed: tuples and frozensets of such values and objects without a `__hash__` of
/// their own included. `None` where Python code (or an error) is needed. Does not call Python.
#[inline]
pub fn native(cx: &mut Cx<'_>, v: Value) -> Option<i64> {
    match of(v) {
        Some(h) => Some(h),
        None => deep(cx, v, 0),
    }
}

/// The parts of a hash that CPython makes with a cut-down xxHash.
pub struct Mix(u64);

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl Default for Mix {
    fn default() -> Mix {
        Mix(PRIME_5)
    }
}

impl Mix {
    pub fn add(&mut self, h: i64) {
        self.0 = self.0.wrapping_add((h as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
    }

    /// The hash of a tuple of `len` items.
    pub fn tuple(self, len: usize) -> i64 {
        let h = self.0.wrapping_add(len as u64 ^ (PRIME_5 ^ 3_527_539));
        Mix(h).slice()
    }

    /// The hash of a slice, which leaves out the length.
    pub fn slice(self) -> i64 {
        if self.0 == u64::MAX { 1_546_275_796 } else { self.0 as i64 }
    }
}

/// `hash()` of a frozenset from the hashes of its items (CPython's `frozenset_hash`).
pub fn frozenset(hashes: impl Iterator<Item = i64>) -> i64 {
    let (mut h, mut n) = (0u64, 0u64);
    for x in hashes {
        let x = x as u64;
        h ^= (x ^ 89_869_747 ^ (x << 16)).wrapping_mul(3_644_798_167);
        n += 1;
    }
    h ^= (n + 1).wrapping_mul(1_927_868_237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h.wrapping_mul(69_069).wrapping_add(907_133_923);
    if h == u64::MAX { 590_923_713 } else { h as i64 }
}

/// `hash()` by identity.
pub fn identity(cx: &Cx<'_>, o: Obj) -> i64 {
    object::identity(cx, o.into()) >> 4
}

fn deep(cx: &mut Cx<'_>, v: Value, depth: u32) -> Option<i64> {
    if let Some(h) = of(v) {
        return Some(h);
    }
    if depth > DEEP {
        return None;
    }
    let o = v.obj();
    if !o.has(flag::SUBCLASS) {
        match o.kind() {
            Kind::Tuple => {
                let mut mix = Mix::default();
                for x in tuple::items(o) {
                    mix.add(deep(cx, x, depth + 1)?);
                }
                return Some(mix.tuple(tuple::len(o)));
            }
            Kind::Set if set::is_frozen(cx, o) => return Some(set::hash(o)),
            Kind::Range => return range::hash(cx, o),
            Kind::Slice => {
                let mut mix = Mix::default();
                for i in 0..3 {
                    mix.add(deep(cx, o.frozen(i), depth + 1)?);
                }
                return Some(mix.slice());
            }
            Kind::List | Kind::Dict | Kind::Set | Kind::Method | Kind::Native => return None,
            _ => {}
        }
    }
    by_identity(cx, o).then(|| identity(cx, o))
}

/// Has the object's class neither a `__hash__` nor an `__eq__` of its own?
pub fn by_identity(cx: &mut Cx<'_>, o: Obj) -> bool {
    let (ty, base) = (o.ty(), object::TYPE.of(cx));
    [N::__hash__, N::__eq__].into_iter().all(|n| {
        let name = cx.world.name(n);
        cx.lookup(ty, name) == cx.lookup(base, name)
    })
}

/// `a == b` where that takes no Python code; `None` where it would. Identity has been looked at before.
#[inline]
pub fn same(a: Value, b: Value) -> Option<bool> {
    let number = |v: Value| {
        if v.is_int() {
            Some(v.int_value() as f64)
        } else if v.is_bool() {
            Some(f64::from(v == Value::TRUE))
        } else {
            v.as_float()
        }
    };
    // 48 bits are exact in a double.
    match (number(a), number(b)) {
        (Some(x), Some(y)) => return Some(x == y),
        (Some(_), None) if !b.is_obj() => return Some(false),
        (None, Some(_)) if !a.is_obj() => return Some(false),
        (None, None) if !a.is_obj() && !b.is_obj() => return Some(a == b),
        _ => {}
    }
    if let (Some(x), Some(y)) = (Num::exact(a), Num::exact(b)) {
        return Some(number::compare(x, y) == Some(std::cmp::Ordering::Equal));
    }
    match (a.as_obj(), b.as_obj()) {
        (Some(x), Some(y)) if x.is_exact(Kind::Str) && y.is_exact(Kind::Str) => Some(str::eq(x, y)),
        (Some(x), Some(y)) if x.is_exact(Kind::Bytes) && y.is_exact(Kind::Bytes) => {
            Some(bytes::get(x) == bytes::get(y))
        }
        (Some(x), None) | (None, Some(x)) if x.is_exact(Kind::Str) || x.is_exact(Kind::Bytes) => Some(false),
        _ => None,
    }
}

/// Are `a` and `b` the same object, or equal? (What containers ask of their items.) `None` where Python code has to
/// tell. Does not call Python.
#[inline]
pub fn eq(cx: &mut Cx<'_>, a: Value, b: Value) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    match same(a, b) {
        None => deep_eq(cx, a, b, 0),
        known => known,
    }
}

/// Kinds whose classes are built in and compare only with values of their own kind (numbers aside).
fn plain(o: Obj) -> bool {
    !o.has(flag::SUBCLASS)
        && matches!(
            o.kind(),
            Kind::Str
                | Kind::Bytes
                | Kind::Tuple
                | Kind::List
                | Kind::Dict
                | Kind::Set
                | Kind::Range
                | Kind::Slice
                | Kind::BigInt
        )
}

fn deep_eq(cx: &mut Cx<'_>, a: Value, b: Value, depth: u32) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    if let known @ Some(_) = same(a, b) {
        return known;
    }
    if depth > DEEP {
        return None;
    }
    let (x, y) = match (a.as_obj(), b.as_obj()) {
        (Some(x), Some(y)) => (x, y),
        (Some(x), None) => return unlike(cx, x, b),
        (None, Some(y)) => return unlike(cx, y, a),
        (None, None) => return Some(false),
    };
    if plain(x) && plain(y) {
        if x.kind() != y.kind() {
            return Some(false);
        }
        return match x.kind() {
            Kind::Tuple => {
                if tuple::len(x) != tuple::len(y) {
                    return unequal_if_known(cx, x, y);
                }
                all_eq(cx, tuple::items(x).zip(tuple::items(y)), depth)
            }
            Kind::List => {
                if list::len(x) != list::len(y) {
                    return Some(false);
                }
                let (x, y) = (list::snapshot(cx, x), list::snapshot(cx, y));
                if x.len() != y.len() {
                    return Some(false);
                }
                all_eq(cx, x.into_iter().zip(y), depth)
            }
            Kind::Dict => {
                if dict::len(x) != dict::len(y) {
                    return Some(false);
                }
                for (h, k, v) in dict::entries(cx, x) {
                    match dict::find_value(cx, y, k, h) {
                        dict::Lookup::Found(w) => {
                            if !deep_eq(cx, v, w, depth + 1)? {
                                return Some(false);
                            }
                        }
                        dict::Lookup::Missing => return Some(false),
                        dict::Lookup::Python => return None,
                    }
                }
                Some(true)
            }
            Kind::Set => set::eq(cx, x, y),
            Kind::Range => range::eq(x, y),
            Kind::Slice => all_eq(cx, (0..3).map(|i| (x.frozen(i), y.frozen(i))), depth),
            _ => None,
        };
    }
    match (plain(x), plain(y)) {
        (true, false) => unlike(cx, y, a),
        (false, true) => unlike(cx, x, b),
        _ => (by_identity(cx, x) && by_identity(cx, y)).then_some(false),
    }
}

/// An object that is none of the plain kinds beside a value that is, or is no object.
fn unlike(cx: &mut Cx<'_>, o: Obj, other: Value) -> Option<bool> {
    if plain(o) {
        // A plain container or text is never equal to None, a bool or a float; a big int may be equal to a float.
        return (!o.is(Kind::BigInt) || !other.is_float()).then_some(false);
    }
    by_identity(cx, o).then_some(false)
}

fn all_eq(cx: &mut Cx<'_>, pairs: impl Iterator<Item = (Value, Value)>, depth: u32) -> Option<bool> {
    for (a, b) in pairs {
        if !deep_eq(cx, a, b, depth + 1)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Tuples of different length compare their items first, so they are known to differ only if that runs no Python code.
fn unequal_if_known(cx: &mut Cx<'_>, x: Obj, y: Obj) -> Option<bool> {
    for (a, b) in tuple::items(x).zip(tuple::items(y)) {
        if !deep_eq(cx, a, b, 1)? {
            break;
        }
    }
    Some(false)
}
