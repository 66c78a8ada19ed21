//! A worker: takes a thread that can run, runs it for a while, puts it where it belongs.
use std::cell::Cell;
use std::ops::{ControlFlow, Deref};
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use gilscope_core::{Cx, Engine, Host, Nanos, Poll, Stop, Stream, VmThread, Worker};
use gilscope_heap::{Obj, Value};
use gilscope_stdlib::program::{Ended, exit};
use gilscope_trace::GilDropReason;

use crate::gil::NEVER;
use crate::sched::{Next, Sched, Task};
use crate::shared::{Shared, breaker};

/// A thread's turn ends after this, if others want its place.
const TURN_NS: u64 = 4_000_000;
/// A running thread looks at the clock about this often.
const TICK_NS: u64 = 100_000;
/// Idle workers look outside this often.
const LOOK_NS: u64 = 20_000_000;
/// While too much was written, workers wait this long between looks.
const CONGESTED_NS: u64 = 1_000_000;
/// Python threads that may be alive at a time.
const MAX_THREADS: usize = 65_536;

/// What a worker's loop runs under.
struct Runner<'s> {
    shared: &'s Shared,
    worker: usize,
    thread: Cell<u32>,
    /// Polls until the next look at the clock, and how many there are between two.
    left: Cell<u32>,
    step: Cell<u32>,
    ticked_at: Cell<u64>,
    turn_ends: Cell<u64>,
    /// Has the thread polled in this turn?
    polled: Cell<bool>,
    /// Does the machine give its GIL away where the thread has stopped?
    gives_way: Cell<bool>,
    /// Was it stopped for a reason of the scheduler's?
    stopped: Cell<bool>,
    /// The thread asks for another engine.
    wants_other: Cell<bool>,
}

/// The engine. `FINE`: sees every instruction, for models that poll everywhere (3.9 and `every`), and for threads whose
/// drops of references matter.
struct Driven<'r, 's, const FINE: bool>(&'r Runner<'s>);

impl<'s, const FINE: bool> Deref for Driven<'_, 's, FINE> {
    type Target = Runner<'s>;

    fn deref(&self) -> &Runner<'s> {
        self.0
    }
}

impl Runner<'_> {
    /// The breaker is set. If all it asks for is the GIL, and this is no place to give it away, the thread goes on.
    #[cold]
    #[inline(never)]
    fn broken(&self, at: Poll) -> ControlFlow<Stop> {
        let gives_way = self.shared.model.polls_at(at);
        self.gives_way.set(gives_way);
        if !gives_way && self.shared.breaker.load(Ordering::Relaxed) == breaker::DROP {
            return self.count(at);
        }
        self.polled.set(true);
        self.stopped.set(true);
        ControlFlow::Break(Stop::Safepoint)
    }

    /// One poll less until the next look at the clock.
    #[inline(always)]
    fn count(&self, at: Poll) -> ControlFlow<Stop> {
        let left = self.left.get() - 1;
        self.left.set(left);
        if left == 0 { self.tick(at) } else { ControlFlow::Continue(()) }
    }

    /// The clock is due.
    #[cold]
    #[inline(never)]
    fn tick(&self, at: Poll) -> ControlFlow<Stop> {
        let shared = self.shared;
        self.gives_way.set(shared.model.polls_at(at));
        let now = shared.now();
        let took = now.saturating_sub(self.ticked_at.replace(now));
        let step = self.step.get();
        let step = if took < TICK_NS / 2 {
            (step * 2).min(1 << 16)
        } else if took > TICK_NS * 2 {
            (step / 2).max(8)
        } else {
            step
        };
        self.step.set(step);
        self.polled.set(true);
        self.stopped.set(true);
        if shared.look_outside(now) {
            return ControlFlow::Break(Stop::Budget);
        }
        let mut deadline = shared.next_deadline.load(Ordering::Relaxed);
        if now >= deadline {
            let mut s = shared.sched(self.worker);
            s.fire(now);
            shared.publish(&s);
            shared.give_events(s, now);
            deadline = shared.next_deadline.load(Ordering::Relaxed);
        }
        if now >= self.turn_ends.get() {
            return ControlFlow::Break(Stop::Budget);
        }
        // Sooner, if something is due sooner.
        let until = deadline.min(self.turn_ends.get()).saturating_sub(now).min(TICK_NS);
        self.left.set((u64::from(step) * until / TICK_NS).max(1) as u32);
        match shared.breaker.load(Ordering::Relaxed) {
            0 => {}
            breaker::DROP if !self.gives_way.get() => {}
            _ => return ControlFlow::Break(Stop::Safepoint),
        }
        self.stopped.set(false);
        if self.wants_other.get() { ControlFlow::Break(Stop::Budget) } else { ControlFlow::Continue(()) }
    }

    fn begin_turn(&self, thread: u32, now: u64, until: u64) {
        self.thread.set(thread);
        self.ticked_at.set(now);
        self.turn_ends.set((now + TURN_NS).min(until));
        self.left.set(self.step.get().min(64));
        self.polled.set(false);
        self.stopped.set(false);
        self.wants_other.set(false);
    }

    fn has_polled(&self) -> bool {
        self.polled.get() || self.left.get() != self.step.get().min(64)
    }
}

