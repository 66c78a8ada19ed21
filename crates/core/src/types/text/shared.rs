//! Methods that str, bytes and bytearray share.

use gilscope_heap::{Args, Kind, Value, flag};

use super::search::{self, Parts};
use super::{bytearray, bytes_like};
use crate::names::N;
use crate::ops::convert;
use crate::types::number::flag as bool_arg;
use crate::types::str::{self, Builder, Text};
use crate::types::{bytes, int, list, slice, tuple};
use crate::{Convert, Cx, Exit, Res};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    Str,
    Bytes,
    ByteArray,
}

impl Family {
    pub fn is_bytes(self) -> bool {
        self != Family::Str
    }
}

/// The object a method is called on.
#[derive(Clone, Copy)]
pub struct Seq {
    pub family: Family,
    pub text: Text,
    pub value: Value,
}

/// Bytes as a text of code points below 256.
pub fn bytes_text(b: &'static [u8]) -> Text {
    Text { bytes: b, width: 1, ascii: false }
}

impl Seq {
    /// The str, bytes or bytearray (a copy of it) that `v` is; else a TypeError. Does not call Python.
    pub fn of(cx: &mut Cx<'_>, v: Value) -> Res<Seq> {
        let kind = v.as_obj().map(|o| o.kind());
        let (family, text) = match kind {
            Some(Kind::Str) => (Family::Str, str::text(v.obj())),
            Some(Kind::Bytes) => (Family::Bytes, bytes_text(bytes::get(v.obj()))),
            Some(Kind::ByteArray) => {
                let copy = bytearray::get(cx, v.obj());
                let kept = bytes::new(cx, &copy)?;
                (Family::ByteArray, bytes_text(bytes::get(kept.obj())))
            }
            _ => {
                let m = format!("descriptor requires a 'str' object but received a '{}'", cx.type_name(v));
                return Err(cx.type_error(m));
            }
        };
        Ok(Seq { family, text, value: v })
    }

    /// An object of the same class (the built-in one) with a part of the text. Does not call Python.
    pub fn part(self, cx: &mut Cx<'_>, start: usize, end: usize) -> Res {
        if start == 0 && end == self.text.len() {
            return self.whole(cx);
        }
        self.make(cx, self.text.slice(start, end))
    }

    /// The object itself, where it is immutable and exactly of the built-in class. Does not call Python.
    pub fn whole(self, cx: &mut Cx<'_>) -> Res {
        if self.family != Family::ByteArray && !self.value.obj().has(flag::SUBCLASS) {
            return Ok(self.value);
        }
        self.make(cx, self.text)
    }

    /// Does not call Python.
    pub fn make(self, cx: &mut Cx<'_>, t: Text) -> Res {
        match self.family {
            Family::Str => str::from_text(cx, t),
            Family::Bytes => bytes::new(cx, t.bytes),
            Family::ByteArray => bytearray::new(cx, t.bytes),
        }
    }

    /// Does not call Python.
    pub fn finish(self, cx: &mut Cx<'_>, b: Builder) -> Res {
        match self.family {
            Family::Str => b.finish(cx),
            Family::Bytes => bytes::new(cx, &b.into_latin1()),
            Family::ByteArray => bytearray::new(cx, &b.into_latin1()),
        }
    }

    /// The text of an argument that must be of the same family, or a TypeError: of str that message, of bytes the usual.
    pub fn text_arg(self, cx: &mut Cx<'_>, v: Value, problem: &str) -> Res<Text> {
        if let Some(t) = self.same_family(cx, v)? {
            return Ok(t);
        }
        let name = cx.type_name(v);
        Err(match self.family {
            Family::Str if problem.ends_with("not ") => cx.type_error(format!("{problem}{name}")),
            Family::Str => cx.type_error(problem),
            _ => cx.type_error(format!("a bytes-like object is required, not '{name}'")),
        })
    }

    fn same_family(self, cx: &mut Cx<'_>, v: Value) -> Res<Option<Text>> {
        if self.family == Family::Str {
            return Ok(str::of(v));
        }
        if let Some(o) = v.as_obj().filter(|o| o.is(Kind::Bytes)) {
            return Ok(Some(bytes_text(bytes::get(o))));
        }
        match bytes_like::get(cx, v)? {
            Some(b) => {
                let kept = bytes::new(cx, &b)?;
                Ok(Some(bytes_text(bytes::get(kept.obj()))))
            }
            None => Ok(None),
        }
    }

