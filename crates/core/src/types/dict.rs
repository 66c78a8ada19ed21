//! Dicts: compact and ordered, as CPython's since 3.6. aux: number of items. Word 0: the table, NULL while empty; word 1:
//! a counter of changes of the keys.
//!
//! A table is replaced whole when it grows; a reader with an old one is safe. Its payload: word 0 (raw) the number `n`
//! of value words; word 1 the number of entries in use; word 2 the end of those that may be alive; then entries of three
//! words (hash, key, value); then the index, 32 bits an entry: 0 empty, else entry + 1. A deleted entry has NULL as its
//! value and keeps its key. Table aux: log2 of the index' size.
//!
//! Here is what needs no Python: keys whose class has the built-in `__eq__` and `__hash__`. Keys of a program's own
//! classes go through `core/src/hidden/dict.py`, which calls their methods and uses the steps below.

use gilscope_heap::{Kind, Obj, Value};

use crate::types::list::MOVED;
use crate::types::{hash, str};
use crate::{Cx, Res};

pub const TABLE: usize = 0;
pub const CHANGES: usize = 1;
pub const DICT_WORDS: usize = 2;

const USED: usize = 1;
/// No entry from this one on is alive: where `popitem` starts to look.
const TOP: usize = 2;
const ENTRIES: usize = 3;

/// An empty dict.
pub fn new(cx: &mut Cx<'_>) -> Res {
    let ty = super::containers::DICT.of(cx);
    let o = cx.alloc(Kind::Dict, ty, DICT_WORDS)?;
    o.init(CHANGES, Value::small(0));
    Ok(o.into())
}

/// Number of items.
#[inline(always)]
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

/// Entries that an index of `1 << log` places may point to.
const fn usable(log: u32) -> usize {
    (2 << log) / 3
}

fn index_at(log: u32) -> usize {
    ENTRIES + 3 * usable(log)
}

/// A new table with an index of `1 << log` places.
pub fn new_table(cx: &mut Cx<'_>, log: u32) -> Res<Obj> {
    let words = index_at(log) + (1usize << log) / 2;
    let t = cx.alloc(Kind::DictTable, Value::NULL, words)?;
    t.init_raw(0, (ENTRIES - 1 + 3 * usable(log)) as u64);
    t.init(USED, Value::small(0));
    t.init(TOP, Value::small(0));
    t.init_aux(log);
    Ok(t)
}

/// 47 bits of a hash, as kept in entries.
#[inline(always)]
pub fn fold(h: i64) -> u64 {
    let h = h as u64;
    (h ^ (h >> 47)) & ((1 << 47) - 1)
}

/// Entries of a table so far, deleted ones included.
#[inline]
pub fn used(t: Obj) -> usize {
    t.get(USED).int_value() as usize
}

/// (hash, key, value) of an entry; the value is NULL once deleted.
#[inline]
pub fn entry(t: Obj, e: usize) -> (u64, Value, Value) {
    let at = ENTRIES + 3 * e;
    (t.frozen(at).int_value() as u64, t.frozen(at + 1), t.get(at + 2))
}

/// The payload word of an entry's value, for caches: the key of an entry of a table never becomes another.
#[inline(always)]
pub const fn value_word(e: usize) -> usize {
    ENTRIES + 3 * e + 2
}

/// What a probe found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    Found(usize),
    Missing,
    /// An entry with the same hash whose key must be compared by Python code.
    Ask(usize),
}

/// How a key is compared with an entry's, beyond identity.
#[inline]
fn same_key(a: Value, b: Value) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.as_obj(), b.as_obj())
        && x.is_exact(Kind::Str)
        && y.is_exact(Kind::Str)
    {
        return Some(str::eq(x, y));
    }
    hash::same(a, b)
}

/// A place in a key's probe sequence.
#[derive(Clone, Copy)]
pub struct Place {
    i: usize,
    perturb: u64,
    /// Places passed so far.
    pub steps: usize,
}

