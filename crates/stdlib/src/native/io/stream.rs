//! The standard streams. They write straight to the host, one write for one call.

use gilscope_core::native::{GetSetDef, TypeDef, TypeFlags, func, getset};
use gilscope_core::types::{int, str};
use gilscope_core::{Acc, Cx, Exit, NativeDef, Res, Stream, WaitOn};
use gilscope_heap::{Args, Kind, Value};

/// Word 0: 0 standard output, 1 standard error, 2 standard input; word 1: closed (a bool).
pub static STREAM: TypeDef =
    TypeDef::new("TextIOWrapper", Kind::Native1, 2, METHODS).module("_io").getset(GETSET).flags(TypeFlags::NO_NEW);

static METHODS: &[NativeDef] = &[
    func("write", "self, text, /", write, Acc::Any),
    func("writelines", "self, lines, /", |cx, a| cx.call_hidden("stream_writelines", &[a[0], a[1]]), Acc::Any),
    func("flush", "self, /", flush, Acc::Any),
    func("close", "self, /", close, Acc::Any),
    func("read", "self, size=-1, /", |cx, a| cx.call_hidden("stream_read", &[a[0], or_all(a.get(1))]), Acc::Any),
    func("readline", "self, size=-1, /", readline, Acc::Any),
    func("readlines", "self, hint=-1, /", |cx, a| cx.call_hidden("stream_readlines", &[a[0]]), Acc::Any),
    func("__iter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__next__", "self, /", next, Acc::Any),
    func("__enter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__exit__", "self, /, *args", |cx, a| close(cx, a), Acc::Any),
    func("fileno", "self, /", fileno, Acc::Pure),
    func("isatty", "self, /", |_, _| Ok(Value::FALSE), Acc::Pure),
    func("readable", "self, /", |_, a| Ok(Value::bool(number(a) == 2)), Acc::Pure),
    func("writable", "self, /", |_, a| Ok(Value::bool(number(a) != 2)), Acc::Pure),
    func("seekable", "self, /", |_, _| Ok(Value::FALSE), Acc::Pure),
    func("reconfigure", "self, /, **options", |_, _| Ok(Value::NONE), Acc::Pure),
    func("__repr__", "self, /", repr, Acc::Pure),
];

static GETSET: &[GetSetDef] = &[
    getset("name", |cx, a| cx.str(["<stdout>", "<stderr>", "<stdin>"][number(a)])),
    getset("mode", |cx, a| cx.str(if number(a) == 2 { "r" } else { "w" })),
    getset("encoding", |cx, _| cx.str("utf-8")),
    getset("errors", |cx, a| cx.str(["strict", "backslashreplace", "strict"][number(a)])),
    getset("closed", |_, a| Ok(a[0].obj().get(1))),
    getset("newlines", |_, _| Ok(Value::NONE)),
    getset("line_buffering", |_, _| Ok(Value::TRUE)),
];

/// A standard stream: 0 output, 1 errors, 2 input.
pub fn new(cx: &mut Cx<'_>, which: i64) -> Res {
    let ty = STREAM.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 2)?;
    o.init(0, Value::small(which));
    o.init(1, Value::FALSE);
    Ok(o.into())
}

fn number(a: Args) -> usize {
    a[0].obj().frozen(0).int_value() as usize
}

fn or_all(size: Value) -> Value {
    if size.is_null() || size.is_none() { Value::small(-1) } else { size }
}

/// Which stream the object is, where it is one that can be written to.
pub fn stream_of(cx: &Cx<'_>, v: Value) -> Option<Stream> {
    let o = v.as_obj()?;
    if o.ty() != STREAM.of(cx) || o.get(1) == Value::TRUE {
        return None;
    }
    match o.frozen(0).int_value() {
        0 => Some(Stream::Stdout),
        1 => Some(Stream::Stderr),
        _ => None,
    }
}

fn check_open(cx: &mut Cx<'_>, a: Args) -> Res<()> {
    if a[0].obj().get(1) == Value::TRUE {
        return Err(cx.value_error("I/O operation on closed file."));
    }
    Ok(())
}

fn unsupported(cx: &mut Cx<'_>, text: &str) -> Exit {
    match cx.str(text) {
        Ok(text) => match cx.call_hidden("unsupported_operation", &[text]) {
            Err(e) => e,
            Ok(_) => Exit::Raise,
        },
        Err(e) => e,
    }
}

fn write(cx: &mut Cx<'_>, a: Args) -> Res {
    check_open(cx, a)?;
    let Some(text) = str::of(a[1]) else {
        let name = cx.type_name(a[1]);
        return Err(cx.type_error(format!("write() argument must be str, not {name}")));
    };
    let Some(stream) = stream_of(cx, a[0]) else { return Err(unsupported(cx, "not writable")) };
    cx.host.write(cx.thread.id, stream, &text.to_string_lossy());
    cx.int(text.len() as i64)
}

fn flush(cx: &mut Cx<'_>, a: Args) -> Res {
    check_open(cx, a)?;
    Ok(Value::NONE)
}

fn close(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(1, Value::TRUE);
    Ok(Value::NONE)
}

fn fileno(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::small([1, 2, 0][number(a)]))
}

/// A line with its newline, or "" at the end.
fn line(cx: &mut Cx<'_>, a: Args) -> Res {
    check_open(cx, a)?;
    if number(a) != 2 {
        return Err(unsupported(cx, "not readable"));
    }
    match cx.host.read_line() {
        Ok(Some(line)) => cx.str(&line),
        Ok(None) => Ok(cx.intern("")),
        Err(()) => cx.block(WaitOn::Input),
    }
}

fn readline(cx: &mut Cx<'_>, a: Args) -> Res {
    if int::to_i64(or_all(a.get(1))) == Some(0) {
        return Ok(cx.intern(""));
    }
    line(cx, a)
}

fn next(cx: &mut Cx<'_>, a: Args) -> Res {
    let l = line(cx, a)?;
    if str::len(l.obj()) == 0 {
        return Err(cx.stop_iteration(Value::NULL));
    }
    Ok(l)
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let (name, mode) = (["<stdout>", "<stderr>", "<stdin>"][number(a)], if number(a) == 2 { "r" } else { "w" });
    cx.str(&format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>"))
}
