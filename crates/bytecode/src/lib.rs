//! What bytecode is: the opcode table, the code object, and `dis`. Knows nothing of how either is made or run.
mod code;

pub use code::*;

/// Placeholder until the table is in: see `ops.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[repr(u8)]
pub enum Op {
    Nop,
}
