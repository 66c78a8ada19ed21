//! Batches of a run as far as there is room: what is oldest is made coarser, and says so.
//!
//! The oldest batches become *pieces*: over a piece each thread has one state, the one that it was in longest, and one
//! thread has the GIL, or none. Threads begin and end where they did. When pieces become too many, several become one.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Event, EventKind, GilDropReason, ThreadState, WaitOn};
use crate::format::{Encoder, decode};

/// So much of a run is kept, in bytes: somewhat more than a million events.
pub const KEPT_BYTES: usize = 8 << 20;

/// So many pieces become one when there are too many.
const JOINED: usize = 8;

/// What a recording had no room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thinned {
    /// Up to this time only the states that lasted longest are told.
    pub until_ns: u64,
    /// So many events were made into fewer.
    pub events: u64,
}

/// Takes batches and keeps them, the oldest coarsely.
#[derive(Debug)]
pub struct Recording {
    limit_bytes: usize,
    /// With the time at which each ends.
    pieces: Vec<(u64, Vec<u8>)>,
    pieces_bytes: usize,
    /// With this many bytes of pieces, several are made one.
    join_at: usize,
    /// Where a batch is empty it has become a piece; the first that has not is `first`.
    whole: Vec<Vec<u8>>,
    whole_bytes: usize,
    first: usize,
    coarse: Coarse,
}

impl Default for Recording {
    fn default() -> Self {
        Self::new(KEPT_BYTES)
    }
}

impl Recording {
    /// Keeps about so many bytes.
    pub fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            pieces: Vec::new(),
            pieces_bytes: 0,
            join_at: limit_bytes / 4,
            whole: Vec::new(),
            whole_bytes: 0,
            first: 0,
            coarse: Coarse::default(),
        }
    }

    /// Takes the next batch. One that cannot be decoded is kept as it is, for whoever reads it to complain of.
    pub fn push(&mut self, batch: Vec<u8>) {
        self.whole_bytes += batch.len();
        self.whole.push(batch);
        while self.pieces_bytes + self.whole_bytes > self.limit_bytes && self.first + 1 < self.whole.len() {
            self.thin();
        }
    }

    fn thin(&mut self) {
        let batch = std::mem::take(&mut self.whole[self.first]);
        self.first += 1;
        self.whole_bytes -= batch.len();
        // The places of what is gone go when they are half of all: each is moved once.
        if self.first * 2 > self.whole.len() {
            self.whole.drain(..self.first);
            self.first = 0;
        }
        let Ok(events) = decode(&batch) else { return };
        let until_ns = events.iter().map(|e| e.t_ns).fold(self.coarse.until_ns, u64::max);
        let piece = self.coarse.piece(&events, until_ns);
        self.coarse.left_out = self.coarse.left_out.saturating_add(events.len() as u64);
        self.keep_piece(until_ns, piece);
        if self.pieces_bytes > self.join_at && self.pieces.len() > JOINED {
            self.join();
            self.join_at = (self.limit_bytes / 4).max(2 * self.pieces_bytes);
        }
    }

    fn keep_piece(&mut self, until_ns: u64, piece: Vec<u8>) {
        self.pieces_bytes += piece.len();
        self.pieces.push((until_ns, piece));
    }

    /// Makes fewer, longer pieces.
    fn join(&mut self) {
        let old = std::mem::take(&mut self.pieces);
        self.pieces_bytes = 0;
        let mut coarse = Coarse::default();
        for group in old.chunks(JOINED) {
            let until_ns = group.last().map_or(0, |piece| piece.0);
            let events: Vec<Event> = group.iter().flat_map(|piece| decode(&piece.1).unwrap_or_default()).collect();
            let piece = coarse.piece(&events, until_ns);
            self.keep_piece(until_ns, piece);
        }
        // What is true where the pieces end, the shorter ones knew better.
        coarse.left_out = self.coarse.left_out;
        coarse.holder.0 = self.coarse.holder.0;
        for (id, thread) in &mut coarse.threads {
            if let Some(known) = self.coarse.threads.get(id) {
                thread.now = known.now;
            }
        }
        coarse.astray =
            coarse.threads.iter().filter(|(_, thread)| thread.now != thread.told).map(|(id, _)| *id).collect();
        self.coarse = coarse;
    }

    /// What there was no room for, if there was not.
    pub fn thinned(&self) -> Option<Thinned> {
        let Coarse { until_ns, left_out: events, .. } = self.coarse;
        (!self.pieces.is_empty()).then_some(Thinned { until_ns, events })
    }

    /// How many batches there are now.
    pub fn len(&self) -> usize {
        let seam = usize::from(!self.pieces.is_empty());
        self.pieces.len() + seam + self.whole.len() - self.first
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of the batches, in their order.
    pub fn batch(&self, i: usize) -> Option<Vec<u8>> {
        match self.pieces.len() {
            0 => self.whole.get(self.first + i).cloned(),
            n if i < n => Some(self.pieces[i].1.clone()),
            n if i == n => Some(self.coarse.seam()),
            n => self.whole.get(self.first + i - n - 1).cloned(),
        }
    }

    /// All batches, in their order.
    pub fn batches(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        (0..self.len()).filter_map(|i| self.batch(i))
    }
}

