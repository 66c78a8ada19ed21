//! `set` and `frozenset`: methods. What needs to call an item's `__hash__` or `__eq__` is in `hidden/set.py`.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Obj, Value, flag};

use super::{FROZENSET, SET, iters, seq};
use crate::native::{NativeDef, func};
use crate::types::{dict, hash, set, tuple};
use crate::{Acc, Cx, Res};

macro_rules! methods {
    ($new:ident: $($more:expr),* $(,)?) => {
        &[
            NativeDef::stat("__new__", "cls, /, *args, **kwargs", $new, Acc::Pure),
            func("__repr__", "self, /", seq::repr, Acc::Read),
            func("__len__", "self, /", len, Acc::Read),
            func("__contains__", "self, key, /", contains, Acc::Read),
            func("__iter__", "self, /", iter, Acc::Pure),
            func("__and__", "self, value, /", |cx, a| operator(cx, a, intersection), Acc::Read),
            func("__rand__", "self, value, /", |cx, a| reflected(cx, a, intersection), Acc::Read),
            func("__or__", "self, value, /", |cx, a| operator(cx, a, union), Acc::Read),
            func("__ror__", "self, value, /", |cx, a| reflected(cx, a, union), Acc::Read),
            func("__sub__", "self, value, /", |cx, a| operator(cx, a, difference), Acc::Read),
            func("__rsub__", "self, value, /", |cx, a| reflected(cx, a, difference), Acc::Read),
            func("__xor__", "self, value, /", |cx, a| operator(cx, a, symmetric_difference), Acc::Read),
            func("__rxor__", "self, value, /", |cx, a| reflected(cx, a, symmetric_difference), Acc::Read),
            func("__lt__", "self, value, /", |cx, a| compare(cx, CompareOp::Lt, a), Acc::Read),
            func("__le__", "self, value, /", |cx, a| compare(cx, CompareOp::Le, a), Acc::Read),
            func("__eq__", "self, value, /", |cx, a| compare(cx, CompareOp::Eq, a), Acc::Read),
            func("__ne__", "self, value, /", |cx, a| compare(cx, CompareOp::Ne, a), Acc::Read),
            func("__gt__", "self, value, /", |cx, a| compare(cx, CompareOp::Gt, a), Acc::Read),
            func("__ge__", "self, value, /", |cx, a| compare(cx, CompareOp::Ge, a), Acc::Read),
            func("__sizeof__", "self, /", sizeof, Acc::Read),
            NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure),
            func("copy", "self, /", copy, Acc::Read),
            func("difference", "self, /, *others", |cx, a| many(cx, a, difference, "set_difference"), Acc::Any),
            func("intersection", "self, /, *others", |cx, a| many(cx, a, intersection, "set_intersection"), Acc::Any),
            func("union", "self, /, *others", |cx, a| many(cx, a, union, "set_union"), Acc::Any),
            func("symmetric_difference", "self, other, /", |cx, a| one(cx, a, symmetric_difference, "set_symmetric_difference"), Acc::Any),
            func("isdisjoint", "self, other, /", isdisjoint, Acc::Any),
            func("issubset", "self, other, /", issubset, Acc::Any),
            func("issuperset", "self, other, /", issuperset, Acc::Any),
            $($more),*
        ]
    };
}

pub static SET_METHODS: &[NativeDef] = methods![new:
    func("__init__", "self, iterable=(), /", init, Acc::Write),
    func("__iand__", "self, value, /", |cx, a| in_place(cx, a, intersection_update), Acc::Write),
    func("__ior__", "self, value, /", |cx, a| in_place(cx, a, update_one), Acc::Write),
    func("__isub__", "self, value, /", |cx, a| in_place(cx, a, difference_update_one), Acc::Write),
    func("__ixor__", "self, value, /", |cx, a| in_place(cx, a, symmetric_update), Acc::Write),
    func("add", "self, object, /", add, Acc::Write),
    func("clear", "self, /", clear, Acc::Write),
    func("discard", "self, object, /", discard, Acc::Write),
    func("remove", "self, object, /", remove, Acc::Write),
    func("pop", "self, /", pop, Acc::Write),
    func("update", "self, /, *others", update, Acc::Write),
    func("difference_update", "self, /, *others", difference_update, Acc::Write),
    func("intersection_update", "self, /, *others", |cx, a| change(cx, a, intersection, "set_intersection_update"), Acc::Write),
    func("symmetric_difference_update", "self, other, /", symmetric_difference_update, Acc::Write),
];

