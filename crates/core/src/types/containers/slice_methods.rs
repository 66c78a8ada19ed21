//! `slice`: methods.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Value};

use super::seq;
use crate::native::{GetSetDef, NativeDef, func, getset_rw};
use crate::types::{hash, int, slice};
use crate::{Acc, Cx, Res};

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args", new, Acc::Pure),
    func("__repr__", "self, /", seq::repr, Acc::Pure),
    func("__hash__", "self, /", hash_, Acc::Pure),
    func("__lt__", "self, value, /", |cx, a| compare(cx, CompareOp::Lt, a), Acc::Pure),
    func("__le__", "self, value, /", |cx, a| compare(cx, CompareOp::Le, a), Acc::Pure),
    func("__eq__", "self, value, /", |cx, a| compare(cx, CompareOp::Eq, a), Acc::Pure),
    func("__ne__", "self, value, /", |cx, a| compare(cx, CompareOp::Ne, a), Acc::Pure),
    func("__gt__", "self, value, /", |cx, a| compare(cx, CompareOp::Gt, a), Acc::Pure),
    func("__ge__", "self, value, /", |cx, a| compare(cx, CompareOp::Ge, a), Acc::Pure),
    func("indices", "self, object, /", indices, Acc::Pure),
];

pub static GETSET: &[GetSetDef] = &[
    getset_rw("start", |_, a| Ok(a[0].obj().frozen(slice::START)), super::read_only),
    getset_rw("stop", |_, a| Ok(a[0].obj().frozen(slice::STOP)), super::read_only),
    getset_rw("step", |_, a| Ok(a[0].obj().frozen(slice::STEP)), super::read_only),
];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = crate::types::tuple::to_vec(a[1]);
    match *args {
        [stop] => slice::with_step(cx, Value::NONE, stop, Value::NONE),
        [start, stop] => slice::with_step(cx, start, stop, Value::NONE),
        [start, stop, step] => slice::with_step(cx, start, stop, step),
        [] => Err(cx.type_error("slice expected at least 1 argument, got 0")),
        _ => {
            let n = args.len();
            Err(cx.type_error(format!("slice expected at most 3 arguments, got {n}")))
        }
    }
}

fn hash_(cx: &mut Cx<'_>, a: Args) -> Res {
    match hash::native(cx, a[0]) {
        Some(h) => cx.int(h),
        None => cx.call_hidden("slice_hash", &[a[0]]),
    }
}

/// `slice`'s hash from those of its parts: `_slice_hash(start, stop, step)`.
pub fn mix(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut mix = hash::Mix::default();
    for h in a.iter() {
        mix.add(int::to_i64(h).unwrap_or(0));
    }
    cx.int(mix.slice())
}

fn compare(cx: &mut Cx<'_>, op: CompareOp, a: Args) -> Res {
    let Some(b) = a[1].as_obj().filter(|o| o.is(Kind::Slice)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if a[0] == a[1] {
        return Ok(Value::bool(matches!(op, CompareOp::Le | CompareOp::Eq | CompareOp::Ge)));
    }
    let parts = |o: gilscope_heap::Obj| [o.frozen(0), o.frozen(1), o.frozen(2)];
    let x = cx.tuple(&parts(a[0].obj()))?;
    let y = cx.tuple(&parts(b))?;
    seq::compare(cx, op, x, y)
}

fn indices(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = crate::ops::convert::index(cx, a[1], 1)?;
    if int::sign(n) < 0 {
        return Err(cx.value_error("length should not be negative"));
    }
    let small = |v: Value| v.is_none() || v.is_int();
    let s = a[0].obj();
    if let Some(n) = n.as_int()
        && (0..3).all(|i| small(s.frozen(i)))
    {
        if s.frozen(slice::STEP) == Value::small(0) {
            return Err(cx.value_error("slice step cannot be zero"));
        }
        let word = |i: usize| s.frozen(i).as_int();
        let (start, stop, step) = slice::bounds(word(0), word(1), word(2).unwrap_or(1), n);
        return cx.tuple(&[Value::small(start), Value::small(stop), Value::small(step)]);
    }
    cx.call_hidden("slice_indices", &[a[0], n])
}