    /// The text of an argument of `find` and its like: in bytes it may be a number too.
    fn needle(self, cx: &mut Cx<'_>, v: Value, name: &str) -> Res<Text> {
        if let Some(t) = self.same_family(cx, v)? {
            return Ok(t);
        }
        if self.family == Family::Str {
            let m = format!("{name}() argument 1 must be str, not {}", cx.type_name(v));
            return Err(cx.type_error(m));
        }
        if !int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
            let m = format!("argument should be integer or bytes-like object, not '{}'", cx.type_name(v));
            return Err(cx.type_error(m));
        }
        let i = convert::index(cx, v, 1)?;
        let b = byte(cx, i)?;
        let kept = bytes::new(cx, &[b])?;
        Ok(bytes_text(bytes::get(kept.obj())))
    }

    /// A list of parts of the text. Does not call Python.
    fn list(self, cx: &mut Cx<'_>, parts: &Parts) -> Res {
        let mut items = Vec::with_capacity(parts.len());
        for &(start, end) in parts {
            items.push(self.part(cx, start, end)?);
        }
        list::new(cx, &items)
    }
}

/// A byte from an int.
pub fn byte(cx: &mut Cx<'_>, v: Value) -> Res<u8> {
    match int::to_i64(v) {
        Some(b @ 0..=255) => Ok(b as u8),
        _ => Err(cx.value_error("byte must be in range(0, 256)")),
    }
}

/// (sub, start, end) of `find` and its like.
fn window(cx: &mut Cx<'_>, a: Args, name: &str) -> Res<(Seq, Text, usize, usize)> {
    let s = Seq::of(cx, a[0])?;
    let needle = s.needle(cx, a[1], name)?;
    let n = s.text.len();
    // A start beyond the end finds nothing, not even the empty string.
    let start = match a.get(2) {
        v if v.is_null() || v.is_none() => 0,
        v => {
            convert::bound(cx, v, 2, 0, n)?;
            let i = int::clamp_i64(v);
            if i < 0 { i.saturating_add(n as i64).max(0) as usize } else { i as usize }
        }
    };
    let end = convert::bound(cx, a.get(3), 3, n, n)?;
    Ok((s, needle, start, end))
}

pub fn find(cx: &mut Cx<'_>, a: Args) -> Res {
    let (s, needle, start, end) = window(cx, a, "find")?;
    Ok(Value::small(search::find(s.text, needle, start, end).map_or(-1, |i| i as i64)))
}

pub fn rfind(cx: &mut Cx<'_>, a: Args) -> Res {
    let (s, needle, start, end) = window(cx, a, "rfind")?;
    Ok(Value::small(search::rfind(s.text, needle, start, end).map_or(-1, |i| i as i64)))
}

fn found(cx: &mut Cx<'_>, s: Seq, at: Option<usize>) -> Res {
    match at {
        Some(i) => Ok(Value::small(i as i64)),
        None => Err(cx.value_error(if s.family.is_bytes() { "subsection not found" } else { "substring not found" })),
    }
}

pub fn index(cx: &mut Cx<'_>, a: Args) -> Res {
    let (s, needle, start, end) = window(cx, a, "index")?;
    found(cx, s, search::find(s.text, needle, start, end))
}

pub fn rindex(cx: &mut Cx<'_>, a: Args) -> Res {
    let (s, needle, start, end) = window(cx, a, "rindex")?;
    found(cx, s, search::rfind(s.text, needle, start, end))
}

pub fn count(cx: &mut Cx<'_>, a: Args) -> Res {
    let (s, needle, start, end) = window(cx, a, "count")?;
    Ok(Value::small(search::count(s.text, needle, start, end, usize::MAX) as i64))
}