impl Place {
    #[inline(always)]
    pub fn first(h: u64) -> Place {
        Place { i: h as usize, perturb: h, steps: 0 }
    }

    #[inline(always)]
    pub fn advance(&mut self) {
        self.perturb >>= 5;
        self.i = self.i.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1);
        self.steps += 1;
    }
}

/// Looks for a key with this folded hash in a table.
#[inline]
pub fn probe(t: Obj, key: Value, h: u64) -> Probe {
    probe_from(t, key, h, &mut Place::first(h))
}

/// Looks on from a place of the probe sequence; leaves the place of what it found.
#[inline]
pub fn probe_from(t: Obj, key: Value, h: u64, at: &mut Place) -> Probe {
    let log = t.aux();
    let (mask, index) = ((1usize << log) - 1, index_at(log));
    loop {
        let n = t.raw32(index, at.i & mask);
        if n == 0 {
            return Probe::Missing;
        }
        let e = n as usize - 1;
        let word = ENTRIES + 3 * e;
        let k = t.frozen(word + 1);
        if k == key {
            return Probe::Found(e);
        }
        if t.frozen(word).int_value() as u64 == h && !t.get(word + 2).is_null() {
            match same_key(k, key) {
                Some(true) => return Probe::Found(e),
                Some(false) => {}
                None => return Probe::Ask(e),
            }
        }
        at.advance();
    }
}

/// As [`probe_from`], but asks only where the keys can be compared by Python code alone.
pub fn find_from(cx: &mut Cx<'_>, t: Obj, key: Value, h: u64, at: &mut Place) -> Probe {
    loop {
        match probe_from(t, key, h, at) {
            Probe::Ask(e) => match hash::eq(cx, entry(t, e).1, key) {
                Some(true) => return Probe::Found(e),
                Some(false) => at.advance(),
                None => return Probe::Ask(e),
            },
            found => return found,
        }
    }
}

/// Looks for a key from the start of its probe sequence.
#[inline]
pub fn find(cx: &mut Cx<'_>, t: Obj, key: Value, h: u64) -> Probe {
    match probe(t, key, h) {
        Probe::Ask(_) => find_from(cx, t, key, h, &mut Place::first(h)),
        found => found,
    }
}

/// What a lookup of any key gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    Found(Value),
    Missing,
    /// Python code has to be asked (or the key cannot be hashed): `hidden/dict.py`.
    Python,
}

/// The value under any key. Does not call Python.
#[inline]
pub fn lookup(cx: &mut Cx<'_>, o: Obj, key: Value) -> Lookup {
    match hash::native(cx, key) {
        Some(h) => find_value(cx, o, key, fold(h)),
        None => Lookup::Python,
    }
}

/// The value under a key with this folded hash. Does not call Python.
#[inline]
pub fn find_value(cx: &mut Cx<'_>, o: Obj, key: Value, h: u64) -> Lookup {
    loop {
        let Some(t) = o.get(TABLE).as_obj() else { return Lookup::Missing };
        match find(cx, t, key, h) {
            Probe::Missing => return Lookup::Missing,
            Probe::Ask(_) => return Lookup::Python,
            Probe::Found(e) => match t.get(value_word(e)) {
                Value::NULL => return Lookup::Missing,
                MOVED => wait(o),
                v => return Lookup::Found(v),
            },
        }
    }
}

/// Another thread is replacing the table: waits until it has.
#[cold]
fn wait(o: Obj) {
    o.locked(|| ());
}

/// `o[key] = v`; the value that was there before, NULL for none; `None` where Python code has to be asked first. Does
/// not call Python.
#[inline]
pub fn store(cx: &mut Cx<'_>, o: Obj, key: Value, v: Value) -> Res<Option<Value>> {
    match hash::native(cx, key) {
        Some(h) => store_hashed(cx, o, key, fold(h), v),
        None => Ok(None),
    }
}

