//! Methods of `bool`.

use crate::native::{GetSetDef, NativeDef};

pub const DOC: &str = "";

pub static METHODS: &[NativeDef] = &[];
pub static GETSET: &[GetSetDef] = &[];
