//! The global interpreter lock on the virtual clock, by CPython's `take_gil` and `drop_gil` (3.2 and later).
//!
//! ```text
//! take_gil: while locked: wait one interval; timed out, and no switch meanwhile: ask the holder to drop it
//! drop_gil: unlock, signal one waiter; if asked to drop it: wait until another has taken it
//! ```

/// A thread that waits for the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiter {
    pub thread: u32,
    /// Since when it has been waiting at all.
    pub since_ns: u64,
    /// When its present interval is over.
    pub deadline_ns: u64,
    /// `switch_number` when the interval began.
    saved: u64,
    /// It was signalled, and is on its way.
    pub signalled: bool,
}

/// The lock's state; the names are those of `struct _gil_runtime_state`.
#[derive(Debug, Default)]
pub struct Gil {
    pub interval_ns: u64,
    pub holder: Option<u32>,
    pub last_holder: Option<u32>,
    pub switch_number: u64,
    pub requests: u64,
    /// Who asked the holder to drop it.
    pub requested_by: Option<u32>,
    /// When it was asked, and since when the holder has had it.
    pub requested_ns: u64,
    pub held_since_ns: u64,
    /// In the order of their coming.
    pub waiters: Vec<Waiter>,
    /// Who dropped it on request, and may not have it before another has.
    pub forced: Vec<u32>,
    /// Whom somebody chose by hand to be next.
    pub chosen: Option<u32>,
}

impl Gil {
    pub fn new(interval_ns: u64) -> Gil {
        Gil { interval_ns, ..Gil::default() }
    }

    pub fn waiter(&self, thread: u32) -> Option<&Waiter> {
        self.waiters.iter().find(|w| w.thread == thread)
    }

    /// Has it changed hands since the waiter's interval began? Then the waiter will not ask when that is over.
    pub fn has_switched_since(&self, waiter: &Waiter) -> bool {
        waiter.saved != self.switch_number
    }

    fn waiter_mut(&mut self, thread: u32) -> Option<&mut Waiter> {
        self.waiters.iter_mut().find(|w| w.thread == thread)
    }

    /// A thread begins to wait; its interval will be over at the returned time. `late_ns`: how late its timer is.
    pub fn wait(&mut self, thread: u32, now: u64, late_ns: u64) -> u64 {
        let deadline_ns = now + self.interval_ns + late_ns;
        self.waiters.push(Waiter { thread, since_ns: now, deadline_ns, saved: self.switch_number, signalled: false });
        deadline_ns
    }

    /// A waiter's interval is over at `now`. The first part: it asked the holder; the second: when its next is over.
    pub fn interval_over(&mut self, thread: u32, now: u64, late_ns: u64) -> Option<(bool, u64)> {
        let (locked, switches, interval) = (self.holder.is_some(), self.switch_number, self.interval_ns);
        let w = self.waiter_mut(thread)?;
        if w.deadline_ns > now {
            // Its wait began anew since: another timer will come.
            return None;
        }
        let asks = locked && w.saved == switches;
        w.saved = switches;
        w.deadline_ns = now + interval + late_ns;
        let deadline = w.deadline_ns;
        if asks {
            self.requests += 1;
            self.ask(thread, now);
        }
        Some((asks, deadline))
    }

    /// A waiter asks the holder to drop it; only the first counts.
    pub fn ask(&mut self, thread: u32, now: u64) {
        if self.requested_by.is_none() {
            (self.requested_by, self.requested_ns) = (Some(thread), now);
        }
    }

    /// A waiter was signalled and found the lock taken: its wait begins anew. When its interval is over.
    pub fn too_late(&mut self, thread: u32, now: u64, late_ns: u64) -> Option<u64> {
        let (switches, interval) = (self.switch_number, self.interval_ns);
        let w = self.waiter_mut(thread)?;
        w.signalled = false;
        w.saved = switches;
        w.deadline_ns = now + interval + late_ns;
        Some(w.deadline_ns)
    }

    /// Marks a waiter as signalled.
    pub fn signal(&mut self, thread: u32) {
        if let Some(w) = self.waiter_mut(thread) {
            w.signalled = true;
        }
    }

    /// The thread has the lock. Was that a switch, and who may try again because of it?
    pub fn take(&mut self, thread: u32) -> (bool, Vec<u32>) {
        self.waiters.retain(|w| w.thread != thread);
        self.holder = Some(thread);
        self.requested_by = None;
        if self.chosen == Some(thread) {
            self.chosen = None;
        }
        if self.last_holder == Some(thread) {
            return (false, Vec::new());
        }
        let is_switch = self.last_holder.is_some();
        self.last_holder = Some(thread);
        self.switch_number += u64::from(is_switch);
        (is_switch, std::mem::take(&mut self.forced))
    }

    /// The holder lets go of it. Was it asked to, so that another must have it first?
    pub fn release(&mut self) -> bool {
        self.last_holder = self.holder.take().or(self.last_holder);
        self.requested_by.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    #[test]
    fn the_clock_is_the_waiters_and_a_switch_restarts_it() {
        let mut g = Gil::new(5 * MS);
        g.take(0);
        assert_eq!(g.wait(1, 3 * MS, 0), 8 * MS);
        assert_eq!(g.interval_over(1, 7 * MS, 0), None);
        assert_eq!(g.interval_over(1, 8 * MS, 0), Some((true, 13 * MS)));
        // Now with a change of hands in between: no request, and a new interval.
        let mut g = Gil::new(5 * MS);
        g.take(0);
        g.wait(2, MS, 0);
        g.release();
        g.take(1);
        assert_eq!(g.interval_over(2, 6 * MS, 0), Some((false, 11 * MS)));
        assert_eq!(g.interval_over(2, 11 * MS, 0), Some((true, 16 * MS)));
    }

    #[test]
    fn only_a_request_forces_a_switch() {
        let mut g = Gil::new(5 * MS);
        g.take(0);
        assert!(!g.release());
        assert_eq!(g.take(0), (false, vec![]));
        g.wait(1, 0, 0);
        g.interval_over(1, 5 * MS, 0);
        assert!(g.release());
        g.forced.push(0);
        assert_eq!(g.take(1), (true, vec![0]));
        assert_eq!(g.switch_number, 1);
    }

    #[test]
    fn who_was_signalled_and_found_it_taken_waits_anew() {
        let mut g = Gil::new(5 * MS);
        g.take(0);
        g.wait(1, 0, 0);
        g.release();
        g.signal(1);
        g.take(2);
        assert_eq!(g.too_late(1, MS, 0), Some(6 * MS));
        assert!(!g.waiters[0].signalled);
    }
}
