//! The one place that knows which virtual machine runs. Until the machine is in, lines of the form `print("…")` are
//! printed and `while True: …` runs until it is stopped, so that everything around it can be tested.
use crate::clock::now_ns;
use gilscope_protocol::{Diagnostic, Ended, EngineKind, RunOptions, RunResult, Stats, exit};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// What a machine gives away while it runs.
pub trait Sink: Send + Sync {
    fn write(&self, stream: Stream, thread: u64, text: &str);
    fn events(&self, batch: Vec<u8>);
    fn congested(&self) -> bool;
}

/// What one slice came to.
pub enum Step {
    Ready,
    Idle { wait_ns: u64 },
    Done,
}

static CONTROLS: [AtomicU32; 4] = [const { AtomicU32::new(0) }; 4];

/// Where the page's words are.
pub fn controls_address() -> usize {
    CONTROLS.as_ptr() as usize
}

/// Writes one of the page's words.
pub fn set_control(word: usize, value: u32) {
    if let Some(control) = CONTROLS.get(word) {
        control.store(value, SeqCst);
    }
}

pub struct Machine {
    lines: Vec<String>,
    sink: Arc<dyn Sink>,
    options: RunOptions,
    begun_ns: u64,
    next: Mutex<usize>,
    outcome: Mutex<Option<RunResult>>,
}

impl Machine {
    pub fn start(source: &str, options: RunOptions, sink: Arc<dyn Sink>) -> Self {
        CONTROLS[0].store(0, SeqCst);
        Self {
            lines: source.lines().map(str::to_owned).collect(),
            sink,
            options,
            begun_ns: now_ns(),
            next: Mutex::new(0),
            outcome: Mutex::new(None),
        }
    }

    pub fn work(&self, _index: usize) {
        while !matches!(self.step(1_000_000), Step::Done) {
            while self.sink.congested() && CONTROLS[0].load(SeqCst) == 0 {
                std::thread::yield_now();
            }
        }
    }

    pub fn step(&self, budget_ns: u64) -> Step {
        let until = now_ns() + budget_ns;
        let mut next = self.next.lock().unwrap_or_else(|e| e.into_inner());
        while now_ns() < until {
            if self.outcome().is_some() {
                return Step::Done;
            }
            match CONTROLS[0].load(SeqCst) {
                0 => {}
                reason => {
                    self.finish(if reason == 1 { Ended::Stopped } else { Ended::TimeLimit });
                    return Step::Done;
                }
            }
            let Some(line) = self.lines.get(*next) else {
                self.finish(Ended::Done);
                return Step::Done;
            };
            if let Some(rest) = line.strip_prefix("while True:") {
                self.print(rest.trim());
                continue;
            }
            self.print(line);
            *next += 1;
        }
        Step::Ready
    }

    fn print(&self, line: &str) {
        if let Some(text) = line.strip_prefix("print(").and_then(|l| l.strip_suffix(')')) {
            self.sink.write(Stream::Stdout, 0, &format!("{}\n", text.trim_matches(['"', '\''])));
        }
    }

    fn finish(&self, ended: Ended) {
        let exit = match ended {
            Ended::Stopped => exit::STOPPED,
            Ended::TimeLimit => exit::TIME_LIMIT,
            _ => 0,
        };
        *self.outcome.lock().unwrap_or_else(|e| e.into_inner()) = Some(RunResult {
            stdout: String::new(),
            stderr: String::new(),
            exit,
            ended,
            truncated: false,
            engine: EngineKind::Real,
            model: self.options.model.clone(),
            cores: self.options.cores,
            wall_ns: now_ns() - self.begun_ns,
            virtual_ns: None,
            seed: self.options.seed,
            schedule: None,
            trace_hash: None,
            stats: Stats::default(),
        });
    }

    pub fn outcome(&self) -> Option<RunResult> {
        self.outcome.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }
}
