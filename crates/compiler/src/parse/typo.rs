//! Misspelt keywords: what CPython's traceback makes of a plain "invalid syntax".

use std::collections::HashMap;

use super::peg::{KEYWORDS, Parser};
use super::tokens::{Kind, Tokenizer};
use crate::Mode;
use crate::error::SyntaxError;
use crate::source::{Source, normalize_newlines};

/// Names beyond these are not looked at.
const MAX_NAMES: usize = 10;
const MAX_MATCHES: usize = 3;
const MAX_TEXT: usize = 1024;
/// How alike a keyword must be, as `difflib` measures it.
const CUTOFF: f64 = 0.5;

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The error as it is shown, with the keyword that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordTypo {
    pub msg: String,
    pub lineno: u32,
    /// In characters, from 1.
    pub offset: i32,
    pub end_offset: i32,
    pub text: String,
}

/// Looks whether the error is a misspelt keyword. With `only_error_line`, as for a program that is a file, only its
/// own line is looked at.
pub fn keyword_typo(error: &SyntaxError, source: &str, only_error_line: bool) -> Option<KeywordTypo> {
    if error.msg != "invalid syntax" && !error.msg.contains("Perhaps you forgot a comma") {
        return None;
    }
    let last = error.lineno?;
    let source = normalize_newlines(source);
    let first = (error.statement_line as usize).saturating_sub(1);
    let lines: Vec<&str> = source.lines().collect();
    let code = dedent(lines.get(first..(last as usize).min(lines.len()))?);
    if code.len() > MAX_TEXT {
        return None;
    }
    let count = code.lines().count() as i32;
    let text = Source::new(code.clone() + "\n", "".into());
    let mut tokenizer = Tokenizer::new(&text);
    let mut names = 0;
    while let Ok(token) = tokenizer.next() {
        if token.kind == Kind::End {
            break;
        }
        let name = text.text.get(token.start..token.end).unwrap_or("");
        let skipped = only_error_line && token.loc.line != count;
        if token.kind != Kind::Name || skipped || KEYWORDS.contains(&name) {
            continue;
        }
        names += 1;
        if names > MAX_NAMES {
            return None;
        }
        for keyword in candidates(name) {
            let mut fixed = code.clone();
            fixed.replace_range(token.start..token.end, keyword);
            if !works(&fixed) {
                continue;
            }
            let line = text.line(token.loc.line as u32);
            let column = |col: i32| line.get(..col as usize).map_or(col, |before| before.chars().count() as i32) + 1;
            return Some(KeywordTypo {
                msg: format!("invalid syntax. Did you mean '{keyword}'?"),
                lineno: last,
                offset: column(token.loc.col),
                end_offset: column(token.loc.end_col),
                text: line.to_owned(),
            });
        }
    }
    None
}

/// Whether it is right, or only lacks its end.
fn works(code: &str) -> bool {
    let text = format!("{code}\n");
    let parsed = Source::new(text, "".into());
    match super::parse(&parsed, Mode::Exec) {
        Ok(_) => crate::is_right(&parsed, Mode::Exec),
        Err(_) => Parser::new(&parsed).is_some_and(Parser::ends_too_early),
    }
}

/// Takes the common indentation off.
fn dedent(lines: &[&str]) -> String {
    let indent = |line: &&&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let margin = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(margin..).unwrap_or("")).collect();
    lines.join("\n")
}

/// The keywords that the name may be, the likeliest first.
fn candidates(name: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    found.extend(suggestion(name));
    let mut alike: Vec<(f64, &'static str)> =
        KEYWORDS.iter().map(|keyword| (ratio(keyword, name), *keyword)).filter(|(ratio, _)| *ratio >= CUTOFF).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(a.1)));
    found.extend(alike.into_iter().take(MAX_MATCHES).map(|(_, keyword)| keyword));
    found.truncate(MAX_MATCHES);
    found
}

/// The nearest keyword by edits, as for misspelt names.
fn suggestion(name: &str) -> Option<&'static str> {
    let mut best = None;
    let mut best_distance = usize::MAX;
    for keyword in KEYWORDS {
        let max = ((keyword.len() + name.len() + 3) * MOVE_COST / 6).min(best_distance.saturating_sub(1));
        let distance = distance(name, keyword);
        if distance <= max && distance < best_distance {
            best = Some(keyword);
            best_distance = distance;
        }
    }
    best
}

fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=a.len()).map(|index| index * MOVE_COST).collect();
    for (at, other) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (at + 1) * MOVE_COST;
        for (index, c) in a.iter().enumerate() {
            let cost = if c == other {
                0
            } else if c.eq_ignore_ascii_case(other) {
                CASE_COST
            } else {
                MOVE_COST
            };
            let substitute = diagonal + cost;
            diagonal = row[index + 1];
            row[index + 1] = substitute.min(row[index].min(diagonal) + MOVE_COST);
        }
    }
    row[a.len()]
}

/// `difflib.SequenceMatcher(None, a, b).ratio()`
fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    2.0 * matching(&a, &b) as f64 / (a.len() + b.len()).max(1) as f64
}

/// The length of what is common: the longest run, and what is common on either side of it.
fn matching(a: &[char], b: &[char]) -> usize {
    let (mut best_a, mut best_b, mut best) = (0, 0, 0);
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for (i, c) in a.iter().enumerate() {
        let mut next = HashMap::new();
        for (j, other) in b.iter().enumerate() {
            if c == other {
                let length = j.checked_sub(1).and_then(|before| lengths.get(&before)).copied().unwrap_or(0) + 1;
                next.insert(j, length);
                if length > best {
                    (best_a, best_b, best) = (i + 1 - length, j + 1 - length, length);
                }
            }
        }
        lengths = next;
    }
    if best == 0 {
        return 0;
    }
    matching(&a[..best_a], &b[..best_b]) + best + matching(&a[best_a + best..], &b[best_b + best..])
}
