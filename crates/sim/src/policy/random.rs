//! Any of those that wait: what `ceval_gil.c` relies on, and no more.
use super::{Candidate, Policy};
use crate::rng::Rng;

pub struct Random;

impl Policy for Random {
    fn pick(&self, candidates: &[Candidate], rng: &mut Rng) -> usize {
        rng.below(candidates.len() as u64) as usize
    }

    fn latency_ns(&self, rng: &mut Rng) -> u64 {
        rng.between(3_000, 15_000)
    }
}
