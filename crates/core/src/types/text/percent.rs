//! `%` formatting.

use gilscope_heap::Value;

use crate::{Cx, Res};

/// `template % values` of strings. May call Python.
pub fn format(cx: &mut Cx<'_>, _template: Value, _values: Value) -> Res {
    Err(cx.runtime_error("% formatting"))
}
