//! `staticmethod` and `classmethod`. Word 0: the callable; word 1: `__dict__`.

use gilscope_heap::{Args, Kind, Value};

use super::attrs;
use crate::native::{GetSetDef, NativeDef, TypeDef, func as row, getset, getset_rw};
use crate::types::{instance, str};
use crate::{Acc, Cx, Res, ops};

pub static STATICMETHOD_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", |cx, a| empty(cx, &super::STATICMETHOD, a[0]), Acc::Pure),
    row("__init__", "self, function, /", init, Acc::Write),
    row("__repr__", "self, /", |cx, a| repr(cx, a, "staticmethod"), Acc::Any),
    row("__call__", "self, /, *args, **kwargs", |cx, a| attrs::call(cx, a[0].obj().get(0), a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", |_, a| Ok(a[0].obj().get(0)), Acc::Pure),
];

pub static CLASSMETHOD_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", |cx, a| empty(cx, &super::CLASSMETHOD, a[0]), Acc::Pure),
    row("__init__", "self, function, /", init, Acc::Write),
    row("__repr__", "self, /", |cx, a| repr(cx, a, "classmethod"), Acc::Any),
    row("__get__", "self, instance, owner=None, /", class_get, Acc::Any),
];

/// Attributes that are those of the callable.
macro_rules! forwarded {
    ($name:literal) => {
        getset_rw(
            $name,
            |cx, a| {
                let name = cx.intern($name);
                if let Some(v) = instance::get(cx, a[0].obj(), name) {
                    return Ok(v);
                }
                ops::attr::get(cx, a[0].obj().get(0), name)
            },
            |cx, a| {
                let name = cx.intern($name);
                set_own(cx, a, name)
            },
        )
    };
}

/// Keeps `a[1]` beside the callable as its attribute `name`; NULL deletes it.
fn set_own(cx: &mut Cx<'_>, a: Args, name: Value) -> Res {
    let Some(d) = instance::dict(cx, a[0].obj())? else { return Ok(Value::NONE) };
    if !a.get(1).is_null() {
        crate::types::dict::set_str(cx, d, name, a[1])?;
    } else if crate::types::dict::remove_str(cx, d, name).is_none() {
        let text = str::to_string(name);
        return Err(cx.attribute_error(a[0], name, &text));
    }
    Ok(Value::NONE)
}

macro_rules! table {
    ($table:ident) => {
        pub static $table: &[GetSetDef] = &[
            getset("__func__", |_, a| Ok(a[0].obj().get(0))),
            getset("__wrapped__", |_, a| Ok(a[0].obj().get(0))),
            getset("__isabstractmethod__", |cx, a| cx.call_hidden("is_abstract", &[a[0].obj().get(0)])),
            getset("__dict__", |cx, a| Ok(instance::dict(cx, a[0].obj())?.map_or(Value::NONE, Value::from))),
            forwarded!("__name__"),
            forwarded!("__qualname__"),
            forwarded!("__module__"),
            forwarded!("__doc__"),
            forwarded!("__annotations__"),
            forwarded!("__annotate__"),
            forwarded!("__type_params__"),
        ];
    };
}

table!(STATICMETHOD_GETSET);
table!(CLASSMETHOD_GETSET);

/// One of the class `ty` that `__init__` has not seen: it wraps `None`.
fn empty(cx: &mut Cx<'_>, def: &TypeDef, ty: Value) -> Res {
    let o = cx.alloc_as(def, ty)?;
    o.init(0, Value::NONE);
    Ok(o.into())
}

fn init(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(0, a[1]);
    Ok(Value::NONE)
}

fn repr(cx: &mut Cx<'_>, a: Args, name: &str) -> Res {
    let f = a[0].obj().get(0);
    if let Some(o) = f.as_obj()
        && o.is(Kind::Function)
    {
        let text = format!(
            "<{name}(<function {} at {:#x}>)>",
            str::to_string(o.get(super::func::QUALNAME)),
            crate::types::object::identity(cx, o.into())
        );
        return cx.str(&text);
    }
    let name = cx.str(name)?;
    cx.call_hidden("wrapper_repr", &[name, f])
}

fn class_get(cx: &mut Cx<'_>, a: Args) -> Res {
    let owner = a.get(2);
    let owner = if owner.is_null() || owner.is_none() { cx.type_of(a[1]) } else { owner };
    ops::attr::bind(cx, a[0], a[1], owner)
}
