//! Text and bytes: the classes' methods. (How a string is laid out: `types/str.rs`.)

pub mod bytearray;
pub mod bytes_like;
pub mod percent;
pub mod replay;
pub mod repr;
pub mod spec;
mod tables;
pub mod template;
pub mod unicode;

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPES: &[&TypeDef] = &[&STR, &BYTES, &BYTEARRAY];

const FLAGS: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF);

pub static STR: TypeDef = TypeDef::new("str", Kind::Str, 0, STR_METHODS).flags(FLAGS);
pub static BYTES: TypeDef = TypeDef::new("bytes", Kind::Bytes, 0, BYTES_METHODS).flags(FLAGS);
pub static BYTEARRAY: TypeDef = TypeDef::new("bytearray", Kind::ByteArray, 2, BYTEARRAY_METHODS).flags(FLAGS);

static STR_METHODS: &[NativeDef] = &[];
static BYTES_METHODS: &[NativeDef] = &[];
static BYTEARRAY_METHODS: &[NativeDef] = &[];
