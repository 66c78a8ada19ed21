//! `int | str`: the class `typing.Union`. Word 0: tuple of the members.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::types::tuple;
use crate::{Acc, Cx, Res};

pub const MEMBERS: usize = 0;

pub static TYPES: &[&TypeDef] = &[&UNION];
pub static UNION: TypeDef = TypeDef::new("Union", Kind::Native1, 1, METHODS)
    .module("typing")
    .getset(GETSET)
    .flags(TypeFlags::NO_NEW)
    .doc("Represent a union type\n\nE.g. for int | str");

static METHODS: &[NativeDef] = &[
    func("__or__", "self, value, /", or, Acc::Pure),
    func("__ror__", "self, value, /", ror, Acc::Pure),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("union_repr", &[a[0]]), Acc::Any),
    func("__eq__", "self, value, /", eq, Acc::Any),
    func("__hash__", "self, /", |cx, a| cx.call_hidden("union_hash", &[a[0]]), Acc::Any),
    func(
        "__instancecheck__",
        "self, instance, /",
        |cx, a| cx.call_hidden("union_instancecheck", &[a[0], a[1]]),
        Acc::Any,
    ),
    func("__subclasscheck__", "self, cls, /", |cx, a| cx.call_hidden("union_subclasscheck", &[a[0], a[1]]), Acc::Any),
    func("__getitem__", "self, item, /", |cx, a| cx.call_hidden("union_getitem", &[a[0], a[1]]), Acc::Any),
    func("__mro_entries__", "self, bases, /", mro_entries, Acc::Any),
    NativeDef::class("__class_getitem__", "cls, item, /", |cx, a| cx.call_hidden("union_of", &[a[1]]), Acc::Any),
];

static GETSET: &[GetSetDef] = &[
    getset("__args__", |_, a| Ok(a[0].obj().frozen(MEMBERS))),
    getset("__origin__", |cx, _| Ok(UNION.of(cx))),
    getset("__parameters__", |cx, a| cx.call_hidden("type_parameters", &[a[0].obj().frozen(MEMBERS)])),
    getset("__name__", |cx, _| cx.str("Union")),
    getset("__qualname__", |cx, _| cx.str("Union")),
    getset("__module__", |cx, _| cx.str("typing")),
];

/// Can it stand in a union?
fn is_type_like(cx: &mut Cx<'_>, v: Value) -> bool {
    if v.is_none() {
        return true;
    }
    let Some(o) = v.as_obj() else { return false };
    o.is(Kind::Type) || o.is(Kind::GenericAlias) || o.ty() == UNION.of(cx) || is_type_var(cx, v)
}

/// Type variables and aliases are classes in Python, told by what they carry.
fn is_type_var(cx: &mut Cx<'_>, v: Value) -> bool {
    let name = cx.intern("__typing_is_unionable__");
    let ty = cx.type_of(v);
    cx.lookup(ty, name).is_some()
}

/// `a | b`
pub fn or(cx: &mut Cx<'_>, a: Args) -> Res {
    make(cx, a[0], a[1])
}

/// `b | a`, asked of a
pub fn ror(cx: &mut Cx<'_>, a: Args) -> Res {
    make(cx, a[1], a[0])
}

fn make(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    if !is_type_like(cx, a) || !is_type_like(cx, b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut members = Vec::new();
    let mut asks = false;
    for v in [a, b] {
        match v.as_obj() {
            Some(o) if o.ty() == UNION.of(cx) => members.extend(tuple::to_vec(o.frozen(MEMBERS))),
            _ if v.is_none() => members.push(crate::types::none::TYPE.of(cx)),
            _ => members.push(v),
        }
    }
    let mut unique: Vec<Value> = Vec::new();
    for m in members {
        asks |= !m.obj().is(Kind::Type);
        if !unique.contains(&m) {
            unique.push(m);
        }
    }
    let t = cx.tuple(&unique)?;
    if asks {
        // Aliases are equal without being the same.
        return cx.call_hidden("union_of", &[t]);
    }
    of_members(cx, t)
}

/// A union of members that are all different; of one: that one.
pub fn of_members(cx: &mut Cx<'_>, members: Value) -> Res {
    if tuple::len(members.obj()) == 1 {
        return Ok(tuple::get(members.obj(), 0));
    }
    let ty = UNION.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 1)?;
    o.init(MEMBERS, members);
    Ok(o.into())
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].as_obj().is_some_and(|o| o.ty() == UNION.of(cx)) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    cx.call_hidden("union_eq", &[a[0], a[1]])
}

fn mro_entries(cx: &mut Cx<'_>, _a: Args) -> Res {
    Err(cx.type_error("cannot subclass a union"))
}
