//! The lowered form of code.

/// The lowered codes of a worker.
#[derive(Default)]
pub struct Codes {}