/// As [`store`], with a known folded hash. Does not call Python.
#[inline]
pub fn store_hashed(cx: &mut Cx<'_>, o: Obj, key: Value, h: u64, v: Value) -> Res<Option<Value>> {
    cx.locked(o, |cx| {
        let found = match o.get(TABLE).as_obj() {
            Some(t) => (t, find(cx, t, key, h)),
            None => return insert(cx, o, key, h, v).map(|()| Some(Value::NULL)),
        };
        match found {
            (_, Probe::Ask(_)) => Ok(None),
            (t, Probe::Found(e)) if !t.get(value_word(e)).is_null() => Ok(Some(put(cx, t, e, v))),
            _ => insert(cx, o, key, h, v).map(|()| Some(Value::NULL)),
        }
    })
}

/// The value under a key with this folded hash, after setting it to `v` where there was none; `None` where Python code has
/// to be asked. Does not call Python.
pub fn set_default(cx: &mut Cx<'_>, o: Obj, key: Value, h: u64, v: Value) -> Res<Option<Value>> {
    cx.locked(o, |cx| {
        if let Some(t) = o.get(TABLE).as_obj() {
            match find(cx, t, key, h) {
                Probe::Ask(_) => return Ok(None),
                Probe::Found(e) if !t.get(value_word(e)).is_null() => return Ok(Some(t.get(value_word(e)))),
                _ => {}
            }
        }
        insert(cx, o, key, h, v)?;
        Ok(Some(v))
    })
}

/// Gives an entry that is there another value; returns the old one. Under the lock when the GIL is off.
#[inline]
fn put(cx: &Cx<'_>, t: Obj, e: usize, v: Value) -> Value {
    let word = value_word(e);
    let old = t.get(word);
    if cx.world.is_free_threaded() {
        t.set(word, v);
    } else {
        t.init(word, v);
    }
    old
}

/// Removes any key; what was its value. Does not call Python.
pub fn take(cx: &mut Cx<'_>, o: Obj, key: Value) -> Lookup {
    let Some(h) = hash::native(cx, key).map(fold) else { return Lookup::Python };
    cx.locked(o, |cx| {
        let Some(t) = o.get(TABLE).as_obj() else { return Lookup::Missing };
        match find(cx, t, key, h) {
            Probe::Missing => Lookup::Missing,
            Probe::Ask(_) => Lookup::Python,
            Probe::Found(e) if t.get(value_word(e)).is_null() => Lookup::Missing,
            Probe::Found(e) => Lookup::Found(remove(o, t, e)),
        }
    })
}

/// The value under a str key, interned or not. Does not call Python; keys of other classes are passed over only where
/// their hash differs, so this is for namespaces (attributes, globals, classes).
#[inline]
pub fn get_str(o: Obj, key: Value) -> Option<Value> {
    get_hashed(o, key, fold(str::hash(key.obj())))
}

/// The value under a key with a known folded hash. `Probe::Ask` counts as missing.
#[inline]
pub fn get_hashed(o: Obj, key: Value, h: u64) -> Option<Value> {
    loop {
        let t = o.get(TABLE).as_obj()?;
        let Probe::Found(e) = probe(t, key, h) else { return None };
        match t.get(value_word(e)) {
            Value::NULL => return None,
            MOVED => wait(o),
            v => return Some(v),
        }
    }
}

/// Sets the value under a str key, as the machine does in namespaces.
pub fn set_str(cx: &mut Cx<'_>, o: Obj, key: Value, v: Value) -> Res<()> {
    let h = fold(str::hash(key.obj()));
    cx.locked(o, |cx| set_hashed(cx, o, key, h, v).map(|_| ()))
}