/// `startswith` (END false) and `endswith` (END true).
pub fn affix<const END: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let name = if END { "endswith" } else { "startswith" };
    let n = s.text.len();
    let start = match a.get(2) {
        v if v.is_null() || v.is_none() => 0,
        v => {
            convert::bound(cx, v, 2, 0, n)?;
            let i = int::clamp_i64(v);
            if i < 0 { i.saturating_add(n as i64).max(0) as usize } else { i as usize }
        }
    };
    let end = convert::bound(cx, a.get(3), 3, n, n)?;
    let test = |t: Text| {
        let k = t.len();
        start <= end && k <= end - start && search::matches(s.text, if END { end - k } else { start }, t)
    };
    let own = if s.family.is_bytes() { "bytes" } else { "str" };
    if let Some(o) = a[1].as_obj().filter(|o| o.is(Kind::Tuple)) {
        for v in tuple::items(o) {
            let t = match s.same_family(cx, v)? {
                Some(t) => t,
                None if s.family.is_bytes() => return Err(bytes_required(cx, v)),
                None => {
                    let m = format!("tuple for {name} must only contain str, not {}", cx.type_name(v));
                    return Err(cx.type_error(m));
                }
            };
            if test(t) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match s.same_family(cx, a[1])? {
        Some(t) => Ok(Value::bool(test(t))),
        None => {
            let m = format!("{name} first arg must be {own} or a tuple of {own}, not {}", cx.type_name(a[1]));
            Err(cx.type_error(m))
        }
    }
}

pub fn bytes_required(cx: &mut Cx<'_>, v: Value) -> Exit {
    let m = format!("a bytes-like object is required, not '{}'", cx.type_name(v));
    cx.type_error(m)
}

/// (separator or `None`, most splits)
fn split_args(cx: &mut Cx<'_>, s: Seq, a: Args) -> Res<(Option<Text>, usize)> {
    let max = convert::size(cx, a.get(2), 2, -1)?;
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let sep = a.get(1);
    if sep.is_null() || sep.is_none() {
        return Ok((None, max));
    }
    let sep = s.text_arg(cx, sep, "must be str or None, not ")?;
    if sep.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    Ok((Some(sep), max))
}

pub fn split(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let (sep, max) = split_args(cx, s, a)?;
    let parts = match sep {
        Some(sep) => search::split(s.text, sep, max),
        None => search::split_space(s.text, max, search::space(s.family.is_bytes())),
    };
    s.list(cx, &parts)
}

pub fn rsplit(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let (sep, max) = split_args(cx, s, a)?;
    let parts = match sep {
        Some(sep) => search::rsplit(s.text, sep, max),
        None => search::rsplit_space(s.text, max, search::space(s.family.is_bytes())),
    };
    s.list(cx, &parts)
}

pub fn splitlines(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let keep = bool_arg(cx, a.get(1), 1)?;
    s.list(cx, &search::lines(s.text, keep, s.family.is_bytes()))
}

/// `partition` (LAST false) and `rpartition`.
pub fn partition<const LAST: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let sep = s.text_arg(cx, a[1], "must be str, not ")?;
    if sep.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let n = s.text.len();
    let at = if LAST { search::rfind(s.text, sep, 0, n) } else { search::find(s.text, sep, 0, n) };
    let parts = match at {
        Some(i) => {
            let middle = if s.family == Family::ByteArray { s.make(cx, sep)? } else { a[1] };
            [s.part(cx, 0, i)?, middle, s.part(cx, i + sep.len(), n)?]
        }
        None => {
            let (whole, x, y) = (s.whole(cx)?, s.part(cx, 0, 0)?, s.part(cx, 0, 0)?);
            if LAST { [x, y, whole] } else { [whole, x, y] }
        }
    };
    // Of an empty text a part may be the whole.
    cx.tuple(&parts)
}

/// `strip`, `lstrip`, `rstrip`.
pub fn strip<const LEFT: bool, const RIGHT: bool>(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let chars = a.get(1);
    let (start, end) = if chars.is_null() || chars.is_none() {
        search::strip(s.text, LEFT, RIGHT, search::space(s.family.is_bytes()))
    } else {
        let name = if LEFT && RIGHT {
            "strip"
        } else if LEFT {
            "lstrip"
        } else {
            "rstrip"
        };
        let set = s.text_arg(cx, chars, &format!("{name} arg must be None or str"))?;
        search::strip(s.text, LEFT, RIGHT, |c| set.iter().any(|d| d == c))
    };
    s.part(cx, start, end)
}

