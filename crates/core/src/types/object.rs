//! `object`.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPE: TypeDef =
    TypeDef::new("object", Kind::Instance, 1, METHODS).flags(TypeFlags::BASE).doc("The base class of the class hierarchy.");

static METHODS: &[NativeDef] = &[];
