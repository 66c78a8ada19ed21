//! The bytes of bytes, bytearray and memoryview objects.

use std::borrow::Cow;

use gilscope_heap::{Kind, Value};

use crate::types::bytes;
use crate::{Cx, Res};

/// The bytes of a bytes-like object; `None` for anything else. Does not call Python.
pub fn get(cx: &mut Cx<'_>, v: Value) -> Res<Option<Cow<'static, [u8]>>> {
    let Some(o) = v.as_obj() else { return Ok(None) };
    Ok(match o.kind() {
        Kind::Bytes => Some(bytes::get(o).into()),
        Kind::ByteArray => Some(super::bytearray::get(cx, o).into()),
        Kind::MemoryView => Some(super::memoryview::contents(cx, v)?.into()),
        _ => None,
    })
}
