//! `%` formatting of str, bytes and bytearray.

use gilscope_heap::{Args, Kind, Value};

use super::replay::{self, Ask, Need, Replay};
use crate::names::N;
use crate::types::number::float_text::Float;
use crate::types::number::{Num, float_of, int_text};
use crate::types::str::{Builder, Text};
use crate::types::{bytes, int, str, tuple};
use crate::{Cx, Res};

/// `template % values`; `template` is a str, bytes or bytearray. May call Python.
pub fn format(cx: &mut Cx<'_>, template: Value, values: Value) -> Res {
    let r = step(cx, template, values, Replay::default());
    replay::run(cx, "percent_general", &[template, values], r)
}

/// The intrinsic `_percent(template, values, done)`: see `replay`.
pub fn round(cx: &mut Cx<'_>, a: Args) -> Res {
    let r = step(cx, a[0], a[1], Replay::new(a[2]));
    replay::answer(cx, r)
}

fn step(cx: &mut Cx<'_>, template: Value, values: Value, replay: Replay) -> Result<Value, Need> {
    let o = template.obj();
    let is_bytes = !o.is(Kind::Str);
    let text = match o.kind() {
        Kind::Str => str::text(o),
        _ => {
            let b = super::bytes_like::get(cx, template)?.expect("bytes");
            // Kept in an object, so that it lives as long as the native runs.
            let copy = bytes::new(cx, &b)?;
            Text { bytes: bytes::get(copy.obj()), width: 1, ascii: false }
        }
    };
    let is_tuple = values.as_obj().is_some_and(|o| o.is(Kind::Tuple));
    let is_text = values.as_obj().is_some_and(|o| o.is(Kind::Str) || (is_bytes && o.is(Kind::Bytes)));
    let mapping = !is_tuple && !is_text && cx.lookup_special(values, N::__getitem__).is_some();
    let mut f = Formatter {
        replay,
        is_bytes,
        mapping: if mapping { values } else { Value::NULL },
        args: if is_tuple { tuple::to_vec(values) } else { vec![values] },
        used: 0,
        out: Builder::with_capacity(text.len() + 16),
    };
    let mut at = 0;
    while at < text.len() {
        let c = text.at(at);
        at += 1;
        if c != '%' as u32 {
            f.out.push(c);
        } else {
            at = f.directive(cx, text, at)?;
        }
    }
    if f.used < f.args.len() && f.mapping.is_null() {
        let what = if is_bytes { "bytes" } else { "string" };
        return Err(cx.type_error(format!("not all arguments converted during {what} formatting")).into());
    }
    if !is_bytes {
        return Ok(f.out.finish(cx)?);
    }
    let b = f.out.into_latin1();
    Ok(if o.is(Kind::ByteArray) { super::bytearray::new(cx, &b)? } else { bytes::new(cx, &b)? })
}

struct Formatter {
    replay: Replay,
    is_bytes: bool,
    /// What `%(key)s` looks into, or NULL.
    mapping: Value,
    args: Vec<Value>,
    used: usize,
    out: Builder,
}

#[derive(Default)]
struct Flags {
    left: bool,
    plus: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
}

impl Formatter {
    fn next(&mut self, cx: &mut Cx<'_>) -> Res {
        match self.args.get(self.used) {
            Some(&v) => {
                self.used += 1;
                Ok(v)
            }
            None => Err(cx.type_error("not enough arguments for format string")),
        }
    }

    /// `*`, or digits.
    fn count(&mut self, cx: &mut Cx<'_>, t: Text, at: &mut usize, what: &str) -> Res<Option<i64>> {
        if *at < t.len() && t.at(*at) == '*' as u32 {
            *at += 1;
            let v = self.next(cx)?;
            if !int::is(v) {
                return Err(cx.type_error("* wants int"));
            }
            return match int::to_i64(v).filter(|n| n.unsigned_abs() <= i32::MAX as u64) {
                Some(n) => Ok(Some(n)),
                None => Err(cx.overflow_error("Python int too large to convert to C int")),
            };
        }
        let start = *at;
        let mut n = 0i64;
        while *at < t.len()
            && let c @ 0x30..=0x39 = t.at(*at)
        {
            n = n * 10 + (c as i64 - 0x30);
            if n > i32::MAX as i64 {
                return Err(cx.value_error(format!("{what} too big")));
            }
            *at += 1;
        }
        Ok((*at > start).then_some(n))
    }

