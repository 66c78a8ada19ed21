//! `list[int]` and `int | str`.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{NativeDef, TypeDef};
use crate::{Cx, Res};

/// Payload words of a generic alias.
pub const ORIGIN: usize = 0;
/// A tuple.
pub const ARGS: usize = 1;
/// `*tuple[int]`: True.
pub const STARRED: usize = 2;
/// `__parameters__`, once asked for.
pub const PARAMETERS: usize = 3;
pub const WORDS: usize = 4;

pub static TYPES: &[&TypeDef] = &[&GENERIC_ALIAS];

pub static GENERIC_ALIAS: TypeDef =
    TypeDef::new("GenericAlias", Kind::GenericAlias, WORDS as u8, METHODS).module("types");

static METHODS: &[NativeDef] = &[];

/// `origin[args]`; `args` is a tuple or one argument. Does not call Python.
pub fn new(cx: &mut Cx<'_>, origin: Value, args: Value) -> Res {
    let args = if args.as_obj().is_some_and(|o| o.is(Kind::Tuple)) { args } else { cx.tuple(&[args])? };
    let ty = GENERIC_ALIAS.of(cx);
    let o = cx.alloc(Kind::GenericAlias, ty, WORDS)?;
    o.init(ORIGIN, origin);
    o.init(ARGS, args);
    o.init(STARRED, Value::FALSE);
    Ok(o.into())
}

/// `__class_getitem__` of built-in classes.
pub fn class_getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    new(cx, a[0], a[1])
}
