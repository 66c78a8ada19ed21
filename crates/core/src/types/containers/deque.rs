//! `collections.deque`: a ring. aux: number of items; word 0: the buffer or NULL; word 1: place of the first item; word 2:
//! maxlen or None; word 3: a counter of changes.
//!
//! With the GIL off every operation holds the deque's lock.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Obj, Value};

use super::iters::{self, It};
use super::{list_methods, seq};
use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::ops::{convert, subscr};
use crate::types::{int, list};
use crate::{Acc, Cx, Res};

const BUFFER: usize = 0;
const HEAD: usize = 1;
const MAXLEN: usize = 2;
const STATE: usize = 3;

pub static DEQUE: TypeDef = TypeDef::new("deque", Kind::Native1, 4, METHODS)
    .module("collections")
    .flags(TypeFlags::BASE.or(TypeFlags::SEQUENCE))
    .getset(GETSET);
pub static DEQUE_ITERATOR: TypeDef =
    TypeDef::new("_deque_iterator", Kind::Iter, 3, ITERATOR_METHODS).module("_collections").flags(TypeFlags::NO_NEW);
pub static DEQUE_REVERSE_ITERATOR: TypeDef = TypeDef::new("_deque_reverse_iterator", Kind::Iter, 3, ITERATOR_METHODS)
    .module("_collections")
    .flags(TypeFlags::NO_NEW);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure),
    func("__init__", "self, iterable=(), maxlen=None", init, Acc::Write),
    func("__repr__", "self, /", repr, Acc::Read),
    func("__len__", "self, /", len_, Acc::Read),
    func("__getitem__", "self, key, /", getitem, Acc::Read),
    func("__setitem__", "self, key, value, /", setitem, Acc::Write),
    func("__delitem__", "self, key, /", delitem, Acc::Write),
    func("__contains__", "self, key, /", contains, Acc::Read),
    func("__iter__", "self, /", iter, Acc::Pure),
    func("__reversed__", "self, /", reversed, Acc::Pure),
    func("__add__", "self, value, /", add, Acc::Read),
    func("__iadd__", "self, value, /", iadd, Acc::Write),
    func("__mul__", "self, value, /", mul, Acc::Read),
    func("__rmul__", "self, value, /", mul, Acc::Read),
    func("__imul__", "self, value, /", imul, Acc::Write),
    func("__lt__", "self, value, /", |cx, a| compare(cx, CompareOp::Lt, a), Acc::Read),
    func("__le__", "self, value, /", |cx, a| compare(cx, CompareOp::Le, a), Acc::Read),
    func("__eq__", "self, value, /", |cx, a| compare(cx, CompareOp::Eq, a), Acc::Read),
    func("__ne__", "self, value, /", |cx, a| compare(cx, CompareOp::Ne, a), Acc::Read),
    func("__gt__", "self, value, /", |cx, a| compare(cx, CompareOp::Gt, a), Acc::Read),
    func("__ge__", "self, value, /", |cx, a| compare(cx, CompareOp::Ge, a), Acc::Read),
    func("__copy__", "self, /", copy, Acc::Read),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("deque_reduce", &[a[0]]), Acc::Read),
    NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
    func("append", "self, item, /", append, Acc::Write),
    func("appendleft", "self, item, /", appendleft, Acc::Write),
    func("clear", "self, /", clear, Acc::Write),
    func("copy", "self, /", copy, Acc::Read),
    func("count", "self, value, /", count, Acc::Read),
    func("extend", "self, iterable, /", extend, Acc::Write),
    func("extendleft", "self, iterable, /", extendleft, Acc::Write),
    func("index", "self, value, *args", index, Acc::Read),
    func("insert", "self, index, value, /", insert, Acc::Write),
    func("pop", "self, /", pop, Acc::Write),
    func("popleft", "self, /", popleft, Acc::Write),
    func("remove", "self, value, /", remove, Acc::Write),
    func("reverse", "self, /", reverse, Acc::Write),
    func("rotate", "self, n=1, /", rotate, Acc::Write),
];

