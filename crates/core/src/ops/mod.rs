//! Operators: what an instruction does when its operands are not the usual.

pub mod attr;
pub mod binary;
pub mod compare;
pub mod convert;
pub mod iter;
pub mod subscr;
pub mod truth;
pub mod unary;
