//! Who can run, who waits for what. Everything here is behind one mutex and takes microseconds.
use std::collections::{BTreeSet, VecDeque};

use gilscope_core::vm::lower::Codes;
use gilscope_core::{VmThread, WaitOn, World};
use gilscope_heap::{Obj, Value};
use gilscope_stdlib::program::{Ended, Outcome};
use gilscope_trace::{GilDropReason, ThreadState};
use rustc_hash::FxHashMap;

use crate::gil::{Gil, NEVER};
use crate::log::Log;

/// A thread that has waited this long for a lock is handed it, as CPython's `PyMutex` does.
const FAIR_NS: u64 = 1_000_000;

/// A Python thread, wherever it is kept.
pub struct Task {
    pub vm: Box<VmThread>,
    /// Since when it has been waiting for the same object, its retries included.
    pub since: Option<u64>,
}

impl Task {
    pub fn new(vm: Box<VmThread>) -> Task {
        Task { vm, since: None }
    }
}

/// A thread that waits.
pub struct Parked {
    pub task: Task,
    pub on: WaitOn,
    since: u64,
}

/// What a worker is to do.
pub enum Next {
    Run(Task),
    /// Nothing until this time (nanoseconds on the engine's clock; [`NEVER`]: until somebody says so).
    Idle(u64),
    /// The world is to stand still.
    Pause,
    Ended,
}

pub struct Sched {
    pub gil: Gil,
    /// Is there a GIL at present?
    pub gil_on: bool,
    /// Threads that can run. With a GIL they still have to get it.
    pub ready: VecDeque<Task>,
    /// A thread that was put aside in the middle of its turn, and still has the GIL if there is one.
    pub current: Option<Task>,
    pub parked: FxHashMap<u32, Parked>,
    /// Threads that wait for an object, by its address, the first to come first.
    queues: FxHashMap<u64, VecDeque<u32>>,
    /// Wake-ups that found nobody, by object: somebody is on the way here and must not fall asleep.
    tokens: FxHashMap<u64, usize>,
    timers: BTreeSet<(u64, u32)>,
    /// Threads of workers that stand still.
    pub held: Vec<Option<Task>>,
    /// Workers in the middle of a turn.
    pub running: usize,
    pub idle: usize,
    /// The idle worker that wakes up at the next deadline, and when that is.
    pub timekeeper: Option<usize>,
    pub armed: u64,
    pub pausing: bool,
    /// Lines of standard input, and whether more may come.
    pub input: VecDeque<String>,
    pub input_open: bool,
    pub threads: u64,
    pub alive: usize,
    pub outcome: Option<Outcome>,
    pub log: Log,
    seed: u64,
}

impl Sched {
    pub fn new(gil_on: bool, interval_ns: u64, workers: usize, seed: u64, log: Log) -> Sched {
        Sched {
            gil: Gil::new(interval_ns),
            gil_on,
            ready: VecDeque::new(),
            current: None,
            parked: FxHashMap::default(),
            queues: FxHashMap::default(),
            tokens: FxHashMap::default(),
            timers: BTreeSet::new(),
            held: (0..workers.max(1)).map(|_| None).collect(),
            running: 0,
            idle: 0,
            timekeeper: None,
            armed: NEVER,
            pausing: false,
            input: VecDeque::new(),
            input_open: false,
            threads: 0,
            alive: 0,
            outcome: None,
            log,
            seed,
        }
    }

    pub fn has_ended(&self) -> bool {
        self.outcome.is_some()
    }

    /// A new thread, which can run at once.
    pub fn add(&mut self, vm: Box<VmThread>, name: &str, now: u64) {
        self.threads += 1;
        self.alive += 1;
        self.log.started(now, vm.id, name);
        self.make_ready(Task::new(vm), now);
    }

    /// The thread can run, as far as it is concerned. If somebody has the GIL its waiting for it begins now.
    fn make_ready(&mut self, task: Task, now: u64) {
        if self.gil_on && !self.gil.is_free() {
            return self.wait_for_gil(task, now);
        }
        self.log.state(now, task.vm.id, ThreadState::Ready);
        self.ready.push_back(task);
    }

    fn wait_for_gil(&mut self, task: Task, now: u64) {
        self.log.state(now, task.vm.id, ThreadState::WaitGil);
        self.gil.wait(task, now);
    }

    /// The thread's turn is over, others are waiting for a worker.
    pub fn requeue(&mut self, task: Task, now: u64) {
        self.make_ready(task, now);
    }

    /// The thread's turn is interrupted: whichever worker comes next goes on with it.
    pub fn put_aside(&mut self, task: Task) {
        if self.gil_on {
            self.current = Some(task);
        } else {
            self.ready.push_front(task);
        }
    }

    /// The holder gives way to those who asked.
    pub fn give_way(&mut self, task: Task, now: u64) {
        self.log.dropped(now, task.vm.id, GilDropReason::Request);
        self.log.state(now, task.vm.id, ThreadState::WaitGil);
        self.gil.drop();
        self.gil.dropped.push(task);
    }