    /// One directive; `at` is behind its `%`. Gives where the text goes on.
    fn directive(&mut self, cx: &mut Cx<'_>, t: Text, mut at: usize) -> Result<usize, Need> {
        let n = t.len();
        if at < n && t.at(at) == '(' as u32 {
            if self.mapping.is_null() {
                return Err(cx.type_error("format requires a mapping").into());
            }
            at += 1;
            let start = at;
            let mut depth = 1;
            while at < n && depth > 0 {
                match char::from_u32(t.at(at)) {
                    Some(')') => depth -= 1,
                    Some('(') => depth += 1,
                    _ => {}
                }
                at += 1;
            }
            if depth > 0 {
                return Err(cx.value_error("incomplete format key").into());
            }
            let key = if self.is_bytes {
                bytes::new(cx, t.slice(start, at - 1).bytes)?
            } else {
                str::slice(cx, t, start, at - 1)?
            };
            let v = self.replay.ask(cx, Ask::Item, self.mapping, key)?;
            self.args = vec![v];
            self.used = 0;
        }
        let mut flags = Flags::default();
        while at < n {
            match char::from_u32(t.at(at)) {
                Some('-') => flags.left = true,
                Some('+') => flags.plus = true,
                Some(' ') => flags.blank = true,
                Some('#') => flags.alternate = true,
                Some('0') => flags.zero = true,
                _ => break,
            }
            at += 1;
        }
        let mut width = self.count(cx, t, &mut at, "width")?.unwrap_or(0);
        if width < 0 {
            flags.left = true;
            width = -width;
        }
        let mut precision = None;
        if at < n && t.at(at) == '.' as u32 {
            at += 1;
            precision = Some(self.count(cx, t, &mut at, "precision")?.unwrap_or(0).max(0) as usize);
        }
        int::check_size(cx, (width as u64 + precision.unwrap_or(0) as u64) * 4)?;
        if at < n && matches!(char::from_u32(t.at(at)), Some('h' | 'l' | 'L')) {
            at += 1;
        }
        if at >= n {
            return Err(cx.value_error("incomplete format").into());
        }
        let c = t.at(at);
        at += 1;
        if c == '%' as u32 {
            self.out.push(c);
            return Ok(at);
        }
        let v = self.next(cx)?;
        self.convert(cx, v, c, at - 1, &flags, width as usize, precision)?;
        Ok(at)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one directive")]
    fn convert(
        &mut self,
        cx: &mut Cx<'_>,
        v: Value,
        c: u32,
        index: usize,
        flags: &Flags,
        width: usize,
        precision: Option<usize>,
    ) -> Result<(), Need> {
        let kind = char::from_u32(c).unwrap_or('\0');
        match kind {
            's' | 'b' if self.is_bytes => {
                let body = self.bytes_of(cx, v)?;
                let body = &body[..precision.unwrap_or(usize::MAX).min(body.len())];
                let t = bytes::new(cx, body)?;
                self.pad(Text { bytes: bytes::get(t.obj()), width: 1, ascii: false }, flags.left, width);
            }
            's' | 'r' | 'a' => {
                let how = match kind {
                    's' => Ask::Str,
                    'r' if !self.is_bytes => Ask::Repr,
                    _ => Ask::Ascii,
                };
                let s = self.replay.ask(cx, how, v, Value::NULL)?;
                let t = str::text(s.obj());
                let t = t.slice(0, precision.unwrap_or(usize::MAX).min(t.len()));
                self.pad(t, flags.left, width);
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => self.integer(cx, v, kind, flags, width, precision)?,
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let has = |cx: &mut Cx<'_>, n| cx.lookup_special(v, n).is_some();
                if Num::of(v).is_none() && !has(cx, N::__float__) && !has(cx, N::__index__) {
                    let m = if self.is_bytes {
                        format!("float argument required, not {}", cx.type_name(v))
                    } else {
                        format!("must be real number, not {}", cx.type_name(v))
                    };
                    return Err(cx.type_error(m).into());
                }
                let f = self.replay.ask(cx, Ask::Float, v, Value::NULL)?;
                let f = float_of(f).unwrap_or(0.0);
                let s = Float { kind, precision: precision.or(Some(6)), alternate: flags.alternate, dot_zero: false }
                    .show(f);
                let (negative, body) = s.strip_prefix('-').map_or((false, &s[..]), |s| (true, s));
                self.numeric(negative, "", body, flags, width, f.is_finite());
            }
            'c' => {
                let c = self.character(cx, v)?;
                let t = str::from_point(cx, c)?;
                self.pad(str::text(t.obj()), flags.left, width);
            }
            _ => {
                let shown =
                    if (0x20..0x7F).contains(&c) || !self.is_bytes { char::from_u32(c).unwrap_or('?') } else { '?' };
                let m = format!("unsupported format character '{shown}' (0x{c:x}) at index {index}");
                return Err(cx.value_error(m).into());
            }
        }
        Ok(())
    }

    fn pad(&mut self, t: Text, left: bool, width: usize) {
        let fill = width.saturating_sub(t.len());
        if !left {
            self.out.push_n(b' ' as u32, fill);
        }
        self.out.push_text(t);
        if left {
            self.out.push_n(b' ' as u32, fill);
        }
    }

    fn numeric(&mut self, negative: bool, prefix: &str, body: &str, flags: &Flags, width: usize, zeros: bool) {
        let sign = match (negative, flags) {
            (true, _) => "-",
            (_, Flags { plus: true, .. }) => "+",
            (_, Flags { blank: true, .. }) => " ",
            _ => "",
        };
        let fill = width.saturating_sub(sign.len() + prefix.len() + body.len());
        let zero = flags.zero && zeros;
        if !flags.left && !zero {
            self.out.push_n(b' ' as u32, fill);
        }
        self.out.push_str(sign);
        self.out.push_str(prefix);
        if !flags.left && zero {
            self.out.push_n(b'0' as u32, fill);
        }
        self.out.push_str(body);
        if flags.left {
            self.out.push_n(b' ' as u32, fill);
        }
    }

    fn integer(
        &mut self,
        cx: &mut Cx<'_>,
        v: Value,
        kind: char,
        flags: &Flags,
        width: usize,
        precision: Option<usize>,
    ) -> Result<(), Need> {
        let decimal = matches!(kind, 'd' | 'i' | 'u');
        let has = |cx: &mut Cx<'_>, n| cx.lookup_special(v, n).is_some();
        let possible = int::is(v) || has(cx, N::__index__) || (decimal && !is_complex(v) && has(cx, N::__int__));
        if !possible || v.as_obj().is_some_and(|o| o.is(Kind::Str)) {
            let what = if decimal { "a real number" } else { "an integer" };
            let m = format!("%{kind} format: {what} is required, not {}", cx.type_name(v));
            return Err(cx.type_error(m).into());
        }
        let how = if decimal { Ask::Int } else { Ask::Index };
        let i = self.replay.ask(cx, how, v, Value::NULL)?;
        let shown = match kind {
            'o' => int_text::prefixed(i, 8, ""),
            'x' | 'X' => int_text::prefixed(i, 16, ""),
            _ => int_text::decimal_string(cx, i)?,
        };
        let (negative, digits) = shown.strip_prefix('-').map_or((false, &shown[..]), |s| (true, s));
        let mut digits = digits.to_owned();
        if let Some(p) = precision
            && digits.len() < p
        {
            digits.insert_str(0, &"0".repeat(p - digits.len()));
        }
        let prefix = match kind {
            'o' if flags.alternate => "0o",
            'x' if flags.alternate => "0x",
            'X' if flags.alternate => "0X",
            _ => "",
        };
        if kind == 'X' {
            digits.make_ascii_uppercase();
        }
        self.numeric(negative, prefix, &digits, flags, width, true);
        Ok(())
    }

    fn character(&mut self, cx: &mut Cx<'_>, v: Value) -> Result<u32, Need> {
        if self.is_bytes {
            return self.byte(cx, v);
        }
        if let Some(t) = str::of(v) {
            if t.len() == 1 {
                return Ok(t.at(0));
            }
            let m = format!("%c requires an int or a unicode character, not a string of length {}", t.len());
            return Err(cx.type_error(m).into());
        }
        if !int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
            let m = format!("%c requires an int or a unicode character, not {}", cx.type_name(v));
            return Err(cx.type_error(m).into());
        }
        let i = self.replay.ask(cx, Ask::Index, v, Value::NULL)?;
        match int::to_i64(i) {
            Some(c @ 0..=0x10FFFF) => Ok(c as u32),
            _ => Err(cx.overflow_error("%c arg not in range(0x110000)").into()),
        }
    }

