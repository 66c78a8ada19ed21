//! `print`.

use gilscope_core::types::{dict, str, tuple};
use gilscope_core::{Cx, N, Res, ops};
use gilscope_heap::{Args, Kind, Value};

use crate::native::io::stream;

/// `print(*args, sep=' ', end='\n', file=None, flush=False)`. Where all is plain and `sys.stdout` is the one that the
/// world began with, it is one write; otherwise the objects' own methods are called by hidden Python.
pub fn print(cx: &mut Cx<'_>, a: Args) -> Res {
    let (args, sep, end, file, flush) = (a[0], a.get(1), a.get(2), a.get(3), a.get(4));
    let out = if file.is_null() || file.is_none() {
        let name = cx.world.name(N::stdout);
        match dict::get_str(cx.world.sys_dict.obj(), name) {
            Some(out) => out,
            None => return Err(cx.runtime_error("lost sys.stdout")),
        }
    } else {
        file
    };
    if out.is_none() {
        return Ok(Value::NONE);
    }
    for (v, which) in [(sep, "sep"), (end, "end")] {
        if !v.is_null() && !v.is_none() && str::of(v).is_none() {
            let name = cx.type_name(v);
            return Err(cx.type_error(format!("{which} must be None or a string, not {name}")));
        }
    }
    if let Some(to) = stream::stream_of(cx, out)
        && let Some(text) = plain_text(cx, args, sep, end)?
    {
        cx.host.write(cx.thread.id, to, &text);
        return Ok(Value::NONE);
    }
    let or = |v: Value, d: Value| if v.is_null() || v.is_none() { d } else { v };
    let space = cx.intern(" ");
    let newline = cx.intern("\n");
    cx.call_hidden("print_general", &[args, or(sep, space), or(end, newline), out, or(flush, Value::FALSE)])
}

/// The whole text, where making it takes no Python code.
fn plain_text(cx: &mut Cx<'_>, args: Value, sep: Value, end: Value) -> Res<Option<String>> {
    let piece = |v: Value, default: &'static str| match str::of(v) {
        Some(t) => t.to_string_lossy(),
        None => default.to_owned(),
    };
    let sep = piece(sep, " ");
    let mut text = String::new();
    for (i, v) in tuple::items(args.obj()).enumerate() {
        if i > 0 {
            text.push_str(&sep);
        }
        if let Some(o) = v.as_obj()
            && o.is_exact(Kind::Str)
        {
            text.push_str(&str::text(o).to_string_lossy());
        } else if let Some(n) = v.as_int() {
            text.push_str(&n.to_string());
        } else if let Some(r) = ops::convert::primitive_repr(cx, v)? {
            text.push_str(&str::text(r.obj()).to_string_lossy());
        } else {
            return Ok(None);
        }
    }
    text.push_str(&piece(end, "\n"));
    Ok(Some(text))
}