    /// The thread lets go of the GIL, if it has it: it blocks, or has ended.
    pub fn drop_gil(&mut self, id: u32, why: GilDropReason, now: u64) {
        if self.gil.holder == Some(id) {
            self.log.dropped(now, id, why);
            self.gil.drop();
        }
    }

    /// Switches the GIL on or off. While the world stands still.
    pub fn set_gil(&mut self, on: bool, now: u64) {
        self.gil_on = on;
        self.gil.drop();
        let waiters = std::mem::take(&mut self.gil.waiters);
        let mut tasks: Vec<Task> = waiters.into_iter().map(|w| w.task).collect();
        tasks.append(&mut self.gil.dropped);
        // Those who are in the middle of their turn have to get it like all others.
        tasks.extend(self.held.iter_mut().filter_map(Option::take));
        tasks.extend(self.current.take());
        for task in tasks {
            self.make_ready(task, now);
        }
    }

    pub fn end(&mut self, exit: i32, ended: Ended) {
        if self.outcome.is_none() {
            self.outcome = Some(Outcome::new(exit, ended));
        }
    }

    /// The next thing for a worker to do.
    pub fn next(&mut self, now: u64) -> Next {
        if self.has_ended() {
            return Next::Ended;
        }
        if self.pausing {
            return Next::Pause;
        }
        self.fire(now);
        let task = match self.current.take() {
            Some(task) => Some(task),
            None if self.gil_on => self.next_holder(now),
            None => self.ready.pop_front(),
        };
        match task {
            Some(task) => {
                self.running += 1;
                self.log.state(now, task.vm.id, ThreadState::Running);
                Next::Run(task)
            }
            None => Next::Idle(self.deadline()),
        }
    }

    /// With a GIL: who has it next. Whoever can run tries for it: any of those who wait, and who comes by just now.
    fn next_holder(&mut self, now: u64) -> Option<Task> {
        if !self.gil.is_free() {
            while let Some(task) = self.ready.pop_front() {
                self.wait_for_gil(task, now);
            }
            return None;
        }
        if self.ready.is_empty() && self.gil.waiters.is_empty() {
            self.ready.extend(self.gil.dropped.drain(..));
        }
        let n = self.gil.waiters.len() + self.ready.len();
        if n == 0 {
            return None;
        }
        let i = self.random(n);
        let task = match i.checked_sub(self.gil.waiters.len()) {
            Some(i) => self.ready.swap_remove_front(i)?,
            None => self.gil.waiters.swap_remove(i).task,
        };
        let id = task.vm.id;
        for dropped in self.gil.take(id, now) {
            self.gil.wait(dropped, now);
        }
        // Who came by just now and did not get it waits from now on, or nobody would ask for it.
        while let Some(task) = self.ready.pop_front() {
            self.wait_for_gil(task, now);
        }
        self.log.took(now, id);
        Some(task)
    }

