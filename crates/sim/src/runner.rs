//! The engine that the loop runs under: it counts instructions, moves the virtual clock, and lets the state in where
//! something is due.
use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use gilscope_bytecode::Op;
use gilscope_core::inspect;
use gilscope_core::model::Model;
use gilscope_core::{Access, Cx, Engine, Host, Nanos, Poll, RunAt, StepAt, Stop, Stream, VmThread};
use gilscope_heap::{Fp, Heap, Obj};
use gilscope_stdlib::events;
use gilscope_stdlib::program::Sink;

use crate::cost;
use crate::history::{At, History};
use crate::machine::MOST_INTERVAL_NS;
use crate::marks::Marks;
use crate::naive::{Micro, Naive, Place};
use crate::state::State;
use crate::view::COUNTED_OBJECTS;

/// The clock on a wall when every simulated program begins: 2026-01-01T00:00:00Z, in nanoseconds since 1970.
const EPOCH_NS: u64 = 1_767_225_600_000_000_000;

/// So many pieces of output are kept, the first of all.
pub const MOST_PIECES: usize = 50_000;

/// Python threads that may be alive at a time.
const MAX_THREADS: usize = 65_536;

/// A piece of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Instructions executed before it.
    pub step: u64,
    pub thread: u32,
    pub stream: Stream,
    pub text: String,
}

/// The engine of one slice.
pub struct Runner<'s> {
    pub state: &'s RefCell<State>,
    pub sink: &'s dyn Sink,
    pub model: &'static Model,
    pub heap: &'s Heap,
    pub written: &'s RefCell<Vec<Written>>,
    pub keep_output: bool,
    pub thread: u32,
    pub clock: Cell<u64>,
    /// Instructions executed so far, in the whole run.
    pub steps: Cell<u64>,
    /// The run pauses before this instruction.
    pub stop_at: u64,
    /// The same; 0 if counts are changed step by step before each instruction.
    pub quick_until: u64,
    /// Does the model poll between bytecodes, or is it noted who reads and writes what?
    pub closely: bool,
    /// When the next timer is due, or the slice over.
    pub limit: Cell<u64>,
    /// Does the model poll between bytecodes?
    pub between: bool,
    /// When the slice is over, if nothing ends it before.
    pub ahead: u64,
    pub requested: Cell<bool>,
    pub hash: Cell<u64>,
    pub begun: Cell<Begun>,
    /// The slice goes on after a pause.
    pub goes_on: bool,
    /// It broke because the run is to pause here.
    pub paused: Cell<bool>,
    /// It broke at a poll, for a collection.
    pub collects: Cell<bool>,
    /// For the Trace view: what was done last.
    pub last: Cell<Option<Last>>,
    /// For the Trace view: who read and wrote what.
    pub history: Option<&'s RefCell<History>>,
    pub marks: Option<&'s RefCell<Marks>>,
    /// Reference counts that are changed without protection, if the model has them.
    pub naive: Option<&'s RefCell<Naive>>,
}

/// The instruction that was executed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    pub thread: u32,
    pub code: u32,
    pub pc: u32,
    /// The line of the program; 0: it was the library's.
    pub line: u32,
    /// Did it touch what threads share?
    pub shared: bool,
    /// It was no instruction, but a step of a change of a count.
    pub micro: Option<Micro>,
}

/// Where the last run of bytecodes began that were told of at once, and what the fingerprint was there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Begun {
    steps: u64,
    /// The [`word`] of the first.
    word: u64,
    hash: u64,
}

impl Begun {
    /// The fingerprint after the first `n` of them.
    #[inline(always)]
    fn hash_after(&self, n: u64) -> u64 {
        (self.word..self.word + n).fold(self.hash, fold)
    }
}

/// What the fingerprint takes in of a bytecode.
#[inline(always)]
fn word(code: u32, pc: u32) -> u64 {
    u64::from(code) << 32 | u64::from(pc)
}