    fn byte(&mut self, cx: &mut Cx<'_>, v: Value) -> Result<u32, Need> {
        if v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Bytes | Kind::ByteArray)) {
            let b = super::bytes_like::get(cx, v)?.expect("bytes");
            if let [c] = b[..] {
                return Ok(c as u32);
            }
            let what = if v.obj().is(Kind::Bytes) { "a bytes object" } else { "a bytearray object" };
            let m = format!("%c requires an integer in range(256) or a single byte, not {what} of length {}", b.len());
            return Err(cx.type_error(m).into());
        }
        if !int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
            let m = format!("%c requires an integer in range(256) or a single byte, not {}", cx.type_name(v));
            return Err(cx.type_error(m).into());
        }
        let i = self.replay.ask(cx, Ask::Index, v, Value::NULL)?;
        match int::to_i64(i) {
            Some(c @ 0..=255) => Ok(c as u32),
            _ => Err(cx.overflow_error("%c arg not in range(256)").into()),
        }
    }

    fn bytes_of(&mut self, cx: &mut Cx<'_>, v: Value) -> Result<Vec<u8>, Need> {
        if let Some(b) = super::bytes_like::get(cx, v)? {
            return Ok(b.into_owned());
        }
        if cx.lookup_special(v, N::__bytes__).is_some() {
            let b = self.replay.ask(cx, Ask::Bytes, v, Value::NULL)?;
            return Ok(super::bytes_like::get(cx, b)?.map(|b| b.into_owned()).unwrap_or_default());
        }
        let m = format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
            cx.type_name(v)
        );
        Err(cx.type_error(m).into())
    }
}

fn is_complex(v: Value) -> bool {
    matches!(Num::of(v), Some(Num::Complex(..)))
}

/// The intrinsic `_index(v)`: `v.__index__()`, checked. May call Python.
pub fn index(cx: &mut Cx<'_>, a: Args) -> Res {
    crate::ops::convert::index(cx, a[0], 0)
}

/// The intrinsic `_escape_ascii(s)`.
pub fn escape_ascii(cx: &mut Cx<'_>, a: Args) -> Res {
    super::repr::escape_ascii(cx, a[0])
}
