//! `list[int]`: the class `types.GenericAlias`.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::types::class;
use crate::{Acc, Cx, Res};

/// Payload words of a generic alias.
pub const ORIGIN: usize = 0;
/// A tuple.
pub const ARGS: usize = 1;
/// True in `*tuple[int, ...]`.
pub const STARRED: usize = 2;
/// `__parameters__`, once asked for.
pub const PARAMETERS: usize = 3;
pub const WORDS: usize = 4;

pub static TYPES: &[&TypeDef] = &[&GENERIC_ALIAS];

/// What is not found on it is looked up on its origin.
pub static GENERIC_ALIAS: TypeDef = TypeDef::new("GenericAlias", Kind::GenericAlias, WORDS as u8, METHODS)
    .module("types")
    .getset(GETSET)
    .flags(TypeFlags::BASE.or(TypeFlags::CUSTOM_GET));

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, origin, args, /", from_args, Acc::Pure),
    func("__getattr__", "self, name, /", |cx, a| cx.call_hidden("alias_getattr", &[a[0], a[1]]), Acc::Any),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("alias_repr", &[a[0]]), Acc::Any),
    func("__call__", "self, /, *args, **kwargs", call, Acc::Any),
    func("__mro_entries__", "self, bases, /", |cx, a| cx.tuple(&[a[0].obj().frozen(ORIGIN)]), Acc::Pure),
    func("__eq__", "self, value, /", eq, Acc::Any),
    func("__hash__", "self, /", |cx, a| cx.call_hidden("alias_hash", &[a[0]]), Acc::Any),
    func("__getitem__", "self, item, /", |cx, a| cx.call_hidden("alias_getitem", &[a[0], a[1]]), Acc::Any),
    func("__iter__", "self, /", |cx, a| cx.call_hidden("alias_iter", &[a[0]]), Acc::Any),
    func("__or__", "self, value, /", crate::types::union::or, Acc::Pure),
    func("__ror__", "self, value, /", crate::types::union::ror, Acc::Pure),
    func("__instancecheck__", "self, instance, /", no_check, Acc::Pure),
    func("__subclasscheck__", "self, cls, /", no_subclass_check, Acc::Pure),
    func("__dir__", "self, /", |cx, a| cx.call_hidden("alias_dir", &[a[0]]), Acc::Any),
];

static GETSET: &[GetSetDef] = &[
    getset("__origin__", |_, a| Ok(a[0].obj().frozen(ORIGIN))),
    getset("__args__", |_, a| Ok(a[0].obj().frozen(ARGS))),
    getset("__unpacked__", |_, a| Ok(a[0].obj().frozen(STARRED))),
    getset("__parameters__", |cx, a| cx.call_hidden("type_parameters", &[a[0].obj().frozen(ARGS)])),
];

/// `origin[args]`; `args` is a tuple or one argument. Does not call Python.
pub fn new(cx: &mut Cx<'_>, origin: Value, args: Value) -> Res {
    let ty = GENERIC_ALIAS.of(cx);
    make(cx, ty, origin, args)
}

fn make(cx: &mut Cx<'_>, ty: Value, origin: Value, args: Value) -> Res {
    let args = if args.as_obj().is_some_and(|o| o.is(Kind::Tuple)) { args } else { cx.tuple(&[args])? };
    let words = class::instance_words(ty.obj()).max(WORDS);
    let o = cx.alloc(Kind::GenericAlias, ty, words)?;
    if ty != GENERIC_ALIAS.of(cx) {
        o.add_flag(gilscope_heap::flag::SUBCLASS);
    }
    o.init(ORIGIN, origin);
    o.init(ARGS, args);
    o.init(STARRED, Value::FALSE);
    Ok(o.into())
}

fn from_args(cx: &mut Cx<'_>, a: Args) -> Res {
    make(cx, a[0], a[1], a[2])
}

/// The same alias with a star before it.
pub fn starred(cx: &mut Cx<'_>, alias: Value) -> Res {
    let (origin, args) = (alias.obj().frozen(ORIGIN), alias.obj().frozen(ARGS));
    let v = new(cx, origin, args)?;
    v.obj().set(STARRED, Value::TRUE);
    Ok(v)
}

/// `__class_getitem__` of built-in classes.
pub fn class_getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    new(cx, a[0], a[1])
}

fn call(cx: &mut Cx<'_>, a: Args) -> Res {
    let kwargs = if a.get(2).is_null() { cx.dict()? } else { a[2] };
    cx.call_hidden("alias_call", &[a[0], a[1], kwargs])
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].as_obj().is_some_and(|o| o.is(Kind::GenericAlias)) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    cx.call_hidden("alias_eq", &[a[0], a[1]])
}

fn no_check(cx: &mut Cx<'_>, _a: Args) -> Res {
    Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn no_subclass_check(cx: &mut Cx<'_>, _a: Args) -> Res {
    Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}
