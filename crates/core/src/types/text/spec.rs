//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`. Nothing here
//! calls Python.

use gilscope_heap::{Obj, Value};

use crate::types::int;
use crate::types::number::float_text::Float;
use crate::types::number::{Num, int_ops, int_text};
use crate::types::str::{self, Builder, Text};
use crate::{Cx, Exit, Res};

/// A parsed specification.
struct Spec {
    fill: u32,
    /// `<`, `>`, `=` or `^`.
    align: u8,
    /// `+`, ` ` or `-`; 0: none given.
    sign: u8,
    no_negative_zero: bool,
    alternate: bool,
    width: usize,
    /// Separator of groups before the point, and after it; 0: none.
    group: u8,
    fraction_group: u8,
    precision: Option<usize>,
    /// 0: none given.
    kind: u32,
}

fn both_separators(cx: &mut Cx<'_>) -> Exit {
    cx.value_error("Cannot specify both ',' and '_'.")
}

/// Digits from `at` on.
fn number_at(cx: &mut Cx<'_>, t: Text, at: &mut usize) -> Res<Option<usize>> {
    let start = *at;
    let mut n = 0usize;
    while *at < t.len()
        && let c @ 0x30..=0x39 = t.at(*at)
    {
        n = match n.checked_mul(10).and_then(|n| n.checked_add(c as usize - 0x30)) {
            Some(n) if n <= isize::MAX as usize => n,
            _ => return Err(cx.value_error("Too many decimal digits in format string")),
        };
        *at += 1;
    }
    Ok((*at > start).then_some(n))
}

impl Spec {
    /// `default`: the type and the alignment that an object of this class has when nothing is said.
    fn parse(cx: &mut Cx<'_>, t: Text, kind: u8, align: u8, class: &str) -> Res<Spec> {
        let mut s = Spec {
            fill: b' ' as u32,
            align,
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            group: 0,
            fraction_group: 0,
            precision: None,
            kind: kind as u32,
        };
        let is_align = |c: u32| matches!(c, 0x3C | 0x3E | 0x3D | 0x5E);
        let (mut at, n) = (0, t.len());
        let peek = |at: usize| if at < n { t.at(at) } else { 0 };
        let (mut fill_given, mut align_given) = (false, false);
        if n >= 2 && is_align(t.at(1)) {
            (s.fill, s.align) = (t.at(0), t.at(1) as u8);
            (fill_given, align_given) = (true, true);
            at = 2;
        } else if n >= 1 && is_align(t.at(0)) {
            s.align = t.at(0) as u8;
            align_given = true;
            at = 1;
        }
        if matches!(peek(at), 0x20 | 0x2B | 0x2D) {
            s.sign = peek(at) as u8;
            at += 1;
        }
        if peek(at) == 'z' as u32 {
            s.no_negative_zero = true;
            at += 1;
        }
        if peek(at) == '#' as u32 {
            s.alternate = true;
            at += 1;
        }
        if !fill_given && peek(at) == '0' as u32 {
            s.fill = '0' as u32;
            if !align_given && align == b'>' {
                s.align = b'=';
            }
            at += 1;
        }
        s.width = number_at(cx, t, &mut at)?.unwrap_or(0);
        s.group = separator(cx, &peek, &mut at)?;
        if peek(at) == '.' as u32 {
            at += 1;
            s.precision = number_at(cx, t, &mut at)?;
            s.fraction_group = separator(cx, &peek, &mut at)?;
            if s.precision.is_none() && s.fraction_group == 0 {
                return Err(cx.value_error("Format specifier missing precision"));
            }
        }
        if n - at > 1 {
            let shown = text_of(t);
            return Err(cx.value_error(format!("Invalid format specifier '{shown}' for object of type '{class}'")));
        }
        if n - at == 1 {
            s.kind = t.at(at);
        }
        if s.group != 0 {
            let four = matches!(char::from_u32(s.kind), Some('b' | 'o' | 'x' | 'X'));
            let plain =
                s.kind == 0 || matches!(char::from_u32(s.kind), Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F'));
            if !(plain || four && s.group == b'_') {
                let (sep, kind) = (s.group as char, char::from_u32(s.kind).unwrap_or('?'));
                return Err(cx.value_error(match kind {
                    '\u{21}'..='\u{7E}' => format!("Cannot specify '{sep}' with '{kind}'."),
                    _ => format!("Cannot specify '{sep}' with '\\x{:x}'.", s.kind),
                }));
            }
        }
        Ok(s)
    }

    fn unknown(&self, cx: &mut Cx<'_>, class: &str) -> Exit {
        match self.kind {
            c @ 0x21..=0x7F => {
                let c = c as u8 as char;
                cx.value_error(format!("Unknown format code '{c}' for object of type '{class}'"))
            }
            c => cx.value_error(format!("Unknown format code '\\x{c:x}' for object of type '{class}'")),
        }
    }

    /// Puts the text into its field.
    fn pad(&self, cx: &mut Cx<'_>, body: Text) -> Res {
        let n = body.len();
        if self.width <= n {
            return str::from_text(cx, body);
        }
        int::check_size(cx, (self.width as u64).saturating_mul(4))?;
        let total = self.width - n;
        let left = match self.align {
            b'>' => total,
            b'^' => total / 2,
            _ => 0,
        };
        let mut b = Builder::with_capacity(self.width);
        b.push_n(self.fill, left);
        b.push_text(body);
        b.push_n(self.fill, total - left);
        b.finish(cx)
    }

    /// The sign to show before a number that has none of its own.
    fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, b'+') => "+",
            (false, b' ') => " ",
            _ => "",
        }
    }

    /// A number in its field: sign, prefix (`0x`), digits before the point (grouped), the rest.
    fn layout(&self, cx: &mut Cx<'_>, sign: &str, prefix: &str, digits: &str, rest: &str, size: usize) -> Res {
        let fixed = sign.len() + prefix.len() + rest.len();
        int::check_size(cx, (self.width as u64).saturating_mul(4))?;
        let zeros = self.fill == '0' as u32 && self.align == b'=';
        let min = if zeros { self.width.saturating_sub(fixed) } else { 0 };
        let digits = if self.group == 0 { zero_filled(digits, min) } else { grouped(digits, self.group, size, min) };
        let total = fixed + digits.len();
        let mut b = Builder::with_capacity(total.max(self.width));
        let missing = self.width.saturating_sub(total);
        let (left, inner) = match self.align {
            b'<' => (0, 0),
            b'=' => (0, missing),
            b'^' => (missing / 2, 0),
            _ => (missing, 0),
        };
        b.push_n(self.fill, left);
        b.push_str(sign);
        b.push_str(prefix);
        b.push_n(self.fill, inner);
        b.push_str(&digits);
        b.push_str(rest);
        b.push_n(self.fill, missing - left - inner);
        b.finish(cx)
    }
}

