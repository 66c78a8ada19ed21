//! Strings. As in PEP 393 each has the narrowest of 1, 2 or 4 bytes per code point.
//!
//! Payload: word 0 a shared buffer or NULL (in an instance of a subclass, which never shares: its `__dict__`); word 1 the hash (raw, 0: not computed); word 2 raw: width | start << 8 (start
//! in bytes, in a shared buffer); the text from word 3. aux: length in code points.

use std::cmp::Ordering;

use gilscope_heap::{Alloc, Kind, Obj, Value, flag};

use crate::world::World;
use crate::{Cx, Res};

const BUFFER: usize = 0;
const HASH: usize = 1;
const WIDTH: usize = 2;
const TEXT: usize = 3;

/// A string's text, for use until the native returns.
#[derive(Clone, Copy)]
pub struct Text {
    pub bytes: &'static [u8],
    /// Bytes for one code point: 1, 2 or 4.
    pub width: u8,
    pub ascii: bool,
}

impl Text {
    #[inline]
    pub fn len(self) -> usize {
        self.bytes.len() / self.width as usize
    }

    pub fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// The code point at `i`.
    #[inline]
    pub fn at(self, i: usize) -> u32 {
        match self.width {
            1 => self.bytes[i] as u32,
            2 => u16::from_le_bytes([self.bytes[2 * i], self.bytes[2 * i + 1]]) as u32,
            _ => u32::from_le_bytes(self.bytes[4 * i..4 * i + 4].try_into().unwrap()),
        }
    }

    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        (0..self.len()).map(move |i| self.at(i))
    }

    /// The part from `start` to `end`. It keeps the width, so it may be wider than it has to.
    #[inline]
    pub fn slice(self, start: usize, end: usize) -> Text {
        let w = self.width as usize;
        Text { bytes: &self.bytes[start * w..end * w], ..self }
    }

    /// As `&str`, where every byte is ASCII.
    #[inline]
    pub fn as_ascii(self) -> Option<&'static str> {
        if self.ascii { std::str::from_utf8(self.bytes).ok() } else { None }
    }

    /// Lone surrogates become U+FFFD.
    pub fn to_string_lossy(self) -> String {
        match self.as_ascii() {
            Some(s) => s.to_owned(),
            None => self.iter().map(|c| char::from_u32(c).unwrap_or('\u{FFFD}')).collect(),
        }
    }
}

/// The text of a str object.
#[inline]
pub fn text(o: Obj) -> Text {
    debug_assert!(o.is(Kind::Str));
    let w = o.raw(WIDTH);
    let width = (w & 0xFF) as u8;
    let n = o.aux() as usize * width as usize;
    let bytes = if o.has(flag::SHARED) {
        let start = (w >> 8) as usize;
        &o.frozen(BUFFER).obj().bytes(0, start + n)[start..]
    } else {
        o.bytes(TEXT, n)
    };
    Text { bytes, width, ascii: o.has(flag::ASCII) }
}

/// The text of `v`, where it is a str (or of a class derived from it).
#[inline]
pub fn of(v: Value) -> Option<Text> {
    v.as_obj().filter(|o| o.is(Kind::Str)).map(text)
}

/// The str as a Rust string (lone surrogates become U+FFFD). What is none has no text: programs put anything where names
/// are expected.
pub fn to_string(v: Value) -> String {
    of(v).map(Text::to_string_lossy).unwrap_or_default()
}

/// Length in code points.
#[inline]
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

fn make(
    alloc: &mut Alloc,
    ty: Value,
    bytes: &[u8],
    width: u8,
    ascii: bool,
) -> Result<Value, gilscope_heap::OutOfMemory> {
    let o = alloc.alloc(Kind::Str, ty, TEXT + bytes.len().div_ceil(8))?;
    o.init_raw(WIDTH, width as u64);
    o.init_bytes(TEXT, 0, bytes);
    o.init_aux((bytes.len() / width as usize) as u32);
    if ascii {
        o.init_flags(flag::ASCII);
    }
    Ok(o.into())
}

fn make_from(alloc: &mut Alloc, ty: Value, s: &str) -> Result<Value, gilscope_heap::OutOfMemory> {
    if s.is_ascii() {
        return make(alloc, ty, s.as_bytes(), 1, true);
    }
    let points: Vec<u32> = s.chars().map(|c| c as u32).collect();
    let (bytes, width) = narrow(&points);
    make(alloc, ty, &bytes, width, false)
}

