//! The standard streams.

use gilscope_core::native::{TypeDef, TypeFlags, func};
use gilscope_core::types::str;
use gilscope_core::{Acc, Cx, NativeDef, Res, Stream};
use gilscope_heap::{Args, Kind, Value};

/// `sys.stdout` and `sys.stderr`. Word 0: 0 or 1.
pub static STREAM: TypeDef = TypeDef::new("TextIOWrapper", Kind::Native1, 1, STREAM_METHODS)
    .module("_io")
    .flags(TypeFlags::NO_NEW);

static STREAM_METHODS: &[NativeDef] = &[
    func("write", "self, text, /", write, Acc::Any),
    func("flush", "self, /", flush, Acc::Any),
];

/// Which stream the object is, where it is one that writes straight to the host.
pub fn stream_of(cx: &Cx<'_>, v: Value) -> Option<Stream> {
    let o = v.as_obj()?;
    if o.ty() != STREAM.of(cx) {
        return None;
    }
    Some(if o.frozen(0) == Value::small(0) { Stream::Stdout } else { Stream::Stderr })
}

fn write(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(text) = str::of(a[1]) else {
        let name = cx.type_name(a[1]);
        return Err(cx.type_error(format!("write() argument must be str, not {name}")));
    };
    let stream = stream_of(cx, a[0]).expect("self is a stream");
    cx.host.write(cx.thread.id, stream, &text.to_string_lossy());
    cx.int(text.len() as i64)
}

fn flush(_cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(Value::NONE)
}