fn separator(cx: &mut Cx<'_>, peek: &impl Fn(usize) -> u32, at: &mut usize) -> Res<u8> {
    let mut group = 0;
    if peek(*at) == ',' as u32 {
        group = b',';
        *at += 1;
    }
    if peek(*at) == '_' as u32 {
        if group != 0 {
            return Err(both_separators(cx));
        }
        group = b'_';
        *at += 1;
    }
    if peek(*at) == ',' as u32 && group == b'_' {
        return Err(both_separators(cx));
    }
    Ok(group)
}

fn text_of(t: Text) -> String {
    t.to_string_lossy()
}

fn zero_filled(digits: &str, min: usize) -> String {
    if digits.len() >= min { digits.to_owned() } else { "0".repeat(min - digits.len()) + digits }
}

/// Digits in groups of `size`, filled with zeros until they take `min` characters.
fn grouped(digits: &str, separator: u8, size: usize, min: usize) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(digits.len() * 2);
    let mut left = digits.as_bytes();
    let mut min = min as isize;
    loop {
        let take = size.min((left.len() as isize).max(min).max(1) as usize);
        for i in 0..take {
            out.push(if i < left.len() { left[left.len() - 1 - i] } else { b'0' });
        }
        left = &left[..left.len().saturating_sub(take)];
        min -= take as isize;
        if left.is_empty() && min <= 0 {
            break;
        }
        out.push(separator);
        min -= 1;
    }
    out.reverse();
    String::from_utf8(out).expect("ASCII")
}

/// Digits after the point in groups of three, counted from the point.
fn fraction_grouped(rest: &str, separator: u8) -> String {
    let Some(digits) = rest.strip_prefix('.') else { return rest.to_owned() };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let mut out = String::from(".");
    for (i, c) in digits[..end].chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(separator as char);
        }
        out.push(c);
    }
    out + &digits[end..]
}

