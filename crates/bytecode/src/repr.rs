//! Constants as Python's `repr` writes them.

use std::fmt::Write;

use crate::Const;

/// The constant's `repr`. A code object is written without its address.
pub fn repr(constant: &Const) -> String {
    let mut out = String::new();
    write(constant, &mut out);
    out
}

fn write_all(items: &[Const], out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(item, out);
    }
}

fn write(constant: &Const, out: &mut String) {
    match constant {
        Const::None => out.push_str("None"),
        Const::True => out.push_str("True"),
        Const::False => out.push_str("False"),
        Const::Ellipsis => out.push_str("Ellipsis"),
        Const::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Const::BigInt(text) => out.push_str(text),
        Const::Float(value) => out.push_str(&float(*value)),
        Const::Complex(re, im) => complex(*re, *im, out),
        Const::Str(text) => string(text.chars().map(u32::from), out),
        Const::WideStr(text) => string(text.iter().copied(), out),
        Const::Bytes(bytes) => self::bytes(bytes, out),
        Const::Tuple(items) => {
            out.push('(');
            write_all(items, out);
            if items.len() == 1 {
                out.push(',');
            }
            out.push(')');
        }
        Const::FrozenSet(items) => {
            out.push_str("frozenset({");
            write_all(items, out);
            out.push_str("})");
        }
        Const::Slice(parts) => {
            out.push_str("slice(");
            write_all(&parts[..], out);
            out.push(')');
        }
        Const::Code(code) => {
            let _ = write!(out, "<code object {}, file \"{}\", line {}>", code.name, code.filename, code.first_line);
        }
    }
}

/// The shortest digits that read back as the same number.
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.into();
    }
    let mut scientific = format!("{value:e}");
    if scientific.bytes().filter(u8::is_ascii_digit).count() >= 17 {
        // Where two shortest ones are equally near, Python's has an even last digit.
        let even = format!("{value:.16e}");
        if even.parse() == Ok(value) && even.len() == scientific.len() {
            scientific = even;
        }
    }
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let text = format!("{value}");
        return if text.contains('.') { text } else { text + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn complex(re: f64, im: f64, out: &mut String) {
    let part = |value: f64| {
        let text = float(value);
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    if re == 0.0 && re.is_sign_positive() {
        let _ = write!(out, "{}j", part(im));
    } else {
        let sign = if im.is_sign_negative() { "" } else { "+" };
        let _ = write!(out, "({}{sign}{}j)", part(re), part(im));
    }
}

fn string(text: impl Iterator<Item = u32> + Clone, out: &mut String) {
    let has = |wanted: char| text.clone().any(|point| point == u32::from(wanted));
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push(quote);
    for point in text {
        match char::from_u32(point) {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\\') => out.push_str("\\\\"),
            Some(c) if c == quote => {
                out.push('\\');
                out.push(c);
            }
            Some(c) if is_printable(c) => out.push(c),
            _ if point < 0x100 => {
                let _ = write!(out, "\\x{point:02x}");
            }
            _ if point < 0x1_0000 => {
                let _ = write!(out, "\\u{point:04x}");
            }
            _ => {
                let _ = write!(out, "\\U{point:08x}");
            }
        }
    }
    out.push(quote);
}

/// Roughly `str.isprintable`: neither control nor separator (but the space), nor unassigned.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{ad}' => false,
        _ if c.is_control() || c.is_whitespace() => false,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'.. => false,
        _ => true,
    }
}

fn bytes(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if char::from(byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
}