#[inline(always)]
fn fold(hash: u64, word: u64) -> u64 {
    (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

impl<'s> Runner<'s> {
    /// What is due happens. With a GIL nothing of that stops the one thread that runs.
    #[cold]
    #[inline(never)]
    fn due(&self) -> ControlFlow<Stop> {
        let clock = self.clock.get();
        if !self.model.gil || clock > self.ahead {
            return ControlFlow::Break(Stop::Budget);
        }
        let mut s = self.state.borrow_mut();
        s.steps = self.steps.get();
        s.fire(clock);
        self.look(&s);
        self.requested.set(s.gil.requested_by.is_some());
        ControlFlow::Continue(())
    }

    /// Makes the steps that the thread's last instruction has left to be made, as far as it gets.
    #[inline(never)]
    fn count(&self, naive: &RefCell<Naive>, cx: &Cx<'_>, fp: Fp, at: &StepAt) -> ControlFlow<Stop> {
        let came = naive.borrow_mut().came(self.thread, fp, at);
        if let Some(dead) = came {
            self.steps.set(self.steps.get() + 1);
            return self.crash(naive, cx, dead, at.line);
        }
        let alone = self.state.borrow().alive < 2;
        while naive.borrow_mut().has_step(self.thread, alone) {
            let steps = self.steps.get();
            if steps >= self.stop_at {
                self.paused.set(true);
                return ControlFlow::Break(Stop::Budget);
            }
            if self.clock.get() >= self.limit.get() {
                self.due()?;
            }
            let (mut micro, may_be_freed) = naive.borrow_mut().step(self.thread);
            if may_be_freed {
                let references = self.references(cx, micro.object);
                let place = Place { thread: self.thread, line: micro.line };
                micro.freed = naive.borrow_mut().check(cx, micro.object, references, place);
            }
            self.steps.set(steps + 1);
            self.spend(cost::COUNT_NS);
            if let Some(marks) = self.marks {
                self.last.set(Some(Last {
                    thread: self.thread,
                    code: at.code,
                    pc: at.pc,
                    line: 0,
                    shared: true,
                    micro: Some(micro),
                }));
                marks.borrow_mut().note(steps, self.thread, 0);
            }
            let word = (micro.phase as u64) << 32 | micro.delta as u64 & 0xFFFF_FFFF;
            self.hash.set(fold(self.hash.get(), word));
        }
        ControlFlow::Continue(())
    }

    /// How many references there are to an object, if that can be counted.
    fn references(&self, cx: &Cx<'_>, o: Obj) -> Option<i64> {
        let state = self.state.borrow();
        let others = state.all().filter_map(|(_, t)| t.vm.as_deref());
        let mut threads = others.chain(std::iter::once(&*cx.thread));
        inspect::counts(cx, &mut threads, &[o], COUNTED_OBJECTS).map(|n| n[0])
    }

    /// The thread has used what was freed: the program is over.
    #[cold]
    fn crash(&self, naive: &RefCell<Naive>, cx: &Cx<'_>, dead: Obj, line: u32) -> ControlFlow<Stop> {
        let state = self.state.borrow();
        let story = naive.borrow().story(cx, &state, Place { thread: self.thread, line }, dead);
        naive.borrow_mut().crash = Some(story);
        ControlFlow::Break(Stop::Budget)
    }

    /// An instruction is executed.
    #[inline(always)]
    fn pass(&self, steps: u64, clock: u64, at: &StepAt) {
        self.steps.set(steps + 1);
        if self.marks.is_some() {
            self.mark(steps, at.code, at.pc, at.line, at.shared);
        }
        self.clock.set(clock + cost::of(at.op));
        self.hash.set(fold(self.hash.get(), word(at.code, at.pc)));
    }

    /// For the Trace view. On its own, and given no reference, so that where nobody looks all stays in registers.
    #[cold]
    #[inline(never)]
    fn mark(&self, steps: u64, code: u32, pc: u32, line: u32, shared: bool) {
        self.last.set(Some(Last { thread: self.thread, code, pc, line, shared, micro: None }));
        if let Some(marks) = self.marks {
            marks.borrow_mut().note(steps, self.thread, line);
        }
    }

    /// The same for `n` of them on one line.
    #[cold]
    #[inline(never)]
    fn mark_run(&self, steps: u64, code: u32, pc: u32, line: u32, n: u64) {
        self.mark(steps, code, pc + n as u32 - 1, line, false);
        if let Some(marks) = self.marks {
            marks.borrow_mut().go_on(self.thread, line, n - 1);
        }
    }

    /// May somebody look before this bytecode?
    #[inline(always)]
    fn is_looked_at(&self, shared: bool) -> bool {
        (self.between && (self.requested.get() || self.heap.wants_collection())) || (shared && self.history.is_some())
    }

    fn spend(&self, ns: u64) {
        self.clock.set(self.clock.get() + ns);
    }

    /// After the state was changed in the midst of a slice.
    fn look(&self, s: &State) {
        self.limit.set(s.next_timer().min(self.ahead.saturating_add(1)));
    }
}

impl Engine for Runner<'_> {
    const FINE: bool = true;
    const QUICK: bool = true;

    #[inline(always)]
    fn quick_step(&self, at: &StepAt) -> bool {
        let (steps, clock) = (self.steps.get(), self.clock.get());
        if steps >= self.quick_until || clock >= self.limit.get() {
            return false;
        }
        if self.closely && self.is_looked_at(at.shared) {
            return false;
        }
        self.pass(steps, clock, at);
        true
    }

    #[inline(always)]
    fn quick_run(&self, run: &RunAt<'_>) -> bool {
        let (begun, n) = (self.steps.get(), run.ops.len() as u64);
        let price = match run.price.get() {
            0 => cost::remember(run),
            ns => u64::from(ns),
        };
        let clock = self.clock.get() + price;
        if begun + n > self.quick_until || clock >= self.limit.get() || (self.closely && self.is_looked_at(false)) {
            return false;
        }
        if self.marks.is_some() {
            self.mark_run(begun, run.code, run.pc, run.line, n);
        }
        let begun = Begun { steps: begun, word: word(run.code, run.pc), hash: self.hash.get() };
        self.steps.set(begun.steps + n);
        self.clock.set(clock);
        self.hash.set(begun.hash_after(n));
        self.begun.set(begun);
        true
    }

    fn take_back(&self, ops: &[Op]) {
        let (begun, n) = (self.begun.get(), ops.len() as u64);
        self.steps.set(self.steps.get() - n);
        self.clock.set(self.clock.get() - cost::of_all(ops));
        self.hash.set(begun.hash_after(self.steps.get() - begun.steps));
        if let (Some(marks), Some(last)) = (self.marks, self.last.get()) {
            self.last.set(Some(Last { pc: last.pc - n as u32, ..last }));
            marks.borrow_mut().take_back(self.thread, last.line, n);
        }
    }

    #[inline(always)]
    fn step(&self, at: &StepAt) -> ControlFlow<Stop> {
        let steps = self.steps.get();
        if steps >= self.stop_at {
            self.paused.set(true);
            return ControlFlow::Break(Stop::Budget);
        }
        let clock = self.clock.get();
        if clock >= self.limit.get() {
            self.due()?;
        }
        self.pass(steps, clock, at);
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn settle(&self, cx: &mut Cx<'_>, fp: Fp, at: &StepAt) -> ControlFlow<Stop> {
        match self.naive {
            Some(naive) => self.count(naive, cx, fp, at),
            None => ControlFlow::Continue(()),
        }
    }

    #[inline(always)]
    fn about(&self, cx: &mut Cx<'_>, fp: Fp, at: &StepAt) -> ControlFlow<Stop> {
        let Some(naive) = self.naive else { return ControlFlow::Continue(()) };
        let dead = naive.borrow_mut().about(cx, self.thread, fp, at);
        dead.map_or(ControlFlow::Continue(()), |dead| self.crash(naive, cx, dead, at.line))
    }

    fn work(&self, native: &'static str, items: u32) {
        self.spend(cost::native(native, items as usize));
    }

    #[inline(always)]
    fn polls_between(&self) -> bool {
        self.between
    }

    fn was_paused(&self) -> bool {
        self.goes_on
    }

    #[inline(always)]
    fn watches(&self) -> bool {
        self.history.is_some()
    }

    fn visible(&self, access: Access) -> ControlFlow<Stop> {
        if let Some(history) = self.history {
            let at = self.last.get().map_or_else(At::default, |l| At {
                step: self.steps.get(),
                thread: self.thread,
                code: l.code,
                pc: l.pc,
                line: l.line,
            });
            history.borrow_mut().note(at, access);
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn poll(&self, at: Poll) -> ControlFlow<Stop> {
        if at == Poll::Hidden {
            self.spend(1);
            let is_over = self.clock.get() > self.ahead;
            return if is_over { ControlFlow::Break(Stop::Budget) } else { ControlFlow::Continue(()) };
        }
        if !self.model.polls_at(at) {
            return ControlFlow::Continue(());
        }
        if self.model.gil {
            if self.clock.get() >= self.limit.get() {
                self.due()?;
            }
        }
        // As in `_Py_HandlePending`: the collection comes before the request for the GIL, which is seen to after it.
        if self.heap.wants_collection() {
            self.collects.set(true);
            return ControlFlow::Break(Stop::NeedMemory(0));
        }
        if self.model.gil && self.requested.get() {
            return ControlFlow::Break(Stop::Safepoint);
        }
        ControlFlow::Continue(())
    }
}

impl Host for Runner<'_> {
    fn clock(&self) -> Nanos {
        self.clock.get()
    }

    fn wall_clock(&self) -> Nanos {
        EPOCH_NS + self.clock.get()
    }

    fn random(&self) -> u64 {
        self.state.borrow_mut().guest_rng.next()
    }

    fn write(&self, thread: u32, stream: Stream, text: &str) {
        self.sink.write(stream, thread, text);
        self.spend(cost::WRITE_NS);
        let mut s = self.state.borrow_mut();
        s.steps = self.steps.get();
        s.event(self.clock.get(), thread, events::output(stream, text.len()));
        let h = u64::from(crate::schedule::fingerprint(text));
        s.log.mix(h);
        if self.keep_output {
            let mut written = self.written.borrow_mut();
            if written.len() < MOST_PIECES {
                written.push(Written { step: self.steps.get(), thread, stream, text: text.to_owned() });
            }
        }
    }

    fn read_line(&self) -> Result<Option<String>, ()> {
        Ok((self.state.borrow_mut().input)())
    }

    fn spawn(&self, thread: Box<VmThread>) -> Result<(), ()> {
        let mut s = self.state.borrow_mut();
        if s.alive >= MAX_THREADS {
            return Err(());
        }
        self.spend(cost::START_NS / 4);
        s.steps = self.steps.get();
        let name = gilscope_stdlib::thread::name(&thread);
        s.add(thread, name, self.clock.get());
        self.look(&s);
        Ok(())
    }

    fn wake(&self, object: Obj, n: usize) {
        let mut s = self.state.borrow_mut();
        s.steps = self.steps.get();
        let ns = s.wake(object, n, self.clock.get());
        self.spend(ns);
        self.look(&s);
    }

    fn hand_over(&self, object: Obj, word: usize) -> bool {
        let mut s = self.state.borrow_mut();
        s.steps = self.steps.get();
        let done = s.hand_over(object, word, self.clock.get());
        self.look(&s);
        done
    }

    fn switch_interval_ns(&self) -> u64 {
        self.state.borrow().gil.interval_ns
    }

    fn set_switch_interval_ns(&self, ns: u64) {
        self.state.borrow_mut().gil.interval_ns = (ns / 1000).clamp(1, MOST_INTERVAL_NS / 1000) * 1000;
    }

    fn request_collection(&self) {
        self.heap.request_collection();
    }

    fn cores(&self) -> u32 {
        self.state.borrow().cores.len() as u32
    }
}
