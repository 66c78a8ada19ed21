//! `int`: layout. Ints of 48 bits are immediate; beyond, an object of [`Kind::BigInt`]: aux is the number of limbs (64
//! bits each, least first, from payload word 1 on), [`flag::MARKED`] says negative. An instance of a subclass is always
//! such an object, even for 0 (no limbs); its word 0 is its `__dict__`.

use gilscope_heap::{Kind, Obj, Value, flag};
use num_bigint::{BigInt, BigUint, Sign};

use crate::native::{TypeDef, TypeFlags};
use crate::types::{class, number};
use crate::{Cx, Exit, Res};

pub static TYPE: TypeDef = TypeDef::new("int", Kind::BigInt, 0, number::int_methods::METHODS)
    .getset(number::int_methods::GETSET)
    .flags(TypeFlags::BASE.or(TypeFlags::MATCH_SELF))
    .doc(number::int_methods::DOC);

/// Payload word of the first limb.
const LIMBS: usize = 1;

/// Is it an int (a bool or an instance of a subclass included)?
#[inline(always)]
pub fn is(v: Value) -> bool {
    v.is_int() || v.is_bool() || v.as_obj().is_some_and(|o| o.is(Kind::BigInt))
}

/// Is it an int of exactly that class, or a bool?
#[inline(always)]
pub fn is_exact(v: Value) -> bool {
    v.is_int() || v.is_bool() || v.as_obj().is_some_and(|o| o.is_exact(Kind::BigInt))
}

fn limbs(o: Obj) -> &'static [u8] {
    o.bytes(LIMBS, o.aux() as usize * 8)
}

fn negative(o: Obj) -> bool {
    o.has(flag::MARKED)
}

/// The value of an int (of any class) that has at most 64 bits and a sign.
#[inline]
pub fn to_i128(v: Value) -> Option<i128> {
    if v.is_int() {
        return Some(v.int_value() as i128);
    }
    if let Some(o) = v.as_obj() {
        if !o.is(Kind::BigInt) || o.aux() > 1 {
            return None;
        }
        let m = if o.aux() == 0 { 0 } else { u64::from_le_bytes(limbs(o).try_into().unwrap()) as i128 };
        return Some(if negative(o) { -m } else { m });
    }
    v.is_bool().then_some((v == Value::TRUE) as i128)
}

/// The value of an int (of any class) of less than 127 bits.
#[inline]
pub fn to_i128_wide(v: Value) -> Option<i128> {
    match v.as_obj() {
        Some(o) if o.is(Kind::BigInt) && o.aux() == 2 => {
            let m = i128::from_le_bytes(limbs(o).try_into().unwrap());
            (m >= 0).then_some(if negative(o) { -m } else { m })
        }
        _ => to_i128(v),
    }
}

/// The value of an int that fits in 64 bits.
#[inline]
pub fn to_i64(v: Value) -> Option<i64> {
    if v.is_int() {
        return Some(v.int_value());
    }
    i64::try_from(to_i128(v)?).ok()
}

/// The value of an int of any size; `None` for what is no int.
pub fn to_big(v: Value) -> Option<BigInt> {
    if let Some(i) = to_i128(v) {
        return Some(i.into());
    }
    let o = v.as_obj().filter(|o| o.is(Kind::BigInt))?;
    let sign = if negative(o) { Sign::Minus } else { Sign::Plus };
    Some(BigInt::from_biguint(sign, BigUint::from_bytes_le(limbs(o))))
}

/// -1, 0 or 1. For ints only.
pub fn sign(v: Value) -> i32 {
    match to_i128(v) {
        Some(i) => i.signum() as i32,
        None => {
            if negative(v.obj()) {
                -1
            } else {
                1
            }
        }
    }
}

/// An int that is used as a size or an index: beyond 64 bits it is cut to the nearest that fits.
pub fn clamp_i64(v: Value) -> i64 {
    to_i64(v).unwrap_or(if sign(v) < 0 { i64::MIN } else { i64::MAX })
}

