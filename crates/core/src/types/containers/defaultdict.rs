//! `collections.defaultdict`: a dict with its factory in the word after the dict's own.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset_rw};
use crate::types::{dict, tuple};
use crate::{Acc, Cx, N, Res};

const FACTORY: usize = dict::DICT_WORDS;

pub static DEFAULTDICT: TypeDef = TypeDef::new("defaultdict", Kind::Dict, FACTORY as u8 + 1, METHODS)
    .module("collections")
    .base(&super::DICT)
    .flags(TypeFlags::BASE.or(TypeFlags::MAPPING).or(TypeFlags::MATCH_SELF))
    .getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure),
    func("__init__", "self, /, *args, **kwargs", init, Acc::Write),
    func("__missing__", "self, key, /", missing, Acc::Any),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("defaultdict_repr", &[a[0]]), Acc::Any),
    func("__or__", "self, value, /", |cx, a| cx.call_hidden("defaultdict_or", &[a[0], a[1]]), Acc::Any),
    func("__ror__", "self, value, /", |cx, a| cx.call_hidden("defaultdict_ror", &[a[0], a[1]]), Acc::Any),
    func("__copy__", "self, /", copy, Acc::Any),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("defaultdict_reduce", &[a[0]]), Acc::Any),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    func("copy", "self, /", copy, Acc::Any),
];

static GETSET: &[GetSetDef] = &[getset_rw("default_factory", get_factory, set_factory)];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&DEFAULTDICT, a[0])?;
    o.init(dict::CHANGES, Value::small(0));
    o.init(FACTORY, Value::NONE);
    Ok(o.into())
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = tuple::to_vec(a[1]);
    let factory = args.first().copied().unwrap_or(Value::NONE);
    if !factory.is_none() && !callable(cx, factory) {
        return Err(cx.type_error("first argument must be callable or None"));
    }
    a[0].obj().set(FACTORY, factory);
    let rest = cx.tuple(args.get(1..).unwrap_or(&[]))?;
    let kw = if a.get(2).is_null() { Value::NONE } else { a[2] };
    cx.call_hidden("dict_init", &[a[0], rest, kw])
}

fn callable(cx: &mut Cx<'_>, v: Value) -> bool {
    v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Type | Kind::Function | Kind::Native | Kind::Method))
        || cx.lookup_special(v, N::__call__).is_some()
}

fn get_factory(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(a[0].obj().get(FACTORY))
}

fn set_factory(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(FACTORY, if a[1].is_null() { Value::NONE } else { a[1] });
    Ok(Value::NONE)
}

fn missing(cx: &mut Cx<'_>, a: Args) -> Res {
    let factory = a[0].obj().get(FACTORY);
    if factory.is_none() {
        return Err(cx.key_error(a[1]));
    }
    cx.call_hidden("defaultdict_missing", &[a[0], factory, a[1]])
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let factory = a[0].obj().get(FACTORY);
    let ty = a[0].obj().ty();
    cx.call(ty, &[factory, a[0]])
}