/// A thread's state, what it waits for, and the worker.
type Now = (ThreadState, Option<WaitOn>, u16);

#[derive(Clone, Debug, Default)]
struct Thread {
    /// What is true, and what is told; `None`: it has ended, or has not begun.
    now: Option<Now>,
    told: Option<Now>,
    /// In the piece that is being made: since when it has been so, and how long each state lasted.
    since_ns: u64,
    lasted: Vec<(Now, u64)>,
}

impl Thread {
    fn count(&mut self, t_ns: u64) {
        let lasted_ns = t_ns.saturating_sub(self.since_ns);
        self.since_ns = self.since_ns.max(t_ns);
        let Some(now) = self.now else { return };
        match self.lasted.iter_mut().find(|(state, _)| *state == now) {
            Some((_, sum)) => *sum += lasted_ns,
            None => self.lasted.push((now, lasted_ns)),
        }
    }
}

/// What is true and what is told where the pieces end.
#[derive(Debug, Default)]
struct Coarse {
    until_ns: u64,
    left_out: u64,
    threads: BTreeMap<u32, Thread>,
    /// Of these threads something else is told than is true.
    astray: BTreeSet<u32>,
    /// Who has the GIL in truth, and as told.
    holder: (Option<u32>, Option<u32>),
}

impl Coarse {
    /// A piece for these events, up to this time.
    fn piece(&mut self, events: &[Event], until_ns: u64) -> Vec<u8> {
        let from_ns = self.until_ns;
        let mut touched = std::mem::take(&mut self.astray);
        touched.extend(events.iter().map(|e| e.thread));
        for id in &touched {
            let thread = self.threads.entry(*id).or_default();
            (thread.since_ns, thread.lasted) = (from_ns, Vec::new());
        }
        let mut out = Encoder::new();
        let (mut held_since, mut held) = (from_ns, Vec::<(Option<u32>, u64)>::new());
        let mut lost = 0u64;
        // Ends are written last: a state that is told comes before its thread's end.
        let mut ends = Vec::new();
        for event in events {
            let (id, t_ns) = (event.thread, event.t_ns);
            let thread = self.threads.entry(id).or_default();
            match &event.kind {
                EventKind::ThreadStart { .. } => {
                    thread.count(t_ns);
                    thread.now = Some((ThreadState::Ready, None, event.worker));
                    thread.told = thread.now;
                    out.push(event);
                }
                EventKind::ThreadEnd => {
                    thread.count(t_ns);
                    thread.now = None;
                    ends.push(event);
                }
                EventKind::State { state, on } => {
                    thread.count(t_ns);
                    thread.now = Some((*state, *on, event.worker));
                }
                EventKind::GilTake | EventKind::GilDrop { .. } => {
                    let takes = event.kind == EventKind::GilTake;
                    if takes || self.holder.0 == Some(id) {
                        hold(&mut held, self.holder.0, t_ns.saturating_sub(held_since));
                        held_since = held_since.max(t_ns);
                        self.holder.0 = takes.then_some(id);
                    }
                }
                EventKind::Lost { count } => lost += u64::from(*count),
                EventKind::Thinned { count } => self.left_out = self.left_out.saturating_add(*count),
                EventKind::GilRequest { .. } | EventKind::Output { .. } | EventKind::Gc { .. } => {}
            }
        }
        for id in &touched {
            let Some(thread) = self.threads.get_mut(id) else { continue };
            thread.count(until_ns);
            let longest = thread.lasted.iter().max_by_key(|(_, ns)| *ns).map(|(state, _)| *state);
            if let Some(longest) = longest.filter(|longest| thread.told != Some(*longest)) {
                // Of a thread that began in this piece it is true from its beginning on.
                let begun = events.iter().find(|e| e.thread == *id && is_start(e)).map_or(from_ns, |e| e.t_ns);
                out.push(&state(begun.max(from_ns), *id, longest));
                thread.told = Some(longest);
            }
            if thread.now.is_none() {
                thread.told = None;
            }
            thread.lasted = Vec::new();
        }
        for end in ends {
            out.push(end);
        }
        hold(&mut held, self.holder.0, until_ns.saturating_sub(held_since));
        let longest = held.iter().max_by_key(|(_, ns)| *ns).and_then(|(holder, _)| *holder);
        self.tell_holder(&mut out, from_ns, longest);
        if lost > 0 {
            let count = u32::try_from(lost).unwrap_or(u32::MAX);
            out.push(&Event { t_ns: until_ns, thread: 0, worker: 0, kind: EventKind::Lost { count } });
        }
        self.threads.retain(|_, thread| thread.now.is_some() || thread.told.is_some());
        let is_astray = |id: &u32| self.threads.get(id).is_some_and(|thread| thread.now != thread.told);
        self.astray = touched.into_iter().filter(is_astray).collect();
        self.until_ns = until_ns;
        out.take()
    }