pub fn removeprefix(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let t = s.text_arg(cx, a[1], "removeprefix() argument must be str, not ")?;
    let n = s.text.len();
    let there = t.len() <= n && search::matches(s.text, 0, t);
    s.part(cx, if there { t.len() } else { 0 }, n)
}

pub fn removesuffix(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let t = s.text_arg(cx, a[1], "removesuffix() argument must be str, not ")?;
    let n = s.text.len();
    let there = !t.is_empty() && t.len() <= n && search::matches(s.text, n - t.len(), t);
    s.part(cx, 0, if there { n - t.len() } else { n })
}

pub fn replace(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let old = s.text_arg(cx, a[1], "replace() argument 1 must be str, not ")?;
    let new = s.text_arg(cx, a[2], "replace() argument 2 must be str, not ")?;
    let max = convert::size(cx, a.get(3), 3, -1)?;
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let times = if new.len() > old.len() { search::count(s.text, old, 0, s.text.len(), max) } else { 0 };
    int::check_size(cx, (times as u64).saturating_mul(new.len() as u64))?;
    match search::replace(s.text, old, new, max) {
        Some(b) => s.finish(cx, b),
        None => s.whole(cx),
    }
}

/// `ljust`, `center`, `rjust`: SIDE is where the text goes (0 left, 1 centre, 2 right).
pub fn justify<const SIDE: u8>(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let width = convert::size(cx, a[1], 1, 0)?;
    let fill = match a.get(2) {
        v if v.is_null() => 0x20,
        v => match (str::of(v), s.family) {
            (Some(t), Family::Str) if t.len() == 1 => t.at(0),
            (Some(_), Family::Str) => {
                return Err(cx.type_error("The fill character must be exactly one character long"));
            }
            (None, Family::Str) => {
                let m = format!("The fill character must be a unicode character, not {}", cx.type_name(v));
                return Err(cx.type_error(m));
            }
            _ => match s.same_family(cx, v)? {
                Some(t) if t.len() == 1 => t.at(0),
                _ => {
                    let name = ["ljust", "center", "rjust"][SIDE as usize];
                    let m = format!("{name}() argument 2 must be a byte string of length 1, not {}", cx.type_name(v));
                    return Err(cx.type_error(m));
                }
            },
        },
    };
    let n = s.text.len();
    let width = usize::try_from(width).unwrap_or(0);
    if width <= n {
        return s.whole(cx);
    }
    int::check_size(cx, (width as u64).saturating_mul(4))?;
    let pad = width - n;
    let left = match SIDE {
        0 => 0,
        1 => pad / 2 + (pad & width & 1),
        _ => pad,
    };
    let mut b = Builder::with_capacity(width);
    b.push_n(fill, left);
    b.push_text(s.text);
    b.push_n(fill, pad - left);
    s.finish(cx, b)
}

pub fn zfill(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let width = usize::try_from(convert::size(cx, a[1], 1, 0)?).unwrap_or(0);
    let n = s.text.len();
    if width <= n {
        return s.whole(cx);
    }
    int::check_size(cx, (width as u64).saturating_mul(4))?;
    let signed = n > 0 && matches!(s.text.at(0), 0x2B | 0x2D);
    let mut b = Builder::with_capacity(width);
    if signed {
        b.push(s.text.at(0));
    }
    b.push_n(0x30, width - n);
    b.push_text(s.text.slice(usize::from(signed), n));
    s.finish(cx, b)
}

pub fn expandtabs(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let size = usize::try_from(convert::size(cx, a.get(1), 1, 8)?).unwrap_or(0);
    let tabs = s.text.iter().filter(|&c| c == 9).count();
    int::check_size(cx, (tabs as u64).saturating_mul(size as u64).saturating_mul(4))?;
    s.finish(cx, search::expand_tabs(s.text, size))
}

