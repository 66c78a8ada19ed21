//! `bool`.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPE: TypeDef =
    TypeDef::new("bool", Kind::BigInt, 0, METHODS).base(&super::int::TYPE).flags(TypeFlags::MATCH_SELF);

static METHODS: &[NativeDef] = &[];
