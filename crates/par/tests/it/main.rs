//! Python programs on the real engine.
mod end;
mod gil;
mod memory;
mod sync;
mod threads;

use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_par::{Clock, Controls, Machine, Options, Outcome, Progress, Sink};
use gilscope_trace::Event;

/// What a program has written, and the events of its run.
#[derive(Default)]
struct Kept {
    stdout: Mutex<String>,
    stderr: Mutex<String>,
    events: Mutex<Vec<Vec<Event>>>,
}

impl Sink for Kept {
    fn write(&self, stream: Stream, _thread: u32, text: &str) {
        let to = if stream == Stream::Stdout { &self.stdout } else { &self.stderr };
        to.lock().unwrap().push_str(text);
    }

    fn events(&self, batch: Vec<u8>) {
        self.events.lock().unwrap().push(gilscope_trace::decode(&batch).unwrap());
    }
}

fn clock() -> Clock {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    Clock {
        monotonic: || BEGAN.get_or_init(Instant::now).elapsed().as_nanos() as u64,
        wall: || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64,
    }
}

struct Run {
    stdout: String,
    stderr: String,
    outcome: Outcome,
    events: Vec<Event>,
}

impl Run {
    /// The output of a program that ran to its end.
    #[track_caller]
    fn ok(&self) -> &str {
        assert_eq!((self.outcome.exit, &*self.stderr), (0, ""), "stdout: {}", self.stdout);
        &self.stdout
    }
}

fn options(model: &str, cores: u32) -> Options {
    Options {
        model: Model::by_name(model).unwrap(),
        cores,
        // A program that hangs is a test that fails.
        time_limit_ns: Some(60_000_000_000),
        memory_limit_bytes: 256 << 20,
        ..Options::new(clock())
    }
}

/// Runs a program, with somebody beside it who has its machine and its controls.
fn run_beside(source: &str, options: &Options, beside: impl FnOnce(&Machine, &Controls) + Send) -> Run {
    let kept = Arc::new(Kept::default());
    let controls = Arc::new(Controls::new());
    let machine = Machine::start(source, "prog.py", options, controls.clone(), kept.clone()).unwrap();
    std::thread::scope(|s| {
        for i in 0..options.cores as usize {
            let machine = &machine;
            s.spawn(move || machine.work(i));
        }
        beside(&machine, &controls);
    });
    finished(&machine, &kept)
}

fn finished(machine: &Machine, kept: &Kept) -> Run {
    // Two workers may give theirs away at the same time.
    let mut batches = std::mem::take(&mut *kept.events.lock().unwrap());
    batches.sort_by_key(|batch| (batch[0].t_ns, batch.last().map(|e| e.t_ns)));
    Run {
        stdout: kept.stdout.lock().unwrap().clone(),
        stderr: kept.stderr.lock().unwrap().clone(),
        outcome: machine.outcome().unwrap(),
        events: batches.concat(),
    }
}

fn run_with(source: &str, options: &Options) -> Run {
    run_beside(source, options, |_, _| ())
}

fn run(source: &str, model: &str, cores: u32) -> Run {
    run_with(source, &options(model, cores))
}

/// On one thread, in slices of a millisecond.
fn run_in_steps(source: &str, model: &str) -> Run {
    let kept = Arc::new(Kept::default());
    let machine =
        Machine::start(source, "prog.py", &options(model, 1), Arc::new(Controls::new()), kept.clone()).unwrap();
    loop {
        match machine.step(1_000_000) {
            Progress::Ready => {}
            Progress::Idle { until_ns } => {
                let until = until_ns.expect("something will happen");
                std::thread::sleep(std::time::Duration::from_nanos(until.saturating_sub(machine.now_ns())));
            }
            Progress::Done => return finished(&machine, &kept),
        }
    }
}

/// Says the same on every model, on one worker and on more, and in steps.
#[track_caller]
fn everywhere(source: &str, expected: &str) {
    for model in ["3.9", "3.10", "3.14", "3.14t", "every"] {
        for cores in [1, 2, 3] {
            assert_eq!(run(source, model, cores).ok(), expected, "{model} on {cores}");
        }
        assert_eq!(run_in_steps(source, model).ok(), expected, "{model} in steps");
    }
}
