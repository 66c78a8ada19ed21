//! Lists. aux: length; word 0: the buffer, NULL while empty. A buffer knows its own capacity (its aux), so that a reader
//! with an old one is safe.
//!
//! With the GIL off, changes of structure hold the list's lock; a store into a slot takes none, and neither do reads. So
//! who moves items leaves [`MOVED`] in each slot until the new order stands, and who removes one leaves NULL: a reader that
//! meets MOVED waits for the lock, and a storer, which compares and swaps, never writes into a dead slot. The length
//! shrinks before items go and grows after they came.

use gilscope_heap::{Kind, Obj, Value};

use crate::{Cx, Res};

/// Left in a slot whose contents have gone to a new buffer or table.
pub const MOVED: Value = Value::DELETED;

pub const BUFFER: usize = 0;

/// A list of `items`.
pub fn new(cx: &mut Cx<'_>, items: &[Value]) -> Res {
    let ty = super::containers::LIST.of(cx);
    let o = cx.alloc(Kind::List, ty, 1)?;
    if !items.is_empty() {
        let buf = buffer(cx, items.len())?;
        for (i, &v) in items.iter().enumerate() {
            buf.init(i, v);
        }
        o.init(BUFFER, buf.into());
        o.init_aux(items.len() as u32);
    }
    Ok(o.into())
}

/// A buffer for `capacity` values.
pub fn buffer(cx: &mut Cx<'_>, capacity: usize) -> Res<Obj> {
    let buf = cx.alloc(Kind::Buf, Value::NULL, capacity)?;
    buf.init_aux(capacity as u32);
    Ok(buf)
}

#[inline(always)]
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

/// The item at `i`, or `None` beyond the end.
#[inline(always)]
pub fn get(o: Obj, i: usize) -> Option<Value> {
    if i >= len(o) {
        return None;
    }
    let buf = o.get(BUFFER).as_obj()?;
    if i >= buf.aux() as usize {
        return get_slow(o, i);
    }
    match buf.get(i) {
        Value::NULL => None,
        MOVED => get_slow(o, i),
        v => Some(v),
    }
}

/// Another thread is moving the items: they will be in the new buffer in a moment.
#[cold]
fn get_slow(o: Obj, i: usize) -> Option<Value> {
    o.locked(|| {
        let buf = o.get(BUFFER).as_obj()?;
        (i < len(o)).then(|| buf.get(i))
    })
}

/// `list[i] = v`; false beyond the end.
#[inline(always)]
pub fn set(o: Obj, i: usize, v: Value) -> bool {
    if i >= len(o) {
        return false;
    }
    if let Some(buf) = o.get(BUFFER).as_obj()
        && i < buf.aux() as usize
    {
        loop {
            let old = buf.get(i);
            if old == MOVED || old.is_null() {
                break;
            }
            if buf.cas(i, old, v) {
                return true;
            }
        }
    }
    set_slow(o, i, v)
}

/// `list[i] = v` where no other thread runs; false where [`set`] has to do it.
#[inline(always)]
pub fn set_alone(o: Obj, i: usize, v: Value) -> bool {
    if i < len(o)
        && let Some(buf) = o.frozen(BUFFER).as_obj()
        && i < buf.aux() as usize
    {
        buf.init(i, v);
        return true;
    }
    false
}

#[cold]
fn set_slow(o: Obj, i: usize, v: Value) -> bool {
    o.locked(|| match o.get(BUFFER).as_obj() {
        Some(buf) if i < len(o) => {
            buf.set(i, v);
            true
        }
        _ => false,
    })
}