/// Sets the value under a key with a known folded hash; under the lock when the GIL is off. An entry that would have to
/// be asked counts as different. Returns the value that was there, or NULL.
pub fn set_hashed(cx: &mut Cx<'_>, o: Obj, key: Value, h: u64, v: Value) -> Res {
    if let Some(t) = o.get(TABLE).as_obj()
        && let Probe::Found(e) = probe(t, key, h)
    {
        if t.get(value_word(e)).is_null() {
            // It was deleted: it comes back at the end.
            return insert(cx, o, key, h, v).map(|()| Value::NULL);
        }
        return Ok(put(cx, t, e, v));
    }
    insert(cx, o, key, h, v).map(|()| Value::NULL)
}

/// Adds an entry for a key that is not there. Under the lock when the GIL is off.
pub fn insert(cx: &mut Cx<'_>, o: Obj, key: Value, h: u64, v: Value) -> Res<()> {
    let t = match o.get(TABLE).as_obj() {
        Some(t) if used(t) < usable(t.aux()) => t,
        Some(_) => grow(cx, o)?,
        None => {
            let t = new_table(cx, 3)?;
            o.set(TABLE, t.into());
            t
        }
    };
    let shared = cx.world.is_free_threaded();
    push(t, key, h, v, shared);
    if shared {
        changed(o);
        o.set_aux(o.aux() + 1);
    } else {
        o.init(CHANGES, next_version(o));
        o.init_aux(o.aux() + 1);
    }
    Ok(())
}

/// Appends an entry and points the index at it. A deleted entry of the same key stays before it in the probe sequence,
/// so its place is taken over. `shared`: may other threads be reading the table?
fn push(t: Obj, key: Value, h: u64, v: Value, shared: bool) {
    let log = t.aux();
    let (mask, index) = ((1usize << log) - 1, index_at(log));
    let e = used(t);
    let at = ENTRIES + 3 * e;
    t.init(at, Value::small(h as i64));
    t.init(at + 1, key);
    t.init(at + 2, v);
    let mut perturb = h;
    let mut i = h as usize & mask;
    loop {
        let n = t.raw32(index, i);
        if n == 0 || (t.get(value_word(n as usize - 1)).is_null() && entry(t, n as usize - 1).0 == h) {
            break;
        }
        perturb >>= 5;
        i = (i * 5 + perturb as usize + 1) & mask;
    }
    let end = Value::small(e as i64 + 1);
    if shared {
        t.set(USED, end);
        t.set(TOP, end);
    } else {
        t.init(USED, end);
        t.init(TOP, end);
    }
    t.set_raw32(index, i, e as u32 + 1);
}

/// Replaces the table by one with room for more, without the deleted entries.
fn grow(cx: &mut Cx<'_>, o: Obj) -> Res<Obj> {
    let old = o.get(TABLE).obj();
    let mut log = 3;
    while usable(log) < len(o) * 2 + 1 {
        log += 1;
    }
    let t = new_table(cx, log)?;
    let shared = cx.world.is_free_threaded();
    for e in 0..used(old) {
        let (h, k, mut v) = entry(old, e);
        if shared && !v.is_null() {
            v = swap_moved(old, e);
        }
        if !v.is_null() {
            push(t, k, h, v, false);
        }
    }
    o.set(TABLE, t.into());
    Ok(t)
}

fn swap_moved(t: Obj, e: usize) -> Value {
    t.swap(value_word(e), MOVED)
}

/// Removes the entry `e`, which is there; returns its value. Under the lock when the GIL is off.
pub fn remove(o: Obj, t: Obj, e: usize) -> Value {
    let old = t.swap(value_word(e), Value::NULL);
    o.set_aux(o.aux() - 1);
    changed(o);
    old
}

/// Removes the last item; (key, value). Under the lock when the GIL is off.
pub fn pop_last(o: Obj) -> Option<(Value, Value)> {
    let t = o.get(TABLE).as_obj()?;
    let e = (0..t.get(TOP).int_value() as usize).rev().find(|&e| !t.get(value_word(e)).is_null())?;
    t.set(TOP, Value::small(e as i64));
    Some((entry(t, e).1, remove(o, t, e)))
}

