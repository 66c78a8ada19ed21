//! Bytes: layout. aux: length; word 0: the dict of an instance of a subclass, else NULL; the bytes from word 1.

use gilscope_heap::{Kind, Obj};

use crate::{Cx, Res};

pub fn new(cx: &mut Cx<'_>, b: &[u8]) -> Res {
    let ty = super::text::BYTES.of(cx);
    let o = cx.alloc(Kind::Bytes, ty, 1 + b.len().div_ceil(8))?;
    o.init_bytes(1, 0, b);
    o.init_aux(b.len() as u32);
    Ok(o.into())
}

/// The bytes, for use until the native returns.
#[inline]
pub fn get(o: Obj) -> &'static [u8] {
    o.bytes(1, o.aux() as usize)
}
