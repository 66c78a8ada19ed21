//! The views of a dict (word 0: the dict; aux: [`View`]), and `mappingproxy` (word 0: the mapping).

use gilscope_heap::{Args, Kind, Obj, Value};

use super::iters::{self, It};
use super::seq;
use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::types::dict::{self, Lookup};
use crate::types::{hash, tuple};
use crate::{Acc, Cx, N, Res, ops};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum View {
    Keys,
    Values,
    Items,
}

macro_rules! view_methods {
    ($($more:expr),* $(,)?) => {
        &[
            func("__repr__", "self, /", repr, Acc::Read),
            func("__len__", "self, /", len, Acc::Read),
            func("__iter__", "self, /", iter, Acc::Pure),
            func("__reversed__", "self, /", reversed, Acc::Pure),
            $($more),*
        ]
    };
}

macro_rules! set_methods {
    () => {
        view_methods![
            func("__contains__", "self, key, /", contains, Acc::Read),
            func("__and__", "self, value, /", |cx, a| operator(cx, "view_and", a), Acc::Any),
            func("__rand__", "self, value, /", |cx, a| operator(cx, "view_rand", a), Acc::Any),
            func("__or__", "self, value, /", |cx, a| operator(cx, "view_or", a), Acc::Any),
            func("__ror__", "self, value, /", |cx, a| operator(cx, "view_ror", a), Acc::Any),
            func("__sub__", "self, value, /", |cx, a| operator(cx, "view_sub", a), Acc::Any),
            func("__rsub__", "self, value, /", |cx, a| operator(cx, "view_rsub", a), Acc::Any),
            func("__xor__", "self, value, /", |cx, a| operator(cx, "view_xor", a), Acc::Any),
            func("__rxor__", "self, value, /", |cx, a| operator(cx, "view_rxor", a), Acc::Any),
            func("__lt__", "self, value, /", |cx, a| comparison(cx, "view_lt", a), Acc::Any),
            func("__le__", "self, value, /", |cx, a| comparison(cx, "view_le", a), Acc::Any),
            func("__eq__", "self, value, /", |cx, a| comparison(cx, "view_eq", a), Acc::Any),
            func("__ne__", "self, value, /", |cx, a| comparison(cx, "view_ne", a), Acc::Any),
            func("__gt__", "self, value, /", |cx, a| comparison(cx, "view_gt", a), Acc::Any),
            func("__ge__", "self, value, /", |cx, a| comparison(cx, "view_ge", a), Acc::Any),
            func("isdisjoint", "self, other, /", |cx, a| operator(cx, "view_isdisjoint", a), Acc::Any),
        ]
    };
}

static GETSET: &[GetSetDef] = &[getset("mapping", mapping)];

const fn class(name: &'static str, methods: &'static [NativeDef]) -> TypeDef {
    TypeDef::new(name, Kind::DictView, 1, methods).flags(TypeFlags::NO_NEW).getset(GETSET)
}

pub static DICT_KEYS: TypeDef = class("dict_keys", set_methods!());
pub static DICT_VALUES: TypeDef = class("dict_values", view_methods![]);
pub static DICT_ITEMS: TypeDef = class("dict_items", set_methods!());
pub static MAPPING_PROXY: TypeDef =
    TypeDef::new("mappingproxy", Kind::MappingProxy, 1, PROXY_METHODS).flags(TypeFlags::MAPPING);

pub static TYPES: &[&TypeDef] = &[&DICT_KEYS, &DICT_VALUES, &DICT_ITEMS, &MAPPING_PROXY];

fn new(cx: &mut Cx<'_>, def: &TypeDef, which: View, d: Value) -> Res {
    let ty = def.of(cx);
    let o = cx.alloc(Kind::DictView, ty, 1)?;
    o.init(0, d);
    o.init_aux(which as u32);
    Ok(o.into())
}

/// `dict.keys`
pub fn keys(cx: &mut Cx<'_>, a: Args) -> Res {
    new(cx, &DICT_KEYS, View::Keys, a[0])
}

