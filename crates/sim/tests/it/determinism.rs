//! The GIL's protocol: what designers of such models get wrong, and the costs.
