//! A look at the text before it is parsed: what is nested too deeply would overflow the stack of the parser.

use super::tokens::Tokenizer;
use crate::error::{Error, ErrorClass};
use crate::ir::Loc;
use crate::source::Source;

/// Brackets inside brackets, as in CPython.
const MAX_BRACKETS: usize = 200;
/// An indentation of so many columns may be of too many levels.
const MAX_INDENT: usize = 100;
/// Operators, attributes and calls in a row.
const MAX_CHAIN: u32 = 2000;

/// Refuses what is too deep, in CPython's words.
pub(super) fn check(source: &Source) -> Result<(), Error> {
    let deep = scan(source.text.as_bytes())?;
    if deep {
        let mut tokenizer = Tokenizer::new(source);
        while !tokenizer.finished {
            if let Err(error) = tokenizer.next() {
                if error.msg.starts_with("too many") {
                    return Err(error);
                }
                break;
            }
        }
    }
    Ok(())
}

/// Refuses indentation that means one thing or another by how wide a tab is. The parser takes some of it.
pub(super) fn check_tabs(source: &Source) -> Result<(), Error> {
    let text = &source.text;
    if !text.contains("\n ") || !(text.contains("\n\t") || text.contains(" \t")) {
        return Ok(());
    }
    let mut tokenizer = Tokenizer::new(source);
    while !tokenizer.finished {
        match tokenizer.next() {
            Err(error) if error.class == ErrorClass::TabError => return Err(error),
            Err(_) => break,
            Ok(_) => {}
        }
    }
    Ok(())
}

/// One pair of brackets, or what is outside of all.
#[derive(Clone, Copy, Default)]
struct Level {
    chain: u32,
    /// After `lambda` a colon does not end anything.
    lambda: bool,
}

/// Whether brackets or indentation may be too deep. Too long a chain is an error at once.
fn scan(text: &[u8]) -> Result<bool, Error> {
    let mut levels = vec![Level::default()];
    let mut deep = false;
    let mut at = 0;
    let mut line_start = 0;
    while at < text.len() {
        let byte = text[at];
        let level = levels.len() - 1;
        let current = &mut levels[level];
        match byte {
            b'#' => {
                while at < text.len() && text[at] != b'\n' {
                    at += 1;
                }
                continue;
            }
            b'"' | b'\'' => {
                at = skip_string(text, at);
                continue;
            }
            b'\n' => {
                if level == 0 {
                    *current = Level::default();
                }
                line_start = at + 1;
            }
            b' ' | b'\t' if at == line_start => {
                while matches!(text.get(at), Some(b' ' | b'\t')) {
                    at += 1;
                }
                deep |= at - line_start >= MAX_INDENT;
                continue;
            }
            b'(' | b'[' | b'{' => {
                current.chain += 1;
                if levels.len() <= MAX_BRACKETS {
                    levels.push(Level::default());
                } else {
                    deep = true;
                }
            }
            b')' | b']' | b'}' if level > 0 => {
                levels.pop();
            }
            b',' | b';' | b'=' => *current = Level::default(),
            b':' if !current.lambda => *current = Level::default(),
            b'.' | b'-' | b'+' | b'~' | b'*' | b'/' | b'@' | b'%' | b'&' | b'|' | b'^' => current.chain += 1,
            _ if byte.is_ascii_alphabetic() => {
                let start = at;
                while text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
                    at += 1;
                }
                let word = &text[start..at];
                if matches!(word, b"not" | b"lambda" | b"await" | b"if" | b"else") {
                    current.chain += 1;
                }
                current.lambda |= word == b"lambda";
                if current.chain > MAX_CHAIN {
                    return Err(too_complex());
                }
                continue;
            }
            _ => {}
        }
        if levels[level.min(levels.len() - 1)].chain > MAX_CHAIN {
            return Err(too_complex());
        }
        at += 1;
    }
    Ok(deep)
}

fn too_complex() -> Error {
    Error {
        class: ErrorClass::MemoryError,
        msg: "Parser stack overflowed - Python source too complex to compile".into(),
        loc: Loc::NONE,
        by_characters: true,
        statement: 0,
    }
}

fn skip_string(text: &[u8], start: usize) -> usize {
    let quote = text[start];
    let triple = text.get(start + 1) == Some(&quote) && text.get(start + 2) == Some(&quote);
    let mut at = start + if triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            byte if byte == quote => {
                if !triple {
                    return at + 1;
                }
                if text.get(at + 1) == Some(&quote) && text.get(at + 2) == Some(&quote) {
                    return at + 3;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}