/// Removes all items. Under the lock when the GIL is off.
pub fn clear(o: Obj) {
    o.set(TABLE, Value::NULL);
    o.set_aux(0);
    changed(o);
}

/// Notes that the set of keys changed.
#[inline]
fn changed(o: Obj) {
    o.set(CHANGES, next_version(o));
}

#[inline]
fn next_version(o: Obj) -> Value {
    Value::small((o.get(CHANGES).int_value() + 1) & 0xFFFF_FFFF)
}

/// The counter of changes of the keys: who calls Python code in the middle of a probe compares it afterwards.
#[inline]
pub fn version(o: Obj) -> i64 {
    o.get(CHANGES).int_value()
}

/// Removes a str key; its value, or `None` where there was none.
pub fn remove_str(cx: &mut Cx<'_>, o: Obj, key: Value) -> Option<Value> {
    let h = fold(str::hash(key.obj()));
    cx.locked(o, |_| {
        let t = o.get(TABLE).as_obj()?;
        let Probe::Found(e) = probe(t, key, h) else { return None };
        if t.get(value_word(e)).is_null() {
            return None;
        }
        Some(remove(o, t, e))
    })
}

/// The items, in order, one after the other.
pub fn items(o: Obj) -> Vec<(Value, Value)> {
    entries_of(o).into_iter().map(|(_, k, v)| (k, v)).collect()
}

/// (folded hash, key, value) of the items at one moment, in order. Does not call Python.
pub fn entries(cx: &mut Cx<'_>, o: Obj) -> Vec<(u64, Value, Value)> {
    cx.locked(o, |_| entries_of(o))
}

fn entries_of(o: Obj) -> Vec<(u64, Value, Value)> {
    'again: loop {
        let Some(t) = o.get(TABLE).as_obj() else { return Vec::new() };
        let n = used(t);
        let mut all = Vec::with_capacity(n);
        for e in 0..n {
            match entry(t, e) {
                (.., Value::NULL) => {}
                (.., MOVED) => {
                    wait(o);
                    continue 'again;
                }
                e => all.push(e),
            }
        }
        return all;
    }
}

/// The next item from entry `e` on: (entry, key, value).
#[inline]
pub fn next_entry(o: Obj, e: usize) -> Option<(usize, Value, Value)> {
    let mut e = e;
    loop {
        let t = o.get(TABLE).as_obj()?;
        if e >= used(t) {
            return None;
        }
        match entry(t, e) {
            (.., Value::NULL) => e += 1,
            (.., MOVED) => wait(o),
            (_, k, v) => return Some((e, k, v)),
        }
    }
}

/// The last item before entry `e`: (entry, key, value).
pub fn prev_entry(o: Obj, e: usize) -> Option<(usize, Value, Value)> {
    let mut e = e;
    loop {
        let t = o.get(TABLE).as_obj()?;
        e = e.min(used(t));
        if e == 0 {
            return None;
        }
        match entry(t, e - 1) {
            (.., Value::NULL) => e -= 1,
            (.., MOVED) => wait(o),
            (_, k, v) => return Some((e - 1, k, v)),
        }
    }
}

/// Makes `o`, which is empty and nobody else's, a copy of `from`.
pub fn copy_into(cx: &mut Cx<'_>, o: Obj, from: Obj) -> Res<()> {
    let all = entries(cx, from);
    if all.is_empty() {
        return Ok(());
    }
    let mut log = 3;
    while usable(log) < all.len() {
        log += 1;
    }
    let t = new_table(cx, log)?;
    for &(h, k, v) in &all {
        push(t, k, h, v, false);
    }
    o.set(TABLE, t.into());
    o.set_aux(all.len() as u32);
    changed(o);
    Ok(())
}
