//! The module `_hidden`: what the interpreter's own Python (`*.py` here) is built on. Programs never see it.

use gilscope_heap::{Args, Kind};

use crate::native::{NativeDef, func};
use crate::types::{class, generator, text};
use crate::{Acc, Cx, Res, TypeFlags, ops, vm};

/// The tables of intrinsics, this file's and those of the types that need some, and of natives' continuations.
pub static TABLES: &[&[NativeDef]] = &[
    INTRINSICS,
    &class::intrinsics::INTRINSICS,
    &class::build::CONTINUATIONS,
    &class::methods::ANNOTATED,
];

/// Every top-level function of `hidden/*.py` finds these under their names.
pub static INTRINSICS: &[NativeDef] = &[
    func("_next", "iterator, /", next, Acc::Any),
    func("_ended", "item, /", ended, Acc::Pure),
    func("_percent", "template, values, done, /", text::percent::round, Acc::Any),
    func("_format", "template, args, kwargs, done, /", text::template::round, Acc::Any),
    func("_index", "v, /", text::percent::index, Acc::Any),
    func("_escape_ascii", "s, /", text::percent::escape_ascii, Acc::Pure),
    func("_load_global", "globals, name, /", |cx, a| vm::cold::load_global(cx, a[0], a[1]), Acc::Read),
    func("_is_coroutine", "obj, /", is_coroutine, Acc::Pure),
    func("_matches_self", "cls, /", matches_self, Acc::Pure),
];

/// The next item of an iterator, or a value for which `_ended` holds.
fn next(cx: &mut Cx<'_>, a: Args) -> Res {
    match ops::iter::next(cx, a[0]) {
        Ok(v) if v.is_null() => Ok(ENDED),
        r => {
            cx.next_or(ENDED);
            r
        }
    }
}

const ENDED: gilscope_heap::Value = gilscope_heap::Value::DELETED;

fn ended(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(gilscope_heap::Value::bool(a[0] == ENDED))
}

fn is_coroutine(cx: &mut Cx<'_>, a: Args) -> Res {
    let is = a[0].as_obj().is_some_and(|o| o.is(Kind::Generator) && generator::is_coroutine(cx, o));
    Ok(gilscope_heap::Value::bool(is))
}

/// Does a class pattern of this class match the subject itself?
fn matches_self(_: &mut Cx<'_>, a: Args) -> Res {
    let is = class::mro(a[0].obj()).any(|t| class::flags(t.obj()).has(TypeFlags::MATCH_SELF));
    Ok(gilscope_heap::Value::bool(is))
}
