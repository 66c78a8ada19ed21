//! The format mini-language.

use gilscope_heap::{Obj, Value};

use crate::types::number::Num;
use crate::types::str::Text;
use crate::{Cx, Res};

/// `format(v, spec)` of a number. Does not call Python.
pub fn number(cx: &mut Cx<'_>, _v: Value, _n: Num, _spec: Text) -> Res {
    Err(cx.runtime_error("format"))
}

/// `format(s, spec)` of a str. Does not call Python.
pub fn string(cx: &mut Cx<'_>, _s: Obj, _spec: Text) -> Res {
    Err(cx.runtime_error("format"))
}
