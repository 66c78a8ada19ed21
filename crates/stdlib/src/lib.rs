//! The standard library: modules in Rust (`native/`), and modules in Python (`pylib/`) that are compiled when Gilscope is.

mod anchors;
pub mod deadlock;
pub mod events;
mod frozen;
mod native;
pub mod program;

use gilscope_core::model::Model;
use gilscope_core::{Config, ModuleDef};

/// Threads as objects, for engines.
pub mod thread {
    pub use crate::native::_thread::{end, ident, name, taker, times_held};
}

pub use frozen::{Fetch, provide as provide_library};

/// Every module in Rust.
pub fn modules() -> &'static [&'static ModuleDef] {
    native::MODULES
}

/// What a world needs to run programs with the whole library. `argv` is `sys.argv`.
pub fn config(model: &'static Model, heap_limit_bytes: usize, argv: Vec<String>) -> Config {
    Config {
        heap_limit_bytes,
        model,
        modules: native::MODULES,
        frozen: frozen::find,
        missing: frozen::is_missing,
        source: frozen::source,
        compile: frozen::compile,
        anchors: anchors::find,
        argv,
    }
}
