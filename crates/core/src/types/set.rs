//! Sets: layout and the steps that need no Python.
//!
//! The table is CPython's (`Objects/setobject.c`): open addressing, up to nine neighbours looked at before jumping on,
//! the same growth. So a set of ints (and of what is made of ints) is iterated in the same order as there.
//!
//! Object: aux: number of items; word 0: the table, NULL while empty; word 1: a counter of changes; word 2: the hash of
//! a frozenset, or NULL; word 3: where `pop` goes on looking. Table: aux: places - 1; word 0 (raw) the number of value words;
//! word 1: places that are or were in use; then a key each (NULL: free, DELETED: was one); then (raw) a hash each.
//!
//! Every change holds the set's lock when the GIL is off, and so does every probe.

use gilscope_heap::{Kind, Obj, Value};

use crate::native::TypeDef;
use crate::types::containers::{FROZENSET, SET};
use crate::types::hash;
use crate::{Cx, Res};

pub const TABLE: usize = 0;
pub const CHANGES: usize = 1;
pub const HASH: usize = 2;
pub const FINGER: usize = 3;
pub const WORDS: usize = 4;

const FILL: usize = 1;
const KEYS: usize = 2;

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const DUMMY: Value = Value::DELETED;

/// A frozenset of constants (numbers, strings, tuples of such).
pub fn new_frozen(cx: &mut Cx<'_>, items: &[Value]) -> Res {
    let o = empty(cx, &FROZENSET)?;
    for &v in items {
        let known = add(cx, o, v)?;
        debug_assert!(known.is_some(), "a constant has a hash");
    }
    Ok(o.into())
}

/// An empty set of the class `def`.
pub fn empty(cx: &mut Cx<'_>, def: &TypeDef) -> Res<Obj> {
    let ty = def.of(cx);
    empty_as(cx, def, ty)
}

/// An empty set of `ty`, which is the class `def` or derived from it.
pub fn empty_as(cx: &mut Cx<'_>, def: &TypeDef, ty: Value) -> Res<Obj> {
    let o = cx.alloc_as(def, ty)?;
    o.init(CHANGES, Value::small(0));
    o.init(FINGER, Value::small(0));
    Ok(o)
}

/// A new set of the built-in class that `like` is of or derives from.
pub fn empty_like(cx: &mut Cx<'_>, like: Obj) -> Res<Obj> {
    let def = if is_frozen(cx, like) { &FROZENSET } else { &SET };
    empty(cx, def)
}

/// Is the set a frozenset (or of a class derived from it)?
pub fn is_frozen(cx: &Cx<'_>, o: Obj) -> bool {
    let frozen = FROZENSET.of(cx);
    o.ty() == frozen || crate::types::class::is_subclass(o.ty(), frozen)
}

#[inline(always)]
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

/// The counter of changes: who calls Python code in the middle of a probe compares it afterwards.
#[inline]
pub fn version(o: Obj) -> i64 {
    o.get(CHANGES).int_value()
}

fn changed(o: Obj) {
    o.set(CHANGES, Value::small((version(o) + 1) & 0xFFFF_FFFF));
}

fn new_table(cx: &mut Cx<'_>, size: usize) -> Res<Obj> {
    let t = cx.alloc(Kind::DictTable, Value::NULL, KEYS + 2 * size)?;
    t.init_raw(0, (KEYS - 1 + size) as u64);
    t.init(FILL, Value::small(0));
    t.init_aux(size as u32 - 1);
    Ok(t)
}

#[inline(always)]
fn mask(t: Obj) -> usize {
    t.aux() as usize
}

/// Places of the set's table; 8 while it has none.
fn size(o: Obj) -> usize {
    o.get(TABLE).as_obj().map_or(MIN_SIZE, |t| mask(t) + 1)
}

fn fill(o: Obj) -> usize {
    o.get(TABLE).as_obj().map_or(0, |t| t.get(FILL).int_value() as usize)
}

#[inline(always)]
fn key(t: Obj, i: usize) -> Value {
    t.get(KEYS + i)
}

#[inline(always)]
fn hash_at(t: Obj, i: usize) -> i64 {
    t.raw(KEYS + mask(t) + 1 + i) as i64
}

fn write(t: Obj, i: usize, k: Value, h: i64) {
    t.set_raw(KEYS + mask(t) + 1 + i, h as u64);
    t.set(KEYS + i, k);
}

/// The places that a hash is looked for at, in order.
pub struct Places {
    mask: usize,
    base: usize,
    perturb: u64,
    /// Neighbours still to look at after this one.
    left: usize,
    at: usize,
    /// The last place passed where a key was deleted: a new one goes there.
    free: Option<usize>,
    /// Places passed so far.
    pub steps: usize,
}

