//! What happened in a run, each thing at its step, in few bytes.
use gilscope_core::{Stream, WaitOn};
use gilscope_heap::Kind;
use gilscope_trace::{self as trace, Encoder, Event, EventKind, GilDropReason, ThreadState, WaitKind};

/// Events of one batch.
const CHUNK_EVENTS: usize = 1024;
/// More than this is not kept: the oldest detail goes first.
const KEPT_BYTES: usize = 64 << 20;

/// A batch of events, and the step of each.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// The batch, in the format of `gilscope_trace`.
    pub batch: Vec<u8>,
    pub steps: Vec<u64>,
}

/// Events, and the fingerprint of all that happened.
pub struct Log {
    keep: bool,
    hash: u64,
    full: Vec<Chunk>,
    encoder: Encoder,
    steps: Vec<u64>,
    bytes: usize,
    /// Batches that were not handed on yet begin here; those that were not taken by one who asks, there.
    given: usize,
    taken: usize,
    /// Of the events up to this step none is kept any more.
    pub thinned_until: u64,
}

impl Log {
    pub fn new(keep: bool) -> Log {
        Log {
            keep,
            hash: 0,
            full: Vec::new(),
            encoder: Encoder::new(),
            steps: Vec::new(),
            bytes: 0,
            given: 0,
            taken: 0,
            thinned_until: 0,
        }
    }

    /// The fingerprint of all events so far.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    pub fn mix(&mut self, word: u64) {
        self.hash = (self.hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }

    pub fn push(&mut self, step: u64, t_ns: u64, thread: u32, core: u16, kind: EventKind) {
        let event = Event { t_ns, thread, worker: core, kind };
        self.mix(step);
        self.mix(t_ns);
        self.mix(u64::from(thread) << 16 | u64::from(core));
        self.mix(code(&event.kind));
        if !self.keep {
            return;
        }
        self.encoder.push(&event);
        self.steps.push(step);
        if self.steps.len() >= CHUNK_EVENTS {
            self.close();
        }
    }

    fn close(&mut self) {
        let chunk = Chunk { batch: self.encoder.take(), steps: std::mem::take(&mut self.steps) };
        self.bytes += chunk.batch.len() + chunk.steps.len() * 8;
        self.full.push(chunk);
        let mut oldest = self.full.iter_mut().filter(|c| !c.batch.is_empty());
        while self.bytes > KEPT_BYTES
            && let Some(c) = oldest.next()
        {
            self.bytes -= c.batch.len() + c.steps.len() * 8;
            self.thinned_until = c.steps.last().copied().unwrap_or(0);
            *c = Chunk::default();
        }
    }

    /// Closes the batch under way, so that all there is can be handed on.
    pub fn flush(&mut self) {
        if !self.steps.is_empty() {
            self.close();
        }
    }

    /// The oldest batch that was not taken yet; empty: there is none.
    pub fn take_one(&mut self) -> Vec<u8> {
        while let Some(chunk) = self.full.get(self.taken) {
            self.taken += 1;
            // What was thinned out is passed over.
            if !chunk.batch.is_empty() {
                return chunk.batch.clone();
            }
        }
        Vec::new()
    }

    /// Batches that were not handed on yet.
    pub fn take_new(&mut self) -> Vec<Vec<u8>> {
        let new = self.full[self.given..].iter().map(|c| c.batch.clone()).collect();
        self.given = self.full.len();
        new
    }
}

/// A number that tells kinds of events apart, for the fingerprint.
fn code(kind: &EventKind) -> u64 {
    match kind {
        EventKind::ThreadStart { .. } => 1,
        EventKind::ThreadEnd => 2,
        EventKind::State { state, on } => 3 | (*state as u64) << 8 | on.map_or(0, |on| (on.kind as u64 + 1) << 16),
        EventKind::GilRequest { by } => 4 | u64::from(*by) << 8,
        EventKind::GilTake => 5,
        EventKind::GilDrop { why } => 6 | (*why as u64) << 8,
        EventKind::Output { stream, len } => 7 | (*stream as u64) << 8 | u64::from(*len) << 16,
        EventKind::Gc { freed_bytes, .. } => 8 | freed_bytes << 8,
        EventKind::Lost { count } => 9 | u64::from(*count) << 8,
    }
}

/// The state of a thread that waits, as events tell it. `id` is the object's number.
pub fn waiting(on: &WaitOn, id: impl Fn(gilscope_heap::Obj) -> u32) -> EventKind {
    let (state, kind, id) = match *on {
        WaitOn::Object { object, .. } => {
            let kind = match object.kind() {
                Kind::Lock => WaitKind::Lock,
                Kind::RLock => WaitKind::RLock,
                Kind::ThreadHandle => WaitKind::Join,
                _ => WaitKind::Queue,
            };
            let id = if kind == WaitKind::Join { gilscope_stdlib::thread::ident(object) } else { id(object) };
            (ThreadState::Blocked, kind, id)
        }
        WaitOn::Sleep { .. } | WaitOn::Yield => (ThreadState::Sleeping, WaitKind::Time, 0),
        WaitOn::Input => (ThreadState::Sleeping, WaitKind::Input, 0),
    };
    EventKind::State { state, on: Some(trace::WaitOn { kind, id }) }
}

pub fn state(state: ThreadState) -> EventKind {
    EventKind::State { state, on: None }
}

pub fn dropped(why: GilDropReason) -> EventKind {
    EventKind::GilDrop { why }
}

pub fn output(stream: Stream, len: usize) -> EventKind {
    let stream = match stream {
        Stream::Stdout => trace::Stream::Stdout,
        Stream::Stderr => trace::Stream::Stderr,
    };
    EventKind::Output { stream, len: len as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_on_can_still_be_taken() {
        let mut log = Log::new(true);
        for t in 0..2500 {
            log.push(t, t, 0, 0, EventKind::GilTake);
        }
        log.flush();
        let handed = log.take_new();
        assert_eq!(handed.len(), 3);
        let taken: Vec<_> = std::iter::from_fn(|| Some(log.take_one()).filter(|batch| !batch.is_empty())).collect();
        assert_eq!(taken, handed);
    }
}
