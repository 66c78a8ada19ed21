//! Operators: what an instruction does when its operands are not the usual.

pub mod iter;
pub mod subscr;
pub mod truth;
