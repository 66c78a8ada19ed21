//! The primitives that park.rs and share.rs are built from: std's, or loom's under `cfg(loom)`, so that loom can try
//! every order in which they interleave.
#[cfg(loom)]
pub use loom::sync::{
    Condvar, Mutex,
    atomic::{AtomicU8, AtomicUsize, Ordering},
};
#[cfg(not(loom))]
pub use std::sync::{
    Condvar, Mutex,
    atomic::{AtomicU8, AtomicUsize, Ordering},
};
