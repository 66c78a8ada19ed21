//! The GIL simply taken out, and nothing else changed: what becomes of reference counts then.
//!
//! The heap itself stays whole, and nothing here is undefined. Beside the true number of references, which nobody keeps
//! and which can be found ([`gilscope_core::inspect::counts`]), this keeps by how much CPython's field would differ from
//! it: [`Count::drift`]. An instruction that makes or drops references of the thread's own does so at once; what it does
//! to the fields follows in steps of their own, three for each: the field is read, the number changed, the number written
//! back. Two threads that do so at the same time lose one of the changes. A field that reaches 0 while there are
//! references left is a premature free: the object is marked, its parts lose what it counted for, and the next to touch
//! it ends the program. One that never reaches 0 is a leak: a collection keeps it.
//!
//! Only an object that two threads have touched can lose anything: the counts of all others change in one step, and so
//! does what natives and the library do inside.

mod changes;
pub mod show;

use std::collections::VecDeque;
use std::rc::Rc;

use gilscope_core::{Cx, StepAt, inspect};
use gilscope_heap::{Cycle, Fp, Marker, Obj, Value};
use rustc_hash::FxHashMap;

use crate::state::State;
use changes::{Change, Shape, Site};

/// An estimate of a field is compared with the truth at the latest after so many changes.
const CHECK_EVERY: u32 = 128;

/// A line that a thread was on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub thread: u32,
    pub line: u32,
}

/// A change that was lost: whose, and who wrote over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    pub whose: Place,
    pub by: Place,
}

/// What becomes of one object's field.
#[derive(Debug, Default)]
pub struct Count {
    /// The thread that touched it first, and whether another has since.
    first: u32,
    shared: bool,
    /// The sum of all changes that were written: the field as far as it is kept here.
    written: i64,
    /// By how much the field is more than there are references.
    pub drift: i64,
    /// The field itself, as far as it is known, and how many changes ago that was surely so.
    known: Option<i64>,
    since: u32,
    /// Who wrote to it last.
    last: Option<Place>,
    /// What made it too low, and too high.
    pub low: Option<Loss>,
    pub high: Option<Loss>,
    /// Who freed it although it was in use.
    pub freed: Option<Place>,
}

/// The part of a change that comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    #[default]
    Load,
    Add,
    Store,
}

/// A step of a change that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Micro {
    pub object: Obj,
    pub delta: i64,
    pub phase: Phase,
    /// Of the instruction that it belongs to.
    pub line: u32,
    /// Who else has changed the field since it was read here, and by how much in all.
    pub lost: Option<(u32, i64)>,
    /// It reached 0 with so many references left.
    pub freed: Option<i64>,
}

/// Changes that a thread has still to make.
#[derive(Default)]
struct Flight {
    queue: VecDeque<(Change, u32)>,
    phase: Phase,
    /// [`Count::written`] when the field was read.
    read: i64,
    /// The frame, and the instruction whose result is to be counted.
    from: Option<(Value, u32)>,
}

/// What a thread is about to do to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing {
    pub object: Obj,
    pub delta: i64,
    pub phase: Phase,
    /// What it has read, less the field as it is now.
    pub read: Option<i64>,
}

/// All counts of a run.
#[derive(Default)]
pub struct Naive {
    counts: FxHashMap<Obj, Count>,
    flights: Vec<Flight>,
    shapes: FxHashMap<u32, Rc<Shape>>,
    freed: usize,
    /// Why the program has crashed.
    pub crash: Option<String>,
}

impl Naive {
    pub fn get(&self, o: Obj) -> Option<&Count> {
        self.counts.get(&o)
    }

    fn flight(&mut self, thread: u32) -> &mut Flight {
        let i = thread as usize;
        if self.flights.len() <= i {
            self.flights.resize_with(i + 1, Flight::default);
        }
        &mut self.flights[i]
    }

    /// The thread touches the object.
    fn touch(&mut self, o: Obj, thread: u32) -> &mut Count {
        let c = self.counts.entry(o).or_insert_with(|| Count { first: thread, ..Count::default() });
        c.shared |= c.first != thread;
        c
    }

