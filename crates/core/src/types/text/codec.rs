//! Text encodings. Nothing here calls Python.

use gilscope_heap::Value;

use crate::types::bytes;
use crate::types::exception::{self, EXTRA, LOOKUP_ERROR, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR};
use crate::types::str::{self, Builder};
use crate::{Cx, Exit, Res};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8 { signature: bool },
    Ascii,
    Latin1,
    Utf16 { big: bool, mark: bool },
    Utf32 { big: bool, mark: bool },
}

/// The encoding of that name, and the name that errors show.
fn find(cx: &mut Cx<'_>, name: &str) -> Res<(Encoding, &'static str)> {
    let plain: String = name.to_ascii_lowercase().replace(['-', ' '], "_");
    Ok(match plain.as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => (Encoding::Utf8 { signature: false }, "utf-8"),
        "utf_8_sig" => (Encoding::Utf8 { signature: true }, "utf-8"),
        "ascii" | "us_ascii" | "646" => (Encoding::Ascii, "ascii"),
        "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "8859" | "cp819" | "latin" | "l1" => {
            (Encoding::Latin1, "latin-1")
        }
        "utf_16" | "utf16" | "u16" => (Encoding::Utf16 { big: false, mark: true }, "utf-16"),
        "utf_16_le" | "utf_16le" => (Encoding::Utf16 { big: false, mark: false }, "utf-16-le"),
        "utf_16_be" | "utf_16be" => (Encoding::Utf16 { big: true, mark: false }, "utf-16-be"),
        "utf_32" | "utf32" | "u32" => (Encoding::Utf32 { big: false, mark: true }, "utf-32"),
        "utf_32_le" | "utf_32le" => (Encoding::Utf32 { big: false, mark: false }, "utf-32-le"),
        "utf_32_be" | "utf_32be" => (Encoding::Utf32 { big: true, mark: false }, "utf-32-be"),
        _ => return Err(cx.raise(&LOOKUP_ERROR, format!("unknown encoding: {name}"))),
    })
}

fn unicode_error(
    cx: &mut Cx<'_>,
    decode: bool,
    encoding: &str,
    object: Value,
    at: (usize, usize),
    reason: &str,
) -> Exit {
    let class = if decode { UNICODE_DECODE_ERROR.of(cx) } else { UNICODE_ENCODE_ERROR.of(cx) };
    let made = (|| {
        let words = [cx.str(encoding)?, object, Value::small(at.0 as i64), Value::small(at.1 as i64), cx.str(reason)?];
        let args = cx.tuple(&words)?;
        let e = exception::new(cx, class, args)?;
        for (i, w) in words.into_iter().enumerate() {
            e.obj().set(EXTRA + i, w);
        }
        Ok(e)
    })();
    match made {
        Ok(e) => cx.raise_value(e),
        Err(e) => e,
    }
}

fn unknown_handler(cx: &mut Cx<'_>, errors: &str) -> Exit {
    cx.raise(&LOOKUP_ERROR, format!("unknown error handler name '{errors}'"))
}

/// `s.encode(encoding, errors)`: bytes.
pub fn encode(cx: &mut Cx<'_>, s: Value, encoding: &str, errors: &str) -> Res {
    let (e, name) = find(cx, encoding)?;
    let t = str::text(s.obj());
    let mut out = Vec::with_capacity(t.len());
    match e {
        Encoding::Utf8 { signature: true } => out.extend_from_slice(b"\xEF\xBB\xBF"),
        Encoding::Utf16 { mark: true, .. } => out.extend_from_slice(&[0xFF, 0xFE]),
        Encoding::Utf32 { mark: true, .. } => out.extend_from_slice(&[0xFF, 0xFE, 0, 0]),
        _ => {}
    }
    if let (Some(s), Encoding::Utf8 { .. } | Encoding::Ascii | Encoding::Latin1) = (t.as_ascii(), e) {
        out.extend_from_slice(s.as_bytes());
        return bytes::new(cx, &out);
    }
    let points: Vec<u32> = t.iter().collect();
    let mut i = 0;
    while i < points.len() {
        if put(e, points[i], &mut out) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < points.len() && !put(e, points[end], &mut Vec::new()) {
            end += 1;
        }
        let reason = match e {
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
            _ => "surrogates not allowed",
        };
        for &c in &points[i..end] {
            let replacement: Vec<u32> = match errors {
                "strict" => return Err(unicode_error(cx, false, name, s, (i, end), reason)),
                "ignore" => continue,
                "replace" => vec!['?' as u32],
                "backslashreplace" => backslash(c).chars().map(u32::from).collect(),
                "xmlcharrefreplace" => format!("&#{c};").chars().map(u32::from).collect(),
                "surrogateescape" if (0xDC80..=0xDCFF).contains(&c) => {
                    out.push((c - 0xDC00) as u8);
                    continue;
                }
                "surrogatepass"
                    if (0xD800..0xE000).contains(&c) && !matches!(e, Encoding::Ascii | Encoding::Latin1) =>
                {
                    pass_surrogate(e, c, &mut out);
                    continue;
                }
                "surrogateescape" | "surrogatepass" => {
                    return Err(unicode_error(cx, false, name, s, (i, end), reason));
                }
                _ => return Err(unknown_handler(cx, errors)),
            };
            for r in replacement {
                put(e, r, &mut out);
            }
        }
        i = end;
    }
    bytes::new(cx, &out)
}

