//! What bytecode is: the opcode table, the code object, and `dis`. Knows nothing of how either is made or run.
mod code;
mod ops;

pub use code::*;
pub use ops::*;
