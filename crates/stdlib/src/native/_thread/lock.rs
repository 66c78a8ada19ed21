//! `lock` and `RLock`.
//!
//! A lock is a word with three states, as a futex lock: who gives back a contended one wakes the thread that has waited
//! longest. That thread tries again, and may find that another was faster; once it has waited for a millisecond it is
//! handed the lock instead (CPython's `PyMutex` does the same).

use gilscope_core::native::{TypeDef, TypeFlags, func};
use gilscope_core::ops::truth;
use gilscope_core::types::tuple;
use gilscope_core::{Acc, Cx, NativeDef, Res, WaitOn};
use gilscope_heap::{Args, Kind, Obj, Value};

use super::{deadline, own_ident};

const STATE: usize = 0;
/// The engine's number of the thread that took it.
const TAKER: usize = 1;
/// The engine's number of the thread to which it was handed, and which does not know yet.
const HANDED: usize = 2;
/// RLock: how often its owner holds it.
const COUNT: usize = 3;

const FREE: Value = Value::small(0);
const HELD: Value = Value::small(1);
/// Held, and others wait.
const CONTENDED: Value = Value::small(2);

const NOBODY: Value = Value::small(-1);

pub static LOCK: TypeDef =
    TypeDef::new("lock", Kind::Lock, 3, LOCK_METHODS).module("_thread").flags(super::FINAL).doc(LOCK_DOC);

const LOCK_DOC: &str = "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().";

static LOCK_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /", new_lock, Acc::Pure),
    func("acquire", "self, blocking=True, timeout=-1", acquire, Acc::Sync),
    func("acquire_lock", "self, blocking=True, timeout=-1", acquire, Acc::Sync),
    func("release", "self, /", release, Acc::Sync),
    func("release_lock", "self, /", release, Acc::Sync),
    func("locked", "self, /", locked, Acc::Read),
    func("locked_lock", "self, /", locked, Acc::Read),
    func("__enter__", "self, /", enter, Acc::Sync),
    func("__exit__", "self, /, *args", exit, Acc::Sync),
    func("__repr__", "self, /", repr, Acc::Read),
    func("_at_fork_reinit", "self, /", reset, Acc::Sync),
];

pub static RLOCK: TypeDef =
    TypeDef::new("RLock", Kind::RLock, 4, RLOCK_METHODS).module("_thread").flags(TypeFlags::BASE);

static RLOCK_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /", new_rlock, Acc::Pure),
    func("acquire", "self, blocking=True, timeout=-1", r_acquire, Acc::Sync),
    func("release", "self, /", r_release, Acc::Sync),
    func("locked", "self, /", locked, Acc::Read),
    func("__enter__", "self, /", r_enter, Acc::Sync),
    func("__exit__", "self, /, *args", r_exit, Acc::Sync),
    func("__repr__", "self, /", r_repr, Acc::Read),
    func("_is_owned", "self, /", r_is_owned, Acc::Read),
    func("_recursion_count", "self, /", r_recursion_count, Acc::Read),
    func("_release_save", "self, /", r_release_save, Acc::Sync),
    func("_acquire_restore", "self, state, /", r_acquire_restore, Acc::Sync),
    func("_at_fork_reinit", "self, /", reset, Acc::Sync),
];

pub fn new(cx: &mut Cx<'_>) -> Res {
    let ty = LOCK.of(cx);
    make(cx, ty, &LOCK)
}

fn make(cx: &mut Cx<'_>, ty: Value, def: &'static TypeDef) -> Res {
    let o = cx.alloc_as(def, ty)?;
    o.init(STATE, FREE);
    o.init(TAKER, NOBODY);
    o.init(HANDED, NOBODY);
    if def.kind == Kind::RLock {
        o.init(COUNT, Value::small(0));
    }
    Ok(o.into())
}

fn new_lock(cx: &mut Cx<'_>, a: Args) -> Res {
    make(cx, a[0], &LOCK)
}

fn new_rlock(cx: &mut Cx<'_>, a: Args) -> Res {
    make(cx, a[0], &RLOCK)
}

