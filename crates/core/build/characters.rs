//! Tables of characters, packed: as slices of structs they would be some 60 KB of the engine in a browser.

use std::fs;
use std::path::Path;

use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};

/// What `str` methods ask about general categories; `src/types/text/unicode.rs` has the same order.
fn class(c: u32) -> u8 {
    let Some(c) = char::from_u32(c) else { return 1 };
    match c.general_category() {
        G::Unassigned => 0,
        G::Control | G::Surrogate | G::PrivateUse | G::LineSeparator | G::ParagraphSeparator | G::SpaceSeparator => 1,
        G::Format => 2,
        G::TitlecaseLetter => 3,
        G::ModifierLetter => 4,
        G::UppercaseLetter | G::LowercaseLetter | G::OtherLetter => 5,
        G::NonspacingMark | G::EnclosingMark | G::ModifierSymbol => 6,
        _ => 7,
    }
}

pub fn write(out: &Path) {
    fs::write(out.join("classes.bin"), classes()).unwrap();
    for (name, map) in [("upper", upper as fn(char) -> Vec<char>), ("lower", lower)] {
        let (runs, long) = cases(map);
        fs::write(out.join(format!("{name}.bin")), runs).unwrap();
        fs::write(out.join(format!("{name}.txt")), long).unwrap();
    }
}

fn upper(c: char) -> Vec<char> {
    c.to_uppercase().collect()
}

fn lower(c: char) -> Vec<char> {
    c.to_lowercase().collect()
}

/// Runs of one class: its number, and how many characters there are of it.
fn classes() -> Vec<u8> {
    let mut packed = Vec::new();
    let mut first = 0;
    for c in 1..=0x11_0000 {
        if c == 0x11_0000 || class(c) != class(first) {
            packed.push(class(first));
            number(&mut packed, c - first);
            first = c;
        }
    }
    packed
}

/// Runs of characters whose other case lies at one distance: how far from the run before, how many, every which one,
/// and the distance, its sign in the lowest bit. Then as text those that become several, ended by `\n` each.
fn cases(map: fn(char) -> Vec<char>) -> (Vec<u8>, String) {
    let mut runs: Vec<(u32, u32, u32, i32)> = Vec::new();
    let mut long = String::new();
    for c in '\0'..=char::MAX {
        let mapped = map(c);
        // std may know a later version of Unicode.
        if mapped == [c] || class(c as u32) == 0 || mapped.iter().any(|&m| class(m as u32) == 0) {
            continue;
        }
        if mapped.len() > 1 {
            long.push(c);
            long.extend(mapped);
            long.push('\n');
            continue;
        }
        let (at, distance) = (c as u32, mapped[0] as i32 - c as i32);
        if let Some((first, count, step, d)) = runs.last_mut() {
            let gap = at - (*first + (*count - 1) * *step);
            if *d == distance && gap <= 2 && (*count == 1 || gap == *step) {
                (*count, *step) = (*count + 1, gap);
                continue;
            }
        }
        runs.push((at, 1, 1, distance));
    }
    let mut packed = Vec::new();
    let mut before = 0;
    for (first, count, step, distance) in runs {
        number(&mut packed, first - before);
        number(&mut packed, count);
        number(&mut packed, step);
        number(&mut packed, distance.unsigned_abs() << 1 | u32::from(distance < 0));
        before = first;
    }
    (packed, long)
}

/// Seven bits to a byte, the lowest first; the eighth says that more follow.
fn number(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}
