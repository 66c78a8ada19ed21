//! Descriptors of attributes at fixed places: `__slots__` members, and `__dict__` and `__weakref__` of Python classes.

use gilscope_heap::{Args, Kind, Obj, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset, getset_rw};
use crate::types::{class, dict, function, instance, str};
use crate::{Acc, Cx, N, Res, ops};

/// Payload words of a member descriptor.
pub const NAME: usize = 0;
pub const CLASS: usize = 1;
/// Payload word of the instance, as an int.
pub const WORD: usize = 2;
pub const WORDS: usize = 3;

pub static TYPES: &[&TypeDef] = &[&MEMBER, &OF_INSTANCES];

/// A `__slots__` member.
pub static MEMBER: TypeDef = TypeDef::new("member_descriptor", Kind::Member, WORDS as u8, MEMBER_METHODS)
    .flags(TypeFlags::NO_NEW)
    .getset(MEMBER_GETSET);

static MEMBER_METHODS: &[NativeDef] = &[
    func("__repr__", "self, /", repr, Acc::Pure),
    func("__get__", "self, instance, owner=None, /", descriptor_get, Acc::Any),
    func("__set__", "self, instance, value, /", |cx, a| ops::attr::set_by_descriptor(cx, a[0], a[1], a[2]), Acc::Any),
    func(
        "__delete__",
        "self, instance, /",
        |cx, a| ops::attr::set_by_descriptor(cx, a[0], a[1], Value::NULL),
        Acc::Any,
    ),
];

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let text = format!("<member '{}' of '{}' objects>", str::to_string(o.frozen(NAME)), class::name(o.frozen(CLASS)));
    cx.str(&text)
}

fn descriptor_get(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_none() {
        return Ok(a[0]);
    }
    let ty = cx.type_of(a[1]);
    ops::attr::bind(cx, a[0], a[1], ty)
}

static MEMBER_GETSET: &[GetSetDef] = &[
    getset("__name__", |_, a| Ok(a[0].obj().frozen(NAME))),
    getset("__objclass__", |_, a| Ok(a[0].obj().frozen(CLASS))),
    getset("__qualname__", |cx, a| {
        let o = a[0].obj();
        let q = format!("{}.{}", class::qualname(o.frozen(CLASS)), str::to_string(o.frozen(NAME)));
        cx.str(&q)
    }),
    getset("__doc__", |_, _| Ok(Value::NONE)),
];

/// Never the class of anything: holds the rows of what each Python class that adds a `__dict__` shows.
static OF_INSTANCES: TypeDef =
    TypeDef::new("instance attributes", Kind::Instance, 0, &[]).flags(TypeFlags::NO_NEW).getset(&INSTANCE_GETSET);

static INSTANCE_GETSET: [GetSetDef; 2] =
    [getset_rw("__dict__", get_dict, set_dict), getset("__weakref__", |_, _| Ok(Value::NONE))];

/// A member descriptor for the instances' payload word `word`.
pub fn new(cx: &mut Cx<'_>, name: Value, class: Value, word: usize) -> Res {
    let ty = MEMBER.of(cx);
    let o = cx.alloc(Kind::Member, ty, WORDS)?;
    o.init(NAME, name);
    o.init(CLASS, class);
    o.init(WORD, Value::small(word as i64));
    Ok(o.into())
}

/// Puts `__dict__` and `__weakref__` into the dict `d` of the class `t`.
pub fn add_dict_attributes(cx: &mut Cx<'_>, t: Obj, d: Obj) -> Res<()> {
    for row in &INSTANCE_GETSET {
        let v = function::new_getset(cx, row, t.into())?;
        let k = cx.intern(row.name);
        dict::set_str(cx, d, k, v)?;
    }
    Ok(())
}

fn get_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match instance::dict(cx, o)? {
        Some(d) => Ok(d.into()),
        None => {
            let (n, t) = (cx.world.name(N::__dict__), cx.type_name(a[0]));
            Err(cx.attribute_error(a[0], n, format!("'{t}' object has no attribute '__dict__'")))
        }
    }
}

fn set_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a[1];
    if v.is_null() {
        return Err(cx.type_error("cannot delete __dict__"));
    }
    if !v.as_obj().is_some_and(|o| o.is(Kind::Dict)) {
        let t = cx.type_name(v);
        return Err(cx.type_error(format!("__dict__ must be set to a dictionary, not a '{t}'")));
    }
    instance::set_dict(cx, a[0].obj(), v)?;
    Ok(Value::NONE)
}
