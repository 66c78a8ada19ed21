//! `tuple`: methods.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Value};

use super::iters::{self, It};
use super::seq::{self, Subscript};
use super::{TUPLE, list_methods};
use crate::native::{NativeDef, func};
use crate::types::{hash, tuple};
use crate::{Acc, Cx, Res};

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, iterable=(), /", new, Acc::Pure),
    func("__repr__", "self, /", seq::repr, Acc::Pure),
    func("__hash__", "self, /", hash_, Acc::Pure),
    func("__len__", "self, /", len, Acc::Pure),
    func("__getitem__", "self, key, /", getitem, Acc::Pure),
    func("__contains__", "self, key, /", list_methods::contains, Acc::Pure),
    func("__iter__", "self, /", iter, Acc::Pure),
    func("__add__", "self, value, /", add, Acc::Pure),
    func("__mul__", "self, value, /", mul, Acc::Pure),
    func("__rmul__", "self, value, /", mul, Acc::Pure),
    func("__lt__", "self, value, /", lt, Acc::Pure),
    func("__le__", "self, value, /", le, Acc::Pure),
    func("__eq__", "self, value, /", eq, Acc::Pure),
    func("__ne__", "self, value, /", ne, Acc::Pure),
    func("__gt__", "self, value, /", gt, Acc::Pure),
    func("__ge__", "self, value, /", ge, Acc::Pure),
    func("__getnewargs__", "self, /", getnewargs, Acc::Pure),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    func("count", "self, value, /", list_methods::count, Acc::Pure),
    func("index", "self, value, start=0, stop=9223372036854775807, /", list_methods::index, Acc::Pure),
];

/// A tuple of `items` of a class that is `tuple` or derives from it. Does not call Python.
pub fn of_class(cx: &mut Cx<'_>, ty: Value, items: &[Value]) -> Res {
    if ty == TUPLE.of(cx) {
        return cx.tuple(items);
    }
    tuple::new_sub(cx, ty, items)
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let it = a.get(1);
    if it.is_null() {
        return of_class(cx, a[0], &[]);
    }
    if a[0] == TUPLE.of(cx) && it.as_obj().is_some_and(|o| o.is_exact(Kind::Tuple)) {
        return Ok(it);
    }
    match seq::items_once(cx, it)? {
        Some(items) => of_class(cx, a[0], &items),
        None => cx.call_hidden("tuple_new", &[a[0], it]),
    }
}

fn hash_(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut mix = hash::Mix::default();
    for x in tuple::items(a[0].obj()) {
        match hash::native(cx, x) {
            Some(h) => mix.add(h),
            None => return cx.call_hidden("tuple_hash", &[a[0]]),
        }
    }
    cx.int(mix.tuple(tuple::len(a[0].obj())))
}

fn len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(tuple::len(a[0].obj()) as i64))
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::subscript(cx, a[1], tuple::len(o), "tuple", false)? {
        Subscript::At(i) => Ok(tuple::get(o, i)),
        Subscript::Slice(0, 1, n) if n == tuple::len(o) && o.is_exact(Kind::Tuple) => Ok(a[0]),
        Subscript::Slice(start, step, n) => {
            let items: Vec<Value> = tuple::items(o).collect();
            cx.tuple(&seq::pick(&items, start, step, n))
        }
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new(cx, &iters::TUPLE_ITERATOR, It::Tuple, &[a[0], Value::small(0)])
}

fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(other) = a[1].as_obj().filter(|o| o.is(Kind::Tuple)) else {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("can only concatenate tuple (not \"{t}\") to tuple")));
    };
    let items: Vec<Value> = tuple::items(a[0].obj()).chain(tuple::items(other)).collect();
    cx.tuple(&items)
}

fn mul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::repetitions(cx, a[1], tuple::len(o) * 8)? {
        Some(n) => {
            let items = tuple::items(o).collect::<Vec<_>>().repeat(n);
            cx.tuple(&items)
        }
        None => Err(list_methods::cannot_multiply(cx, a[1])),
    }
}

fn lt(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Lt, a[0], a[1])
}

fn le(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Le, a[0], a[1])
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Eq, a[0], a[1])
}

fn ne(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Ne, a[0], a[1])
}

fn gt(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Gt, a[0], a[1])
}

fn ge(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::compare(cx, CompareOp::Ge, a[0], a[1])
}

fn getnewargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let items: Vec<Value> = tuple::items(a[0].obj()).collect();
    let plain = cx.tuple(&items)?;
    cx.tuple(&[plain])
}
