//! One run of a program: what is asked for and what comes back. The names are those of `--json` and of `gilscope.js`.
use serde::{Deserialize, Serialize};

/// The most of a program's output that a result keeps, both streams together; what follows is only streamed.
pub const OUTPUT_LIMIT_BYTES: usize = 16 << 20;

/// What a caller may ask of a run. Every field has a default, so `{}` is a whole request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunOptions {
    /// `real` (threads) or `sim` (the deterministic simulator).
    pub engine: EngineKind,
    /// The machine model's row, e.g. `3.14` or `3.14t`.
    pub model: String,
    /// How many workers may run Python at once; clamped to what there is.
    pub cores: u32,
    pub seed: u64,
    pub switch_interval_ms: f64,
    /// No limit if absent.
    pub time_limit_ms: Option<f64>,
    #[serde(rename = "memoryLimitMB")]
    pub memory_limit_mb: u32,
    /// What `input()` and `sys.stdin` read.
    pub stdin: String,
    /// What tracebacks call the program.
    pub filename: String,
    /// Whether events are wanted: without them nothing is recorded.
    pub events: bool,
    /// How the simulator's operating system picks threads; absent: at random.
    pub os_policy: Option<String>,
    /// Replay this run; simulator only. It decides model, cores, seed, interval and policy.
    pub schedule: Option<String>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            engine: EngineKind::Real,
            model: "3.14".to_owned(),
            cores: u32::MAX,
            seed: 0,
            switch_interval_ms: 5.0,
            time_limit_ms: None,
            memory_limit_mb: 256,
            stdin: String::new(),
            filename: "main.py".to_owned(),
            events: false,
            os_policy: None,
            schedule: None,
        }
    }
}

/// Which driver runs the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    Real,
    Sim,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The program ran to its end or left with `sys.exit`.
    Done,
    /// An exception was not caught.
    Exception,
    /// Nothing could ever run again.
    Deadlock,
    TimeLimit,
    /// Somebody asked for it.
    Stopped,
    /// It used what had been freed: under the model `naive`, where CPython itself would not have survived.
    Crashed,
    /// The engine itself has failed; the program is not to blame.
    EngineFailed,
    /// Nothing was run, because what was asked for is wrong.
    Usage,
}

/// The exit codes that are not the program's own.
pub mod exit {
    pub const EXCEPTION: i32 = 1;
    pub const USAGE: i32 = 2;
    pub const DEADLOCK: i32 = 3;
    pub const ENGINE_FAILED: i32 = 70;
    pub const TIME_LIMIT: i32 = 124;
    pub const STOPPED: i32 = 130;
    /// As a shell tells of a segmentation fault.
    pub const CRASHED: i32 = 139;
}

/// The one object that a run results in, whatever the program did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
    pub ended: Ended,
    /// Whether output beyond [`OUTPUT_LIMIT_BYTES`] was left out above.
    pub truncated: bool,
    pub engine: EngineKind,
    pub model: String,
    /// What the run really had, after clamping.
    pub cores: u32,
    pub wall_ns: u64,
    /// The simulator's clock; the real engine has none.
    pub virtual_ns: Option<u64>,
    pub seed: u64,
    /// Replays this very run; simulator only.
    pub schedule: Option<String>,
    /// A fingerprint of all events in order; simulator only.
    pub trace_hash: Option<String>,
    /// What is to be said of the run, in sentences; simulator only, where a trace was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    pub stats: Stats,
}

/// Counters of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stats {
    pub instructions: u64,
    /// How often the GIL went from one thread to another.
    pub switches: u64,
    /// How often a waiter asked the holder to drop the GIL.
    pub gil_requests: u64,
    pub allocated_bytes: u64,
    pub collections: u64,
    pub peak_bytes: u64,
    /// Python threads that were started, the main one included.
    pub threads: u64,
}

/// One thing that is wrong with a source text, as CPython would report it. Lines count from 1, columns from 0 in
/// UTF-16 units, which is how editors in a page count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The exception's name: `SyntaxError`, `IndentationError`, `TabError`.
    pub kind: String,
    pub message: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_request_is_a_whole_one() {
        let options: RunOptions = serde_json::from_str("{}").unwrap();
        assert_eq!(options, RunOptions::default());
        assert_eq!(options.memory_limit_mb, 256);
    }

    #[test]
    fn names_are_those_of_the_public_surface() {
        let options = serde_json::to_value(RunOptions::default()).unwrap();
        for name in ["engine", "model", "cores", "seed", "switchIntervalMs", "timeLimitMs", "memoryLimitMB", "stdin"] {
            assert!(options.get(name).is_some(), "{name}");
        }
        assert_eq!(serde_json::to_value(Ended::TimeLimit).unwrap(), "time_limit");
        assert_eq!(serde_json::to_value(Ended::EngineFailed).unwrap(), "engine_failed");
    }
}
