//! Python programs in the simulator.
mod conformance;
mod convoy;
mod determinism;
mod moments;
mod naive;
mod outcomes;
mod protocol;
mod replay;
mod runs;
mod view;

use std::sync::{Arc, Mutex};

use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_sim::{Options, Sim, Written};
use gilscope_stdlib::program::{Outcome, Sink};
use gilscope_trace::{Event, EventKind};

/// Every model that the simulator has.
const MODELS: [&str; 5] = ["3.9", "3.10", "3.14", "3.14t", "every"];

/// What a program has written, and the events of its run.
#[derive(Default)]
struct Kept {
    stdout: Mutex<String>,
    stderr: Mutex<String>,
    events: Mutex<Vec<Event>>,
}

impl Kept {
    /// Standard output, and what came on standard error.
    fn all(&self) -> String {
        self.stdout.lock().unwrap().clone() + &self.stderr.lock().unwrap()
    }
}

impl Sink for Kept {
    fn write(&self, stream: Stream, _thread: u32, text: &str) {
        let to = if stream == Stream::Stdout { &self.stdout } else { &self.stderr };
        to.lock().unwrap().push_str(text);
    }

    fn events(&self, batch: Vec<u8>) {
        self.events.lock().unwrap().extend(gilscope_trace::decode(&batch).unwrap());
    }
}

struct Run {
    stdout: String,
    stderr: String,
    outcome: Outcome,
    events: Vec<Event>,
    written: Vec<Written>,
    steps: u64,
    now_ns: u64,
    hash: u64,
    schedule: String,
}

impl Run {
    /// The output of a program that ran to its end.
    #[track_caller]
    fn ok(&self) -> &str {
        assert_eq!((self.outcome.exit, &*self.stderr), (0, ""), "stdout: {}", self.stdout);
        &self.stdout
    }

    /// The events of one kind.
    fn each<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> Vec<T> {
        self.events.iter().filter_map(pick).collect()
    }

    /// When threads took the GIL, and who.
    fn takes(&self) -> Vec<(u64, u32)> {
        self.each(|e| matches!(e.kind, EventKind::GilTake).then_some((e.t_ns, e.thread)))
    }

    /// When a holder was asked for the GIL: the time, the holder, who asked.
    fn requests(&self) -> Vec<(u64, u32, u32)> {
        self.each(|e| match e.kind {
            EventKind::GilRequest { by } => Some((e.t_ns, e.thread, by)),
            _ => None,
        })
    }
}

fn options(model: &str, seed: u64) -> Options {
    Options {
        model: Model::simulated(model).unwrap(),
        cores: 2,
        seed,
        time_limit_ns: Some(60_000_000_000),
        memory_limit_bytes: 64 << 20,
        keep_output: true,
        ..Options::new()
    }
}

/// With its events.
fn recorded(model: &str, seed: u64) -> Options {
    Options { record: true, ..options(model, seed) }
}

fn start(source: &str, options: Options) -> (Sim, Arc<Kept>) {
    let kept = Arc::new(Kept::default());
    let sim = Sim::start(source, "main.py", options, Box::new(|| None), kept.clone()).unwrap();
    (sim, kept)
}

fn run_with(source: &str, options: Options) -> Run {
    let (mut sim, kept) = start(source, options);
    let outcome = sim.run();
    finished(&sim, &kept, outcome)
}

fn finished(sim: &Sim, kept: &Kept, outcome: Outcome) -> Run {
    Run {
        stdout: kept.stdout.lock().unwrap().clone(),
        stderr: kept.stderr.lock().unwrap().clone(),
        outcome,
        events: std::mem::take(&mut kept.events.lock().unwrap()),
        written: sim.written(),
        steps: sim.position(),
        now_ns: sim.now_ns(),
        hash: sim.trace_hash(),
        schedule: sim.schedule().print(),
    }
}

fn run(source: &str, model: &str, seed: u64) -> Run {
    run_with(source, options(model, seed))
}
