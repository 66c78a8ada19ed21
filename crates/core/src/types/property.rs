//! `property`. Word 0: getter; 1: setter; 2: deleter; 3: doc; 4: name.

use gilscope_heap::{Args, Kind, Obj, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, func, getset, getset_rw};
use crate::types::{class, function, str};
use crate::{Acc, Cont, Cx, N, Res};

pub const GET: usize = 0;
pub const SET: usize = 1;
pub const DELETE: usize = 2;
pub const DOC: usize = 3;
pub const NAME: usize = 4;
pub const WORDS: usize = 5;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef =
    TypeDef::new("property", Kind::Property, WORDS as u8, METHODS).getset(GETSET).doc("Property attribute.");

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", |cx, a| cx.alloc_as(&TYPE, a[0]).map(Value::from), Acc::Pure),
    func("__init__", "self, fget=None, fset=None, fdel=None, doc=None", init, Acc::Any),
    func("getter", "self, fget, /", |cx, a| copy(cx, a, GET), Acc::Any),
    func("setter", "self, fset, /", |cx, a| copy(cx, a, SET), Acc::Any),
    func("deleter", "self, fdel, /", |cx, a| copy(cx, a, DELETE), Acc::Any),
    func("__get__", "self, instance, owner=None, /", descriptor_get, Acc::Any),
    func("__set__", "self, instance, value, /", |cx, a| set(cx, a[0].obj(), a[1], Value::NULL, a[2]), Acc::Any),
    func("__delete__", "self, instance, /", |cx, a| set(cx, a[0].obj(), a[1], Value::NULL, Value::NULL), Acc::Any),
    func("__set_name__", "self, owner, name, /", set_name, Acc::Write),
];

static GETSET: &[GetSetDef] = &[
    getset("fget", |_, a| Ok(none_for_null(a[0].obj().get(GET)))),
    getset("fset", |_, a| Ok(none_for_null(a[0].obj().get(SET)))),
    getset("fdel", |_, a| Ok(none_for_null(a[0].obj().get(DELETE)))),
    getset_rw(
        "__doc__",
        |_, a| Ok(none_for_null(a[0].obj().get(DOC))),
        |_, a| {
            a[0].obj().set(DOC, a.get(1));
            Ok(Value::NONE)
        },
    ),
    getset_rw("__name__", get_name, |_, a| {
        a[0].obj().set(NAME, a.get(1));
        Ok(Value::NONE)
    }),
    getset("__isabstractmethod__", |cx, a| {
        let o = a[0].obj();
        let fs = cx.tuple(&[none_for_null(o.get(GET)), none_for_null(o.get(SET)), none_for_null(o.get(DELETE))])?;
        cx.call_hidden("any_abstract", &[fs])
    }),
];

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    for (word, i) in [(GET, 1), (SET, 2), (DELETE, 3), (DOC, 4)] {
        let v = a.get(i);
        o.set(word, if v.is_none() { Value::NULL } else { v });
    }
    let getter = o.get(GET);
    if o.get(DOC).is_null() && getter.is_obj() {
        if getter.obj().is(Kind::Function) {
            o.set(DOC, getter.obj().get(function::func::DOC));
        } else {
            // Whatever else is callable may say so too.
            return cx.call_hidden("property_doc", &[a[0], getter]);
        }
    }
    Ok(Value::NONE)
}

/// The same property with another getter, setter or deleter.
fn copy(cx: &mut Cx<'_>, a: Args, word: usize) -> Res {
    let o = a[0].obj();
    let mut parts = [o.get(GET), o.get(SET), o.get(DELETE)];
    parts[word] = if a[1].is_none() { parts[word] } else { a[1] };
    if o.ty() != TYPE.of(cx) {
        let doc = if word == GET { Value::NONE } else { none_for_null(o.get(DOC)) };
        let args = [none_for_null(parts[0]), none_for_null(parts[1]), none_for_null(parts[2]), doc];
        return cx.call(o.ty(), &args);
    }
    let new = cx.alloc(Kind::Property, o.ty(), WORDS)?;
    for (i, v) in parts.into_iter().enumerate() {
        new.init(i, v);
    }
    new.init(DOC, o.get(DOC));
    if word == GET
        && let Some(f) = a[1].as_obj()
        && f.is(Kind::Function)
    {
        new.init(DOC, f.get(function::func::DOC));
    }
    new.init(NAME, o.get(NAME));
    Ok(new.into())
}

fn descriptor_get(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_none() { Ok(a[0]) } else { get(cx, a[0].obj(), a[1]) }
}

fn set_name(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(NAME, a[2]);
    Ok(Value::NONE)
}

fn get_name(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let name = o.get(NAME);
    if !name.is_null() {
        return Ok(name);
    }
    if let Some(f) = o.get(GET).as_obj()
        && f.is(Kind::Function)
    {
        return Ok(f.get(function::func::NAME));
    }
    let n = cx.world.name(N::__name__);
    Err(cx.attribute_error(a[0], n, "'property' object has no attribute '__name__'"))
}

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
    let text = match str::of(name) {
        Some(name) => format!("property '{}' of '{t}' object has no {what}", name.to_string_lossy()),
        None => format!("property of '{t}' object has no {what}"),
    };
    cx.attribute_error(o, name, text)
}