static GETSET: &[GetSetDef] = &[getset("maxlen", |_, a| Ok(a[0].obj().get(MAXLEN)))];

static ITERATOR_METHODS: &[NativeDef] = &[
    func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
    func("__next__", "self, /", iters::dunder_next, Acc::Write),
    func("__length_hint__", "self, /", hint, Acc::Read),
];

/// Number of items.
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

fn maxlen(o: Obj) -> usize {
    o.get(MAXLEN).as_int().map_or(usize::MAX, |n| n as usize)
}

fn at(o: Obj, i: usize) -> Value {
    let buf = o.get(BUFFER).obj();
    buf.get((o.get(HEAD).int_value() as usize + i) & (buf.aux() as usize - 1))
}

fn put(o: Obj, i: usize, v: Value) {
    let buf = o.get(BUFFER).obj();
    buf.set((o.get(HEAD).int_value() as usize + i) & (buf.aux() as usize - 1), v);
}

fn changed(o: Obj) {
    o.set(STATE, Value::small((o.get(STATE).int_value() + 1) & 0xFFFF_FFFF));
}

fn items_of(o: Obj) -> Vec<Value> {
    (0..len(o)).map(|i| at(o, i)).collect()
}

/// The items at this moment. Does not call Python.
pub fn items(cx: &mut Cx<'_>, o: Obj) -> Vec<Value> {
    cx.locked(o, |_| items_of(o))
}

/// Gives the deque these items, the last `maxlen` of them. Under the lock when the GIL is off.
fn fill(cx: &mut Cx<'_>, o: Obj, items: &[Value]) -> Res<()> {
    let items = &items[items.len().saturating_sub(maxlen(o))..];
    let buf = list::buffer(cx, (items.len() + 1).next_power_of_two().max(8))?;
    for (i, &v) in items.iter().enumerate() {
        buf.init(i, v);
    }
    o.set(BUFFER, buf.into());
    o.set(HEAD, Value::small(0));
    o.set_aux(items.len() as u32);
    changed(o);
    Ok(())
}

/// Makes room for one more. Under the lock when the GIL is off.
fn room(cx: &mut Cx<'_>, o: Obj) -> Res<()> {
    let n = len(o);
    match o.get(BUFFER).as_obj() {
        Some(buf) if n < buf.aux() as usize => Ok(()),
        _ => {
            let old = if n == 0 { Vec::new() } else { items_of(o) };
            let buf = list::buffer(cx, (2 * n).max(8))?;
            for (i, v) in old.into_iter().enumerate() {
                buf.init(i, v);
            }
            o.set(BUFFER, buf.into());
            o.set(HEAD, Value::small(0));
            Ok(())
        }
    }
}

fn push(cx: &mut Cx<'_>, o: Obj, v: Value) -> Res<()> {
    if maxlen(o) == 0 {
        return Ok(());
    }
    room(cx, o)?;
    if len(o) == maxlen(o) {
        take_first(o);
    }
    put(o, len(o), v);
    o.set_aux(o.aux() + 1);
    changed(o);
    Ok(())
}

fn push_left(cx: &mut Cx<'_>, o: Obj, v: Value) -> Res<()> {
    if maxlen(o) == 0 {
        return Ok(());
    }
    room(cx, o)?;
    if len(o) == maxlen(o) {
        take_last(o);
    }
    let size = o.get(BUFFER).obj().aux() as i64;
    o.set(HEAD, Value::small((o.get(HEAD).int_value() + size - 1) & (size - 1)));
    put(o, 0, v);
    o.set_aux(o.aux() + 1);
    changed(o);
    Ok(())
}

