//! Tuples. aux: length; the items are the payload.

use gilscope_heap::{Args, Kind, Obj, Value};

use crate::{Cx, Res};

/// A tuple of `items`.
pub fn new(cx: &mut Cx<'_>, items: &[Value]) -> Res {
    if items.is_empty() && !cx.world.empty_tuple.is_null() {
        return Ok(cx.world.empty_tuple);
    }
    let ty = super::containers::TUPLE.of(cx);
    let o = cx.alloc(Kind::Tuple, ty, items.len())?;
    for (i, &v) in items.iter().enumerate() {
        o.init(i, v);
    }
    o.init_aux(items.len() as u32);
    Ok(o.into())
}

/// A tuple of arguments.
pub fn of_args(cx: &mut Cx<'_>, args: Args) -> Res {
    if args.is_empty() {
        return Ok(cx.world.empty_tuple);
    }
    let ty = super::containers::TUPLE.of(cx);
    let o = cx.alloc(Kind::Tuple, ty, args.len())?;
    for (i, v) in args.iter().enumerate() {
        o.init(i, v);
    }
    o.init_aux(args.len() as u32);
    Ok(o.into())
}

#[inline(always)]
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

/// The item at `i`, which must be below the length.
#[inline(always)]
pub fn get(o: Obj, i: usize) -> Value {
    debug_assert!(i < len(o));
    o.frozen(i)
}

pub fn items(o: Obj) -> impl DoubleEndedIterator<Item = Value> + ExactSizeIterator {
    (0..len(o)).map(move |i| get(o, i))
}

/// The items of `v`, where it is a tuple.
pub fn to_vec(v: Value) -> Vec<Value> {
    items(v.obj()).collect()
}

/// A tuple of `items` of `ty`, a class derived from `tuple`. Does not call Python.
pub fn new_sub(cx: &mut Cx<'_>, ty: Value, items: &[Value]) -> Res {
    let more = super::class::instance_words(ty.obj());
    let o = cx.alloc(Kind::Tuple, ty, items.len() + more)?;
    for (i, &v) in items.iter().enumerate() {
        o.init(i, v);
    }
    o.init_aux(items.len() as u32);
    o.add_flag(gilscope_heap::flag::SUBCLASS);
    Ok(o.into())
}
