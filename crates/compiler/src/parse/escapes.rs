//! Escapes in string literals: errors, and warnings about those that mean nothing.

/// What is wrong with the inside of a literal, in CPython's words.
pub(super) fn check(text: &str, is_bytes: bool, raw: bool) -> Option<String> {
    if is_bytes && !text.is_ascii() {
        return Some("bytes can only contain ASCII literal characters".into());
    }
    if raw || !text.contains('\\') {
        return None;
    }
    if is_bytes { check_bytes(text.as_bytes()) } else { check_text(text) }
}

fn check_bytes(text: &[u8]) -> Option<String> {
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'\\' {
            at += 1;
            continue;
        }
        if text.get(at + 1) == Some(&b'x') {
            let digits = text[at + 2..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
            if digits < 2 {
                return Some(format!("(value error) invalid \\x escape at position {at}"));
            }
        }
        at += 2;
    }
    None
}

fn check_text(text: &str) -> Option<String> {
    let mut chars = text.chars().peekable();
    // CPython counts in a text in which every character beyond ASCII is written \UXXXXXXXX.
    let mut at = 0;
    while let Some(c) = chars.next() {
        if c != '\\' {
            at += if c.is_ascii() { 1 } else { 10 };
            continue;
        }
        let start = at;
        at += 1;
        let Some(kind) = chars.next() else { break };
        at += if kind.is_ascii() { 1 } else { 10 };
        let fail = |end: usize, why: &str| {
            Some(format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{}: {why}",
                end - 1
            ))
        };
        let (count, name) = match kind {
            'x' => (2, "truncated \\xXX escape"),
            'u' => (4, "truncated \\uXXXX escape"),
            'U' => (8, "truncated \\UXXXXXXXX escape"),
            'N' => {
                if chars.next_if_eq(&'{').is_none() {
                    return fail(at, "malformed \\N character escape");
                }
                at += 1;
                let mut found = String::new();
                let mut closed = false;
                for c in chars.by_ref() {
                    at += if c.is_ascii() { 1 } else { 10 };
                    if c == '}' {
                        closed = true;
                        break;
                    }
                    found.push(c);
                }
                if !closed || found.is_empty() {
                    return fail(at, "malformed \\N character escape");
                }
                if unicode_names2::character(&found).is_none() {
                    return fail(at, "unknown Unicode character name");
                }
                continue;
            }
            _ => continue,
        };
        let mut value = 0;
        for _ in 0..count {
            match chars.peek().and_then(|c| c.to_digit(16)) {
                Some(digit) => {
                    value = value * 16 + digit;
                    chars.next();
                    at += 1;
                }
                None => return fail(at, name),
            }
        }
        if value > 0x10_FFFF {
            return fail(at, "illegal Unicode character");
        }
    }
    None
}