    /// The thread's instruction at `at` is about to run. An object that it uses and that was freed: the program crashes.
    pub fn about(&mut self, cx: &Cx<'_>, thread: u32, fp: Fp, at: &StepAt) -> Option<Obj> {
        if at.line == 0 {
            return None;
        }
        let code = &cx.world.code(at.code).code;
        let shape = Rc::clone(self.shapes.entry(at.code).or_insert_with(|| Rc::new(Shape::new(code))));
        let site = Site { fp, at, code, shape: &shape };
        if self.freed > 0 {
            let mut dead = None;
            site.touched(&mut |o| {
                if self.counts.get(&o).is_some_and(|c| c.freed.is_some()) {
                    dead.get_or_insert(o);
                }
            });
            if dead.is_some() {
                return dead;
            }
        }
        let changes = site.changes(cx);
        for &c in &changes {
            if let Change::Of(o, delta) = c {
                self.touch(o, thread).drift -= delta;
            }
        }
        let flight = self.flight(thread);
        flight.from = changes.iter().any(|c| matches!(c, Change::Result(_))).then(|| (fp.to_value(), at.pc));
        flight.queue.extend(changes.into_iter().map(|c| (c, at.line)));
        None
    }

    /// The instruction before `at` has run: what it has left is known now. The object, if that was freed.
    pub fn came(&mut self, thread: u32, fp: Fp, at: &StepAt) -> Option<Obj> {
        let (frame, pc) = self.flight(thread).from.take()?;
        let goes_on = frame == fp.to_value() && at.pc == pc + 1;
        let mut queue = std::mem::take(&mut self.flight(thread).queue);
        let mut dead = None;
        queue.retain_mut(|(change, _)| {
            let Change::Result(register) = *change else { return true };
            let Some(o) = changes::counted(fp.get(register)).filter(|_| goes_on) else { return false };
            let count = self.touch(o, thread);
            count.drift -= 1;
            if count.freed.is_some() {
                dead.get_or_insert(o);
            }
            *change = Change::Of(o, 1);
            true
        });
        self.flight(thread).queue = queue;
        dead
    }

    /// Has the thread a step of its own to make? What no other thread can come between is done at once. `alone`: there is
    /// no other thread.
    pub fn has_step(&mut self, thread: u32, alone: bool) -> bool {
        while let Some(&(change, line)) = self.flight(thread).queue.front() {
            let Change::Of(o, delta) = change else { unreachable!("results are known") };
            let count = self.touch(o, thread);
            if count.shared && !alone || self.flight(thread).phase != Phase::Load {
                return true;
            }
            let count = self.touch(o, thread);
            count.add(delta, Place { thread, line });
            self.flight(thread).queue.pop_front();
        }
        false
    }

    /// Makes the thread's next step. The second part: may the object have been freed by it?
    pub fn step(&mut self, thread: u32) -> (Micro, bool) {
        let flight = self.flight(thread);
        let &(change, line) = flight.queue.front().expect("there is a step to make");
        let Change::Of(object, delta) = change else { unreachable!("results are known") };
        let (phase, read) = (flight.phase, flight.read);
        let mut micro = Micro { object, delta, phase, line, lost: None, freed: None };
        let place = Place { thread, line };
        match phase {
            Phase::Load => {
                let written = self.touch(object, thread).written;
                let flight = self.flight(thread);
                (flight.read, flight.phase) = (written, Phase::Add);
                (micro, false)
            }
            Phase::Add => {
                self.flight(thread).phase = Phase::Store;
                (micro, false)
            }
            Phase::Store => {
                let flight = self.flight(thread);
                flight.phase = Phase::Load;
                flight.queue.pop_front();
                let count = self.touch(object, thread);
                let lost = count.written - read;
                if let Some(whose) = count.last.filter(|l| l.thread != thread && lost != 0) {
                    micro.lost = Some((whose.thread, lost));
                    let loss = Some(Loss { whose, by: place });
                    if lost > 0 { count.low = loss } else { count.high = loss }
                }
                count.add(delta - lost, place);
                (micro, delta < 0 && count.may_be_freed())
            }
        }
    }

    /// The field of an object may have reached 0: there are so many references to it. Those that are left, if it has.
    pub fn check(&mut self, cx: &Cx<'_>, o: Obj, references: Option<i64>, place: Place) -> Option<i64> {
        let count = self.counts.get_mut(&o)?;
        let references = references?;
        count.known = Some(references + count.drift);
        count.since = 0;
        if references == 0 || references + count.drift > 0 {
            return None;
        }
        count.freed = Some(place);
        self.freed += 1;
        // What it referred to is counted down with it.
        for (_, part) in inspect::parts(cx, o, usize::MAX).0 {
            if let Some(part) = changes::counted(part) {
                let count = self.touch(part, place.thread);
                count.drift -= 1;
                count.shared = true;
                count.low.get_or_insert(Loss { whose: place, by: place });
            }
        }
        Some(references)
    }

