//! Warnings about what is legal and most likely a mistake, found before code is made: escapes that mean nothing,
//! numbers that run into a keyword, and leaving a `finally` block by `return`, `break` or `continue` (PEP 765).

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_ast::{ExceptHandler, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::ir::Loc;
use crate::source::Source;

pub(crate) type Warnings = Vec<(String, Loc)>;

/// Looks at the tokens.
pub(crate) fn tokens(tokens: &Tokens, source: &Source) -> Warnings {
    let mut warnings = Warnings::new();
    // For each f-string that is open: whether it is raw.
    let mut templates: Vec<bool> = Vec::new();
    let mut number: Option<TextRange> = None;
    for token in tokens.iter() {
        let range = token.range();
        if let Some(before) = number.take()
            && before.end() == range.start()
            && token.kind().is_keyword()
        {
            let text = source.slice(before).to_ascii_lowercase();
            let kind = match text.get(..2) {
                Some("0x") => "hexadecimal",
                Some("0o") => "octal",
                Some("0b") => "binary",
                _ if text.ends_with('j') => "imaginary",
                _ => "decimal",
            };
            warnings.push((format!("invalid {kind} literal"), source.loc_of(before)));
        }
        let is_raw = |text: &str| text.bytes().take(3).any(|byte| matches!(byte, b'r' | b'R'));
        match token.kind() {
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => number = Some(range),
            TokenKind::String => {
                let text = source.slice(range);
                let quote = text.find(['"', '\'']).unwrap_or(0);
                if !is_raw(&text[..quote]) {
                    escape(text, range, false, source, &mut warnings);
                }
            }
            TokenKind::FStringStart | TokenKind::TStringStart => {
                let text = source.slice(range);
                let quote = text.find(['"', '\'']).unwrap_or(0);
                templates.push(is_raw(&text[..quote]));
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                templates.pop();
            }
            TokenKind::FStringMiddle | TokenKind::TStringMiddle if templates.last() == Some(&false) => {
                escape(source.slice(range), range, true, source, &mut warnings);
            }
            _ => {}
        }
    }
    warnings
}

/// Warns about the first escape in a literal that means nothing.
fn escape(text: &str, range: TextRange, in_template: bool, source: &Source, warnings: &mut Warnings) {
    let is_bytes = !in_template && text.bytes().take(2).any(|byte| matches!(byte, b'b' | b'B'));
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let Some((_, kind)) = chars.next() else {
            // A replacement field begins after it.
            if in_template {
                let place = range.start() + TextSize::new(at as u32);
                warn("\\{", false, place, source, warnings);
            }
            return;
        };
        let known = match kind {
            '\n' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' | '0'..='3' => true,
            '4'..='7' => {
                let digits: Vec<char> = text[at + 1..].chars().take(3).collect();
                if digits.len() == 3 && digits.iter().all(|digit| digit.is_digit(8)) {
                    let octal: String = digits.iter().collect();
                    let place = range.start() + TextSize::new(at as u32);
                    warn(&format!("\\{octal}"), true, place, source, warnings);
                    return;
                }
                true
            }
            'N' | 'u' | 'U' => !is_bytes,
            _ => false,
        };
        if !known {
            let place = range.start() + TextSize::new(at as u32);
            warn(&format!("\\{kind}"), false, place, source, warnings);
            return;
        }
    }
}

fn warn(escape: &str, octal: bool, at: TextSize, source: &Source, warnings: &mut Warnings) {
    let what = if octal { "octal escape sequence" } else { "escape sequence" };
    let msg = format!(
        "\"{escape}\" is an invalid {what}. Such sequences will not work in the future. Did you mean \"\\{escape}\"? A \
         raw string is also an option."
    );
    let (line, col) = source.position(at);
    let (line, col) = (line as i32, col as i32);
    warnings.push((msg, Loc::new(line, line, col, col + escape.len() as i32)));
}

/// What the innermost enclosing block of interest is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Other,
    Finally,
    Function,
    Loop,
}

/// Looks at the statements.
pub(crate) fn statements(body: &[Stmt], source: &Source) -> Warnings {
    let mut walker = Walker { source, warnings: Warnings::new() };
    walker.body(body, Inside::Other);
    walker.warnings
}

struct Walker<'a> {
    source: &'a Source,
    warnings: Warnings,
}

impl Walker<'_> {
    fn leaves(&mut self, word: &str, statement: &Stmt, inside: Inside) {
        if inside == Inside::Finally {
            self.warnings.push((format!("'{word}' in a 'finally' block"), self.source.loc(statement)));
        }
    }

    fn body(&mut self, body: &[Stmt], inside: Inside) {
        for statement in body {
            match statement {
                Stmt::Return(_) => self.leaves("return", statement, inside),
                Stmt::Break(_) => self.leaves("break", statement, inside),
                Stmt::Continue(_) => self.leaves("continue", statement, inside),
                Stmt::FunctionDef(node) => self.body(&node.body, Inside::Function),
                Stmt::ClassDef(node) => self.body(&node.body, inside),
                Stmt::For(node) => {
                    self.body(&node.body, Inside::Loop);
                    self.body(&node.orelse, inside);
                }
                Stmt::While(node) => {
                    self.body(&node.body, Inside::Loop);
                    self.body(&node.orelse, inside);
                }
                Stmt::If(node) => {
                    self.body(&node.body, inside);
                    for clause in &node.elif_else_clauses {
                        self.body(&clause.body, inside);
                    }
                }
                Stmt::With(node) => self.body(&node.body, inside),
                Stmt::Match(node) => {
                    for case in &node.cases {
                        self.body(&case.body, inside);
                    }
                }
                Stmt::Try(node) => {
                    self.body(&node.body, inside);
                    for ExceptHandler::ExceptHandler(handler) in &node.handlers {
                        self.body(&handler.body, inside);
                    }
                    self.body(&node.orelse, inside);
                    self.body(&node.finalbody, Inside::Finally);
                }
                _ => {}
            }
        }
    }
}
