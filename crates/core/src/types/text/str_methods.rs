//! Methods of `str` that bytes do not have in the same form.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Value};

use super::shared::{self, Seq};
use super::{bytes_like, codec, percent, spec, template, unicode};
use crate::native::{NativeDef, func};
use crate::ops::{compare, convert};
use crate::types::str::{self, Builder, Text};
use crate::types::{dict, hash, int, number, text};
use crate::{Acc, Convert, Cx, Exit, Res};

pub const DOC: &str = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object.";

const P: Acc = Acc::Pure;
const ANY: Acc = Acc::Any;

pub const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, object='', encoding='utf-8', errors='strict'", new, ANY),
    func("__add__", "self, value, /", add, P),
    func("__mul__", "self, value, /", shared::repeat, P),
    func("__rmul__", "self, value, /", shared::repeat, P),
    func("__mod__", "self, value, /", modulo, ANY),
    func("__rmod__", "self, value, /", rmodulo, ANY),
    func("__contains__", "self, key, /", contains, P),
    func("__getitem__", "self, key, /", shared::getitem, ANY),
    func("__len__", "self, /", shared::len, P),
    func("__iter__", "self, /", iter, P),
    func("__hash__", "self, /", hash_of, P),
    func("__repr__", "self, /", repr, P),
    func("__str__", "self, /", itself, P),
    func("__format__", "self, format_spec, /", format_method, ANY),
    func("__sizeof__", "self, /", sizeof, P),
    func("__getnewargs__", "self, /", newargs, P),
    func("__lt__", "self, value, /", cmp::<{ CompareOp::Lt as u32 }>, P),
    func("__le__", "self, value, /", cmp::<{ CompareOp::Le as u32 }>, P),
    func("__eq__", "self, value, /", cmp::<{ CompareOp::Eq as u32 }>, P),
    func("__ne__", "self, value, /", cmp::<{ CompareOp::Ne as u32 }>, P),
    func("__gt__", "self, value, /", cmp::<{ CompareOp::Gt as u32 }>, P),
    func("__ge__", "self, value, /", cmp::<{ CompareOp::Ge as u32 }>, P),
    func("capitalize", "self, /", capitalize, P),
    func("casefold", "self, /", casefold, P),
    func("center", "self, width, fillchar=' ', /", shared::justify::<1>, P),
    func("count", "self, sub, start=None, end=None, /", shared::count, P),
    func("encode", "self, /, encoding='utf-8', errors='strict'", encode, P),
    func("endswith", "self, suffix, start=None, end=None, /", shared::affix::<true>, P),
    func("expandtabs", "self, /, tabsize=8", shared::expandtabs, P),
    func("find", "self, sub, start=None, end=None, /", shared::find, P),
    func("format", "self, /, *args, **kwargs", format, ANY),
    func("format_map", "self, mapping, /", format_map, ANY),
    func("index", "self, sub, start=None, end=None, /", shared::index, P),
    func("isalnum", "self, /", |cx, a| shared::all(cx, a, unicode::is_alnum), P),
    func("isalpha", "self, /", |cx, a| shared::all(cx, a, unicode::is_alpha), P),
    func("isascii", "self, /", shared::isascii, P),
    func("isdecimal", "self, /", |cx, a| shared::all(cx, a, |c| unicode::decimal(c).is_some()), P),
    func("isdigit", "self, /", |cx, a| shared::all(cx, a, unicode::is_digit), P),
    func("isidentifier", "self, /", isidentifier, P),
    func("islower", "self, /", islower, P),
    func("isnumeric", "self, /", |cx, a| shared::all(cx, a, unicode::is_numeric), P),
    func("isprintable", "self, /", isprintable, P),
    func("isspace", "self, /", |cx, a| shared::all(cx, a, unicode::is_space), P),
    func("istitle", "self, /", istitle, P),
    func("isupper", "self, /", isupper, P),
    func("join", "self, iterable, /", shared::join, ANY),
    func("ljust", "self, width, fillchar=' ', /", shared::justify::<0>, P),
    func("lower", "self, /", lower, P),
    func("lstrip", "self, chars=None, /", shared::strip::<true, false>, P),
    NativeDef::stat("maketrans", "x, y=None, z=None, /", maketrans, P),
    func("partition", "self, sep, /", shared::partition::<false>, P),
    func("removeprefix", "self, prefix, /", shared::removeprefix, P),
    func("removesuffix", "self, suffix, /", shared::removesuffix, P),
    func("replace", "self, old, new, /, count=-1", shared::replace, P),
    func("rfind", "self, sub, start=None, end=None, /", shared::rfind, P),
    func("rindex", "self, sub, start=None, end=None, /", shared::rindex, P),
    func("rjust", "self, width, fillchar=' ', /", shared::justify::<2>, P),
    func("rpartition", "self, sep, /", shared::partition::<true>, P),
    func("rsplit", "self, /, sep=None, maxsplit=-1", shared::rsplit, P),
    func("rstrip", "self, chars=None, /", shared::strip::<false, true>, P),
    func("split", "self, /, sep=None, maxsplit=-1", shared::split, P),
    func("splitlines", "self, /, keepends=False", shared::splitlines, P),
    func("startswith", "self, prefix, start=None, end=None, /", shared::affix::<false>, P),
    func("strip", "self, chars=None, /", shared::strip::<true, true>, P),
    func("swapcase", "self, /", swapcase, P),
    func("title", "self, /", title, P),
    func("translate", "self, table, /", translate, ANY),
    func("upper", "self, /", upper, P),
    func("zfill", "self, width, /", shared::zfill, P),
];

