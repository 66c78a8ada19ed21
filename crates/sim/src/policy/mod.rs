//! The operating system's part: who is woken when several wait, and who gets a core. One file each.
mod barging;
mod fair;
mod fifo;
mod random;

use crate::rng::Rng;

/// A thread that could be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub thread: u32,
    /// Since when it has been waiting, on the virtual clock.
    pub since_ns: u64,
    /// When it last ran, on the virtual clock.
    pub ran_ns: u64,
}

/// How an operating system picks.
pub trait Policy {
    /// Which of the candidates (never none) is woken, or gets the core.
    fn pick(&self, candidates: &[Candidate], rng: &mut Rng) -> usize;
    /// How long a woken thread takes until it runs, in nanoseconds: meanwhile another may come by and be faster.
    fn latency_ns(&self, rng: &mut Rng) -> u64;
    /// May a waiter whose interval ends while nobody has the GIL take it before the one that was woken for it? So it is in
    /// CPython, where no order is kept.
    fn lets_pass(&self) -> bool {
        true
    }
    /// A core is taken from a thread that has had it so long, in nanoseconds, if others wait for one.
    fn quantum_ns(&self) -> u64 {
        3_000_000
    }
}

/// A policy as `--os-policy` takes it.
pub struct Row {
    pub name: &'static str,
    pub help: &'static str,
    pub policy: &'static (dyn Policy + Sync),
}

/// The policies; the first is the default.
pub static POLICIES: &[Row] = &[
    Row { name: "random", help: "any of those that wait, as it happens", policy: &random::Random },
    Row { name: "fair", help: "the one that has run least recently", policy: &fair::Fair },
    Row { name: "fifo", help: "the one that has waited longest", policy: &fifo::Fifo },
    Row {
        name: "barging",
        help: "slow to wake those that wait, so that who comes by is faster",
        policy: &barging::Barging,
    },
];

/// The policy with this name.
pub fn by_name(name: &str) -> Option<&'static Row> {
    POLICIES.iter().find(|row| row.name == name)
}
