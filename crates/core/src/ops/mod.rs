//! Operators: what an instruction does when its operands are not the usual.