/// The engine's number of the thread that holds the lock, as far as that is known.
pub fn taker(lock: Obj) -> Option<u32> {
    (lock.get(STATE) != FREE).then(|| lock.get(TAKER).int_value()).and_then(|id| u32::try_from(id).ok())
}

/// How often its holder holds the lock: only an `RLock` more than once.
pub fn times_held(lock: Obj) -> u64 {
    match lock.get(STATE) {
        FREE => 0,
        _ if lock.is(Kind::RLock) => lock.get(COUNT).int_value().max(1) as u64,
        _ => 1,
    }
}

/// Takes the lock, or says that it is held.
fn try_take(cx: &Cx<'_>, lock: Obj) -> bool {
    let me = Value::small(i64::from(cx.thread.id));
    if !cx.thread.resumed {
        let free = lock.cas(STATE, FREE, HELD);
        if free {
            lock.set(TAKER, me);
        }
        return free;
    }
    // It was handed over, or it is free. Others may be waiting still.
    if lock.get(HANDED) == me {
        lock.set(HANDED, NOBODY);
        lock.set(TAKER, me);
        return true;
    }
    let free = lock.cas(STATE, FREE, CONTENDED);
    if free {
        lock.set(TAKER, me);
    }
    free
}

/// Marks the lock as contended; false: it is free by now.
fn contend(lock: Obj) -> bool {
    loop {
        match lock.get(STATE) {
            FREE => return false,
            CONTENDED => return true,
            _ => {
                if lock.cas(STATE, HELD, CONTENDED) {
                    return true;
                }
            }
        }
    }
}

/// Takes the lock, or waits for it until the deadline kept in the thread. FALSE: time ran out.
fn take(cx: &mut Cx<'_>, lock: Obj) -> Res {
    loop {
        if try_take(cx, lock) {
            return Ok(Value::TRUE);
        }
        if cx.thread.resumed && cx.thread.timed_out {
            return Ok(Value::FALSE);
        }
        if contend(lock) {
            let deadline = cx.thread.deadline;
            return cx.block(WaitOn::Object { object: lock, deadline });
        }
    }
}

/// Gives the lock back; false: it was free.
fn give_back(cx: &Cx<'_>, lock: Obj) -> bool {
    match lock.get(STATE) {
        FREE => false,
        CONTENDED if cx.host.hand_over(lock, HANDED) => true,
        _ => {
            lock.set(TAKER, NOBODY);
            let old = lock.swap(STATE, FREE);
            if old == CONTENDED {
                cx.host.wake(lock, 1);
            }
            old != FREE
        }
    }
}

/// Looks at `acquire`'s arguments and keeps the deadline. Some: it may not wait.
fn arguments(cx: &mut Cx<'_>, a: Args) -> Res<bool> {
    if cx.thread.resumed {
        return Ok(true);
    }
    let blocking = match a.get(1) {
        Value::NULL | Value::TRUE => true,
        Value::FALSE => false,
        v => truth::of(cx, v)? == Value::TRUE,
    };
    cx.thread.deadline = None;
    let timeout = a.get(2);
    if timeout.is_null() || timeout == Value::small(-1) || timeout == Value::float(-1.0) {
        return Ok(blocking);
    }
    if !blocking {
        return Err(cx.value_error("can't specify a timeout for a non-blocking call"));
    }
    cx.thread.deadline = deadline(cx, timeout, 2)?;
    if cx.thread.deadline.is_none() {
        return Err(cx.value_error("timeout value must be a non-negative number"));
    }
    // No time at all: not to be waited for.
    Ok(cx.thread.deadline.is_some_and(|d| d > cx.host.clock()))
}

/// `acquire(blocking=True, timeout=-1)`
fn acquire(cx: &mut Cx<'_>, a: Args) -> Res {
    if !arguments(cx, a)? {
        return Ok(Value::bool(try_take(cx, a[0].obj())));
    }
    take(cx, a[0].obj())
}

fn enter(cx: &mut Cx<'_>, a: Args) -> Res {
    if !cx.thread.resumed {
        cx.thread.deadline = None;
    }
    take(cx, a[0].obj())
}

