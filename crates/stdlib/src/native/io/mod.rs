//! The module `_io`: files and streams.

pub mod stream;

use gilscope_core::ModuleDef;
use gilscope_core::native::{TypeDef, TypeFlags};
use gilscope_core::types::exception;
use gilscope_heap::Kind;

/// `io.UnsupportedOperation`
static UNSUPPORTED: TypeDef = TypeDef::new("UnsupportedOperation", Kind::Exception, exception::WORDS as u8, &[])
    .module("io")
    .base(&exception::OS_ERROR)
    .and_base(&exception::VALUE_ERROR)
    .flags(TypeFlags::BASE.or(TypeFlags::EXCEPTION));

pub static MODULE: ModuleDef = ModuleDef {
    name: "_io",
    doc: "Files and streams.",
    functions: &[],
    types: &[&stream::STREAM, &UNSUPPORTED],
    init: None,
};
