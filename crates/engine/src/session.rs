//! The run that is under way.
use crate::outbox::Outbox;
use crate::vm::{Machine, Sink, Step};
use gilscope_protocol::{RunOptions, RunResult};
use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    /// The engine worker's own thread has the one session that its worker half asks about.
    pub static SESSION: RefCell<Option<Arc<Session>>> = const { RefCell::new(None) };
}

/// The session of this thread, if a run was begun.
pub fn current() -> Option<Arc<Session>> {
    SESSION.with(|slot| slot.borrow().clone())
}

/// A machine and what it prints.
pub struct Session {
    pub outbox: Arc<Outbox>,
    machine: Machine,
    /// Workers beyond this number stay idle.
    cores: u32,
}

impl Session {
    /// Compiles the program; its errors are the run's result.
    pub fn start(source: &str, mut options: RunOptions, workers: u32) -> Self {
        options.cores = options.cores.clamp(1, workers.max(1));
        let cores = options.cores;
        let outbox = Arc::new(Outbox::default());
        let sink: Arc<dyn Sink> = Arc::clone(&outbox) as Arc<dyn Sink>;
        Self { machine: Machine::start(source, options, sink), outbox, cores }
    }

    /// A pool worker's part of the run: returns when the program has ended.
    #[cfg_attr(not(feature = "threads"), expect(dead_code, reason = "only a pool calls it"))]
    pub fn work(&self, index: usize) {
        if index < self.cores as usize {
            self.machine.work(index);
        }
    }

    /// See [`crate::step`].
    pub fn step(&self, budget_ms: f64) -> f64 {
        if self.outbox.congested() {
            return 1.0;
        }
        match self.machine.step((budget_ms * 1e6) as u64) {
            Step::Ready => 0.0,
            Step::Idle { wait_ns } => wait_ns as f64 / 1e6,
            Step::Done => -1.0,
        }
    }

    /// The result, once there is one.
    pub fn outcome(&self) -> Option<RunResult> {
        self.machine.outcome()
    }
}
