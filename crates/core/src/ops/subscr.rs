//! `o[k]`, `o[k] = v`, `del o[k]`.

use gilscope_heap::{Kind, Obj, Value, flag};

use crate::types::{class, dict, list, str, tuple};
use crate::{Cx, N, Res, TypeFlags};

/// An index as written in a program, from the end where negative; `None` out of range.
#[inline(always)]
pub fn position(i: i64, len: usize) -> Option<usize> {
    let at = if i < 0 { i + len as i64 } else { i };
    if at >= 0 && (at as u64) < len as u64 { Some(at as usize) } else { None }
}

/// `o[k]`
#[inline]
pub fn get(cx: &mut Cx<'_>, o: Value, k: Value) -> Res {
    if let Some(c) = o.as_obj()
        && !c.has(flag::SUBCLASS)
        && let Some(v) = quick(cx, c, k)
    {
        return v;
    }
    get_slow(cx, o, k)
}

/// The usual containers and keys.
#[inline]
fn quick(cx: &mut Cx<'_>, c: Obj, k: Value) -> Option<Res> {
    match c.kind() {
        Kind::List => list::get(c, position(k.as_int()?, list::len(c))?).map(Ok),
        Kind::Tuple => position(k.as_int()?, tuple::len(c)).map(|i| Ok(tuple::get(c, i))),
        Kind::Dict => match dict::lookup(cx, c, k) {
            dict::Lookup::Found(v) => Some(Ok(v)),
            _ => None,
        },
        Kind::Str => {
            let i = position(k.as_int()?, str::len(c))?;
            Some(str::from_point(cx, str::text(c).at(i)))
        }
        _ => None,
    }
}

#[cold]
fn get_slow(cx: &mut Cx<'_>, o: Value, k: Value) -> Res {
    if let Some(f) = cx.lookup_special(o, N::__getitem__) {
        return cx.call(f, &[o, k]);
    }
    if o.as_obj().is_some_and(|o| o.is(Kind::Type)) {
        return cx.call_hidden("class_subscript", &[o, k]);
    }
    let name = cx.type_name(o);
    Err(cx.type_error(format!("'{name}' object is not subscriptable")))
}

/// `o[k] = v`; the result is NONE.
#[inline]
pub fn set(cx: &mut Cx<'_>, o: Value, k: Value, v: Value) -> Res {
    if let Some(c) = o.as_obj()
        && !c.has(flag::SUBCLASS)
    {
        if c.is(Kind::List)
            && let Some(i) = k.as_int()
            && let Some(i) = position(i, list::len(c))
            && list::set(c, i, v)
        {
            return Ok(Value::NONE);
        }
        if c.is(Kind::Dict) && dict::store(cx, c, k, v)?.is_some() {
            return Ok(Value::NONE);
        }
    }
    set_slow(cx, o, k, v)
}

#[cold]
fn set_slow(cx: &mut Cx<'_>, o: Value, k: Value, v: Value) -> Res {
    match cx.lookup_special(o, N::__setitem__) {
        Some(f) => cx.call_then(f, &[o, k, v], crate::Cont::State, Value::NONE),
        None => {
            let name = cx.type_name(o);
            Err(cx.type_error(format!("'{name}' object does not support item assignment")))
        }
    }
}

/// `del o[k]`; the result is NONE.
pub fn delete(cx: &mut Cx<'_>, o: Value, k: Value) -> Res {
    match cx.lookup_special(o, N::__delitem__) {
        Some(f) => cx.call_then(f, &[o, k], crate::Cont::State, Value::NONE),
        None => {
            // CPython words it differently where the class could be a sequence and the key an index.
            let sequence = o.as_obj().is_some_and(|o| match o.kind() {
                Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range => true,
                _ => class::flags(o.ty().obj()).has(TypeFlags::HEAP),
            });
            let index = sequence && (k.is_int() || cx.lookup_special(k, N::__index__).is_some());
            let not = if index { "doesn't" } else { "does not" };
            let name = cx.type_name(o);
            Err(cx.type_error(format!("'{name}' object {not} support item deletion")))
        }
    }
}
