//! `float`. Floats are immediate; an instance of a subclass is an object of [`Kind::Complex`] with [`flag::OWN`], whose
//! word 0 is the float.

use gilscope_heap::{Kind, Value, flag};

use crate::native::{TypeDef, TypeFlags};
use crate::types::number::float_methods;
use crate::{Cx, Res};

pub static TYPE: TypeDef = TypeDef::new("float", Kind::Complex, 1, float_methods::METHODS)
    .getset(float_methods::GETSET)
    .flags(TypeFlags::BASE.or(TypeFlags::MATCH_SELF))
    .doc(float_methods::DOC);

/// The float as an instance of `ty`, which is `float` or derives from it. Does not call Python.
pub fn as_class(cx: &mut Cx<'_>, ty: Value, f: f64) -> Res {
    if ty == TYPE.of(cx) {
        return Ok(Value::float(f));
    }
    let o = cx.alloc_as(&TYPE, ty)?;
    o.add_flag(flag::OWN);
    o.init(0, Value::float(f));
    Ok(o.into())
}