    /// How it came that `user` uses an object that was freed.
    pub fn story(&self, cx: &Cx<'_>, state: &State, user: Place, dead: Obj) -> String {
        let name = |thread| state.thread(thread).map_or_else(String::new, |t| t.name.clone());
        let (kind, repr) = (cx.type_name(dead.into()), inspect::short_repr(cx, dead.into(), 40));
        let what = if repr.starts_with('<') { format!("a {kind}") } else { format!("the {kind} {repr}") };
        let Some(count) = self.counts.get(&dead) else { return String::new() };
        let freed = count.freed.map_or_else(String::new, |f| {
            let by = if f.thread == user.thread { "it".to_owned() } else { name(f.thread) };
            format!(", after {by} had freed it at line {}", f.line)
        });
        let why = match count.low {
            Some(l) if l.whose == l.by => "it had been part of an object that was freed there".to_owned(),
            Some(l) => format!(
                "its count was too low, because {} had counted a reference at line {}, and {} wrote back at line {} what it had \
                 read before that",
                name(l.whose.thread),
                l.whose.line,
                name(l.by.thread),
                l.by.line
            ),
            None => "its count was too low, because a thread had read the reference and not counted it yet".to_owned(),
        };
        format!("{} uses {what} at line {}{freed}: {why}.", name(user.thread), user.line)
    }

    /// The thread is over: what it still had to count is counted.
    pub fn end(&mut self, thread: u32) {
        for (change, line) in std::mem::take(&mut self.flight(thread).queue) {
            if let Change::Of(o, delta) = change {
                self.touch(o, thread).add(delta, Place { thread, line });
            }
        }
    }

    /// What the thread is about to do to a field that others may be changing too.
    pub fn doing(&self, thread: u32) -> Option<Doing> {
        let flight = self.flights.get(thread as usize)?;
        let &(Change::Of(object, delta), _) = flight.queue.front()? else { return None };
        let count = self.counts.get(&object).filter(|c| c.shared)?;
        let read = (flight.phase != Phase::Load).then(|| flight.read - count.written);
        Some(Doing { object, delta, phase: flight.phase, read })
    }

    /// Keeps what a program without a GIL would never free, or is in the midst of counting.
    pub fn roots(&self, m: &mut Marker<'_>) {
        #[expect(clippy::iter_over_hash_type, reason = "what is marked does not depend on the order")]
        for (o, c) in &self.counts {
            if c.drift > 0 || c.freed.is_some() {
                m.mark_obj(*o);
            }
        }
        for (change, _) in self.flights.iter().flat_map(|f| &f.queue) {
            if let Change::Of(o, _) = change {
                m.mark_obj(*o);
            }
        }
    }

    /// Forgets what a collection has found dead.
    pub fn forget(&mut self, cycle: &Cycle<'_>) {
        self.counts.retain(|o, _| cycle.is_marked(*o));
    }

    /// Objects whose fields are too high, with nobody in the midst of changing them, in the order of their numbers.
    pub fn too_high(&self, id: impl Fn(Obj) -> u64) -> Vec<Obj> {
        let in_flight =
            |o: Obj| self.flights.iter().flat_map(|f| &f.queue).any(|q| matches!(q.0, Change::Of(p, _) if p == o));
        let mut found: Vec<Obj> =
            self.counts.iter().filter(|(o, c)| c.drift > 0 && !in_flight(**o)).map(|(o, _)| *o).collect();
        found.sort_by_key(|&o| id(o));
        found
    }
}

impl Count {
    /// A change is written.
    fn add(&mut self, change: i64, by: Place) {
        self.written += change;
        self.drift += change;
        self.known = self.known.map(|n| n + change);
        self.since += 1;
        self.last = Some(by);
    }

    /// With a field that is not too low, an object goes when nobody refers to it.
    fn may_be_freed(&self) -> bool {
        self.drift < 0 && self.freed.is_none() && (self.since >= CHECK_EVERY || self.known.is_none_or(|n| n <= 0))
    }
}
