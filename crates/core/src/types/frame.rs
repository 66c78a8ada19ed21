//! Frame objects: what `sys._getframe()` and `tb_frame` give. They tell what a frame was at the moment they were made; the
//! running frames themselves are rows of words (`vm/frame.rs`).

use gilscope_bytecode::LocalKind;
use gilscope_heap::{Args, Fp, Kind, Value};

use crate::native::{GetSetDef, TypeDef, TypeFlags, func as row, getset};
use crate::types::{code, dict, function::func, str};
use crate::vm::frame as layout;
use crate::vm::lower::Codes;
use crate::{Acc, Cx, NativeDef, Res, VmThread, World};

/// Payload words of a frame object.
pub const FUNC: usize = 0;
pub const CODE: usize = 1;
pub const LASTI: usize = 2;
pub const LINENO: usize = 3;
/// A dict, or NULL.
pub const LOCALS: usize = 4;
pub const BACK: usize = 5;
pub const WORDS: usize = 6;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef =
    TypeDef::new("frame", Kind::Frame, WORDS as u8, METHODS).flags(TypeFlags::NO_NEW).getset(GETSET);

static METHODS: &[NativeDef] =
    &[row("clear", "self, /", |_, _| Ok(Value::NONE), Acc::Pure), row("__repr__", "self, /", repr, Acc::Pure)];

static GETSET: &[GetSetDef] = &[
    getset("f_back", |_, a| Ok(or_none(a[0].obj().get(BACK)))),
    getset("f_builtins", |cx, _| Ok(cx.world.builtins)),
    getset("f_code", |_, a| Ok(a[0].obj().frozen(CODE))),
    getset("f_globals", |_, a| Ok(a[0].obj().frozen(FUNC).obj().frozen(func::GLOBALS))),
    getset("f_lasti", |cx, a| {
        let o = a[0].obj();
        let offset =
            code::offset(&cx.world.code(o.frozen(CODE).obj().aux()).code, o.frozen(LASTI).int_value() as usize);
        cx.int(offset as i64)
    }),
    getset("f_lineno", |_, a| Ok(or_none(a[0].obj().get(LINENO)))),
    getset("f_locals", |cx, a| {
        let o = a[0].obj();
        match o.get(LOCALS) {
            Value::NULL => cx.dict(),
            d => Ok(d),
        }
    }),
    getset("f_trace", |_, _| Ok(Value::NONE)),
];

fn or_none(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let c = &cx.world.code(o.frozen(CODE).obj().aux()).code;
    let line = o.get(LINENO).as_int().map_or("None".to_owned(), |n| n.to_string());
    let text = format!(
        "<frame at {:#x}, file '{}', line {line}, code {}>",
        super::object::identity(cx, o.into()),
        c.filename,
        c.name
    );
    cx.str(&text)
}

/// A frame object for a frame that is gone.
pub fn detached(cx: &mut Cx<'_>, func: Value, code: Value, lasti: Value, line: u32, locals: Value) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Frame, ty, WORDS)?;
    o.init(FUNC, func);
    o.init(CODE, code);
    o.init(LASTI, lasti);
    o.init(LINENO, if line == 0 { Value::NULL } else { Value::small(line as i64) });
    o.init(LOCALS, locals);
    Ok(o.into())
}

/// Is it a frame of the program's (or a library's) Python, not of the interpreter's own?
pub fn is_shown(cx: &Cx<'_>, fp: Fp) -> bool {
    layout::is_python(fp) && !code_of(cx, fp).code.flags().contains(gilscope_bytecode::CodeFlags::NATIVE)
}

/// The code of the frame at `fp`.
pub fn code_of<'e>(cx: &Cx<'e>, fp: Fp) -> &'e crate::world::RtCode {
    cx.world.code(fp.get(layout::CODE).obj().aux())
}

/// The nearest frame of the program's Python, from `fp` on outwards.
pub fn shown_from(cx: &Cx<'_>, mut fp: Fp) -> Option<Fp> {
    while !fp.is_null() {
        if is_shown(cx, fp) {
            return Some(fp);
        }
        fp = layout::prev(fp);
    }
    None
}

/// The frame from which the running native was called.
pub fn current(cx: &Cx<'_>) -> Option<Fp> {
    shown_from(cx, cx.thread.fp)
}