impl Places {
    pub fn new(t: Obj, h: i64) -> Places {
        let mask = mask(t);
        let base = h as usize & mask;
        Places { mask, base, perturb: h as u64, left: neighbours(base, mask), at: base, free: None, steps: 0 }
    }

    pub fn advance(&mut self) {
        self.steps += 1;
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        self.base = (self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize)) & self.mask;
        self.at = self.base;
        self.left = neighbours(self.base, self.mask);
    }
}

fn neighbours(base: usize, mask: usize) -> usize {
    if base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
}

/// What a probe found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    Found(usize),
    /// Not there; the place where it would go.
    Missing(usize),
    /// A key with the same hash that must be compared by Python code.
    Ask(usize),
}

/// Looks for a key from a place of its probe sequence on.
pub fn find_from(cx: &mut Cx<'_>, t: Obj, k: Value, h: i64, places: &mut Places) -> Probe {
    loop {
        let i = places.at;
        let other = key(t, i);
        if other.is_null() {
            return Probe::Missing(places.free.unwrap_or(i));
        }
        if other == k {
            return Probe::Found(i);
        }
        if other == DUMMY {
            places.free = Some(i);
        } else if hash_at(t, i) == h {
            match hash::eq(cx, other, k) {
                Some(true) => return Probe::Found(i),
                Some(false) => {}
                None => return Probe::Ask(i),
            }
        }
        places.advance();
    }
}

fn find(cx: &mut Cx<'_>, t: Obj, k: Value, h: i64) -> Probe {
    find_from(cx, t, k, h, &mut Places::new(t, h))
}

/// The key at a place of the table.
pub fn key_at(t: Obj, i: usize) -> Value {
    key(t, i)
}

/// Puts a key into a table that has neither it nor deleted ones (CPython's `set_insert_clean`).
fn insert_clean(t: Obj, k: Value, h: i64) {
    let mut places = Places::new(t, h);
    while !key(t, places.at).is_null() {
        places.advance();
    }
    write(t, places.at, k, h);
}

/// A table for more than `room` keys, with the set's keys.
fn resize(cx: &mut Cx<'_>, o: Obj, room: usize) -> Res<Obj> {
    let mut size = MIN_SIZE;
    while size <= room {
        size <<= 1;
    }
    let t = new_table(cx, size)?;
    if let Some(old) = o.get(TABLE).as_obj() {
        for i in 0..=mask(old) {
            let k = key(old, i);
            if !k.is_null() && k != DUMMY {
                insert_clean(t, k, hash_at(old, i));
            }
        }
    }
    t.init(FILL, Value::small(len(o) as i64));
    o.set(TABLE, t.into());
    Ok(t)
}

fn wanted(used: usize) -> usize {
    if used > 50_000 { used * 2 } else { used * 4 }
}

/// Puts a key into the place that a probe found. Under the lock when the GIL is off.
fn insert(cx: &mut Cx<'_>, o: Obj, t: Obj, i: usize, k: Value, h: i64) -> Res<()> {
    if key(t, i) == DUMMY {
        write(t, i, k, h);
        o.set_aux(o.aux() + 1);
        changed(o);
        return Ok(());
    }
    let fill = t.get(FILL).int_value() as usize + 1;
    let used = len(o) + 1;
    write(t, i, k, h);
    t.set(FILL, Value::small(fill as i64));
    o.set_aux(used as u32);
    changed(o);
    if fill * 5 >= mask(t) * 3 {
        // Where there is no room to grow, the key stays out.
        if let Err(e) = resize(cx, o, wanted(used)) {
            t.set(KEYS + i, DUMMY);
            o.set_aux(used as u32 - 1);
            return Err(e);
        }
    }
    Ok(())
}

fn table(cx: &mut Cx<'_>, o: Obj) -> Res<Obj> {
    match o.get(TABLE).as_obj() {
        Some(t) => Ok(t),
        None => resize(cx, o, 0),
    }
}

/// Adds a key; was it new? `None`: Python code has to be asked first. Does not call Python.
pub fn add(cx: &mut Cx<'_>, o: Obj, k: Value) -> Res<Option<bool>> {
    match hash::native(cx, k) {
        Some(h) => add_hashed(cx, o, k, h),
        None => Ok(None),
    }
}