/// Code points in the narrowest width that holds them.
fn narrow(points: &[u32]) -> (Vec<u8>, u8) {
    match points.iter().copied().max().unwrap_or(0) {
        0..=0xFF => (points.iter().map(|&c| c as u8).collect(), 1),
        0x100..=0xFFFF => (points.iter().flat_map(|&c| (c as u16).to_le_bytes()).collect(), 2),
        _ => (points.iter().flat_map(|&c| c.to_le_bytes()).collect(), 4),
    }
}

/// A str object for `s`.
pub fn new(cx: &mut Cx<'_>, s: &str) -> Res {
    if s.len() == 1 && !cx.world.chars.is_empty() {
        return Ok(cx.world.chars[s.as_bytes()[0] as usize]);
    }
    let ty = super::text::STR.of(cx);
    Ok(make_from(cx.alloc, ty, s)?)
}

/// A str object of ASCII bytes.
pub fn new_ascii(cx: &mut Cx<'_>, s: &[u8]) -> Res {
    debug_assert!(s.is_ascii());
    let ty = super::text::STR.of(cx);
    Ok(make(cx.alloc, ty, s, 1, true)?)
}

/// A str object of an ASCII text with each byte changed to another of ASCII. Does not call Python.
pub fn map_ascii(cx: &mut Cx<'_>, s: &[u8], f: impl Fn(u8) -> u8) -> Res {
    if let [c] = *s {
        return Ok(cx.world.chars[f(c) as usize]);
    }
    let mut short = [0; 64];
    match short.get_mut(..s.len()) {
        Some(to) => {
            to.iter_mut().zip(s).for_each(|(to, &c)| *to = f(c));
            new_ascii(cx, &short[..s.len()])
        }
        None => new_ascii(cx, &s.iter().map(|&c| f(c)).collect::<Vec<u8>>()),
    }
}

/// A str object of code points (lone surrogates allowed).
pub fn from_points(cx: &mut Cx<'_>, points: &[u32]) -> Res {
    if let [c @ 0..=255] = *points
        && !cx.world.chars.is_empty()
    {
        return Ok(cx.world.chars[c as usize]);
    }
    let ty = super::text::STR.of(cx);
    let (bytes, width) = narrow(points);
    let ascii = width == 1 && bytes.is_ascii();
    Ok(make(cx.alloc, ty, &bytes, width, ascii)?)
}

/// The one-character string of a code point.
#[inline]
pub fn from_point(cx: &mut Cx<'_>, c: u32) -> Res {
    if c < 256 { Ok(cx.world.chars[c as usize]) } else { from_points(cx, &[c]) }
}

/// The one object for `s`: equal names are the same object, so that lookups compare addresses.
pub fn intern(world: &World, alloc: &mut Alloc, s: &str) -> Value {
    let mut table = world.interned.lock().unwrap();
    if let Some(&v) = table.get(s) {
        return v;
    }
    let ty = if world.types.is_empty() { Value::NULL } else { world.type_at(super::text::STR.index()) };
    let v = make_from(alloc, ty, s).expect("room for a name");
    v.obj().add_flag(flag::MARKED);
    hash(v.obj());
    table.insert(s.into(), v);
    v
}

/// The interned string that equals `v`, an exact str.
pub fn intern_value(cx: &mut Cx<'_>, v: Value) -> Value {
    let o = v.obj();
    if o.has(flag::MARKED) {
        return v;
    }
    let s = text(o);
    if !s.ascii && s.iter().any(|c| char::from_u32(c).is_none()) {
        return v;
    }
    let s = s.to_string_lossy();
    cx.intern(&s)
}

