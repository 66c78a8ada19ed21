//! The run that is under way.
use crate::outbox::Outbox;
use crate::vm::Vm;
use gilscope_par::Sink;
use gilscope_protocol::{RunOptions, RunResult};
use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, PoisonError, RwLock};

thread_local! {
    /// The engine worker's own thread has the one session that its worker half asks about.
    pub static SESSION: RefCell<Option<Arc<Session>>> = const { RefCell::new(None) };
}

/// The session of this thread, if a run was begun.
pub fn current() -> Option<Arc<Session>> {
    SESSION.with(|slot| slot.borrow().clone())
}

/// A program and what it prints.
pub struct Session {
    pub outbox: Arc<Outbox>,
    /// Until it is released. Whoever works in it, or asks it something, reads.
    vm: RwLock<Option<Vm>>,
    /// Workers beyond this number stay idle.
    cores: u32,
    /// Pool workers that have not come back from this run.
    working: AtomicU32,
}

impl Session {
    /// Gets a program ready; what is wrong with it is said when it runs. `workers` of a pool will take part.
    pub fn start(source: &str, mut options: RunOptions, workers: u32) -> Self {
        let cores = options.cores.clamp(1, workers.max(1));
        options.cores = cores;
        let outbox = Arc::new(Outbox::default());
        let vm = RwLock::new(Some(Vm::start(source, options, Arc::clone(&outbox))));
        Self { outbox, vm, cores, working: AtomicU32::new(if workers > 0 { cores } else { 0 }) }
    }

    fn with<R>(&self, f: impl FnOnce(&Vm) -> R) -> Option<R> {
        self.vm.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(f)
    }

    /// Frees the machine of a run that is over: pool workers may keep the session itself for a while.
    pub fn release(&self) {
        if self.is_quiet()
            && let Ok(mut vm) = self.vm.try_write()
        {
            *vm = None;
        }
    }

    /// A pool worker's part of the run: returns when the program has ended.
    #[cfg_attr(not(feature = "threads"), expect(dead_code, reason = "only a pool calls it"))]
    pub fn work(&self, index: usize) {
        if index < self.cores as usize {
            self.with(|vm| vm.work(index));
            self.working.fetch_sub(1, SeqCst);
        }
    }

    /// See [`crate::step`].
    pub fn step(&self, budget_ms: f64) -> f64 {
        // Nothing more is printed until what was printed is on its way.
        if self.outbox.congested() {
            return 1.0;
        }
        match self.with(|vm| vm.step((budget_ms * 1e6) as u64)).flatten() {
            Some(wait_ns) => wait_ns as f64 / 1e6,
            None => -1.0,
        }
    }

    /// Whether every worker has come back. One that is inside a long native call does not, although the run has ended.
    pub fn is_quiet(&self) -> bool {
        self.working.load(SeqCst) == 0
    }

    /// Ends the run because its time is up.
    pub fn time_is_up(&self) {
        self.with(Vm::time_is_up);
    }

    /// The result, once there is one.
    pub fn result(&self) -> Option<RunResult> {
        self.with(|vm| {
            vm.look_outside();
            vm.result()
        })
        .flatten()
    }
}
