//! What bytecode is: the opcode table, the code object, and `dis`. Knows nothing of how either is made or run.
mod code;
mod dis;
mod encode;
mod ops;
mod repr;

pub use code::*;
pub use dis::{DisOptions, Layout, argrepr, dis, dis_with};
pub use ops::*;
pub use repr::{float as float_repr, repr};
