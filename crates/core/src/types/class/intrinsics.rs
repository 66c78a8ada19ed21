//! What `hidden/classes.py` and `hidden/groups.py` are built on.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{make, mro};
use crate::native::{NativeDef, TypeFlags, func};
use crate::types::{class, exception, str, tuple};
use crate::{Acc, Cx, N, Res};

pub static INTRINSICS: [NativeDef; 13] = [
    func("_is_class", "v, /", |_, a| Ok(Value::bool(is_class(a[0]))), Acc::Pure),
    func("_is_subtype", "cls, of, /", is_subtype, Acc::Pure),
    func("_metaclass", "meta, bases, /", metaclass, Acc::Pure),
    func("_is_mapping", "v, /", is_mapping, Acc::Pure),
    func("_run_body", "func, ns, /", |cx, a| cx.call_in(a[0], a[1]), Acc::Any),
    func("_check_cell", "cell, cls, name, /", check_cell, Acc::Pure),
    func("_set_mro", "cls, order, /", set_mro, Acc::Write),
    func("_copy_marks", "source, target, /", copy_marks, Acc::Write),
    func("_mangle", "cls_name, name, /", mangle, Acc::Pure),
    func("_starred", "alias, /", |cx, a| crate::types::generic::starred(cx, a[0]), Acc::Pure),
    func("_alias", "origin, args, /", |cx, a| crate::types::generic::new(cx, a[0], a[1]), Acc::Pure),
    func("_make_union", "members, /", |cx, a| crate::types::union::of_members(cx, a[0]), Acc::Pure),
    func("_is_union", "v, /", is_union, Acc::Pure),
];

fn is_class(v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Type))
}

/// By the real classes; the second may be a tuple of them.
fn is_subtype(_: &mut Cx<'_>, a: Args) -> Res {
    let yes = match a[1].as_obj() {
        Some(o) if o.is(Kind::Tuple) => tuple::items(o).any(|c| class::is_subclass(a[0], c)),
        _ => class::is_subclass(a[0], a[1]),
    };
    Ok(Value::bool(yes))
}

fn is_union(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(cx.type_of(a[0]) == crate::types::union::UNION.of(cx)))
}

/// Does an instance of `t` begin with all that an instance of `c` has?
fn lays_out(t: Obj, c: Value) -> bool {
    let mut at = Value::from(t);
    while class::flags(at.obj()).has(TypeFlags::HEAP) && at != c {
        at = at.obj().get(class::BASE);
    }
    at == c
}

/// The order in which a metaclass's `mro()` wants the class's attributes looked for.
fn set_mro(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = a[0].obj();
    for c in tuple::items(a[1].obj()) {
        if !is_class(c) {
            let t = cx.type_name(c);
            return Err(cx.type_error(format!("mro() returned a non-class ('{t}')")));
        }
        let base = class::native_base(c);
        let slots = c.obj().get(class::SLOTS) != Value::small(0);
        if !class::is_subclass(t.get(class::BASE), base) || slots && !lays_out(t, c) {
            let name = class::name(c);
            return Err(cx.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
    }
    t.set(class::MRO, a[1]);
    make::update_flags(cx, t);
    class::modified(cx.world, t);
    Ok(Value::NONE)
}

fn metaclass(cx: &mut Cx<'_>, a: Args) -> Res {
    mro::metaclass(cx, a[0], &tuple::to_vec(a[1]))
}

fn is_mapping(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(
        cx.lookup_special(a[0], N::__getitem__).is_some() && !a[0].as_obj().is_some_and(|o| o.is(Kind::Str)),
    ))
}

/// The `__class__` cell of a class body must hold the class now.
fn check_cell(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[0].as_obj().is_some_and(|o| o.is(Kind::Cell)) {
        return Ok(Value::NONE);
    }
    let v = a[0].obj().get(0);
    if v == a[1] {
        return Ok(Value::NONE);
    }
    let (name, cls) = (str::to_string(a[2]), class::methods::full_name(cx, a[1]));
    if v.is_null() {
        return Err(cx.runtime_error(format!(
            "__class__ not set defining '{name}' as <class '{cls}'>. Was __classcell__ propagated to type.__new__?"
        )));
    }
    let other = class::methods::full_name(cx, v);
    Err(cx.type_error(format!("__class__ set to <class '{other}'> defining '{name}' as <class '{cls}'>")))
}

/// Traceback, cause and context go from one exception to another.
fn copy_marks(_: &mut Cx<'_>, a: Args) -> Res {
    let (from, to) = (a[0].obj(), a[1].obj());
    for w in [exception::TRACEBACK, exception::CAUSE, exception::CONTEXT, exception::SUPPRESS] {
        to.set(w, from.get(w));
    }
    Ok(Value::NONE)
}

fn mangle(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = make::mangle(&str::to_string(a[0]), &str::to_string(a[1]));
    cx.str(&s)
}
