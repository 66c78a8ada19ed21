//! The loop and what it stands on.
//!
//! `lower` makes what the loop (`run`) runs, out of `ins`; `codes` keeps it, with its caches; `plain` and `caches` are what
//! the loop does fast and what it does slowly; `cold` and `raise` are the instructions that are not worth a place in it;
//! `call` makes frames, `construct` objects; `dispatch` is what happens between instructions; `cont` are the
//! continuations of natives; `generator` runs generators; `hidden` loads the interpreter's own Python; `special` knows
//! which calls do not poll; `visible` tells engines what a thread is about to do; `watch` sees to it that finalizers run
//! in time; `refs` counts references for who asks.

mod caches;
pub mod call;
mod codes;
pub mod cold;
pub mod construct;
pub mod cont;
pub mod dispatch;
pub mod frame;
pub mod generator;
pub mod hidden;
mod ins;
pub mod lower;
mod plain;
mod raise;
pub mod refs;
mod run;
pub mod special;
mod visible;
pub mod watch;

pub use run::run;
