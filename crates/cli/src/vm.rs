//! What knows the real engine, and what a run's result is made of.
use crate::output::{Output, Stream};
use gilscope_core::model::Model;
use gilscope_par::{Clock, Controls, Machine, Options, Outcome, Sink};
use gilscope_protocol::{Ended, RunOptions, RunResult, Stats, exit};
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// So many lines of input are read before the program asks for them, no more: what pours in may have no end.
const LINES_AHEAD: usize = 1000;

/// What the command may tell a program that is running.
#[derive(Default)]
pub struct Control {
    machine: OnceLock<Arc<Machine>>,
    /// For the simulator, which looks at it now and then.
    pub stopped: AtomicBool,
}

impl Control {
    /// Ends the program.
    pub fn stop(&self, why: Ended) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(machine) = self.machine.get() {
            machine.stop(match why {
                Ended::TimeLimit => gilscope_par::StopRequest::TimeLimit,
                _ => gilscope_par::StopRequest::Stopped,
            });
        }
    }
}

impl Sink for Output {
    fn write(&self, stream: gilscope_core::Stream, _thread: u32, text: &str) {
        let stream = match stream {
            gilscope_core::Stream::Stdout => Stream::Stdout,
            gilscope_core::Stream::Stderr => Stream::Stderr,
        };
        self.add(stream, text);
    }

    fn events(&self, batch: Vec<u8>) {
        self.keep_events(batch);
    }

    fn congested(&self) -> bool {
        self.is_congested()
    }
}

/// Runs a program to its end on as many threads as the options say.
pub fn run(source: &str, filename: &str, options: &RunOptions, control: &Control, output: &Arc<Output>) -> RunResult {
    let Some(model) = Model::by_name(&options.model) else {
        return refusal(options, "this version does not have that model");
    };
    let wanted = Options {
        model,
        cores: options.cores,
        seed: options.seed,
        switch_interval_ns: (options.switch_interval_ms * 1e6) as u64,
        time_limit_ns: options.time_limit_ms.map(|ms| (ms * 1e6) as u64),
        memory_limit_bytes: (options.memory_limit_mb as usize) << 20,
        stdin: None,
        record: options.events,
        argv: vec![filename.to_owned()],
        ..Options::new(CLOCK)
    };
    let sink: Arc<dyn Sink> = Arc::clone(output) as Arc<dyn Sink>;
    let controls = Arc::new(Controls::new());
    let Ok(machine) = Machine::start(source, filename, &wanted, controls, sink) else {
        return refusal(options, "the memory limit is too small for the machine itself");
    };
    let machine = Arc::new(machine);
    // There is one run in the life of the command.
    let _ = control.machine.set(Arc::clone(&machine));
    read_input(&machine);
    for index in 0..options.cores as usize {
        let machine = Arc::clone(&machine);
        thread::spawn(move || machine.work(index));
    }
    // A worker that is inside a long native call is not waited for.
    let outcome = machine.wait();
    result(options, &outcome)
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

/// Gives the program the command's own input, line by line.
fn read_input(machine: &Arc<Machine>) {
    let machine = Arc::clone(machine);
    thread::spawn(move || {
        let mut lines = std::io::stdin().lock();
        loop {
            while machine.unread_input() >= LINES_AHEAD {
                thread::sleep(Duration::from_millis(1));
            }
            let mut line = Vec::new();
            match lines.read_until(b'\n', &mut line) {
                Ok(1..) => machine.feed(Some(String::from_utf8_lossy(&line).into_owned())),
                _ => return machine.feed(None),
            }
        }
    });
}

/// The machine's clock, from the command's start.
const CLOCK: Clock = Clock {
    monotonic: || {
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed().as_nanos() as u64
    },
    wall: || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64),
};

/// What comes of a program that cannot be begun.
pub fn refusal(options: &RunOptions, why: &str) -> RunResult {
    RunResult { exit: exit::USAGE, ended: Ended::Usage, stderr: format!("gilscope: {why}\n"), ..empty(options) }
}

/// A result that says that nothing came of it.
pub fn empty(options: &RunOptions) -> RunResult {
    RunResult {
        stdout: String::new(),
        stderr: String::new(),
        exit: exit::ENGINE_FAILED,
        ended: Ended::EngineFailed,
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
