//! `complex`. Two floats.

use gilscope_heap::{Kind, Value};

use crate::native::{TypeDef, TypeFlags};
use crate::types::number::complex_methods;
use crate::{Cx, Res};

pub static TYPE: TypeDef = TypeDef::new("complex", Kind::Complex, 2, complex_methods::METHODS)
    .getset(complex_methods::GETSET)
    .flags(TypeFlags::BASE)
    .doc(complex_methods::DOC);

/// Does not call Python.
pub fn new(cx: &mut Cx<'_>, re: f64, im: f64) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Complex, ty, 2)?;
    o.init(0, Value::float(re));
    o.init(1, Value::float(im));
    Ok(o.into())
}
