//! The one place of the command that knows which virtual machine runs.
use crate::output::Output;
use gilscope_protocol::{Ended, RunOptions, RunResult, Stats, exit};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Instant;

/// What the command may tell a program that is running.
#[derive(Default)]
pub struct Controls {
    stop: AtomicU32,
}

impl Controls {
    pub fn stop(&self, why: Ended) {
        let _ = self.stop.compare_exchange(0, if why == Ended::TimeLimit { 2 } else { 1 }, SeqCst, SeqCst);
    }
}

/// Runs a program to its end on as many threads as the options say.
pub fn run(
    _source: &str,
    _filename: &str,
    options: &RunOptions,
    controls: &Arc<Controls>,
    output: &Arc<Output>,
) -> RunResult {
    let begun = Instant::now();
    let _ = output;
    let _ = controls;
    let mut result = empty(options);
    result.stderr = "gilscope: there is no machine yet\n".to_owned();
    result.wall_ns = begun.elapsed().as_nanos() as u64;
    result
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
        stats: Stats::default(),
    }
}

/// The bytecode of a program as text, or CPython's words for why it has none.
pub fn disassemble(_source: &str, _filename: &str) -> Result<String, String> {
    Err("gilscope: there is no compiler yet\n".to_owned())
}
