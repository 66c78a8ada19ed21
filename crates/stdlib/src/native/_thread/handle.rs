//! Threads as objects: `_ThreadHandle`, and the registry of those that are alive.

use gilscope_core::native::{GetSetDef, TypeDef, TypeFlags, func, getset};
use gilscope_core::types::{dict, instance, str};
use gilscope_core::{Acc, Cx, NativeDef, Res, VmThread, WaitOn};
use gilscope_heap::{Args, Kind, Obj, Value};

use super::{deadline, handles, own_ident, registry};

const IDENT: usize = 0;
const STATE: usize = 1;
/// The `threading.Thread`, or NULL.
const THREAD: usize = 2;
const DAEMON: usize = 3;
/// Its name when it was started, or NULL.
const NAME: usize = 4;
const WORDS: usize = 5;

const NOT_STARTED: Value = Value::small(0);
const RUNNING: Value = Value::small(1);
const DONE: Value = Value::small(2);

pub static HANDLE: TypeDef = TypeDef::new("_ThreadHandle", Kind::ThreadHandle, WORDS as u8, METHODS)
    .module("_thread")
    .flags(TypeFlags::NONE)
    .getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /", make_new, Acc::Pure),
    func("join", "self, timeout=None, /", join, Acc::Sync),
    func("is_done", "self, /", is_done, Acc::Read),
    func("_set_done", "self, /", set_done, Acc::Sync),
    func("__repr__", "self, /", repr, Acc::Read),
];

static GETSET: &[GetSetDef] = &[getset("ident", get_ident)];

/// A handle of a thread that was not started yet.
pub fn new(cx: &mut Cx<'_>) -> Res {
    let ty = HANDLE.of(cx);
    let o = cx.alloc(Kind::ThreadHandle, ty, WORDS)?;
    o.init(IDENT, Value::small(0));
    o.init(STATE, NOT_STARTED);
    o.init(DAEMON, Value::FALSE);
    Ok(o.into())
}

fn make_new(cx: &mut Cx<'_>, _a: Args) -> Res {
    new(cx)
}

/// The number of the thread whose handle this is, as the engine counts: from 0.
pub fn ident(handle: Obj) -> u32 {
    (handle.get(IDENT).int_value() - 1).max(0) as u32
}

/// The name of a thread.
pub fn name(vm: &VmThread) -> String {
    let own = vm.handle.as_obj().map(|h| h.get(NAME)).filter(|n| n.is_obj());
    match own {
        Some(n) => str::to_string(n),
        None if vm.id == 0 => "MainThread".into(),
        None => format!("Thread {}", vm.id + 1),
    }
}

/// The thread begins: enters it in the registry.
pub fn begin(cx: &mut Cx<'_>, handle: Value, ident: Value, daemon: bool, thread: Value) -> Res<()> {
    let h = handle.obj();
    if !h.cas(STATE, NOT_STARTED, RUNNING) {
        return Err(cx.runtime_error("thread already started"));
    }
    h.set(IDENT, ident);
    h.set(DAEMON, Value::bool(daemon));
    h.set(THREAD, thread);
    if let Some(t) = thread.as_obj() {
        let key = cx.intern("_name");
        if let Some(n) = instance::get(cx, t, key).filter(|n| str::of(*n).is_some()) {
            h.set(NAME, n);
        }
    }
    let entered = enter(cx, h);
    if entered.is_err() {
        h.set(STATE, NOT_STARTED);
    }
    entered
}

fn enter(cx: &mut Cx<'_>, h: Obj) -> Res<()> {
    let (dict, key) = (registry(cx), h.get(IDENT));
    let hash = dict::fold(key.int_value());
    cx.locked(dict, |cx| dict::set_hashed(cx, dict, key, hash, h.into()).map(|_| ()))
}

/// Takes it out of the registry.
fn leave(cx: &mut Cx<'_>, h: Obj) {
    let (dict, key) = (registry(cx), h.get(IDENT));
    let hash = dict::fold(key.int_value());
    cx.locked(dict, |_| {
        if let Some(t) = dict.get(dict::TABLE).as_obj()
            && let dict::Probe::Found(e) = dict::probe(t, key, hash)
            && !dict::entry(t, e).2.is_null()
        {
            dict::remove(dict, t, e);
        }
    });
}

/// The thread could not be started after all.
pub fn withdraw(cx: &mut Cx<'_>, handle: Value) {
    leave(cx, handle.obj());
    handle.obj().set(STATE, NOT_STARTED);
}

/// The running thread has ended without [`finish`], which takes memory to call.
pub fn end(cx: &mut Cx<'_>) {
    if let Some(h) = cx.thread.handle.as_obj().filter(|h| h.get(STATE) == RUNNING) {
        done(cx, h);
    }
}

fn done(cx: &mut Cx<'_>, h: Obj) {
    leave(cx, h);
    h.set(STATE, DONE);
    cx.host.wake(h, usize::MAX);
}