impl<const FINE: bool> Engine for Driven<'_, '_, FINE> {
    const FINE: bool = FINE;

    fn is_plain(&self) -> bool {
        FINE && self.shared.model.is_fine()
    }

    #[inline(always)]
    fn poll(&self, at: Poll) -> ControlFlow<Stop> {
        if self.shared.breaker.load(Ordering::Relaxed) != 0 { self.broken(at) } else { self.count(at) }
    }
}

impl<const FINE: bool> Host for Driven<'_, '_, FINE> {
    fn clock(&self) -> Nanos {
        self.shared.now()
    }

    fn wall_clock(&self) -> Nanos {
        (self.shared.clock.wall)()
    }

    fn random(&self) -> u64 {
        self.shared.random()
    }

    fn write(&self, thread: u32, stream: Stream, text: &str) {
        if self.shared.ended.load(Ordering::Relaxed) {
            return;
        }
        self.shared.sink.write(stream, thread, text);
        if self.shared.recording {
            let now = self.shared.now();
            self.shared.sched(self.worker).log.output(now, thread, stream, text.len());
        }
    }

    fn read_line(&self) -> Result<Option<String>, ()> {
        let mut s = self.shared.sched(self.worker);
        match s.input.pop_front() {
            Some(line) => Ok(Some(line)),
            None if s.input_open => Err(()),
            None => Ok(None),
        }
    }

    fn spawn(&self, thread: Box<VmThread>) -> Result<(), ()> {
        let now = self.shared.now();
        let mut s = self.shared.sched(self.worker);
        if s.alive >= MAX_THREADS {
            return Err(());
        }
        let name = gilscope_stdlib::thread::name(&thread);
        s.add(thread, &name, now);
        self.shared.publish_last(s);
        Ok(())
    }

    fn wake(&self, object: Obj, n: usize) {
        let now = self.shared.now();
        let mut s = self.shared.sched(self.worker);
        if s.wake(object, n, now) > 0 {
            self.shared.publish_last(s);
        }
    }

    fn hand_over(&self, object: Obj, word: usize) -> bool {
        let now = self.shared.now();
        let mut s = self.shared.sched(self.worker);
        let done = s.hand_over(object, word, now);
        if done {
            self.shared.publish_last(s);
        }
        done
    }

    fn switch_interval_ns(&self) -> u64 {
        self.shared.interval_ns()
    }

    fn set_switch_interval_ns(&self, ns: u64) {
        self.shared.set_interval_ns(ns);
        let now = self.shared.now();
        let mut s = self.shared.sched(self.worker);
        s.gil.set_interval(self.shared.interval_ns(), now);
        self.shared.publish(&s);
    }

    fn request_collection(&self) {
        self.shared.heap().request_collection();
    }

    fn end_turn(&self) {
        self.wants_other.set(true);
        self.left.set(1);
    }

    fn cores(&self) -> u32 {
        self.shared.cores
    }
}

/// What a worker came to, which does not run for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do.
    Ready,
    /// Nothing to do before this time (nanoseconds since the run began), or before somebody feeds it input (`None`).
    Idle { until_ns: Option<u64> },
    /// The program has ended.
    Done,
}

/// A worker's own state: one for each system thread that works, or one for the unthreaded build.
pub struct Station {
    worker: Worker,
    index: usize,
    step: u32,
    /// Collections that the worker's caches know of.
    collections: u32,
}

impl Station {
    pub fn new(shared: &Shared, index: usize) -> Station {
        Station { worker: Worker::new(&shared.world), index, step: 1024, collections: 0 }
    }

