//! Who runs, who can, who waits, and what comes when: all of it on the virtual clock.
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use gilscope_core::model::Model;
use gilscope_core::{VmThread, WaitOn};
use gilscope_heap::{Alloc, Heap, Obj, Value};
use gilscope_stdlib::events;
use gilscope_trace::{EventKind, GilDropReason, ThreadState};
use rustc_hash::FxHashMap;
use std::sync::Arc;

use crate::cost::{START_NS, SWITCH_NS, SYSCALL_NS, TIMER_SLACK_NS, WAKE_NS};
use crate::gil::Gil;
use crate::log::{self, Log};
use crate::policy::{Candidate, Policy};
use crate::rng::Rng;

/// Never.
pub const NEVER: u64 = u64::MAX;
/// A thread that has waited this long for a lock is handed it, as CPython's `PyMutex` does.
const FAIR_NS: u64 = 1_000_000;

/// Where lines of standard input come from.
pub type Input = Box<dyn FnMut() -> Option<String> + Send>;

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Was started or woken, and is on its way.
    Coming,
    /// Waits for the GIL.
    WaitGil,
    /// Dropped the GIL on request; another must have it first.
    Forced,
    /// Waits for a core.
    Ready,
    Running,
    /// Waits for something else than the GIL: see [`Thread::on`].
    Waiting,
    Ended,
}

/// A Python thread.
pub struct Thread {
    /// Not here while it runs.
    pub vm: Option<Box<VmThread>>,
    /// Its own part of the heap, so that its objects have the same numbers in every schedule.
    pub alloc: Option<Alloc>,
    pub name: String,
    pub status: Status,
    /// What it waits for, and since when (retries included).
    pub on: Option<WaitOn>,
    pub since_ns: Option<u64>,
    /// When it last ran, and on which core.
    pub ran_ns: u64,
    pub core: u16,
    /// Timers of an earlier wait are recognised by their number.
    wait: u32,
    /// The bytes that it asked for in vain.
    pub wanted: Option<usize>,
    /// From which step to which it has been there.
    pub from_step: u64,
    pub to_step: Option<u64>,
}

/// A virtual core.
#[derive(Clone, Copy, Debug, Default)]
pub struct Core {
    pub thread: Option<u32>,
    pub now: u64,
    /// Which turn it is, so that the timer of an earlier one is recognised.
    turn: u32,
}

/// What happens at a time, whatever the program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Timer {
    /// A thread that was started or woken, or slept, wants to run.
    Arrive { thread: u32, wait: u32 },
    /// A wait's deadline.
    Deadline { thread: u32, wait: u32 },
    /// A waiter's interval is over.
    Interval { thread: u32 },
    /// A waiter that was signalled looks whether the GIL is free.
    Signalled { thread: u32 },
    /// The operating system takes a core away.
    Quantum { core: usize, turn: u32 },
}

/// All that is not the program's own state.
pub struct State {
    pub model: &'static Model,
    pub gil: Gil,
    pub threads: Vec<Option<Thread>>,
    pub cores: Vec<Core>,
    /// Threads that wait for a core, in the order of their coming.
    pub ready: Vec<u32>,
    timers: BinaryHeap<Reverse<(u64, u64, Timer)>>,
    timer_count: u64,
    /// Who waits for an object, by its address, the first to come first.
    queues: FxHashMap<u64, VecDeque<u32>>,
    /// The thread that was chosen by hand to run alone (without a GIL).
    pub alone: Option<u32>,
    /// The next line of standard input with its newline, or none at its end.
    pub input: Input,
    pub rng: Rng,
    /// What the program itself draws.
    pub guest_rng: Rng,
    pub policy: &'static (dyn Policy + Sync),
    pub log: Log,
    /// Instructions executed when the slice under way began, or at present where none is.
    pub steps: u64,
    /// The fingerprint of the instructions executed.
    pub step_hash: u64,
    pub started: u64,
    pub alive: usize,
    pub heap: Arc<Heap>,
}

