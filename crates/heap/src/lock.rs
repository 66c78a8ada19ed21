//! The byte lock that every object carries.
use std::sync::atomic::Ordering;

use crate::Obj;

impl Obj {
    /// Takes the object's lock, runs `f`, gives it back. `f` must not stop, call Python, or take a lock of an object
    /// with a lower address.
    #[inline]
    pub fn locked<R>(self, f: impl FnOnce() -> R) -> R {
        let byte = self.lock_byte();
        while byte.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
            std::hint::spin_loop();
        }
        let r = f();
        byte.store(0, Ordering::Release);
        r
    }

    /// Both locks, in the order of addresses.
    #[inline]
    pub fn locked2<R>(self, other: Obj, f: impl FnOnce() -> R) -> R {
        match self.addr().cmp(&other.addr()) {
            std::cmp::Ordering::Less => self.locked(|| other.locked(f)),
            std::cmp::Ordering::Equal => self.locked(f),
            std::cmp::Ordering::Greater => other.locked(|| self.locked(f)),
        }
    }
}
