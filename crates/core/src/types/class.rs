//! Classes: their layout, and lookups along the method resolution order. Making one is in `types/class/`.
//!
//! A class' aux is its version: a number that changes whenever the class or one of its bases changes.

pub mod build;
pub mod intrinsics;
pub mod make;
pub mod methods;
pub mod mro;

use std::sync::atomic::Ordering;

use gilscope_heap::{Kind, Obj, Value};

use crate::Cx;
use crate::names::N;
use crate::native::TypeFlags;
use crate::types::{dict, str, tuple};
use crate::world::World;

/// Payload words of a class.
pub const NAME: usize = 0;
pub const BASES: usize = 1;
pub const MRO: usize = 2;
/// A dict object with the class' own attributes.
pub const DICT: usize = 3;
/// Bits of [`TypeFlags`].
pub const FLAGS: usize = 4;
/// The [`Kind`] of its instances, as a number.
pub const KIND: usize = 5;
/// `__base__`: the base whose layout it extends.
pub const BASE: usize = 6;
/// Number of words that `__slots__` (its own and its bases') take in an instance.
pub const SLOTS: usize = 7;
/// The root shape of its instances; 0 where they have no `__dict__`.
pub const SHAPE: usize = 8;
/// List of the classes derived from it.
pub const SUBCLASSES: usize = 9;
/// Words that a new instance has for attributes.
pub const INLINE: usize = 10;
/// Payload word where an instance keeps its `__dict__`, or -1. 0 in a plain instance; of tuples it counts from the end of
/// the items. Use [`dict_word`].
pub const DICT_WORD: usize = 11;
/// Payload words of an instance in all (without attributes kept by shape; without the items of a tuple).
pub const WORDS: usize = 12;
/// Payload word of the first slot that a shape names (plain instances).
pub const FIRST_ATTR: usize = 13;
/// `__qualname__`, or NULL where it is the name.
pub const QUALNAME: usize = 14;
pub const CLASS_WORDS: usize = 15;

pub fn flags(ty: Obj) -> TypeFlags {
    TypeFlags(ty.get(FLAGS).int_value() as u32)
}

pub fn set_flags(ty: Obj, f: TypeFlags) {
    ty.set(FLAGS, Value::small(f.0 as i64));
}

/// `cls.__name__`
pub fn name(ty: Value) -> String {
    str::to_string(ty.obj().get(NAME))
}

/// `cls.__qualname__`
pub fn qualname(ty: Value) -> String {
    let o = ty.obj();
    let q = o.get(QUALNAME);
    str::to_string(if q.is_null() { o.get(NAME) } else { q })
}

pub fn instance_kind(ty: Obj) -> Kind {
    Kind::from_u8(ty.frozen(KIND).int_value() as u8)
}

/// Payload words of an instance that is not a plain one.
pub fn instance_words(ty: Obj) -> usize {
    ty.frozen(WORDS).int_value() as usize
}

/// The payload word where the object keeps its `__dict__`, where its class gives it one.
pub fn dict_word(o: Obj) -> Option<usize> {
    let at = usize::try_from(o.ty().obj().frozen(DICT_WORD).int_value()).ok()?;
    Some(if o.is(Kind::Tuple) { tuple::len(o) + at } else { at })
}

/// The classes along the method resolution order.
pub fn mro(ty: Obj) -> impl Iterator<Item = Value> {
    let mro = ty.get(MRO).obj();
    (0..tuple::len(mro)).map(move |i| tuple::get(mro, i))
}

pub fn is_subclass(ty: Value, of: Value) -> bool {
    ty == of || mro(ty.obj()).any(|t| t == of)
}

/// What the class or a base has under `name` (interned), by looking.
pub fn lookup_uncached(ty: Obj, name: Value) -> Option<Value> {
    mro(ty).find_map(|t| dict::get_str(t.obj().get(DICT).obj(), name))
}

/// What `object` has under `__new__`: a class that inherits it makes plain instances.
#[inline]
pub fn object_new(cx: &Cx<'_>) -> Value {
    cx.world.object_new
}

/// A new instance of a Python class that has its `__new__` from `object`. Does not call Python.
#[inline]
pub fn new_instance(cx: &mut Cx<'_>, ty: Obj) -> crate::Res {
    super::instance::new(cx, ty.into()).map(Value::from)
}

/// The class changed: it and all that derive from it get new versions.
pub fn modified(world: &World, ty: Obj) {
    ty.set_aux(world.next_type_version());
    if let Some(list) = ty.get(SUBCLASSES).as_obj() {
        for t in crate::types::list::items(list) {
            modified(world, t.obj());
        }
    }
}

/// Sets an attribute of a class as the machine itself does: no descriptors, no checks. `name` is interned.
pub fn set_attr(cx: &mut Cx<'_>, ty: Obj, name: Value, v: Value) -> crate::Res<()> {
    dict::set_str(cx, ty.get(DICT).obj(), name, v)?;
    let w = cx.world;
    let starts = [N::__set__, N::__get__, N::__delete__]
        .iter()
        .any(|&n| v.as_obj().is_some_and(|o| lookup_uncached(o.ty().obj(), w.name(n)).is_some()));
    if starts {
        // An instance attribute that a cache has found may be hidden by this descriptor from now on.
        w.cache_epoch.fetch_add(1, Ordering::SeqCst);
    }
    modified(w, ty);
    Ok(())
}

pub static TYPE: crate::native::TypeDef =
    crate::native::TypeDef::new("type", Kind::Type, CLASS_WORDS as u8, methods::METHODS)
        .getset(methods::GETSET)
        .flags(TypeFlags::BASE.or(TypeFlags::TYPE))
        .doc("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type");

/// The class in Rust that a class derives from, or that it is.
pub fn native_base(ty: Value) -> Value {
    let mut t = ty;
    while flags(t.obj()).has(TypeFlags::HEAP) {
        t = t.obj().get(BASE);
    }
    t
}