    /// Works until the program has ended, or (with `until`) until that time.
    pub fn work(&mut self, shared: &Shared, until: Option<u64>) -> Progress {
        let engine = Runner {
            shared,
            worker: self.index,
            thread: Cell::new(0),
            left: Cell::new(1),
            step: Cell::new(self.step),
            ticked_at: Cell::new(0),
            turn_ends: Cell::new(0),
            polled: Cell::new(false),
            gives_way: Cell::new(false),
            stopped: Cell::new(false),
            wants_other: Cell::new(false),
        };
        let progress = self.rounds(&engine, until);
        self.step = engine.step.get();
        progress
    }

    fn rounds(&mut self, engine: &Runner<'_>, until: Option<u64>) -> Progress {
        let shared = engine.shared;
        let mut s = shared.sched(self.index);
        loop {
            let now = shared.now();
            if until.is_some_and(|t| now >= t) && !s.has_ended() {
                return Progress::Ready;
            }
            if until.is_none() && !s.has_ended() && shared.sink.congested() {
                // Holds nothing, so it counts as standing still.
                s = shared.wait_for_work(s, self.index, CONGESTED_NS);
                continue;
            }
            match s.next(now) {
                Next::Ended => return Progress::Done,
                Next::Pause => s = shared.stand_still(s, self.index),
                Next::Run(task) => {
                    if s.idle > 0 && s.timekeeper.is_none() {
                        shared.work.notify_one();
                    }
                    shared.publish(&s);
                    shared.give_events(s, now);
                    self.turn(engine, task, until);
                    s = shared.sched(self.index);
                }
                Next::Idle(deadline) => {
                    if s.is_stuck() {
                        let report = s.deadlock_report(&shared.world, &self.worker.codes);
                        shared.sink.write(Stream::Stderr, 0, &report);
                        s.end(exit::DEADLOCK, Ended::Deadlock);
                        shared.ended(&mut s);
                        continue;
                    }
                    shared.publish(&s);
                    let deadline = deadline.min(shared.time_limit);
                    if until.is_some() {
                        drop(s);
                        shared.look_outside(now);
                        s = shared.sched(self.index);
                        if s.has_ended() {
                            continue;
                        }
                        return Progress::Idle { until_ns: (deadline != NEVER).then_some(deadline) };
                    }
                    s = self.idle(shared, s, deadline, now);
                }
            }
        }
    }

