//! `int`.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPE: TypeDef =
    TypeDef::new("int", Kind::BigInt, 0, METHODS).flags(TypeFlags::BASE.or(TypeFlags::MATCH_SELF));

static METHODS: &[NativeDef] = &[];

/// An int that needs more than 48 bits.
pub fn from_i64(cx: &mut crate::Cx<'_>, i: i64) -> crate::Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::BigInt, ty, 1)?;
    o.init_raw(0, i.unsigned_abs());
    o.init_aux(1);
    if i < 0 {
        o.add_flag(gilscope_heap::flag::MARKED);
    }
    Ok(o.into())
}

/// An int from decimal digits with an optional minus sign.
pub fn from_decimal(cx: &mut crate::Cx<'_>, digits: &str) -> crate::Res {
    let n: num_bigint::BigInt = digits.parse().expect("digits");
    from_big(cx, &n)
}

/// An int of any size.
pub fn from_big(cx: &mut crate::Cx<'_>, n: &num_bigint::BigInt) -> crate::Res {
    use num_traits::ToPrimitive;
    if let Some(v) = n.to_i64().and_then(gilscope_heap::Value::int) {
        return Ok(v);
    }
    let limbs = n.magnitude().to_u64_digits();
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::BigInt, ty, limbs.len())?;
    for (i, &l) in limbs.iter().enumerate() {
        o.init_raw(i, l);
    }
    o.init_aux(limbs.len() as u32);
    if n.sign() == num_bigint::Sign::Minus {
        o.add_flag(gilscope_heap::flag::MARKED);
    }
    Ok(o.into())
}