/// `_finish(handle)`, the last thing a thread does: it leaves the registry, is done, and whoever joins goes on.
pub fn finish(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(h) = a[0].as_obj().filter(|h| h.is(Kind::ThreadHandle)) else {
        return Err(cx.type_error("a thread's handle is wanted"));
    };
    done(cx, h);
    Ok(Value::NONE)
}

/// The function `_finish`.
pub fn finisher(cx: &mut Cx<'_>) -> Value {
    let key = cx.intern("_finish");
    let m = module(cx, "_thread");
    gilscope_core::types::dict::get_str(gilscope_core::types::module::dict(m), key).unwrap_or(Value::NONE)
}

/// A module that was imported, or None.
pub fn module(cx: &mut Cx<'_>, name: &str) -> Value {
    let key = cx.intern(name);
    dict::get_str(cx.world.modules.obj(), key).unwrap_or(Value::NONE)
}

fn get_ident(_cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(a[0].obj().get(IDENT))
}

fn is_done(_cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(a[0].obj().get(STATE) == DONE))
}

fn set_done(cx: &mut Cx<'_>, a: Args) -> Res {
    let h = a[0].obj();
    if h.get(STATE) == NOT_STARTED {
        return Err(cx.runtime_error("thread not started"));
    }
    finish(cx, a)
}

/// `join(timeout=None)`
fn join(cx: &mut Cx<'_>, a: Args) -> Res {
    let h = a[0].obj();
    match h.get(STATE) {
        DONE => return Ok(Value::NONE),
        NOT_STARTED => return Err(cx.runtime_error("thread not started")),
        _ => {}
    }
    if ident(h) == cx.thread.id {
        return Err(cx.runtime_error("Cannot join current thread"));
    }
    if !cx.thread.resumed {
        cx.thread.deadline = match a.get(1) {
            Value::NULL | Value::NONE => None,
            timeout => deadline(cx, timeout, 1)?,
        };
    } else if cx.thread.timed_out {
        return Ok(Value::NONE);
    }
    let deadline = cx.thread.deadline;
    cx.block(WaitOn::Object { object: h, deadline })
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let h = a[0].obj();
    cx.str(&format!("<_ThreadHandle object: ident={}>", h.get(IDENT).int_value()))
}

/// `_make_thread_handle(ident)`: the handle of a thread that runs already.
pub fn make(cx: &mut Cx<'_>, a: Args) -> Res {
    let ident = gilscope_core::ops::convert::size(cx, a[0], 0, 0)?;
    if let Some(h) = handles(cx).into_iter().find(|h| h.get(IDENT).int_value() == ident) {
        return Ok(h.into());
    }
    let handle = new(cx)?;
    let h = handle.obj();
    h.set(STATE, RUNNING);
    h.set(IDENT, Value::small(ident));
    if ident == i64::from(own_ident(cx)) {
        cx.thread.handle = handle;
        enter(cx, h)?;
    }
    Ok(handle)
}

/// `_register(thread)`: the running thread has this object from now on.
pub fn register(cx: &mut Cx<'_>, a: Args) -> Res {
    if cx.thread.handle.is_null() {
        let handle = new(cx)?;
        handle.obj().set(IDENT, Value::small(i64::from(own_ident(cx))));
        handle.obj().set(STATE, RUNNING);
        cx.thread.handle = handle;
        enter(cx, handle.obj())?;
    }
    cx.thread.handle.obj().set(THREAD, a[0]);
    Ok(Value::NONE)
}

/// `_current()`: the running thread's object, or None.
pub fn current(cx: &mut Cx<'_>, _a: Args) -> Res {
    let thread = cx.thread.handle.as_obj().map_or(Value::NULL, |h| h.get(THREAD));
    Ok(if thread.is_null() { Value::NONE } else { thread })
}

/// `_enumerate()`: the objects of all threads that are alive.
pub fn enumerate(cx: &mut Cx<'_>, _a: Args) -> Res {
    let threads: Vec<Value> = handles(cx).iter().map(|h| h.get(THREAD)).filter(|t| !t.is_null()).collect();
    cx.list(&threads)
}

/// `_count_alive()`: how many threads with an object are alive.
pub fn count_alive(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(handles(cx).iter().filter(|h| !h.get(THREAD).is_null()).count() as i64))
}

/// `_count()`: how many threads there are beside the main one.
pub fn count(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(handles(cx).iter().filter(|h| ident(**h) != 0).count() as i64))
}

/// `_shutdown()`: waits for every thread that is no daemon.
pub fn shutdown(cx: &mut Cx<'_>, _a: Args) -> Res {
    let me = cx.thread.id;
    let waits_for = |h: &Obj| h.get(DAEMON) == Value::FALSE && h.get(STATE) == RUNNING && ident(*h) != me;
    match handles(cx).into_iter().find(waits_for) {
        Some(object) => cx.block(WaitOn::Object { object, deadline: None }),
        None => Ok(Value::NONE),
    }
}
