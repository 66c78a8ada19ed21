//! Lanes: what each thread did when, ready to be drawn or tabulated.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::event::{Event, EventKind, GilDropReason, ThreadState, WaitOn};

/// A thread over the whole run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The thread's number; the main thread is 0.
    pub thread: u32,
    pub name: Box<str>,
    /// In order of time, not overlapping, neighbours different.
    pub spans: Vec<Span>,
    /// Moments, in order of time.
    pub marks: Vec<Mark>,
}

/// A time in which a thread's state did not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start_ns: u64,
    pub end_ns: u64,
    pub state: ThreadState,
    pub on: Option<WaitOn>,
    /// The worker that it ran on; for other states the last one it was seen on.
    pub worker: u16,
}

impl Span {
    /// How long it took.
    pub fn duration_ns(&self) -> u64 {
        self.end_ns - self.start_ns
    }
}

/// A moment in a thread's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub t_ns: u64,
    pub kind: MarkKind,
}

/// The kinds of [`Mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The thread was asked by this one to drop the GIL.
    GilRequest { by: u32 },
    /// It dropped the GIL because it was asked.
    GilDrop,
    /// It wrote this many bytes.
    Output { len: u32 },
}

/// A time in which one thread held the GIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    pub start_ns: u64,
    pub end_ns: u64,
    pub thread: u32,
}

/// Sums over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub events: u64,
    /// Events that the rings had no room for.
    pub lost: u64,
    /// Of a run that was too long to be kept whole: events that were made into fewer, and until when lanes are coarse.
    pub thinned: u64,
    pub thinned_until_ns: u64,
    pub gil_requests: u64,
    /// Times that the GIL went to another thread than the one that had it last.
    pub switches: u64,
    pub collections: u64,
    /// The last moment seen.
    pub end_ns: u64,
}

/// Puts events together into lanes, whatever order the batches come in.
#[derive(Clone, Debug, Default)]
pub struct LaneBuilder {
    /// A copy shares them: with thousands of threads each new look at a run would take longer than a frame else.
    threads: BTreeMap<u32, Arc<Thread>>,
    gil: Gil,
    totals: Totals,
}

/// Who held the GIL when.
#[derive(Clone, Debug, Default)]
struct Gil {
    /// What is settled.
    holds: Vec<Hold>,
    /// Since when, and who, where `recent` begins.
    holder: Option<(u64, u32)>,
    settled_ns: u64,
    /// The last changes, in order: time, whether it was taken or dropped, thread.
    recent: Vec<(u64, bool, u32)>,
}

/// So many changes of a thread may still be overtaken by older ones from another worker's ring; what comes later
/// still is fitted in as well as its neighbours allow.
const RECENT: usize = 4096;

#[derive(Clone, Debug, Default)]
struct Thread {
    name: Option<Box<str>>,
    /// What is settled: it ends where `recent` begins.
    spans: Vec<Span>,
    /// The last changes, in order of time.
    recent: Vec<Change>,
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    t_ns: u64,
    /// `None`: the thread ended.
    state: Option<ThreadState>,
    on: Option<WaitOn>,
    worker: u16,
}

