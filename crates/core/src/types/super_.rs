//! `super`. Word 0: the class; 1: the object, or NULL; 2: the class whose order of resolution is followed.

use gilscope_bytecode::{CodeFlags, LocalKind};
use gilscope_heap::{Args, Kind, Obj, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, func, getset};
use crate::types::{class, dict, frame, tuple};
use crate::{Acc, Cx, N, Res, ops};

pub const CLASS: usize = 0;
pub const OBJECT: usize = 1;
pub const START: usize = 2;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("super", Kind::Super, 3, METHODS).getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", |cx, a| cx.alloc_as(&TYPE, a[0]).map(Value::from), Acc::Pure),
    func("__init__", "self, type=None, object=None, /", init, Acc::Write),
    func("__repr__", "self, /", repr, Acc::Pure),
    func("__get__", "self, instance, owner=None, /", descriptor_get, Acc::Pure),
];

static GETSET: &[GetSetDef] = &[
    getset("__thisclass__", |_, a| Ok(none_for_null(a[0].obj().get(CLASS)))),
    getset("__self__", |_, a| Ok(none_for_null(a[0].obj().get(OBJECT)))),
    getset("__self_class__", |_, a| Ok(none_for_null(a[0].obj().get(START)))),
];

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let (mut cls, mut object) = (a.get(1), a.get(2));
    if cls.is_null() {
        (cls, object) = from_frame(cx)?;
    } else if !cls.as_obj().is_some_and(|o| o.is(Kind::Type)) {
        let t = cx.type_name(cls);
        return Err(cx.type_error(format!("super() argument 1 must be a type, not {t}")));
    }
    let o = a[0].obj();
    o.set(CLASS, cls);
    if object.is_null() || object.is_none() {
        return Ok(Value::NONE);
    }
    let start = start_of(cx, cls, object)?;
    o.set(OBJECT, object);
    o.set(START, start);
    Ok(Value::NONE)
}

/// The class whose order of resolution `super(cls, object)` follows.
fn start_of(cx: &mut Cx<'_>, cls: Value, object: Value) -> Res {
    if object.as_obj().is_some_and(|o| o.is(Kind::Type)) && class::is_subclass(object, cls) {
        return Ok(object);
    }
    let ty = cx.type_of(object);
    if class::is_subclass(ty, cls) {
        return Ok(ty);
    }
    let what = if object.as_obj().is_some_and(|o| o.is(Kind::Type)) {
        format!("type {}", class::name(object))
    } else {
        format!("instance of {}", class::name(ty))
    };
    let c = class::name(cls);
    Err(cx.type_error(format!("super(type, obj): obj ({what}) is not an instance or subtype of type ({c}).")))
}

/// What `super()` means: the class in whose body the calling method is, and its first argument.
fn from_frame(cx: &mut Cx<'_>) -> Res<(Value, Value)> {
    let Some(fp) = frame::current(cx) else { return Err(cx.runtime_error("super(): no current frame")) };
    let rt = cx.world.code(fp.get(crate::vm::frame::CODE).obj().aux());
    let local = |i: usize| fp.get(crate::vm::frame::HEADER + i);
    if rt.code.arg_count == 0 && !rt.code.flags().contains(CodeFlags::VARARGS) {
        return Err(cx.runtime_error("super(): no arguments"));
    }
    let first = local(0);
    let object = match first.as_obj() {
        Some(o) if o.is(Kind::Cell) && rt.code.locals[0].kind == LocalKind::Cell => o.get(0),
        _ => first,
    };
    if object.is_null() {
        return Err(cx.runtime_error("super(): arg[0] deleted"));
    }
    let at = rt.code.locals.iter().position(|l| l.kind == LocalKind::Free && &*l.name == "__class__");
    let Some(cell) = at.and_then(|i| local(i).as_obj()) else {
        return Err(cx.runtime_error("super(): __class__ cell not found"));
    };
    let cls = cell.get(0);
    if cls.is_null() {
        return Err(cx.runtime_error("super(): empty __class__ cell"));
    }
    Ok((cls, object))
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let (cls, start) = (o.get(CLASS), o.get(START));
    // One that `__init__` has not seen has no class.
    let cls = if cls.is_null() { "NULL".into() } else { class::name(cls) };
    let text = if start.is_null() {
        format!("<super: <class '{cls}'>, NULL>")
    } else {
        format!("<super: <class '{cls}'>, <{} object>>", class::name(start))
    };
    cx.str(&text)
}

fn descriptor_get(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if a[1].is_none() || o.get(CLASS).is_null() || !o.get(OBJECT).is_null() {
        return Ok(a[0]);
    }
    let start = start_of(cx, o.get(CLASS), a[1])?;
    let new = cx.alloc_as(&TYPE, o.ty())?;
    new.init(CLASS, o.get(CLASS));
    new.init(OBJECT, a[1]);
    new.init(START, start);
    Ok(new.into())
}

/// An attribute through a super object; `None`: it is one of the super object itself.
pub fn get(cx: &mut Cx<'_>, o: Obj, name: Value) -> Option<Res> {
    let (cls, object, start) = (o.get(CLASS), o.get(OBJECT), o.get(START));
    if start.is_null() || name == cx.world.name(N::__class__) {
        return None;
    }
    let order = tuple::to_vec(start.obj().get(class::MRO));
    let after = order.iter().position(|&t| t == cls).map_or(order.len(), |i| i + 1);
    let f = order[after..].iter().find_map(|t| dict::get_str(t.obj().get(class::DICT).obj(), name))?;
    Some(if object == start { ops::attr::bind_on_class(cx, f, start) } else { ops::attr::bind(cx, f, object, start) })
}
