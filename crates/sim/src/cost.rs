//! What things take on the virtual clock, in nanoseconds: the same on every machine, in CPython's proportions.
//!
//! The figures are what `crates/sim/costs.py` printed for CPython 3.13.0 on one Linux machine with two busy cores: medians
//! of five runs, rounded; what it does not measure is set beside what is nearest to it. 3.13 is the latest version that
//! could be measured with threads there; where 3.14 is faster or slower by a few parts in a hundred, that is not here.
use gilscope_bytecode::{OPCODES, Op};
use gilscope_core::RunAt;

/// A thread's start, until it can run.
pub const START_NS: u64 = 40_000;
/// Taking the GIL, or a core, after waiting: cold caches.
pub const SWITCH_NS: u64 = 1_500;
/// `pthread_cond_timedwait` is never exact: at most so much later.
pub const TIMER_SLACK_NS: u64 = 60_000;
/// A call of the operating system that does not wait.
pub const SYSCALL_NS: u64 = 400;
/// Waking another thread, for the one that wakes.
pub const WAKE_NS: u64 = 1_000;
/// Writing a line to standard output.
pub const WRITE_NS: u64 = 1_000;

/// A third of a change of a reference count, where it is shown step by step.
pub const COUNT_NS: u64 = 1;

/// An instruction of each kind, by number: it is looked up before every one.
static INSTRUCTIONS: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < OPCODES.len() {
        table[OPCODES[i].op as usize] = instruction(OPCODES[i].op);
        i += 1;
    }
    table
};

/// What an instruction takes.
#[inline(always)]
pub fn of(op: Op) -> u64 {
    u64::from(INSTRUCTIONS[op as usize])
}

/// What they take together.
pub fn of_all(ops: &[Op]) -> u64 {
    ops.iter().map(|&op| of(op)).sum()
}

/// The same, which is remembered for the next time.
#[cold]
pub fn remember(run: &RunAt<'_>) -> u64 {
    let ns = of_all(run.ops);
    run.price.set(u16::try_from(ns).unwrap_or(0));
    ns
}

const fn instruction(op: Op) -> u8 {
    match op {
        Op::Nop | Op::NotTaken => 0,
        Op::Resume | Op::JumpBackward | Op::JumpForward | Op::PopTop | Op::Copy | Op::Swap | Op::PushNull => 1,
        Op::LoadFast | Op::LoadFastBorrow | Op::LoadConst | Op::LoadSmallInt | Op::StoreFast => 1,
        Op::LoadGlobal | Op::LoadName | Op::StoreGlobal | Op::StoreName | Op::LoadDeref | Op::StoreDeref => 3,
        // With a result that has to be made; an item of a list takes less, a call of the program's own operator more.
        Op::BinaryOp | Op::UnaryNegative | Op::UnaryInvert => 14,
        Op::CompareOp => 3,
        Op::ContainsOp => 7,
        Op::LoadAttr | Op::StoreAttr | Op::LoadSuperAttr => 5,
        Op::StoreSubscr | Op::DeleteSubscr => 3,
        Op::BinarySlice | Op::StoreSlice | Op::BuildSlice => 60,
        Op::ForIter => 10,
        Op::Call | Op::CallKw | Op::CallFunctionEx => 4,
        Op::ReturnValue | Op::YieldValue | Op::Send => 6,
        Op::BuildList => 27,
        Op::BuildTuple => 17,
        Op::BuildMap | Op::BuildSet => 44,
        Op::FormatSimple | Op::FormatWithSpec | Op::ConvertValue | Op::BuildString => 44,
        Op::MakeFunction => 64,
        Op::LoadBuildClass | Op::ImportName | Op::ImportFrom => 60,
        Op::RaiseVarargs | Op::Reraise | Op::PushExcInfo | Op::CheckExcMatch => 17,
        _ => 3,
    }
}

/// How the time of a native function grows with the size of its (first sized) argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// So many picoseconds for each item.
    Linear(u64),
    /// So many picoseconds for each item, times half the logarithm of how many there are.
    Sort(u64),
}

/// Natives and operations that take longer the more they are given. All others take the same whatever they get.
pub fn growth(name: &str) -> Option<Growth> {
    Some(match name {
        "sort" | "sorted" => Growth::Sort(7_700),
        "sum" => Growth::Linear(6_800),
        "min" | "max" | "any" | "all" => Growth::Linear(13_300),
        "count" | "index" | "remove" | "in" => Growth::Linear(9_100),
        "list" | "tuple" | "copy" | "extend" | "[:]" => Growth::Linear(1_300),
        "+" => Growth::Linear(2_500),
        "*" => Growth::Linear(600),
        "set" | "frozenset" | "union" | "fromkeys" => Growth::Linear(15_000),
        "dict" | "update" => Growth::Linear(2_400),
        "join" | "split" => Growth::Linear(8_400),
        "replace" | "upper" | "lower" | "encode" | "decode" => Growth::Linear(400),
        "reverse" | "reversed" | "insert" | "clear" => Growth::Linear(150),
        "bytes" | "bytearray" | "hash" | "sha256" | "find" | "in text" | "text" => Growth::Linear(50),
        _ => return None,
    })
}

/// What a native takes for its items, beyond the instruction itself.
pub fn native(name: &str, items: usize) -> u64 {
    let n = items as u64;
    match growth(name) {
        None => 0,
        Some(Growth::Linear(ps)) => n * ps / 1000,
        Some(Growth::Sort(ps)) => n * ps * u64::from(64 - n.leading_zeros()).max(1) / 2000,
    }
}
