//! `_collections._tuplegetter`: the fields of named tuples. Words: index, doc.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset_rw};
use crate::ops::convert;
use crate::types::{exception, tuple};
use crate::{Acc, Cx, Res};

pub static TUPLEGETTER: TypeDef =
    TypeDef::new("_tuplegetter", Kind::Native1, 2, METHODS).module("collections").flags(TypeFlags::NONE).getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, index, doc, /", new, Acc::Pure),
    func("__get__", "self, instance, owner=None, /", get, Acc::Pure),
    func("__set__", "self, instance, value, /", set, Acc::Pure),
    func("__delete__", "self, instance, /", set, Acc::Pure),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("tuplegetter_repr", &[a[0]]), Acc::Pure),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("tuplegetter_reduce", &[a[0]]), Acc::Pure),
];

static GETSET: &[GetSetDef] = &[getset_rw("__doc__", |_, a| Ok(a[0].obj().get(1)), set_doc)];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let index = convert::size(cx, a[1], 1, 0)?;
    let o = cx.alloc_as(&TUPLEGETTER, a[0])?;
    o.init(0, Value::small(index));
    o.init(1, a[2]);
    Ok(o.into())
}

fn get(cx: &mut Cx<'_>, a: Args) -> Res {
    let i = a[0].obj().frozen(0).int_value();
    let Some(t) = a[1].as_obj().filter(|o| o.is(Kind::Tuple)) else {
        if a[1].is_none() {
            return Ok(a[0]);
        }
        let t = cx.type_name(a[1]);
        let m = format!("descriptor for index '{i}' for tuple subclasses doesn't apply to '{t}' object");
        return Err(cx.type_error(m));
    };
    if (i as usize) < tuple::len(t) {
        return Ok(tuple::get(t, i as usize));
    }
    Err(cx.index_error("tuple index out of range"))
}

fn set(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = if a.len() > 2 { "can't set attribute" } else { "can't delete attribute" };
    Err(cx.raise(&exception::ATTRIBUTE_ERROR, m))
}

fn set_doc(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(1, if a[1].is_null() { Value::NONE } else { a[1] });
    Ok(Value::NONE)
}
