//! `float`.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPE: TypeDef =
    TypeDef::new("float", Kind::Complex, 0, METHODS).flags(TypeFlags::BASE.or(TypeFlags::MATCH_SELF));

static METHODS: &[NativeDef] = &[];
