//! What asks an object for its class or its identity.

use gilscope_core::types::{class, tuple};
use gilscope_core::{Cont, Cx, N, Res};
use gilscope_heap::{Args, Kind, Value};

/// `callable(obj)`
pub fn callable(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(cx.lookup_special(a[0], N::__call__).is_some()))
}

/// `id(obj)`: the object's address; of values that are no objects a number of their own.
pub fn id(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.int(identity(a[0]))
}

/// What `id()` gives. Objects have addresses above 2^40, as on a 64-bit Linux; plain values are given odd places.
pub fn identity(v: Value) -> i64 {
    match v.as_obj() {
        Some(o) => o.addr() as i64,
        None => ((v.bits() ^ (v.bits() >> 29)) & 0xFFFF_FFFF_FFF0) as i64 | 8,
    }
}

/// `isinstance(obj, class_or_tuple)`
pub fn isinstance(cx: &mut Cx<'_>, a: Args) -> Res {
    let (v, c) = (a[0], a[1]);
    let ty = cx.type_of(v);
    if ty == c {
        return Ok(Value::TRUE);
    }
    if is_plain_class(cx, c) {
        return match claims_other_class(cx, v) {
            false => Ok(Value::bool(class::is_subclass(ty, c))),
            true => cx.call_hidden("isinstance_by_attribute", &[v, c]),
        };
    }
    if c.as_obj().is_some_and(|o| o.is(Kind::Tuple)) {
        let items = tuple::to_vec(c);
        let mut asks = false;
        for &t in &items {
            if t == ty || is_plain_class(cx, t) && class::is_subclass(ty, t) {
                return if asks { cx.call_hidden("isinstance_any", &[v, c]) } else { Ok(Value::TRUE) };
            }
            asks |= !is_plain_class(cx, t);
        }
        if asks || claims_other_class(cx, v) {
            return cx.call_hidden("isinstance_any", &[v, c]);
        }
        return Ok(Value::FALSE);
    }
    match cx.lookup_special(c, N::__instancecheck__) {
        Some(f) => cx.call_then(f, &[c, v], Cont::Truth, Value::NULL),
        None => Err(cx.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
    }
}

/// `issubclass(cls, class_or_tuple)`
pub fn issubclass(cx: &mut Cx<'_>, a: Args) -> Res {
    let (v, c) = (a[0], a[1]);
    if is_plain_class(cx, c) {
        if !v.as_obj().is_some_and(|o| o.is(Kind::Type)) {
            return Err(cx.type_error("issubclass() arg 1 must be a class"));
        }
        return Ok(Value::bool(class::is_subclass(v, c)));
    }
    if c.as_obj().is_some_and(|o| o.is(Kind::Tuple)) {
        return cx.call_hidden("issubclass_any", &[v, c]);
    }
    match cx.lookup_special(c, N::__subclasscheck__) {
        Some(f) => cx.call_then(f, &[c, v], Cont::Truth, Value::NULL),
        None => Err(cx.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
    }
}

/// Is it a class whose metaclass is exactly `type`, so that nobody can have overridden the checks?
fn is_plain_class(cx: &Cx<'_>, c: Value) -> bool {
    c.as_obj().is_some_and(|o| o.is(Kind::Type) && o.ty() == class::TYPE.of(cx))
}

/// Has the class of `v` a `__class__` of its own, as mock objects and proxies have?
fn claims_other_class(cx: &mut Cx<'_>, v: Value) -> bool {
    let Some(o) = v.as_obj() else { return false };
    if !class::flags(o.ty().obj()).has(gilscope_core::TypeFlags::HEAP) {
        return false;
    }
    let object = gilscope_core::types::object::TYPE.of(cx);
    let name = cx.world.name(N::__class__);
    cx.lookup(o.ty(), name) != cx.lookup(object, name)
}