/// Makes room for `capacity` items in all. Under the lock when the GIL is off.
pub fn reserve(cx: &mut Cx<'_>, o: Obj, capacity: usize) -> Res<Obj> {
    let old = o.get(BUFFER).as_obj();
    if let Some(buf) = old
        && buf.aux() as usize >= capacity
    {
        return Ok(buf);
    }
    // CPython's growth (Objects/listobject.c, list_resize), so that sys.getsizeof tells the same story. The cell grows
    // faster than that, for CPython's `realloc` often finds room right behind, and nothing has to be moved.
    let told = (capacity + (capacity >> 3) + 6) & !3;
    if let Some(buf) = old
        && buf.capacity() >= capacity
    {
        buf.set_aux(told.min(buf.capacity()) as u32);
        return Ok(buf);
    }
    let ahead = if told < 1 << 20 { told / 2 } else { told / 4 };
    let new = buffer(cx, if old.is_some() { told + ahead } else { told })?;
    new.init_aux(told as u32);
    if let Some(buf) = old {
        let shared = cx.world.is_free_threaded();
        for i in 0..len(o) {
            let v = if shared { buf.swap(i, MOVED) } else { buf.get(i) };
            new.init(i, v);
        }
    }
    o.set(BUFFER, new.into());
    Ok(new)
}

/// `list.append(v)`. Does not call Python.
#[inline]
pub fn append(cx: &mut Cx<'_>, o: Obj, v: Value) -> Res<()> {
    if cx.world.is_free_threaded() {
        return append_shared(cx, o, v);
    }
    let n = len(o);
    let buf = match o.frozen(BUFFER).as_obj() {
        Some(buf) if n < buf.aux() as usize => buf,
        _ => reserve(cx, o, n + 1)?,
    };
    buf.init(n, v);
    o.init_aux(n as u32 + 1);
    Ok(())
}

#[cold]
fn append_shared(cx: &mut Cx<'_>, o: Obj, v: Value) -> Res<()> {
    o.locked(|| {
        let n = len(o);
        let buf = match o.get(BUFFER).as_obj() {
            Some(buf) if n < buf.aux() as usize => buf,
            _ => reserve(cx, o, n + 1)?,
        };
        buf.set(n, v);
        o.set_aux(n as u32 + 1);
        Ok(())
    })
}

/// Appends all items at once. Does not call Python.
pub fn extend(cx: &mut Cx<'_>, o: Obj, items: &[Value]) -> Res<()> {
    if items.is_empty() {
        return Ok(());
    }
    cx.locked(o, |cx| {
        let n = len(o);
        check_len(cx, n + items.len())?;
        let buf = match o.get(BUFFER).as_obj() {
            Some(buf) if n + items.len() <= buf.aux() as usize => buf,
            _ => reserve(cx, o, n + items.len())?,
        };
        for (i, &v) in items.iter().enumerate() {
            buf.init(n + i, v);
        }
        o.set_aux((n + items.len()) as u32);
        Ok(())
    })
}

/// No list may have more items than a length can tell.
fn check_len(cx: &mut Cx<'_>, n: usize) -> Res<()> {
    if n > u32::MAX as usize { Err(cx.raise(&super::exception::MEMORY_ERROR, "")) } else { Ok(()) }
}

/// Removes and returns the last item. Does not call Python.
pub fn pop(cx: &mut Cx<'_>, o: Obj) -> Option<Value> {
    cx.locked(o, |_| {
        let n = len(o).checked_sub(1)?;
        o.set_aux(n as u32);
        Some(o.get(BUFFER).obj().swap(n, Value::NULL))
    })
}

/// Replaces the items from `at` to `end` by others; returns those that were there. Does not call Python.
///
/// Bounds are taken anew under the lock, cut to the length.
pub fn splice(cx: &mut Cx<'_>, o: Obj, at: usize, end: usize, new: &[Value]) -> Res<Vec<Value>> {
    cx.locked(o, |cx| {
        let n = len(o);
        let (at, end) = (at.min(n), end.min(n).max(at.min(n)));
        let after = n - (end - at) + new.len();
        check_len(cx, after)?;
        if o.get(BUFFER).is_null() && new.is_empty() {
            return Ok(Vec::new());
        }
        let buf = reserve(cx, o, after)?;
        if cx.world.is_free_threaded() {
            let tail: Vec<Value> = (at..n).map(|i| buf.swap(i, MOVED)).collect();
            if after < n {
                o.set_aux(after as u32);
            }
            for (i, &v) in new.iter().chain(&tail[end - at..]).enumerate() {
                buf.set(at + i, v);
            }
            (after..n).for_each(|i| buf.set(i, Value::NULL));
            o.set_aux(after as u32);
            return Ok(tail[..end - at].to_vec());
        }
        let old = (at..end).map(|i| buf.frozen(i)).collect();
        buf.words(at + new.len()).copy_from(buf.words(end), n - end);
        for (i, &v) in new.iter().enumerate() {
            buf.init(at + i, v);
        }
        (after..n).for_each(|i| buf.init(i, Value::NULL));
        o.init_aux(after as u32);
        Ok(old)
    })
}