fn backslash(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

fn pass_surrogate(e: Encoding, c: u32, out: &mut Vec<u8>) {
    match e {
        Encoding::Utf16 { big, .. } => push_unit(c as u16, big, out),
        Encoding::Utf32 { big: true, .. } => out.extend_from_slice(&c.to_be_bytes()),
        Encoding::Utf32 { .. } => out.extend_from_slice(&c.to_le_bytes()),
        _ => out.extend_from_slice(&[0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]),
    }
}

fn push_unit(u: u16, big: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&if big { u.to_be_bytes() } else { u.to_le_bytes() });
}

/// Encodes one code point; false where the encoding has none for it.
fn put(e: Encoding, c: u32, out: &mut Vec<u8>) -> bool {
    match e {
        Encoding::Ascii if c < 0x80 => out.push(c as u8),
        Encoding::Latin1 if c < 0x100 => out.push(c as u8),
        Encoding::Ascii | Encoding::Latin1 => return false,
        _ => {
            let Some(ch) = char::from_u32(c) else { return false };
            match e {
                Encoding::Utf16 { big, .. } => {
                    ch.encode_utf16(&mut [0; 2]).iter().for_each(|&u| push_unit(u, big, out));
                }
                Encoding::Utf32 { big: true, .. } => out.extend_from_slice(&c.to_be_bytes()),
                Encoding::Utf32 { .. } => out.extend_from_slice(&c.to_le_bytes()),
                _ => out.extend_from_slice(ch.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
    true
}

/// What a decoder finds at a place: a code point and its length in bytes, or how many bytes are wrong, and why.
type Step = Result<(u32, usize), (usize, &'static str)>;

/// `b.decode(encoding, errors)`: a str.
pub fn decode(cx: &mut Cx<'_>, b: &[u8], encoding: &str, errors: &str) -> Res {
    let (mut e, mut name) = find(cx, encoding)?;
    let mut at = 0;
    match e {
        Encoding::Utf8 { signature: true } if b.starts_with(b"\xEF\xBB\xBF") => at = 3,
        Encoding::Utf16 { mark: true, .. } if b.starts_with(&[0xFE, 0xFF]) => {
            (e, name, at) = (Encoding::Utf16 { big: true, mark: false }, "utf-16-be", 2);
        }
        Encoding::Utf16 { mark: true, .. } if b.starts_with(&[0xFF, 0xFE]) => (name, at) = ("utf-16-le", 2),
        Encoding::Utf32 { mark: true, .. } if b.starts_with(&[0, 0, 0xFE, 0xFF]) => {
            (e, name, at) = (Encoding::Utf32 { big: true, mark: false }, "utf-32-be", 4);
        }
        Encoding::Utf32 { mark: true, .. } if b.starts_with(&[0xFF, 0xFE, 0, 0]) => (name, at) = ("utf-32-le", 4),
        _ => {}
    }
    if e == Encoding::Latin1 {
        return str::from_latin1(cx, b);
    }
    if let (true, Encoding::Utf8 { .. } | Encoding::Ascii) = (b.is_ascii(), e) {
        return str::from_latin1(cx, b);
    }
    if let (Encoding::Utf8 { .. }, Ok(s)) = (e, std::str::from_utf8(&b[at..])) {
        return str::new(cx, s);
    }
    let mut out = Builder::with_capacity(b.len());
    while at < b.len() {
        let step = match e {
            Encoding::Utf8 { .. } => utf8(&b[at..]),
            Encoding::Utf16 { big, .. } => utf16(&b[at..], big),
            Encoding::Utf32 { big, .. } => utf32(&b[at..], big),
            _ if b[at] < 0x80 => Ok((b[at] as u32, 1)),
            _ => Err((1, "ordinal not in range(128)")),
        };
        let (wrong, reason) = match step {
            Ok((c, n)) => {
                out.push(c);
                at += n;
                continue;
            }
            Err(e) => e,
        };
        match errors {
            "strict" => {
                let object = bytes::new(cx, b)?;
                return Err(unicode_error(cx, true, name, object, (at, at + wrong), reason));
            }
            "ignore" => {}
            "replace" => out.push(0xFFFD),
            "backslashreplace" => b[at..at + wrong].iter().for_each(|&c| out.push_str(&format!("\\x{c:02x}"))),
            "surrogateescape" => {
                for &c in &b[at..at + wrong] {
                    out.push(if c < 0x80 { c as u32 } else { 0xDC00 + c as u32 });
                }
            }
            "surrogatepass" => match (e, &b[at..]) {
                (Encoding::Utf8 { .. }, [0xED, y @ 0xA0..=0xBF, z @ 0x80..=0xBF, ..]) => {
                    out.push(0xD000 | (*y as u32 & 0x3F) << 6 | (*z as u32 & 0x3F));
                    at += 3;
                    continue;
                }
                _ => {
                    let object = bytes::new(cx, b)?;
                    return Err(unicode_error(cx, true, name, object, (at, at + wrong), reason));
                }
            },
            _ => return Err(unknown_handler(cx, errors)),
        }
        at += wrong;
    }
    out.finish(cx)
}

fn utf8(b: &[u8]) -> Step {
    let (need, low, high) = match b[0] {
        c @ 0..0x80 => return Ok((c as u32, 1)),
        0xC2..=0xDF => (1, 0x80, 0xBF),
        0xE0 => (2, 0xA0, 0xBF),
        0xED => (2, 0x80, 0x9F),
        0xE1..=0xEF => (2, 0x80, 0xBF),
        0xF0 => (3, 0x90, 0xBF),
        0xF1..=0xF3 => (3, 0x80, 0xBF),
        0xF4 => (3, 0x80, 0x8F),
        _ => return Err((1, "invalid start byte")),
    };
    let mut c = b[0] as u32 & (0x3F >> need);
    for i in 1..=need {
        let Some(&x) = b.get(i) else { return Err((i, "unexpected end of data")) };
        let right = if i == 1 { low..=high } else { 0x80..=0xBF };
        if !right.contains(&x) {
            return Err((i, "invalid continuation byte"));
        }
        c = c << 6 | (x as u32 & 0x3F);
    }
    Ok((c, need + 1))
}

fn utf16(b: &[u8], big: bool) -> Step {
    let unit = |i: usize| {
        let pair = [*b.get(i)?, *b.get(i + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) } as u32)
    };
    let Some(u) = unit(0) else { return Err((b.len(), "truncated data")) };
    match u {
        0xD800..0xDC00 => match unit(2) {
            Some(v @ 0xDC00..0xE000) => Ok((0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00), 4)),
            Some(_) => Err((2, "illegal UTF-16 surrogate")),
            None => Err((b.len().min(4), "unexpected end of data")),
        },
        0xDC00..0xE000 => Err((2, "illegal encoding")),
        u => Ok((u, 2)),
    }
}

fn utf32(b: &[u8], big: bool) -> Step {
    let Some(four) = b.first_chunk::<4>() else { return Err((b.len(), "truncated data")) };
    match if big { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) } {
        0xD800..0xE000 => Err((4, "code point in surrogate code point range(0xd800, 0xe000)")),
        c @ 0..=0x10FFFF => Ok((c, 4)),
        _ => Err((4, "code point not in range(0x110000)")),
    }
}

/// The name of an encoding or an error handler, as an argument: `default` where it was left out.
pub fn name_arg(cx: &mut Cx<'_>, v: Value, default: &str, function: &str, what: &str) -> Res<String> {
    if v.is_null() {
        return Ok(default.to_owned());
    }
    match str::of(v) {
        Some(t) => Ok(t.to_string_lossy()),
        None => {
            let m = format!("{function}() argument '{what}' must be str, not {}", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}
