//! Modules in Rust, one file (or folder) each.

mod _collections;
mod _queue;
pub mod _thread;
mod _traceback;
pub mod builtins;
mod gc;
mod io;
mod itertools;
mod math;
mod random;
mod sys;
mod time;
mod weak;

use gilscope_core::ModuleDef;

/// Every module in Rust.
pub static MODULES: &[&ModuleDef] = &[
    &_collections::MODULE,
    &_queue::MODULE,
    &_thread::MODULE,
    &_traceback::MODULE,
    &builtins::MODULE,
    &gc::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &random::MODULE,
    &sys::MODULE,
    &time::MODULE,
    &weak::MODULE,
];