impl LaneBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one event.
    pub fn push(&mut self, event: &Event) {
        let Event { t_ns, thread, worker, ref kind } = *event;
        self.totals.events += 1;
        self.totals.end_ns = self.totals.end_ns.max(t_ns);
        match kind {
            EventKind::ThreadStart { name } => {
                let thread = self.thread(thread);
                thread.name = Some(name.clone());
                thread.change(Change { t_ns, state: Some(ThreadState::Ready), on: None, worker });
            }
            EventKind::ThreadEnd => {
                let change = Change { t_ns, state: None, on: None, worker };
                self.thread(thread).change(change);
            }
            EventKind::State { state, on } => {
                let change = Change { t_ns, state: Some(*state), on: *on, worker };
                self.thread(thread).change(change);
            }
            EventKind::GilRequest { by } => {
                self.totals.gil_requests += 1;
                self.mark(thread, t_ns, MarkKind::GilRequest { by: *by });
            }
            EventKind::GilTake => self.gil.change(t_ns, true, thread),
            EventKind::GilDrop { why } => {
                self.gil.change(t_ns, false, thread);
                if *why == GilDropReason::Request {
                    self.mark(thread, t_ns, MarkKind::GilDrop);
                }
            }
            EventKind::Output { len, .. } => self.mark(thread, t_ns, MarkKind::Output { len: *len }),
            EventKind::Gc { .. } => self.totals.collections += 1,
            EventKind::Lost { count } => self.totals.lost += u64::from(*count),
            EventKind::Thinned { count } => {
                self.totals.thinned = self.totals.thinned.saturating_add(*count);
                self.totals.thinned_until_ns = self.totals.thinned_until_ns.max(t_ns);
            }
        }
    }

    fn thread(&mut self, number: u32) -> &mut Thread {
        Arc::make_mut(self.threads.entry(number).or_default())
    }

    fn mark(&mut self, thread: u32, t_ns: u64, kind: MarkKind) {
        let marks = &mut self.thread(thread).marks;
        // Nearly always the newest: kept in order here, so that nothing has to be sorted in the end.
        let at = match marks.last() {
            Some(last) if last.t_ns > t_ns => marks.partition_point(|other| other.t_ns <= t_ns),
            _ => marks.len(),
        };
        marks.insert(at, Mark { t_ns, kind });
    }

    /// Events that the rings had no room for.
    pub fn lost(&self) -> u64 {
        self.totals.lost
    }

    /// Sums over what was pushed so far.
    pub fn totals(&self) -> Totals {
        let holds = self.holds(0);
        let switches = holds.windows(2).filter(|pair| pair[0].thread != pair[1].thread).count() as u64;
        Totals { switches, ..self.totals }
    }

    /// Who held the GIL when, in order of time, not overlapping; empty for a run without a GIL. The last holder, if
    /// it has not dropped it, holds it until `end_ns`, or the last event where that is later.
    pub fn holds(&self, end_ns: u64) -> Vec<Hold> {
        self.gil.clone().finish(end_ns.max(self.totals.end_ns))
    }

    /// Until then the lanes are coarse, because the run was too long to be kept whole; else 0.
    pub fn coarse_until_ns(&self) -> u64 {
        self.totals.thinned_until_ns
    }

    /// The last moment seen.
    pub fn end_ns(&self) -> u64 {
        self.totals.end_ns
    }

    /// How many threads there were so far.
    pub fn threads(&self) -> usize {
        self.threads.len()
    }

    /// The lanes so far, main thread first. Whatever is still going on ends at `end_ns`, or at the last event
    /// where that is later.
    pub fn lanes(&self, end_ns: u64) -> Vec<Lane> {
        self.clone().finish(end_ns)
    }

    /// [`LaneBuilder::lanes`] of a run that is over: nothing is copied.
    pub fn finish(self, end_ns: u64) -> Vec<Lane> {
        self.take_apart(end_ns).1.collect()
    }

    /// [`LaneBuilder::holds`] and, one at a time, [`LaneBuilder::lanes`] of a run that is over.
    pub fn take_apart(self, end_ns: u64) -> (Vec<Hold>, impl Iterator<Item = Lane> + 'static) {
        let end_ns = end_ns.max(self.totals.end_ns);
        let lanes =
            self.threads.into_iter().map(move |(number, thread)| Arc::unwrap_or_clone(thread).finish(number, end_ns));
        (self.gil.finish(end_ns), lanes)
    }
}

impl Gil {
    fn change(&mut self, t_ns: u64, take: bool, thread: u32) {
        // What was overtaken by what is settled counts from there on. At one moment the drop comes before the take.
        let t_ns = t_ns.max(self.settled_ns);
        let key = (t_ns, take);
        let at = match self.recent.last() {
            Some(last) if (last.0, last.1) > key => self.recent.partition_point(|other| (other.0, other.1) <= key),
            _ => self.recent.len(),
        };
        self.recent.insert(at, (t_ns, take, thread));
        if self.recent.len() >= 2 * RECENT {
            self.settle(RECENT);
        }
    }

