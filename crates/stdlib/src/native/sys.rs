//! The module `sys`. What is put together in Python (`version_info`, `flags`, `implementation` …) is in
//! `pylib/_sysinfo.py`, fetched when first asked for.

use std::sync::atomic::Ordering;

use gilscope_core::native::func;
use gilscope_core::types::{exception, frame, function, int, module, number, str, tuple};
use gilscope_core::vm::refs;
use gilscope_core::{Acc, Cx, Exit, ModuleDef, NativeDef, Res, ops};
use gilscope_heap::{Args, Kind, Value};

use crate::frozen;
use crate::native::io::stream;

pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

static FUNCTIONS: &[NativeDef] = &[
    func("__getattr__", "name, /", lazy, Acc::Any),
    func("__excepthook__", "exctype, value, traceback, /", excepthook, Acc::Any),
    func("__displayhook__", "object, /", |cx, a| cx.call_hidden("displayhook", &[a[0]]), Acc::Any),
    func("__unraisablehook__", "unraisable, /", |cx, a| cx.call_hidden("unraisablehook", &[a[0]]), Acc::Any),
    func("_getframe", "depth=0, /", getframe, Acc::Read),
    func("_getframemodulename", "depth=0", frame_module, Acc::Read),
    func("_is_gil_enabled", "", |cx, _| Ok(Value::bool(!cx.world.is_free_threaded())), Acc::Read),
    func("_source_lines", "filename, /", source_lines, Acc::Pure),
    func("_format_exception", "exc, tb, /", |cx, a| cx.call_hidden("format_exception", &[a[0], a[1]]), Acc::Any),
    func("audit", "event, /, *args", |_, _| Ok(Value::NONE), Acc::Pure),
    func("addaudithook", "hook", |_, _| Ok(Value::NONE), Acc::Pure),
    func("exc_info", "", exc_info, Acc::Read),
    func("exception", "", |cx, _| Ok(none_for_null(cx.thread.handled)), Acc::Read),
    func("exit", "status=None, /", exit, Acc::Pure),
    func("getallocatedblocks", "", |cx, _| cx.int(cx.world.heap.stats().live_bytes as i64 / 32), Acc::Read),
    func("getdefaultencoding", "", |cx, _| cx.str("utf-8"), Acc::Pure),
    func("getfilesystemencoding", "", |cx, _| cx.str("utf-8"), Acc::Pure),
    func("getfilesystemencodeerrors", "", |cx, _| cx.str("surrogateescape"), Acc::Pure),
    func("getprofile", "", |_, _| Ok(Value::NONE), Acc::Pure),
    func("getrecursionlimit", "", getrecursionlimit, Acc::Read),
    func("getrefcount", "object, /", |cx, a| refs::count(cx, a[0]), Acc::Read),
    func("getsizeof", "object, default=None", getsizeof, Acc::Any),
    func("getswitchinterval", "", getswitchinterval, Acc::Read),
    func("gettrace", "", |_, _| Ok(Value::NONE), Acc::Pure),
    func("intern", "string, /", intern, Acc::Pure),
    func("is_finalizing", "", |_, _| Ok(Value::FALSE), Acc::Pure),
    func("setprofile", "function, /", |cx, a| no_tracing(cx, a, "setprofile"), Acc::Pure),
    func("setrecursionlimit", "limit, /", setrecursionlimit, Acc::Write),
    func("setswitchinterval", "interval, /", setswitchinterval, Acc::Sync),
    func("settrace", "function, /", |cx, a| no_tracing(cx, a, "settrace"), Acc::Pure),
    func("set_int_max_str_digits", "maxdigits", set_int_max_str_digits, Acc::Write),
    func("get_int_max_str_digits", "", get_int_max_str_digits, Acc::Read),
];

