//! Methods of `bytes`, and what `bytearray` has in the same form.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Value, flag};

use super::shared::{self, Family, Seq, byte, bytes_required};
use super::{bytearray, bytes_like, codec, percent, repr as text_repr};
use crate::names::N;
use crate::native::{NativeDef, func};
use crate::ops::{compare, convert};
use crate::types::str::{self, Builder};
use crate::types::{bytes, class, int, list, number, text, tuple};
use crate::{Acc, Convert, Cx, Exit, Res};

pub const DOC: &str = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object";

/// The rows of a class of bytes: its own, and those that bytes and bytearray share.
macro_rules! bytes_rows {
    ($($own:expr,)*) => {{
        use crate::types::text::bytes_methods as b;
        &[
            $($own,)*
            func("__add__", "self, value, /", b::add, Acc::Read),
            func("__mul__", "self, value, /", shared::repeat, Acc::Read),
            func("__rmul__", "self, value, /", shared::repeat, Acc::Read),
            func("__mod__", "self, value, /", b::modulo, Acc::Any),
            func("__rmod__", "self, value, /", b::rmodulo, Acc::Any),
            func("__contains__", "self, key, /", b::contains, Acc::Read),
            func("__getitem__", "self, key, /", shared::getitem, Acc::Any),
            func("__len__", "self, /", shared::len, Acc::Read),
            func("__iter__", "self, /", b::iter, Acc::Read),
            func("__repr__", "self, /", b::repr, Acc::Read),
            func("__str__", "self, /", b::repr, Acc::Read),
            func("__sizeof__", "self, /", b::sizeof, Acc::Read),
            func("__lt__", "self, value, /", b::cmp::<{ CompareOp::Lt as u32 }>, Acc::Read),
            func("__le__", "self, value, /", b::cmp::<{ CompareOp::Le as u32 }>, Acc::Read),
            func("__eq__", "self, value, /", b::cmp::<{ CompareOp::Eq as u32 }>, Acc::Read),
            func("__ne__", "self, value, /", b::cmp::<{ CompareOp::Ne as u32 }>, Acc::Read),
            func("__gt__", "self, value, /", b::cmp::<{ CompareOp::Gt as u32 }>, Acc::Read),
            func("__ge__", "self, value, /", b::cmp::<{ CompareOp::Ge as u32 }>, Acc::Read),
            func("capitalize", "self, /", b::capitalize, Acc::Read),
            func("center", "self, width, fillchar=b' ', /", shared::justify::<1>, Acc::Read),
            func("count", "self, sub, start=None, end=None, /", shared::count, Acc::Read),
            func("decode", "self, /, encoding='utf-8', errors='strict'", b::decode, Acc::Read),
            func("endswith", "self, suffix, start=None, end=None, /", shared::affix::<true>, Acc::Read),
            func("expandtabs", "self, /, tabsize=8", shared::expandtabs, Acc::Read),
            func("find", "self, sub, start=None, end=None, /", shared::find, Acc::Read),
            NativeDef::class("fromhex", "cls, string, /", b::fromhex, Acc::Any),
            func("hex", "self, sep=None, bytes_per_sep=1", b::hex, Acc::Read),
            func("index", "self, sub, start=None, end=None, /", shared::index, Acc::Read),
            func("isalnum", "self, /", |cx, a| shared::all(cx, a, |c| (c as u8).is_ascii_alphanumeric()), Acc::Read),
            func("isalpha", "self, /", |cx, a| shared::all(cx, a, |c| (c as u8).is_ascii_alphabetic()), Acc::Read),
            func("isascii", "self, /", shared::isascii, Acc::Read),
            func("isdigit", "self, /", |cx, a| shared::all(cx, a, |c| (c as u8).is_ascii_digit()), Acc::Read),
            func("islower", "self, /", b::islower, Acc::Read),
            func("isspace", "self, /", |cx, a| shared::all(cx, a, crate::types::text::search::space(true)), Acc::Read),
            func("istitle", "self, /", b::istitle, Acc::Read),
            func("isupper", "self, /", b::isupper, Acc::Read),
            func("join", "self, iterable_of_bytes, /", shared::join, Acc::Any),
            func("ljust", "self, width, fillchar=b' ', /", shared::justify::<0>, Acc::Read),
            func("lower", "self, /", b::lower, Acc::Read),
            func("lstrip", "self, bytes=None, /", shared::strip::<true, false>, Acc::Read),
            NativeDef::stat("maketrans", "frm, to, /", b::maketrans, Acc::Pure),
            func("partition", "self, sep, /", shared::partition::<false>, Acc::Read),
            func("removeprefix", "self, prefix, /", shared::removeprefix, Acc::Read),
            func("removesuffix", "self, suffix, /", shared::removesuffix, Acc::Read),
            func("replace", "self, old, new, count=-1, /", shared::replace, Acc::Read),
            func("rfind", "self, sub, start=None, end=None, /", shared::rfind, Acc::Read),
            func("rindex", "self, sub, start=None, end=None, /", shared::rindex, Acc::Read),
            func("rjust", "self, width, fillchar=b' ', /", shared::justify::<2>, Acc::Read),
            func("rpartition", "self, sep, /", shared::partition::<true>, Acc::Read),
            func("rsplit", "self, /, sep=None, maxsplit=-1", shared::rsplit, Acc::Read),
            func("rstrip", "self, bytes=None, /", shared::strip::<false, true>, Acc::Read),
            func("split", "self, /, sep=None, maxsplit=-1", shared::split, Acc::Read),
            func("splitlines", "self, /, keepends=False", shared::splitlines, Acc::Read),
            func("startswith", "self, prefix, start=None, end=None, /", shared::affix::<false>, Acc::Read),
            func("strip", "self, bytes=None, /", shared::strip::<true, true>, Acc::Read),
            func("swapcase", "self, /", b::swapcase, Acc::Read),
            func("title", "self, /", b::title, Acc::Read),
            func("translate", "self, table, /, delete=b''", b::translate, Acc::Read),
            func("upper", "self, /", b::upper, Acc::Read),
            func("zfill", "self, width, /", shared::zfill, Acc::Read),
        ]
    }};
}
pub(super) use bytes_rows;

