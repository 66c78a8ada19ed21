//! What turns any object into a string, a hash, a number's text.

use gilscope_core::types::{exception, int, str};
use gilscope_core::{Cx, Res, ops};
use gilscope_heap::{Args, Kind, Value};

/// `anext(async_iterator[, default])`
pub fn anext(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(1).is_null() {
        cx.call_hidden("anext_plain", &[a[0]])
    } else {
        cx.call_hidden("anext_default", &[a[0], a[1]])
    }
}

/// `repr(obj)`
pub fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::convert::repr(cx, a[0])
}

/// `ascii(obj)`
pub fn ascii(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::convert::ascii(cx, a[0])
}

/// `hash(obj)`
pub fn hash(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::convert::hash(cx, a[0])
}

/// `format(value, format_spec='')`
pub fn format(cx: &mut Cx<'_>, a: Args) -> Res {
    let spec = a.get(1);
    if !spec.is_null() && str::of(spec).is_none() {
        let t = cx.type_name(spec);
        return Err(cx.type_error(format!("format() argument 2 must be str, not {t}")));
    }
    ops::convert::format(cx, a[0], spec)
}

/// `chr(i)`
pub fn chr(cx: &mut Cx<'_>, a: Args) -> Res {
    let i = ops::convert::index(cx, a[0], 0)?;
    match int::to_i64(i) {
        Some(n) if (0..0x11_0000).contains(&n) => str::from_point(cx, n as u32),
        _ => Err(cx.value_error("chr() arg not in range(0x110000)")),
    }
}

/// `ord(c)`
pub fn ord(cx: &mut Cx<'_>, a: Args) -> Res {
    if let Some(t) = str::of(a[0]) {
        if t.len() == 1 {
            return Ok(Value::small(t.at(0) as i64));
        }
        let n = t.len();
        return Err(cx.type_error(format!("ord() expected a character, but string of length {n} found")));
    }
    if let Some(o) = a[0].as_obj()
        && o.is(Kind::Bytes)
    {
        let b = gilscope_core::types::bytes::get(o);
        if b.len() == 1 {
            return Ok(Value::small(b[0] as i64));
        }
        let n = b.len();
        return Err(cx.type_error(format!("ord() expected a character, but string of length {n} found")));
    }
    let t = cx.type_name(a[0]);
    Err(cx.type_error(format!("ord() expected string of length 1, but {t} found")))
}

fn based(cx: &mut Cx<'_>, a: Args, radix: u32, prefix: &str) -> Res {
    let v = ops::convert::index(cx, a[0], 0)?;
    let n = int::to_big(v).expect("an int");
    let digits = n.magnitude().to_str_radix(radix);
    let sign = if int::sign(v) < 0 { "-" } else { "" };
    cx.str(&format!("{sign}{prefix}{digits}"))
}

/// `bin(number)`
pub fn bin(cx: &mut Cx<'_>, a: Args) -> Res {
    based(cx, a, 2, "0b")
}

/// `oct(number)`
pub fn oct(cx: &mut Cx<'_>, a: Args) -> Res {
    based(cx, a, 8, "0o")
}

/// `hex(number)`
pub fn hex(cx: &mut Cx<'_>, a: Args) -> Res {
    based(cx, a, 16, "0x")
}

/// `exit(code=None)` and `quit`, as the `site` module gives them.
pub fn exit(cx: &mut Cx<'_>, a: Args) -> Res {
    let class = exception::SYSTEM_EXIT.of(cx);
    let args = if a.get(0).is_null() { Ok(cx.world.empty_tuple) } else { cx.tuple(&[a[0]]) }?;
    Err(cx.raise_args(class, args))
}
