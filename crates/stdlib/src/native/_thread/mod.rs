//! The module `_thread`: threads and locks. `threading` (`pylib/threading.py`) is built on it.
//!
//! Starting, ending, joining and the registry of threads are one step each: no other thread sees half of one.

mod handle;
mod lock;

use gilscope_core::native::{TypeFlags, func};
use gilscope_core::types::{dict, exception, local, module};
use gilscope_core::{Acc, Cx, ModuleDef, N, NativeDef, Res, VmThread};
use gilscope_heap::{Args, Value};

pub use handle::{end, ident, name};
pub use lock::{taker, times_held};

pub static MODULE: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    types: &[&lock::LOCK, &lock::RLOCK, &handle::HANDLE],
    init: Some(init),
};

static FUNCTIONS: &[NativeDef] = &[
    func("start_joinable_thread", "function, handle=None, daemon=True, *, thread=None", start_joinable, Acc::Sync),
    func("start_new_thread", "function, args, kwargs={}, /", start_new, Acc::Sync),
    func("start_new", "function, args, kwargs={}, /", start_new, Acc::Sync),
    func("_finish", "handle, /", handle::finish, Acc::Sync),
    func("allocate_lock", "", allocate_lock, Acc::Pure),
    func("allocate", "", allocate_lock, Acc::Pure),
    func("exit", "", exit, Acc::Pure),
    func("exit_thread", "", exit, Acc::Pure),
    func("get_ident", "", get_ident, Acc::Pure),
    func("_cpu_count", "", |cx, _| Ok(Value::small(i64::from(cx.host.cores()))), Acc::Pure),
    func("get_native_id", "", get_ident, Acc::Pure),
    func("_get_main_thread_ident", "", main_ident, Acc::Pure),
    func("_make_thread_handle", "ident, /", handle::make, Acc::Sync),
    func("_register", "thread, /", handle::register, Acc::Sync),
    func("_current", "", handle::current, Acc::Pure),
    func("_enumerate", "", handle::enumerate, Acc::Sync),
    func("_count_alive", "", handle::count_alive, Acc::Sync),
    func("_count", "", handle::count, Acc::Sync),
    func("_shutdown", "", handle::shutdown, Acc::Sync),
    func("_is_main_interpreter", "", yes, Acc::Pure),
    func("daemon_threads_allowed", "", yes, Acc::Pure),
    func("stack_size", "size=0, /", stack_size, Acc::Pure),
];

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    module::set(cx, m, "LockType", lock::LOCK.of(cx))?;
    module::set(cx, m, "_local", local::LOCAL.of(cx))?;
    module::set(cx, m, "error", exception::RUNTIME_ERROR.of(cx))?;
    module::set(cx, m, "TIMEOUT_MAX", Value::float(TIMEOUT_MAX))
}

/// The longest that one may wait, in seconds, as on 64-bit Linux.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// The number of the running thread as programs see it: never 0.
fn own_ident(cx: &Cx<'_>) -> u32 {
    cx.thread.id + 1
}

fn get_ident(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(i64::from(own_ident(cx))))
}

fn main_ident(_cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(1))
}

fn yes(_cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::TRUE)
}

fn allocate_lock(cx: &mut Cx<'_>, _a: Args) -> Res {
    lock::new(cx)
}

fn exit(cx: &mut Cx<'_>, _a: Args) -> Res {
    let class = exception::SYSTEM_EXIT.of(cx);
    let none = cx.world.empty_tuple;
    Err(cx.raise_args(class, none))
}

/// `stack_size([size])`: stacks grow as they need to, so there is nothing to set.
fn stack_size(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a.get(0).is_null() {
        let size = gilscope_core::ops::convert::size(cx, a[0], 0, 0)?;
        if size < 0 {
            return Err(cx.value_error("size must be 0 or a positive value"));
        }
        if size != 0 && size < 32 << 10 {
            return Err(cx.value_error(format!("size not valid: {size} bytes")));
        }
    }
    Ok(Value::small(0))
}