impl State {
    pub fn new(
        model: &'static Model,
        cores: u32,
        interval_ns: u64,
        seed: u64,
        policy: &'static (dyn Policy + Sync),
        heap: Arc<Heap>,
        record: Option<usize>,
    ) -> State {
        // Under a GIL only one thread runs Python at a time, however many cores there are.
        let n = if model.gil { 1 } else { cores.max(1) as usize };
        State {
            model,
            gil: Gil::new(interval_ns),
            threads: Vec::new(),
            cores: vec![Core::default(); n],
            ready: Vec::new(),
            timers: BinaryHeap::new(),
            timer_count: 0,
            queues: FxHashMap::default(),
            alone: None,
            input: Box::new(|| None),
            rng: Rng::new(seed),
            guest_rng: Rng::new(seed ^ 0x5DEE_CE66_D1CE_CAFE),
            policy,
            log: Log::new(record),
            steps: 0,
            step_hash: 0,
            started: 0,
            alive: 0,
            heap,
        }
    }

    pub fn thread(&self, id: u32) -> Option<&Thread> {
        self.threads.get(id as usize).and_then(Option::as_ref)
    }

    /// # Panics
    /// If there is no such thread: numbers come from this state.
    pub fn thread_mut(&mut self, id: u32) -> &mut Thread {
        self.threads[id as usize].as_mut().expect("a thread that was started")
    }

    /// All threads that were started, by number.
    pub fn all(&self) -> impl Iterator<Item = (u32, &Thread)> {
        self.threads.iter().enumerate().filter_map(|(i, t)| Some((i as u32, t.as_ref()?)))
    }

    fn at(&mut self, t: u64, timer: Timer) {
        self.timer_count += 1;
        self.timers.push(Reverse((t, self.timer_count, timer)));
    }

    pub fn event(&mut self, t: u64, thread: u32, kind: EventKind) {
        let core = self.thread(thread).map_or(0, |t| t.core);
        self.log.push(self.steps, t, thread, core, kind);
    }