/// `dict.values`
pub fn values(cx: &mut Cx<'_>, a: Args) -> Res {
    new(cx, &DICT_VALUES, View::Values, a[0])
}

/// `dict.items`
pub fn items(cx: &mut Cx<'_>, a: Args) -> Res {
    new(cx, &DICT_ITEMS, View::Items, a[0])
}

fn dict_of(o: Obj) -> Obj {
    o.frozen(0).obj()
}

fn which(o: Obj) -> View {
    match o.aux() {
        0 => View::Keys,
        1 => View::Values,
        _ => View::Items,
    }
}

fn len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(dict::len(dict_of(a[0].obj())) as i64))
}

/// `iter(view)`. Does not call Python.
pub fn iter_of(cx: &mut Cx<'_>, o: Obj) -> Res {
    let d = dict_of(o);
    match which(o) {
        View::Keys => iters::over_dict(cx, &iters::DICT_KEYITERATOR, It::DictKeys, d),
        View::Values => iters::over_dict(cx, &iters::DICT_VALUEITERATOR, It::DictValues, d),
        View::Items => iters::over_dict(cx, &iters::DICT_ITEMITERATOR, It::DictItems, d),
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    iter_of(cx, a[0].obj())
}

fn reversed(cx: &mut Cx<'_>, a: Args) -> Res {
    let d = dict_of(a[0].obj());
    match which(a[0].obj()) {
        View::Keys => iters::over_dict(cx, &iters::DICT_REVERSEKEYITERATOR, It::DictReversedKeys, d),
        View::Values => iters::over_dict(cx, &iters::DICT_REVERSEVALUEITERATOR, It::DictReversedValues, d),
        View::Items => iters::over_dict(cx, &iters::DICT_REVERSEITEMITERATOR, It::DictReversedItems, d),
    }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let it = iter_of(cx, a[0].obj())?;
    let items = seq::items_once(cx, it)?.expect("the iterator of a dict is native");
    let list = cx.list(&items)?;
    if !cx.thread.reprs.contains(&a[0])
        && let Some(r) = seq::native_repr(cx, list)?
    {
        let text = format!("{}({})", cx.type_name(a[0]), crate::types::str::to_string(r));
        return cx.str(&text);
    }
    cx.call_hidden("view_repr", &[a[0], list])
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, d) = (a[0].obj(), dict_of(a[0].obj()));
    if which(o) == View::Keys {
        return match dict::lookup(cx, d, a[1]) {
            Lookup::Found(_) => Ok(Value::TRUE),
            Lookup::Missing => Ok(Value::FALSE),
            Lookup::Python => cx.call_hidden("dict_contains", &[d.into(), a[1]]),
        };
    }
    let Some(pair) = a[1].as_obj().filter(|p| p.is(Kind::Tuple) && tuple::len(*p) == 2) else {
        return Ok(Value::FALSE);
    };
    match dict::lookup(cx, d, tuple::get(pair, 0)) {
        Lookup::Missing => Ok(Value::FALSE),
        Lookup::Found(v) => match hash::eq(cx, v, tuple::get(pair, 1)) {
            Some(same) => Ok(Value::bool(same)),
            None => cx.call_hidden("items_contains", &[d.into(), a[1]]),
        },
        Lookup::Python => cx.call_hidden("items_contains", &[d.into(), a[1]]),
    }
}

fn operator(cx: &mut Cx<'_>, name: &str, a: Args) -> Res {
    cx.call_hidden(name, &[a[0], a[1]])
}

/// Views of keys and items compare with one another and with sets.
fn comparison(cx: &mut Cx<'_>, name: &str, a: Args) -> Res {
    let set_like = a[1].as_obj().is_some_and(|o| o.is(Kind::Set) || (o.is(Kind::DictView) && which(o) != View::Values));
    if set_like { cx.call_hidden(name, &[a[0], a[1]]) } else { Ok(Value::NOT_IMPLEMENTED) }
}

