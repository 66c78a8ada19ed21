//! Text and bytes: the classes' methods. (How a string is laid out: `types/str.rs`.)

pub mod bytearray;
pub mod bytearray_methods;
pub mod bytes_like;
pub mod bytes_methods;
pub mod codec;
pub mod memoryview;
mod packed;
pub mod percent;
pub mod replay;
pub mod repr;
pub mod search;
pub mod shared;
pub mod spec;
pub mod str_methods;
mod tables;
pub mod template;
pub mod tstring;
pub mod unicode;

use gilscope_heap::Kind;

use crate::native::{TypeDef, TypeFlags};

pub static TYPES: &[&TypeDef] =
    &[&STR, &BYTES, &BYTEARRAY, &memoryview::TYPE, &tstring::TEMPLATE, &tstring::INTERPOLATION, &tstring::ITERATOR];

const FLAGS: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF);

pub static STR: TypeDef = TypeDef::new("str", Kind::Str, 0, str_methods::METHODS).flags(FLAGS).doc(str_methods::DOC);
pub static BYTES: TypeDef =
    TypeDef::new("bytes", Kind::Bytes, 0, bytes_methods::METHODS).flags(FLAGS).doc(bytes_methods::DOC);
pub static BYTEARRAY: TypeDef =
    TypeDef::new("bytearray", Kind::ByteArray, 2, bytearray_methods::METHODS).flags(FLAGS).doc(bytearray_methods::DOC);