/// Gives the items a new arrangement in one step. `f` gets all of them and must not call Python.
pub fn edit(cx: &mut Cx<'_>, o: Obj, f: impl FnOnce(&mut Vec<Value>)) -> Res<()> {
    cx.locked(o, |cx| {
        let Some(buf) = o.get(BUFFER).as_obj() else {
            let mut items = Vec::new();
            f(&mut items);
            return fill(cx, o, &items);
        };
        let n = len(o);
        let shared = cx.world.is_free_threaded();
        let mut items: Vec<Value> = (0..n).map(|i| if shared { buf.swap(i, MOVED) } else { buf.get(i) }).collect();
        f(&mut items);
        if items.len() > buf.aux() as usize {
            return fill(cx, o, &items);
        }
        if items.len() < n {
            o.set_aux(items.len() as u32);
        }
        items.iter().enumerate().for_each(|(i, &v)| buf.set(i, v));
        (items.len()..n).for_each(|i| buf.set(i, Value::NULL));
        o.set_aux(items.len() as u32);
        Ok(())
    })
}

/// A new buffer with these items.
fn fill(cx: &mut Cx<'_>, o: Obj, items: &[Value]) -> Res<()> {
    if items.is_empty() {
        return Ok(());
    }
    let buf = buffer(cx, items.len())?;
    items.iter().enumerate().for_each(|(i, &v)| buf.init(i, v));
    o.set(BUFFER, buf.into());
    o.set_aux(items.len() as u32);
    Ok(())
}

/// Takes all items out: the list is empty afterwards. Does not call Python.
pub fn take(cx: &mut Cx<'_>, o: Obj) -> Vec<Value> {
    cx.locked(o, |cx| {
        let n = len(o);
        let Some(buf) = o.get(BUFFER).as_obj() else { return Vec::new() };
        let shared = cx.world.is_free_threaded();
        let items = (0..n).map(|i| if shared { buf.swap(i, MOVED) } else { buf.get(i) }).collect();
        o.set_aux(0);
        o.set(BUFFER, Value::NULL);
        items
    })
}

/// Puts items back after [`take`]; false if the list had been changed in between (what it got is lost). Does not call
/// Python.
pub fn give(cx: &mut Cx<'_>, o: Obj, items: &[Value]) -> Res<bool> {
    cx.locked(o, |cx| {
        let untouched = o.get(BUFFER).is_null();
        if !untouched {
            o.set_aux(0);
            o.set(BUFFER, Value::NULL);
        }
        fill(cx, o, items)?;
        Ok(untouched)
    })
}

/// The items at one moment, even while other threads store into the list: read until two readings agree. Does not call
/// Python.
pub fn snapshot(cx: &mut Cx<'_>, o: Obj) -> Vec<Value> {
    if !cx.world.is_free_threaded() {
        return items(o);
    }
    o.locked(|| {
        let mut last = items(o);
        loop {
            let now = items(o);
            if now == last {
                return now;
            }
            last = now;
        }
    })
}

/// The items, one after the other.
pub fn items(o: Obj) -> Vec<Value> {
    'again: loop {
        let n = len(o);
        let mut items = Vec::with_capacity(n);
        let Some(buf) = o.get(BUFFER).as_obj() else { return items };
        for i in 0..n.min(buf.aux() as usize) {
            match buf.get(i) {
                Value::NULL => break,
                MOVED => {
                    o.locked(|| ());
                    continue 'again;
                }
                v => items.push(v),
            }
        }
        return items;
    }
}