/// The globals of the frame from which the running native was called.
pub fn current_globals(cx: &Cx<'_>) -> Option<Value> {
    Some(current(cx)?.get(layout::FUNC).obj().frozen(func::GLOBALS))
}

/// The namespace in which the names of the frame at `fp` live: a module's or class body's own (an object), or for a
/// function a new dict of its variables. Does not call Python.
pub fn namespace(cx: &mut Cx<'_>, fp: Fp) -> Res {
    let f = fp.get(layout::FUNC).obj();
    let flags = code_of(cx, fp).code.flags();
    if !flags.contains(gilscope_bytecode::CodeFlags::OPTIMIZED) {
        let extra = fp.get(layout::EXTRA);
        return Ok(if extra.is_null() || layout::kind(fp) != layout::PYTHON { f.frozen(func::GLOBALS) } else { extra });
    }
    locals_of(cx, fp)
}

/// A new dict of the frame's variables that have a value. Does not call Python.
pub fn locals_of(cx: &mut Cx<'_>, fp: Fp) -> Res {
    let rt = code_of(cx, fp);
    let d = cx.dict()?;
    for (i, local) in rt.code.locals.iter().enumerate() {
        let v = fp.get(layout::HEADER + i);
        if v.is_null() || local.kind == LocalKind::Hidden || local.name.starts_with('.') {
            continue;
        }
        let v = match local.kind {
            LocalKind::Cell | LocalKind::Free if v.as_obj().is_some_and(|o| o.is(Kind::Cell)) => v.obj().get(0),
            _ => v,
        };
        if !v.is_null() {
            dict::set_str(cx, d.obj(), rt.local_names[i], v)?;
        }
    }
    Ok(d)
}

/// Index of the instruction at which the frame is.
pub fn instruction(cx: &Cx<'_>, fp: Fp) -> u32 {
    let l = crate::vm::dispatch::lowered(cx, fp);
    let pc = fp.get(layout::PC).int_value() as usize;
    l.pcs[pc.min(l.pcs.len() - 1)]
}

/// The line at which the frame is; 0: none.
pub fn line(cx: &Cx<'_>, fp: Fp) -> u32 {
    let at = instruction(cx, fp) as usize;
    code_of(cx, fp).code.positions.get(at).map_or(0, |p| p.line)
}

/// The code of each frame of a thread that stands still, and the line at which it is, innermost first. The machine's own
/// Python is left out.
pub fn lines<'w>(world: &'w World, codes: &Codes, thread: &VmThread) -> Vec<(&'w gilscope_bytecode::Code, u32)> {
    let (mut fp, mut all) = (thread.fp, Vec::new());
    while !fp.is_null() {
        if layout::is_python(fp) {
            let index = fp.get(layout::CODE).obj().aux();
            let (l, code) = (codes.get(world, index), &*world.code(index).code);
            let at = l.pcs[(fp.get(layout::PC).int_value() as usize).min(l.pcs.len() - 1)];
            if !l.hidden {
                all.push((code, code.positions.get(at as usize).map_or(0, |p| p.line)));
            }
        }
        fp = layout::prev(fp);
    }
    all
}

/// Frame objects for the frame at `fp` and all further out.
pub fn snapshot(cx: &mut Cx<'_>, fp: Fp) -> Res {
    let mut first = Value::NULL;
    let mut last: Option<gilscope_heap::Obj> = None;
    let mut at = Some(fp);
    while let Some(fp) = at {
        let line = line(cx, fp);
        let lasti = Value::small(instruction(cx, fp) as i64);
        let locals = namespace(cx, fp)?;
        let f = detached(cx, fp.get(layout::FUNC), fp.get(layout::CODE), lasti, line, locals)?;
        match last {
            None => first = f,
            Some(l) => l.set(BACK, f),
        }
        last = Some(f.obj());
        at = shown_from(cx, layout::prev(fp));
    }
    Ok(first)
}

/// The text of `__name__` in some globals.
pub fn module_name(cx: &Cx<'_>, globals: Value) -> Option<String> {
    let v = dict::get_str(globals.obj(), cx.world.name(crate::N::__name__))?;
    str::of(v).map(str::Text::to_string_lossy)
}
