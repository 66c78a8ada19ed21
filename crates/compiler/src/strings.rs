//! Strings that Rust's `str` cannot hold: those with lone surrogates.

use gilscope_bytecode::Const;

/// Reads the inside of a string literal, escapes and all, into code points. The literal is known to be valid.
pub(crate) fn push_wide(text: &str, raw: bool, out: &mut Vec<u32>) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || raw {
            out.push(u32::from(c));
            continue;
        }
        let Some(escape) = chars.next() else {
            out.push(u32::from('\\'));
            break;
        };
        let mut hex = |count: usize| {
            let mut value = 0;
            for _ in 0..count {
                match chars.peek().and_then(|c| c.to_digit(16)) {
                    Some(digit) => {
                        value = value * 16 + digit;
                        chars.next();
                    }
                    None => break,
                }
            }
            value
        };
        match escape {
            '\n' => {}
            '\\' | '\'' | '"' => out.push(u32::from(escape)),
            'a' => out.push(7),
            'b' => out.push(8),
            'f' => out.push(12),
            'n' => out.push(10),
            'r' => out.push(13),
            't' => out.push(9),
            'v' => out.push(11),
            'x' => out.push(hex(2)),
            'u' => out.push(hex(4)),
            'U' => out.push(hex(8)),
            '0'..='7' => {
                let mut value = escape.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    match chars.peek().and_then(|c| c.to_digit(8)) {
                        Some(digit) => {
                            value = value * 8 + digit;
                            chars.next();
                        }
                        None => break,
                    }
                }
                out.push(value);
            }
            'N' => {
                chars.next();
                let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                if let Some(c) = unicode_names2::character(&name) {
                    out.push(u32::from(c));
                }
            }
            other => {
                out.push(u32::from('\\'));
                out.push(u32::from(other));
            }
        }
    }
}

/// A string constant of code points.
pub(crate) fn from_wide(wide: Vec<u32>) -> Const {
    match wide.iter().map(|point| char::from_u32(*point)).collect::<Option<String>>() {
        Some(text) => Const::Str(text.into()),
        None => Const::WideStr(wide.into()),
    }
}

/// The code points of a string constant.
pub(crate) fn code_points(constant: &Const) -> Vec<u32> {
    match constant {
        Const::Str(text) => text.chars().map(u32::from).collect(),
        Const::WideStr(wide) => wide.to_vec(),
        _ => Vec::new(),
    }
}

/// Joins string constants.
pub(crate) fn concat(a: &Const, b: &Const) -> Const {
    if let (Const::Str(a), Const::Str(b)) = (a, b) {
        return Const::Str(format!("{a}{b}").into());
    }
    let mut wide = code_points(a);
    wide.extend(code_points(b));
    from_wide(wide)
}
