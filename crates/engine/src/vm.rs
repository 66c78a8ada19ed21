//! The one place that knows the virtual machine: from what the page asks for to what the machine wants, and back.
use crate::clock;
use crate::outbox::Outbox;
use gilscope_core::model::Model;
use gilscope_par::{Clock, Controls, Machine, Options, Outcome, Progress, StopRequest};
use gilscope_protocol::{Ended, EngineKind, RunOptions, RunResult, Stats, exit};
use std::sync::{Arc, LazyLock};

/// One set of words for the life of this module, so that the page needs to learn their address only once.
static CONTROLS: LazyLock<Arc<Controls>> = LazyLock::new(|| Arc::new(Controls::new()));

/// Where the page's words are.
pub fn controls_address() -> usize {
    Arc::as_ptr(&CONTROLS) as usize
}

/// Writes one of the page's words.
pub fn set_control(word: usize, value: u32) {
    CONTROLS.set(word, value);
}

/// A program that is under way, or has ended, or could not be begun.
pub struct Vm {
    machine: Result<Machine, RunResult>,
    options: RunOptions,
}

impl Vm {
    /// Gets a program ready; `cores` of the options have been clamped.
    pub fn start(source: &str, options: RunOptions, outbox: Arc<Outbox>) -> Self {
        CONTROLS.reset();
        let machine = match Model::by_name(&options.model) {
            Some(model) if options.engine == EngineKind::Real => {
                Machine::start(source, &options.filename, &wanted(&options, model), Arc::clone(&CONTROLS), outbox)
                    .map_err(|_| refusal(&options, "the memory limit is too small for the machine itself"))
            }
            Some(_) => Err(refusal(&options, "this version has no simulator")),
            None if Model::simulated(&options.model).is_some() => {
                Err(refusal(&options, "the model naive exists in the simulator alone: real threads would crash"))
            }
            None => Err(refusal(&options, "this version does not have that model")),
        };
        Self { machine, options }
    }

    /// A worker's part: returns when the program has ended.
    pub fn work(&self, index: usize) {
        if let Ok(machine) = &self.machine {
            machine.work(index);
        }
    }

    /// One slice. For how long there is nothing to do, in ns; nothing if the program has ended.
    pub fn step(&self, budget_ns: u64) -> Option<u64> {
        let Ok(machine) = &self.machine else { return None };
        match machine.step(budget_ns) {
            Progress::Ready => Some(0),
            // Without a time only input could wake it, and all there is has been given.
            Progress::Idle { until_ns } => {
                Some(until_ns.map_or(u64::MAX, |until| until.saturating_sub(machine.now_ns())))
            }
            Progress::Done => None,
        }
    }

    /// Hands on a wish to stop that the page has written while every worker is asleep.
    pub fn look_outside(&self) {
        if let (Ok(machine), Some(why)) = (&self.machine, CONTROLS.stop()) {
            machine.stop(why);
        }
    }

    /// The program's time is up.
    pub fn time_is_up(&self) {
        CONTROLS.request_stop(StopRequest::TimeLimit);
        self.look_outside();
    }

    /// The result without its output, once there is one.
    pub fn result(&self) -> Option<RunResult> {
        match &self.machine {
            Ok(machine) => Some(result(&self.options, &machine.outcome()?)),
            Err(refusal) => Some(refusal.clone()),
        }
    }
}

/// The machine's options for what was asked.
fn wanted(options: &RunOptions, model: &'static Model) -> Options {
    let clock = Clock { monotonic: clock::now_ns, wall: clock::wall_ns };
    Options {
        model,
        cores: options.cores,
        seed: options.seed,
        switch_interval_ns: ms_to_ns(options.switch_interval_ms),
        time_limit_ns: options.time_limit_ms.map(ms_to_ns),
        memory_limit_bytes: (options.memory_limit_mb as usize) << 20,
        stdin: Some(options.stdin.clone()),
        record: options.events,
        argv: vec![options.filename.clone()],
        ..Options::new(clock)
    }
}

fn ms_to_ns(ms: f64) -> u64 {
    (ms * 1e6) as u64
}

/// What an outcome says, without the output.
pub fn result(options: &RunOptions, outcome: &Outcome) -> RunResult {
    let stats = &outcome.stats;
    RunResult {
        exit: outcome.exit,
        ended: match outcome.ended {
            gilscope_par::Ended::Done => Ended::Done,
            gilscope_par::Ended::Exception => Ended::Exception,
            gilscope_par::Ended::Deadlock => Ended::Deadlock,
            gilscope_par::Ended::TimeLimit => Ended::TimeLimit,
            gilscope_par::Ended::Stopped => Ended::Stopped,
            gilscope_par::Ended::Crashed => Ended::Crashed,
            gilscope_par::Ended::EngineFailed => Ended::EngineFailed,
        },
        wall_ns: outcome.wall_ns,
        stats: Stats {
            instructions: stats.instructions,
            switches: stats.switches,
            gil_requests: stats.gil_requests,
            allocated_bytes: stats.allocated_bytes,
            collections: stats.collections,
            peak_bytes: stats.peak_bytes,
            threads: stats.threads,
        },
        ..empty(options)
    }
}

/// What comes of a program that cannot be begun.
fn refusal(options: &RunOptions, why: &str) -> RunResult {
    RunResult { exit: exit::USAGE, ended: Ended::Usage, stderr: format!("gilscope: {why}\n"), ..empty(options) }
}

fn empty(options: &RunOptions) -> RunResult {
    RunResult {
        stdout: String::new(),
        stderr: String::new(),
        exit: 0,
        ended: Ended::Done,
        truncated: false,
        engine: options.engine,
        model: options.model.clone(),
        cores: options.cores,
        wall_ns: 0,
        virtual_ns: None,
        seed: options.seed,
        schedule: None,
        trace_hash: None,
        notes: Vec::new(),
        stats: Stats::default(),
    }
}
