//! Iterating, containment, length.

use gilscope_heap::{Kind, Value, flag};

use crate::types::containers::iters::{self, It};
use crate::types::containers::range;
use crate::types::{dict, hash, list, tuple};
use crate::{Cont, Cx, N, Res};

/// `iter(v)`
#[inline]
pub fn iter(cx: &mut Cx<'_>, v: Value) -> Res {
    if let Some(o) = v.as_obj()
        && !o.has(flag::SUBCLASS)
    {
        let zero = Value::small(0);
        match o.kind() {
            Kind::List => return iters::new(cx, &iters::LIST_ITERATOR, It::List, &[v, zero]),
            Kind::Tuple => return iters::new(cx, &iters::TUPLE_ITERATOR, It::Tuple, &[v, zero]),
            Kind::Range if range::small(o).is_some() => return range::iter(cx, o),
            Kind::Str => return iters::new(cx, &iters::STR_ITERATOR, It::Str, &[v, zero]),
            Kind::Bytes => return iters::new(cx, &iters::BYTES_ITERATOR, It::Bytes, &[v, zero]),
            Kind::Iter => return Ok(v),
            _ => {}
        }
    }
    iter_slow(cx, v)
}

#[cold]
fn iter_slow(cx: &mut Cx<'_>, v: Value) -> Res {
    match cx.lookup_special(v, N::__iter__) {
        Some(Value::NONE) => {}
        Some(f) => return cx.call_then(f, &[v], Cont::CheckIter, Value::NULL),
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
    if let Some(o) = container.as_obj()
        && !o.has(flag::SUBCLASS)
    {
        match o.kind() {
            Kind::List | Kind::Tuple => {
                let n = if o.is(Kind::List) { list::len(o) } else { tuple::len(o) };
                let mut known = true;
                for i in 0..n {
                    let x = if o.is(Kind::Tuple) { tuple::get(o, i) } else { list::get(o, i).unwrap_or(Value::NULL) };
                    if x == item {
                        return Ok(Value::TRUE);
                    }
                    match hash::same(x, item) {
                        Some(true) => return Ok(Value::TRUE),
                        Some(false) => {}
                        None => {
                            known = false;
                            break;
                        }
                    }
                }
                if known {
                    return Ok(Value::FALSE);
                }
            }
            Kind::Dict => {
                if let Some(h) = hash::of(item) {
                    return Ok(Value::bool(dict::get_hashed(o, item, dict::fold(h)).is_some()));
                }
            }
            _ => {}
        }
    }
    match cx.lookup_special(container, N::__contains__) {
        Some(f) => cx.call_then(f, &[container, item], Cont::Truth, Value::NULL),
        None => {
            let name = cx.type_name(container);
            Err(cx.type_error(format!("argument of type '{name}' is not a container or iterable")))
        }
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
