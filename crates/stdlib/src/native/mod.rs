//! Modules in Rust, one file (or folder) each.

mod builtins;
mod io;
mod sys;

use gilscope_core::ModuleDef;

/// Every module in Rust.
pub static MODULES: &[&ModuleDef] = &[&builtins::MODULE, &io::MODULE, &sys::MODULE];
