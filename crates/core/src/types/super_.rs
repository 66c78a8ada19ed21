//! `super`. Word 0: the class; 1: the object, or NULL; 2: the class whose order of resolution is followed.

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef};

pub const CLASS: usize = 0;
pub const OBJECT: usize = 1;
pub const START: usize = 2;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("super", Kind::Super, 3, METHODS);

static METHODS: &[NativeDef] = &[];
