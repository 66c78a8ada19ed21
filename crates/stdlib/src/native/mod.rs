//! Modules in Rust, one file (or folder) each.

pub mod _thread;
mod builtins;
mod io;
mod sys;

use gilscope_core::ModuleDef;

/// Every module in Rust.
pub static MODULES: &[&ModuleDef] = &[&_thread::MODULE, &builtins::MODULE, &io::MODULE, &sys::MODULE];
