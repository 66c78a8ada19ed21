//! What the machine's waits and streams are called in events: the same whichever engine records them.
use gilscope_core::{Stream, WaitOn};
use gilscope_heap::{Kind, Obj};
use gilscope_trace::{self as trace, EventKind, ThreadState, WaitKind};

/// The state of a thread that waits. `id` gives an object its number.
pub fn waiting(on: &WaitOn, id: impl Fn(Obj) -> u32) -> EventKind {
    let (state, kind, id) = match *on {
        WaitOn::Object { object, .. } => {
            let kind = match object.kind() {
                Kind::Lock => WaitKind::Lock,
                Kind::RLock => WaitKind::RLock,
                Kind::ThreadHandle => WaitKind::Join,
                _ => WaitKind::Queue,
            };
            let id = if kind == WaitKind::Join { crate::thread::ident(object) } else { id(object) };
            (ThreadState::Blocked, kind, id)
        }
        WaitOn::Sleep { .. } | WaitOn::Yield => (ThreadState::Sleeping, WaitKind::Time, 0),
        WaitOn::Input => (ThreadState::Sleeping, WaitKind::Input, 0),
    };
    EventKind::State { state, on: Some(trace::WaitOn { kind, id }) }
}

/// Something was written, so many bytes.
pub fn output(stream: Stream, len: usize) -> EventKind {
    let stream = match stream {
        Stream::Stdout => trace::Stream::Stdout,
        Stream::Stderr => trace::Stream::Stderr,
    };
    EventKind::Output { stream, len: len as u32 }
}