/// As [`add`], with a known hash. Does not call Python.
pub fn add_hashed(cx: &mut Cx<'_>, o: Obj, k: Value, h: i64) -> Res<Option<bool>> {
    cx.locked(o, |cx| {
        let t = table(cx, o)?;
        Ok(match find(cx, t, k, h) {
            Probe::Found(_) => Some(false),
            Probe::Ask(_) => None,
            Probe::Missing(i) => {
                insert(cx, o, t, i, k, h)?;
                Some(true)
            }
        })
    })
}

/// Adds a key that is known not to be there. Does not call Python.
pub fn add_new(cx: &mut Cx<'_>, o: Obj, k: Value, h: i64) -> Res<()> {
    let t = table(cx, o)?;
    let mut places = Places::new(t, h);
    while !key(t, places.at).is_null() {
        if key(t, places.at) == DUMMY {
            places.free = Some(places.at);
        }
        places.advance();
    }
    let at = places.free.unwrap_or(places.at);
    insert(cx, o, t, at, k, h)
}

/// Is the key there? `None`: Python code has to be asked. Does not call Python.
pub fn has(cx: &mut Cx<'_>, o: Obj, k: Value) -> Option<bool> {
    let h = hash::native(cx, k)?;
    has_hashed(cx, o, k, h)
}

/// As [`has`], with a known hash. Does not call Python.
pub fn has_hashed(cx: &mut Cx<'_>, o: Obj, k: Value, h: i64) -> Option<bool> {
    cx.locked(o, |cx| {
        let Some(t) = o.get(TABLE).as_obj() else { return Some(false) };
        match find(cx, t, k, h) {
            Probe::Found(_) => Some(true),
            Probe::Missing(_) => Some(false),
            Probe::Ask(_) => None,
        }
    })
}

/// Removes a key; was it there? `None`: Python code has to be asked. Does not call Python.
pub fn discard(cx: &mut Cx<'_>, o: Obj, k: Value) -> Option<bool> {
    let h = hash::native(cx, k)?;
    discard_hashed(cx, o, k, h)
}

/// As [`discard`], with a known hash. Does not call Python.
pub fn discard_hashed(cx: &mut Cx<'_>, o: Obj, k: Value, h: i64) -> Option<bool> {
    cx.locked(o, |cx| {
        let Some(t) = o.get(TABLE).as_obj() else { return Some(false) };
        match find(cx, t, k, h) {
            Probe::Found(i) => {
                remove(o, t, i);
                Some(true)
            }
            Probe::Missing(_) => Some(false),
            Probe::Ask(_) => None,
        }
    })
}

/// Removes the key at a place. Under the lock when the GIL is off.
pub fn remove(o: Obj, t: Obj, i: usize) {
    t.set(KEYS + i, DUMMY);
    o.set_aux(o.aux() - 1);
    changed(o);
}

/// Removes the key at a place if it (still) has that hash. Under the lock when the GIL is off.
pub fn remove_at(o: Obj, i: usize, h: i64) -> bool {
    let Some(t) = o.get(TABLE).as_obj() else { return false };
    if i > mask(t) || key(t, i).is_null() || key(t, i) == DUMMY || hash_at(t, i) != h {
        return false;
    }
    remove(o, t, i);
    true
}

/// Removes some key. Does not call Python.
pub fn pop(cx: &mut Cx<'_>, o: Obj) -> Option<Value> {
    cx.locked(o, |_| {
        if len(o) == 0 {
            return None;
        }
        let t = o.get(TABLE).as_obj()?;
        let mut i = o.get(FINGER).int_value() as usize & mask(t);
        loop {
            let k = key(t, i);
            if !k.is_null() && k != DUMMY {
                remove(o, t, i);
                o.set(FINGER, Value::small(i as i64 + 1));
                return Some(k);
            }
            i = (i + 1) & mask(t);
        }
    })
}

/// Removes all. Does not call Python.
pub fn clear(cx: &mut Cx<'_>, o: Obj) {
    cx.locked(o, |_| {
        o.set(TABLE, Value::NULL);
        o.set_aux(0);
        changed(o);
    });
}

/// (hash, key) of the items at this moment, in order. Does not call Python.
pub fn entries(cx: &mut Cx<'_>, o: Obj) -> Vec<(i64, Value)> {
    cx.locked(o, |_| frozen_entries(o).collect())
}

/// (hash, key) of a set that nobody changes.
pub fn frozen_entries(o: Obj) -> impl Iterator<Item = (i64, Value)> {
    placed(o).into_iter().map(|(_, h, k)| (h, k))
}

