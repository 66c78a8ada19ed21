//! Properties of code points, as Python's `str` methods see them.

use std::sync::LazyLock;

use super::packed::{Cases, numbers};
use super::tables::{DIGITS, FOLD, NUMERIC, TITLE, ZEROS};

/// What matters of a general category, in the order of `build/characters.rs`.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Unassigned,
    /// Controls, surrogates, private ones, separators.
    Hidden,
    Format,
    TitleLetter,
    ModifierLetter,
    Letter,
    /// Marks that take no place, and modifiers that are symbols.
    Mark,
    Other,
}

/// The first character of each run, and the class of the run.
static CLASSES: LazyLock<Vec<(u32, Class)>> = LazyLock::new(|| {
    use Class::*;
    const ORDER: [Class; 8] = [Unassigned, Hidden, Format, TitleLetter, ModifierLetter, Letter, Mark, Other];
    let mut first = 0;
    let mut all = Vec::new();
    let mut packed = numbers(include_bytes!(concat!(env!("OUT_DIR"), "/classes.bin")));
    while let (Some(class), Some(count)) = (packed.next(), packed.next()) {
        all.push((first, ORDER[class as usize]));
        first += count;
    }
    all
});

static UPPER: LazyLock<Cases> = LazyLock::new(|| {
    let out = include_bytes!(concat!(env!("OUT_DIR"), "/upper.bin"));
    Cases::new(out, include_str!(concat!(env!("OUT_DIR"), "/upper.txt")))
});

static LOWER: LazyLock<Cases> = LazyLock::new(|| {
    let out = include_bytes!(concat!(env!("OUT_DIR"), "/lower.bin"));
    Cases::new(out, include_str!(concat!(env!("OUT_DIR"), "/lower.txt")))
});

fn class(c: u32) -> Class {
    let i = CLASSES.partition_point(|&(first, _)| first <= c);
    CLASSES[i - 1].1
}

/// Is it shown as it is by `repr`?
pub fn is_printable(c: u32) -> bool {
    if c < 0x7F {
        return c >= 0x20;
    }
    !matches!(class(c), Class::Unassigned | Class::Hidden | Class::Format)
}

pub fn is_alpha(c: u32) -> bool {
    if c < 0x80 {
        return (c as u8).is_ascii_alphabetic();
    }
    matches!(class(c), Class::Letter | Class::TitleLetter | Class::ModifierLetter)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: u32) -> Option<u32> {
    if c < 0x80 {
        return (c as u8 as char).to_digit(10);
    }
    let i = ZEROS.partition_point(|&z| z <= c).checked_sub(1)?;
    (c - ZEROS[i] < 10).then(|| c - ZEROS[i])
}

fn within(ranges: &[(u32, u32)], c: u32) -> bool {
    let i = ranges.partition_point(|r| r.0 <= c);
    i > 0 && c <= ranges[i - 1].1
}

pub fn is_digit(c: u32) -> bool {
    decimal(c).is_some() || within(DIGITS, c)
}

pub fn is_numeric(c: u32) -> bool {
    is_digit(c) || within(NUMERIC, c)
}

pub fn is_alnum(c: u32) -> bool {
    is_alpha(c) || is_numeric(c)
}

#[inline]
pub fn is_space(c: u32) -> bool {
    matches!(
        c,
        0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000
    )
}

pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// The character, unless Unicode 16 does not have it: std and `unicode-ident` may know a later version.
fn assigned(c: u32) -> Option<char> {
    char::from_u32(c).filter(|_| c < 0x80 || class(c) != Class::Unassigned)
}

pub fn is_lower(c: u32) -> bool {
    // U+0295 became a letter without case after Unicode 16.
    c == 0x295 || assigned(c).is_some_and(char::is_lowercase)
}

pub fn is_upper(c: u32) -> bool {
    assigned(c).is_some_and(char::is_uppercase)
}

pub fn is_title(c: u32) -> bool {
    c >= 0x80 && class(c) == Class::TitleLetter
}

pub fn is_cased(c: u32) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}

/// Characters that do not end a word for the final sigma: marks, modifiers, apostrophes.
fn is_case_ignorable(c: u32) -> bool {
    matches!(c, 0x27 | 0x2E | 0x3A | 0xB7 | 0x387 | 0x55F | 0x5F4 | 0x2018 | 0x2019 | 0x2024 | 0x2027)
        || matches!(class(c), Class::Mark | Class::Format | Class::ModifierLetter)
}

pub fn to_upper(c: u32, out: &mut impl FnMut(u32)) {
    UPPER.map(c, out);
}

/// The lower case of the `i`-th of these code points: a sigma at the end of a word has one of its own.
pub fn to_lower(points: &[u32], i: usize, out: &mut impl FnMut(u32)) {
    let c = points[i];
    if c == 0x3A3 {
        let before = points[..i].iter().rev().find(|&&c| !is_case_ignorable(c));
        let after = points[i + 1..].iter().find(|&&c| !is_case_ignorable(c));
        let end = before.is_some_and(|&c| is_cased(c)) && !after.is_some_and(|&c| is_cased(c));
        return out(if end { 0x3C2 } else { 0x3C3 });
    }
    LOWER.map(c, out);
}

fn listed(table: &'static [(u32, &'static str)], c: u32) -> Option<&'static str> {
    table.binary_search_by_key(&c, |e| e.0).ok().map(|i| table[i].1)
}

pub fn to_title(c: u32, out: &mut impl FnMut(u32)) {
    match listed(TITLE, c) {
        Some(s) => s.chars().for_each(|c| out(c as u32)),
        None => to_upper(c, out),
    }
}

pub fn fold(c: u32, out: &mut impl FnMut(u32)) {
    match listed(FOLD, c) {
        Some(s) => s.chars().for_each(|c| out(c as u32)),
        None => to_lower(&[c], 0, out),
    }
}

pub fn is_identifier_start(c: u32) -> bool {
    c == '_' as u32 || assigned(c).is_some_and(unicode_ident::is_xid_start)
}

pub fn is_identifier_part(c: u32) -> bool {
    assigned(c).is_some_and(unicode_ident::is_xid_continue)
}

/// A text of digits of any script as ASCII; white space becomes blanks, everything else that is not ASCII `?`.
pub fn ascii_digits(points: impl Iterator<Item = u32>) -> String {
    points
        .map(|c| match c {
            0..=0x7F => c as u8 as char,
            _ if is_space(c) => ' ',
            _ => decimal(c).map_or('?', |d| (b'0' + d as u8) as char),
        })
        .collect()
}
