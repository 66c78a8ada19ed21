//! A Python value in one 64-bit word.
//!
//! | top 16 bits       | meaning                                                                                   |
//! |-------------------|-------------------------------------------------------------------------------------------|
//! | `0x0000`          | address of an object (a multiple of 8); all zero is [`Value::NULL`], "nothing here"        |
//! | `0x0001`          | a constant: `None`, `False`, `True`, …                                                     |
//! | `0x0002..=0xFFF2` | a float: its IEEE bits plus 2^49, NaN made canonical first                                 |
//! | `0xFFFF`          | an int of 48 bits, two's complement                                                        |
use crate::Obj;

/// One word: an object, a constant, a float or a small int.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(transparent)]
pub struct Value(u64);

const CONST: u64 = 0x0001 << 48;
const FLOAT: u64 = 0x0002 << 48;
const INT: u64 = 0xFFFF << 48;

impl Value {
    /// No value: an unset local, a missing argument, an empty slot. Never visible to a program.
    pub const NULL: Value = Value(0);
    pub const NONE: Value = Value(CONST);
    pub const FALSE: Value = Value(CONST | 2);
    pub const TRUE: Value = Value(CONST | 3);
    pub const ELLIPSIS: Value = Value(CONST | 4);
    pub const NOT_IMPLEMENTED: Value = Value(CONST | 5);
    /// Marks a deleted entry of a table. Never visible to a program.
    pub const DELETED: Value = Value(CONST | 6);

    pub const INT_MIN: i64 = -(1 << 47);
    pub const INT_MAX: i64 = (1 << 47) - 1;

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The word of `bits`, which came from [`Value::bits`].
    ///
    /// Crate-private: a forged word could name an object that is not there.
    #[inline(always)]
    pub(crate) const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// A word that was taken apart by [`Value::bits`] and is known not to be an object.
    ///
    /// # Panics
    /// If it is an object.
    #[inline(always)]
    pub fn from_plain_bits(bits: u64) -> Value {
        assert!(bits >> 48 != 0);
        Value(bits)
    }

    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        Value(CONST | 2 | b as u64)
    }

    /// A small int. `i` must be within 48 bits; wraps otherwise (use [`Value::int`] to be told).
    #[inline(always)]
    pub const fn small(i: i64) -> Value {
        debug_assert!(i >= Self::INT_MIN && i <= Self::INT_MAX);
        Value(i as u64 | INT)
    }

    /// A small int, or `None` where it needs a big one.
    #[inline(always)]
    pub const fn int(i: i64) -> Option<Value> {
        if (i << 16) >> 16 == i { Some(Value((i as u64 & !INT) | INT)) } else { None }
    }

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= INT
    }

    /// The int of a word for which [`Value::is_int`] holds.
    #[inline(always)]
    pub const fn int_value(self) -> i64 {
        ((self.0 << 16) as i64) >> 16
    }

    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() { Some(self.int_value()) } else { None }
    }

    /// The one maker of floats: every NaN becomes the same one, since foreign NaN bits could look like an object and
    /// wasm does not say which NaN an operation gives.
    #[inline(always)]
    pub fn float(f: f64) -> Value {
        let bits = if f.is_nan() { 0x7FF8 << 48 } else { f.to_bits() };
        Value(bits.wrapping_add(FLOAT))
    }

    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.0.wrapping_sub(FLOAT) < (0xFFF4u64 << 48)
    }

    /// The float of a word for which [`Value::is_float`] holds.
    #[inline(always)]
    pub const fn float_value(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(FLOAT))
    }

    #[inline(always)]
    pub const fn as_float(self) -> Option<f64> {
        if self.is_float() { Some(self.float_value()) } else { None }
    }

    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !1 == CONST | 2
    }

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == CONST
    }

    #[inline(always)]
    pub const fn is_obj(self) -> bool {
        self.0 >> 48 == 0 && self.0 != 0
    }

    #[inline(always)]
    pub fn as_obj(self) -> Option<Obj> {
        if self.is_obj() { Some(Obj::from_addr(self.0)) } else { None }
    }

    /// The object of a word that is known to be one.
    ///
    /// # Panics
    /// If it is none.
    #[inline(always)]
    pub fn obj(self) -> Obj {
        assert!(self.is_obj(), "not an object: {self:?}");
        Obj::from_addr(self.0)
    }
}

impl From<Obj> for Value {
    #[inline(always)]
    fn from(o: Obj) -> Value {
        Value(o.addr())
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Value::NULL => write!(f, "NULL"),
            Value::NONE => write!(f, "None"),
            Value::FALSE => write!(f, "False"),
            Value::TRUE => write!(f, "True"),
            v if v.is_int() => write!(f, "{}", v.int_value()),
            v if v.is_float() => write!(f, "{:?}", v.float_value()),
            v if v.is_obj() => write!(f, "{:?}@{:x}", Obj::from_addr(v.0).kind(), v.0),
            v => write!(f, "const {}", v.0 & 0xFFFF),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_are_48_bits() {
        for i in [0, 1, -1, Value::INT_MAX, Value::INT_MIN] {
            assert_eq!(Value::int(i).unwrap().as_int(), Some(i));
            assert!(!Value::small(i).is_float() && !Value::small(i).is_obj());
        }
        assert_eq!(Value::int(Value::INT_MAX + 1), None);
        assert_eq!(Value::int(Value::INT_MIN - 1), None);
    }

    #[test]
    fn floats_keep_their_bits_and_nan_is_one() {
        for f in [0.0, -0.0, 1.5, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, 5e-324] {
            let v = Value::float(f);
            assert!(v.is_float() && !v.is_int() && !v.is_obj());
            assert_eq!(v.float_value().to_bits(), f.to_bits());
        }
        assert_eq!(Value::float(f64::NAN), Value::float(f64::from_bits(0xFFFF_FFFF_FFFF_FFFF)));
        assert!(Value::float(f64::NAN).float_value().is_nan());
    }

    #[test]
    fn constants_are_not_numbers() {
        for v in [Value::NULL, Value::NONE, Value::TRUE, Value::FALSE, Value::ELLIPSIS, Value::DELETED] {
            assert!(!v.is_int() && !v.is_float() && !v.is_obj());
        }
        assert!(Value::TRUE.is_bool() && Value::FALSE.is_bool() && !Value::NONE.is_bool());
    }
}
