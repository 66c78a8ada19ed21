//! `bool`.

use gilscope_heap::Kind;

use crate::native::{TypeDef, TypeFlags};
use crate::types::number::bool_methods;

pub static TYPE: TypeDef = TypeDef::new("bool", Kind::BigInt, 0, bool_methods::METHODS)
    .base(&super::int::TYPE)
    .flags(TypeFlags::MATCH_SELF)
    .doc(bool_methods::DOC);