fn take_first(o: Obj) -> Option<Value> {
    let n = len(o).checked_sub(1)?;
    let v = at(o, 0);
    put(o, 0, Value::NULL);
    let size = o.get(BUFFER).obj().aux() as i64;
    o.set(HEAD, Value::small((o.get(HEAD).int_value() + 1) & (size - 1)));
    o.set_aux(n as u32);
    changed(o);
    Some(v)
}

fn take_last(o: Obj) -> Option<Value> {
    let n = len(o).checked_sub(1)?;
    let v = at(o, n);
    put(o, n, Value::NULL);
    o.set_aux(n as u32);
    changed(o);
    Some(v)
}

/// Rearranges all items in one step.
fn edit(cx: &mut Cx<'_>, o: Obj, f: impl FnOnce(&mut Vec<Value>)) -> Res<()> {
    cx.locked(o, |cx| {
        let mut items = items_of(o);
        f(&mut items);
        fill(cx, o, &items)
    })
}

/// A new empty deque of the class `ty`.
fn empty(cx: &mut Cx<'_>, ty: Value, maxlen: Value) -> Res<Obj> {
    let o = cx.alloc_as(&DEQUE, ty)?;
    o.init(HEAD, Value::small(0));
    o.init(MAXLEN, maxlen);
    o.init(STATE, Value::small(0));
    Ok(o)
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(empty(cx, a[0], Value::NONE)?.into())
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let max = a.get(2);
    if !max.is_null() && !max.is_none() {
        if !int::is(max) {
            return Err(cx.type_error("an integer is required"));
        }
        if int::sign(max) < 0 {
            return Err(cx.value_error("maxlen must be non-negative"));
        }
        let Some(n) = Value::int(int::clamp_i64(max)) else {
            return Err(cx.overflow_error("Python int too large to convert to C ssize_t"));
        };
        o.set(MAXLEN, n);
    } else {
        o.set(MAXLEN, Value::NONE);
    }
    if len(o) > 0 {
        edit(cx, o, Vec::clear)?;
    }
    if a.get(1).is_null() {
        return Ok(Value::NONE);
    }
    add_all(cx, a[0], a[1], false)
}

/// Appends all that iterating gives, on the right or on the left. For tail position.
fn add_all(cx: &mut Cx<'_>, this: Value, it: Value, left: bool) -> Res {
    let o = this.obj();
    let items = if it == this { Some(items(cx, o)) } else { seq::items_once(cx, it)? };
    let Some(items) = items else {
        return cx.call_hidden(if left { "deque_extendleft" } else { "deque_extend" }, &[this, it]);
    };
    cx.locked(o, |cx| {
        for v in items {
            if left { push_left(cx, o, v)? } else { push(cx, o, v)? }
        }
        Ok(Value::NONE)
    })
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("deque_repr", &[a[0]])
}

fn len_(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(len(a[0].obj()) as i64))
}

fn position(cx: &mut Cx<'_>, o: Obj, k: Value) -> Res<usize> {
    if !int::is(k) && cx.lookup_special(k, crate::N::__index__).is_none() {
        let t = cx.type_name(k);
        return Err(cx.type_error(format!("sequence index must be integer, not '{t}'")));
    }
    let i = convert::index(cx, k, 1)?;
    match int::to_i64(i) {
        Some(i) => match subscr::position(i, len(o)) {
            Some(i) => Ok(i),
            None => Err(cx.index_error("deque index out of range")),
        },
        None => {
            let t = cx.type_name(k);
            Err(cx.index_error(format!("cannot fit '{t}' into an index-sized integer")))
        }
    }
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| position(cx, o, a[1]).map(|i| at(o, i)))
}

fn setitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| {
        let i = position(cx, o, a[1])?;
        put(o, i, a[2]);
        Ok(Value::NONE)
    })
}

