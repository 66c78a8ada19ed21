//! The loop and what it stands on.

pub mod hidden;
pub mod lower;

use crate::{Engine, Stop, VmThread, Worker, World};

/// Runs a thread until it stops for a reason.
pub fn run<E: Engine>(_world: &World, _worker: &mut Worker, _thread: &mut VmThread, _engine: &E) -> Stop {
    unimplemented!()
}
