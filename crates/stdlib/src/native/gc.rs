//! The module `gc`.

use gilscope_core::native::func;
use gilscope_core::types::{int, module, tuple, weakref};
use gilscope_core::{Acc, Cx, Exit, ModuleDef, NativeDef, Res};
use gilscope_heap::{Args, Value};

pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

static FUNCTIONS: &[NativeDef] = &[
    func("collect", "generation=2", collect, Acc::Any),
    func("disable", "", |cx, a| set_enabled(cx, a, false), Acc::Write),
    func("enable", "", |cx, a| set_enabled(cx, a, true), Acc::Write),
    func("isenabled", "", isenabled, Acc::Read),
    func("freeze", "", |_, _| Ok(Value::NONE), Acc::Pure),
    func("unfreeze", "", |_, _| Ok(Value::NONE), Acc::Pure),
    func("get_count", "", |cx, _| cx.tuple(&[Value::small(0); 3]), Acc::Read),
    func("get_debug", "", |_, _| Ok(Value::small(0)), Acc::Pure),
    func("get_freeze_count", "", |_, _| Ok(Value::small(0)), Acc::Pure),
    func("get_referents", "*objs", get_referents, Acc::Read),
    func("get_stats", "", get_stats, Acc::Read),
    func("get_threshold", "", |cx, _| cx.tuple(&[Value::small(2000), Value::small(10), Value::small(0)]), Acc::Pure),
    func("is_tracked", "obj, /", |_, a| Ok(Value::bool(a[0].as_obj().is_some_and(is_tracked))), Acc::Pure),
    func(
        "is_finalized",
        "obj, /",
        |_, a| Ok(Value::bool(a[0].as_obj().is_some_and(|o| o.has(gilscope_heap::flag::FINALIZED)))),
        Acc::Read,
    ),
    func("set_debug", "flags, /", |_, _| Ok(Value::NONE), Acc::Pure),
    func("set_threshold", "threshold0, threshold1=None, threshold2=None, /", |_, _| Ok(Value::NONE), Acc::Pure),
];

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    for name in ["garbage", "callbacks"] {
        let l = cx.list(&[])?;
        module::set(cx, m, name, l)?;
    }
    for (name, n) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        module::set(cx, m, name, Value::small(n))?;
    }
    module::set(cx, m, "_enabled", Value::TRUE)
}

/// `gc.collect()`: asks for memory, whereupon the driver collects and calls this again.
fn collect(cx: &mut Cx<'_>, _a: Args) -> Res {
    let done = u64::from(cx.world.heap.stats().collections);
    match cx.thread.deadline.take() {
        // The collection that was asked for has been.
        Some(before) if done > before => weakref::run_pending(cx, Value::small(0)),
        _ => {
            cx.thread.deadline = Some(done);
            Err(Exit::NeedMemory(0))
        }
    }
}

fn set_enabled(cx: &mut Cx<'_>, _a: Args, on: bool) -> Res {
    let name = cx.intern("gc");
    if let Some(m) = gilscope_core::types::dict::get_str(cx.world.modules.obj(), name) {
        module::set(cx, m, "_enabled", Value::bool(on))?;
    }
    Ok(Value::NONE)
}

fn isenabled(cx: &mut Cx<'_>, _a: Args) -> Res {
    let (name, key) = (cx.intern("gc"), cx.intern("_enabled"));
    let m = gilscope_core::types::dict::get_str(cx.world.modules.obj(), name);
    Ok(m.and_then(|m| gilscope_core::types::dict::get_str(module::dict(m), key)).unwrap_or(Value::TRUE))
}

fn get_stats(cx: &mut Cx<'_>, _a: Args) -> Res {
    let n = cx.world.heap.stats().collections;
    let rows = (0..3)
        .map(|g| {
            let d = cx.dict()?;
            for (k, v) in
                [("collections", if g == 2 { i64::from(n) } else { 0 }), ("collected", 0), ("uncollectable", 0)]
            {
                let k = cx.intern(k);
                gilscope_core::types::dict::set_str(cx, d.obj(), k, Value::small(v))?;
            }
            Ok(d)
        })
        .collect::<Res<Vec<_>>>()?;
    cx.list(&rows)
}

/// The objects that the given ones refer to directly.
fn get_referents(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut all = Vec::new();
    for v in tuple::to_vec(a[0]) {
        if let Some(o) = v.as_obj() {
            direct(o, &mut all);
        }
    }
    cx.list(&all)
}

/// Buffers and tables are part of the object that has them.
fn direct(o: gilscope_heap::Obj, all: &mut Vec<Value>) {
    use gilscope_heap::Kind;
    o.for_each_value(&mut |v| {
        let Some(t) = v.as_obj() else {
            if int::is(v) && !matches!(o.kind(), Kind::List | Kind::Dict | Kind::Set | Kind::DictTable) {
                all.push(v);
            }
            return;
        };
        match t.kind() {
            Kind::Buf | Kind::DictTable => direct(t, all),
            _ => all.push(v),
        }
    });
}

fn is_tracked(o: gilscope_heap::Obj) -> bool {
    use gilscope_heap::Kind;
    !matches!(o.kind(), Kind::Str | Kind::Bytes | Kind::BigInt | Kind::Complex | Kind::ByteArray)
}
