//! Waking takes long, so whoever comes by while the lock is free has it first.
use super::{Candidate, Policy};
use crate::rng::Rng;

pub struct Barging;

impl Policy for Barging {
    fn pick(&self, candidates: &[Candidate], rng: &mut Rng) -> usize {
        rng.below(candidates.len() as u64) as usize
    }

    fn latency_ns(&self, rng: &mut Rng) -> u64 {
        rng.between(60_000, 200_000)
    }
}
