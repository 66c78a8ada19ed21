//! The module `_hidden`: what the interpreter's own Python (`*.py` here) is built on. Programs never see it.

use gilscope_heap::Args;

use crate::native::{NativeDef, func};
use crate::types::text;
use crate::{Acc, Cx, Res, ops};

/// Every top-level function of `hidden/*.py` finds these under their names.
pub static INTRINSICS: &[NativeDef] = &[
    func("_next", "iterator, /", next, Acc::Any),
    func("_ended", "item, /", ended, Acc::Pure),
    func("_percent", "template, values, done, /", text::percent::round, Acc::Any),
    func("_format", "template, args, kwargs, done, /", text::template::round, Acc::Any),
    func("_index", "v, /", text::percent::index, Acc::Any),
    func("_escape_ascii", "s, /", text::percent::escape_ascii, Acc::Pure),
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
