//! What can be changed while a program runs: words that a busy worker reads, since it reads no messages.
use std::sync::atomic::{AtomicU32, Ordering};

/// Four words in the shared memory, in this order. Written from outside, read at polls.
#[repr(C)]
#[derive(Debug, Default)]
pub struct Controls {
    stop: AtomicU32,
    gil: AtomicU32,
    interval_us: AtomicU32,
    spare: AtomicU32,
}

/// Why a program is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopRequest {
    /// Somebody wants it to end (exit code 130).
    Stopped,
    /// Its time is up (exit code 124).
    TimeLimit,
}

impl Controls {
    pub const fn new() -> Controls {
        Controls {
            stop: AtomicU32::new(0),
            gil: AtomicU32::new(0),
            interval_us: AtomicU32::new(0),
            spare: AtomicU32::new(0),
        }
    }

    /// Forgets what was asked of an earlier program.
    pub fn reset(&self) {
        for word in [&self.stop, &self.gil, &self.interval_us, &self.spare] {
            word.store(0, Ordering::SeqCst);
        }
    }

    /// Sets the word with this number: 0 stop (1 stopped, 2 time limit), 1 GIL (0 as the model says, 1 on, 2 off),
    /// 2 switch interval in µs (0: as before). Other numbers do nothing.
    pub fn set(&self, word: usize, value: u32) {
        if let Some(w) = [&self.stop, &self.gil, &self.interval_us].get(word) {
            w.store(value, Ordering::SeqCst);
        }
    }

    pub fn request_stop(&self, why: StopRequest) {
        self.set(0, if why == StopRequest::Stopped { 1 } else { 2 });
    }

    /// Whether somebody wants the program to end.
    pub fn stop(&self) -> Option<StopRequest> {
        match self.stop.load(Ordering::Relaxed) {
            0 => None,
            1 => Some(StopRequest::Stopped),
            _ => Some(StopRequest::TimeLimit),
        }
    }

    /// On or off, if somebody chose.
    pub(crate) fn gil(&self) -> Option<bool> {
        match self.gil.load(Ordering::Relaxed) {
            0 => None,
            n => Some(n == 1),
        }
    }

    pub(crate) fn interval_ns(&self) -> Option<u64> {
        match self.interval_us.load(Ordering::Relaxed) {
            0 => None,
            us => Some(u64::from(us) * 1000),
        }
    }
}