/// The items that `join` joins: of a list or tuple; else the argument is to be made a list first.
pub fn join_items(cx: &mut Cx<'_>, v: Value) -> Res<Vec<Value>> {
    match v.as_obj() {
        Some(o) if o.is_exact(Kind::List) => Ok(list::items(o)),
        Some(o) if o.is_exact(Kind::Tuple) => Ok(tuple::items(o).collect()),
        _ => {
            let iterable =
                cx.lookup_special(v, N::__iter__).is_some() || cx.lookup_special(v, N::__getitem__).is_some();
            if iterable {
                return Err(Exit::Convert { arg: 1, how: Convert::List });
            }
            Err(cx.type_error("can only join an iterable"))
        }
    }
}

pub fn join(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let items = join_items(cx, a[1])?;
    if let [v] = items[..]
        && v.as_obj().is_some_and(|o| o.is_exact(Kind::Str) || o.is_exact(Kind::Bytes))
        && s.family != Family::ByteArray
        && s.same_family(cx, v)?.is_some()
    {
        return Ok(v);
    }
    if s.family == Family::Str
        && let Some(joined) = join_ascii(cx, s.text, &items)?
    {
        return Ok(joined);
    }
    let mut total = 0u64;
    for (i, &v) in items.iter().enumerate() {
        match s.same_family(cx, v)? {
            Some(t) => total += (t.len() + s.text.len()) as u64,
            None => {
                let what = if s.family.is_bytes() { "a bytes-like object" } else { "str instance" };
                let m = format!("sequence item {i}: expected {what}, {} found", cx.type_name(v));
                return Err(cx.type_error(m));
            }
        }
    }
    int::check_size(cx, total)?;
    let mut b = Builder::with_capacity(total as usize);
    for (i, &v) in items.iter().enumerate() {
        if i > 0 {
            b.push_text(s.text);
        }
        if let Some(t) = s.same_family(cx, v)? {
            b.push_text(t);
        }
    }
    s.finish(cx, b)
}

/// Joins where everything is ASCII; `None` where something is not.
fn join_ascii(cx: &mut Cx<'_>, separator: Text, items: &[Value]) -> Res<Option<Value>> {
    let mut total = separator.len() as u64 * items.len().saturating_sub(1) as u64;
    for &v in items {
        match v.as_obj() {
            Some(o) if o.is(Kind::Str) && o.has(flag::ASCII) => total += str::len(o) as u64,
            _ => return Ok(None),
        }
    }
    if !separator.ascii {
        return Ok(None);
    }
    int::check_size(cx, total)?;
    let mut all: Vec<u8> = Vec::with_capacity(total as usize);
    for (i, &v) in items.iter().enumerate() {
        if i > 0 {
            all.extend_from_slice(separator.bytes);
        }
        all.extend_from_slice(str::text(v.obj()).bytes);
    }
    match all[..] {
        [] | [_] => str::from_latin1(cx, &all).map(Some),
        _ => str::new_ascii(cx, &all).map(Some),
    }
}

/// `self * n`
pub fn repeat(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    let v = convert::index(cx, a[1], 1)?;
    let Some(n) = int::to_i64(v) else {
        return Err(cx.overflow_error("cannot fit 'int' into an index-sized integer"));
    };
    let n = usize::try_from(n).unwrap_or(0);
    if n == 1 {
        return s.whole(cx);
    }
    if n == 0 || s.text.is_empty() {
        return s.make(cx, s.text.slice(0, 0));
    }
    int::check_size(cx, (s.text.bytes.len() as u64).saturating_mul(n as u64))?;
    let bytes = s.text.bytes.repeat(n);
    match s.family {
        Family::Bytes => bytes::new(cx, &bytes),
        Family::ByteArray => bytearray::new(cx, &bytes),
        Family::Str if s.text.width == 1 => str::from_latin1(cx, &bytes),
        Family::Str => {
            let mut b = Builder::with_capacity(s.text.len() * n);
            (0..n).for_each(|_| b.push_text(s.text));
            b.finish(cx)
        }
    }
}

/// What stands in square brackets.
pub enum Key {
    Index(i64),
    /// First index, step, number of items.
    Slice(i64, i64, usize),
}

