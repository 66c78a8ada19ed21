//! How several markers share their work: a common heap of it, and the agreement that there is none left.
use crate::sync::{AtomicUsize, Condvar, Mutex, Ordering};

/// Work that its finder gave away, and who is there to do it.
pub struct Share<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    /// Markers that wait for work, readable without the lock.
    hungry: AtomicUsize,
}

struct State<T> {
    work: Vec<T>,
    open: bool,
    /// Who takes part, and how many of them found nothing to do.
    markers: usize,
    waiting: usize,
    /// What those who left have counted.
    total: Counts,
}

/// What markers count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub objects: usize,
    pub bytes: usize,
}

impl<T> Share<T> {
    pub fn new() -> Share<T> {
        Share {
            state: Mutex::new(State {
                work: Vec::new(),
                open: false,
                markers: 0,
                waiting: 0,
                total: Counts::default(),
            }),
            changed: Condvar::new(),
            hungry: AtomicUsize::new(0),
        }
    }

    /// Opens a phase with the caller as its first marker.
    pub fn open(&self) {
        let mut s = self.state.lock().unwrap();
        debug_assert!(!s.open && s.markers == 0 && s.work.is_empty());
        s.open = true;
        s.markers = 1;
        s.total = Counts::default();
    }

    /// Takes part in the phase that is going on, if one is.
    pub fn join(&self) -> bool {
        let mut s = self.state.lock().unwrap();
        if s.open {
            s.markers += 1;
        }
        s.open
    }

    pub fn is_open(&self) -> bool {
        self.state.lock().unwrap().open
    }

    /// Would somebody be glad of work?
    #[inline]
    pub fn hungry(&self) -> bool {
        self.hungry.load(Ordering::Relaxed) != 0
    }

    pub fn give(&self, work: impl Iterator<Item = T>) {
        let mut s = self.state.lock().unwrap();
        s.work.extend(work);
        drop(s);
        self.changed.notify_all();
    }

    /// Moves some of the common work to `own`, waiting for it if there is none. False: nobody has any, the phase is
    /// over.
    pub fn take(&self, own: &mut Vec<T>) -> bool {
        let mut s = self.state.lock().unwrap();
        loop {
            if !s.work.is_empty() {
                let n = s.work.len().div_ceil(s.waiting + 1);
                let from = s.work.len() - n;
                own.extend(s.work.drain(from..));
                return true;
            }
            if !s.open {
                return false;
            }
            s.waiting += 1;
            if s.waiting == s.markers {
                s.open = false;
                s.waiting -= 1;
                drop(s);
                self.changed.notify_all();
                return false;
            }
            self.hungry.fetch_add(1, Ordering::Relaxed);
            s = self.changed.wait(s).unwrap();
            self.hungry.fetch_sub(1, Ordering::Relaxed);
            s.waiting -= 1;
        }
    }

    /// Leaves a phase that is over.
    pub fn leave(&self, counts: Counts) {
        let mut s = self.state.lock().unwrap();
        s.markers -= 1;
        s.total.objects += counts.objects;
        s.total.bytes += counts.bytes;
        drop(s);
        self.changed.notify_all();
    }

    /// Waits until all have left, and says what they counted.
    pub fn close(&self) -> Counts {
        let mut s = self.state.lock().unwrap();
        while s.markers != 0 {
            s = self.changed.wait(s).unwrap();
        }
        s.total
    }
}
