//! Events: what the scheduler sees happen. They are collected under its lock, which everybody who has something to
//! report holds anyway, and given to the sink outside of it.
use gilscope_core::{Stream, WaitOn};
use gilscope_stdlib::events;
use gilscope_trace::{Encoder, Event, EventKind, GilDropReason, ThreadState};

/// A batch is given away when it has so many events …
const FULL: usize = 1024;
/// … or after this time.
const OLD_NS: u64 = 20_000_000;

/// Events that were not given away yet.
pub struct Log {
    events: Option<Vec<Event>>,
    given_at: u64,
    /// When the last of all was.
    last_ns: u64,
    /// The worker that holds the lock.
    pub worker: u16,
}

impl Log {
    pub fn new(record: bool) -> Log {
        Log { events: record.then(Vec::new), given_at: 0, last_ns: 0, worker: 0 }
    }

    fn push(&mut self, t_ns: u64, thread: u32, kind: impl FnOnce() -> EventKind) {
        let worker = self.worker;
        // Who comes late to the lock has looked at the clock before another that came sooner.
        let t_ns = t_ns.max(self.last_ns);
        self.last_ns = t_ns;
        if let Some(events) = &mut self.events {
            events.push(Event { t_ns, thread, worker, kind: kind() });
        }
    }

    pub fn started(&mut self, t: u64, thread: u32, name: &str) {
        self.push(t, thread, || EventKind::ThreadStart { name: name.into() });
    }

    pub fn ended(&mut self, t: u64, thread: u32) {
        self.push(t, thread, || EventKind::ThreadEnd);
    }

    pub fn state(&mut self, t: u64, thread: u32, state: ThreadState) {
        self.push(t, thread, || EventKind::State { state, on: None });
    }

    pub fn waits(&mut self, t: u64, thread: u32, on: &WaitOn) {
        self.push(t, thread, || events::waiting(on, |object| (object.addr() / 8) as u32));
    }

    pub fn requested(&mut self, t: u64, holder: u32, by: u32) {
        self.push(t, holder, || EventKind::GilRequest { by });
    }

    pub fn took(&mut self, t: u64, thread: u32) {
        self.push(t, thread, || EventKind::GilTake);
    }

    pub fn dropped(&mut self, t: u64, thread: u32, why: GilDropReason) {
        self.push(t, thread, || EventKind::GilDrop { why });
    }

    pub fn output(&mut self, t: u64, thread: u32, stream: Stream, len: usize) {
        self.push(t, thread, || events::output(stream, len));
    }

    pub fn collected(&mut self, t: u64, thread: u32, pause_ns: u64, freed_bytes: u64) {
        self.push(t, thread, || EventKind::Gc { pause_ns, freed_bytes });
    }

    /// The events so far, if they are to be given away now.
    pub fn take(&mut self, now: u64, all: bool) -> Option<Vec<Event>> {
        let events = self.events.as_mut()?;
        let due = all || events.len() >= FULL || now.saturating_sub(self.given_at) > OLD_NS;
        if !due || events.is_empty() {
            return None;
        }
        self.given_at = now;
        Some(std::mem::take(events))
    }
}

/// The batch that these events make.
pub fn batch(events: &[Event]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    events.iter().for_each(|e| encoder.push(e));
    encoder.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_never_go_back_whoever_comes_late_to_the_lock() {
        let mut log = Log::new(true);
        log.took(7, 0);
        log.dropped(5, 0, GilDropReason::Request);
        log.took(9, 1);
        let times: Vec<u64> = log.take(9, true).unwrap().iter().map(|e| e.t_ns).collect();
        assert_eq!(times, [7, 7, 9]);
    }
}