    /// Waits for work. One of the idle workers keeps the time, and looks outside now and then.
    fn idle<'s>(
        &self,
        shared: &'s Shared,
        mut s: MutexGuard<'s, Sched>,
        deadline: u64,
        now: u64,
    ) -> MutexGuard<'s, Sched> {
        s.idle += 1;
        if s.timekeeper.is_none() {
            s.timekeeper = Some(self.index);
            s.armed = deadline;
            shared.publish(&s);
            let wait = deadline.saturating_sub(now).min(LOOK_NS);
            s = shared.wait_for_work(s, self.index, wait);
            s.timekeeper = None;
            s.armed = NEVER;
        } else {
            s = shared.work.wait(s).unwrap_or_else(PoisonError::into_inner);
        }
        s.idle -= 1;
        s.log.worker = self.index as u16;
        s
    }

    /// Runs a thread until it has to go elsewhere.
    fn turn(&mut self, engine: &Runner<'_>, mut task: Task, until: Option<u64>) {
        let shared = engine.shared;
        let mut wanted = None;
        loop {
            let id = task.vm.id;
            let collections = shared.heap().stats().collections;
            if std::mem::replace(&mut self.collections, collections) != collections {
                self.worker.codes.clear_caches();
            }
            engine.begin_turn(id, shared.now(), until.unwrap_or(NEVER));
            self.worker.alloc.use_reserve(task.vm.out_of_memory);
            let world = &shared.world;
            let stop = if shared.model.is_fine() || world.weak.is_worth_watching(&mut task.vm) {
                gilscope_core::run(world, &mut self.worker, &mut task.vm, &Driven::<true>(engine))
            } else {
                gilscope_core::run(world, &mut self.worker, &mut task.vm, &Driven::<false>(engine))
            };
            shared.instructions.fetch_add(std::mem::take(&mut task.vm.executed), Ordering::Relaxed);
            let now = shared.now();
            match stop {
                // It goes on at once, under the other engine, or with finalizers first.
                Stop::Budget if !engine.stopped.get() => {}
                Stop::Safepoint | Stop::Budget | Stop::Visible(_) => {
                    wanted = None;
                    task.since = None;
                    match self.poll(engine, task, until, now) {
                        Some(same) => task = same,
                        None => return,
                    }
                }
                Stop::NeedMemory(bytes) => {
                    // A second time in vain.
                    if bytes > shared.heap().limit_bytes()
                        || (bytes > 0 && wanted == Some(bytes) && !engine.has_polled())
                    {
                        task.vm.out_of_memory = true;
                        wanted = None;
                        continue;
                    }
                    wanted = Some(bytes);
                    // Somebody else's pause may have been for another reason.
                    while shared.heap().stats().collections == collections {
                        let codes = &self.worker.codes;
                        let (s, same) = shared.pause(self.index, task, |shared, s| shared.collect(s, codes));
                        drop(s);
                        match same {
                            Some(same) => task = same,
                            None => return,
                        }
                    }
                }
                Stop::Blocked(on) => {
                    if engine.has_polled() {
                        task.since = None;
                    }
                    let mut s = shared.sched(self.index);
                    s.running -= 1;
                    s.drop_gil(id, GilDropReason::Blocking, now);
                    s.block(task, on, now);
                    return self.leave(shared, s, now);
                }
                Stop::Done(_) | Stop::Uncaught(_) => {
                    if let Stop::Uncaught(e) = stop {
                        self.uncaught(engine, &mut task, e);
                    }
                    let mut s = shared.sched(self.index);
                    s.running -= 1;
                    s.alive -= 1;
                    s.drop_gil(id, GilDropReason::Exit, now);
                    s.log.ended(now, id);
                    if id == 0 {
                        let (code, ended) = gilscope_stdlib::program::of_main(stop);
                        s.end(code, ended);
                        shared.ended(&mut s);
                    }
                    return self.leave(shared, s, now);
                }
            }
        }
    }

    /// An exception came out of the machine's own Python, which catches all it can: there was no memory even for that.
    fn uncaught(&mut self, engine: &Runner<'_>, task: &mut Task, exception: Value) {
        let shared = engine.shared;
        let engine = Driven::<false>(engine);
        let mut cx = Cx::new(&shared.world, &engine, &mut self.worker, &mut task.vm);
        let text = format!("{}\n", cx.type_name(exception));
        engine.write(cx.thread.id, Stream::Stderr, &text);
        gilscope_stdlib::thread::end(&mut cx);
    }

    /// What a thread stopped for at a poll. Some: it goes on.
    fn poll(&self, engine: &Runner<'_>, task: Task, until: Option<u64>, now: u64) -> Option<Task> {
        let (shared, mut task) = (engine.shared, task);
        if shared.look_outside(now) {
            let (s, same) = shared.pause(self.index, task, |shared, s| shared.switch_gil(s));
            drop(s);
            task = same?;
        }
        if shared.heap().wants_collection() {
            let codes = &self.worker.codes;
            let (s, same) = shared.pause(self.index, task, |shared, s| shared.collect(s, codes));
            drop(s);
            task = same?;
        }
        let mut s = shared.sched(self.index);
        if s.pausing {
            drop(s);
            let (guard, same) = shared.pause(self.index, task, |_, _| ());
            s = guard;
            task = same?;
        }
        if s.has_ended() {
            s.running -= 1;
            self.leave(shared, s, now);
            return None;
        }
        if s.gil_on && s.gil.requested && engine.gives_way.get() {
            s.running -= 1;
            s.give_way(task, now);
            self.leave(shared, s, now);
            return None;
        }
        if !s.gil_on && !s.ready.is_empty() {
            s.running -= 1;
            s.requeue(task, now);
            self.leave(shared, s, now);
            return None;
        }
        if until.is_some_and(|t| now >= t) || shared.sink.congested() {
            s.running -= 1;
            s.put_aside(task);
            self.leave(shared, s, now);
            return None;
        }
        shared.give_events(s, now);
        Some(task)
    }

    /// The end of a turn.
    fn leave(&self, shared: &Shared, s: MutexGuard<'_, Sched>, now: u64) {
        if s.pausing && s.running == 0 {
            shared.is_quiet.store(true, Ordering::Relaxed);
            shared.quiet.notify_all();
        }
        // This worker looks for its next thread now.
        let workers = shared.tell(&s, 1);
        shared.give_events(s, now);
        shared.call_workers(workers);
    }
}
