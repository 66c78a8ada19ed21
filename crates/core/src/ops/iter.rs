//! Iterating, containment, length.

use gilscope_heap::{Kind, Obj, Value, flag};

use crate::types::containers::iters::{self, It};
use crate::types::containers::{range, views};
use crate::types::{dict, hash, list, set, tuple};
use crate::{Cont, Cx, N, Res};

/// `iter(v)`
#[inline]
pub fn iter(cx: &mut Cx<'_>, v: Value) -> Res {
    match native_iter(cx, v)? {
        Some(it) => Ok(it),
        None => iter_slow(cx, v),
    }
}

/// `iter(v)` where that takes no Python code. Does not call Python.
#[inline]
pub fn native_iter(cx: &mut Cx<'_>, v: Value) -> Res<Option<Value>> {
    let Some(o) = v.as_obj().filter(|o| !o.has(flag::SUBCLASS)) else { return Ok(None) };
    let zero = Value::small(0);
    match o.kind() {
        Kind::List => iters::new(cx, &iters::LIST_ITERATOR, It::List, &[v, zero]),
        Kind::Tuple => iters::new(cx, &iters::TUPLE_ITERATOR, It::Tuple, &[v, zero]),
        Kind::Range => range::iter(cx, o),
        Kind::Str => {
            let ascii = o.has(flag::ASCII);
            let def = if ascii { &iters::STR_ASCII_ITERATOR } else { &iters::STR_ITERATOR };
            iters::new(cx, def, It::Str, &[v, zero])
        }
        Kind::Bytes => iters::new(cx, &iters::BYTES_ITERATOR, It::Bytes, &[v, zero]),
        Kind::ByteArray => iters::new(cx, &iters::BYTEARRAY_ITERATOR, It::ByteArray, &[v, zero]),
        Kind::Dict => iters::over_dict(cx, &iters::DICT_KEYITERATOR, It::DictKeys, o),
        Kind::Set => iters::over_set(cx, o),
        Kind::DictView => views::iter_of(cx, o),
        Kind::Iter => Ok(v),
        _ => return Ok(None),
    }
    .map(Some)
}

#[cold]
fn iter_slow(cx: &mut Cx<'_>, v: Value) -> Res {
    match cx.lookup_special(v, N::__iter__) {
        Some(Value::NONE) => {}
        Some(f) => return cx.call_then(f, &[v], Cont::CheckIter, Value::NULL),
        None if cx.lookup_special(v, N::__getitem__).is_some() => {
            return iters::new(cx, &iters::ITERATOR, It::Sequence, &[v, Value::small(0)]);
        }
        None => {}
    }
    let name = cx.type_name(v);
    Err(cx.type_error(format!("'{name}' object is not iterable")))
}

/// The next item of an iterator; NULL at its end.
#[inline]
pub fn next(cx: &mut Cx<'_>, it: Value) -> Res {
    if let Some(o) = it.as_obj()
        && o.is_exact(Kind::Iter)
    {
        return iters::next(cx, o);
    }
    next_slow(cx, it)
}

#[cold]
fn next_slow(cx: &mut Cx<'_>, it: Value) -> Res {
    match cx.lookup_special(it, N::__next__) {
        Some(f) => cx.call_then(f, &[it], Cont::Next, Value::NULL),
        None => {
            let name = cx.type_name(it);
            Err(cx.type_error(format!("'{name}' object is not an iterator")))
        }
    }
}

/// `item in container`: TRUE or FALSE.
pub fn contains(cx: &mut Cx<'_>, container: Value, item: Value) -> Res {
    if let (Some(c), Some(i)) = (container.as_obj(), item.as_obj())
        && c.is_exact(Kind::Str)
        && i.is(Kind::Str)
    {
        return crate::types::text::str_methods::contains_str(cx, container, item);
    }
    if let Some(o) = container.as_obj().filter(|o| !o.has(flag::SUBCLASS))
        && let Some(found) = quick_contains(cx, o, item)
    {
        return Ok(Value::bool(found));
    }
    match cx.lookup_special(container, N::__contains__) {
        Some(Value::NONE) => {
            let name = cx.type_name(container);
            Err(cx.type_error(format!("'{name}' object is not a container")))
        }
        Some(f) => cx.call_then(f, &[container, item], Cont::Truth, Value::NULL),
        None if crate::types::containers::is_iterable(cx, container) => {
            cx.call_hidden("iter_contains", &[container, item])
        }
        None => {
            let name = cx.type_name(container);
            Err(cx.type_error(format!("argument of type '{name}' is not a container or iterable")))
        }
    }
}

/// Containment in the usual containers; `None` where Python code has to tell.
fn quick_contains(cx: &mut Cx<'_>, o: Obj, item: Value) -> Option<bool> {
    match o.kind() {
        Kind::List => {
            for i in 0.. {
                match list::get(o, i) {
                    Some(x) if hash::eq(cx, x, item)? => return Some(true),
                    Some(_) => {}
                    None => break,
                }
            }
            Some(false)
        }
        Kind::Tuple => {
            for x in tuple::items(o) {
                if hash::eq(cx, x, item)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        Kind::Dict => match dict::lookup(cx, o, item) {
            dict::Lookup::Found(_) => Some(true),
            dict::Lookup::Missing => Some(false),
            dict::Lookup::Python => None,
        },
        Kind::Set => set::has(cx, o, item),
        _ => None,
    }
}

/// `len(v)`: an int.
#[inline]
pub fn length(cx: &mut Cx<'_>, v: Value) -> Res {
    if let Some(o) = v.as_obj()
        && !o.has(flag::SUBCLASS)
        && matches!(o.kind(), Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::Str | Kind::Bytes)
    {
        return Ok(Value::small(o.aux() as i64));
    }
    length_slow(cx, v)
}

#[cold]
fn length_slow(cx: &mut Cx<'_>, v: Value) -> Res {
    match cx.lookup_special(v, N::__len__) {
        Some(f) => cx.call_then(f, &[v], Cont::CheckLen, Value::NULL),
        None => {
            let name = cx.type_name(v);
            Err(cx.type_error(format!("object of type '{name}' has no len()")))
        }
    }
}