pub static FROZENSET_METHODS: &[NativeDef] = methods![frozen_new:
    func("__hash__", "self, /", hash_, Acc::Pure),
];

fn is_set(v: Value) -> Option<Obj> {
    v.as_obj().filter(|o| o.is(Kind::Set))
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(set::empty_as(cx, &SET, a[0])?.into())
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if set::len(o) > 0 {
        set::clear(cx, o);
    }
    if a.get(1).is_null() || add_all(cx, o, a[1])? {
        return Ok(Value::NONE);
    }
    cx.call_hidden("set_update", &[a[0], a[1]])
}

fn frozen_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let exact = FROZENSET.of(cx);
    let args = tuple::to_vec(a[1]);
    if a.get(2).as_obj().is_some_and(|k| dict::len(k) > 0) && a[0] == exact {
        return Err(cx.type_error("frozenset() takes no keyword arguments"));
    }
    if args.len() > 1 {
        let n = args.len();
        return Err(cx.type_error(format!("frozenset expected at most 1 argument, got {n}")));
    }
    if let Some(&it) = args.first()
        && a[0] == exact
        && it.as_obj().is_some_and(|o| o.ty() == exact)
    {
        return Ok(it);
    }
    let o = set::empty_as(cx, &FROZENSET, a[0])?;
    match args.first() {
        Some(&it) if !add_all(cx, o, it)? => {
            let state = o.into();
            let f = cx.world.hidden("set_update");
            cx.call_then(f, &[o.into(), it], crate::Cont::State, state)
        }
        _ => Ok(o.into()),
    }
}

/// Adds all that iterating gives, as CPython's `set_update_internal` does. False: Python code is needed, and some may
/// have been added. Does not call Python.
fn add_all(cx: &mut Cx<'_>, o: Obj, it: Value) -> Res<bool> {
    if let Some(from) = is_set(it) {
        return set::merge(cx, o, from);
    }
    if let Some(d) = it.as_obj().filter(|d| d.is_exact(Kind::Dict)) {
        set::reserve_for(cx, o, dict::len(d))?;
    }
    let Some(items) = seq::native_items(cx, it)? else { return Ok(false) };
    for k in items {
        if set::add(cx, o, k)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(set::len(a[0].obj()) as i64))
}

