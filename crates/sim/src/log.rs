//! What happened in a run, each thing at its step, in few bytes.
use gilscope_trace::{Encoder, Event, EventKind, GilDropReason, Recording, ThreadState};

/// Events of one batch.
const BATCH_EVENTS: usize = 1024;

/// Events, and the fingerprint of all that happened.
pub struct Log {
    keep: bool,
    hash: u64,
    encoder: Encoder,
    /// Events of the batch under way.
    events: usize,
    kept: Recording,
    /// So many batches were taken by one who asks.
    taken: usize,
}

impl Log {
    /// Keeps about so many bytes of events, or none.
    pub fn new(keep_bytes: Option<usize>) -> Log {
        let kept = Recording::new(keep_bytes.unwrap_or(0));
        Log { keep: keep_bytes.is_some(), hash: 0, encoder: Encoder::new(), events: 0, kept, taken: 0 }
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
        self.events += 1;
        if self.events >= BATCH_EVENTS {
            self.flush();
        }
    }

    /// Whoever runs at the end of the run has run until then, for the lanes: nothing happened that the fingerprint is of.
    pub fn runs_to_the_end(&mut self, t_ns: u64, thread: u32, core: u16) {
        if self.keep {
            self.encoder.push(&Event { t_ns, thread, worker: core, kind: state(ThreadState::Running) });
            self.events += 1;
        }
    }

    /// Closes the batch under way, so that all there is can be handed on.
    pub fn flush(&mut self) {
        if self.events > 0 {
            self.events = 0;
            self.kept.push(self.encoder.take());
        }
    }

    /// What of the run is kept; the oldest of a long one is coarse.
    pub fn kept(&self) -> &Recording {
        &self.kept
    }

    /// The oldest batch that was not taken yet, once the run is over; empty: there is none.
    pub fn take_one(&mut self) -> Vec<u8> {
        let batch = self.kept.batch(self.taken).unwrap_or_default();
        self.taken += 1;
        batch
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
        EventKind::Thinned { count } => 10 | count << 8,
    }
}

pub fn state(state: ThreadState) -> EventKind {
    EventKind::State { state, on: None }
}

pub fn dropped(why: GilDropReason) -> EventKind {
    EventKind::GilDrop { why }
}
