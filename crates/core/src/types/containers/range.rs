//! `range`. Words: start, stop, step, length; ints of any size.

use gilscope_heap::{Kind, Obj, Value};

use crate::types::containers::RANGE;
use crate::types::containers::iters::{self, It};
use crate::{Cx, Res};

pub const START: usize = 0;
pub const STOP: usize = 1;
pub const STEP: usize = 2;
pub const LEN: usize = 3;
pub const WORDS: usize = 4;

/// Number of items, by small numbers. `step` is not 0.
pub fn count(start: i64, stop: i64, step: i64) -> i64 {
    if step > 0 {
        if start < stop { (stop - start - 1) / step + 1 } else { 0 }
    } else if start > stop {
        (start - stop - 1) / -step + 1
    } else {
        0
    }
}

/// The range of small numbers. Does not call Python.
pub fn new(cx: &mut Cx<'_>, start: i64, stop: i64, step: i64) -> Res {
    let n = count(start, stop, step);
    let words = [cx.int(start)?, cx.int(stop)?, cx.int(step)?, cx.int(n)?];
    let ty = RANGE.of(cx);
    let o = cx.alloc(Kind::Range, ty, WORDS)?;
    for (i, v) in words.into_iter().enumerate() {
        o.init(i, v);
    }
    Ok(o.into())
}

/// (start, step, length) where they and all items are small.
#[inline]
pub fn small(o: Obj) -> Option<(i64, i64, i64)> {
    let (start, step, n) = (o.frozen(START).as_int()?, o.frozen(STEP).as_int()?, o.frozen(LEN).as_int()?);
    let last = start.checked_add(step.checked_mul(n - i64::from(n > 0))?)?;
    Value::int(last).map(|_| (start, step, n))
}

/// `iter(range)`
pub fn iter(cx: &mut Cx<'_>, o: Obj) -> Res {
    let (start, step, n) = small(o).expect("a small range");
    iters::new(cx, &iters::RANGE_ITERATOR, It::Range, &[Value::small(start), Value::small(step), Value::small(n), Value::small(0)])
}