fn mapping(cx: &mut Cx<'_>, a: Args) -> Res {
    new_proxy(cx, a[0].obj().frozen(0))
}

/// A read-only view of a mapping.
pub fn new_proxy(cx: &mut Cx<'_>, mapping: Value) -> Res {
    let ty = MAPPING_PROXY.of(cx);
    let o = cx.alloc(Kind::MappingProxy, ty, 1)?;
    o.init(0, mapping);
    Ok(o.into())
}

const PROXY_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, mapping", proxy_new, Acc::Pure),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("proxy_repr", &[a[0].obj().frozen(0)]), Acc::Any),
    func("__str__", "self, /", |cx, a| ops::convert::str(cx, a[0].obj().frozen(0)), Acc::Any),
    func("__len__", "self, /", |cx, a| ops::iter::length(cx, a[0].obj().frozen(0)), Acc::Any),
    func("__getitem__", "self, key, /", |cx, a| ops::subscr::get(cx, a[0].obj().frozen(0), a[1]), Acc::Any),
    func("__contains__", "self, key, /", |cx, a| ops::iter::contains(cx, a[0].obj().frozen(0), a[1]), Acc::Any),
    func("__iter__", "self, /", |cx, a| ops::iter::iter(cx, a[0].obj().frozen(0)), Acc::Any),
    func("__hash__", "self, /", |cx, a| ops::convert::hash(cx, a[0].obj().frozen(0)), Acc::Any),
    func("__reversed__", "self, /", |cx, a| cx.call_hidden("proxy_reversed", &[a[0].obj().frozen(0)]), Acc::Any),
    func("__eq__", "self, value, /", |cx, a| proxy_compare(cx, "proxy_eq", a), Acc::Any),
    func("__ne__", "self, value, /", |cx, a| proxy_compare(cx, "proxy_ne", a), Acc::Any),
    func("__or__", "self, value, /", |cx, a| proxy_compare(cx, "proxy_or", a), Acc::Any),
    func("__ror__", "self, value, /", |cx, a| proxy_compare(cx, "proxy_ror", a), Acc::Any),
    func("__ior__", "self, value, /", proxy_ior, Acc::Any),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    func("copy", "self, /", |cx, a| cx.call_hidden("proxy_copy", &[a[0].obj().frozen(0)]), Acc::Any),
    func("get", "self, key, default=None, /", proxy_get, Acc::Any),
    func("items", "self, /", |cx, a| cx.call_hidden("proxy_items", &[a[0].obj().frozen(0)]), Acc::Any),
    func("keys", "self, /", |cx, a| cx.call_hidden("proxy_keys", &[a[0].obj().frozen(0)]), Acc::Any),
    func("values", "self, /", |cx, a| cx.call_hidden("proxy_values", &[a[0].obj().frozen(0)]), Acc::Any),
];

fn proxy_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = a[1];
    let wrong = m.as_obj().is_some_and(|o| matches!(o.kind(), Kind::List | Kind::Tuple));
    if wrong || cx.lookup_special(m, N::__getitem__).is_none() {
        let t = cx.type_name(m);
        return Err(cx.type_error(format!("mappingproxy() argument must be a mapping, not {t}")));
    }
    new_proxy(cx, m)
}

/// The mapping below, where `v` is a proxy.
fn unwrapped(v: Value) -> Value {
    v.as_obj().filter(|o| o.is(Kind::MappingProxy)).map_or(v, |o| o.frozen(0))
}

fn proxy_compare(cx: &mut Cx<'_>, name: &str, a: Args) -> Res {
    cx.call_hidden(name, &[unwrapped(a[0]), unwrapped(a[1])])
}

fn proxy_ior(cx: &mut Cx<'_>, _: Args) -> Res {
    Err(cx.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
}

fn proxy_get(cx: &mut Cx<'_>, a: Args) -> Res {
    let default = if a.get(2).is_null() { Value::NONE } else { a[2] };
    cx.call_hidden("proxy_get", &[a[0].obj().frozen(0), a[1], default])
}