/// `a + b`. The sum of a long string and a short one gets a buffer with room to spare, and the next `+` of that sum appends
/// there, so that building a string piece by piece takes linear time. (CPython sees that nobody else refers to the left
/// string; here its buffer's first word says how far it is in use, and who moves that by compare-and-swap owns the bytes
/// behind.) Does not call Python.
pub fn concat(cx: &mut Cx<'_>, a: Obj, b: Obj, inplace: bool) -> Res {
    let (x, y) = (text(a), text(b));
    if y.is_empty() && a.is_exact(Kind::Str) {
        return Ok(a.into());
    }
    if x.is_empty() && b.is_exact(Kind::Str) {
        return Ok(b.into());
    }
    let len = x.len() + y.len();
    if len > u32::MAX as usize / 4 {
        return Err(crate::Exit::NeedMemory(len));
    }
    let ty = super::text::STR.of(cx);
    let ascii = x.ascii && y.ascii;
    if x.width >= y.width {
        let grown = if a.has(flag::SHARED) { append(a, x, y) } else { None };
        let place = match grown {
            Some(p) => Some(p),
            None if x.bytes.len() >= if inplace { 64 } else { 1024 } && y.bytes.len() <= x.bytes.len() => {
                Some(spare(cx, x, y)?)
            }
            None => None,
        };
        if let Some((buffer, start)) = place {
            let o = cx.alloc(Kind::Str, ty, TEXT)?;
            o.init(BUFFER, buffer.into());
            o.init_raw(WIDTH, x.width as u64 | (start as u64) << 8);
            o.init_aux(len as u32);
            o.init_flags(if ascii { flag::ASCII | flag::SHARED } else { flag::SHARED });
            return Ok(o.into());
        }
    }
    let width = x.width.max(y.width);
    let o = cx.alloc(Kind::Str, ty, TEXT + (len * width as usize).div_ceil(8))?;
    o.init_raw(WIDTH, width as u64);
    if x.width == y.width {
        o.init_bytes(TEXT, 0, x.bytes);
        o.init_bytes(TEXT, x.bytes.len(), y.bytes);
    } else {
        o.init_bytes(TEXT, 0, &widened(x, width));
        o.init_bytes(TEXT, x.len() * width as usize, &widened(y, width));
    }
    o.init_aux(len as u32);
    if ascii {
        o.init_flags(flag::ASCII);
    }
    Ok(o.into())
}

/// Bytes at the start of a shared buffer that say how many of its bytes are in use.
const SHARED_START: usize = 8;

/// Appends `y` behind `x` in the buffer of `a`, if `x` ends where the buffer's used part ends and there is room.
fn append(a: Obj, x: Text, y: Text) -> Option<(Obj, usize)> {
    let buffer = a.frozen(BUFFER).obj();
    let start = (a.raw(WIDTH) >> 8) as usize;
    let end = start + x.bytes.len();
    let new_end = end + y.len() * x.width as usize;
    if new_end > buffer.aux() as usize || !buffer.cas_raw(0, end as u64, new_end as u64) {
        return None;
    }
    buffer.init_bytes(0, end, &widened(y, x.width));
    Some((buffer, start))
}

/// A new shared buffer with both texts and as much room again.
fn spare(cx: &mut Cx<'_>, x: Text, y: Text) -> Res<(Obj, usize)> {
    let used = x.bytes.len() + y.len() * x.width as usize;
    let capacity = SHARED_START + used * 2;
    let buffer = cx.alloc(Kind::RawBuf, Value::NULL, capacity.div_ceil(8))?;
    buffer.init_aux(capacity as u32);
    buffer.init_raw(0, (SHARED_START + used) as u64);
    buffer.init_bytes(0, SHARED_START, x.bytes);
    buffer.init_bytes(0, SHARED_START + x.bytes.len(), &widened(y, x.width));
    Ok((buffer, SHARED_START))
}

/// The text with `width` bytes for each code point, which is at least what it has.
fn widened(t: Text, width: u8) -> std::borrow::Cow<'static, [u8]> {
    if t.width == width {
        return t.bytes.into();
    }
    match width {
        2 => t.iter().flat_map(|c| (c as u16).to_le_bytes()).collect::<Vec<u8>>().into(),
        _ => t.iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>().into(),
    }
}

/// How two strings are ordered: by code points.
pub fn cmp(a: Obj, b: Obj) -> Ordering {
    let (x, y) = (text(a), text(b));
    if x.width == 1 && y.width == 1 { x.bytes.cmp(y.bytes) } else { x.iter().cmp(y.iter()) }
}

