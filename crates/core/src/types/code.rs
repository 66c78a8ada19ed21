//! Code objects: a number that finds the [`crate::world::RtCode`], and a word for each call site
//! ([`crate::vm::special`]).

use std::sync::Arc;

use gilscope_bytecode::{Code, CodeFlags, Const, Layout, LocalKind, Position};
use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::world::RtCode;
use crate::{Acc, Cx, Res};

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("code", Kind::Code, 1, METHODS).flags(TypeFlags::NONE).getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", by_hand, Acc::Pure),
    func("__repr__", "self, /", repr, Acc::Pure),
    func("replace", "self, /, **changes", replace, Acc::Pure),
    func("co_positions", "self, /", positions, Acc::Any),
    func("co_lines", "self, /", lines, Acc::Any),
];

/// Bytecode that nobody has checked is not run.
fn by_hand(cx: &mut Cx<'_>, _: Args) -> Res {
    let text = "code objects cannot be made by hand in Gilscope: compile() makes them, and replace() changes what they are called";
    Err(cx.raise(&super::exception::NOT_IMPLEMENTED_ERROR, text))
}

fn rt<'e>(cx: &Cx<'e>, v: Value) -> &'e RtCode {
    cx.world.code(v.obj().aux())
}

macro_rules! number {
    ($name:literal, $field:ident) => {
        getset($name, |cx, a| cx.int(rt(cx, a[0]).code.$field as i64))
    };
}

static GETSET: &[GetSetDef] = &[
    getset("co_name", |cx, a| Ok(rt(cx, a[0]).name)),
    getset("co_qualname", |cx, a| Ok(rt(cx, a[0]).qualname)),
    getset("co_filename", |cx, a| cx.str(&rt(cx, a[0]).code.filename)),
    number!("co_firstlineno", first_line),
    number!("co_posonlyargcount", posonly_count),
    number!("co_kwonlyargcount", kwonly_count),
    number!("co_stacksize", stack_size),
    getset("co_argcount", |cx, a| cx.int(rt(cx, a[0]).code.arg_count as i64)),
    getset("co_flags", |cx, a| cx.int((rt(cx, a[0]).code.flags & !CodeFlags::NATIVE.bits()) as i64)),
    getset("co_nlocals", |cx, a| {
        let n = rt(cx, a[0]).code.locals.iter().filter(|l| is_varname(l)).count();
        cx.int(n as i64)
    }),
    getset("co_consts", |cx, a| cx.tuple(&rt(cx, a[0]).consts)),
    getset("co_names", |cx, a| cx.tuple(&rt(cx, a[0]).names)),
    getset("co_varnames", |cx, a| local_names(cx, a[0], is_varname)),
    getset("co_cellvars", |cx, a| local_names(cx, a[0], |l| l.kind == LocalKind::Cell)),
    getset("co_freevars", |cx, a| local_names(cx, a[0], |l| l.kind == LocalKind::Free)),
    getset("co_code", |cx, a| super::bytes::new(cx, &rt(cx, a[0]).code.encoded())),
    getset("co_exceptiontable", |cx, a| super::bytes::new(cx, &rt(cx, a[0]).code.encoded_handlers())),
];

fn is_varname(l: &gilscope_bytecode::Local) -> bool {
    l.is_arg || matches!(l.kind, LocalKind::Fast | LocalKind::Hidden)
}

fn local_names(cx: &mut Cx<'_>, v: Value, which: impl Fn(&gilscope_bytecode::Local) -> bool) -> Res {
    let rt = rt(cx, v);
    let names: Vec<Value> =
        rt.code.locals.iter().zip(&rt.local_names).filter(|(l, _)| which(l)).map(|(_, n)| *n).collect();
    cx.tuple(&names)
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let c = &rt(cx, a[0]).code;
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        c.name,
        super::object::identity(cx, a[0]),
        c.filename,
        c.first_line
    );
    cx.str(&text)
}

/// `code.replace(**changes)`: what does not concern the instructions can be changed.
fn replace(cx: &mut Cx<'_>, a: Args) -> Res {
    let old = rt(cx, a[0]);
    let mut new = (*old.code).clone();
    for (k, v) in a.get(1).as_obj().map(super::dict::items).unwrap_or_default() {
        let name = super::str::to_string(k);
        let text = super::str::of(v).map(super::str::Text::to_string_lossy);
        match (name.as_str(), v.as_int(), text) {
            ("co_flags", Some(n), _) => new.flags = n as u32 | old.code.flags & CodeFlags::NATIVE.bits(),
            ("co_firstlineno", Some(n), _) => new.first_line = n as u32,
            ("co_name", _, Some(s)) => new.name = s.into(),
            ("co_qualname", _, Some(s)) => new.qualname = s.into(),
            ("co_filename", _, Some(s)) => new.filename = s.into(),
            _ => return Err(cx.value_error(format!("code.replace() cannot change {name}"))),
        }
    }
    self::new(cx, &Arc::new(new))
}