/// The value as an int of exactly that class (of a bool or an instance of a subclass: the equal int). For ints only.
/// Does not call Python.
pub fn plain(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.is_int() || v.as_obj().is_some_and(|o| o.is_exact(Kind::BigInt)) {
        return Ok(v);
    }
    match to_i128(v) {
        Some(i) => from_i128(cx, i),
        None => from_big(cx, &to_big(v).expect("an int")),
    }
}

fn make(cx: &mut Cx<'_>, ty: Value, magnitude: &[u64], negative: bool) -> Res<Obj> {
    let o = cx.alloc(Kind::BigInt, ty, LIMBS + magnitude.len())?;
    for (i, &l) in magnitude.iter().enumerate() {
        o.init_raw(LIMBS + i, l);
    }
    o.init_aux(magnitude.len() as u32);
    if negative {
        o.add_flag(flag::MARKED);
    }
    Ok(o)
}

/// An int that needs more than 48 bits. Does not call Python.
pub fn from_i64(cx: &mut Cx<'_>, i: i64) -> Res {
    from_i128(cx, i as i128)
}

/// Does not call Python.
#[inline]
pub fn from_i128(cx: &mut Cx<'_>, i: i128) -> Res {
    if let Ok(n) = i64::try_from(i)
        && let Some(v) = Value::int(n)
    {
        return Ok(v);
    }
    let m = i.unsigned_abs();
    let limbs = [m as u64, (m >> 64) as u64];
    let ty = TYPE.of(cx);
    let o = make(cx, ty, &limbs[..1 + usize::from(limbs[1] != 0)], i < 0)?;
    Ok(o.into())
}

/// Does not call Python.
pub fn from_u64(cx: &mut Cx<'_>, i: u64) -> Res {
    from_i128(cx, i as i128)
}

/// An int from decimal digits with an optional minus sign. Does not call Python.
pub fn from_decimal(cx: &mut Cx<'_>, digits: &str) -> Res {
    let n: BigInt = digits.parse().expect("digits");
    from_big(cx, &n)
}

/// An int of any size. Does not call Python.
pub fn from_big(cx: &mut Cx<'_>, n: &BigInt) -> Res {
    use num_traits::ToPrimitive;
    if let Some(v) = n.to_i64().and_then(Value::int) {
        return Ok(v);
    }
    let ty = TYPE.of(cx);
    Ok(make(cx, ty, &n.magnitude().to_u64_digits(), n.sign() == Sign::Minus)?.into())
}

/// The integral part of a finite float. Does not call Python.
pub fn from_f64(cx: &mut Cx<'_>, f: f64) -> Res {
    if f.abs() < 1e18 {
        return cx.int(f as i64);
    }
    from_big(cx, &number::big_of_float(f))
}

/// The int `v` as an instance of `ty`, which is `int` or derives from it. Does not call Python.
pub fn as_class(cx: &mut Cx<'_>, ty: Value, v: Value) -> Res {
    if ty == TYPE.of(cx) {
        return plain(cx, v);
    }
    let n = to_big(v).expect("an int");
    // The cell has to hold what the class says (its slots too).
    let words = class::instance_words(ty.obj());
    let mut digits = n.magnitude().to_u64_digits();
    let used = digits.len();
    digits.resize(used.max(words.saturating_sub(LIMBS)), 0);
    let o = make(cx, ty, &digits, n.sign() == Sign::Minus)?;
    o.init_aux(used as u32);
    o.add_flag(flag::SUBCLASS);
    Ok(o.into())
}

/// Fails before a result of `bytes` bytes is computed that cannot fit in the heap anyway.
pub fn check_size(cx: &Cx<'_>, bytes: u64) -> Res<()> {
    if bytes > cx.world.config.heap_limit_bytes as u64 {
        return Err(Exit::NeedMemory(usize::try_from(bytes).unwrap_or(usize::MAX)));
    }
    Ok(())
}
