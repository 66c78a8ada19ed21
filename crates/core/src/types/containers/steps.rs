//! What the hidden Python of containers (`hidden/{seq,dict,set,iter,itertools}.py`) is built on: each is one step that
//! runs no Python code and, with the GIL off, holds the lock it needs.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{dict_methods, iters, itertools, list_methods, seq};
use crate::types::{dict, hash, int, list, set, tuple};
use crate::{Cx, Res};

/// A value that no program sees: "there is none".
pub const ENDED: Value = Value::DELETED;

fn or_none(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

/// `_end()`
pub fn end(_: &mut Cx<'_>, _: Args) -> Res {
    Ok(ENDED)
}

/// `_word(o, i)`: a word of an iterator.
pub fn word(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(or_none(a[0].obj().get(a[1].int_value() as usize)))
}

/// `_put(o, i, v)`
pub fn put(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(a[1].int_value() as usize, a[2]);
    Ok(Value::NONE)
}

/// `_size(seq)`: of a list or tuple itself.
pub fn size(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(seq::len(a[0].obj()) as i64))
}

/// `_item(seq, i)`: of a list or tuple itself; None beyond its end.
pub fn item(_: &mut Cx<'_>, a: Args) -> Res {
    let (o, i) = (a[0].obj(), a[1].int_value() as usize);
    Ok(if o.is(Kind::Tuple) { tuple::get(o, i) } else { list::get(o, i).unwrap_or(Value::NONE) })
}

/// `_append(list, item)`
pub fn append(cx: &mut Cx<'_>, a: Args) -> Res {
    list::append(cx, a[0].obj(), a[1])?;
    Ok(Value::NONE)
}

/// `_list_remove(list, i, item)`: removes the item at `i` if it is still that one.
pub fn list_remove(cx: &mut Cx<'_>, a: Args) -> Res {
    list_methods::remove_same(cx, a[0].obj(), a[1].int_value() as usize, a[2]).map(Value::bool)
}

/// `_tuple_of(cls, list)`
pub fn tuple_of(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = list::items(a[1].obj());
    super::tuple_of_class(cx, a[0], &items)
}

/// `_tuple_hash(hashes)`: of a tuple whose items have these.
pub fn tuple_hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let hashes = list::items(a[0].obj());
    let mut mix = hash::Mix::default();
    for &h in &hashes {
        mix.add(number(h));
    }
    cx.int(mix.tuple(hashes.len()))
}

/// `_repr_enter(o)`: is the `repr` of `o` being made already? Else it is from now on.
pub fn repr_enter(cx: &mut Cx<'_>, a: Args) -> Res {
    if cx.thread.reprs.contains(&a[0]) {
        return Ok(Value::TRUE);
    }
    cx.thread.reprs.push(a[0]);
    Ok(Value::FALSE)
}

/// `_repr_leave(o)`
pub fn repr_leave(cx: &mut Cx<'_>, a: Args) -> Res {
    if let Some(i) = cx.thread.reprs.iter().rposition(|&v| v == a[0]) {
        cx.thread.reprs.remove(i);
    }
    Ok(Value::NONE)
}

/// A hash as Python code has it: an int of 64 bits.
fn number(h: Value) -> i64 {
    int::to_i64(h).unwrap_or(0)
}

// ---- dicts ------------------------------------------------------------------------------------------------------

/// `_dict_probe(d, key, hash, place, version)`: see `hidden/dict.py`.
pub fn dict_probe(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, h) = (a[0].obj(), dict::fold(number(a[2])));
    let (found, steps, version) = cx.locked(o, |cx| {
        let version = dict::version(o);
        let mut at = dict::Place::first(h);
        if a[4].int_value() == version {
            (0..a[3].int_value()).for_each(|_| at.advance());
        }
        let Some(t) = o.get(dict::TABLE).as_obj() else { return (None, 0, version) };
        match dict::find_from(cx, t, a[1], h, &mut at) {
            dict::Probe::Found(e) if dict::entry(t, e).2.is_null() => (None, 0, version),
            dict::Probe::Found(e) => (Some((e, None)), at.steps, version),
            dict::Probe::Missing => (None, 0, version),
            dict::Probe::Ask(e) => (Some((e, Some(dict::entry(t, e).1))), at.steps, version),
        }
    });
    match found {
        None => Ok(Value::small(-1)),
        Some((e, None)) => Ok(Value::small(e as i64)),
        Some((e, Some(key))) => {
            cx.tuple(&[key, Value::small(e as i64), Value::small(steps as i64 + 1), Value::small(version)])
        }
    }
}

/// `_dict_version(d)`
pub fn dict_version(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(dict::version(a[0].obj())))
}

/// The dict's table, if entry `e` is still there with that hash. Under the lock when the GIL is off.
fn entry_of(o: Obj, e: Value, h: Value) -> Option<(Obj, usize)> {
    let (t, e) = (o.get(dict::TABLE).as_obj()?, e.int_value() as usize);
    if e >= dict::used(t) {
        return None;
    }
    let (hash, _, v) = dict::entry(t, e);
    (hash == dict::fold(number(h)) && !v.is_null()).then_some((t, e))
}

/// `_dict_value(d, entry, key, hash)`: the entry's value, or `_end()` if it is no more.
pub fn dict_value(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    Ok(cx.locked(o, |_| entry_of(o, a[1], a[3]).map_or(ENDED, |(t, e)| dict::entry(t, e).2)))
}

