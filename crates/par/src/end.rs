//! How a program ended.
use gilscope_core::Stop;
use gilscope_core::types::tuple;

/// Why there is nothing left to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The engine itself has failed; the program is not to blame.
    EngineFailed,
}

/// Exit codes that are not the program's own.
pub mod exit {
    pub const EXCEPTION: i32 = 1;
    pub const DEADLOCK: i32 = 3;
    pub const ENGINE_FAILED: i32 = 70;
    pub const TIME_LIMIT: i32 = 124;
    pub const STOPPED: i32 = 130;
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub exit: i32,
    pub ended: Ended,
    pub wall_ns: u64,
    pub stats: Stats,
}

impl Outcome {
    pub(crate) fn new(exit: i32, ended: Ended) -> Outcome {
        Outcome { exit, ended, wall_ns: 0, stats: Stats::default() }
    }
}

/// Counters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// How the program ended, from the way in which the main thread did. Its function (`run_program` in the machine's own
/// Python) returns the exit code, and whether an exception was not caught.
pub(crate) fn of_main(stop: Stop) -> (i32, Ended) {
    let Stop::Done(result) = stop else { return (exit::EXCEPTION, Ended::Exception) };
    match tuple::to_vec(result)[..] {
        [code, uncaught] => {
            let code = (code.as_int().unwrap_or(i64::from(exit::EXCEPTION)) & 0xFF) as i32;
            (code, if uncaught == gilscope_heap::Value::TRUE { Ended::Exception } else { Ended::Done })
        }
        _ => (exit::ENGINE_FAILED, Ended::EngineFailed),
    }
}
