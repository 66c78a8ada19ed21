//! `None`, `...` and `NotImplemented`.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPES: &[&TypeDef] = &[&TYPE, &ELLIPSIS_TYPE, &NOT_IMPLEMENTED_TYPE];

pub static TYPE: TypeDef = TypeDef::new("NoneType", Kind::Instance, 0, METHODS).flags(TypeFlags::NONE);
pub static ELLIPSIS_TYPE: TypeDef = TypeDef::new("ellipsis", Kind::Instance, 0, METHODS).flags(TypeFlags::NONE);
pub static NOT_IMPLEMENTED_TYPE: TypeDef =
    TypeDef::new("NotImplementedType", Kind::Instance, 0, METHODS).flags(TypeFlags::NONE);

static METHODS: &[NativeDef] = &[];