/// Functions that are called for every line would be called here for none: better said than left out.
fn no_tracing(cx: &mut Cx<'_>, a: Args, name: &str) -> Res {
    if a[0].is_none() {
        return Ok(Value::NONE);
    }
    Err(cx.raise(&exception::NOT_IMPLEMENTED_ERROR, format!("sys.{name}() is not supported in Gilscope")))
}

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    for (name, n) in [("stdin", 2), ("stdout", 0), ("stderr", 1)] {
        let s = stream::new(cx, n)?;
        module::set(cx, m, name, s)?;
        module::set(cx, m, &format!("__{name}__"), s)?;
    }
    let (version, abiflags) = if cx.world.is_free_threaded() {
        ("3.14.2 free-threading build (Gilscope, Nov 20 2026, 00:00:00) [Rust]", "t")
    } else {
        ("3.14.2 (Gilscope, Nov 20 2026, 00:00:00) [Rust]", "")
    };
    for (name, text) in [
        ("version", version),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("copyright", "Gilscope runs Python 3.14 programs. Python is a trademark of the Python Software Foundation."),
        ("executable", ""),
        ("prefix", "/"),
        ("exec_prefix", "/"),
        ("base_prefix", "/"),
        ("base_exec_prefix", "/"),
        ("platlibdir", "lib"),
        ("float_repr_style", "short"),
        ("abiflags", abiflags),
    ] {
        let v = cx.str(text)?;
        module::set(cx, m, name, v)?;
    }
    for (name, n) in
        [("maxsize", i64::MAX), ("hexversion", 0x030E_02F0), ("api_version", 1013), ("maxunicode", 0x10_FFFF)]
    {
        let v = cx.int(n)?;
        module::set(cx, m, name, v)?;
    }
    let argv: Vec<Value> = cx.world.config.argv.iter().map(|a| cx.str(a)).collect::<Res<_>>()?;
    let argv = cx.list(&argv)?;
    module::set(cx, m, "argv", argv)?;
    let orig = cx.list(&[])?;
    module::set(cx, m, "orig_argv", orig)?;
    let dirs = ["", "/lib/python3.14"].iter().map(|d| cx.str(d)).collect::<Res<Vec<_>>>()?;
    let path = cx.list(&dirs)?;
    module::set(cx, m, "path", path)?;
    for name in ["meta_path", "path_hooks", "warnoptions"] {
        let l = cx.list(&[])?;
        module::set(cx, m, name, l)?;
    }
    for name in ["path_importer_cache", "_xoptions"] {
        let d = cx.dict()?;
        module::set(cx, m, name, d)?;
    }
    for (name, v) in [("dont_write_bytecode", Value::TRUE), ("pycache_prefix", Value::NONE)] {
        module::set(cx, m, name, v)?;
    }
    let mut names: Vec<&str> = cx.world.config.modules.iter().map(|m| m.name).filter(|n| *n != "_hidden").collect();
    names.sort_unstable();
    let names = names.into_iter().map(|n| cx.str(n)).collect::<Res<Vec<_>>>()?;
    let names = cx.tuple(&names)?;
    module::set(cx, m, "builtin_module_names", names)?;
    for name in ["excepthook", "displayhook", "unraisablehook"] {
        let key = cx.intern(&format!("__{name}__"));
        let f = gilscope_core::types::dict::get_str(module::dict(m), key).expect("just set");
        module::set(cx, m, name, f)?;
    }
    Ok(())
}

/// What is not in the module's dict yet.
fn lazy(cx: &mut Cx<'_>, a: Args) -> Res {
    if str::of(a[0]).is_some_and(|name| name.to_string_lossy() == "stdlib_module_names") {
        let names = frozen::names().map(|n| cx.str(n)).collect::<Res<Vec<_>>>()?;
        let set = gilscope_core::types::set::new_frozen(cx, &names)?;
        let key = str::intern_value(cx, a[0]);
        gilscope_core::types::dict::set_str(cx, cx.world.sys_dict.obj(), key, set)?;
        return Ok(set);
    }
    cx.call_hidden("sys_attribute", &[a[0]])
}

fn excepthook(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("excepthook", &[a[0], a[1], a[2]])
}

fn exc_info(cx: &mut Cx<'_>, _a: Args) -> Res {
    let e = cx.thread.handled;
    if e.is_null() || e.is_none() {
        return cx.tuple(&[Value::NONE; 3]);
    }
    let (ty, tb) = (cx.type_of(e), exception::traceback(e));
    cx.tuple(&[ty, e, tb])
}

fn exit(cx: &mut Cx<'_>, a: Args) -> Res {
    let class = exception::SYSTEM_EXIT.of(cx);
    let status = a.get(0);
    let args = match status.as_obj() {
        _ if status.is_null() || status.is_none() => cx.world.empty_tuple,
        Some(o) if o.is_exact(Kind::Tuple) => status,
        _ => cx.tuple(&[status])?,
    };
    Err(cx.raise_args(class, args))
}

/// The `depth`-th frame out from the caller's.
fn frame_at(cx: &mut Cx<'_>, depth: Value) -> Res<gilscope_heap::Fp> {
    let n = if depth.is_null() { 0 } else { int::to_i64(depth).unwrap_or(0).max(0) };
    let mut at = frame::current(cx);
    for _ in 0..n {
        at = at.and_then(|fp| frame::shown_from(cx, gilscope_core::vm::frame::prev(fp)));
    }
    match at {
        Some(fp) => Ok(fp),
        None => Err(cx.value_error("call stack is not deep enough")),
    }
}

fn getframe(cx: &mut Cx<'_>, a: Args) -> Res {
    let fp = frame_at(cx, a.get(0))?;
    frame::snapshot(cx, fp)
}

fn frame_module(cx: &mut Cx<'_>, a: Args) -> Res {
    match frame_at(cx, a.get(0)) {
        Ok(fp) => Ok(fp.get(gilscope_core::vm::frame::FUNC).obj().get(function::func::MODULE)),
        Err(Exit::Raise) => {
            cx.take_raised();
            Ok(Value::NONE)
        }
        Err(e) => Err(e),
    }
}

