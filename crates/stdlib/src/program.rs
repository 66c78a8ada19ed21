//! A program as engines see it: how it is begun, where what it writes goes, how it ended.
use std::sync::Arc;

use gilscope_core::types::{dict, tuple};
use gilscope_core::{CompileOptions, Config, Cx, Exit, Host, Nanos, Stop, Stream, VmThread, Worker, World};
use gilscope_heap::{Obj, OutOfMemory, Value};

use crate::native::builtins;

/// What a program writes, and what is told of it while it runs. Called by workers: nothing here may block.
pub trait Sink: Send + Sync {
    /// Python thread `thread` has written `text`.
    fn write(&self, stream: Stream, thread: u32, text: &str);
    /// A batch of events in the format of `gilscope_trace`. May be thrown away.
    fn events(&self, batch: Vec<u8>);
    /// Has so much been written that workers should pause before they write more?
    fn congested(&self) -> bool {
        false
    }
}

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
    /// It used what had been freed: under the model `naive`, where CPython itself would not have survived.
    Crashed,
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
    /// As a shell tells of a segmentation fault.
    pub const CRASHED: i32 = 139;
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
    pub fn new(exit: i32, ended: Ended) -> Outcome {
        Outcome { exit, ended, wall_ns: 0, stats: Stats::default() }
    }
}

/// Counters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Bytecodes that were executed. Exact in the simulator; the real engine counts by turns of loops and by calls (see
    /// [`VmThread::executed`]), which is some too many where code is skipped.
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
pub fn of_main(stop: Stop) -> (i32, Ended) {
    let Stop::Done(result) = stop else { return (exit::EXCEPTION, Ended::Exception) };
    match tuple::to_vec(result)[..] {
        [code, uncaught] => {
            let code = (code.as_int().unwrap_or(i64::from(exit::EXCEPTION)) & 0xFF) as i32;
            (code, if uncaught == Value::TRUE { Ended::Exception } else { Ended::Done })
        }
        _ => (exit::ENGINE_FAILED, Ended::EngineFailed),
    }
}

/// Gets a program ready: a world, and the thread that runs the program when it is run. Nothing of it has run yet; what
/// is wrong with its text is said when it runs. `clocks` are the monotonic and the wall clock, in nanoseconds.
pub fn begin(
    config: Config,
    (monotonic, wall): (fn() -> Nanos, fn() -> Nanos),
    source: &str,
    filename: &str,
) -> Result<(Arc<World>, VmThread), OutOfMemory> {
    let boot = Nobody { monotonic, wall };
    let world = World::new(config, &boot)?;
    let main = main_thread(&world, &boot, source, filename)?;
    Ok((world, main))
}

/// The thread that runs the program: `run_program` of the machine's own Python, which calls it.
fn main_thread(world: &World, boot: &Nobody, source: &str, filename: &str) -> Result<VmThread, OutOfMemory> {
    let mut worker = Worker::new(world);
    let mut thread = VmThread::new(0, Value::NULL, Value::NULL, Value::NULL);
    let mut cx = Cx::new(world, boot, &mut worker, &mut thread);
    world.add_source(filename, source);
    let args = (|| {
        // What does not compile is compiled again by the program, and raises there.
        let (program, warnings) = match (world.config.compile)(source, filename, "exec", CompileOptions::default()) {
            Ok(compiled) => {
                gilscope_core::start::main_thread(&mut cx, &compiled.code)?;
                (cx.thread.start[0], builtins::code::warnings(&mut cx, &compiled.warnings, filename)?)
            }
            Err(_) => (Value::NONE, Value::NULL),
        };
        let warnings = if warnings.is_null() { Value::NONE } else { warnings };
        let key = cx.intern("sys");
        let sys = dict::get_str(world.modules.obj(), key).unwrap_or(Value::NONE);
        let (source, filename) = (cx.str(source)?, cx.str(filename)?);
        cx.tuple(&[program, source, filename, sys, warnings])
    })();
    let args = args.map_err(|e| match e {
        Exit::NeedMemory(n) => OutOfMemory(n),
        e => panic!("the program's module cannot be made: {e:?}"),
    })?;
    Ok(VmThread::new(0, world.hidden("run_program"), args, Value::NULL))
}

/// Stands in for an engine while somebody only looks.
pub static NOBODY: Nobody = Nobody { monotonic: || 0, wall: || 0 };

/// Stands in for an engine while nothing runs.
pub struct Nobody {
    monotonic: fn() -> Nanos,
    wall: fn() -> Nanos,
}

impl Host for Nobody {
    fn clock(&self) -> Nanos {
        (self.monotonic)()
    }

    fn wall_clock(&self) -> Nanos {
        (self.wall)()
    }

    fn random(&self) -> u64 {
        0
    }

    fn write(&self, _thread: u32, _stream: Stream, _text: &str) {}

    fn read_line(&self) -> Result<Option<String>, ()> {
        Ok(None)
    }

    fn spawn(&self, _thread: Box<VmThread>) -> Result<(), ()> {
        Err(())
    }

    fn wake(&self, _object: Obj, _n: usize) {}

    fn switch_interval_ns(&self) -> u64 {
        0
    }

    fn set_switch_interval_ns(&self, _ns: u64) {}

    fn request_collection(&self) {}

    fn cores(&self) -> u32 {
        1
    }
}