/// The key (argument 1) of an indexing. A slice whose parts are not ints (or an int out of range) is an error or is
/// converted first, by asking for it: `?` is right.
pub fn key(cx: &mut Cx<'_>, k: Value, len: usize, wrong: &str) -> Res<Key> {
    if let Some(o) = k.as_obj().filter(|o| o.is(Kind::Slice)) {
        let mut parts = [None; 3];
        for (i, part) in parts.iter_mut().enumerate() {
            let v = o.frozen(i);
            if v.is_none() || v.is_null() {
                continue;
            }
            if !int::is(v) {
                return Err(cx.type_error("slice indices must be integers or None or have an __index__ method"));
            }
            *part = Some(int::clamp_i64(v));
        }
        let step = parts[2].unwrap_or(1);
        if step == 0 {
            return Err(cx.value_error("slice step cannot be zero"));
        }
        let (start, step, n) = slice::adjust(parts[0], parts[1], step.max(-i64::MAX), len);
        return Ok(Key::Slice(start, step, n));
    }
    if !int::is(k) && cx.lookup_special(k, N::__index__).is_none() {
        if wrong == "memoryview" {
            return Err(cx.type_error("memoryview: invalid slice key"));
        }
        let m = format!("{wrong} indices must be integers{}", key_problem(cx, wrong, k));
        return Err(cx.type_error(m));
    }
    let v = convert::index(cx, k, 1)?;
    match int::to_i64(v) {
        Some(i) => Ok(Key::Index(if i < 0 { i.saturating_add(len as i64) } else { i })),
        None => {
            let m = format!("cannot fit '{}' into an index-sized integer", cx.type_name(v));
            Err(cx.index_error(m))
        }
    }
}

fn key_problem(cx: &Cx<'_>, wrong: &str, k: Value) -> String {
    let name = cx.type_name(k);
    if wrong == "string" { format!(", not '{name}'") } else { format!(" or slices, not {name}") }
}

/// Does the key hold a slice whose parts have `__index__`? Those are converted by hidden Python first.
pub fn needs_conversion(cx: &mut Cx<'_>, k: Value) -> bool {
    let Some(o) = k.as_obj().filter(|o| o.is(Kind::Slice)) else { return false };
    (0..3).any(|i| {
        let v = o.frozen(i);
        !v.is_none() && !v.is_null() && !int::is(v) && cx.lookup_special(v, N::__index__).is_some()
    })
}

/// `self[key]`
pub fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    if needs_conversion(cx, a[1]) {
        return cx.call_hidden("getitem_slice", &[a[0], a[1]]);
    }
    let s = Seq::of(cx, a[0])?;
    let n = s.text.len();
    let wrong = match s.family {
        Family::Str => "string",
        Family::Bytes => "byte",
        Family::ByteArray => "bytearray",
    };
    match key(cx, a[1], n, wrong)? {
        Key::Index(i) => match usize::try_from(i).ok().filter(|&i| i < n) {
            Some(i) if s.family == Family::Str => str::from_point(cx, s.text.at(i)),
            Some(i) => Ok(Value::small(s.text.at(i) as i64)),
            None => Err(cx.index_error(match s.family {
                Family::Str => "string index out of range",
                Family::Bytes => "index out of range",
                Family::ByteArray => "bytearray index out of range",
            })),
        },
        Key::Slice(start, 1, n) => {
            s.part(cx, if n == 0 { 0 } else { start as usize }, if n == 0 { 0 } else { start as usize + n })
        }
        Key::Slice(start, step, n) => {
            let mut b = Builder::with_capacity(n);
            for k in 0..n as i64 {
                b.push(s.text.at((start + k * step) as usize));
            }
            s.finish(cx, b)
        }
    }
}

pub fn len(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    Ok(Value::small(s.text.len() as i64))
}

/// Predicates over all characters, false for the empty text.
pub fn all(cx: &mut Cx<'_>, a: Args, f: impl Fn(u32) -> bool) -> Res {
    let s = Seq::of(cx, a[0])?;
    Ok(Value::bool(!s.text.is_empty() && s.text.iter().all(f)))
}

pub fn isascii(cx: &mut Cx<'_>, a: Args) -> Res {
    let s = Seq::of(cx, a[0])?;
    Ok(Value::bool(s.text.iter().all(|c| c < 0x80)))
}