    fn tell_holder(&mut self, out: &mut Encoder, t_ns: u64, holder: Option<u32>) {
        let told = std::mem::replace(&mut self.holder.1, holder);
        change_hands(out, t_ns, told, holder);
    }

    /// Where the pieces end and the whole batches begin: what is true there, and that something was left out.
    fn seam(&self) -> Vec<u8> {
        let mut out = Encoder::new();
        for (id, now) in self.astray.iter().filter_map(|id| Some((id, self.threads.get(id)?.now?))) {
            out.push(&state(self.until_ns, *id, now));
        }
        change_hands(&mut out, self.until_ns, self.holder.1, self.holder.0);
        let kind = EventKind::Thinned { count: self.left_out };
        out.push(&Event { t_ns: self.until_ns, thread: 0, worker: 0, kind });
        out.take()
    }
}

fn hold(held: &mut Vec<(Option<u32>, u64)>, holder: Option<u32>, ns: u64) {
    match held.iter_mut().find(|(other, _)| *other == holder) {
        Some((_, sum)) => *sum += ns,
        None => held.push((holder, ns)),
    }
}

fn change_hands(out: &mut Encoder, t_ns: u64, from: Option<u32>, to: Option<u32>) {
    if from == to {
        return;
    }
    let gil = |thread, kind| Event { t_ns, thread, worker: 0, kind };
    if let Some(thread) = from {
        out.push(&gil(thread, EventKind::GilDrop { why: GilDropReason::Blocking }));
    }
    if let Some(thread) = to {
        out.push(&gil(thread, EventKind::GilTake));
    }
}

fn is_start(event: &Event) -> bool {
    matches!(event.kind, EventKind::ThreadStart { .. })
}

fn state(t_ns: u64, thread: u32, (state, on, worker): Now) -> Event {
    Event { t_ns, thread, worker, kind: EventKind::State { state, on } }
}
