//! What drives the machine. The loop asks its engine for everything that is not the program's own state.

use std::cell::Cell;
use std::ops::ControlFlow;

use gilscope_bytecode::Op;
use gilscope_heap::{Fp, Obj, Value};

/// Nanoseconds on the engine's clock.
pub type Nanos = u64;

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitOn {
    /// Until somebody wakes those who wait for this object (a lock, a queue, a thread's end), or the deadline.
    Object { object: Obj, deadline: Option<Nanos> },
    /// Until the deadline.
    Sleep { until: Nanos },
    /// Gives way to others once, as `time.sleep(0)` does.
    Yield,
    /// A line of standard input.
    Input,
}

/// A shared access that the program can observe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    pub object: Value,
    /// Which part: an attribute's name, a key, an index; NULL: the whole object.
    pub slot: Value,
    pub kind: AccessKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    Read,
    Write,
    /// A change whose order among its like does not matter.
    Commute,
}

/// Why the loop returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Before this access (engines with [`Engine::FINE`] only).
    Visible(Access),
    Blocked(WaitOn),
    /// The engine asked for it at a poll.
    Safepoint,
    Budget,
    /// No room for so many bytes: collect, then run the thread again.
    NeedMemory(usize),
    Done(Value),
    /// An exception that nobody caught.
    Uncaught(Value),
}

/// Where the loop lets its engine in (`gil-facts` section 2). A machine model honours some of these: see
/// [`crate::model::Model::polls_at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// `RESUME` where a function starts, and where a generator goes on after `yield`.
    Entry,
    /// `JUMP_BACKWARD`.
    BackEdge,
    /// After a call of something that is not Python, where CPython's instruction polls: not after one that is
    /// specialised for `len`, `isinstance`, `list.append` or `type`, if the model has specialised calls.
    Call,
    /// Before a bytecode, where CPython 3.9 looks: the bytecode that ran before it was not one of the fast ones
    /// (engines with [`Engine::FINE`] only).
    Most,
    /// Before any other bytecode (engines with [`Engine::FINE`] only).
    Bytecode,
    /// Inside the interpreter's own Python, which in CPython is C and polls nowhere. The engine may stop the thread here
    /// for itself (an end, a pause, a collection, the end of a slice), but no machine gives its GIL away.
    Hidden,
}

/// A bytecode that is about to run (engines with [`Engine::FINE`] only).
#[derive(Clone, Copy, Debug)]
pub struct StepAt {
    /// Number of the code, and the instruction's index in it.
    pub code: u32,
    pub pc: u32,
    pub op: Op,
    /// Its line in the program's own text; 0: it is the library's.
    pub line: u32,
    /// May it touch what other threads can see?
    pub shared: bool,
}

/// Bytecodes that are about to run, one after the other ([`Engine::quick_run`]).
pub struct RunAt<'l> {
    /// Number of the code, and the index of the first of them in it.
    pub code: u32,
    pub pc: u32,
    /// If the engine watches: their line, which is the same for all, and nothing of them may touch what others can see.
    pub line: u32,
    pub ops: &'l [Op],
    /// What the engine wants to remember of them; 0 until then.
    pub price: &'l Cell<u16>,
}

/// Standard output or standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// What natives may ask of the engine; `dyn` because natives are not generic, `&self` because the loop polls the same
/// engine while natives hold it (its state is in cells).
pub trait Host {
    fn clock(&self) -> Nanos;
    /// Seconds since 1970, in nanoseconds.
    fn wall_clock(&self) -> Nanos;
    fn random(&self) -> u64;
    fn write(&self, thread: u32, stream: Stream, text: &str);
    /// A line of standard input with its newline; `None` at its end; `Err` if it has to be waited for.
    fn read_line(&self) -> Result<Option<String>, ()>;
    /// Starts a VM thread; `Err` when there are too many.
    fn spawn(&self, thread: Box<crate::VmThread>) -> Result<(), ()>;
    /// Wakes up to `n` threads that wait for `object`.
    fn wake(&self, object: Obj, n: usize);
    /// Hands `object` to the thread that has waited longest for it, if it has waited long enough for that: writes the
    /// thread's number to payload word `word` and wakes it, in one step. Says whether.
    fn hand_over(&self, _object: Obj, _word: usize) -> bool {
        false
    }
    fn switch_interval_ns(&self) -> u64;
    fn set_switch_interval_ns(&self, ns: u64);
    /// Asks for a collection at the next safepoint.
    fn request_collection(&self);
    /// Asks for the end of the running thread's turn at the next poll: its driver may want to run it otherwise.
    fn end_turn(&self) {}
    /// Number of workers that may run threads at once.
    fn cores(&self) -> u32;
}

