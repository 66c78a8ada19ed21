//! One simulated run.
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use gilscope_core::model::Model;
use gilscope_core::vm::watch;
use gilscope_core::{Cx, Host, Stop, Stream, Worker, World};
use gilscope_heap::OutOfMemory;
use gilscope_stdlib::program::{self, Ended, Outcome, Sink, Stats, exit, of_main};
use gilscope_trace::{EventKind, GilDropReason};

use crate::history::History;
use crate::marks::{Marks, Unit};
use crate::naive::Naive;
use crate::policy::Row;
use crate::runner::{Last, MOST_PIECES, Runner, Written};
use crate::schedule::{Choice, Schedule, fingerprint};
use crate::state::{Input, NEVER, State, Status};

/// What a collection takes: a pause, and more for what is alive.
const COLLECT_NS: u64 = 50_000;

/// Where little is alive there is a collection after so many bytes. Garbage is in the snapshots of the memory from which the
/// Trace view goes back, so there should not be much. CPython 3.13 collects more often yet, and spends more on it (a list and
/// an instance, of which 2000 are kept: 40 to 180 ns of collections each, here 40).
const COLLECT_BYTES: usize = 256 << 10;
/// The first one comes later: a program that only begins threads and prints has none.
const FIRST_COLLECT_BYTES: usize = 2 << 20;

/// So many virtual cores there are at most.
pub const MOST_CORES: u32 = 256;
/// The longest switch interval, in nanoseconds: more than any program runs.
pub const MOST_INTERVAL_NS: u64 = 1_000_000_000_000;

/// Without a GIL a core is ahead of the slowest other one by up to this, at random, before that one goes on. So threads
/// can be between any two accesses when another makes its own, and turns are long enough to be simulated fast.
const LEAD_NS: u64 = 400;

/// How a program is simulated.
#[derive(Clone)]
pub struct Options {
    pub model: &'static Model,
    /// Virtual cores; 1 to [`MOST_CORES`].
    pub cores: u32,
    pub seed: u64,
    /// Whole microseconds, as CPython has it; 1 at least.
    pub switch_interval_ns: u64,
    pub policy: &'static Row,
    /// On the virtual clock.
    pub time_limit_ns: Option<u64>,
    pub memory_limit_bytes: usize,
    /// Are events kept?
    pub record: bool,
    /// About so many bytes of them: what is older is thinned.
    pub keep_bytes: usize,
    /// Is what the program writes kept?
    pub keep_output: bool,
    /// Is it noted who reads and writes what, so that a moment can be explained?
    pub explain: bool,
    pub argv: Vec<String>,
    /// Switches chosen by hand, in the order of their steps.
    pub choices: Vec<Choice>,
    /// The run is to be the one that this schedule tells of: see [`Options::replaying`].
    pub replayed: Option<Schedule>,
}

impl Options {
    /// As CPython 3.14 on one core, with seed 0.
    pub fn new() -> Options {
        Options {
            model: &gilscope_core::model::M3_14,
            cores: 1,
            seed: 0,
            switch_interval_ns: 5_000_000,
            policy: &crate::policy::POLICIES[0],
            time_limit_ns: None,
            memory_limit_bytes: 256 << 20,
            record: false,
            keep_bytes: gilscope_trace::KEPT_BYTES,
            keep_output: false,
            explain: false,
            argv: vec![String::new()],
            choices: Vec::new(),
            replayed: None,
        }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options::new()
    }
}

/// Why a run does not go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is where it was to pause.
    Paused,
    /// The program has ended.
    Ended,
}

/// Is a run the one that its schedule tells of?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    Same,
    /// No; in which way it is not.
    Other(String),
    /// It was stopped before it could be known.
    Unfinished,
}

/// A slice that was interrupted at a step, and goes on as if it had not been.
#[derive(Clone, Copy)]
struct Slice {
    core: usize,
    /// When it is over, if nothing ends it before.
    ahead: u64,
}

/// The thread drops the GIL, as it was asked to.
fn give_way(s: &mut State, id: u32) {
    let now = s.cores[0].now;
    s.thread_mut(id).since_ns = None;
    s.free_core(id, now, Status::Forced);
    s.drop_gil(id, GilDropReason::Request, now);
}

