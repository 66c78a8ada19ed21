//! `bytearray`: layout. Word 0: a RawBuf (aux: its capacity in bytes), NULL while empty; word 1: the length. With the GIL
//! off, every change holds the lock.

use gilscope_heap::{Kind, Obj, Value};

use crate::{Cx, Res};

const BUFFER: usize = 0;
const LEN: usize = 1;

/// Does not call Python.
pub fn new(cx: &mut Cx<'_>, b: &[u8]) -> Res {
    let ty = super::BYTEARRAY.of(cx);
    as_class(cx, ty, b)
}

/// An instance of `ty`, which is `bytearray` or derives from it. Does not call Python.
pub fn as_class(cx: &mut Cx<'_>, ty: Value, b: &[u8]) -> Res {
    let o = cx.alloc_as(&super::BYTEARRAY, ty)?;
    o.init(LEN, Value::small(0));
    replace(cx, o, b)?;
    Ok(o.into())
}

pub fn len(o: Obj) -> usize {
    o.get(LEN).int_value() as usize
}

/// The bytes at this moment.
pub fn get(cx: &mut Cx<'_>, o: Obj) -> Vec<u8> {
    cx.locked(o, |_| read(o))
}

fn read(o: Obj) -> Vec<u8> {
    match o.get(BUFFER).as_obj() {
        Some(buf) => (0..len(o)).map(|i| buf.byte(0, i)).collect(),
        None => Vec::new(),
    }
}

/// The byte at `i`, or `None` beyond the end.
pub fn at(cx: &mut Cx<'_>, o: Obj, i: usize) -> Option<u8> {
    cx.locked(o, |_| if i < len(o) { Some(o.get(BUFFER).obj().byte(0, i)) } else { None })
}

/// Sets the byte at `i`; false beyond the end.
pub fn set(cx: &mut Cx<'_>, o: Obj, i: usize, b: u8) -> bool {
    cx.locked(o, |_| {
        let there = i < len(o);
        if there {
            o.get(BUFFER).obj().set_byte(0, i, b);
        }
        there
    })
}

/// New contents, under the lock already (or not shared yet).
fn replace(cx: &mut Cx<'_>, o: Obj, b: &[u8]) -> Res<()> {
    if !b.is_empty() {
        let buf = room(cx, o, b.len())?;
        for (i, &c) in b.iter().enumerate() {
            buf.set_byte(0, i, c);
        }
    }
    o.set(LEN, Value::small(b.len() as i64));
    Ok(())
}

/// A buffer with room for `n` bytes; when it is a new one, the old contents are not in it.
fn room(cx: &mut Cx<'_>, o: Obj, n: usize) -> Res<Obj> {
    if let Some(buf) = o.get(BUFFER).as_obj()
        && buf.aux() as usize >= n
    {
        return Ok(buf);
    }
    let capacity = n + (n >> 3) + if n < 9 { 3 } else { 6 };
    let buf = cx.alloc(Kind::RawBuf, Value::NULL, capacity.div_ceil(8))?;
    buf.init_aux(capacity as u32);
    o.set(BUFFER, buf.into());
    Ok(buf)
}

/// Changes the contents as a whole. `f` may fail, but not call Python.
pub fn change<T>(cx: &mut Cx<'_>, o: Obj, f: impl FnOnce(&mut Cx<'_>, &mut Vec<u8>) -> Res<T>) -> Res<T> {
    cx.locked(o, |cx| {
        let mut b = read(o);
        let r = f(cx, &mut b)?;
        replace(cx, o, &b)?;
        Ok(r)
    })
}

/// Appends bytes; amortised, it takes no longer than they are.
pub fn extend(cx: &mut Cx<'_>, o: Obj, more: &[u8]) -> Res<()> {
    cx.locked(o, |cx| {
        let n = len(o);
        let old = o.get(BUFFER).as_obj();
        let buf = room(cx, o, n + more.len())?;
        if let Some(old) = old
            && old != buf
        {
            (0..n).for_each(|i| buf.set_byte(0, i, old.byte(0, i)));
        }
        for (i, &c) in more.iter().enumerate() {
            buf.set_byte(0, n + i, c);
        }
        o.set(LEN, Value::small((n + more.len()) as i64));
        Ok(())
    })
}