pub const METHODS: &[NativeDef] = bytes_rows! {
    NativeDef::stat("__new__", "cls, source=b'', encoding='utf-8', errors='strict'", new, Acc::Any),
    func("__hash__", "self, /", hash_of, Acc::Pure),
    func("__bytes__", "self, /", itself, Acc::Pure),
    func("__getnewargs__", "self, /", newargs, Acc::Pure),
};

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let cls = a[0];
    number::check_class(cx, cls, &text::BYTES)?;
    let (source, encoding, errors) = (a.get(1), a.get(2), a.get(3));
    if encoding.is_null() && errors.is_null() && !source.is_null() {
        if cls == text::BYTES.of(cx) && source.as_obj().is_some_and(|o| o.is_exact(Kind::Bytes)) {
            return Ok(source);
        }
        if cx.lookup_special(source, N::__bytes__).is_some() && bytes_like::get(cx, source)?.is_none() {
            return cx.call_hidden("bytes_of_object", &[cls, source]);
        }
    }
    match contents(cx, source, encoding, errors, "bytes")? {
        Some(b) => as_class(cx, cls, &b),
        None => cx.call_hidden("bytes_of_items", &[cls, source]),
    }
}

fn as_class(cx: &mut Cx<'_>, cls: Value, b: &[u8]) -> Res {
    if cls == text::BYTES.of(cx) {
        return bytes::new(cx, b);
    }
    let words = class::instance_words(cls.obj()).max(1 + b.len().div_ceil(8));
    let o = cx.alloc(Kind::Bytes, cls, words)?;
    o.init_bytes(1, 0, b);
    o.init_aux(b.len() as u32);
    o.add_flag(flag::SUBCLASS);
    Ok(o.into())
}

