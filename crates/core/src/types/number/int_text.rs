//! Ints to text and back. Nothing here calls Python.

use gilscope_heap::Value;
use num_bigint::BigInt;

use super::int_ops::big;
use crate::types::{int, str};
use crate::{Cx, Res};

/// Decimal digits of an int of 48 bits.
pub fn small(cx: &mut Cx<'_>, i: i64) -> Res {
    if (0..10).contains(&i) {
        return str::from_point(cx, b'0' as u32 + i as u32);
    }
    let mut buf = [0u8; 20];
    str::new_ascii(cx, small_digits(i, &mut buf))
}

/// Writes the decimal digits of `i` to the end of `buf`.
pub fn small_digits(i: i64, buf: &mut [u8; 20]) -> &[u8] {
    let mut at = buf.len();
    let mut n = i.unsigned_abs();
    loop {
        at -= 1;
        buf[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    if i < 0 {
        at -= 1;
        buf[at] = b'-';
    }
    &buf[at..]
}

/// `str(v)` of an int.
pub fn decimal(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.is_int() {
        return small(cx, v.int_value());
    }
    let s = decimal_string(cx, v)?;
    str::new_ascii(cx, s.as_bytes())
}

/// `str(v)` of an int as a Rust string; ValueError beyond the limit of digits.
pub fn decimal_string(cx: &mut Cx<'_>, v: Value) -> Res<String> {
    if let Some(i) = int::to_i128(v) {
        return Ok(i.to_string());
    }
    let n = big(v);
    let limit = max_str_digits(cx);
    // 3 bits and a third make a digit: numbers that are surely too long are not even converted.
    if limit > 0 && n.bits() > limit as u64 * 10 / 3 + 1 {
        return Err(too_long_to_print(cx, limit));
    }
    let s = n.to_string();
    if limit > 0 && s.trim_start_matches('-').len() > limit {
        return Err(too_long_to_print(cx, limit));
    }
    Ok(s)
}

fn too_long_to_print(cx: &mut Cx<'_>, limit: usize) -> crate::Exit {
    cx.value_error(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// `sys.get_int_max_str_digits()`: 0 means no limit.
fn max_str_digits(cx: &Cx<'_>) -> usize {
    cx.world.int_max_str_digits.load(std::sync::atomic::Ordering::Relaxed) as usize
}

/// Digits in a base that is a power of two or ten, with the prefix that `bin`, `oct` and `hex` give.
pub fn prefixed(v: Value, radix: u32, prefix: &str) -> String {
    let n = big(v);
    let sign = if n.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    format!("{sign}{prefix}{}", n.magnitude().to_str_radix(radix))
}

/// Why a text is no int.
pub enum Bad {
    Literal,
    /// More digits than the limit: how many.
    TooLong(usize),
}

/// The int that a text (digits of any script, as ASCII already) means in `base` (0: as in a literal), with white space
/// around it allowed.
pub fn parse(cx: &mut Cx<'_>, s: &str, base: u32) -> Result<Value, ParseError> {
    let s = s.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}'));
    // Short decimal numbers, by far the most.
    if base == 10
        && (1..=14).contains(&s.len())
        && let digits = s.strip_prefix('-').unwrap_or(s)
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let n = digits.bytes().fold(0i64, |n, b| n * 10 + (b - b'0') as i64);
        return Ok(Value::small(if digits.len() < s.len() { -n } else { n }));
    }
    let (negative, rest) = match s.as_bytes().first() {
        Some(b'-') => (true, &s[1..]),
        Some(b'+') => (false, &s[1..]),
        _ => (false, s),
    };
    let (radix, digits, prefixed) = strip_prefix(rest, base);
    let digits = match digits.strip_prefix('_') {
        // An underscore may follow a prefix.
        Some(d) if prefixed => d,
        _ => digits,
    };
    let ends_wrong = digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    if ends_wrong || !digits.chars().all(|c| c == '_' || c.is_digit(radix)) {
        return Err(ParseError::Bad(Bad::Literal));
    }
    // In base 0 a leading zero is only right for zero itself.
    if base == 0 && !prefixed && digits.starts_with('0') && digits.bytes().any(|b| !matches!(b, b'0' | b'_')) {
        return Err(ParseError::Bad(Bad::Literal));
    }
    let clean: String;
    let digits = if digits.contains('_') {
        clean = digits.replace('_', "");
        &clean
    } else {
        digits
    };
    let limit = max_str_digits(cx);
    if limit > 0 && digits.len() > limit && !radix.is_power_of_two() {
        return Err(ParseError::Bad(Bad::TooLong(digits.len())));
    }
    let n = BigInt::parse_bytes(digits.as_bytes(), radix).ok_or(ParseError::Bad(Bad::Literal))?;
    int::from_big(cx, &if negative { -n } else { n }).map_err(ParseError::Exit)
}

pub enum ParseError {
    Bad(Bad),
    Exit(crate::Exit),
}

/// (radix, digits, was there a prefix?)
fn strip_prefix(s: &str, base: u32) -> (u32, &str, bool) {
    for (radix, lower, upper) in [(16, "0x", "0X"), (8, "0o", "0O"), (2, "0b", "0B")] {
        if (base == 0 || base == radix)
            && let Some(d) = s.strip_prefix(lower).or_else(|| s.strip_prefix(upper))
        {
            return (radix, d, true);
        }
    }
    (if base == 0 { 10 } else { base }, s, false)
}

/// The ValueError for a text that is no int; `shown` is its repr.
pub fn parse_failed(cx: &mut Cx<'_>, e: ParseError, base: u32, shown: &str) -> crate::Exit {
    match e {
        ParseError::Exit(e) => e,
        ParseError::Bad(Bad::Literal) => cx.value_error(format!("invalid literal for int() with base {base}: {shown}")),
        ParseError::Bad(Bad::TooLong(n)) => {
            let limit = max_str_digits(cx);
            cx.value_error(format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; use sys.set_int_max_str_digits() to increase the limit"
            ))
        }
    }
}
