//! The deterministic simulator: virtual cores, a virtual clock, a cost for each instruction, an operating system that
//! picks threads by a policy, and a seed. Same input, same run, natively and as wasm.
//!
//! A run is decided by `{program, model, cores, seed, choices}`; [`Schedule`] is that as a short string. A position in a
//! run is a *step*: the number of instructions that all threads together have executed.
//!
//! - [`Sim`]: a run
//! - `state`: who runs, who waits, what comes when; `gil`: CPython's protocol
//! - `runner`: the engine that the loop runs under
//! - [`policy`]: the operating system's choices, one file each
//! - `cost`: what things take
//! - [`schedule`]: the string
//! - `marks`: positions worth stopping at
//! - `view`, `explain`, `history`, `locks`: what the Trace view shows of a moment
//! - `places`: how far a thread has come, for a comparison of runs; the steps of a line
//! - `naive`: reference counts without a GIL to protect them
//! - `races`: why a race did not show
//! - `log`: events and the fingerprint of a run

mod cost;
mod explain;
mod gil;
mod history;
mod locks;
mod log;
mod machine;
mod marks;
mod naive;
mod places;
pub mod policy;
mod races;
mod rng;
mod runner;
pub mod schedule;
mod state;
mod view;

pub use machine::{MOST_CORES, Options, Progress, Replayed, Sim};
pub use marks::Unit;
pub use runner::{Last, Written};
pub use schedule::{Choice, Refusal, Schedule, fingerprint};
pub use state::Input;
