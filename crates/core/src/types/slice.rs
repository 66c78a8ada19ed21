//! Slices: start, stop, step.

use gilscope_heap::{Kind, Value};

use crate::{Cx, Res};

/// `start:stop`
pub fn new(cx: &mut Cx<'_>, start: Value, stop: Value) -> Res {
    with_step(cx, start, stop, Value::NONE)
}

/// `start:stop:step`
pub fn with_step(cx: &mut Cx<'_>, start: Value, stop: Value, step: Value) -> Res {
    let ty = super::containers::SLICE.of(cx);
    let o = cx.alloc(Kind::Slice, ty, 3)?;
    o.init(0, start);
    o.init(1, stop);
    o.init(2, step);
    Ok(o.into())
}
