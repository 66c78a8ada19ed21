//! What asks an object for its class or its identity.

use gilscope_core::types::{class, object, tuple};
use gilscope_core::{Cont, Cx, N, Res};
use gilscope_heap::{Args, Kind, Value};

/// `callable(obj)`
pub fn callable(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(cx.lookup_special(a[0], N::__call__).is_some()))
}

/// `id(obj)`: the object's address; of values that are no objects a number of their own.
pub fn id(cx: &mut Cx<'_>, a: Args) -> Res {
    let id = object::identity(cx, a[0]);
    cx.int(id)
}

/// `isinstance(obj, class_or_tuple)`
pub fn isinstance(cx: &mut Cx<'_>, a: Args) -> Res {
    let (v, c) = (a[0], a[1]);
    let ty = cx.type_of(v);
    if ty == c {
        return Ok(Value::TRUE);
    }
    if is_plain_class(cx, c) {
        return match class::methods::claims_other_class(cx, v) {
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
        if asks || class::methods::claims_other_class(cx, v) {
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
