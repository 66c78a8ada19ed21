//! Traceback objects, and the entries that an exception gets as it leaves frames.

use gilscope_heap::{Args, Fp, Kind, Value};

use super::{TRACEBACK, WORDS};
use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, getset, getset_rw};
use crate::types::function::func;
use crate::{Cx, Res};

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

static METHODS: &[NativeDef] = &[];

static GETSET: &[GetSetDef] = &[
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
pub fn add(cx: &mut Cx<'_>, exc: Value, fp: Fp, code: u32, at: u32) -> Res<()> {
    let next = exc.obj().get(TRACEBACK);
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Traceback, ty, TB_WORDS)?;
    o.init(NEXT, next);
    o.init(FUNC, fp.get(1));
    o.init(CODE, cx.world.code(code).object);
    o.init(LASTI, Value::small(at as i64));
    exc.obj().set(TRACEBACK, o.into());
    Ok(())
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

/// The function's globals.
pub fn globals(tb: Value) -> Value {
    tb.obj().frozen(FUNC).as_obj().map_or(Value::NULL, |f| f.frozen(func::GLOBALS))
}
