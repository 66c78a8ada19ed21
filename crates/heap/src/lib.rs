//! Values, objects, their locks, and the collector. The only crate that contains `unsafe`.
//!
//! Everything a program can reach is words in this heap. Memory of a heap stays mapped for the life of the process and
//! is reused for the next, so a stale address reads stale words, never foreign memory.
#![expect(unsafe_code, reason = "the one room for it: objects are words at addresses")]

mod alloc;
mod frame;
mod kind;
mod lock;
mod obj;
mod value;

pub use alloc::{Alloc, Heap, OutOfMemory};
pub use frame::{Args, Fp};
pub use kind::{Kind, Scan};
pub use obj::{HEADER_WORDS, Obj, flag};
pub use value::Value;