/// Builds a string of code points; narrow while it can be.
#[derive(Default)]
pub struct Builder {
    narrow: Vec<u8>,
    /// Everything, once a code point above 255 has come.
    wide: Option<Vec<u32>>,
}

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    pub fn with_capacity(n: usize) -> Builder {
        Builder { narrow: Vec::with_capacity(n), wide: None }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.wide.as_ref().map_or(self.narrow.len(), Vec::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn push(&mut self, c: u32) {
        match &mut self.wide {
            Some(w) => w.push(c),
            None if c < 256 => self.narrow.push(c as u8),
            None => self.widen().push(c),
        }
    }

    #[cold]
    fn widen(&mut self) -> &mut Vec<u32> {
        let narrow = std::mem::take(&mut self.narrow);
        self.wide.get_or_insert_with(|| narrow.into_iter().map(u32::from).collect())
    }

    pub fn push_n(&mut self, c: u32, n: usize) {
        match &mut self.wide {
            None if c < 256 => self.narrow.resize(self.narrow.len() + n, c as u8),
            _ => (0..n).for_each(|_| self.push(c)),
        }
    }

    pub fn push_str(&mut self, s: &str) {
        match &mut self.wide {
            None if s.is_ascii() => self.narrow.extend_from_slice(s.as_bytes()),
            _ => s.chars().for_each(|c| self.push(c as u32)),
        }
    }

    pub fn push_text(&mut self, t: Text) {
        match &mut self.wide {
            None if t.width == 1 => self.narrow.extend_from_slice(t.bytes),
            Some(w) => w.extend(t.iter()),
            None => self.widen().extend(t.iter()),
        }
    }

    /// The text of `v`, which is a str.
    pub fn push_value(&mut self, v: Value) {
        self.push_text(text(v.obj()));
    }

    /// The bytes, where every code point is below 256.
    pub fn into_latin1(self) -> Vec<u8> {
        match self.wide {
            Some(w) => w.into_iter().map(|c| c as u8).collect(),
            None => self.narrow,
        }
    }

    /// The str object. Does not call Python.
    pub fn finish(self, cx: &mut Cx<'_>) -> Res {
        match self.wide {
            Some(w) => from_points(cx, &w),
            None => from_latin1(cx, &self.narrow),
        }
    }
}

/// A str object of code points below 256. Does not call Python.
pub fn from_latin1(cx: &mut Cx<'_>, b: &[u8]) -> Res {
    if b.len() == 1 {
        return Ok(cx.world.chars[b[0] as usize]);
    }
    if b.is_empty() {
        return Ok(cx.intern(""));
    }
    let ty = super::text::STR.of(cx);
    Ok(make(cx.alloc, ty, b, 1, b.is_ascii())?)
}

/// A part of a text as a new text object. Does not call Python.
pub fn slice(cx: &mut Cx<'_>, t: Text, start: usize, end: usize) -> Res {
    let part = t.slice(start, end);
    match part.width {
        1 => from_latin1(cx, part.bytes),
        _ => {
            let points: Vec<u32> = part.iter().collect();
            from_points(cx, &points)
        }
    }
}

/// The text as an instance of `ty`, which is `str` or derives from it. Does not call Python.
pub fn as_class(cx: &mut Cx<'_>, ty: Value, v: Value) -> Res {
    if ty == super::text::STR.of(cx) {
        return if v.obj().has(flag::SUBCLASS) { from_text(cx, text(v.obj())) } else { Ok(v) };
    }
    let t = text(v.obj());
    let o = make(cx.alloc, ty, t.bytes, t.width, t.ascii)?;
    o.obj().add_flag(flag::SUBCLASS);
    Ok(o)
}

/// A new str object with this text. Does not call Python.
pub fn from_text(cx: &mut Cx<'_>, t: Text) -> Res {
    slice(cx, t, 0, t.len())
}

/// `hash(s)`: not CPython's numbers (those differ from run to run), always the same here.
#[inline]
pub fn hash(o: Obj) -> i64 {
    let h = o.raw(HASH);
    if h != 0 { h as i64 } else { compute_hash(o) }
}

#[cold]
fn compute_hash(o: Obj) -> i64 {
    let h = hash_bytes(text(o).bytes);
    o.set_raw(HASH, h as u64);
    h
}

/// A hash of bytes, below 2^61 and never 0, the same on every machine.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for c in &mut chunks {
        h = (h.rotate_left(5) ^ u64::from_le_bytes(c.try_into().unwrap())).wrapping_mul(K);
    }
    for &b in chunks.remainder() {
        h = (h.rotate_left(5) ^ b as u64).wrapping_mul(K);
    }
    h ^= h >> 29;
    h = h.wrapping_mul(K);
    h ^= h >> 32;
    ((h & ((1 << 61) - 1)) | 1) as i64
}

/// Do two str objects hold the same text?
#[inline]
pub fn eq(a: Obj, b: Obj) -> bool {
    if a == b {
        return true;
    }
    if a.aux() != b.aux() || (a.has(flag::MARKED) && b.has(flag::MARKED)) {
        return false;
    }
    let (a, b) = (text(a), text(b));
    a.width == b.width && a.bytes == b.bytes
}
