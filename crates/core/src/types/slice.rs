//! Slices: start, stop, step.

use gilscope_heap::{Kind, Value};

use crate::{Cx, Res};

pub const START: usize = 0;
pub const STOP: usize = 1;
pub const STEP: usize = 2;

/// `start:stop`
pub fn new(cx: &mut Cx<'_>, start: Value, stop: Value) -> Res {
    with_step(cx, start, stop, Value::NONE)
}

/// `start:stop:step`
pub fn with_step(cx: &mut Cx<'_>, start: Value, stop: Value, step: Value) -> Res {
    let ty = super::containers::SLICE.of(cx);
    let o = cx.alloc(Kind::Slice, ty, 3)?;
    o.init(START, start);
    o.init(STOP, stop);
    o.init(STEP, step);
    Ok(o.into())
}

/// Cuts the parts of a slice (`None`: left out) to a sequence of `len` items: (start, stop, step). `step` is not 0.
pub fn bounds(start: Option<i64>, stop: Option<i64>, step: i64, len: i64) -> (i64, i64, i64) {
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let cut = |i: i64| if i < 0 { i.saturating_add(len).max(low) } else { i.min(high) };
    let start = start.map_or(if step < 0 { high } else { low }, cut);
    let stop = stop.map_or(if step < 0 { low } else { high }, cut);
    (start, stop, step)
}

/// As [`bounds`], but (start, step, count).
pub fn adjust(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> (i64, i64, usize) {
    let (start, stop, step) = bounds(start, stop, step, len as i64);
    (start, step, super::containers::range::count(start, stop, step) as usize)
}
