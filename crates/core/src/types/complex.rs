//! `complex`. Two floats.

use gilscope_heap::{Kind, Value};

use crate::native::{NativeDef, TypeDef, TypeFlags};
use crate::{Cx, Res};

pub static TYPE: TypeDef =
    TypeDef::new("complex", Kind::Complex, 2, METHODS).flags(TypeFlags::BASE);

static METHODS: &[NativeDef] = &[];

pub fn new(cx: &mut Cx<'_>, re: f64, im: f64) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Complex, ty, 2)?;
    o.init(0, Value::float(re));
    o.init(1, Value::float(im));
    Ok(o.into())
}