/// `str(object)`, `str(bytes, encoding, errors)`
fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, v, encoding, errors) = (a[0], a.get(1), a.get(2), a.get(3));
    number::check_class(cx, cls, &text::STR)?;
    let exact = cls == text::STR.of(cx);
    if !encoding.is_null() || !errors.is_null() {
        let encoding = codec::name_arg(cx, encoding, "utf-8", "str", "encoding")?;
        let errors = codec::name_arg(cx, errors, "strict", "str", "errors")?;
        let s = if v.is_null() {
            cx.intern("")
        } else if str::of(v).is_some() {
            return Err(cx.type_error("decoding str is not supported"));
        } else {
            match bytes_like::get(cx, v)? {
                Some(b) => codec::decode(cx, &b, &encoding, &errors)?,
                None => {
                    let m = format!("decoding to str: need a bytes-like object, {} found", cx.type_name(v));
                    return Err(cx.type_error(m));
                }
            }
        };
        return str::as_class(cx, cls, s);
    }
    if v.is_null() {
        let empty = cx.intern("");
        return str::as_class(cx, cls, empty);
    }
    if exact {
        return convert::str(cx, v);
    }
    // For a subclass the text comes first.
    if v.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) {
        return str::as_class(cx, cls, v);
    }
    Err(Exit::Convert { arg: 1, how: Convert::Str })
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res<Text> {
    Ok(Seq::of(cx, v)?.text)
}

fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    match a[1].as_obj().filter(|o| o.is(Kind::Str)) {
        Some(o) => str::concat(cx, a[0].obj(), o, false),
        None => {
            let m = format!("can only concatenate str (not \"{}\") to str", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}

fn modulo(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    percent::format(cx, a[0], a[1])
}

fn rmodulo(cx: &mut Cx<'_>, a: Args) -> Res {
    match str::of(a[1]) {
        Some(_) => percent::format(cx, a[1], a[0]),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    contains_str(cx, a[0], a[1])
}

/// `item in s`. Does not call Python.
pub fn contains_str(cx: &mut Cx<'_>, s: Value, item: Value) -> Res {
    let t = this(cx, s)?;
    match str::of(item) {
        // As in "aeiou": too short for a search to begin with tables and vectors.
        Some(n) if n.bytes.len() == 1 && t.width == 1 && t.bytes.len() <= 16 => {
            Ok(Value::bool(t.bytes.contains(&n.bytes[0])))
        }
        Some(n) => Ok(Value::bool(super::search::find(t, n, 0, t.len()).is_some())),
        None => {
            let m = format!("'in <string>' requires string as left operand, not {}", cx.type_name(item));
            Err(cx.type_error(m))
        }
    }
}

fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    use crate::types::containers::iters::{self, It};
    this(cx, a[0])?;
    iters::new(cx, &iters::STR_ITERATOR, It::Str, &[a[0], Value::small(0)])
}

fn hash_of(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    cx.int(str::hash(a[0].obj()))
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    super::repr::str_repr(cx, t)
}

fn itself(cx: &mut Cx<'_>, a: Args) -> Res {
    Seq::of(cx, a[0])?.whole(cx)
}

fn format_method(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    match str::of(a[1]) {
        Some(t) if t.is_empty() => convert::str(cx, a[0]),
        Some(t) => spec::string(cx, s.value.obj(), t),
        None => {
            let m = format!("__format__() argument must be str, not {}", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}

/// What CPython would say.
fn sizeof(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let (head, unit) = match (t.ascii, t.width) {
        (true, _) => (41, 1),
        (_, 1) => (58, 1),
        (_, w) => (58, w as i64),
    };
    Ok(Value::small(head - 1 + unit * (t.len() as i64 + 1)))
}

fn newargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = itself(cx, a)?;
    cx.tuple(&[s])
}

fn cmp<const OP: u32>(_: &mut Cx<'_>, a: Args) -> Res {
    let op = CompareOp::from_arg(OP).expect("an operator");
    let of = |v: Value| v.as_obj().filter(|o| o.is(Kind::Str));
    let (Some(x), Some(y)) = (of(a[0]), of(a[1])) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(Value::bool(match op {
        CompareOp::Eq => str::eq(x, y),
        CompareOp::Ne => !str::eq(x, y),
        _ => compare::holds(op, str::cmp(x, y)),
    }))
}

/// A text made of the code points of another.
fn mapped(cx: &mut Cx<'_>, t: Text, mut f: impl FnMut(&[u32], usize, &mut dyn FnMut(u32))) -> Res {
    let points: Vec<u32> = t.iter().collect();
    let mut b = Builder::with_capacity(points.len());
    for i in 0..points.len() {
        f(&points, i, &mut |c| b.push(c));
    }
    b.finish(cx)
}

fn upper(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    match t.ascii && !t.is_empty() {
        true => str::map_ascii(cx, t.bytes, |c| c.to_ascii_uppercase()),
        false => mapped(cx, t, |p, i, mut out| unicode::to_upper(p[i], &mut out)),
    }
}

fn lower(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    match t.ascii && !t.is_empty() {
        true => str::map_ascii(cx, t.bytes, |c| c.to_ascii_lowercase()),
        false => mapped(cx, t, |p, i, mut out| unicode::to_lower(p, i, &mut out)),
    }
}

fn casefold(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    match t.ascii && !t.is_empty() {
        true => str::map_ascii(cx, t.bytes, |c| c.to_ascii_lowercase()),
        false => mapped(cx, t, |p, i, mut out| unicode::fold(p[i], &mut out)),
    }
}

fn swapcase(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    mapped(cx, t, |p, i, mut out| {
        if unicode::is_upper(p[i]) {
            unicode::to_lower(p, i, &mut out);
        } else if unicode::is_lower(p[i]) {
            unicode::to_upper(p[i], &mut out);
        } else {
            out(p[i]);
        }
    })
}

fn capitalize(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    mapped(
        cx,
        t,
        |p, i, mut out| {
            if i == 0 { unicode::to_title(p[i], &mut out) } else { unicode::to_lower(p, i, &mut out) }
        },
    )
}

fn title(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let mut inside = false;
    mapped(cx, t, |p, i, mut out| {
        if inside {
            unicode::to_lower(p, i, &mut out)
        } else {
            unicode::to_title(p[i], &mut out)
        }
        inside = unicode::is_cased(p[i]);
    })
}

fn islower(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let none = t.iter().all(|c| !unicode::is_upper(c) && !unicode::is_title(c));
    Ok(Value::bool(none && t.iter().any(unicode::is_lower)))
}

fn isupper(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let none = t.iter().all(|c| !unicode::is_lower(c) && !unicode::is_title(c));
    Ok(Value::bool(none && t.iter().any(unicode::is_upper)))
}

fn istitle(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let (mut cased, mut inside) = (false, false);
    for c in t.iter() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if inside {
                return Ok(Value::FALSE);
            }
            (inside, cased) = (true, true);
        } else if unicode::is_lower(c) {
            if !inside {
                return Ok(Value::FALSE);
            }
            cased = true;
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(cased))
}

fn isidentifier(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let right =
        !t.is_empty() && unicode::is_identifier_start(t.at(0)) && t.iter().skip(1).all(unicode::is_identifier_part);
    Ok(Value::bool(right))
}

fn isprintable(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    Ok(Value::bool(t.iter().all(unicode::is_printable)))
}

fn encode(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    let encoding = codec::name_arg(cx, a.get(1), "utf-8", "encode", "encoding")?;
    let errors = codec::name_arg(cx, a.get(2), "strict", "encode", "errors")?;
    codec::encode(cx, a[0], &encoding, &errors)
}

fn format(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    template::format(cx, a[0], a[1], a.get(2))
}

fn format_map(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    template::format(cx, a[0], Value::NULL, a[1])
}

fn maketrans(cx: &mut Cx<'_>, a: Args) -> Res {
    let (x, y, z) = (a[0], a.get(1), a.get(2));
    let table = cx.dict()?;
    let put = |cx: &mut Cx<'_>, k: i64, v: Value| {
        dict::set_hashed(cx, table.obj(), Value::small(k), dict::fold(hash::int(k)), v).map(|_| ())
    };
    if y.is_null() {
        let Some(d) = x.as_obj().filter(|o| o.is(Kind::Dict)) else {
            return Err(cx.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (k, v) in dict::items(d) {
            let c = if let Some(t) = str::of(k) {
                if t.len() != 1 {
                    return Err(cx.value_error("string keys in translate table must be of length 1"));
                }
                t.at(0) as i64
            } else if let Some(i) = int::to_i64(k) {
                i
            } else {
                return Err(cx.type_error("keys in translate table must be strings or integers"));
            };
            put(cx, c, v)?;
        }
        return Ok(table);
    }
    let arg = |cx: &mut Cx<'_>, v: Value, n: u8| match str::of(v) {
        Some(t) => Ok(t),
        None if n == 1 => Err(cx.type_error("first maketrans argument must be a string if there is a second argument")),
        None => {
            let m = format!("maketrans() argument {n} must be str, not {}", cx.type_name(v));
            Err(cx.type_error(m))
        }
    };
    let to = arg(cx, y, 2)?;
    let from = arg(cx, x, 1)?;
    if from.len() != to.len() {
        return Err(cx.value_error("the first two maketrans arguments must have equal length"));
    }
    for (f, t) in from.iter().zip(to.iter()) {
        put(cx, f as i64, Value::small(t as i64))?;
    }
    if !z.is_null() {
        for c in arg(cx, z, 3)?.iter() {
            put(cx, c as i64, Value::NONE)?;
        }
    }
    Ok(table)
}

fn translate(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = this(cx, a[0])?;
    let Some(d) = a[1].as_obj().filter(|o| o.is_exact(Kind::Dict)) else {
        return cx.call_hidden("translate_general", &[a[0], a[1]]);
    };
    let mut b = Builder::with_capacity(t.len());
    for c in t.iter() {
        let v = dict::get_hashed(d, Value::small(c as i64), dict::fold(hash::int(c as i64)));
        match v {
            None => b.push(c),
            Some(Value::NONE) => {}
            Some(v) => {
                if let Some(t) = str::of(v) {
                    b.push_text(t);
                } else if int::is(v) {
                    match int::to_i64(v) {
                        Some(c @ 0..=0x10FFFF) => b.push(c as u32),
                        _ => return Err(cx.value_error("character mapping must be in range(0x110000)")),
                    }
                } else {
                    return Err(cx.type_error("character mapping must return integer, None or str"));
                }
            }
        }
    }
    b.finish(cx)
}