    fn settle(&mut self, n: usize) {
        for i in 0..n {
            let (t_ns, take, thread) = self.recent[i];
            if take || self.holder.is_some_and(|(_, holder)| holder == thread) {
                self.end(t_ns);
            }
            if take {
                self.holder = Some((t_ns, thread));
            }
            self.settled_ns = t_ns;
        }
        self.recent.drain(..n);
    }

    fn end(&mut self, end_ns: u64) {
        if let Some((start_ns, thread)) = self.holder.take()
            && start_ns < end_ns
        {
            self.holds.push(Hold { start_ns, end_ns, thread });
        }
    }

    fn finish(mut self, end_ns: u64) -> Vec<Hold> {
        self.settle(self.recent.len());
        self.end(end_ns);
        self.holds
    }
}

impl Thread {
    fn change(&mut self, change: Change) {
        // Mostly it is the newest. Of equal times the one that was recorded first stays first.
        let at = match self.recent.last() {
            Some(last) if last.t_ns > change.t_ns => self.recent.partition_point(|other| other.t_ns <= change.t_ns),
            _ => self.recent.len(),
        };
        if at == 0 && self.spans.last().is_some_and(|last| last.end_ns > change.t_ns) {
            return self.fit_in(change);
        }
        self.recent.insert(at, change);
        if self.recent.len() >= 2 * RECENT {
            self.settle(RECENT, None);
        }
    }

    /// Makes spans of the oldest `n` recent changes; with `end_ns` the last of them lasts until then.
    fn settle(&mut self, n: usize, end_ns: Option<u64>) {
        for i in 0..n {
            let change = self.recent[i];
            let until = self.recent.get(i + 1).map(|next| next.t_ns).or(end_ns);
            if let (Some(state), Some(end_ns)) = (change.state, until) {
                let Change { t_ns: start_ns, on, worker, .. } = change;
                append(&mut self.spans, Span { start_ns, end_ns, state, on, worker });
            }
        }
        self.recent.drain(..n);
    }

    /// A change that is older than what is settled: from then on, to the end of the span it falls into, the state
    /// was another one.
    fn fit_in(&mut self, change: Change) {
        let at = self.spans.partition_point(|span| span.end_ns <= change.t_ns);
        let Some(span) = self.spans.get_mut(at) else { return };
        let Change { t_ns, state, on, worker } = change;
        let end_ns = if span.start_ns < t_ns { std::mem::replace(&mut span.end_ns, t_ns) } else { span.start_ns };
        if let Some(state) = state
            && t_ns < end_ns
        {
            let at = at + usize::from(span.start_ns < t_ns);
            self.spans.insert(at, Span { start_ns: t_ns, end_ns, state, on, worker });
        }
    }

    fn finish(mut self, number: u32, end_ns: u64) -> Lane {
        self.settle(self.recent.len(), Some(end_ns));
        let name = self.name.unwrap_or_else(|| default_name(number));
        Lane { thread: number, name, spans: self.spans, marks: self.marks }
    }
}

/// Adds a span at the end, to the last one where that says the same.
fn append(spans: &mut Vec<Span>, span: Span) {
    if span.start_ns == span.end_ns {
        return;
    }
    match spans.last_mut() {
        Some(last)
            if last.end_ns == span.start_ns
                && last.state == span.state
                && last.on == span.on
                && last.worker == span.worker =>
        {
            last.end_ns = span.end_ns;
        }
        _ => spans.push(span),
    }
}

fn default_name(number: u32) -> Box<str> {
    if number == 0 { "MainThread".into() } else { format!("thread {number}").into() }
}

/// The lanes of a whole run.
pub fn lanes<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Lane> {
    let mut builder = LaneBuilder::new();
    for event in events {
        builder.push(event);
    }
    builder.finish(0)
}
