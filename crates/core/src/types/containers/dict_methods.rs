//! `dict`: methods. What needs to call a key's `__hash__` or `__eq__` is in `hidden/dict.py`.

use gilscope_heap::{Args, Kind, Obj, Value, flag};

use super::iters::{self, It};
use super::{DICT, seq, views};
use crate::native::{NativeDef, func};
use crate::types::dict::{self, Lookup};
use crate::types::{hash, tuple};
use crate::{Acc, Cx, N, Res};

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure),
    func("__init__", "self, /, *args, **kwargs", init, Acc::Write),
    func("__repr__", "self, /", seq::repr, Acc::Read),
    func("__len__", "self, /", len, Acc::Read),
    func("__getitem__", "self, key, /", getitem, Acc::Read),
    func("__setitem__", "self, key, value, /", setitem, Acc::Write),
    func("__delitem__", "self, key, /", delitem, Acc::Write),
    func("__contains__", "self, key, /", contains, Acc::Read),
    func("__iter__", "self, /", iter, Acc::Pure),
    func("__reversed__", "self, /", reversed, Acc::Pure),
    func("__eq__", "self, value, /", eq, Acc::Read),
    func("__ne__", "self, value, /", ne, Acc::Read),
    func("__lt__", "self, value, /", unordered, Acc::Pure),
    func("__le__", "self, value, /", unordered, Acc::Pure),
    func("__gt__", "self, value, /", unordered, Acc::Pure),
    func("__ge__", "self, value, /", unordered, Acc::Pure),
    func("__or__", "self, value, /", or, Acc::Read),
    func("__ror__", "self, value, /", ror, Acc::Read),
    func("__ior__", "self, value, /", ior, Acc::Write),
    func("__sizeof__", "self, /", sizeof, Acc::Read),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    NativeDef::class("fromkeys", "cls, iterable, value=None, /", fromkeys, Acc::Any),
    func("clear", "self, /", clear, Acc::Write),
    func("copy", "self, /", copy, Acc::Read),
    func("get", "self, key, default=None, /", get, Acc::Read),
    func("items", "self, /", views::items, Acc::Pure),
    func("keys", "self, /", views::keys, Acc::Pure),
    func("pop", "self, key, default=<unrepresentable>, /", pop, Acc::Write),
    func("popitem", "self, /", popitem, Acc::Write),
    func("setdefault", "self, key, default=None, /", setdefault, Acc::Write),
    func("update", "self, /, *args, **kwargs", update, Acc::Write),
    func("values", "self, /", views::values, Acc::Pure),
];

fn or_none(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&DICT, a[0])?;
    o.init(dict::CHANGES, Value::small(0));
    Ok(o.into())
}

pub fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    fill(cx, a, "dict")
}

fn update(cx: &mut Cx<'_>, a: Args) -> Res {
    fill(cx, a, "update")
}

fn fill(cx: &mut Cx<'_>, a: Args, name: &str) -> Res {
    let (args, kw) = (tuple::to_vec(a[1]), a.get(2));
    if args.len() > 1 {
        let n = args.len();
        return Err(cx.type_error(format!("{name} expected at most 1 argument, got {n}")));
    }
    let o = a[0].obj();
    if let Some(&other) = args.first()
        && !merge(cx, o, other)?
    {
        return cx.call_hidden("dict_fill", &[a[0], other, or_none(kw)]);
    }
    if let Some(kw) = kw.as_obj() {
        let done = merge(cx, o, kw.into())?;
        if !done {
            return cx.call_hidden("dict_fill", &[a[0], kw.into(), Value::NONE]);
        }
    }
    Ok(Value::NONE)
}

/// Is it a dict that iterates as dicts do?
pub fn plain(cx: &mut Cx<'_>, v: Value) -> Option<Obj> {
    let o = v.as_obj().filter(|o| o.is(Kind::Dict))?;
    if o.has(flag::SUBCLASS) {
        let (name, base) = (cx.world.name(N::__iter__), DICT.of(cx));
        if cx.lookup(o.ty(), name) != cx.lookup(base, name) {
            return None;
        }
    }
    Some(o)
}