/// The bytes that the arguments of `bytes()` and `bytearray()` mean (argument 1: the source); `None`: a list or tuple
/// with items that have to be converted first.
pub fn contents(cx: &mut Cx<'_>, source: Value, encoding: Value, errors: Value, name: &str) -> Res<Option<Vec<u8>>> {
    if !encoding.is_null() || !errors.is_null() {
        if str::of(source).is_none() {
            let what = if encoding.is_null() { "errors" } else { "encoding" };
            return Err(cx.type_error(format!("{what} without a string argument")));
        }
        let encoding = codec::name_arg(cx, encoding, "utf-8", name, "encoding")?;
        let errors = codec::name_arg(cx, errors, "strict", name, "errors")?;
        let b = codec::encode(cx, source, &encoding, &errors)?;
        return Ok(Some(bytes::get(b.obj()).to_vec()));
    }
    if source.is_null() {
        return Ok(Some(Vec::new()));
    }
    if str::of(source).is_some() {
        return Err(cx.type_error("string argument without an encoding"));
    }
    if let Some(b) = bytes_like::get(cx, source)? {
        return Ok(Some(b.into_owned()));
    }
    let items = match source.as_obj() {
        Some(o) if o.is_exact(Kind::List) => list::items(o),
        Some(o) if o.is_exact(Kind::Tuple) => tuple::items(o).collect(),
        _ => {
            if int::is(source) || cx.lookup_special(source, N::__index__).is_some() {
                let n = convert::index(cx, source, 1)?;
                let Some(n) = int::to_i64(n) else {
                    return Err(cx.overflow_error("cannot fit 'int' into an index-sized integer"));
                };
                if n < 0 {
                    return Err(cx.value_error("negative count"));
                }
                int::check_size(cx, n as u64)?;
                return Ok(Some(vec![0; n as usize]));
            }
            if cx.lookup_special(source, N::__iter__).is_none() && cx.lookup_special(source, N::__getitem__).is_none() {
                let m = format!("cannot convert '{}' object to {name}", cx.type_name(source));
                return Err(cx.type_error(m));
            }
            return Err(Exit::Convert { arg: 1, how: Convert::List });
        }
    };
    let mut out = Vec::with_capacity(items.len());
    for v in items {
        if !int::is(v) {
            if cx.lookup_special(v, N::__index__).is_some() {
                return Ok(None);
            }
            let m = format!("'{}' object cannot be interpreted as an integer", cx.type_name(v));
            return Err(cx.type_error(m));
        }
        match int::to_i64(v) {
            Some(b @ 0..=255) => out.push(b as u8),
            _ if name == "bytes" => return Err(cx.value_error("bytes must be in range(0, 256)")),
            _ => return Err(cx.value_error("byte must be in range(0, 256)")),
        }
    }
    Ok(Some(out))
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res<Seq> {
    let s = Seq::of(cx, v)?;
    if s.family == Family::Str {
        return Err(cx.type_error("descriptor requires a 'bytes' object but received a 'str'"));
    }
    Ok(s)
}

fn itself(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?.whole(cx)
}

fn newargs(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = itself(cx, a)?;
    cx.tuple(&[b])
}

pub fn add(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    match bytes_like::get(cx, a[1])? {
        Some(b) => {
            let sum = [s.text.bytes, &b].concat();
            if s.family == Family::ByteArray { bytearray::new(cx, &sum) } else { bytes::new(cx, &sum) }
        }
        None => {
            let own = if s.family == Family::ByteArray { "bytearray" } else { "bytes" };
            let m = format!("can't concat {} to {own}", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}

pub fn modulo(cx: &mut Cx<'_>, a: Args) -> Res {
    this(cx, a[0])?;
    percent::format(cx, a[0], a[1])
}

pub fn rmodulo(cx: &mut Cx<'_>, a: Args) -> Res {
    match a[1].as_obj() {
        Some(o) if matches!(o.kind(), Kind::Bytes | Kind::ByteArray) => percent::format(cx, a[1], a[0]),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub fn contains(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    if let Some(b) = bytes_like::get(cx, a[1])? {
        return Ok(Value::bool(memchr::memmem::find(s.text.bytes, &b).is_some()));
    }
    if !int::is(a[1]) && cx.lookup_special(a[1], N::__index__).is_none() {
        return Err(bytes_required(cx, a[1]));
    }
    let v = convert::index(cx, a[1], 1)?;
    let b = byte(cx, v)?;
    Ok(Value::bool(s.text.bytes.contains(&b)))
}

pub fn iter(cx: &mut Cx<'_>, a: Args) -> Res {
    use crate::types::containers::iters::{self, It};
    let s = this(cx, a[0])?;
    if s.family == Family::ByteArray {
        return cx.call_hidden("bytearray_iter", &[a[0]]);
    }
    iters::new(cx, &iters::BYTES_ITERATOR, It::Bytes, &[a[0], Value::small(0)])
}

fn hash_of(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    cx.int(str::hash_bytes(s.text.bytes))
}

pub fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    let shown = text_repr::bytes_repr(s.text.bytes);
    if s.family == Family::ByteArray {
        let name = cx.type_name(a[0]);
        return cx.str(&format!("{name}({shown})"));
    }
    cx.str(&shown)
}

/// What CPython would say.
pub fn sizeof(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    let n = s.text.len() as i64;
    Ok(Value::small(if s.family == Family::Bytes { 33 + n } else { 56 + if n > 0 { n + 1 } else { 0 } }))
}

pub fn cmp<const OP: u32>(cx: &mut Cx<'_>, a: Args) -> Res {
    let op = CompareOp::from_arg(OP).expect("an operator");
    match (bytes_like::get(cx, a[0])?, bytes_like::get(cx, a[1])?) {
        (Some(x), Some(y)) => Ok(Value::bool(compare::holds(op, x.cmp(&y)))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn mapped(cx: &mut Cx<'_>, a: Args, f: impl FnMut(u8) -> u8) -> Res {
    let s = this(cx, a[0])?;
    let b: Vec<u8> = s.text.bytes.iter().copied().map(f).collect();
    if s.family == Family::ByteArray { bytearray::new(cx, &b) } else { bytes::new(cx, &b) }
}

pub fn upper(cx: &mut Cx<'_>, a: Args) -> Res {
    mapped(cx, a, |c| c.to_ascii_uppercase())
}

pub fn lower(cx: &mut Cx<'_>, a: Args) -> Res {
    mapped(cx, a, |c| c.to_ascii_lowercase())
}

fn swap(c: u8) -> u8 {
    if c.is_ascii_alphabetic() { c ^ 0x20 } else { c }
}

pub fn swapcase(cx: &mut Cx<'_>, a: Args) -> Res {
    mapped(cx, a, swap)
}

pub fn capitalize(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut first = true;
    mapped(cx, a, |c| if std::mem::take(&mut first) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
}

pub fn title(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut inside = false;
    mapped(cx, a, |c| {
        let r = if inside { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
        inside = c.is_ascii_alphabetic();
        r
    })
}

pub fn islower(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = this(cx, a[0])?.text.bytes;
    Ok(Value::bool(b.iter().any(u8::is_ascii_lowercase) && !b.iter().any(u8::is_ascii_uppercase)))
}

pub fn isupper(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = this(cx, a[0])?.text.bytes;
    Ok(Value::bool(b.iter().any(u8::is_ascii_uppercase) && !b.iter().any(u8::is_ascii_lowercase)))
}

pub fn istitle(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = this(cx, a[0])?.text.bytes;
    let mut inside = false;
    for c in b {
        if c.is_ascii_alphabetic() && c.is_ascii_uppercase() == inside {
            return Ok(Value::FALSE);
        }
        inside = c.is_ascii_alphabetic();
    }
    Ok(Value::bool(b.iter().any(u8::is_ascii_alphabetic)))
}

pub fn decode(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    let encoding = codec::name_arg(cx, a.get(1), "utf-8", "decode", "encoding")?;
    let errors = codec::name_arg(cx, a.get(2), "strict", "decode", "errors")?;
    codec::decode(cx, s.text.bytes, &encoding, &errors)
}

pub fn fromhex(cx: &mut Cx<'_>, a: Args) -> Res {
    let digits: Vec<u32> = match str::of(a[1]) {
        Some(t) => t.iter().collect(),
        None => match bytes_like::get(cx, a[1])? {
            Some(b) => b.iter().map(|&c| c as u32).collect(),
            None => {
                let m = format!("fromhex() argument must be str or bytes-like, not {}", cx.type_name(a[1]));
                return Err(cx.type_error(m));
            }
        },
    };
    let digit = |i: usize| digits.get(i).and_then(|&c| char::from_u32(c)).and_then(|c| c.to_digit(16));
    let (mut out, mut i) = (Vec::with_capacity(digits.len() / 2), 0);
    while i < digits.len() {
        if matches!(digits[i], 0x20 | 0x09..=0x0D) {
            i += 1;
            continue;
        }
        let at = match (digit(i), digit(i + 1)) {
            (Some(x), Some(y)) => {
                out.push((x * 16 + y) as u8);
                i += 2;
                continue;
            }
            (Some(_), None) if i + 1 == digits.len() => {
                return Err(cx.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
            }
            (Some(_), None) => i + 1,
            _ => i,
        };
        return Err(cx.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}")));
    }
    if a[0] == text::BYTES.of(cx) {
        return bytes::new(cx, &out);
    }
    if a[0] == text::BYTEARRAY.of(cx) {
        return bytearray::new(cx, &out);
    }
    let b = bytes::new(cx, &out)?;
    cx.call(a[0], &[b])
}

pub fn hex(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = this(cx, a[0])?.text.bytes;
    hex_of(cx, b, a.get(1), a.get(2))
}

/// `hex(sep, bytes_per_sep)` (arguments 1 and 2 of a native). Does not call Python.
pub fn hex_of(cx: &mut Cx<'_>, b: &[u8], sep: Value, group: Value) -> Res {
    let group = convert::size(cx, group, 2, 1)?;
    let sep = match sep {
        v if v.is_null() => None,
        v => {
            let t = match str::of(v) {
                Some(t) => Some(t),
                None => bytes_like::get(cx, v)?.and_then(|b| b.first().copied()).map(|c| {
                    shared::bytes_text(match c {
                        b':' => b":",
                        b'-' => b"-",
                        b' ' => b" ",
                        b'_' => b"_",
                        _ => b".",
                    })
                }),
            };
            match t {
                Some(t) if t.len() == 1 && t.at(0) < 0x80 => Some(t.at(0) as u8 as char),
                Some(t) if t.len() == 1 => return Err(cx.value_error("sep must be ASCII.")),
                Some(_) => return Err(cx.value_error("sep must be length 1.")),
                None => return Err(cx.type_error("sep must be str or bytes.")),
            }
        }
    };
    let mut out = String::with_capacity(b.len() * 3);
    let n = group.unsigned_abs() as usize;
    for (i, c) in b.iter().enumerate() {
        if let Some(sep) = sep
            && n > 0
            && i > 0
            && (if group > 0 { b.len() - i } else { i }).is_multiple_of(n)
        {
            out.push(sep);
        }
        out.push_str(&format!("{c:02x}"));
    }
    cx.str(&out)
}

pub fn maketrans(cx: &mut Cx<'_>, a: Args) -> Res {
    let (Some(from), Some(to)) = (bytes_like::get(cx, a[0])?, bytes_like::get(cx, a[1])?) else {
        let wrong = if bytes_like::get(cx, a[0])?.is_none() { a[0] } else { a[1] };
        return Err(bytes_required(cx, wrong));
    };
    if from.len() != to.len() {
        return Err(cx.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&f, &t) in from.iter().zip(to.iter()) {
        table[f as usize] = t;
    }
    bytes::new(cx, &table)
}

pub fn translate(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = this(cx, a[0])?;
    let table = match a[1] {
        v if v.is_none() => None,
        v => match bytes_like::get(cx, v)? {
            Some(t) if t.len() == 256 => Some(t),
            Some(_) => return Err(cx.value_error("translation table must be 256 characters long")),
            None => return Err(bytes_required(cx, v)),
        },
    };
    let delete = match a.get(2) {
        v if v.is_null() => None,
        v => match bytes_like::get(cx, v)? {
            Some(d) => Some(d),
            None => return Err(bytes_required(cx, v)),
        },
    };
    let mut b = Builder::with_capacity(s.text.len());
    for &c in s.text.bytes {
        if !delete.as_ref().is_some_and(|d| d.contains(&c)) {
            b.push(table.as_ref().map_or(c, |t| t[c as usize]) as u32);
        }
    }
    s.finish(cx, b)
}
