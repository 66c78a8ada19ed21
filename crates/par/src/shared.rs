//! What all workers of a run share.
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gilscope_core::World;
use gilscope_core::model::Model;
use gilscope_heap::Heap;
use gilscope_stdlib::program::{Ended, Outcome, Sink, exit};

use crate::controls::{Controls, StopRequest};
use crate::gil::NEVER;
use crate::log::{self, Log};
use crate::sched::Sched;

/// Where time comes from: nanoseconds. All workers must see the same.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Never goes back; from any beginning.
    pub monotonic: fn() -> u64,
    /// Since 1970.
    pub wall: fn() -> u64,
}

/// Bits of the breaker: why a thread should stop at its next poll.
pub mod breaker {
    /// The holder of the GIL was asked to drop it.
    pub const DROP: u32 = 1;
    /// The world is to stand still.
    pub const PAUSE: u32 = 2;
    /// The program has ended.
    pub const END: u32 = 4;
    /// A collection is wanted.
    pub const COLLECT: u32 = 8;
}

pub struct Shared {
    pub world: Arc<World>,
    pub model: &'static Model,
    pub cores: u32,
    pub controls: Arc<Controls>,
    pub sink: Arc<dyn Sink>,
    pub clock: Clock,
    began: u64,
    /// When the program has to have ended.
    pub time_limit: u64,
    /// See [`breaker`]; polled by running threads.
    pub breaker: Arc<AtomicU32>,
    sched: Mutex<Sched>,
    /// Idle workers wait for work; who stops the world waits for the others; those who stand still wait for its end.
    pub work: Condvar,
    pub quiet: Condvar,
    pub pause: Mutex<Pause>,
    pub resumed: Condvar,
    /// For those who look for a while before they wait: does nobody run any more (of use while somebody stops the world);
    /// how often those who stand still were told something.
    pub is_quiet: AtomicBool,
    pub told: AtomicU32,
    /// When a running thread has to look at the scheduler because nobody else will.
    pub next_deadline: AtomicU64,
    /// The interval that the program or its options chose.
    interval_ns: AtomicU64,
    random: AtomicU64,
    /// Bytecodes of turns that are over.
    pub instructions: AtomicU64,
    pub recording: bool,
    pub ended: AtomicBool,
    /// The whole run is over: no worker will touch the world again.
    pub left: Condvar,
}

/// What workers that stand still look at.
#[derive(Default)]
pub struct Pause {
    pub standing: bool,
    /// The number of the phase of marking that is going on, 0 for none.
    pub phase: u32,
    pub phases: u32,
}

pub struct Setup {
    pub world: Arc<World>,
    pub model: &'static Model,
    pub cores: u32,
    pub controls: Arc<Controls>,
    pub sink: Arc<dyn Sink>,
    pub clock: Clock,
    pub time_limit_ns: Option<u64>,
    pub interval_ns: u64,
    pub seed: u64,
    pub record: bool,
}

impl Shared {
    pub fn new(setup: Setup) -> Shared {
        let Setup { world, model, cores, controls, sink, clock, time_limit_ns, interval_ns, seed, record } = setup;
        let breaker = Arc::new(AtomicU32::new(0));
        let bits = breaker.clone();
        world.heap.on_wanted(move || {
            bits.fetch_or(breaker::COLLECT, Ordering::Relaxed);
        });
        let sched = Sched::new(model.gil, interval_ns, cores as usize, seed, Log::new(record));
        Shared {
            world,
            model,
            cores,
            controls,
            sink,
            clock,
            began: (clock.monotonic)(),
            time_limit: time_limit_ns.unwrap_or(NEVER),
            breaker,
            sched: Mutex::new(sched),
            work: Condvar::new(),
            quiet: Condvar::new(),
            pause: Mutex::default(),
            resumed: Condvar::new(),
            is_quiet: AtomicBool::new(false),
            told: AtomicU32::new(0),
            next_deadline: AtomicU64::new(NEVER),
            interval_ns: AtomicU64::new(interval_ns),
            instructions: AtomicU64::new(0),
            random: AtomicU64::new(seed ^ 0x6A09_E667_F3BC_C908),
            recording: record,
            ended: AtomicBool::new(false),
            left: Condvar::new(),
        }
    }

    pub fn heap(&self) -> &Arc<Heap> {
        &self.world.heap
    }

    /// Nanoseconds since the run began.
    pub fn now(&self) -> u64 {
        (self.clock.monotonic)().saturating_sub(self.began)
    }

