//! Traceback objects, and the entries that an exception gets as it leaves frames.

use gilscope_heap::{Args, Fp, Kind, Value};

use super::{TRACEBACK, WORDS};
use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func as row, getset, getset_rw};
use crate::types::{code, frame, function::func};
use crate::{Acc, Cx, Res};

const _: () = assert!(WORDS > TRACEBACK);

/// Payload words of a traceback object.
pub const NEXT: usize = 0;
/// The function whose frame it was.
pub const FUNC: usize = 1;
pub const CODE: usize = 2;
/// Index of the instruction in the code, as an int.
pub const LASTI: usize = 3;
/// The line that a program gave it, or NULL: that of the instruction.
pub const LINENO: usize = 4;
/// The local variables at that moment, for suggestions: a dict, or NULL.
pub const LOCALS: usize = 5;
/// The frame object, once somebody asked for it.
pub const FRAME: usize = 6;
pub const TB_WORDS: usize = 7;

pub static TYPE: TypeDef =
    TypeDef::new("traceback", Kind::Traceback, TB_WORDS as u8, METHODS).flags(TypeFlags::NONE).getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, tb_next, tb_frame, tb_lasti, tb_lineno", tb_new, Acc::Pure),
    row("__dir__", "self, /", dir, Acc::Pure),
];

static GETSET: &[GetSetDef] = &[
    getset("tb_frame", tb_frame),
    getset("tb_lasti", |cx, a| {
        let o = a[0].obj();
        let at = o.frozen(LASTI).int_value() as usize;
        let offset = code::offset(&cx.world.code(o.frozen(CODE).obj().aux()).code, at);
        cx.int(offset as i64)
    }),
    getset("tb_lineno", |cx, a| {
        let line = line_of(cx, a[0]);
        Ok(if line == 0 { Value::NONE } else { Value::small(line as i64) })
    }),
    getset_rw("tb_next", |_, a| Ok(or_none(a[0].obj().get(NEXT))), set_next),
];

fn or_none(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

/// `exc.__traceback__`
pub fn of(exc: Value) -> Value {
    or_none(exc.obj().get(TRACEBACK))
}

/// The exception leaves (or is raised in) the frame at `fp`, at the instruction `at` of its code. Does not call Python.
pub fn add(cx: &mut Cx<'_>, exc: Value, fp: Fp, at: u32) -> Res<()> {
    let next = exc.obj().get(TRACEBACK);
    // As long as the traceback lives, so do the frame's variables: that shows only where somebody watches.
    let locals = if cx.world.weak.is_active()
        || next.is_null() && (cx.is_instance(exc, &super::NAME_ERROR) || cx.is_instance(exc, &super::ATTRIBUTE_ERROR))
    {
        frame::locals_of(cx, fp)?
    } else {
        Value::NULL
    };
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Traceback, ty, TB_WORDS)?;
    o.init(NEXT, next);
    o.init(FUNC, fp.get(crate::vm::frame::FUNC));
    o.init(CODE, fp.get(crate::vm::frame::CODE));
    o.init(LASTI, Value::small(at as i64));
    o.init(LOCALS, locals);
    exc.obj().set(TRACEBACK, o.into());
    Ok(())
}

/// `_traceback_here()`: the frame of the program's code that runs at present, as a traceback.
pub fn here(cx: &mut Cx<'_>, _a: Args) -> Res {
    let Some(fp) = frame::current(cx) else { return Ok(Value::NONE) };
    let (at, ty) = (frame::instruction(cx, fp), TYPE.of(cx));
    let code = cx.world.code(fp.get(crate::vm::frame::CODE).obj().aux()).object;
    let o = cx.alloc(Kind::Traceback, ty, TB_WORDS)?;
    o.init(FUNC, fp.get(crate::vm::frame::FUNC));
    o.init(CODE, code);
    o.init(LASTI, Value::small(at as i64));
    Ok(o.into())
}

/// The line number of a traceback object; 0: none.
pub fn line_of(cx: &Cx<'_>, tb: Value) -> u32 {
    let o = tb.obj();
    if let Some(n) = o.get(LINENO).as_int() {
        return n as u32;
    }
    let rt = cx.world.code(o.frozen(CODE).obj().aux());
    rt.code.positions.get(o.frozen(LASTI).int_value() as usize).map_or(0, |p| p.line)
}

fn tb_frame(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let f = o.get(FRAME);
    if !f.is_null() {
        return Ok(f);
    }
    let line = line_of(cx, a[0]);
    let f = frame::detached(cx, o.frozen(FUNC), o.frozen(CODE), o.frozen(LASTI), line, o.get(LOCALS))?;
    o.set(FRAME, f);
    Ok(f)
}

fn set_next(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a[1];
    if v.is_null() {
        return Err(cx.type_error("can't delete tb_next attribute"));
    }
    if v.is_none() {
        a[0].obj().set(NEXT, Value::NULL);
        return Ok(Value::NONE);
    }
    if !v.as_obj().is_some_and(|o| o.is(Kind::Traceback)) {
        let t = cx.type_name(v);
        return Err(cx.type_error(format!("expected traceback object or None, got '{t}'")));
    }
    let mut at = v;
    while !at.is_null() {
        if at == a[0] {
            return Err(cx.value_error("traceback loop detected"));
        }
        at = at.obj().get(NEXT);
    }
    a[0].obj().set(NEXT, v);
    Ok(Value::NONE)
}

fn tb_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (next, f, line) = (a[1], a[2], a[4]);
    if !next.is_none() && !next.as_obj().is_some_and(|o| o.is(Kind::Traceback)) {
        let t = cx.type_name(next);
        return Err(cx.type_error(format!("expected traceback object or None, got '{t}'")));
    }
    let Some(fo) = f.as_obj().filter(|o| o.is(Kind::Frame)) else {
        let t = cx.type_name(f);
        return Err(cx.type_error(format!("traceback() argument 'tb_frame' must be frame, not {t}")));
    };
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Traceback, ty, TB_WORDS)?;
    o.init(NEXT, if next.is_none() { Value::NULL } else { next });
    o.init(FUNC, fo.frozen(frame::FUNC));
    o.init(CODE, fo.frozen(frame::CODE));
    let compiled = &cx.world.code(fo.frozen(frame::CODE).obj().aux()).code;
    let at = a[3].as_int().and_then(|n| code::index(compiled, n as usize));
    o.init(LASTI, at.map_or(fo.frozen(frame::LASTI), |i| Value::small(i as i64)));
    // The line of the instruction itself need not be kept: with it there are columns.
    let known = at.is_some_and(|i| compiled.positions.get(i).map(|p| p.line as i64) == line.as_int());
    o.init(LINENO, if known { Value::NULL } else { line });
    o.init(FRAME, f);
    Ok(o.into())
}

fn dir(cx: &mut Cx<'_>, _a: Args) -> Res {
    let names: Vec<Value> = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].iter().map(|n| cx.intern(n)).collect();
    cx.list(&names)
}

/// The function's globals.
pub fn globals(tb: Value) -> Value {
    tb.obj().frozen(FUNC).as_obj().map_or(Value::NULL, |f| f.frozen(func::GLOBALS))
}
