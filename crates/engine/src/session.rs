//! The run that is under way.
use crate::outbox::Outbox;
use crate::vm::Vm;
use gilscope_par::Sink;
use gilscope_protocol::{RunOptions, RunResult};
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

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
    pub vm: Vm,
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
        let vm = Vm::start(source, options, Arc::clone(&outbox));
        Self { outbox, vm, cores, working: AtomicU32::new(if workers > 0 { cores } else { 0 }) }
    }

    /// A pool worker's part of the run: returns when the program has ended.
    #[cfg_attr(not(feature = "threads"), expect(dead_code, reason = "only a pool calls it"))]
    pub fn work(&self, index: usize) {
        if index < self.cores as usize {
            self.vm.work(index);
            self.working.fetch_sub(1, SeqCst);
        }
    }

    /// See [`crate::step`].
    pub fn step(&self, budget_ms: f64) -> f64 {
        // Nothing more is printed until what was printed is on its way.
        if self.outbox.congested() {
            return 1.0;
        }
        match self.vm.step((budget_ms * 1e6) as u64) {
            Some(wait_ns) => wait_ns as f64 / 1e6,
            None => -1.0,
        }
    }

    /// Whether every worker has come back. One that is inside a long native call does not, although the run has ended.
    pub fn is_quiet(&self) -> bool {
        self.working.load(SeqCst) == 0
    }

    /// The result, once there is one.
    pub fn result(&self) -> Option<RunResult> {
        self.vm.look_outside();
        self.vm.result()
    }
}
