//! `list`: methods.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Obj, Value};

use super::iters::{self, It};
use super::seq::{self, Subscript};
use super::{LIST, sort};
use crate::native::{NativeDef, func};
use crate::ops::{convert, subscr};
use crate::types::{hash, int, list};
use crate::{Acc, Convert, Cx, Exit, N, Res};

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure),
    func("__init__", "self, iterable=(), /", init, Acc::Write),
    func("__repr__", "self, /", seq::repr, Acc::Read),
    func("__len__", "self, /", len, Acc::Read),
    func("__getitem__", "self, index, /", getitem, Acc::Read),
    func("__setitem__", "self, key, value, /", setitem, Acc::Write),
    func("__delitem__", "self, key, /", delitem, Acc::Write),
    func("__contains__", "self, key, /", contains, Acc::Read),
    func("__iter__", "self, /", iter, Acc::Pure),
    func("__reversed__", "self, /", reversed, Acc::Read),
    func("__add__", "self, value, /", add, Acc::Read),
    func("__mul__", "self, value, /", mul, Acc::Read),
    func("__rmul__", "self, value, /", mul, Acc::Read),
    func("__iadd__", "self, value, /", iadd, Acc::Write),
    func("__imul__", "self, value, /", imul, Acc::Write),
    func("__lt__", "self, value, /", lt, Acc::Read),
    func("__le__", "self, value, /", le, Acc::Read),
    func("__eq__", "self, value, /", eq, Acc::Read),
    func("__ne__", "self, value, /", ne, Acc::Read),
    func("__gt__", "self, value, /", gt, Acc::Read),
    func("__ge__", "self, value, /", ge, Acc::Read),
    func("__sizeof__", "self, /", sizeof, Acc::Read),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    func("append", "self, object, /", append, Acc::Write),
    func("clear", "self, /", clear, Acc::Write),
    func("copy", "self, /", copy, Acc::Read),
    func("count", "self, value, /", count, Acc::Read),
    func("extend", "self, iterable, /", extend, Acc::Write),
    func("index", "self, value, start=0, stop=9223372036854775807, /", index, Acc::Read),
    func("insert", "self, index, object, /", insert, Acc::Write),
    func("pop", "self, index=-1, /", pop, Acc::Write),
    func("remove", "self, value, /", remove, Acc::Write),
    func("reverse", "self, /", reverse, Acc::Write),
    func("sort", "self, /, *, key=None, reverse=False", sort::list_sort, Acc::Write),
];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&LIST, a[0])?;
    Ok(o.into())
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let it = a.get(1);
    let items = if it.is_null() { Some(Vec::new()) } else { seq::items_once(cx, it)? };
    match items {
        Some(items) => {
            if list::len(o) > 0 {
                list::take(cx, o);
            }
            list::extend(cx, o, &items)?;
            Ok(Value::NONE)
        }
        None => cx.call_hidden("list_init", &[a[0], it]),
    }
}

fn len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(list::len(a[0].obj()) as i64))
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::subscript(cx, a[1], list::len(o), "list", false)? {
        Subscript::At(i) => match list::get(o, i) {
            Some(v) => Ok(v),
            None => Err(cx.index_error("list index out of range")),
        },
        Subscript::Slice(start, step, n) => {
            let at = (0..n as i64).map(|i| (start + i * step) as usize);
            // Another thread may have made the list shorter by now.
            let picked: Vec<Value> = if cx.world.is_free_threaded() {
                let items = list::snapshot(cx, o);
                at.filter_map(|i| items.get(i).copied()).collect()
            } else {
                at.filter_map(|i| list::get(o, i)).collect()
            };
            cx.list(&picked)
        }
    }
}

fn setitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::subscript(cx, a[1], list::len(o), "list", true)? {
        Subscript::At(i) => {
            if !list::set(o, i, a[2]) {
                return Err(cx.index_error("list assignment index out of range"));
            }
        }
        Subscript::Slice(start, step, n) => {
            let Some(new) = seq::items_once(cx, a[2])? else {
                if !super::is_iterable(cx, a[2]) {
                    return Err(cx.type_error("must assign iterable to extended slice"));
                }
                return Err(Exit::Convert { arg: 2, how: Convert::List });
            };
            if step == 1 {
                list::splice(cx, o, start as usize, start as usize + n, &new)?;
            } else {
                if new.len() != n {
                    let m = format!("attempt to assign sequence of size {} to extended slice of size {n}", new.len());
                    return Err(cx.value_error(m));
                }
                list::edit(cx, o, |items| {
                    for (i, &v) in new.iter().enumerate() {
                        if let Some(slot) = items.get_mut((start + i as i64 * step) as usize) {
                            *slot = v;
                        }
                    }
                })?;
            }
        }
    }
    Ok(Value::NONE)
}