fn delitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| {
        let i = position(cx, o, a[1])?;
        let mut items = items_of(o);
        items.remove(i);
        fill(cx, o, &items)?;
        Ok(Value::NONE)
    })
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = items(cx, a[0].obj());
    match list_methods::find(cx, &items, a[1]) {
        Some(found) => Ok(Value::bool(found.is_some())),
        None => cx.call_hidden("iter_contains", &[a[0], a[1]]),
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    let state = a[0].obj().get(STATE);
    iters::new(cx, &DEQUE_ITERATOR, It::Deque, &[a[0], Value::small(0), state])
}

fn reversed(cx: &mut Cx<'_>, a: Args) -> Res {
    let state = a[0].obj().get(STATE);
    iters::new(cx, &DEQUE_REVERSE_ITERATOR, It::DequeReversed, &[a[0], Value::small(0), state])
}

/// A step of a deque's iterator.
pub fn next(cx: &mut Cx<'_>, it: Obj) -> Res {
    let Some(o) = it.get(0).as_obj() else { return Ok(Value::NULL) };
    cx.locked(o, |cx| {
        let i = it.get(1).int_value() as usize;
        if it.get(2) != o.get(STATE) {
            it.set(2, Value::small(-1));
            return Err(cx.runtime_error("deque mutated during iteration"));
        }
        if i >= len(o) {
            it.set(0, Value::NULL);
            return Ok(Value::NULL);
        }
        it.set(1, Value::small(i as i64 + 1));
        Ok(at(o, if iters::it(it) == It::Deque { i } else { len(o) - 1 - i }))
    })
}

fn hint(_: &mut Cx<'_>, a: Args) -> Res {
    let it = a[0].obj();
    let n = it.get(0).as_obj().map_or(0, |o| len(o).saturating_sub(it.get(1).int_value() as usize));
    Ok(Value::small(n as i64))
}

fn is_deque(cx: &Cx<'_>, v: Value) -> Option<Obj> {
    v.as_obj().filter(|o| o.is(Kind::Native1) && cx.is_instance(v, &DEQUE))
}

fn of_items(cx: &mut Cx<'_>, like: Obj, items: &[Value]) -> Res {
    let ty = DEQUE.of(cx);
    let o = empty(cx, ty, like.get(MAXLEN))?;
    fill(cx, o, items)?;
    Ok(o.into())
}

fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(other) = is_deque(cx, a[1]) else {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("can only concatenate deque (not \"{t}\") to deque")));
    };
    let mut all = items(cx, a[0].obj());
    all.extend(items(cx, other));
    of_items(cx, a[0].obj(), &all)
}

fn iadd(cx: &mut Cx<'_>, a: Args) -> Res {
    match add_all(cx, a[0], a[1], false) {
        Ok(_) => Ok(a[0]),
        Err(crate::Exit::Call) => {
            cx.then_state(a[0]);
            Err(crate::Exit::Call)
        }
        Err(e) => Err(e),
    }
}

fn mul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::repetitions(cx, a[1], len(o) * 8)? {
        Some(n) => {
            let all = items(cx, o).repeat(n);
            of_items(cx, o, &all)
        }
        None => Err(list_methods::cannot_multiply(cx, a[1])),
    }
}

fn imul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match seq::repetitions(cx, a[1], len(o) * 8)? {
        Some(n) => {
            edit(cx, o, |items| *items = items.repeat(n))?;
            Ok(a[0])
        }
        None => Err(list_methods::cannot_multiply(cx, a[1])),
    }
}

fn compare(cx: &mut Cx<'_>, op: CompareOp, a: Args) -> Res {
    let Some(other) = is_deque(cx, a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (x, y) = (items(cx, a[0].obj()), items(cx, other));
    let (x, y) = (cx.list(&x)?, cx.list(&y)?);
    seq::compare(cx, op, x, y)
}

/// `deque.append`
pub fn append(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| push(cx, o, a[1]))?;
    Ok(Value::NONE)
}

/// `deque.appendleft`
pub fn appendleft(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| push_left(cx, o, a[1]))?;
    Ok(Value::NONE)
}

