//! `staticmethod` and `classmethod`. Word 0: the callable; word 1: `__dict__`.

use gilscope_heap::{Args, Kind, Value};

use super::attrs;
use crate::native::{GetSetDef, NativeDef, func as row, getset, getset_rw};
use crate::types::{instance, str};
use crate::{Acc, Cx, Res, ops};

pub static STATICMETHOD_METHODS: &[NativeDef] = &[
    NativeDef::stat(
        "__new__",
        "cls, /, *args, **kwargs",
        |cx, a| cx.alloc_as(&super::STATICMETHOD, a[0]).map(Value::from),
        Acc::Pure,
    ),
    row("__init__", "self, function, /", init, Acc::Write),
    row("__repr__", "self, /", |cx, a| repr(cx, a, "staticmethod"), Acc::Any),
    row("__call__", "self, /, *args, **kwargs", |cx, a| attrs::call(cx, a[0].obj().get(0), a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", |_, a| Ok(a[0].obj().get(0)), Acc::Pure),
];

pub static CLASSMETHOD_METHODS: &[NativeDef] = &[
    NativeDef::stat(
        "__new__",
        "cls, /, *args, **kwargs",
        |cx, a| cx.alloc_as(&super::CLASSMETHOD, a[0]).map(Value::from),
        Acc::Pure,
    ),
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
                if let Some(d) = instance::dict(cx, a[0].obj())? {
                    crate::types::dict::set_str(cx, d, name, a[1])?;
                }
                Ok(Value::NONE)
            },
        )
    };
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