/// Adds what `other` (a dict or pairs) has. False where Python code is needed; what has been added by then may be added
/// again. Does not call Python.
pub fn merge(cx: &mut Cx<'_>, o: Obj, other: Value) -> Res<bool> {
    if let Some(from) = plain(cx, other) {
        if from == o {
            return Ok(true);
        }
        if dict::len(o) == 0 && !cx.world.is_free_threaded() {
            dict::copy_into(cx, o, from)?;
            return Ok(true);
        }
        for (h, k, v) in dict::entries(cx, from) {
            if dict::store_hashed(cx, o, k, h, v)?.is_none() {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let Some(pairs) = other.as_obj().filter(|o| o.is_exact(Kind::List) || o.is_exact(Kind::Tuple)) else {
        return Ok(false);
    };
    for p in seq::items(cx, pairs) {
        let Some(p) = p.as_obj().filter(|p| p.is_exact(Kind::Tuple) || p.is_exact(Kind::List)) else {
            return Ok(false);
        };
        let [k, v] = *seq::items(cx, p) else { return Ok(false) };
        if dict::store(cx, o, k, v)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(dict::len(a[0].obj()) as i64))
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match dict::lookup(cx, o, a[1]) {
        Lookup::Found(v) => Ok(v),
        Lookup::Missing => missing(cx, o, a[1]),
        Lookup::Python => cx.call_hidden("dict_getitem", &[a[0], a[1]]),
    }
}

/// `d[k]` of a key that is not there: `__missing__`, else KeyError.
pub fn missing(cx: &mut Cx<'_>, o: Obj, k: Value) -> Res {
    if o.has(flag::SUBCLASS) || o.ty() != DICT.of(cx) {
        if let Some(f) = cx.lookup_special(o.into(), N::__missing__) {
            return cx.call(f, &[o.into(), k]);
        }
    }
    Err(cx.key_error(k))
}

fn setitem(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::store(cx, a[0].obj(), a[1], a[2])? {
        Some(_) => Ok(Value::NONE),
        None => cx.call_hidden("dict_setitem", &[a[0], a[1], a[2]]),
    }
}

fn delitem(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::take(cx, a[0].obj(), a[1]) {
        Lookup::Found(_) => Ok(Value::NONE),
        Lookup::Missing => Err(cx.key_error(a[1])),
        Lookup::Python => cx.call_hidden("dict_delitem", &[a[0], a[1]]),
    }
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::lookup(cx, a[0].obj(), a[1]) {
        Lookup::Found(_) => Ok(Value::TRUE),
        Lookup::Missing => Ok(Value::FALSE),
        Lookup::Python => cx.call_hidden("dict_contains", &[a[0], a[1]]),
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::over_dict(cx, &iters::DICT_KEYITERATOR, It::DictKeys, a[0].obj())
}

fn reversed(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::over_dict(cx, &iters::DICT_REVERSEKEYITERATOR, It::DictReversedKeys, a[0].obj())
}

/// Are they equal? `None`: Python code has to be asked; NOT_IMPLEMENTED is for the caller.
fn equal(cx: &mut Cx<'_>, x: Obj, y: Obj) -> Option<bool> {
    if dict::len(x) != dict::len(y) {
        return Some(false);
    }
    for (h, k, v) in dict::entries(cx, x) {
        match dict::find_value(cx, y, k, h) {
            Lookup::Found(w) => {
                if !hash::eq(cx, v, w)? {
                    return Some(false);
                }
            }
            Lookup::Missing => return Some(false),
            Lookup::Python => return None,
        }
    }
    Some(true)
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(y) = a[1].as_obj().filter(|o| o.is(Kind::Dict)) else { return Ok(Value::NOT_IMPLEMENTED) };
    match equal(cx, a[0].obj(), y) {
        Some(same) => Ok(Value::bool(same)),
        None => cx.call_hidden("dict_eq", &[a[0], a[1]]),
    }
}

fn ne(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(y) = a[1].as_obj().filter(|o| o.is(Kind::Dict)) else { return Ok(Value::NOT_IMPLEMENTED) };
    match equal(cx, a[0].obj(), y) {
        Some(same) => Ok(Value::bool(!same)),
        None => cx.call_hidden("dict_ne", &[a[0], a[1]]),
    }
}

fn unordered(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(Value::NOT_IMPLEMENTED)
}

fn both_dicts(a: Args) -> bool {
    [a[0], a[1]].iter().all(|v| v.as_obj().is_some_and(|o| o.is(Kind::Dict)))
}

fn or(cx: &mut Cx<'_>, a: Args) -> Res {
    if !both_dicts(a) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    union(cx, a[0], a[1])
}

fn ror(cx: &mut Cx<'_>, a: Args) -> Res {
    if !both_dicts(a) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    union(cx, a[1], a[0])
}

fn union(cx: &mut Cx<'_>, x: Value, y: Value) -> Res {
    let new = cx.dict()?;
    if merge(cx, new.obj(), x)? && merge(cx, new.obj(), y)? {
        return Ok(new);
    }
    cx.call_hidden("dict_union", &[new, x, y])
}

fn ior(cx: &mut Cx<'_>, a: Args) -> Res {
    if merge(cx, a[0].obj(), a[1])? {
        return Ok(a[0]);
    }
    cx.call_hidden("dict_ior", &[a[0], a[1]])
}

fn sizeof(_: &mut Cx<'_>, a: Args) -> Res {
    // What CPython's dict of that many items takes: header, keys object, index, entries.
    let n = dict::len(a[0].obj());
    if n == 0 {
        return Ok(Value::small(48));
    }
    let mut log = 3;
    while (2usize << log) / 3 < n {
        log += 1;
    }
    let index = if log < 8 {
        1usize
    } else if log < 16 {
        2
    } else {
        4
    } << log;
    Ok(Value::small((48 + 32 + index + (2usize << log) / 3 * 24) as i64))
}

fn fromkeys(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = or_none(a.get(2));
    if a[0] == DICT.of(cx)
        && let Some(keys) = seq::native_items(cx, a[1])?
    {
        let d = cx.dict()?;
        let mut known = true;
        for k in keys {
            if dict::store(cx, d.obj(), k, v)?.is_none() {
                known = false;
                break;
            }
        }
        if known {
            return Ok(d);
        }
    }
    cx.call_hidden("dict_fromkeys", &[a[0], a[1], v])
}

fn clear(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |_| dict::clear(o));
    Ok(Value::NONE)
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let new = cx.dict()?;
    dict::copy_into(cx, new.obj(), a[0].obj())?;
    Ok(new)
}

fn get(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::lookup(cx, a[0].obj(), a[1]) {
        Lookup::Found(v) => Ok(v),
        Lookup::Missing => Ok(or_none(a.get(2))),
        Lookup::Python => cx.call_hidden("dict_get", &[a[0], a[1], or_none(a.get(2))]),
    }
}

fn pop(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if dict::len(o) == 0 {
        return if a.get(2).is_null() { Err(cx.key_error(a[1])) } else { Ok(a[2]) };
    }
    match dict::take(cx, o, a[1]) {
        Lookup::Found(v) => Ok(v),
        Lookup::Missing if a.get(2).is_null() => Err(cx.key_error(a[1])),
        Lookup::Missing => Ok(a[2]),
        Lookup::Python if a.get(2).is_null() => cx.call_hidden("dict_pop", &[a[0], a[1]]),
        Lookup::Python => cx.call_hidden("dict_pop_default", &[a[0], a[1], a[2]]),
    }
}

fn popitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match cx.locked(o, |_| dict::pop_last(o)) {
        Some((k, v)) => cx.tuple(&[k, v]),
        None => {
            let m = cx.str("popitem(): dictionary is empty")?;
            Err(cx.key_error(m))
        }
    }
}

fn setdefault(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, v) = (a[0].obj(), or_none(a.get(2)));
    let found = match hash::native(cx, a[1]) {
        Some(h) => dict::set_default(cx, o, a[1], dict::fold(h), v)?,
        None => None,
    };
    match found {
        Some(v) => Ok(v),
        None => cx.call_hidden("dict_setdefault", &[a[0], a[1], v]),
    }
}