/// `_dict_set_value(d, entry, key, hash, value)`: false if the entry is no more.
pub fn dict_set_value(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    Ok(cx.locked(o, |_| match entry_of(o, a[1], a[3]) {
        Some((t, e)) => {
            t.set(dict::value_word(e), a[4]);
            Value::TRUE
        }
        None => Value::FALSE,
    }))
}

/// `_dict_insert(d, key, hash, value, version)`: false if the keys changed since.
pub fn dict_insert(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| {
        if dict::version(o) != a[4].int_value() {
            return Ok(Value::FALSE);
        }
        dict::insert(cx, o, a[1], dict::fold(number(a[2])), a[3])?;
        Ok(Value::TRUE)
    })
}

/// `_dict_remove(d, entry, hash)`: the value that was removed, or `_end()` if the entry was no more.
pub fn dict_remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    Ok(cx.locked(o, |_| entry_of(o, a[1], a[2]).map_or(ENDED, |(t, e)| dict::remove(o, t, e))))
}

/// `_dict_missing(d, key)`: `__missing__`, else KeyError.
pub fn dict_missing(cx: &mut Cx<'_>, a: Args) -> Res {
    dict_methods::missing(cx, a[0].obj(), a[1])
}

/// `_dict_store(d, key, value)`: whatever its class overrides.
pub fn dict_store(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::store(cx, a[0].obj(), a[1], a[2])? {
        Some(_) => Ok(Value::NONE),
        None => cx.call_hidden("dict_setitem", &[a[0], a[1], a[2]]),
    }
}

/// `_dict_items(d)`: a list of pairs.
pub fn dict_items(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut pairs = Vec::new();
    for (_, k, v) in dict::entries(cx, a[0].obj()) {
        pairs.push(cx.tuple(&[k, v])?);
    }
    cx.list(&pairs)
}

/// `_dict_entries(d)`: a list of (key, value, folded hash).
pub fn dict_entries(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut all = Vec::new();
    for (h, k, v) in dict::entries(cx, a[0].obj()) {
        all.push(cx.tuple(&[k, v, Value::small(h as i64)])?);
    }
    cx.list(&all)
}

/// `_dict_len(d)`
pub fn dict_len(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(dict::len(a[0].obj()) as i64))
}

/// `_is_plain_dict(v)`: a dict that iterates as dicts do?
pub fn is_plain_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(dict_methods::plain(cx, a[0]).is_some()))
}

/// `_dict_repr(d)`: as if it were exactly a dict.
pub fn dict_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    seq::repr(cx, a)
}

// ---- sets -------------------------------------------------------------------------------------------------------

/// `_set_probe(s, key, hash, place, version)`: see `hidden/set.py`.
pub fn set_probe(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, h) = (a[0].obj(), number(a[2]));
    let (found, steps, version) = cx.locked(o, |cx| {
        let version = set::version(o);
        let Some(t) = o.get(set::TABLE).as_obj() else { return (None, 0, version) };
        let mut places = set::Places::new(t, h);
        if a[4].int_value() == version {
            (0..a[3].int_value()).for_each(|_| places.advance());
        }
        match set::find_from(cx, t, a[1], h, &mut places) {
            set::Probe::Found(i) => (Some((i, None)), 0, version),
            set::Probe::Missing(_) => (None, 0, version),
            set::Probe::Ask(i) => (Some((i, Some(set::key_at(t, i)))), places.steps, version),
        }
    });
    match found {
        None => Ok(Value::small(-1)),
        Some((i, None)) => Ok(Value::small(i as i64)),
        Some((i, Some(key))) => {
            cx.tuple(&[key, Value::small(i as i64), Value::small(steps as i64 + 1), Value::small(version)])
        }
    }
}

/// `_set_version(s)`
pub fn set_version(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small(set::version(a[0].obj())))
}

/// `_set_insert(s, key, hash, version)`: false if the set changed since.
pub fn set_insert(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    cx.locked(o, |cx| {
        if set::version(o) != a[3].int_value() {
            return Ok(Value::FALSE);
        }
        set::add_new(cx, o, a[1], number(a[2]))?;
        Ok(Value::TRUE)
    })
}

/// `_set_remove(s, place, hash)`: false if no key with that hash is there any more.
pub fn set_remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    Ok(Value::bool(cx.locked(o, |_| set::remove_at(o, a[1].int_value() as usize, number(a[2])))))
}

/// `_set_entries(s)`: a list of (key, hash).
pub fn set_entries(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut pairs = Vec::new();
    for (h, k) in set::entries(cx, a[0].obj()) {
        let h = cx.int(h)?;
        pairs.push(cx.tuple(&[k, h])?);
    }
    cx.list(&pairs)
}

/// `_set_try_add(s, key)`: false where Python code is needed.
pub fn set_try_add(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(set::add(cx, a[0].obj(), a[1])?.is_some()))
}

/// `_set_empty_like(s)`: an empty set or frozenset.
pub fn set_empty_like(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(set::empty_like(cx, a[0].obj())?.into())
}

/// `_set_replace(s, new)`: gives `s` the items of `new`.
pub fn set_replace(cx: &mut Cx<'_>, a: Args) -> Res {
    set::replace(cx, a[0].obj(), a[1].obj());
    Ok(Value::NONE)
}

/// `_make_chain(cls, iterator)`
pub fn make_chain(cx: &mut Cx<'_>, a: Args) -> Res {
    iters::new_as(cx, &itertools::CHAIN, a[0], iters::It::Hidden, &[a[1]])
}

pub use dict_methods::init as dict_init;
