//! Sets: layout and the steps that need no Python.

use gilscope_heap::{Kind, Value};

use crate::{Cx, Res};

/// A frozenset of constants.
pub fn new_frozen(cx: &mut Cx<'_>, items: &[Value]) -> Res {
    let ty = super::containers::FROZENSET.of(cx);
    let o = cx.alloc(Kind::Set, ty, 3)?;
    let t = cx.tuple(items)?;
    o.init(0, t);
    Ok(o.into())
}
