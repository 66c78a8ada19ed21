//! Lists. aux: length; word 0: the buffer, NULL while empty. A buffer knows its own capacity (its aux), so that a reader
//! with an old one is safe.
//!
//! With the GIL off, changes of structure hold the list's lock; a store into a slot takes none. So who moves the items
//! to a bigger buffer leaves [`MOVED`] in each slot, and who pops one leaves NULL: a storer that swaps either out knows
//! that its slot was dead and does the store again under the lock.

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
        let old = buf.swap(i, v);
        if old != MOVED && !old.is_null() {
            return true;
        }
        return set_slow(o, i, v, Some(buf), old);
    }
    set_slow(o, i, v, None, Value::NULL)
}

#[cold]
fn set_slow(o: Obj, i: usize, v: Value, wrote: Option<Obj>, old: Value) -> bool {
    o.locked(|| {
        if let Some(buf) = wrote {
            // Take back what went into a dead slot.
            buf.cas(i, v, old);
        }
        match o.get(BUFFER).as_obj() {
            Some(buf) if i < len(o) => {
                buf.set(i, v);
                true
            }
            _ => false,
        }
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
    // CPython's growth (Objects/listobject.c, list_resize), so that sys.getsizeof tells the same story.
    let new = buffer(cx, (capacity + (capacity >> 3) + 6) & !3)?;
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

/// `list.append(v)`
#[inline]
pub fn append(cx: &mut Cx<'_>, o: Obj, v: Value) -> Res<()> {
    cx.locked(o, |cx| {
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

/// The items at this moment.
pub fn items(o: Obj) -> Vec<Value> {
    (0..len(o)).map_while(|i| get(o, i)).collect()
}
