//! Dicts: compact and ordered, as CPython's since 3.6. aux: number of items. Word 0: the table, NULL while empty; word 1:
//! a counter of changes of the keys.
//!
//! A table is replaced whole when it grows; a reader with an old one is safe. Its payload: word 0 (raw) the number `n`
//! of value words; word 1 the number of entries in use; then entries of three words (hash, key, value); then the index,
//! 32 bits an entry: 0 empty, else entry + 1. A deleted entry has NULL as its value and keeps its key. Table aux: log2
//! of the index' size.
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
const ENTRIES: usize = 2;

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
    t.init_raw(0, (1 + 3 * usable(log)) as u64);
    t.init(USED, Value::small(0));
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
        && x.is(Kind::Str)
        && y.is(Kind::Str)
        && x.is_exact(Kind::Str)
        && y.is_exact(Kind::Str)
    {
        return Some(str::eq(x, y));
    }
    hash::same(a, b)
}

/// Looks for a key with this folded hash in a table, from the `step`-th place of its probe sequence on.
pub fn probe(t: Obj, key: Value, h: u64) -> Probe {
    let log = t.aux();
    let (mask, index) = ((1usize << log) - 1, index_at(log));
    let mut perturb = h;
    let mut i = h as usize & mask;
    loop {
        let n = t.raw32(index, i);
        if n == 0 {
            return Probe::Missing;
        }
        let e = n as usize - 1;
        let at = ENTRIES + 3 * e;
        let k = t.frozen(at + 1);
        if k == key {
            return Probe::Found(e);
        }
        if t.frozen(at).int_value() as u64 == h {
            match same_key(k, key) {
                Some(true) => return Probe::Found(e),
                Some(false) => {}
                None => return Probe::Ask(e),
            }
        }
        perturb >>= 5;
        i = (i * 5 + perturb as usize + 1) & mask;
    }
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
            MOVED => {
                // The table is being replaced: wait until it is.
                o.locked(|| ());
            }
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
        let old = t.get(value_word(e));
        if old.is_null() {
            // It was deleted: it comes back at the end.
            return insert(cx, o, key, h, v).map(|()| Value::NULL);
        }
        t.set(value_word(e), v);
        return Ok(old);
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
    push(t, key, h, v);
    o.set(CHANGES, Value::small((o.get(CHANGES).int_value() + 1) & 0xFFFF_FFFF));
    o.set_aux(o.aux() + 1);
    Ok(())
}

/// Appends an entry and points the index at it. A deleted entry of the same key stays before it in the probe sequence,
/// so its place is taken over.
fn push(t: Obj, key: Value, h: u64, v: Value) {
    let log = t.aux();
    let (mask, index) = ((1usize << log) - 1, index_at(log));
    let e = used(t);
    let at = ENTRIES + 3 * e;
    t.init(at, Value::small(h as i64));
    t.init(at + 1, key);
    t.set(at + 2, v);
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
    t.set(USED, Value::small(e as i64 + 1));
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
            push(t, k, h, v);
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
    o.set(CHANGES, Value::small((o.get(CHANGES).int_value() + 1) & 0xFFFF_FFFF));
    old
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

/// The items at this moment, in order.
pub fn items(o: Obj) -> Vec<(Value, Value)> {
    let Some(t) = o.get(TABLE).as_obj() else { return Vec::new() };
    (0..used(t)).map(|e| entry(t, e)).filter(|(_, _, v)| !v.is_null() && *v != MOVED).map(|(_, k, v)| (k, v)).collect()
}