/// A program in the simulator.
pub struct Sim {
    pub(crate) world: Arc<World>,
    pub(crate) worker: Worker,
    pub(crate) state: RefCell<State>,
    pub(crate) written: RefCell<Vec<Written>>,
    options: Options,
    filename: String,
    program: u32,
    sink: Arc<dyn Sink>,
    slice: Option<Slice>,
    pub(crate) last: Option<Last>,
    pub(crate) history: RefCell<History>,
    pub(crate) marks: RefCell<Marks>,
    pub(crate) naive: Option<RefCell<Naive>>,
    /// How it came that the program crashed, if it has.
    pub(crate) crashed: Option<String>,
    /// Choices that were made already.
    chosen: usize,
    /// The choice that could not be made, if one could not.
    pub diverged: Option<Choice>,
    /// What there is to say of a replay, once that is known.
    replayed: Option<Replayed>,
    outcome: Option<Outcome>,
    ended_ns: u64,
}

impl Sim {
    /// Gets a program ready. Nothing of it has run yet; what is wrong with its text is said when it runs.
    pub fn start(
        source: &str,
        filename: &str,
        mut options: Options,
        input: Input,
        sink: Arc<dyn Sink>,
    ) -> Result<Sim, OutOfMemory> {
        let config = gilscope_stdlib::config(options.model, options.memory_limit_bytes, options.argv.clone());
        let (world, main) = program::begin(config, (|| 0, || 0), source, filename)?;
        world.heap.collect_after(FIRST_COLLECT_BYTES, COLLECT_BYTES);
        options.cores = options.cores.clamp(1, MOST_CORES);
        options.switch_interval_ns = (options.switch_interval_ns / 1000).clamp(1, MOST_INTERVAL_NS / 1000) * 1000;
        let mut state = State::new(
            options.model,
            options.cores,
            options.switch_interval_ns,
            options.seed,
            options.policy.policy,
            world.heap.clone(),
            options.record.then_some(options.keep_bytes),
        );
        state.input = input;
        state.add(Box::new(main), "MainThread".to_owned(), 0);
        Ok(Sim {
            worker: Worker::new(&world),
            world,
            state: RefCell::new(state),
            written: RefCell::default(),
            program: fingerprint(source),
            naive: options.model.racy_counts.then(RefCell::default),
            crashed: None,
            options,
            filename: filename.to_owned(),
            sink,
            slice: None,
            last: None,
            history: RefCell::default(),
            marks: RefCell::default(),
            chosen: 0,
            diverged: None,
            replayed: None,
            outcome: None,
            ended_ns: 0,
        })
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// Instructions executed so far, by all threads.
    pub fn position(&self) -> u64 {
        self.state.borrow().steps
    }

    /// The virtual clock: the time of the core that is ahead, in nanoseconds.
    pub fn now_ns(&self) -> u64 {
        self.ended_ns.max(self.state.borrow().cores.iter().map(|c| c.now).max().unwrap_or(0))
    }

    /// How the program ended, if it has.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// The fingerprint of all that happened so far.
    pub fn trace_hash(&self) -> u64 {
        let s = self.state.borrow();
        (s.log.hash() ^ s.step_hash).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ s.step_hash >> 32
    }

    /// What replays this run as far as it has come.
    pub fn schedule(&self) -> Schedule {
        let hash = self.trace_hash();
        Schedule {
            model: self.options.model.name.to_owned(),
            cores: self.options.cores,
            seed: self.options.seed,
            interval_us: self.options.switch_interval_ns / 1000,
            policy: self.options.policy.name.to_owned(),
            program: self.program,
            choices: self.options.choices[..self.chosen].to_vec(),
            steps: self.position(),
            trace: (hash ^ hash >> 32) as u32,
            ended: self.outcome.is_some_and(|o| !matches!(o.ended, Ended::Stopped | Ended::TimeLimit)),
        }
    }

    /// What the program wrote, if that is kept.
    pub fn written(&self) -> Vec<Written> {
        self.written.borrow().clone()
    }

    /// Was only the beginning of the output kept?
    pub fn is_output_cut(&self) -> bool {
        self.written.borrow().len() >= MOST_PIECES
    }

    /// Adds a switch at the present position; those chosen for later are forgotten. False: that thread cannot go on.
    pub fn choose(&mut self, thread: u32) -> bool {
        if self.outcome.is_some() || !self.state.borrow().choosable().contains(&thread) {
            return false;
        }
        self.options.choices.truncate(self.chosen);
        (self.options.replayed, self.replayed) = (None, None);
        self.options.choices.push(Choice { step: self.position(), thread });
        true
    }

    /// Runs until `step` instructions have been executed, or the program has ended. A replay ends where its schedule does,
    /// or where it is seen not to be the same run.
    pub fn run_to(&mut self, step: u64) -> Progress {
        let Some(from) = self.options.replayed.take_if(|_| self.outcome.is_none() && self.replayed.is_none()) else {
            return self.go(step);
        };
        // One that ended by itself is found to go on by one step more.
        let last = if from.ended { from.steps.saturating_add(1) } else { from.steps };
        let ended = self.go(step.min(last)) == Progress::Ended;
        let is_from_outside = self.outcome.is_some_and(|o| matches!(o.ended, Ended::Stopped | Ended::TimeLimit));
        let is_over = if from.ended { self.position() > from.steps } else { step > last };
        if ended && is_from_outside && self.position() < from.steps {
            self.replayed = Some(Replayed::Unfinished);
        } else if ended || is_over {
            self.replayed = Some(self.divergence(&from).map_or(Replayed::Same, Replayed::Other));
            self.stop();
        }
        self.options.replayed = Some(from);
        if self.outcome.is_some() { Progress::Ended } else { Progress::Paused }
    }

    fn go(&mut self, step: u64) -> Progress {
        loop {
            if self.outcome.is_some() {
                return Progress::Ended;
            }
            let steps = self.position();
            while let Some(&choice) = self.options.choices.get(self.chosen)
                && choice.step <= steps
            {
                self.slice = None;
                self.chosen += 1;
                let made = self.state.borrow_mut().choose(choice.thread);
                if !made {
                    self.diverged.get_or_insert(choice);
                }
            }
            if steps >= step {
                return Progress::Paused;
            }
            let goes_on = self.slice.is_some();
            match self.slice.take().or_else(|| self.next()) {
                Some(slice) => self.run_slice(slice, step, goes_on),
                None if self.outcome.is_none() => self.deadlock(),
                None => {}
            }
        }
    }

    /// Of a replay, whether it is the schedule's run, as far as that is known by now.
    pub fn replayed(&self) -> Option<Replayed> {
        self.options.replayed.as_ref()?;
        Some(self.replayed.clone().unwrap_or(Replayed::Unfinished))
    }

    /// Checks that this run came to what the schedule says it came to. Some: in which way it did not.
    pub fn divergence(&self, from: &Schedule) -> Option<String> {
        if let Some(c) = self.diverged {
            return Some(format!("at step {} thread {} was chosen, which could not run there", c.step, c.thread));
        }
        let now = self.schedule();
        if now.steps > from.steps && from.ended {
            return Some(format!("it goes on after {} steps, where the schedule's run ended", from.steps));
        }
        if now.steps != from.steps {
            return Some(format!("it came to {} steps, and the schedule's run to {}", now.steps, from.steps));
        }
        (now.trace != from.trace)
            .then(|| format!("its trace is {:08x}, and the schedule's {:08x}", now.trace, from.trace))
    }

    /// The position at which the program's own first line is about to run. Needs [`Options::explain`].
    pub fn first_line(&self) -> u64 {
        self.marks.borrow().after(0, Unit::Line).unwrap_or(0)
    }

    /// What of the events there was no room for, if there was not.
    pub fn thinned(&self) -> Option<gilscope_trace::Thinned> {
        self.state.borrow().log.kept().thinned()
    }

    /// A batch of events that was not taken yet, once the run is over; empty: there is none.
    pub fn take_events(&mut self) -> Vec<u8> {
        self.state.borrow_mut().log.take_one()
    }

    /// Addresses: where the heap begins, up to where it was ever used, where it ends.
    pub fn heap_range(&self) -> (usize, usize, usize) {
        self.world.heap.range()
    }

    /// Addresses: the parts of the used heap that hold nothing now, in rising order.
    pub fn free_ranges(&self) -> Vec<(usize, usize)> {
        self.world.heap.free_ranges()
    }

    /// How many collections there were.
    pub fn collections(&self) -> u32 {
        self.world.heap.stats().collections
    }

    /// The position to which a step of this kind leads from the present one; the run goes on as far as is needed to know.
    /// At the end: the end. Needs [`Options::explain`].
    pub fn next_stop(&mut self, unit: Unit) -> u64 {
        let from = self.position();
        loop {
            if let Some(p) = self.marks.borrow().after(from, unit) {
                return p;
            }
            let to = self.position() + 1024;
            if self.run_to(to) == Progress::Ended {
                return self.marks.borrow().after(from, unit).unwrap_or(self.position());
            }
        }
    }

    /// The position to which a step back leads from `position`, which the run has reached; 0 before the first.
    pub fn last_stop(&self, position: u64, unit: Unit) -> u64 {
        self.marks.borrow().before(position, unit).unwrap_or(0)
    }

    /// The instruction that was executed last. Needs [`Options::explain`].
    pub fn last(&self) -> Option<Last> {
        self.last
    }

    /// Threads that [`Sim::choose`] can let go on now.
    pub fn choosable(&self) -> Vec<u32> {
        self.state.borrow().choosable()
    }

    /// What is to be said of the run as a whole, in sentences.
    pub fn notes(&mut self) -> Vec<String> {
        self.noted().into_iter().map(|(said, _)| said).collect()
    }

    /// The same, each with the first position that shows it, where there is one.
    pub fn noted(&mut self) -> Vec<(String, Option<u64>)> {
        let mut notes = self.races();
        notes.extend(self.leaks().into_iter().chain(self.replay_note()).map(|said| (said, None)));
        notes
    }

    /// What is to be said of a replay that has not come to the program's end.
    pub fn replay_note(&self) -> Option<String> {
        let from = self.options.replayed.as_ref()?;
        match self.replayed()? {
            Replayed::Unfinished => Some(format!(
                "only {} of the schedule's {} steps were run: whether it is the same run could not be seen",
                self.position(),
                from.steps
            )),
            Replayed::Same if !from.ended => {
                Some(format!("the schedule's run was stopped here, after {} steps", from.steps))
            }
            _ => None,
        }
    }

    /// Runs to the end.
    pub fn run(&mut self) -> Outcome {
        while self.run_to(NEVER) == Progress::Paused {}
        self.outcome.unwrap_or(Outcome::new(exit::ENGINE_FAILED, Ended::EngineFailed))
    }

    /// Which core runs next. Time that passes meanwhile passes.
    fn next(&mut self) -> Option<Slice> {
        let mut s = self.state.borrow_mut();
        loop {
            let alone = s.alone;
            let running = |c: &usize| match (s.cores[*c].thread, alone) {
                (Some(id), Some(alone)) => id == alone,
                (thread, _) => thread.is_some(),
            };
            let core = (0..s.cores.len()).filter(running).min_by_key(|&c| (s.cores[c].now, c));
            let timer = s.next_timer();
            let now = match core {
                Some(c) => s.cores[c].now,
                None if timer == NEVER => return None,
                None => timer,
            };
            if self.options.time_limit_ns.is_some_and(|limit| now.min(timer) >= limit) {
                drop(s);
                self.finish(exit::TIME_LIMIT, Ended::TimeLimit);
                return None;
            }
            if timer <= now {
                s.fire(timer);
                continue;
            }
            let core = core?;
            let thread = s.cores[core].thread.map_or(0, u64::from);
            s.step_hash = (s.step_hash ^ thread).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
            let others = (0..s.cores.len())
                .filter(|&c| c != core && s.cores[c].thread.is_some() && alone.is_none())
                .map(|c| s.cores[c].now)
                .min()
                .unwrap_or(NEVER);
            let lead = if others == NEVER { 0 } else { s.rng.below(LEAD_NS) };
            return Some(Slice { core, ahead: others.saturating_add(lead) });
        }
    }

    fn run_slice(&mut self, slice: Slice, until: u64, goes_on: bool) {
        let mut s = self.state.borrow_mut();
        let core = s.cores[slice.core];
        let Some(id) = core.thread else { return };
        let limit = self.options.time_limit_ns.unwrap_or(NEVER);
        let (due, requested, steps) = (s.next_timer(), s.gil.requested_by.is_some(), s.steps);
        let (hash, begun) = (s.step_hash, steps);
        let th = s.thread_mut(id);
        let (Some(mut vm), Some(alloc)) = (th.vm.take(), th.alloc.take()) else { return };
        let wanted = th.wanted.take();
        drop(s);
        let collections = self.world.heap.stats().collections;
        let previous = std::mem::replace(&mut self.worker.alloc, alloc);
        self.worker.alloc.use_reserve(vm.out_of_memory);
        let stop_at = self.options.choices.get(self.chosen).map_or(until, |c| c.step.min(until));
        let ahead = slice.ahead.min(limit);
        let runner = Runner {
            state: &self.state,
            sink: &*self.sink,
            model: self.options.model,
            heap: &self.world.heap,
            written: &self.written,
            keep_output: self.options.keep_output,
            thread: id,
            clock: Cell::new(core.now),
            steps: Cell::new(steps),
            stop_at,
            quick_until: if self.naive.is_some() { 0 } else { stop_at },
            closely: self.options.model.is_fine() || self.options.explain,
            limit: Cell::new(due.min(ahead.saturating_add(1))),
            between: self.options.model.is_fine(),
            ahead,
            requested: Cell::new(requested),
            hash: Cell::new(hash),
            begun: Cell::default(),
            goes_on,
            paused: Cell::new(false),
            collects: Cell::new(false),
            last: Cell::new(self.last),
            history: self.options.explain.then_some(&self.history),
            marks: self.options.explain.then_some(&self.marks),
            naive: self.naive.as_ref(),
        };
        let stop = gilscope_core::run(&self.world, &mut self.worker, &mut vm, &runner);
        if let Stop::Uncaught(e) = stop {
            // It came out of the machine's own Python, which catches all it can: there was no memory even for that.
            let mut cx = Cx::new(&self.world, &runner, &mut self.worker, &mut vm);
            let text = format!("{}\n", cx.type_name(e));
            runner.write(id, Stream::Stderr, &text);
            gilscope_stdlib::thread::end(&mut cx);
        }
        let (clock, steps, paused) = (runner.clock.get(), runner.steps.get(), runner.paused.get());
        let (hash, last, at_poll) = (runner.hash.get(), runner.last.get(), runner.collects.get());
        let alloc = std::mem::replace(&mut self.worker.alloc, previous);
        let mut s = self.state.borrow_mut();
        s.step_hash = hash;
        self.last = last;
        s.steps = steps;
        s.cores[slice.core].now = clock;
        let th = s.thread_mut(id);
        th.vm = Some(vm);
        th.alloc = Some(alloc);
        if steps > begun {
            // What it waited for has come: if it has to wait again, that is another wait.
            s.thread_mut(id).since_ns = None;
        }
        let crash = self.naive.as_ref().and_then(|n| n.borrow_mut().crash.take());
        if let Some(story) = crash {
            drop(s);
            self.say(&format!("Segmentation fault\n{story}\n"));
            self.crashed = Some(story);
            return self.finish(exit::CRASHED, Ended::Crashed);
        }
        match stop {
            Stop::Budget if paused => self.slice = Some(slice),
            Stop::Budget | Stop::Visible(_) => {}
            Stop::Safepoint => give_way(&mut s, id),
            Stop::NeedMemory(bytes) => {
                // A second time in vain.
                if bytes > self.world.heap.limit_bytes() || (bytes > 0 && wanted == Some(bytes)) {
                    if let Some(vm) = &mut s.thread_mut(id).vm {
                        vm.out_of_memory = true;
                    }
                } else {
                    s.thread_mut(id).wanted = Some(bytes);
                    drop(s);
                    if self.world.heap.stats().collections == collections {
                        self.collect(id);
                    }
                    let mut s = self.state.borrow_mut();
                    if at_poll && s.model.gil && s.gil.requested_by.is_some() {
                        give_way(&mut s, id);
                    }
                }
            }
            Stop::Blocked(on) => s.block(id, on, clock),
            Stop::Done(_) | Stop::Uncaught(_) => {
                s.end(id, clock);
                drop(s);
                if let Some(naive) = &self.naive {
                    naive.borrow_mut().end(id);
                }
                if id == 0 {
                    let (code, ended) = of_main(stop);
                    self.finish(code, ended);
                }
            }
        }
    }

    /// A collection. It costs every core the same.
    fn collect(&mut self, thread: u32) {
        let heap = &self.world.heap;
        let before = heap.used_bytes();
        let mut s = self.state.borrow_mut();
        for vm in s.threads.iter().flatten().filter_map(|t| t.vm.as_ref()) {
            watch::clear_dead(&self.world, &self.worker.codes, vm);
        }
        let mut cycle = heap.begin();
        cycle.mark(&mut |m| {
            self.world.roots(&mut |v| m.mark(v));
            for vm in s.threads.iter().flatten().filter_map(|t| t.vm.as_ref()) {
                vm.roots(&mut |v| m.mark(v));
            }
            if let Some(naive) = &self.naive {
                naive.borrow().roots(m);
            }
        });
        self.world.weak.after_marking(&mut cycle, &self.world);
        if let Some(naive) = &self.naive {
            naive.borrow_mut().forget(&cycle);
        }
        self.history.borrow_mut().forget(&cycle);
        cycle.finish();
        self.worker.codes.clear_caches();
        let freed = before.saturating_sub(heap.used_bytes()) as u64;
        let pause_ns = COLLECT_NS + heap.stats().live_bytes as u64 / 4;
        let now = s.cores.iter().map(|c| c.now).max().unwrap_or(0) + pause_ns;
        for c in s.cores.iter_mut().filter(|c| c.thread.is_some()) {
            c.now += pause_ns;
        }
        s.event(now, thread, EventKind::Gc { pause_ns, freed_bytes: freed });
    }

    /// Nothing runs, nothing will come.
    fn deadlock(&mut self) {
        let text = {
            let s = self.state.borrow();
            let waiting: Vec<_> = s.all().filter_map(|(_, t)| Some((t.vm.as_deref()?, t.on?))).collect();
            gilscope_stdlib::deadlock::report(&self.world, &self.worker.codes, &waiting)
        };
        self.say(&text);
        self.finish(exit::DEADLOCK, Ended::Deadlock);
    }

    /// Writes what is not the program's own.
    fn say(&self, text: &str) {
        self.sink.write(Stream::Stderr, 0, text);
        if self.options.keep_output {
            let (step, text) = (self.position(), text.to_owned());
            self.written.borrow_mut().push(Written { step, thread: 0, stream: Stream::Stderr, text });
        }
    }

    /// Ends the run from outside.
    pub fn stop(&mut self) {
        if self.outcome.is_none() {
            self.finish(exit::STOPPED, Ended::Stopped);
        }
    }

    fn finish(&mut self, exit: i32, ended: Ended) {
        let now = self.now_ns();
        self.ended_ns = now;
        let mut s = self.state.borrow_mut();
        let running: Vec<(usize, u32)> = s.cores.iter().enumerate().filter_map(|(i, c)| Some((i, c.thread?))).collect();
        for (core, thread) in running {
            s.log.runs_to_the_end(now, thread, core as u16);
        }
        s.log.flush();
        let heap = self.world.heap.stats();
        let stats = Stats {
            instructions: s.steps,
            switches: s.gil.switch_number,
            gil_requests: s.gil.requests,
            allocated_bytes: heap.allocated_bytes,
            collections: u64::from(heap.collections),
            peak_bytes: heap.peak_bytes as u64,
            threads: s.started,
        };
        for batch in s.log.kept().batches() {
            self.sink.events(batch);
        }
        self.outcome = Some(Outcome { stats, ..Outcome::new(exit, ended) });
    }
}