    pub fn sched(&self, worker: usize) -> MutexGuard<'_, Sched> {
        let mut s = self.sched.lock().unwrap_or_else(PoisonError::into_inner);
        s.log.worker = worker as u16;
        s
    }

    /// Lets go of the scheduler until there is work, or for `ns` at most; then looks outside.
    pub fn wait_for_work<'s>(&'s self, s: MutexGuard<'s, Sched>, worker: usize, ns: u64) -> MutexGuard<'s, Sched> {
        let s = self.work.wait_timeout(s, Duration::from_nanos(ns)).unwrap_or_else(PoisonError::into_inner).0;
        drop(s);
        self.look_outside(self.now());
        self.sched(worker)
    }

    pub fn interval_ns(&self) -> u64 {
        self.controls.interval_ns().unwrap_or_else(|| self.interval_ns.load(Ordering::Relaxed))
    }

    pub fn set_interval_ns(&self, ns: u64) {
        self.interval_ns.store(ns.max(1000), Ordering::Relaxed);
    }

    /// The next of a stream of random numbers.
    pub fn random(&self) -> u64 {
        let mut z = self.random.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// After a change: tells running threads what they have to stop for, and wakes workers that have something to do.
    pub fn publish(&self, s: &Sched) {
        self.call_workers(self.tell(s, 0));
    }

    /// As [`Shared::publish`] at the end of what the caller has to do there: whoever is woken finds the scheduler free.
    pub fn publish_last(&self, s: MutexGuard<'_, Sched>) {
        let workers = self.tell(&s, 0);
        drop(s);
        self.call_workers(workers);
    }

    /// Wakes so many of the idle workers.
    pub fn call_workers(&self, n: usize) {
        if n == usize::MAX {
            self.work.notify_all();
        } else {
            (0..n).for_each(|_| self.work.notify_one());
        }
    }

    /// After a change: tells running threads what they have to stop for, and says how many workers have to be woken. The
    /// caller takes `own` of the threads that can run itself, at once: for these nobody has to be, which costs more than
    /// many a turn.
    pub fn tell(&self, s: &Sched, own: usize) -> usize {
        let mut bits = 0;
        for (bit, set) in [(breaker::DROP, s.gil.requested), (breaker::PAUSE, s.pausing), (breaker::END, s.has_ended())]
        {
            if set {
                bits |= bit;
            }
        }
        const MINE: u32 = breaker::DROP | breaker::PAUSE | breaker::END;
        if self.breaker.load(Ordering::Relaxed) & MINE != bits {
            self.breaker.fetch_and(!MINE, Ordering::Relaxed);
            self.breaker.fetch_or(bits, Ordering::Relaxed);
        }
        let deadline = s.deadline();
        // An idle worker keeps it, if there is one.
        let mine = if s.timekeeper.is_some() { NEVER } else { deadline };
        self.next_deadline.store(mine, Ordering::Relaxed);
        if s.idle == 0 {
            return 0;
        }
        if s.has_ended() || s.pausing || deadline < s.armed {
            return usize::MAX;
        }
        // With a GIL one at a time can have it.
        let most = if !s.gil_on { s.idle } else { usize::from(s.gil.is_free() && own == 0) };
        s.ready.len().saturating_sub(own).min(most)
    }

    /// Looks at what was asked from outside. True: the GIL is to be switched, which takes a pause.
    pub fn look_outside(&self, now: u64) -> bool {
        if let Some(why) = self.controls.stop() {
            self.stop(0, why);
        } else if now >= self.time_limit {
            self.stop(0, StopRequest::TimeLimit);
        }
        if let Some(ns) = self.controls.interval_ns() {
            self.interval_ns.store(ns, Ordering::Relaxed);
        }
        self.wants_gil().is_some()
    }

    /// The GIL is to be switched on or off.
    pub fn wants_gil(&self) -> Option<bool> {
        self.controls.gil().filter(|&on| on == self.world.is_free_threaded())
    }

    /// Ends the program from outside.
    pub fn stop(&self, worker: usize, why: StopRequest) {
        let mut s = self.sched(worker);
        match why {
            StopRequest::Stopped => s.end(exit::STOPPED, Ended::Stopped),
            StopRequest::TimeLimit => s.end(exit::TIME_LIMIT, Ended::TimeLimit),
        }
        self.ended(&mut s);
    }

    /// Completes the outcome, and tells everybody that there is one.
    pub fn ended(&self, s: &mut Sched) {
        let now = self.now();
        if !self.ended.swap(true, Ordering::SeqCst) {
            let heap = self.heap().stats();
            let (switches, requests, threads) = (s.gil.switches, s.gil.requests, s.threads);
            if let Some(Outcome { wall_ns, stats, .. }) = &mut s.outcome {
                *wall_ns = now;
                stats.instructions = self.instructions.load(Ordering::Relaxed);
                stats.switches = switches;
                stats.gil_requests = requests;
                stats.threads = threads;
                stats.allocated_bytes = heap.allocated_bytes;
                stats.collections = u64::from(heap.collections);
                stats.peak_bytes = heap.peak_bytes as u64;
            }
            let events = s.log.take(now, true);
            if let Some(events) = events {
                self.sink.events(log::batch(&events));
            }
        }
        self.publish(s);
        self.left.notify_all();
    }

    /// Gives events away when there are enough of them.
    pub fn give_events(&self, mut s: MutexGuard<'_, Sched>, now: u64) {
        if self.recording
            && let Some(events) = s.log.take(now, false)
        {
            drop(s);
            self.sink.events(log::batch(&events));
        }
    }
}
