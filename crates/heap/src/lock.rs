//! The byte lock that every object carries.
use crate::Obj;

#[cfg(not(loom))]
static LOT: crate::park::ParkingLot = crate::park::ParkingLot::new();

/// Gives the lock back, also when `f` panics.
#[cfg(not(loom))]
struct Held(Obj);

#[cfg(not(loom))]
impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        LOT.unlock(self.0.lock_byte(), self.0.addr());
    }
}

impl Obj {
    /// Takes the object's lock, runs `f`, gives it back. `f` must not stop, call Python, allocate, or take a lock of an
    /// object with a lower address.
    #[cfg(not(loom))]
    #[inline]
    pub fn locked<R>(self, f: impl FnOnce() -> R) -> R {
        LOT.lock(self.lock_byte(), self.addr());
        let _held = Held(self);
        f()
    }

    /// Loom tries the lock itself (`park.rs`), not objects.
    #[cfg(loom)]
    pub fn locked<R>(self, f: impl FnOnce() -> R) -> R {
        f()
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