/// For each code unit (line, end line, column, end column).
fn positions(cx: &mut Cx<'_>, a: Args) -> Res {
    let code = rt(cx, a[0]).code.clone();
    let mut all = Vec::new();
    let number = |n: u32, is: bool| if is { Value::small(n as i64) } else { Value::NONE };
    for (units, p) in code.units() {
        let has = p.line().is_some();
        let columns = has && (p.has_columns || p.line == 0);
        let parts = [number(p.line, has), number(p.end_line, has), number(p.col, columns), number(p.end_col, columns)];
        let t = cx.tuple(&parts)?;
        all.extend(std::iter::repeat_n(t, units as usize));
    }
    let l = cx.list(&all)?;
    crate::ops::iter::iter(cx, l)
}

/// (start, end, line) of each run of code units of one line.
fn lines(cx: &mut Cx<'_>, a: Args) -> Res {
    let code = rt(cx, a[0]).code.clone();
    let mut all = Vec::new();
    let mut at = 0;
    let (mut start, mut line) = (0, code.positions.first().and_then(Position::line));
    let row = |cx: &mut Cx<'_>, start: i64, end: i64, line: Option<u32>| {
        let line = line.map_or(Value::NONE, |line| Value::small(line as i64));
        cx.tuple(&[Value::small(start), Value::small(end), line])
    };
    for (units, p) in code.units() {
        if p.line() != line {
            all.push(row(cx, start, at, line)?);
            (start, line) = (at, p.line());
        }
        at += 2 * i64::from(units);
    }
    all.push(row(cx, start, at, line)?);
    let l = cx.list(&all)?;
    crate::ops::iter::iter(cx, l)
}

/// Where the instruction at `index` is in CPython's encoding, in bytes.
pub fn offset(code: &Code, index: usize) -> usize {
    Layout::of(code).offset(index.min(code.instrs.len())) as usize
}

/// The instruction at `offset`.
pub fn index(code: &Code, offset: usize) -> Option<usize> {
    let layout = Layout::of(code);
    (0..code.instrs.len()).find(|i| layout.offset(*i) as usize == offset)
}

/// A code object, with its constants and names made into values.
pub fn new(cx: &mut Cx<'_>, code: &Arc<Code>) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Code, ty, 1 + crate::vm::special::sites(code))?;
    let consts = code.consts.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
    let names = code.names.iter().map(|n| cx.intern(n)).collect();
    let local_names = code.locals.iter().map(|l| cx.intern(&l.name)).collect();
    let rt = RtCode {
        code: code.clone(),
        consts,
        names,
        local_names,
        name: cx.intern(&code.name),
        qualname: cx.intern(&code.qualname),
        object: o.into(),
    };
    let index = cx.world.codes.push(rt);
    o.init_aux(index as u32);
    Ok(o.into())
}

/// A constant as a value.
pub fn constant(cx: &mut Cx<'_>, c: &Const) -> Res {
    Ok(match c {
        Const::None => Value::NONE,
        Const::True => Value::TRUE,
        Const::False => Value::FALSE,
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(i) => cx.int(*i)?,
        Const::BigInt(digits) => super::int::from_decimal(cx, digits)?,
        Const::Float(f) => Value::float(*f),
        Const::Complex(re, im) => super::complex::new(cx, *re, *im)?,
        Const::Str(s) if s.len() < 256 => cx.intern(s),
        Const::Str(s) => cx.str(s)?,
        Const::WideStr(points) => super::str::from_points(cx, points)?,
        Const::Bytes(b) => super::bytes::new(cx, b)?,
        Const::Tuple(items) => {
            let items = items.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            cx.tuple(&items)?
        }
        Const::FrozenSet(items) => {
            let items = items.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            super::set::new_frozen(cx, &items)?
        }
        Const::Slice(parts) => {
            let parts = parts.iter().map(|c| constant(cx, c)).collect::<Res<Vec<_>>>()?;
            super::slice::with_step(cx, parts[0], parts[1], parts[2])?
        }
        Const::Code(code) => new(cx, code)?,
    })
}
