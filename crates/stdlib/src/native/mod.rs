//! Modules in Rust, one file (or folder) each.

pub mod _thread;
mod builtins;
mod io;
mod math;
mod random;
mod sys;

use gilscope_core::ModuleDef;

/// Every module in Rust.
pub static MODULES: &[&ModuleDef] =
    &[&_thread::MODULE, &builtins::MODULE, &io::MODULE, &math::MODULE, &random::MODULE, &sys::MODULE];
