//! `enumerate`, `zip`, `map`, `filter`, `reversed`.
//!
//! Where the iterators below need no Python code, a step is native. Else it is a hidden function (`hidden/iter.py`).

use gilscope_heap::{Args, Kind, Obj, Value, flag};

use super::iters::{self, It};
use super::{TUPLE, range};
use crate::native::{NativeDef, TypeDef, TypeFlags, func};
use crate::ops;
use crate::types::{int, list, tuple};
use crate::{Acc, Cont, Cx, N, Res};

const FLAGS: TypeFlags = TypeFlags::BASE;

pub static ENUMERATE: TypeDef = TypeDef::new(
    "enumerate",
    Kind::Iter,
    2,
    &[
        NativeDef::stat("__new__", "cls, iterable=<unrepresentable>, start=0", enumerate_new, Acc::Pure),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
        NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    ],
)
.flags(FLAGS);
pub static ZIP: TypeDef = TypeDef::new(
    "zip",
    Kind::Iter,
    2,
    &[
        NativeDef::stat("__new__", "cls, /, *iterables, strict=False", zip_new, Acc::Pure),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
    ],
)
.flags(FLAGS);
pub static MAP: TypeDef = TypeDef::new(
    "map",
    Kind::Iter,
    3,
    &[
        NativeDef::stat("__new__", "cls, /, *args, strict=False", map_new, Acc::Pure),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
    ],
)
.flags(FLAGS);
pub static FILTER: TypeDef = TypeDef::new(
    "filter",
    Kind::Iter,
    2,
    &[
        NativeDef::stat("__new__", "cls, function, iterable, /", filter_new, Acc::Pure),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
    ],
)
.flags(FLAGS);
pub static REVERSED: TypeDef = TypeDef::new(
    "reversed",
    Kind::Iter,
    2,
    &[
        NativeDef::stat("__new__", "cls, sequence, /", reversed_new, Acc::Pure),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
        func("__length_hint__", "self, /", reversed_hint, Acc::Any),
    ],
)
.flags(FLAGS);

pub static TYPES: &[&TypeDef] = &[&ENUMERATE, &ZIP, &MAP, &FILTER, &REVERSED];

/// The iterators of all iterables, where making them needs no Python code. Does not call Python.
fn iterators(cx: &mut Cx<'_>, iterables: &[Value]) -> Res<Option<Vec<Value>>> {
    let mut its = Vec::with_capacity(iterables.len());
    for &v in iterables {
        match ops::iter::native_iter(cx, v)? {
            Some(it) => its.push(it),
            None => return Ok(None),
        }
    }
    Ok(Some(its))
}

fn enumerate_new(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(1).is_null() {
        return Err(cx.type_error("enumerate() missing required argument 'iterable'"));
    }
    let start = if a.get(2).is_null() { Value::small(0) } else { ops::convert::index(cx, a[2], 2)? };
    let start = int::plain(cx, start)?;
    match iterators(cx, &[a[1]])? {
        Some(its) => iters::new_as(cx, &ENUMERATE, a[0], It::Enumerate, &[its[0], start]),
        None => cx.call_hidden("enumerate_new", &[a[0], a[1], start]),
    }
}

/// Makes an `enumerate` of an iterator: `_enumerate(cls, iterator, start)`.
pub fn make_enumerate(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &ENUMERATE, a[0], It::Enumerate, &[a[1], a[2]])
}

pub(super) fn enumerate_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let inner = o.get(0);
    if iters::is_native(cx, o) {
        let v = iters::next(cx, inner.obj())?;
        if v.is_null() {
            return Ok(v);
        }
        let n = iters::take_number(cx, o, 1);
        return cx.tuple(&[Value::small(n), v]);
    }
    iters::hidden(cx, "enumerate_next", o)
}

fn zip_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(strict) = flag_of(a.get(2)) else {
        return Err(crate::Exit::Convert { arg: 2, how: crate::Convert::Bool });
    };
    let iterables = tuple::to_vec(a[1]);
    match iterators(cx, &iterables)? {
        Some(its) => {
            let its = cx.tuple(&its)?;
            iters::new_as(cx, &ZIP, a[0], It::Zip, &[its, strict])
        }
        None => cx.call_hidden("zip_new", &[a[0], a[1], strict]),
    }
}

/// A keyword that is true or false; left out it is false.
fn flag_of(v: Value) -> Option<Value> {
    if v.is_null() { Some(Value::FALSE) } else { ops::truth::quick(v).map(Value::bool) }
}

/// `_zip(cls, iterators, strict)`
pub fn make_zip(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &ZIP, a[0], It::Zip, &[a[1], a[2]])
}

pub(super) fn zip_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let its = o.get(0).obj();
    if tuple::len(its) == 0 {
        return Ok(Value::NULL);
    }
    if !iters::is_native(cx, o) {
        return iters::hidden(cx, "zip_next", o);
    }
    let ty = TUPLE.of(cx);
    let items = cx.alloc(Kind::Tuple, ty, tuple::len(its))?;
    items.init_aux(tuple::len(its) as u32);
    for (i, it) in tuple::items(its).enumerate() {
        let v = iters::next(cx, it.obj())?;
        if v.is_null() {
            return if o.get(1) == Value::TRUE { strict_end(cx, its, i, "zip") } else { Ok(Value::NULL) };
        }
        items.init(i, v);
    }
    Ok(items.into())
}