/// The frozenset equal to a set that is looked for in a set. Does not call Python.
fn searchable(cx: &mut Cx<'_>, k: Value) -> Res {
    if let Some(o) = is_set(k).filter(|o| !o.has(flag::SUBCLASS))
        && !set::is_frozen(cx, o)
    {
        let f = set::empty(cx, &FROZENSET)?;
        set::merge(cx, f, o)?;
        return Ok(f.into());
    }
    Ok(k)
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    let k = searchable(cx, a[1])?;
    match set::has(cx, a[0].obj(), k) {
        Some(there) => Ok(Value::bool(there)),
        None => cx.call_hidden("set_contains", &[a[0], k]),
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::over_set(cx, a[0].obj())
}

type Operation = fn(&mut Cx<'_>, Obj, Value) -> Res<Option<Obj>>;

/// A binary operator: both must be sets.
fn operator(cx: &mut Cx<'_>, a: Args, f: Operation) -> Res {
    if is_set(a[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    apply(cx, a[0], a[1], f)
}

fn reflected(cx: &mut Cx<'_>, a: Args, f: Operation) -> Res {
    if is_set(a[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    apply(cx, a[1], a[0], f)
}

fn apply(cx: &mut Cx<'_>, x: Value, y: Value, f: Operation) -> Res {
    match f(cx, x.obj(), y)? {
        Some(new) => Ok(new.into()),
        None => {
            let others = cx.tuple(&[y])?;
            cx.call_hidden(hidden_name(f), &[x, others])
        }
    }
}

fn hidden_name(f: Operation) -> &'static str {
    let all: [(Operation, _); 3] =
        [(intersection, "set_intersection"), (union, "set_union"), (difference, "set_difference")];
    all.iter().find(|(g, _)| std::ptr::fn_addr_eq(*g, f)).map_or("set_symmetric_difference_of", |(_, n)| n)
}

fn union(cx: &mut Cx<'_>, x: Obj, y: Value) -> Res<Option<Obj>> {
    let new = set::copy(cx, x)?;
    Ok(add_all(cx, new, y)?.then_some(new))
}

/// The new set has the items of the smaller where both are sets.
fn intersection(cx: &mut Cx<'_>, x: Obj, y: Value) -> Res<Option<Obj>> {
    let new = set::empty_like(cx, x)?;
    if let Some(y) = is_set(y) {
        if x == y {
            return set::copy(cx, x).map(Some);
        }
        let (x, y) = if set::len(y) > set::len(x) { (y, x) } else { (x, y) };
        for (h, k) in set::entries(cx, y) {
            match set::has_hashed(cx, x, k, h) {
                Some(true) => set::add_new(cx, new, k, h)?,
                Some(false) => {}
                None => return Ok(None),
            }
        }
        return Ok(Some(new));
    }
    let Some(items) = seq::native_items(cx, y)? else { return Ok(None) };
    for k in items {
        let Some(h) = hash::native(cx, k) else { return Ok(None) };
        match set::has_hashed(cx, x, k, h) {
            Some(true) => {
                if set::add_hashed(cx, new, k, h)?.is_none() {
                    return Ok(None);
                }
            }
            Some(false) => {}
            None => return Ok(None),
        }
    }
    Ok(Some(new))
}

fn difference(cx: &mut Cx<'_>, x: Obj, y: Value) -> Res<Option<Obj>> {
    let table = is_set(y).map(set::len).or_else(|| y.as_obj().filter(|d| d.is_exact(Kind::Dict)).map(dict::len));
    if table.is_none_or(|n| set::len(x) >> 2 > n) {
        let new = set::copy(cx, x)?;
        return Ok(remove_all(cx, new, y)?.then_some(new));
    }
    let new = set::empty_like(cx, x)?;
    for (h, k) in set::entries(cx, x) {
        let there = match is_set(y) {
            Some(y) => set::has_hashed(cx, y, k, h),
            None => match dict::find_value(cx, y.obj(), k, dict::fold(h)) {
                dict::Lookup::Found(_) => Some(true),
                dict::Lookup::Missing => Some(false),
                dict::Lookup::Python => None,
            },
        };
        match there {
            Some(true) => {}
            Some(false) => set::add_new(cx, new, k, h)?,
            None => return Ok(None),
        }
    }
    Ok(Some(new))
}

/// Discards all of `y` from `o`. False: Python code is needed. Does not call Python.
fn remove_all(cx: &mut Cx<'_>, o: Obj, y: Value) -> Res<bool> {
    if y == Value::from(o) {
        set::clear(cx, o);
        return Ok(true);
    }
    if let Some(y) = is_set(y) {
        // From the far smaller set only what both have is taken out.
        let entries = if set::len(y) >> 3 > set::len(o) {
            match intersection(cx, o, y.into())? {
                Some(both) => set::entries(cx, both),
                None => return Ok(false),
            }
        } else {
            set::entries(cx, y)
        };
        for (h, k) in entries {
            if set::discard_hashed(cx, o, k, h).is_none() {
                return Ok(false);
            }
        }
    } else {
        let Some(items) = seq::native_items(cx, y)? else { return Ok(false) };
        for k in items {
            if set::discard(cx, o, k).is_none() {
                return Ok(false);
            }
        }
    }
    set::tidy(cx, o)?;
    Ok(true)
}

fn symmetric_difference(cx: &mut Cx<'_>, x: Obj, y: Value) -> Res<Option<Obj>> {
    let new = set::empty_like(cx, x)?;
    if !add_all(cx, new, y)? {
        return Ok(None);
    }
    Ok(toggle(cx, new, x)?.then_some(new))
}

/// Takes out of `o` what `y` has too, and adds what it has alone. False: Python code is needed. Does not call Python.
fn toggle(cx: &mut Cx<'_>, o: Obj, y: Obj) -> Res<bool> {
    for (h, k) in set::entries(cx, y) {
        match set::discard_hashed(cx, o, k, h) {
            Some(true) => {}
            Some(false) => set::add_new(cx, o, k, h)?,
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// A method with any number of others.
fn many(cx: &mut Cx<'_>, a: Args, f: Operation, name: &str) -> Res {
    let mut result = a[0].obj();
    for y in tuple::items(a[1].obj()) {
        match f(cx, result, y)? {
            Some(new) => result = new,
            None => return cx.call_hidden(name, &[a[0], a[1]]),
        }
    }
    if result == a[0].obj() { copy(cx, a) } else { Ok(result.into()) }
}

fn one(cx: &mut Cx<'_>, a: Args, f: Operation, name: &str) -> Res {
    match f(cx, a[0].obj(), a[1])? {
        Some(new) => Ok(new.into()),
        None => cx.call_hidden(name, &[a[0], a[1]]),
    }
}

/// `set.intersection_update`: the new items replace the old at once.
fn change(cx: &mut Cx<'_>, a: Args, f: Operation, name: &str) -> Res {
    let mut result = a[0].obj();
    for y in tuple::items(a[1].obj()) {
        match f(cx, result, y)? {
            Some(new) => result = new,
            None => return cx.call_hidden(name, &[a[0], a[1]]),
        }
    }
    if result != a[0].obj() {
        set::replace(cx, a[0].obj(), result);
    }
    Ok(Value::NONE)
}

type Change = fn(&mut Cx<'_>, Value, Value) -> Res<Result<(), &'static str>>;

/// An in-place operator: the other must be a set; the change says the hidden function where it needs Python code.
fn in_place(cx: &mut Cx<'_>, a: Args, f: Change) -> Res {
    if is_set(a[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match f(cx, a[0], a[1])? {
        Ok(()) => Ok(a[0]),
        Err(name) => cx.call_hidden(name, &[a[0], a[1]]),
    }
}

fn intersection_update(cx: &mut Cx<'_>, x: Value, y: Value) -> Res<Result<(), &'static str>> {
    Ok(match intersection(cx, x.obj(), y)? {
        Some(new) => {
            set::replace(cx, x.obj(), new);
            Ok(())
        }
        None => Err("set_iand"),
    })
}

fn update_one(cx: &mut Cx<'_>, x: Value, y: Value) -> Res<Result<(), &'static str>> {
    Ok(add_all(cx, x.obj(), y)?.then_some(()).ok_or("set_ior"))
}

fn difference_update_one(cx: &mut Cx<'_>, x: Value, y: Value) -> Res<Result<(), &'static str>> {
    Ok(remove_all(cx, x.obj(), y)?.then_some(()).ok_or("set_isub"))
}

fn symmetric_update(cx: &mut Cx<'_>, x: Value, y: Value) -> Res<Result<(), &'static str>> {
    let (o, y) = (x.obj(), y.obj());
    if o == y {
        set::clear(cx, o);
        return Ok(Ok(()));
    }
    // On a copy first: half a change cannot be started again.
    let new = set::copy(cx, o)?;
    if !toggle(cx, new, y)? {
        return Ok(Err("set_ixor"));
    }
    toggle(cx, o, y)?;
    Ok(Ok(()))
}

fn compare(cx: &mut Cx<'_>, op: CompareOp, a: Args) -> Res {
    let Some(y) = is_set(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = a[0].obj();
    let known = match op {
        CompareOp::Eq => set::eq(cx, x, y),
        CompareOp::Ne => set::eq(cx, x, y).map(|same| !same),
        CompareOp::Le => set::subset(cx, x, y),
        CompareOp::Lt if set::len(x) >= set::len(y) => Some(false),
        CompareOp::Lt => set::subset(cx, x, y),
        CompareOp::Ge => set::subset(cx, y, x),
        CompareOp::Gt if set::len(y) >= set::len(x) => Some(false),
        CompareOp::Gt => set::subset(cx, y, x),
    };
    match known {
        Some(b) => Ok(Value::bool(b)),
        None => cx.call_hidden("set_compare", &[a[0], a[1], Value::small(op as i64)]),
    }
}

fn sizeof(_: &mut Cx<'_>, a: Args) -> Res {
    let places = a[0].obj().get(set::TABLE).as_obj().map_or(8, |t| t.aux() as i64 + 1);
    Ok(Value::small(200 + if places > 8 { 16 * places } else { 0 }))
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if o.ty() == FROZENSET.of(cx) {
        return Ok(a[0]);
    }
    Ok(set::copy(cx, o)?.into())
}

fn isdisjoint(cx: &mut Cx<'_>, a: Args) -> Res {
    match intersection(cx, a[0].obj(), a[1])? {
        Some(both) => Ok(Value::bool(set::len(both) == 0)),
        None => cx.call_hidden("set_isdisjoint", &[a[0], a[1]]),
    }
}

fn issubset(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = a[0].obj();
    let known = match is_set(a[1]) {
        Some(y) => set::subset(cx, x, y),
        None => intersection(cx, x, a[1])?.map(|both| set::len(both) == set::len(x)),
    };
    match known {
        Some(b) => Ok(Value::bool(b)),
        None => cx.call_hidden("set_issubset", &[a[0], a[1]]),
    }
}

fn issuperset(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = a[0].obj();
    if let Some(y) = is_set(a[1]) {
        return match set::subset(cx, y, x) {
            Some(b) => Ok(Value::bool(b)),
            None => cx.call_hidden("set_issuperset", &[a[0], a[1]]),
        };
    }
    if let Some(items) = seq::native_items(cx, a[1])? {
        for k in items {
            match set::has(cx, x, k) {
                Some(true) => {}
                Some(false) => return Ok(Value::FALSE),
                None => return cx.call_hidden("set_issuperset", &[a[0], a[1]]),
            }
        }
        return Ok(Value::TRUE);
    }
    cx.call_hidden("set_issuperset", &[a[0], a[1]])
}

fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    match set::add(cx, a[0].obj(), a[1])? {
        Some(_) => Ok(Value::NONE),
        None => cx.call_hidden("set_add", &[a[0], a[1]]),
    }
}

fn clear(cx: &mut Cx<'_>, a: Args) -> Res {
    set::clear(cx, a[0].obj());
    Ok(Value::NONE)
}

fn discard(cx: &mut Cx<'_>, a: Args) -> Res {
    let k = searchable(cx, a[1])?;
    match set::discard(cx, a[0].obj(), k) {
        Some(_) => Ok(Value::NONE),
        None => cx.call_hidden("set_discard", &[a[0], k]),
    }
}

fn remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let k = searchable(cx, a[1])?;
    match set::discard(cx, a[0].obj(), k) {
        Some(true) => Ok(Value::NONE),
        Some(false) => Err(cx.key_error(a[1])),
        None => cx.call_hidden("set_remove", &[a[0], k]),
    }
}

fn pop(cx: &mut Cx<'_>, a: Args) -> Res {
    match set::pop(cx, a[0].obj()) {
        Some(k) => Ok(k),
        None => {
            let m = cx.str("pop from an empty set")?;
            Err(cx.key_error(m))
        }
    }
}

fn update(cx: &mut Cx<'_>, a: Args) -> Res {
    for y in tuple::items(a[1].obj()) {
        if !add_all(cx, a[0].obj(), y)? {
            return cx.call_hidden("set_update_all", &[a[0], a[1]]);
        }
    }
    Ok(Value::NONE)
}

fn difference_update(cx: &mut Cx<'_>, a: Args) -> Res {
    for y in tuple::items(a[1].obj()) {
        if !remove_all(cx, a[0].obj(), y)? {
            return cx.call_hidden("set_difference_update", &[a[0], a[1]]);
        }
    }
    Ok(Value::NONE)
}

fn symmetric_difference_update(cx: &mut Cx<'_>, a: Args) -> Res {
    let y = match is_set(a[1]) {
        Some(_) => a[1],
        None => {
            let other = set::empty_like(cx, a[0].obj())?;
            if !add_all(cx, other, a[1])? {
                return cx.call_hidden("set_symmetric_difference_update", &[a[0], a[1]]);
            }
            other.into()
        }
    };
    match symmetric_update(cx, a[0], y)? {
        Ok(()) => Ok(Value::NONE),
        Err(_) => cx.call_hidden("set_symmetric_difference_update", &[a[0], a[1]]),
    }
}

fn hash_(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let known = o.get(set::HASH);
    if !known.is_null() {
        return Ok(known);
    }
    let h = cx.int(set::hash(o))?;
    o.set(set::HASH, h);
    Ok(h)
}
