//! The module `_io`: files and streams.

pub mod stream;

use gilscope_core::ModuleDef;

pub static MODULE: ModuleDef =
    ModuleDef { name: "_io", doc: "Files and streams.", functions: &[], types: &[&stream::STREAM], init: None };
