//! Round robin: who has run least recently.
use super::{Candidate, Policy};
use crate::rng::Rng;

pub struct Fair;

impl Policy for Fair {
    fn pick(&self, candidates: &[Candidate], _rng: &mut Rng) -> usize {
        (0..candidates.len())
            .min_by_key(|&i| (candidates[i].ran_ns, candidates[i].since_ns, candidates[i].thread))
            .unwrap_or(0)
    }

    fn latency_ns(&self, rng: &mut Rng) -> u64 {
        rng.between(3_000, 6_000)
    }

    fn lets_pass(&self) -> bool {
        false
    }
}
