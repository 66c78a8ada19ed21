//! Methods of `bytearray` that change it.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Obj, Value};

use super::bytes_methods::{bytes_rows, contents};
use super::shared::{self, Key, byte};
use super::{bytearray, bytes_like};
use crate::native::{NativeDef, func};
use crate::ops::convert;
use crate::types::{int, number, text};
use crate::{Acc, Cx, Res};

pub const DOC: &str = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array";

pub const METHODS: &[NativeDef] = bytes_rows! {
    NativeDef::stat("__new__", "cls, source=b'', encoding='utf-8', errors='strict'", new, Acc::Any),
    func("__setitem__", "self, key, value, /", setitem, Acc::Write),
    func("__delitem__", "self, key, /", delitem, Acc::Write),
    func("__iadd__", "self, value, /", iadd, Acc::Write),
    func("__imul__", "self, value, /", imul, Acc::Write),
    func("append", "self, item, /", append, Acc::Write),
    func("clear", "self, /", clear, Acc::Write),
    func("copy", "self, /", copy, Acc::Read),
    func("extend", "self, iterable_of_ints, /", extend, Acc::Write),
    func("insert", "self, index, item, /", insert, Acc::Write),
    func("pop", "self, index=-1, /", pop, Acc::Write),
    func("remove", "self, value, /", remove, Acc::Write),
    func("resize", "self, size, /", resize, Acc::Write),
    func("reverse", "self, /", reverse, Acc::Write),
};

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    number::check_class(cx, a[0], &text::BYTEARRAY)?;
    match contents(cx, a.get(1), a.get(2), a.get(3), "bytearray")? {
        Some(b) => bytearray::as_class(cx, a[0], &b),
        None => cx.call_hidden("bytes_of_items", &[a[0], a[1]]),
    }
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res<Obj> {
    match v.as_obj().filter(|o| o.is(Kind::ByteArray)) {
        Some(o) => Ok(o),
        None => {
            let m = format!("descriptor requires a 'bytearray' object but received a '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

/// An item (argument `arg`) as a byte.
fn item(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<u8> {
    let v = convert::index(cx, v, arg)?;
    byte(cx, v)
}

fn setitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    if shared::needs_conversion(cx, a[1]) {
        return cx.call_hidden("setitem_slice", &[a[0], a[1], a[2]]);
    }
    match shared::key(cx, a[1], bytearray::len(o), "bytearray")? {
        Key::Index(i) => {
            let b = item(cx, a[2], 2)?;
            if i >= 0 && bytearray::set(cx, o, i as usize, b) {
                return Ok(Value::NONE);
            }
            Err(cx.index_error("bytearray index out of range"))
        }
        Key::Slice(start, step, n) => {
            let Some(new) = contents_of(cx, a[2], 2)? else {
                return cx.call_hidden("setitem_slice_items", &[a[0], a[1], a[2]]);
            };
            bytearray::change(cx, o, |cx, b| {
                if step == 1 {
                    let start = (start as usize).min(b.len());
                    let end = (start + n).min(b.len());
                    b.splice(start..end, new);
                    return Ok(());
                }
                if new.len() != n {
                    let m = format!("attempt to assign bytes of size {} to extended slice of size {n}", new.len());
                    return Err(cx.value_error(m));
                }
                for (k, c) in new.into_iter().enumerate() {
                    b[(start + k as i64 * step) as usize] = c;
                }
                Ok(())
            })?;
            Ok(Value::NONE)
        }
    }
}

/// The bytes of an argument that is bytes-like or iterable; `None`: its items have to be converted first.
fn contents_of(cx: &mut Cx<'_>, v: Value, arg: u8) -> Res<Option<Vec<u8>>> {
    if let Some(b) = bytes_like::get(cx, v)? {
        return Ok(Some(b.into_owned()));
    }
    if int::is(v) {
        let m = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(cx.type_error(m));
    }
    if crate::types::str::of(v).is_some() {
        return Err(cx.type_error("expected iterable of integers; got: 'str'"));
    }
    match contents(cx, v, Value::NULL, Value::NULL, "bytearray") {
        // That function speaks of argument 1.
        Err(crate::Exit::Convert { how, .. }) => Err(crate::Exit::Convert { arg, how }),
        r => r,
    }
}

fn delitem(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    if shared::needs_conversion(cx, a[1]) {
        return cx.call_hidden("delitem_slice", &[a[0], a[1]]);
    }
    match shared::key(cx, a[1], bytearray::len(o), "bytearray")? {
        Key::Index(i) => bytearray::change(cx, o, |cx, b| {
            if i < 0 || i as usize >= b.len() {
                return Err(cx.index_error("bytearray index out of range"));
            }
            b.remove(i as usize);
            Ok(())
        })?,
        Key::Slice(start, step, n) => bytearray::change(cx, o, |_, b| {
            let gone: Vec<usize> = (0..n as i64).map(|k| (start + k * step) as usize).collect();
            let mut i = 0;
            b.retain(|_| {
                i += 1;
                !gone.contains(&(i - 1))
            });
            Ok(())
        })?,
    }
    Ok(Value::NONE)
}

fn iadd(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    match bytes_like::get(cx, a[1])? {
        Some(b) => {
            bytearray::extend(cx, o, &b)?;
            Ok(a[0])
        }
        None => {
            let m = format!("can't concat {} to bytearray", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}

fn imul(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let n = usize::try_from(convert::size(cx, a[1], 1, 0)?).unwrap_or(0);
    int::check_size(cx, (bytearray::len(o) as u64).saturating_mul(n as u64))?;
    bytearray::change(cx, o, |_, b| {
        *b = b.repeat(n);
        Ok(())
    })?;
    Ok(a[0])
}

fn append(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let b = item(cx, a[1], 1)?;
    bytearray::extend(cx, o, &[b])?;
    Ok(Value::NONE)
}

fn clear(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    bytearray::change(cx, o, |_, b| {
        b.clear();
        Ok(())
    })?;
    Ok(Value::NONE)
}

fn copy(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let b = bytearray::get(cx, o);
    bytearray::new(cx, &b)
}

fn extend(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    if int::is(a[1]) {
        return Err(cx.type_error("can't extend bytearray with int"));
    }
    match contents_of(cx, a[1], 1)? {
        Some(b) => {
            bytearray::extend(cx, o, &b)?;
            Ok(Value::NONE)
        }
        None => cx.call_hidden("bytearray_extend", &[a[0], a[1]]),
    }
}

fn insert(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let i = convert::size(cx, a[1], 1, 0)?;
    let c = item(cx, a[2], 2)?;
    bytearray::change(cx, o, |_, b| {
        let at = if i < 0 { (i + b.len() as i64).max(0) as usize } else { (i as usize).min(b.len()) };
        b.insert(at, c);
        Ok(())
    })?;
    Ok(Value::NONE)
}

fn pop(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let i = convert::size(cx, a.get(1), 1, -1)?;
    bytearray::change(cx, o, |cx, b| {
        if b.is_empty() {
            return Err(cx.index_error("pop from empty bytearray"));
        }
        let at = if i < 0 { i + b.len() as i64 } else { i };
        if at < 0 || at as usize >= b.len() {
            return Err(cx.index_error("pop index out of range"));
        }
        Ok(Value::small(b.remove(at as usize) as i64))
    })
}

fn remove(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let c = item(cx, a[1], 1)?;
    bytearray::change(cx, o, |cx, b| match b.iter().position(|&x| x == c) {
        Some(i) => {
            b.remove(i);
            Ok(Value::NONE)
        }
        None => Err(cx.value_error("value not found in bytearray")),
    })
}

fn resize(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    let n = convert::size(cx, a[1], 1, 0)?;
    if n < 0 {
        return Err(cx.value_error(format!("bytearray.resize(): new size must be >= 0, got {n}")));
    }
    int::check_size(cx, n as u64)?;
    bytearray::change(cx, o, |_, b| {
        b.resize(n as usize, 0);
        Ok(())
    })?;
    Ok(Value::NONE)
}

fn reverse(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = this(cx, a[0])?;
    bytearray::change(cx, o, |_, b| {
        b.reverse();
        Ok(())
    })?;
    Ok(Value::NONE)
}