fn delitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::subscript(cx, a[1], list::len(o), "list", true)? {
        Subscript::At(i) => {
            if list::splice(cx, o, i, i + 1, &[])?.is_empty() {
                return Err(cx.index_error("list assignment index out of range"));
            }
        }
        Subscript::Slice(_, _, 0) => {}
        Subscript::Slice(start, 1, n) => {
            list::splice(cx, o, start as usize, start as usize + n, &[])?;
        }
        Subscript::Slice(start, step, n) => {
            let last = start + (n as i64 - 1) * step;
            let (low, high, step) = (start.min(last), start.max(last), step.unsigned_abs() as usize);
            list::edit(cx, o, |items| {
                let mut i = 0;
                items.retain(|_| {
                    let out = i as i64 >= low && i as i64 <= high && (i - low as usize).is_multiple_of(step);
                    i += 1;
                    !out
                });
            })?;
        }
    }
    Ok(Value::NONE)
}

/// The first position in `from..to` of an item equal to `v`; `None` where Python code has to be asked.
pub(super) fn find(cx: &mut Cx<'_>, items: &[Value], v: Value) -> Option<Option<usize>> {
    for (i, &x) in items.iter().enumerate() {
        if hash::eq(cx, x, v)? {
            return Some(Some(i));
        }
    }
    Some(None)
}

pub(super) fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = seq::items(cx, a[0].obj());
    match find(cx, &items, a[1]) {
        Some(found) => Ok(Value::bool(found.is_some())),
        None => cx.call_hidden("seq_contains", &[a[0], a[1]]),
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new(cx, &iters::LIST_ITERATOR, It::List, &[a[0], Value::small(0)])
}

fn reversed(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = list::len(a[0].obj()) as i64;
    iters::new(cx, &iters::LIST_REVERSEITERATOR, It::ListReversed, &[a[0], Value::small(n)])
}

fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(other) = a[1].as_obj().filter(|o| o.is(Kind::List)) else {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("can only concatenate list (not \"{t}\") to list")));
    };
    let mut items = list::snapshot(cx, a[0].obj());
    items.extend(list::snapshot(cx, other));
    cx.list(&items)
}

fn mul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::repetitions(cx, a[1], list::len(o) * 8)? {
        Some(n) => {
            let items = list::snapshot(cx, o).repeat(n);
            cx.list(&items)
        }
        None => Err(cannot_multiply(cx, a[1])),
    }
}

pub(super) fn cannot_multiply(cx: &mut Cx<'_>, by: Value) -> Exit {
    let t = cx.type_name(by);
    cx.type_error(format!("can't multiply sequence by non-int of type '{t}'"))
}

fn iadd(cx: &mut Cx<'_>, a: Args) -> Res {
    match seq::items_once(cx, a[1])? {
        Some(items) => {
            list::extend(cx, a[0].obj(), &items)?;
            Ok(a[0])
        }
        None => cx.call_hidden("list_iadd", &[a[0], a[1]]),
    }
}