/// `release()`: anybody may.
fn release(cx: &mut Cx<'_>, a: Args) -> Res {
    if give_back(cx, a[0].obj()) { Ok(Value::NONE) } else { Err(cx.runtime_error("release unlocked lock")) }
}

fn exit(cx: &mut Cx<'_>, a: Args) -> Res {
    release(cx, a)
}

fn locked(_cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(a[0].obj().get(STATE) != FREE))
}

fn reset(_cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    o.set(STATE, FREE);
    o.set(TAKER, NOBODY);
    o.set(HANDED, NOBODY);
    if o.is(Kind::RLock) {
        o.set(COUNT, Value::small(0));
    }
    Ok(Value::NONE)
}

fn state_word(o: Obj) -> &'static str {
    if o.get(STATE) == FREE { "unlocked" } else { "locked" }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.str(&format!(
        "<{} _thread.lock object at {:#x}>",
        state_word(o),
        gilscope_core::types::object::identity(cx, o.into())
    ))
}

fn owns(cx: &Cx<'_>, o: Obj) -> bool {
    o.get(STATE) != FREE && o.get(TAKER).int_value() == i64::from(cx.thread.id) && o.get(COUNT).int_value() > 0
}

fn r_take(cx: &mut Cx<'_>, o: Obj, blocking: bool) -> Res {
    if owns(cx, o) {
        o.set(COUNT, Value::small(o.get(COUNT).int_value() + 1));
        return Ok(Value::TRUE);
    }
    let taken = if blocking { take(cx, o)? } else { Value::bool(try_take(cx, o)) };
    if taken == Value::TRUE {
        o.set(COUNT, Value::small(1));
    }
    Ok(taken)
}

fn r_acquire(cx: &mut Cx<'_>, a: Args) -> Res {
    let blocking = arguments(cx, a)?;
    r_take(cx, a[0].obj(), blocking)
}

fn r_enter(cx: &mut Cx<'_>, a: Args) -> Res {
    if !cx.thread.resumed {
        cx.thread.deadline = None;
    }
    r_take(cx, a[0].obj(), true)
}

fn r_release(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if !owns(cx, o) {
        return Err(cx.runtime_error("cannot release un-acquired lock"));
    }
    let count = o.get(COUNT).int_value() - 1;
    o.set(COUNT, Value::small(count));
    if count == 0 {
        give_back(cx, o);
    }
    Ok(Value::NONE)
}

fn r_exit(cx: &mut Cx<'_>, a: Args) -> Res {
    r_release(cx, a)
}

fn r_is_owned(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(owns(cx, a[0].obj())))
}

fn r_recursion_count(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    Ok(if owns(cx, o) { o.get(COUNT) } else { Value::small(0) })
}

/// `_release_save()`: lets go of it at whatever depth; gives what `_acquire_restore` needs.
fn r_release_save(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if !owns(cx, o) {
        return Err(cx.runtime_error("cannot release un-acquired lock"));
    }
    let saved = cx.tuple(&[o.get(COUNT), Value::small(i64::from(own_ident(cx)))])?;
    o.set(COUNT, Value::small(0));
    give_back(cx, o);
    Ok(saved)
}

fn r_acquire_restore(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let state = a[1].as_obj().filter(|t| t.is(Kind::Tuple)).map(|_| tuple::to_vec(a[1])).unwrap_or_default();
    let count = match state[..] {
        [count, _] if count.is_int() => count,
        _ => return Err(cx.type_error("state must be what _release_save() gave")),
    };
    if !cx.thread.resumed {
        cx.thread.deadline = None;
    }
    take(cx, o)?;
    o.set(COUNT, count);
    Ok(Value::NONE)
}

fn r_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let owner = taker(o).map_or(0, |id| id + 1);
    let class = cx.type_name(a[0]);
    let class = if class == "RLock" { "_thread.RLock".to_string() } else { class };
    let count = o.get(COUNT).int_value();
    cx.str(&format!(
        "<{} {class} object owner={owner} count={count} at {:#x}>",
        state_word(o),
        gilscope_core::types::object::identity(cx, o.into())
    ))
}
