//! How strings and bytes are shown.

use gilscope_heap::Value;

use super::unicode;
use crate::types::str::{self, Builder, Text};
use crate::{Cx, Res};

/// `repr` of a str. Does not call Python.
pub fn str_repr(cx: &mut Cx<'_>, t: Text) -> Res {
    let quote = quote_for(|q| t.iter().any(|c| c == q as u32)) as u32;
    let mut b = Builder::new();
    b.push(quote);
    for c in t.iter() {
        match c {
            0x5C => b.push_str("\\\\"),
            0x0A => b.push_str("\\n"),
            0x0D => b.push_str("\\r"),
            0x09 => b.push_str("\\t"),
            c if c == quote => {
                b.push(0x5C);
                b.push(c);
            }
            0x20..=0x7E => b.push(c),
            c if c >= 0xA0 && unicode::is_printable(c) => b.push(c),
            c => b.push_str(&escape(c)),
        }
    }
    b.push(quote);
    b.finish(cx)
}

fn quote_for(has: impl Fn(u8) -> bool) -> u8 {
    if has(b'\'') && !has(b'"') { b'"' } else { b'\'' }
}

fn escape(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

/// The str `s` with everything that is not ASCII escaped. Does not call Python.
pub fn escape_ascii(cx: &mut Cx<'_>, s: Value) -> Res {
    let t = str::text(s.obj());
    if t.ascii {
        return Ok(s);
    }
    let mut out = String::new();
    for c in t.iter() {
        match c {
            0..=0x7F => out.push(c as u8 as char),
            c => out.push_str(&escape(c)),
        }
    }
    cx.str(&out)
}

/// `repr` of bytes.
pub fn bytes_repr(b: &[u8]) -> String {
    let quote = quote_for(|q| b.contains(&q));
    let mut s = String::with_capacity(b.len() + 3);
    s.push('b');
    s.push(quote as char);
    for &c in b {
        match c {
            b'\\' => s.push_str("\\\\"),
            b'\n' => s.push_str("\\n"),
            b'\r' => s.push_str("\\r"),
            b'\t' => s.push_str("\\t"),
            c if c == quote => {
                s.push('\\');
                s.push(c as char);
            }
            0x20..=0x7E => s.push(c as char),
            c => s.push_str(&format!("\\x{c:02x}")),
        }
    }
    s.push(quote as char);
    s
}