fn imul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::repetitions(cx, a[1], list::len(o) * 8)? {
        Some(n) => {
            list::edit(cx, o, |items| *items = items.repeat(n))?;
            Ok(a[0])
        }
        None => Err(cannot_multiply(cx, a[1])),
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

fn sizeof(_: &mut Cx<'_>, a: Args) -> Res {
    let buf = a[0].obj().get(list::BUFFER).as_obj().map_or(0, |b| b.aux() as i64);
    Ok(Value::small(40 + 8 * buf))
}

fn append(cx: &mut Cx<'_>, a: Args) -> Res {
    list::append(cx, a[0].obj(), a[1])?;
    Ok(Value::NONE)
}

fn clear(cx: &mut Cx<'_>, a: Args) -> Res {
    list::take(cx, a[0].obj());
    Ok(Value::NONE)
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = list::snapshot(cx, a[0].obj());
    cx.list(&items)
}

pub(super) fn count(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut n = 0;
    for x in seq::items(cx, a[0].obj()) {
        match hash::eq(cx, x, a[1]) {
            Some(same) => n += i64::from(same),
            None => return cx.call_hidden("seq_count", &[a[0], a[1]]),
        }
    }
    Ok(Value::small(n))
}

fn extend(cx: &mut Cx<'_>, a: Args) -> Res {
    match seq::items_once(cx, a[1])? {
        Some(items) => {
            list::extend(cx, a[0].obj(), &items)?;
            Ok(Value::NONE)
        }
        None => cx.call_hidden("list_extend_method", &[a[0], a[1]]),
    }
}

pub(super) fn index(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let items = seq::items(cx, o);
    let bound = |cx: &mut Cx<'_>, i: u8, default: usize| {
        let v = a.get(i as usize);
        if v.is_null() {
            return Ok(default);
        }
        if !int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
            return Err(cx.type_error("slice indices must be integers or have an __index__ method"));
        }
        convert::bound(cx, v, i, default, items.len())
    };
    let start = bound(cx, 2, 0)?;
    let stop = bound(cx, 3, usize::MAX)?;
    let within = &items[start.min(items.len())..stop.min(items.len()).max(start.min(items.len()))];
    match find(cx, within, a[1]) {
        Some(Some(i)) => Ok(Value::small((start + i) as i64)),
        Some(None) => {
            let m = if o.is(Kind::List) { "list.index(x): x not in list" } else { "tuple.index(x): x not in tuple" };
            Err(cx.value_error(m))
        }
        None => {
            let stop = stop.min(i32::MAX as usize) as i64;
            cx.call_hidden("seq_index", &[a[0], a[1], Value::small(start as i64), Value::small(stop)])
        }
    }
}

fn insert(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let i = convert::size(cx, a[1], 1, 0)?;
    let n = list::len(o) as i64;
    let at = if i < 0 { (i + n).max(0) } else { i.min(n) } as usize;
    list::splice(cx, o, at, at, &[a[2]])?;
    Ok(Value::NONE)
}

fn pop(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let i = convert::size(cx, a.get(1), 1, -1)?;
    if i == -1 {
        return match list::pop(cx, o) {
            Some(v) => Ok(v),
            None => Err(cx.index_error("pop from empty list")),
        };
    }
    let n = list::len(o);
    if n == 0 {
        return Err(cx.index_error("pop from empty list"));
    }
    let at = subscr::position(i, n);
    match at {
        Some(at) => match list::splice(cx, o, at, at + 1, &[])?.first() {
            Some(&v) => Ok(v),
            None => Err(cx.index_error("pop index out of range")),
        },
        None => Err(cx.index_error("pop index out of range")),
    }
}

fn remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let mut outcome = Some(None);
    if cx.world.is_free_threaded() {
        // Found and removed in one step.
        loop {
            let items = list::snapshot(cx, o);
            outcome = find(cx, &items, a[1]);
            let Some(Some(i)) = outcome else { break };
            if remove_same(cx, o, i, items[i])? {
                return Ok(Value::NONE);
            }
        }
    } else {
        for i in 0..list::len(o) {
            let Some(x) = list::get(o, i) else { break };
            match hash::eq(cx, x, a[1]) {
                Some(true) => {
                    list::splice(cx, o, i, i + 1, &[])?;
                    return Ok(Value::NONE);
                }
                Some(false) => {}
                None => {
                    outcome = None;
                    break;
                }
            }
        }
    }
    match outcome {
        None => cx.call_hidden("list_remove", &[a[0], a[1]]),
        Some(_) => Err(cx.value_error("list.remove(x): x not in list")),
    }
}

/// Removes the item at `i` if it is still `v`. Does not call Python.
pub fn remove_same(cx: &mut Cx<'_>, o: Obj, i: usize, v: Value) -> Res<bool> {
    let mut done = false;
    list::edit(cx, o, |items| {
        if items.get(i) == Some(&v) {
            items.remove(i);
            done = true;
        }
    })?;
    Ok(done)
}

fn reverse(cx: &mut Cx<'_>, a: Args) -> Res {
    list::edit(cx, a[0].obj(), |items| items.reverse())?;
    Ok(Value::NONE)
}