/// `format(v, spec)` of a number; `v` is the object (for its class' name). Does not call Python.
pub fn number(cx: &mut Cx<'_>, v: Value, n: Num, spec: Text) -> Res {
    let class = cx.type_name(v);
    match n {
        Num::Int(i) => int_spec(cx, i, spec, &class),
        Num::Float(f) => {
            let s = Spec::parse(cx, spec, 0, b'>', &class)?;
            float_spec(cx, f, &s, &class)
        }
        Num::Complex(re, im) => complex_spec(cx, re, im, spec, &class),
    }
}

fn int_spec(cx: &mut Cx<'_>, v: Value, spec: Text, class: &str) -> Res {
    let s = Spec::parse(cx, spec, b'd', b'>', class)?;
    let (radix, prefix) = match char::from_u32(s.kind) {
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('d' | 'n' | 'c') => (10, ""),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            let f = int_ops::to_f64(cx, v)?;
            return float_spec(cx, f, &s, class);
        }
        _ => return Err(s.unknown(cx, class)),
    };
    if s.no_negative_zero {
        return Err(cx.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if s.precision.is_some() || s.fraction_group != 0 {
        return Err(cx.value_error("Precision not allowed in integer format specifier"));
    }
    if s.kind == 'c' as u32 {
        if s.sign != 0 {
            return Err(cx.value_error("Sign not allowed with integer format specifier 'c'"));
        }
        if s.alternate {
            return Err(cx.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
        }
        let Some(c @ 0..=0x10FFFF) = int::to_i64(v) else {
            return Err(cx.overflow_error("%c arg not in range(0x110000)"));
        };
        let body = str::from_point(cx, c as u32)?;
        return s.pad(cx, str::text(body.obj()));
    }
    let shown = if radix == 10 {
        int_text::decimal_string(cx, v)?
    } else {
        match int::to_i128(v) {
            Some(i) => {
                let m = i.unsigned_abs();
                let t = match radix {
                    2 => format!("{m:b}"),
                    8 => format!("{m:o}"),
                    _ => format!("{m:x}"),
                };
                if i < 0 { format!("-{t}") } else { t }
            }
            None => int_ops::big(v).to_str_radix(radix),
        }
    };
    let (negative, digits) = shown.strip_prefix('-').map_or((false, &shown[..]), |d| (true, d));
    let upper: String;
    let digits = if s.kind == 'X' as u32 {
        upper = digits.to_ascii_uppercase();
        &upper
    } else {
        digits
    };
    let prefix = if s.alternate { prefix } else { "" };
    let size = if radix == 10 { 3 } else { 4 };
    s.layout(cx, s.sign_of(negative), prefix, digits, "", size)
}

fn precision(cx: &mut Cx<'_>, s: &Spec) -> Res<Option<usize>> {
    match s.precision {
        Some(p) if p > i32::MAX as usize => Err(cx.value_error("precision too big")),
        Some(p) => {
            int::check_size(cx, p as u64)?;
            Ok(Some(p))
        }
        None => Ok(None),
    }
}

fn float_spec(cx: &mut Cx<'_>, f: f64, s: &Spec, class: &str) -> Res {
    let precision = precision(cx, s)?;
    let kind = match char::from_u32(s.kind) {
        Some('\0') => None,
        Some(c @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) => Some(c),
        Some('n') => Some('g'),
        _ => return Err(s.unknown(cx, class)),
    };
    let shown = match kind {
        None => Float { kind: 'g', precision, alternate: s.alternate, dot_zero: true }.show(f),
        Some('%') => Float { kind: 'f', precision: precision.or(Some(6)), alternate: s.alternate, dot_zero: false }
            .show(f * 100.0),
        Some(kind) => Float { kind, precision: precision.or(Some(6)), alternate: s.alternate, dot_zero: false }.show(f),
    };
    let (mut negative, body) = shown.strip_prefix('-').map_or((false, &shown[..]), |d| (true, d));
    if s.no_negative_zero && body.bytes().take_while(|b| !matches!(b, b'e' | b'E')).all(|b| matches!(b, b'0' | b'.')) {
        negative = false;
    }
    let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
    // "inf" and "nan" are laid out as if they were digits.
    let (digits, rest) = if end == 0 { (body, "") } else { body.split_at(end) };
    let mut rest = if s.fraction_group != 0 { fraction_grouped(rest, s.fraction_group) } else { rest.to_owned() };
    if kind == Some('%') {
        rest.push('%');
    }
    if end == 0 {
        // No grouping there; zeros still fill.
        let plain = Spec { group: 0, precision: None, ..*s };
        return plain.layout(cx, s.sign_of(negative), "", digits, &rest, 3);
    }
    s.layout(cx, s.sign_of(negative), "", digits, &rest, 3)
}

fn complex_spec(cx: &mut Cx<'_>, re: f64, im: f64, spec: Text, class: &str) -> Res {
    let s = Spec::parse(cx, spec, 0, b'>', class)?;
    if s.fill == '0' as u32 {
        return Err(cx.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if s.align == b'=' {
        return Err(cx.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let precision = precision(cx, &s)?;
    let kind = match char::from_u32(s.kind) {
        Some('\0') => None,
        Some(c @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => Some(c),
        Some('n') => Some('g'),
        _ => return Err(s.unknown(cx, class)),
    };
    let part = |f: f64, sign: u8| {
        let how = match kind {
            None => Float { kind: 'g', precision, alternate: s.alternate, dot_zero: false },
            Some(kind) => Float { kind, precision: precision.or(Some(6)), alternate: s.alternate, dot_zero: false },
        };
        let shown = how.show(f);
        let (negative, body) = shown.strip_prefix('-').map_or((false, &shown[..]), |d| (true, d));
        let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
        let (digits, rest) = if end == 0 { (body, "") } else { body.split_at(end) };
        let digits = if s.group == 0 || end == 0 { digits.to_owned() } else { grouped(digits, s.group, 3, 0) };
        let sign = Spec { sign, ..s }.sign_of(negative);
        format!("{sign}{digits}{rest}")
    };
    let body = if kind.is_none() && re == 0.0 && re.is_sign_positive() {
        format!("{}j", part(im, s.sign))
    } else {
        let both = format!("{}{}j", part(re, s.sign), part(im, b'+'));
        if kind.is_none() { format!("({both})") } else { both }
    };
    let body = cx.str(&body)?;
    s.pad(cx, str::text(body.obj()))
}

/// `format(s, spec)` of a str. Does not call Python.
pub fn string(cx: &mut Cx<'_>, o: Obj, spec: Text) -> Res {
    let class = cx.type_name(o.into());
    let s = Spec::parse(cx, spec, b's', b'<', &class)?;
    if s.kind != 's' as u32 {
        return Err(s.unknown(cx, &class));
    }
    let problem = match s {
        Spec { sign: b' ', .. } => "Space not allowed in string format specifier",
        Spec { sign: 1.., .. } => "Sign not allowed in string format specifier",
        Spec { no_negative_zero: true, .. } => "Negative zero coercion (z) not allowed in string format specifier",
        Spec { alternate: true, .. } => "Alternate form (#) not allowed in string format specifier",
        Spec { align: b'=', .. } => "'=' alignment not allowed in string format specifier",
        _ => "",
    };
    if !problem.is_empty() {
        return Err(cx.value_error(problem));
    }
    let t = str::text(o);
    let body = match s.precision {
        Some(p) if p < t.len() => t.slice(0, p),
        _ => t,
    };
    s.pad(cx, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::number::float_text;

    #[test]
    fn groups_fill_with_zeros() {
        assert_eq!(grouped("1234567", b',', 3, 0), "1,234,567");
        assert_eq!(grouped("1234", b',', 3, 10), "00,001,234");
        assert_eq!(grouped("0", b'_', 4, 0), "0");
        assert_eq!(fraction_grouped(".1234567e+10", b'_'), ".123_456_7e+10");
    }

    #[test]
    fn floats() {
        let show = |kind, p, f| Float { kind, precision: Some(p), alternate: false, dot_zero: false }.show(f);
        assert_eq!(show('g', 6, 1e6), "1e+06");
        assert_eq!(show('g', 6, 123456.0), "123456");
        assert_eq!(show('f', 2, 2.675), "2.67");
        assert_eq!(show('E', 3, 12345.678), "1.235E+04");
        assert_eq!(float_text::repr(1e22), "1e+22");
        assert_eq!(float_text::repr(1e16), "1e+16");
        assert_eq!(float_text::repr(123456789012345680.0), "1.2345678901234568e+17");
        assert_eq!(float_text::repr(0.0001), "0.0001");
        assert_eq!(float_text::repr(0.00001), "1e-05");
    }
}