fn source_lines(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(name) = str::of(a[0]).map(str::Text::to_string_lossy) else { return Ok(Value::NONE) };
    match cx.world.source_text(&name) {
        Some(text) => {
            let lines = text.split_inclusive('\n').map(|l| cx.str(l)).collect::<Res<Vec<_>>>()?;
            cx.list(&lines)
        }
        None => Ok(Value::NONE),
    }
}

fn getrecursionlimit(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(cx.world.recursion_limit.load(Ordering::Relaxed) as i64))
}

fn get_int_max_str_digits(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::small(i64::from(cx.world.int_max_str_digits.load(Ordering::Relaxed))))
}

fn set_int_max_str_digits(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = ops::convert::index(cx, a[0], 0)?;
    match int::to_i64(v) {
        Some(n @ (0 | 640..=0x7fff_ffff)) => {
            cx.world.int_max_str_digits.store(n as u32, Ordering::Relaxed);
            Ok(Value::NONE)
        }
        Some(-0x8000_0000..=0x7fff_ffff) => Err(cx.value_error("maxdigits must be >= 640 or 0 for unlimited")),
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

/// Deeper stacks are words in the heap: no limit is dangerous.
fn setrecursionlimit(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = ops::convert::index(cx, a[0], 0)?;
    let n = int::to_i64(v).unwrap_or(i64::MAX);
    if n < 1 {
        return Err(cx.value_error("recursion limit must be greater or equal than 1"));
    }
    if n > i64::from(i32::MAX) {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    }
    if n <= i64::from(cx.thread.depth) {
        let d = cx.thread.depth;
        let text = format!("cannot set the recursion limit to {n} at the recursion depth {d}: the limit is too low");
        return Err(cx.raise(&exception::RECURSION_ERROR, text));
    }
    cx.world.recursion_limit.store(n as u32, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn getswitchinterval(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::float(cx.host.switch_interval_ns() as f64 / 1e9))
}

fn setswitchinterval(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(seconds) = number::real(cx, a[0])? else {
        return Err(Exit::Convert { arg: 0, how: gilscope_core::Convert::Float });
    };
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(cx.value_error("switch interval must be strictly positive"));
    }
    cx.host.set_switch_interval_ns((seconds * 1e9).clamp(1000.0, 1e15) as u64);
    Ok(Value::NONE)
}

fn intern(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[0].as_obj().is_some_and(|o| o.is_exact(Kind::Str)) {
        let t = cx.type_name(a[0]);
        return Err(cx.type_error(format!("intern() argument must be str, not {t}")));
    }
    Ok(str::intern_value(cx, a[0]))
}

/// There are no reference counts. Numbers and constants are immortal, as in CPython; another object is said to have the
/// references that a caller sees: its variable, and the argument.
/// CPython's sizes on a 64-bit machine.
fn getsizeof(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a[0];
    let digits = |bits: u64| bits.div_ceil(30).max(1) as i64;
    let n = match v.as_obj() {
        _ if v.is_int() => 24 + 4 * digits(64 - v.int_value().unsigned_abs().leading_zeros() as u64),
        _ if v.is_bool() => 28,
        _ if v.is_float() => 24,
        None => 16,
        Some(o) if !o.has(gilscope_heap::flag::SUBCLASS) => match o.kind() {
            Kind::BigInt => 24 + 4 * digits(int::to_big(v).map_or(0, |b| b.bits())),
            Kind::Str => {
                let t = str::text(o);
                match (t.ascii, t.width) {
                    (true, _) => 41 + t.len() as i64,
                    (false, w) => 56 + (t.len() as i64 + 1) * i64::from(w),
                }
            }
            Kind::Bytes => 33 + o.aux() as i64,
            Kind::Tuple => 48 + 8 * tuple::len(o) as i64,
            Kind::List => 56 + 8 * o.get(0).as_obj().map_or(0, |b| b.aux() as i64),
            Kind::Dict => match o.aux() {
                0 => 64,
                n => {
                    let log = (n as usize * 3).div_ceil(2).next_power_of_two().max(8) as i64;
                    let entries = log * 2 / 3;
                    let index = if log <= 256 {
                        log
                    } else if log <= 65536 {
                        2 * log
                    } else {
                        4 * log
                    };
                    64 + 32 + index + 16 * entries
                }
            },
            Kind::Set => {
                let n = o.aux() as usize;
                if n < 5 { 216 } else { 200 + 16 * (n * 4).next_power_of_two() as i64 }
            }
            Kind::Function => 160,
            Kind::Type => 1688,
            Kind::Instance if o.ty() == gilscope_core::types::object::TYPE.of(cx) => 16,
            Kind::Instance => return cx.call_hidden("sizeof_general", &[v]),
            _ => 48,
        },
        Some(_) => return cx.call_hidden("sizeof_general", &[v]),
    };
    cx.int(n)
}
