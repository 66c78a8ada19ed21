//! Code objects: a number that finds the [`crate::world::RtCode`].

use std::sync::Arc;

use gilscope_bytecode::{Code, Const};
use gilscope_heap::{Kind, Value};

use crate::native::{NativeDef, TypeDef, TypeFlags};
use crate::world::RtCode;
use crate::{Cx, Res};

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("code", Kind::Code, 1, METHODS).flags(TypeFlags::NONE);

static METHODS: &[NativeDef] = &[];

/// A code object, with its constants and names made into values.
pub fn new(cx: &mut Cx<'_>, code: &Arc<Code>) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Code, ty, 1)?;
    let consts = code.consts.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
    let names = code.names.iter().map(|n| cx.intern(n)).collect();
    let local_names = code.locals.iter().map(|l| cx.intern(&l.name)).collect();
    let rt = Box::new(RtCode {
        code: code.clone(),
        consts,
        names,
        local_names,
        name: cx.intern(&code.name),
        qualname: cx.intern(&code.qualname),
        object: o.into(),
    });
    let index = cx.world.codes.push_get_index(rt);
    o.init_aux(index as u32);
    Ok(o.into())
}

/// A constant as a value.
pub fn constant(cx: &mut Cx<'_>, c: &Const) -> Res {
    Ok(match c {
        Const::None => Value::NONE,
        Const::True => Value::TRUE,
        Const::False => Value::FALSE,
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(i) => cx.int(*i)?,
        Const::BigInt(digits) => super::int::from_decimal(cx, digits)?,
        Const::Float(f) => Value::float(*f),
        Const::Complex(re, im) => super::complex::new(cx, *re, *im)?,
        Const::Str(s) if s.len() < 256 => cx.intern(s),
        Const::Str(s) => cx.str(s)?,
        Const::WideStr(points) => super::str::from_points(cx, points)?,
        Const::Bytes(b) => super::bytes::new(cx, b)?,
        Const::Tuple(items) => {
            let items = items.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            cx.tuple(&items)?
        }
        Const::FrozenSet(items) => {
            let items = items.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            super::set::new_frozen(cx, &items)?
        }
        Const::Slice(parts) => {
            let parts = parts.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            super::slice::with_step(cx, parts[0], parts[1], parts[2])?
        }
        Const::Code(code) => new(cx, code)?,
    })
}