/// The `i`-th iterator of a strict zip has ended: all others must.
fn strict_end(cx: &mut Cx<'_>, its: Obj, i: usize, name: &str) -> Res {
    let upto = |n: usize| format!("s 1-{n}");
    if i > 0 {
        return Err(cx.value_error(format!(
            "{name}() argument {} is shorter than argument{}",
            i + 1,
            plural(i, upto(i))
        )));
    }
    for (j, it) in tuple::items(its).enumerate().skip(1) {
        if !iters::next(cx, it.obj())?.is_null() {
            return Err(cx.value_error(format!(
                "{name}() argument {} is longer than argument{}",
                j + 1,
                plural(j, upto(j))
            )));
        }
    }
    Ok(Value::NULL)
}

fn plural(n: usize, many: String) -> String {
    if n == 1 { " 1".to_owned() } else { many }
}

fn map_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(strict) = flag_of(a.get(2)) else {
        return Err(crate::Exit::Convert { arg: 2, how: crate::Convert::Bool });
    };
    let args = tuple::to_vec(a[1]);
    if args.len() < 2 {
        return Err(cx.type_error("map() must have at least two arguments."));
    }
    match iterators(cx, &args[1..])? {
        Some(its) => {
            let its = cx.tuple(&its)?;
            iters::new_as(cx, &MAP, a[0], It::Map, &[args[0], its, strict])
        }
        None => {
            let rest = cx.tuple(&args[1..])?;
            cx.call_hidden("map_new", &[a[0], args[0], rest, strict])
        }
    }
}

/// `_map(cls, function, iterators, strict)`
pub fn make_map(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &MAP, a[0], It::Map, &[a[1], a[2], a[3]])
}

pub(super) fn map_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let its = o.get(1).obj();
    let native = tuple::items(its).all(|i| i.as_obj().is_some_and(|i| iters::is_native(cx, i)));
    if !native {
        return iters::hidden(cx, "map_next", o);
    }
    let mut args = Vec::with_capacity(tuple::len(its));
    for (i, it) in tuple::items(its).enumerate() {
        let v = iters::next(cx, it.obj())?;
        if v.is_null() {
            return if o.get(2) == Value::TRUE { strict_end(cx, its, i, "map") } else { Ok(Value::NULL) };
        }
        args.push(v);
    }
    let f = o.get(0);
    cx.call_then(f, &args, Cont::Next, Value::NULL)
}

fn filter_new(cx: &mut Cx<'_>, a: Args) -> Res {
    match iterators(cx, &[a[2]])? {
        Some(its) => iters::new_as(cx, &FILTER, a[0], It::Filter, &[a[1], its[0]]),
        None => cx.call_hidden("filter_new", &[a[0], a[1], a[2]]),
    }
}

/// `_filter(cls, function, iterator)`
pub fn make_filter(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &FILTER, a[0], It::Filter, &[a[1], a[2]])
}

pub(super) fn filter_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let (f, inner) = (o.get(0), o.get(1));
    let to_bool = crate::types::bool::TYPE.of(cx);
    if (f.is_none() || f == to_bool) && inner.as_obj().is_some_and(|i| iters::is_native(cx, i)) {
        loop {
            let v = iters::next(cx, inner.obj())?;
            match ops::truth::quick(v) {
                _ if v.is_null() => return Ok(v),
                Some(true) => return Ok(v),
                Some(false) => {}
                None => {
                    let f = cx.world.hidden("filter_from");
                    return cx.call_then(f, &[o.into(), v], Cont::Next, Value::NULL);
                }
            }
        }
    }
    iters::hidden(cx, "filter_next", o)
}

fn reversed_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a[1];
    if a[0] == REVERSED.of(cx)
        && let Some(o) = v.as_obj().filter(|o| !o.has(flag::SUBCLASS))
    {
        match o.kind() {
            Kind::List => {
                let n = Value::small(list::len(o) as i64);
                return iters::new(cx, &iters::LIST_REVERSEITERATOR, It::ListReversed, &[v, n]);
            }
            Kind::Dict => return iters::over_dict(cx, &iters::DICT_REVERSEKEYITERATOR, It::DictReversedKeys, o),
            Kind::Range => return range::reversed(cx, o),
            Kind::Tuple | Kind::Str => {
                let n = Value::small(if o.is(Kind::Tuple) { tuple::len(o) } else { crate::types::str::len(o) } as i64);
                return iters::new(cx, &REVERSED, It::Reversed, &[v, Value::small(n.int_value() - 1)]);
            }
            _ => {}
        }
    }
    match cx.lookup_special(v, N::__reversed__) {
        Some(f) if !f.is_none() => cx.call(f, &[v]),
        None if is_sequence(cx, v) => cx.call_hidden("reversed_new", &[a[0], v]),
        _ => {
            let t = cx.type_name(v);
            Err(cx.type_error(format!("'{t}' object is not reversible")))
        }
    }
}

fn is_sequence(cx: &mut Cx<'_>, v: Value) -> bool {
    let mapping = v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Dict | Kind::Set | Kind::MappingProxy));
    !mapping && cx.lookup_special(v, N::__getitem__).is_some()
}

/// `_reversed(cls, sequence, last)`
pub fn make_reversed(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &REVERSED, a[0], It::Reversed, &[a[1], a[2]])
}

pub(super) fn reversed_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let Some(s) = o.get(0).as_obj() else { return Ok(Value::NULL) };
    let at = o.get(1);
    if !s.has(flag::SUBCLASS) && matches!(s.kind(), Kind::Tuple | Kind::Str) && at.is_int() {
        if at.int_value() < 0 || !o.cas(1, at, Value::small(at.int_value() - 1)) {
            return Ok(Value::NULL);
        }
        return ops::subscr::get(cx, s.into(), at);
    }
    iters::hidden(cx, "reversed_next", o)
}

fn reversed_hint(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("reversed_hint", &[a[0]])
}