/// (place, hash, key) of the items.
fn placed(o: Obj) -> Vec<(usize, i64, Value)> {
    let Some(t) = o.get(TABLE).as_obj() else { return Vec::new() };
    let used = |i: usize| {
        let k = key(t, i);
        (!k.is_null() && k != DUMMY).then(|| (i, hash_at(t, i), k))
    };
    (0..=mask(t)).filter_map(used).collect()
}

/// The items at this moment, in order. Does not call Python.
pub fn items(cx: &mut Cx<'_>, o: Obj) -> Vec<Value> {
    entries(cx, o).into_iter().map(|(_, k)| k).collect()
}

/// The next item from place `i` on: (place, key).
pub fn next_item(cx: &mut Cx<'_>, o: Obj, i: usize) -> Option<(usize, Value)> {
    cx.locked(o, |_| {
        let t = o.get(TABLE).as_obj()?;
        (i..=mask(t)).find_map(|i| {
            let k = key(t, i);
            (!k.is_null() && k != DUMMY).then_some((i, k))
        })
    })
}

/// Adds all of another set (CPython's `set_merge`). False: Python code has to be asked, and only some have been added.
/// Does not call Python.
pub fn merge(cx: &mut Cx<'_>, o: Obj, from: Obj) -> Res<bool> {
    if o == from {
        return Ok(true);
    }
    let (all, clean, places) = cx.locked(from, |_| (placed(from), fill(from) == len(from), size(from)));
    if all.is_empty() {
        return Ok(true);
    }
    cx.locked(o, |cx| {
        if (fill(o) + all.len()) * 5 >= (size(o) - 1) * 3 {
            resize(cx, o, (len(o) + all.len()) * 2)?;
        }
        let t = table(cx, o)?;
        if fill(o) == 0 {
            let same = clean && mask(t) + 1 == places;
            for &(i, h, k) in &all {
                if same {
                    write(t, i, k, h);
                } else {
                    insert_clean(t, k, h);
                }
            }
            t.set(FILL, Value::small(all.len() as i64));
            o.set_aux(all.len() as u32);
            changed(o);
            return Ok(true);
        }
        for &(_, h, k) in &all {
            let t = table(cx, o)?;
            match find(cx, t, k, h) {
                Probe::Found(_) => {}
                Probe::Ask(_) => return Ok(false),
                Probe::Missing(i) => insert(cx, o, t, i, k, h)?,
            }
        }
        Ok(true)
    })
}

/// Makes room before the keys of a dict of `n` items are added.
pub fn reserve_for(cx: &mut Cx<'_>, o: Obj, n: usize) -> Res<()> {
    cx.locked(o, |cx| {
        if (fill(o) + n) * 5 >= (size(o) - 1) * 3 {
            resize(cx, o, (len(o) + n) * 2)?;
        }
        Ok(())
    })
}

/// Sweeps deleted places out when they are many, as CPython does after a difference.
pub fn tidy(cx: &mut Cx<'_>, o: Obj) -> Res<()> {
    cx.locked(o, |cx| {
        if fill(o) - len(o) > (size(o) - 1) / 4 {
            resize(cx, o, wanted(len(o)))?;
        }
        Ok(())
    })
}

/// Gives `o` the items of `from`, which is nobody else's.
pub fn replace(cx: &mut Cx<'_>, o: Obj, from: Obj) {
    cx.locked(o, |_| {
        o.set(TABLE, from.get(TABLE));
        o.set_aux(from.aux());
        changed(o);
    });
}

/// A copy of the built-in class that the set's class is or derives from. Does not call Python.
pub fn copy(cx: &mut Cx<'_>, o: Obj) -> Res<Obj> {
    let new = empty_like(cx, o)?;
    merge(cx, new, o)?;
    Ok(new)
}

/// `hash()` of a frozenset, whose items have theirs. Does not call Python.
pub fn hash(o: Obj) -> i64 {
    hash::frozenset(frozen_entries(o).map(|(h, _)| h))
}

/// Are they equal? `None`: Python code has to be asked. Does not call Python.
pub fn eq(cx: &mut Cx<'_>, a: Obj, b: Obj) -> Option<bool> {
    if len(a) != len(b) {
        return Some(false);
    }
    subset(cx, a, b)
}

/// Is every item of `a` in `b`? `None`: Python code has to be asked. Does not call Python.
pub fn subset(cx: &mut Cx<'_>, a: Obj, b: Obj) -> Option<bool> {
    if len(a) > len(b) {
        return Some(false);
    }
    for (h, k) in entries(cx, a) {
        if !has_hashed(cx, b, k, h)? {
            return Some(false);
        }
    }
    Some(true)
}