/// Drives the loop; one type each, so that what an engine does not use costs nothing.
///
/// Whatever an engine breaks at, it is not told again when the thread goes on (that it was told is part of the thread's
/// state): an engine may stop at each [`Engine::visible`] and [`Engine::poll`] and needs to remember nothing. Before a
/// bytecode the poll comes first, then the access.
pub trait Engine: Host {
    /// Must every bytecode and every visible access be observable?
    const FINE: bool;

    /// Does it answer [`Engine::quick_step`]? Only one that always runs the plain form may.
    const QUICK: bool = false;

    /// Does it run the plain form of the code? An engine that is `FINE` only to see when objects go does not.
    fn is_plain(&self) -> bool {
        Self::FINE
    }

    /// Does the thread go on from where the engine broke only to pause? Then nothing happens that would not have happened
    /// without.
    fn was_paused(&self) -> bool {
        false
    }

    /// Does it want to be told of accesses ([`Engine::visible`])?
    #[inline(always)]
    fn watches(&self) -> bool {
        true
    }

    /// Does it look anywhere between bytecodes ([`Poll::Most`], [`Poll::Bytecode`])?
    #[inline(always)]
    fn polls_between(&self) -> bool {
        true
    }

    /// Before a bytecode that it is to be told of, and before its poll: the engine may have steps of its own to make, and
    /// may break between them. Only called when it looks between bytecodes.
    fn settle(&self, _cx: &mut crate::Cx<'_>, _fp: Fp, _at: &StepAt) -> ControlFlow<Stop> {
        ControlFlow::Continue(())
    }

    /// Once for each such bytecode, when nothing more can keep it from running. Only called when it looks between
    /// bytecodes; breaks only if the thread never goes on.
    fn about(&self, _cx: &mut crate::Cx<'_>, _fp: Fp, _at: &StepAt) -> ControlFlow<Stop> {
        ControlFlow::Continue(())
    }

    /// Before a bytecode of the program's own, after its poll. Only called when `FINE`. Told again if it breaks.
    fn step(&self, _at: &StepAt) -> ControlFlow<Stop> {
        ControlFlow::Continue(())
    }

    /// As [`Engine::step`], if the engine would break at nothing before this bytecode, neither at the poll nor at an access,
    /// and has nothing else to do here. False: nothing was done. Only called when `QUICK`.
    #[inline(always)]
    fn quick_step(&self, _at: &StepAt) -> bool {
        false
    }

    /// As [`Engine::quick_step`] for all of these, or for none. Only called when `QUICK`.
    #[inline(always)]
    fn quick_run(&self, _run: &RunAt<'_>) -> bool {
        false
    }

    /// Of those that [`Engine::quick_run`] was told of last, these, the last of them, do not run for now.
    fn take_back(&self, _ops: &[Op]) {}

    /// The bytecode told last calls something native: its name, and how many items its first sized argument has (1 if it
    /// has none).
    fn work(&self, _native: &'static str, _items: u32) {}

    /// Before a shared access. Only called when `FINE`, if it watches.
    fn visible(&self, _access: Access) -> ControlFlow<Stop> {
        ControlFlow::Continue(())
    }

    /// At a place where the thread may stop. Called often: an atomic load, and a counter.
    fn poll(&self, at: Poll) -> ControlFlow<Stop>;
}
