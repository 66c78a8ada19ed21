//! The event format, lanes and the export, tested from outside.

mod chrome;
mod format;
mod lanes;
mod random;
mod recording;

use gilscope_trace::{Event, EventKind, ThreadState};

/// An event of worker 0.
fn event(t_ns: u64, thread: u32, kind: EventKind) -> Event {
    Event { t_ns, thread, worker: 0, kind }
}

fn start(t_ns: u64, thread: u32, name: &str) -> Event {
    event(t_ns, thread, EventKind::ThreadStart { name: name.into() })
}

fn state(t_ns: u64, thread: u32, state: ThreadState) -> Event {
    event(t_ns, thread, EventKind::State { state, on: None })
}
