//! What things take on the virtual clock, in nanoseconds: estimates of CPython's proportions, the same on every machine.
//! `crates/sim/costs.py` measures what CPython takes; the table has not been adjusted to it yet.
use gilscope_bytecode::Op;

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

/// An instruction of each kind.
pub const fn of(op: Op) -> u32 {
    match op {
        Op::Nop | Op::NotTaken => 0,
        Op::Resume | Op::JumpBackward | Op::JumpForward | Op::PopTop | Op::Copy | Op::Swap | Op::PushNull => 1,
        Op::LoadFast | Op::LoadFastBorrow | Op::LoadConst | Op::LoadSmallInt | Op::StoreFast => 1,
        Op::LoadGlobal | Op::LoadName | Op::StoreGlobal | Op::StoreName | Op::LoadDeref | Op::StoreDeref => 3,
        Op::BinaryOp | Op::CompareOp | Op::ContainsOp | Op::UnaryNegative | Op::UnaryInvert => 9,
        Op::LoadAttr | Op::StoreAttr | Op::LoadSuperAttr => 5,
        Op::StoreSubscr | Op::DeleteSubscr | Op::BinarySlice | Op::StoreSlice => 12,
        Op::ForIter => 6,
        Op::Call | Op::CallKw | Op::CallFunctionEx => 22,
        Op::ReturnValue | Op::YieldValue | Op::Send => 8,
        Op::BuildList | Op::BuildTuple | Op::BuildMap | Op::BuildSet | Op::BuildString | Op::BuildSlice => 20,
        Op::MakeFunction | Op::LoadBuildClass | Op::ImportName | Op::ImportFrom => 60,
        Op::RaiseVarargs | Op::Reraise | Op::PushExcInfo | Op::CheckExcMatch => 60,
        _ => 3,
    }
}

/// How the time of a native function grows with the size of its (first sized) argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// So many nanoseconds for each item.
    Linear(u32),
    /// So many nanoseconds for each item, times the logarithm of how many there are.
    Sort(u32),
}

/// Natives that take longer the more they are given. All others take the same whatever they get.
pub fn growth(name: &str) -> Option<Growth> {
    Some(match name {
        "sort" | "sorted" => Growth::Sort(12),
        "sum" | "min" | "max" | "any" | "all" | "count" | "index" | "remove" => Growth::Linear(7),
        "list" | "tuple" | "set" | "frozenset" | "dict" | "copy" | "extend" | "update" | "union" | "fromkeys" => {
            Growth::Linear(9)
        }
        "reverse" | "reversed" | "insert" | "clear" => Growth::Linear(1),
        "join" | "split" | "replace" | "encode" | "decode" | "upper" | "lower" | "find" => Growth::Linear(4),
        "bytes" | "bytearray" | "hash" | "sha256" => Growth::Linear(1),
        _ => return None,
    })
}

/// What a native takes beyond the call itself.
pub fn native(name: &str, items: usize) -> u64 {
    let n = items as u64;
    match growth(name) {
        None => 15,
        Some(Growth::Linear(ns)) => 15 + n * u64::from(ns),
        Some(Growth::Sort(ns)) => 15 + n * u64::from(ns) * u64::from(64 - n.leading_zeros()).max(1) / 2,
    }
}
