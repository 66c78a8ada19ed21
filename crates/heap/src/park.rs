//! One-byte locks: uncontended one compare-and-swap each way; a thread that has to wait spins briefly, then sleeps in
//! one of a few buckets found by the byte's address.
//!
//! A holder never stops, calls Python or allocates, so a wait is short, and a thread that waits for a byte needs not be
//! counted as stopped: it will be, soon.
use crate::sync::{AtomicU8, Condvar, Mutex, Ordering};

const FREE: u8 = 0;
const HELD: u8 = 1;
/// Held, and somebody may be asleep: who gives it back must wake them.
const CONTENDED: u8 = 2;

#[cfg(not(loom))]
const SPINS: u32 = 60;
#[cfg(loom)]
const SPINS: u32 = 1;

#[cfg(not(loom))]
const BUCKETS: usize = 64;
#[cfg(loom)]
const BUCKETS: usize = 1;

struct Bucket {
    gate: Mutex<()>,
    freed: Condvar,
}

/// Where threads sleep that wait for a byte.
pub struct ParkingLot {
    buckets: [Bucket; BUCKETS],
}

impl ParkingLot {
    #[cfg(not(loom))]
    pub const fn new() -> ParkingLot {
        ParkingLot { buckets: [const { Bucket { gate: Mutex::new(()), freed: Condvar::new() } }; BUCKETS] }
    }

    #[cfg(loom)]
    pub fn new() -> ParkingLot {
        ParkingLot { buckets: std::array::from_fn(|_| Bucket { gate: Mutex::new(()), freed: Condvar::new() }) }
    }

    #[inline]
    pub fn lock(&self, byte: &AtomicU8, key: u64) {
        if byte.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.lock_slow(byte, key);
        }
    }

    #[cold]
    fn lock_slow(&self, byte: &AtomicU8, key: u64) {
        for _ in 0..SPINS {
            if byte.load(Ordering::Relaxed) == FREE
                && byte.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_ok()
            {
                return;
            }
            #[cfg(not(loom))]
            std::hint::spin_loop();
        }
        let bucket = self.bucket(key);
        let mut gate = bucket.gate.lock().unwrap();
        // Taken as CONTENDED, because others may be asleep: at worst that costs one needless wake-up.
        while byte.swap(CONTENDED, Ordering::Acquire) != FREE {
            gate = bucket.freed.wait(gate).unwrap();
        }
    }

    #[inline]
    pub fn unlock(&self, byte: &AtomicU8, key: u64) {
        if byte.swap(FREE, Ordering::Release) == CONTENDED {
            self.wake(key);
        }
    }

    #[cold]
    fn wake(&self, key: u64) {
        let bucket = self.bucket(key);
        // Who set CONTENDED did so with the gate held and lets go of it by falling asleep: after this line it can hear.
        drop(bucket.gate.lock().unwrap());
        bucket.freed.notify_all();
    }

    fn bucket(&self, key: u64) -> &Bucket {
        &self.buckets[(key >> 4) as usize % BUCKETS]
    }
}
