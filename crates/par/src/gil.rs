//! The global interpreter lock, by the protocol of CPython's `take_gil` and `drop_gil` (3.2 and later).
//!
//! Who waits is parked here and keeps no worker. The waiter's clock: it waits for one interval; if the lock was held all
//! that time and did not change hands, it asks the holder to drop it; then, or if it did change hands, it waits for
//! another. Who drops it because of a request goes on only after somebody else has had it.
use crate::sched::Task;

/// Never: a deadline that does not come.
pub const NEVER: u64 = u64::MAX;

pub struct Waiter {
    pub task: Task,
    /// When its interval is over.
    deadline: u64,
}

pub struct Gil {
    pub interval_ns: u64,
    pub holder: Option<u32>,
    last_holder: Option<u32>,
    /// How often it went from one thread to another, and when it last did.
    pub switches: u64,
    switched_at: u64,
    pub requests: u64,
    /// Has the holder been asked to drop it?
    pub requested: bool,
    pub waiters: Vec<Waiter>,
    /// Those who dropped it on request, and wait until somebody else has taken it.
    pub dropped: Vec<Task>,
    /// No waiter's interval is over before.
    next_check: u64,
}

impl Gil {
    pub fn new(interval_ns: u64) -> Gil {
        Gil {
            interval_ns,
            holder: None,
            last_holder: None,
            switches: 0,
            switched_at: 0,
            requests: 0,
            requested: false,
            waiters: Vec::new(),
            dropped: Vec::new(),
            next_check: NEVER,
        }
    }

    pub fn is_free(&self) -> bool {
        self.holder.is_none()
    }

    /// The thread begins to wait.
    pub fn wait(&mut self, task: Task, now: u64) {
        let deadline = now + self.interval_ns;
        self.waiters.push(Waiter { task, deadline });
        self.next_check = self.next_check.min(deadline);
    }

    /// The thread has it from now on. Those who dropped it on request may want it again: they are given back.
    pub fn take(&mut self, thread: u32, now: u64) -> Vec<Task> {
        self.holder = Some(thread);
        self.requested = false;
        if self.last_holder == Some(thread) {
            return Vec::new();
        }
        if self.last_holder.is_some() {
            self.switches += 1;
        }
        self.switched_at = now;
        self.last_holder = Some(thread);
        std::mem::take(&mut self.dropped)
    }

    /// The holder lets go of it.
    pub fn drop(&mut self) {
        self.last_holder = self.holder.take().or(self.last_holder);
        self.requested = false;
    }

    /// When a waiter may have to be looked at next.
    pub fn deadline(&self) -> u64 {
        // Nobody has waited for a whole interval without a change of hands before this.
        if self.holder.is_none() || self.waiters.is_empty() {
            NEVER
        } else {
            self.next_check.max(self.switched_at + self.interval_ns)
        }
    }

    /// Looks at the waiters whose interval is over. Some thread's number: it has just asked the holder to drop it.
    pub fn check(&mut self, now: u64) -> Option<u32> {
        if now < self.deadline() || self.holder.is_none() {
            return None;
        }
        let mut asked = None;
        self.next_check = NEVER;
        for w in &mut self.waiters {
            if w.deadline <= now {
                // An interval in which it changed hands does not count; the next began at its end.
                let began = w.deadline.saturating_sub(self.interval_ns);
                let missed = self.switched_at.saturating_sub(began).div_ceil(self.interval_ns);
                w.deadline += missed * self.interval_ns;
                if w.deadline <= now {
                    asked = asked.or(Some(w.task.vm.id));
                    w.deadline = now + self.interval_ns;
                }
            }
            self.next_check = self.next_check.min(w.deadline);
        }
        // Another waiter may have asked before, and the holder has not come to a poll since.
        if self.requested {
            return None;
        }
        if asked.is_some() {
            self.requests += 1;
            self.requested = true;
        }
        asked
    }

    /// The interval has changed: waiters count anew.
    pub fn set_interval(&mut self, interval_ns: u64, now: u64) {
        self.interval_ns = interval_ns;
        for w in &mut self.waiters {
            w.deadline = now + interval_ns;
        }
        self.next_check = if self.waiters.is_empty() { NEVER } else { now + interval_ns };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gilscope_core::VmThread;
    use gilscope_heap::Value;

    fn task(id: u32) -> Task {
        Task::new(Box::new(VmThread::new(id, Value::NULL, Value::NULL, Value::NULL)))
    }

    const MS: u64 = 1_000_000;

    #[test]
    fn nobody_waits_so_nobody_asks() {
        let mut g = Gil::new(5 * MS);
        g.take(0, 0);
        assert_eq!(g.deadline(), NEVER);
        assert_eq!(g.check(1000 * MS), None);
    }

    #[test]
    fn a_waiter_asks_after_its_own_interval() {
        let mut g = Gil::new(5 * MS);
        g.take(0, 0);
        g.wait(task(1), 3 * MS);
        assert_eq!(g.check(7 * MS), None);
        assert_eq!(g.check(8 * MS), Some(1));
        assert!(g.requested);
        // Asking twice is no more than asking once.
        assert_eq!(g.check(13 * MS), None);
        g.drop();
        assert!(!g.requested);
    }

    #[test]
    fn a_change_of_hands_restarts_the_interval() {
        let mut g = Gil::new(5 * MS);
        g.take(0, 0);
        g.wait(task(2), MS);
        g.drop();
        g.take(1, 4 * MS);
        // 2 has waited for 5 ms at 6 ms, but the lock changed hands at 4.
        assert_eq!(g.check(6 * MS), None);
        assert_eq!(g.check(9 * MS), None);
        assert_eq!(g.check(11 * MS), Some(2));
    }

    #[test]
    fn who_drops_on_request_waits_for_another_to_take_it() {
        let mut g = Gil::new(5 * MS);
        g.take(0, 0);
        g.drop();
        g.dropped.push(task(0));
        assert!(g.is_free());
        let back = g.take(1, MS);
        assert_eq!(back.len(), 1);
        assert_eq!(g.switches, 1);
    }

    #[test]
    fn taking_it_back_is_no_switch() {
        let mut g = Gil::new(5 * MS);
        g.take(0, 0);
        g.drop();
        assert!(g.take(0, MS).is_empty());
        assert_eq!(g.switches, 0);
    }
}
