//! The real engine: Python threads on real workers.
//!
//! M Python threads run on N workers. A worker takes a thread that can run, runs it for a turn of a few milliseconds,
//! and puts it where it belongs: back among those that can run, or aside with what it waits for. A thread that is
//! blocked, asleep or waits for the GIL is a few words in the scheduler and keeps no worker.
//!
//! Where workers come from is the caller's business: [`Machine::work`] on as many threads as wanted (of the operating
//! system, or Web Workers), or [`Machine::step`] where there is only one and it has other things to do.
//!
//! - `sched`: who can run, who waits for what
//! - `gil`: CPython's protocol
//! - `worker`: the turns
//! - `pause`: making the world stand still

mod controls;
mod gil;
mod log;
mod machine;
mod pause;
mod sched;
mod shared;
mod worker;

pub use controls::{Controls, StopRequest};
pub use gilscope_stdlib::program::{Ended, Outcome, Sink, Stats};
pub use machine::{Machine, Options};
pub use shared::Clock;
pub use worker::Progress;
