//! Values, objects, their locks, and the collector. The only crate that contains `unsafe`.
//!
//! Everything a program can reach is words in this heap. Memory of a heap stays mapped for the life of the process and
//! is reused for the next, so a stale address reads stale words, never foreign memory.
#![expect(unsafe_code, reason = "the one room for it: objects are words at addresses")]

mod alloc;
mod cached;
mod frame;
mod heap;
mod kind;
mod lock;
mod mark;
mod obj;
mod page;
mod park;
mod region;
mod share;
mod sync;
mod value;

pub use alloc::Alloc;
pub use cached::Cached;
pub use frame::{Args, Fp};
pub use heap::{Charge, Heap, HeapStats, OutOfMemory};
pub use kind::{Kind, Scan};
pub use mark::{Collected, Cycle, Marker};
pub use obj::{HEADER_WORDS, Obj, flag};
pub use value::Value;

/// What `tests/loom.rs` tries.
#[cfg(loom)]
pub mod loom_parts {
    pub use crate::park::ParkingLot;
    pub use crate::share::{Counts, Share};
}