    /// A number below `n`: what the operating system would happen to do.
    fn random(&mut self, n: usize) -> usize {
        if n == 1 {
            return 0;
        }
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// The earliest time at which something has to be done.
    pub fn deadline(&self) -> u64 {
        let timer = self.timers.first().map_or(NEVER, |t| t.0);
        timer.min(self.gil.deadline())
    }

    /// Does what is due: wakes those whose time has come, lets those ask who have waited for the GIL long enough.
    pub fn fire(&mut self, now: u64) {
        while let Some(&(at, id)) = self.timers.first()
            && at <= now
        {
            self.unpark(id, true, now);
        }
        if self.gil_on
            && let Some(by) = self.gil.check(now)
            && let Some(holder) = self.gil.holder
        {
            self.log.requested(now, holder, by);
        }
    }

    /// The thread cannot go on; it is parked, unless what it waits for has come meanwhile. It has no GIL any more.
    pub fn block(&mut self, mut task: Task, on: WaitOn, now: u64) {
        let id = task.vm.id;
        task.vm.timed_out = false;
        let since = *task.since.get_or_insert(now);
        let deadline = match on {
            WaitOn::Object { object, deadline } => {
                if self.take_token(object) {
                    self.make_ready(task, now);
                    return;
                }
                deadline
            }
            WaitOn::Sleep { until } => Some(until),
            WaitOn::Yield => {
                task.since = None;
                self.make_ready(task, now);
                return;
            }
            WaitOn::Input => {
                if !self.input.is_empty() || !self.input_open {
                    self.make_ready(task, now);
                    return;
                }
                None
            }
        };
        if deadline.is_some_and(|d| d <= now) {
            task.vm.timed_out = true;
            task.since = None;
            self.make_ready(task, now);
            return;
        }
        if let WaitOn::Object { object, .. } = on {
            let parked = &self.parked;
            let queue = self.queues.entry(object.addr()).or_default();
            // Who was woken and came too late has its old place back. Ten thousands may wait here.
            let place = queue.partition_point(|id| parked[id].since <= since);
            queue.insert(place, id);
        }
        if let Some(d) = deadline {
            self.timers.insert((d, id));
        }
        self.log.waits(now, id, &on);
        self.parked.insert(id, Parked { task, on, since });
    }

    /// Was the object woken while the thread was on its way here?
    fn take_token(&mut self, object: Obj) -> bool {
        let Some(tokens) = self.tokens.get_mut(&object.addr()) else { return false };
        // Everybody was woken: that stays.
        if *tokens != usize::MAX {
            *tokens -= 1;
            if *tokens == 0 {
                self.tokens.remove(&object.addr());
            }
        }
        true
    }

    /// A thread goes on: its time has come, or it was woken.
    fn unpark(&mut self, id: u32, timed_out: bool, now: u64) {
        let Some(Parked { mut task, on, .. }) = self.parked.remove(&id) else { return };
        task.vm.timed_out = timed_out;
        if timed_out {
            task.since = None;
        }
        match on {
            WaitOn::Object { object, deadline } => {
                if let Some(d) = deadline {
                    self.timers.remove(&(d, id));
                }
                if let Some(queue) = self.queues.get_mut(&object.addr()) {
                    // Mostly it is the one that has waited longest.
                    if queue.front() == Some(&id) {
                        queue.pop_front();
                    } else {
                        queue.retain(|&waiter| waiter != id);
                    }
                    if queue.is_empty() {
                        self.queues.remove(&object.addr());
                    }
                }
            }
            WaitOn::Sleep { until } => {
                self.timers.remove(&(until, id));
            }
            WaitOn::Yield | WaitOn::Input => {}
        }
        self.make_ready(task, now);
    }

    /// Wakes up to `n` of those who wait for the object; how many it were.
    pub fn wake(&mut self, object: Obj, n: usize, now: u64) -> usize {
        let queue = self.queues.get(&object.addr());
        let ids: Vec<u32> = queue.map_or_else(Vec::new, |q| q.iter().copied().take(n).collect());
        for &id in &ids {
            self.unpark(id, false, now);
        }
        // For those who have looked, found that they must wait, and are on their way here.
        let left = if n == usize::MAX { n } else { n - ids.len() };
        if left > 0 {
            let tokens = self.tokens.entry(object.addr()).or_default();
            *tokens = tokens.saturating_add(left);
        }
        ids.len()
    }

    /// Hands the object to the thread that has waited longest for it, if that is long enough to be unfair: writes the
    /// thread's number to payload word `word` and wakes it.
    pub fn hand_over(&mut self, object: Obj, word: usize, now: u64) -> bool {
        let Some(&id) = self.queues.get(&object.addr()).and_then(VecDeque::front) else { return false };
        if now.saturating_sub(self.parked[&id].since) < FAIR_NS {
            return false;
        }
        object.set(word, Value::small(i64::from(id)));
        self.unpark(id, false, now);
        true
    }

    /// A line of standard input has come, or its end.
    pub fn feed(&mut self, line: Option<String>, now: u64) {
        match line {
            Some(line) => self.input.push_back(line),
            None => self.input_open = false,
        }
        let mut waiting: Vec<u32> =
            self.parked.values().filter(|p| p.on == WaitOn::Input).map(|p| p.task.vm.id).collect();
        waiting.sort_unstable();
        waiting.into_iter().for_each(|id| self.unpark(id, false, now));
    }

    /// Nobody runs, can run, sleeps, or waits with a deadline or for input: it will stay so.
    pub fn is_stuck(&self) -> bool {
        self.running == 0
            && self.ready.is_empty()
            && self.current.is_none()
            && self.held.iter().all(Option::is_none)
            && self.gil.waiters.is_empty()
            && self.gil.dropped.is_empty()
            && self.timers.is_empty()
            && !self.parked.is_empty()
            && self.parked.values().all(|p| p.on != WaitOn::Input)
    }

    /// Who waits for whom, for standard error.
    pub fn deadlock_report(&self, world: &World, codes: &Codes) -> String {
        let mut waiting: Vec<(&VmThread, WaitOn)> = self.parked.values().map(|p| (&*p.task.vm, p.on)).collect();
        waiting.sort_unstable_by_key(|(t, _)| t.id);
        gilscope_stdlib::deadlock::report(world, codes, &waiting)
    }

    /// All threads there are. Only while the world stands still.
    pub fn for_each(&mut self, f: &mut dyn FnMut(&mut VmThread)) {
        self.tokens.clear();
        let waiting = self.gil.waiters.iter_mut().map(|w| &mut w.task).chain(&mut self.gil.dropped);
        let held = self.held.iter_mut().flatten().chain(&mut self.current);
        waiting.chain(&mut self.ready).chain(held).for_each(|t| f(&mut t.vm));
        let mut ids: Vec<u32> = self.parked.keys().copied().collect();
        ids.sort_unstable();
        for id in ids {
            if let Some(p) = self.parked.get_mut(&id) {
                f(&mut p.task.vm);
            }
        }
    }
}
