//! Methods of `float`.

use crate::native::{GetSetDef, NativeDef};

pub const DOC: &str = "";

pub const METHODS: &[NativeDef] = &[];
pub const GETSET: &[GetSetDef] = &[];