    /// A new thread. Its maker's clock is `now`.
    pub fn add(&mut self, vm: Box<VmThread>, name: String, now: u64) {
        let id = vm.id;
        let alloc = Some(Alloc::new(&self.heap));
        if self.threads.len() <= id as usize {
            self.threads.resize_with(id as usize + 1, || None);
        }
        self.threads[id as usize] = Some(Thread {
            vm: Some(vm),
            alloc,
            name: name.clone(),
            status: Status::Coming,
            on: None,
            since_ns: None,
            ran_ns: 0,
            core: 0,
            wait: 0,
            wanted: None,
            from_step: self.steps,
            to_step: None,
        });
        self.started += 1;
        self.alive += 1;
        self.event(now, id, EventKind::ThreadStart { name: name.into() });
        let late = if id == 0 { 0 } else { self.rng.between(START_NS / 2, START_NS * 2) };
        self.at(now + late, Timer::Arrive { thread: id, wait: 0 });
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    /// When the next thing happens, whatever the program does.
    pub fn next_timer(&self) -> u64 {
        self.timers.peek().map_or(NEVER, |Reverse((t, ..))| *t)
    }

    /// Does what is due by `now`.
    pub fn fire(&mut self, now: u64) {
        while let Some(&Reverse((t, _, timer))) = self.timers.peek()
            && t <= now
        {
            self.timers.pop();
            self.happen(t, timer);
        }
    }

    fn happen(&mut self, t: u64, timer: Timer) {
        match timer {
            Timer::Arrive { thread, wait } => {
                let th = self.thread_mut(thread);
                if th.wait == wait && th.status != Status::Ended {
                    th.on = None;
                    self.arrive(thread, t);
                }
            }
            Timer::Deadline { thread, wait } => {
                if self.thread(thread).is_some_and(|th| th.wait == wait && th.status == Status::Waiting) {
                    self.unpark(thread, true);
                    self.arrive(thread, t);
                }
            }
            // It finds that nobody has it: who was signalled is late.
            Timer::Interval { thread }
                if self.policy.lets_pass()
                    && self.may_take(thread)
                    && self.gil.waiter(thread).is_some_and(|w| w.deadline_ns <= t) =>
            {
                self.take(thread, t);
            }
            Timer::Interval { thread } => {
                let late = self.late();
                if let Some((asks, next)) = self.gil.interval_over(thread, t, late) {
                    self.at(next, Timer::Interval { thread });
                    if asks && let Some(holder) = self.gil.holder {
                        self.event(t, holder, EventKind::GilRequest { by: thread });
                    }
                }
            }
            Timer::Signalled { thread } => {
                if self.gil.waiter(thread).is_none_or(|w| !w.signalled) {
                } else if self.may_take(thread) {
                    self.take(thread, t);
                } else {
                    let late = self.late();
                    if let Some(next) = self.gil.too_late(thread, t, late) {
                        self.at(next, Timer::Interval { thread });
                    }
                }
            }
            Timer::Quantum { core, turn } => {
                let c = self.cores[core];
                if c.turn == turn
                    && !self.ready.is_empty()
                    && self.alone.is_none()
                    && let Some(thread) = c.thread
                {
                    let now = t.max(c.now);
                    self.free_core(thread, now, Status::Ready);
                    self.event(now, thread, log::state(ThreadState::Ready));
                    self.ready.push(thread);
                    self.fill_core(core, now);
                }
            }
        }
    }

    fn late(&mut self) -> u64 {
        self.rng.below(TIMER_SLACK_NS)
    }

    // ---- who runs -----------------------------------------------------------------------------------------------

    /// The thread can run, as far as it is concerned.
    pub fn arrive(&mut self, id: u32, t: u64) {
        if self.model.gil {
            if self.gil.forced.contains(&id) {
                self.thread_mut(id).status = Status::Forced;
                self.event(t, id, log::state(ThreadState::WaitGil));
                return;
            }
            if self.may_take(id) {
                return self.take(id, t);
            }
            self.thread_mut(id).status = Status::WaitGil;
            self.event(t, id, log::state(ThreadState::WaitGil));
            let late = self.late();
            let over = self.gil.wait(id, t, late);
            self.at(over, Timer::Interval { thread: id });
            return;
        }
        self.thread_mut(id).status = Status::Ready;
        self.event(t, id, log::state(ThreadState::Ready));
        self.ready.push(id);
        match (0..self.cores.len()).filter(|&c| self.cores[c].thread.is_none()).min_by_key(|&c| (self.cores[c].now, c))
        {
            Some(core) => self.fill_core(core, t),
            None => self.limit_turns(t),
        }
    }

    fn may_take(&self, id: u32) -> bool {
        self.gil.holder.is_none() && self.gil.chosen.is_none_or(|chosen| chosen == id)
    }

    fn take(&mut self, id: u32, t: u64) {
        let (switched, freed) = self.gil.take(id);
        let core = &mut self.cores[0];
        core.now = core.now.max(t) + if switched { SWITCH_NS } else { 0 };
        self.gil.held_since_ns = core.now;
        core.thread = Some(id);
        let now = core.now;
        let th = self.thread_mut(id);
        th.status = Status::Running;
        self.event(now, id, EventKind::GilTake);
        self.event(now, id, log::state(ThreadState::Running));
        for other in freed {
            if self.thread(other).is_some_and(|th| th.status == Status::Forced) {
                self.arrive(other, now);
            }
        }
    }

    /// The holder lets go of the GIL, if there is one: it blocks or ends (`why`), or was asked to.
    pub fn drop_gil(&mut self, id: u32, why: GilDropReason, t: u64) {
        if self.gil.holder != Some(id) {
            return;
        }
        self.event(t, id, log::dropped(why));
        let asked = self.gil.release();
        if asked && why != GilDropReason::Exit {
            self.gil.forced.push(id);
        }
        if why == GilDropReason::Request {
            self.arrive(id, t);
        }
        self.signal(t);
    }

    /// Wakes one of those who wait for the GIL.
    fn signal(&mut self, t: u64) {
        let waiting: Vec<Candidate> = self
            .gil
            .waiters
            .iter()
            .filter(|w| !w.signalled)
            .map(|w| Candidate { thread: w.thread, since_ns: w.since_ns, ran_ns: self.ran(w.thread) })
            .collect();
        if let Some(chosen) = self.gil.chosen {
            if waiting.iter().any(|c| c.thread == chosen) {
                return self.take(chosen, t);
            }
            self.gil.chosen = None;
        }
        if waiting.is_empty() {
            return;
        }
        let picked = waiting[self.policy.pick(&waiting, &mut self.rng)].thread;
        self.gil.signal(picked);
        let late = self.policy.latency_ns(&mut self.rng);
        self.at(t + late, Timer::Signalled { thread: picked });
    }

    fn ran(&self, id: u32) -> u64 {
        self.thread(id).map_or(0, |t| t.ran_ns)
    }

    /// The thread leaves its core.
    pub fn free_core(&mut self, id: u32, t: u64, status: Status) {
        if self.alone == Some(id) {
            self.settle_alone();
        }
        for c in &mut self.cores {
            if c.thread == Some(id) {
                c.thread = None;
                c.now = c.now.max(t);
                c.turn += 1;
            }
        }
        let th = self.thread_mut(id);
        th.ran_ns = t;
        th.status = status;
    }

    /// Gives a free core to one of those who wait for one (without a GIL).
    pub fn fill_core(&mut self, core: usize, t: u64) {
        if self.ready.is_empty() || self.model.gil {
            return;
        }
        let waiting: Vec<Candidate> = self
            .ready
            .iter()
            .map(|&thread| Candidate { thread, since_ns: self.ran(thread), ran_ns: self.ran(thread) })
            .collect();
        let i = self.policy.pick(&waiting, &mut self.rng);
        let id = self.ready.remove(i);
        self.place(core, id, t);
    }

    fn place(&mut self, core: usize, id: u32, t: u64) {
        let jitter = self.rng.below(200);
        let c = &mut self.cores[core];
        c.thread = Some(id);
        c.now = c.now.max(t) + SWITCH_NS + jitter;
        c.turn += 1;
        let now = c.now;
        let th = self.thread_mut(id);
        th.status = Status::Running;
        th.core = core as u16;
        self.event(now, id, log::state(ThreadState::Running));
        if !self.ready.is_empty() {
            self.limit_turns(now);
        }
    }

    /// Others wait for a core: every turn ends some time.
    fn limit_turns(&mut self, t: u64) {
        for core in 0..self.cores.len() {
            let late = self.late();
            let turn = self.cores[core].turn;
            let at = self.cores[core].now.max(t) + self.policy.quantum_ns() + late;
            self.at(at, Timer::Quantum { core, turn });
        }
    }

    // ---- waiting ------------------------------------------------------------------------------------------------

    /// The thread, which runs, cannot go on before something has come.
    pub fn block(&mut self, id: u32, on: WaitOn, t: u64) {
        self.thread_mut(id).core = self.thread(id).map_or(0, |th| th.core);
        self.free_core(id, t, Status::Waiting);
        let th = self.thread_mut(id);
        th.wait += 1;
        let wait = th.wait;
        let since = *th.since_ns.get_or_insert(t);
        th.on = Some(on);
        if let Some(vm) = &mut th.vm {
            vm.timed_out = false;
        }
        let heap = self.heap.clone();
        self.event(t, id, events::waiting(&on, |o| heap.id_of(o) as u32));
        match on {
            WaitOn::Sleep { until } => {
                self.thread_mut(id).since_ns = None;
                let late = self.late();
                self.at(until.max(t) + late, Timer::Arrive { thread: id, wait });
            }
            WaitOn::Yield => {
                self.thread_mut(id).since_ns = None;
                let back = self.rng.between(SYSCALL_NS, TIMER_SLACK_NS);
                self.at(t + back, Timer::Arrive { thread: id, wait });
            }
            WaitOn::Input => self.at(t + SYSCALL_NS, Timer::Arrive { thread: id, wait }),
            WaitOn::Object { object, deadline } => {
                if let Some(d) = deadline {
                    let late = if d > t { self.late() } else { 0 };
                    self.at(d.max(t) + late, Timer::Deadline { thread: id, wait });
                }
                let threads = &self.threads;
                let came = |id: u32| threads[id as usize].as_ref().and_then(|th| th.since_ns).unwrap_or(0);
                let queue = self.queues.entry(object.addr()).or_default();
                // Who was woken and came too late has its old place back.
                let place = queue.iter().position(|&other| came(other) > since).unwrap_or(queue.len());
                queue.insert(place, id);
            }
        }
        self.drop_gil(id, GilDropReason::Blocking, t);
        if !self.model.gil {
            self.fill_cores(t);
        }
    }

    fn fill_cores(&mut self, t: u64) {
        for core in 0..self.cores.len() {
            if self.cores[core].thread.is_none() {
                self.fill_core(core, t);
            }
        }
    }

    /// The thread is over.
    pub fn end(&mut self, id: u32, t: u64) {
        self.free_core(id, t, Status::Ended);
        self.alive -= 1;
        self.event(t, id, EventKind::ThreadEnd);
        self.drop_gil(id, GilDropReason::Exit, t);
        let steps = self.steps;
        let th = self.thread_mut(id);
        th.vm = None;
        th.alloc = None;
        th.to_step = Some(steps);
        if !self.model.gil {
            self.fill_cores(t);
        }
    }

    /// What the thread waits for has come, or its time is over.
    fn unpark(&mut self, id: u32, timed_out: bool) {
        let th = self.thread_mut(id);
        th.wait += 1;
        if timed_out {
            th.since_ns = None;
        }
        if let Some(vm) = &mut th.vm {
            vm.timed_out = timed_out;
        }
        if let Some(WaitOn::Object { object, .. }) = th.on.take()
            && let Some(queue) = self.queues.get_mut(&object.addr())
        {
            queue.retain(|&other| other != id);
            if queue.is_empty() {
                self.queues.remove(&object.addr());
            }
        }
    }

    /// Wakes up to `n` of those who wait for the object. What that takes the waker, in nanoseconds.
    pub fn wake(&mut self, object: Obj, n: usize, t: u64) -> u64 {
        let ids: Vec<u32> =
            self.queues.get(&object.addr()).map_or_else(Vec::new, |q| q.iter().copied().take(n).collect());
        for &id in &ids {
            self.come(id, t);
        }
        ids.len() as u64 * WAKE_NS
    }

    fn come(&mut self, id: u32, t: u64) {
        self.unpark(id, false);
        let th = self.thread_mut(id);
        th.status = Status::Coming;
        let wait = th.wait;
        let late = self.policy.latency_ns(&mut self.rng);
        self.at(t + late, Timer::Arrive { thread: id, wait });
    }

    /// Hands the object to the thread that has waited longest for it, if that is long enough to be unfair.
    pub fn hand_over(&mut self, object: Obj, word: usize, t: u64) -> bool {
        let Some(&id) = self.queues.get(&object.addr()).and_then(VecDeque::front) else { return false };
        let since = self.thread(id).and_then(|th| th.since_ns).unwrap_or(t);
        if t.saturating_sub(since) < FAIR_NS {
            return false;
        }
        object.set(word, Value::small(i64::from(id)));
        self.come(id, t);
        true
    }

    /// Who waits for the object, the first to come first.
    pub fn queue(&self, object: Obj) -> Vec<u32> {
        self.queues.get(&object.addr()).map_or_else(Vec::new, |q| q.iter().copied().collect())
    }

    // ---- chosen by hand -----------------------------------------------------------------------------------------

    /// Threads that could be chosen to go on now: those that run or could, and those on their way: how long they take is
    /// chance, and could be nothing.
    pub fn choosable(&self) -> Vec<u32> {
        self.all()
            .filter(|(id, t)| match t.status {
                Status::Running | Status::WaitGil | Status::Ready => true,
                Status::Coming => !self.gil.forced.contains(id),
                Status::Forced | Status::Waiting | Status::Ended => false,
            })
            .map(|(id, _)| id)
            .collect()
    }

    /// Somebody chose that this thread goes on. False: it cannot.
    pub fn choose(&mut self, id: u32) -> bool {
        if !self.choosable().contains(&id) {
            return false;
        }
        if self.thread(id).is_some_and(|th| th.status == Status::Coming) {
            let now = self.cores.iter().map(|c| c.now).max().unwrap_or(0);
            let th = self.thread_mut(id);
            (th.on, th.wait) = (None, th.wait + 1);
            self.arrive(id, now);
        }
        if self.model.gil {
            if self.gil.holder == Some(id) {
                return true;
            }
            self.gil.chosen = Some(id);
            let t = self.cores[0].now;
            match self.gil.holder {
                // It asks at once, and will have it at the holder's next poll.
                Some(holder) => {
                    self.gil.requests += 1;
                    self.gil.requested_by = None;
                    self.gil.ask(id, t);
                    self.event(t, holder, EventKind::GilRequest { by: id });
                }
                None => self.take(id, t),
            }
            return true;
        }
        self.settle_alone();
        if let Some(i) = self.ready.iter().position(|&r| r == id) {
            let core = (0..self.cores.len()).min_by_key(|&c| (self.cores[c].now, c)).unwrap_or(0);
            let now = self.cores[core].now;
            self.ready.remove(i);
            if let Some(other) = self.cores[core].thread {
                self.free_core(other, now, Status::Ready);
                self.event(now, other, log::state(ThreadState::Ready));
                self.ready.push(other);
            }
            self.place(core, id, now);
        }
        self.alone = Some(id);
        true
    }

    /// Nobody runs alone any more: the others were late by as much.
    pub fn settle_alone(&mut self) {
        let Some(id) = self.alone.take() else { return };
        let now = self.cores.iter().map(|c| if c.thread == Some(id) { c.now } else { 0 }).max().unwrap_or(0);
        for c in &mut self.cores {
            c.now = c.now.max(now);
        }
    }
}
