//! `property`. Word 0: getter; 1: setter; 2: deleter; 3: doc; 4: name.

use gilscope_heap::{Kind, Obj, Value};

use crate::native::{NativeDef, TypeDef};
use crate::types::{class, str};
use crate::{Cont, Cx, Res};

pub const GET: usize = 0;
pub const SET: usize = 1;
pub const DELETE: usize = 2;
pub const DOC: usize = 3;
pub const NAME: usize = 4;
pub const WORDS: usize = 5;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("property", Kind::Property, WORDS as u8, METHODS);

static METHODS: &[NativeDef] = &[];

/// The attribute's value for `o`.
pub fn get(cx: &mut Cx<'_>, p: Obj, o: Value) -> Res {
    let f = p.get(GET);
    if !f.is_obj() {
        return Err(lacks(cx, p, o, "getter"));
    }
    cx.call(f, &[o])
}

/// Sets it, or deletes it where `v` is NULL.
pub fn set(cx: &mut Cx<'_>, p: Obj, o: Value, _name: Value, v: Value) -> Res {
    let f = p.get(if v.is_null() { DELETE } else { SET });
    if !f.is_obj() {
        return Err(lacks(cx, p, o, if v.is_null() { "deleter" } else { "setter" }));
    }
    let args = if v.is_null() { vec![o] } else { vec![o, v] };
    cx.call_then(f, &args, Cont::State, Value::NONE)
}

fn lacks(cx: &mut Cx<'_>, p: Obj, o: Value, what: &str) -> crate::Exit {
    let ty = cx.type_of(o);
    let t = class::qualname(ty);
    let name = p.get(NAME);
    let text = if name.is_obj() {
        format!("property '{}' of '{t}' object has no {what}", str::to_string(name))
    } else {
        format!("property of '{t}' object has no {what}")
    };
    cx.attribute_error(o, name, text)
}