/// `start_new_thread(function, args[, kwargs])`
fn start_new(cx: &mut Cx<'_>, a: Args) -> Res {
    use gilscope_heap::Kind;
    if cx.lookup_special(a[0], gilscope_core::N::__call__).is_none() {
        return Err(cx.type_error("first arg must be callable"));
    }
    if !a.get(1).as_obj().is_some_and(|o| o.is(Kind::Tuple)) {
        return Err(cx.type_error("2nd arg must be a tuple"));
    }
    if !a.get(2).is_null() && !a.get(2).as_obj().is_some_and(|o| o.is(Kind::Dict)) {
        return Err(cx.type_error("optional 3rd arg must be a dictionary"));
    }
    let kwargs = if a.get(2).is_null() { Value::NONE } else { a.get(2) };
    let handle = handle::new(cx)?;
    start(cx, a[0], a.get(1), kwargs, handle, true, Value::NULL)
}

/// `start_joinable_thread(function, handle=None, daemon=True, *, thread=None)`
fn start_joinable(cx: &mut Cx<'_>, a: Args) -> Res {
    if cx.lookup_special(a[0], gilscope_core::N::__call__).is_none() {
        return Err(cx.type_error("thread function must be callable"));
    }
    let handle = match a.get(1) {
        Value::NULL | Value::NONE => handle::new(cx)?,
        h if cx.type_of(h) == handle::HANDLE.of(cx) => h,
        _ => return Err(cx.type_error("'handle' must be a _ThreadHandle")),
    };
    let daemon = a.get(2).is_null() || a.get(2) == Value::TRUE;
    let thread = if a.get(3).is_none() { Value::NULL } else { a.get(3) };
    let none = cx.world.empty_tuple;
    start(cx, a[0], none, Value::NONE, handle, daemon, thread)?;
    Ok(handle)
}

/// Makes a VM thread that calls `function(*args, **kwargs)`, enters it in the registry and lets it run. Returns its
/// number.
fn start(
    cx: &mut Cx<'_>,
    function: Value,
    args: Value,
    kwargs: Value,
    handle: Value,
    daemon: bool,
    thread: Value,
) -> Res {
    let finish = handle::finisher(cx);
    let sys = handle::module(cx, "sys");
    let all = cx.tuple(&[function, args, kwargs, handle, sys, finish])?;
    let id = cx.world.next_thread_id();
    let ident = Value::small(i64::from(id) + 1);
    handle::begin(cx, handle, ident, daemon, thread)?;
    let mut vm = Box::new(VmThread::new(id, cx.world.hidden("thread_main"), all, Value::NULL));
    vm.handle = handle;
    vm.daemon = daemon;
    if cx.host.spawn(vm).is_err() {
        handle::withdraw(cx, handle);
        return Err(cx.runtime_error("can't start new thread"));
    }
    Ok(ident)
}

/// A timeout in seconds as a deadline on the engine's clock; `None` where there is none. Errors are those of `acquire`.
pub(crate) fn deadline(cx: &mut Cx<'_>, seconds: Value, arg: u8) -> Res<Option<u64>> {
    let s = time_span(cx, seconds, arg)?;
    // CPython counts nanoseconds in 64 bits.
    if s >= 9_223_372_036.854_775 {
        return Err(cx.overflow_error(if seconds.is_float() {
            "timestamp out of range for platform time_t"
        } else {
            "timestamp too large to convert to C PyTime_t"
        }));
    }
    if s < 0.0 { Ok(None) } else { Ok(Some(cx.host.clock() + (s * 1e9).ceil() as u64)) }
}

/// A number of seconds: a float, or an int, or what has `__index__`.
pub(crate) fn time_span(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<f64> {
    if v.is_float() {
        let f = v.float_value();
        if f.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        return Ok(f);
    }
    if !gilscope_core::types::int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
        let m = format!("'{}' object cannot be interpreted as an integer or float", cx.type_name(v));
        return Err(cx.type_error(m));
    }
    let v = gilscope_core::ops::convert::index(cx, v, arg)?;
    Ok(match v.as_int() {
        Some(i) => i as f64,
        None => {
            // Beyond 47 bits of seconds: too long, or less than nothing.
            let big = gilscope_core::types::int::to_i64(v);
            if big.is_some_and(|i| i < 0) { -1e18 } else { 1e18 }
        }
    })
}

/// Registered threads by their numbers: a dict from ident to handle, in the order of their start.
fn registry(cx: &Cx<'_>) -> gilscope_heap::Obj {
    cx.world.threads.obj()
}

/// The handles of all threads that are alive.
fn handles(cx: &Cx<'_>) -> Vec<gilscope_heap::Obj> {
    dict::items(registry(cx)).into_iter().map(|(_, h)| h.obj()).collect()
}

/// Flags of the classes here: no `__dict__`, not to be derived from.
const FINAL: TypeFlags = TypeFlags::NONE;