fn clear(cx: &mut Cx<'_>, a: Args) -> Res {
    edit(cx, a[0].obj(), Vec::clear)?;
    Ok(Value::NONE)
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if o.ty() != DEQUE.of(cx) {
        return cx.call_hidden("deque_copy", &[a[0]]);
    }
    let all = items(cx, o);
    of_items(cx, o, &all)
}

fn count(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut n = 0;
    for x in items(cx, a[0].obj()) {
        match crate::types::hash::eq(cx, x, a[1]) {
            Some(same) => n += i64::from(same),
            None => return cx.call_hidden("iter_count", &[a[0], a[1]]),
        }
    }
    Ok(Value::small(n))
}

fn extend(cx: &mut Cx<'_>, a: Args) -> Res {
    add_all(cx, a[0], a[1], false)
}

fn extendleft(cx: &mut Cx<'_>, a: Args) -> Res {
    add_all(cx, a[0], a[1], true)
}

fn index(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("deque_index", &[a[0], a[1], a[2]])
}

fn insert(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let i = convert::size(cx, a[1], 1, 0)?;
    cx.locked(o, |cx| {
        if len(o) >= maxlen(o) {
            return Err(cx.index_error("deque already at its maximum size"));
        }
        let mut items = items_of(o);
        let n = items.len() as i64;
        let at = if i < 0 { (i + n).max(0) } else { i.min(n) };
        items.insert(at as usize, a[2]);
        fill(cx, o, &items)?;
        Ok(Value::NONE)
    })
}

fn pop(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match cx.locked(o, |_| take_last(o)) {
        Some(v) => Ok(v),
        None => Err(cx.index_error("pop from an empty deque")),
    }
}

fn popleft(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match cx.locked(o, |_| take_first(o)) {
        Some(v) => Ok(v),
        None => Err(cx.index_error("pop from an empty deque")),
    }
}

fn remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    loop {
        let all = items(cx, o);
        match list_methods::find(cx, &all, a[1]) {
            None => return cx.call_hidden("deque_remove", &[a[0], a[1]]),
            Some(None) => return Err(cx.value_error("deque.remove(x): x not in deque")),
            Some(Some(i)) => {
                if remove_at(cx, o, i, all[i])? {
                    return Ok(Value::NONE);
                }
            }
        }
    }
}

/// Removes the item at `i` if it is still `v`.
fn remove_at(cx: &mut Cx<'_>, o: Obj, i: usize, v: Value) -> Res<bool> {
    cx.locked(o, |cx| {
        let mut items = items_of(o);
        if items.get(i) != Some(&v) {
            return Ok(false);
        }
        items.remove(i);
        fill(cx, o, &items)?;
        Ok(true)
    })
}

/// `_deque_remove(d, i, item)`: removes the item at `i` if it is still that one.
pub fn remove_same(cx: &mut Cx<'_>, a: Args) -> Res {
    remove_at(cx, a[0].obj(), a[1].int_value() as usize, a[2]).map(Value::bool)
}

/// `_deque_state(d)`: a number that changes whenever the deque does.
pub fn state(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(a[0].obj().get(STATE))
}

fn reverse(cx: &mut Cx<'_>, a: Args) -> Res {
    edit(cx, a[0].obj(), |items| items.reverse())?;
    Ok(Value::NONE)
}

fn rotate(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = convert::size(cx, a.get(1), 1, 1)?;
    let o = a[0].obj();
    cx.locked(o, |cx| {
        let len = len(o) as i64;
        if len < 2 {
            return Ok(Value::NONE);
        }
        let n = n.rem_euclid(len);
        if n == 1 {
            let v = take_last(o).expect("an item");
            push_left(cx, o, v)?;
        } else if n == len - 1 {
            let v = take_first(o).expect("an item");
            push(cx, o, v)?;
        } else if n > 0 {
            let mut items = items_of(o);
            items.rotate_right(n as usize);
            fill(cx, o, &items)?;
        }
        Ok(Value::NONE)
    })
}
