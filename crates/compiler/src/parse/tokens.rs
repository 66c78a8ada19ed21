//! The tokens of a program that has an error in it, as CPython's tokenizer gives them, with its errors.

use crate::error::{Error, ErrorClass};
use crate::ir::Loc;
use crate::source::Source;

const MAX_LEVEL: usize = 200;
const MAX_INDENT: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Number,
    String,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,
    Op,
    Newline,
    Indent,
    Dedent,
    End,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Columns are bytes; -1 where CPython has none.
    pub loc: Loc,
    /// How many brackets are open after it.
    pub level: usize,
}

#[derive(Clone, Copy)]
struct Bracket {
    byte: u8,
    line: i32,
    col: i32,
}

/// An f-string (or t-string) that is open.
#[derive(Clone, Copy)]
struct Template {
    quote: u8,
    size: usize,
    raw: bool,
    /// `f` or `t`
    letter: char,
    start: usize,
    line: i32,
    line_start: usize,
    /// Brackets open inside it.
    depth: i32,
    /// The depth at which its innermost field began; -1 outside of fields.
    field: i32,
    in_text: bool,
    in_spec: bool,
}

pub(super) struct Tokenizer<'a> {
    source: &'a Source,
    pub(super) text: &'a [u8],
    pub cur: usize,
    pub line: i32,
    pub line_start: usize,
    at_line_start: bool,
    indents: Vec<(usize, usize)>,
    pending: i32,
    brackets: Vec<Bracket>,
    templates: Vec<Template>,
    /// A line break was read, and nothing after it yet.
    line_pending: bool,
    pub finished: bool,
    /// The error is about indentation or a line's end, which the grammar's errors go before.
    pub gave_up: bool,
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub(super) fn is_name_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit()
}

impl<'a> Tokenizer<'a> {
    pub fn new(source: &'a Source) -> Tokenizer<'a> {
        Tokenizer {
            source,
            text: source.text.as_bytes(),
            cur: 0,
            line: 1,
            line_start: 0,
            at_line_start: true,
            indents: vec![(0, 0)],
            pending: 0,
            brackets: Vec::new(),
            templates: Vec::new(),
            line_pending: false,
            finished: false,
            gave_up: false,
        }
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        match self.text.get(self.cur + ahead) {
            Some(byte) => *byte,
            // A last line without a line break has one all the same.
            None if self.cur + ahead == self.text.len() && !self.text.ends_with(b"\n") && !self.text.is_empty() => {
                b'\n'
            }
            None => 0,
        }
    }

    pub fn at_end(&self) -> bool {
        self.cur > self.text.len()
            || (self.cur == self.text.len() && (self.text.is_empty() || self.text.ends_with(b"\n")))
    }

    /// Columns in characters, from the start of the current line to `end`.
    pub(super) fn chars_to(&self, end: usize) -> i32 {
        let end = end.min(self.text.len());
        String::from_utf8_lossy(&self.text[self.line_start.min(end)..end]).chars().count() as i32
    }

    /// An error that is placed where the tokenizer is.
    pub fn error<T>(&self, msg: impl Into<String>) -> Result<T, Error> {
        let col = self.chars_to(self.cur);
        self.error_at(ErrorClass::SyntaxError, msg, col, col)
    }

    pub(super) fn error_at<T>(
        &self,
        class: ErrorClass,
        msg: impl Into<String>,
        col: i32,
        end_col: i32,
    ) -> Result<T, Error> {
        let loc = Loc::new(self.line, self.line, col, end_col);
        Err(Error { class, msg: msg.into(), loc, by_characters: true, statement: 0 })
    }

    pub fn unclosed(&self) -> Option<(i32, Error)> {
        let bracket = self.brackets.last()?;
        let line = self.source.line(bracket.line as u32);
        let col = line.get(..bracket.col as usize).map_or(bracket.col, |before| before.chars().count() as i32) + 1;
        let msg = format!("'{}' was never closed", bracket.byte as char);
        let loc = Loc::new(bracket.line, bracket.line, col, 0);
        Some((bracket.line, Error { class: ErrorClass::SyntaxError, msg, loc, by_characters: true, statement: 0 }))
    }

    fn token(&self, kind: Kind, start: usize, line: i32, line_start: usize) -> Token {
        let loc = Loc::new(line, self.line, (start - line_start) as i32, (self.cur - self.line_start) as i32);
        Token { kind, start, end: self.cur.min(self.text.len()), loc, level: self.brackets.len() }
    }

    pub(super) fn plain(&self, kind: Kind, start: usize) -> Result<Token, Error> {
        Ok(self.token(kind, start, self.line, self.line_start))
    }

    /// A token without columns.
    fn mark(&self, kind: Kind) -> Token {
        let loc = Loc::new(self.line, self.line, -1, -1);
        Token { kind, start: self.cur, end: self.cur, loc, level: self.brackets.len() }
    }

    fn next_line(&mut self) {
        self.line += 1;
        self.line_start = self.cur;
    }

    /// At the end of the file the last line stays the current one.
    fn advance_line(&mut self) {
        if self.line_pending && !self.at_end() {
            self.next_line();
        }
        self.line_pending = false;
    }

    pub fn in_template(&self) -> bool {
        !self.templates.is_empty()
    }

    pub fn in_t_string(&self) -> bool {
        self.templates.last().is_some_and(|template| template.letter == 't')
    }

    pub fn next(&mut self) -> Result<Token, Error> {
        if self.templates.last().is_some_and(|template| template.in_text) {
            return self.template_text();
        }
        if self.at_line_start {
            self.at_line_start = false;
            self.advance_line();
            if let Err(error) = self.indentation() {
                self.gave_up = true;
                return Err(error);
            }
        }
        if self.pending < 0 {
            self.pending += 1;
            return Ok(self.mark(Kind::Dedent));
        }
        if self.pending > 0 {
            self.pending -= 1;
            return Ok(self.mark(Kind::Indent));
        }
        self.regular()
    }

    fn indentation(&mut self) -> Result<(), Error> {
        loop {
            let (mut col, mut alt) = (0, 0);
            loop {
                match self.peek(0) {
                    b' ' => {
                        col += 1;
                        alt += 1;
                    }
                    b'\t' => {
                        col = (col / 8 + 1) * 8;
                        alt += 1;
                    }
                    b'\x0c' => (col, alt) = (0, 0),
                    b'\\' if self.peek(1) == b'\n' && self.cur + 2 < self.text.len() => {
                        self.cur += 2;
                        self.next_line();
                        continue;
                    }
                    _ => break,
                }
                self.cur += 1;
            }
            match self.peek(0) {
                b'#' | b'\n' => {
                    // A blank line, or only a comment: of no account.
                    while !matches!(self.peek(0), b'\n' | 0) {
                        self.cur += 1;
                    }
                    if self.at_end() {
                        break;
                    }
                    self.cur += 1;
                    self.line_pending = true;
                    self.advance_line();
                    continue;
                }
                _ => {}
            }
            if self.at_end() {
                break;
            }
            if self.brackets.is_empty() {
                return self.note_indent(col, alt);
            }
            return Ok(());
        }
        Ok(())
    }

    fn note_indent(&mut self, col: usize, alt: usize) -> Result<(), Error> {
        let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
        if col == top {
            if alt != top_alt {
                return self.tabs();
            }
        } else if col > top {
            if self.indents.len() >= MAX_INDENT {
                let col = self.chars_to(self.cur);
                return self.error_at(ErrorClass::IndentationError, "too many levels of indentation", col, -1);
            }
            if alt <= top_alt {
                return self.tabs();
            }
            self.pending += 1;
            self.indents.push((col, alt));
        } else {
            while self.indents.len() > 1 && col < self.indents.last().map_or(0, |top| top.0) {
                self.pending -= 1;
                self.indents.pop();
            }
            let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
            if col != top {
                let msg = "unindent does not match any outer indentation level";
                let end = self.line_end();
                let col = self.chars_to(end);
                return self.error_at(ErrorClass::IndentationError, msg, col, -1);
            }
            if alt != top_alt {
                return self.tabs();
            }
        }
        Ok(())
    }

    fn line_end(&self) -> usize {
        let rest = &self.text[self.cur.min(self.text.len())..];
        self.cur + rest.iter().position(|byte| *byte == b'\n').map_or(rest.len() + 1, |at| at + 1)
    }

    fn tabs(&self) -> Result<(), Error> {
        self.error_at(ErrorClass::TabError, "inconsistent use of tabs and spaces in indentation", 1, 0)
    }

    fn regular(&mut self) -> Result<Token, Error> {
        let mut comment = None;
        loop {
            while matches!(self.peek(0), b' ' | b'\t' | b'\x0c') && !self.at_end() {
                self.cur += 1;
            }
            let start = self.cur;
            if self.at_end() {
                return self.end();
            }
            let byte = self.peek(0);
            match byte {
                b'#' => {
                    while !matches!(self.peek(0), b'\n' | 0) {
                        self.cur += 1;
                    }
                    comment = Some(start);
                    continue;
                }
                b'\n' => {
                    self.cur += 1;
                    if !self.brackets.is_empty() {
                        self.next_line();
                        comment = None;
                        continue;
                    }
                    // With the comment before it. A line break that is not there has no columns.
                    let token = if start < self.text.len() {
                        self.plain(Kind::Newline, comment.unwrap_or(start))?
                    } else {
                        self.mark(Kind::Newline)
                    };
                    self.line_pending = true;
                    self.at_line_start = true;
                    return Ok(token);
                }
                b'\\' => {
                    self.cur += 1;
                    self.gave_up = true;
                    if self.peek(0) != b'\n' {
                        let col = self.chars_to(self.cur) + 1;
                        return self.error_at(
                            ErrorClass::SyntaxError,
                            "unexpected character after line continuation character",
                            col,
                            0,
                        );
                    }
                    self.cur += 1;
                    if self.at_end() {
                        let col = self.chars_to(self.cur);
                        return self.error_at(ErrorClass::SyntaxError, "unexpected EOF while parsing", col, -1);
                    }
                    self.gave_up = false;
                    self.next_line();
                    continue;
                }
                _ => {}
            }
            if is_name_start(byte) {
                return self.name(start);
            }
            if byte.is_ascii_digit() || (byte == b'.' && self.peek(1).is_ascii_digit()) {
                return self.number(start);
            }
            if matches!(byte, b'"' | b'\'') {
                return self.string(start);
            }
            return self.operator(start, byte);
        }
    }

    fn end(&mut self) -> Result<Token, Error> {
        if let Some((_, error)) = self.unclosed() {
            self.finished = true;
            return Err(error);
        }
        if self.indents.len() > 1 {
            // What is open ends here; CPython has the line after the last.
            self.pending = -(self.indents.len() as i32 - 1);
            self.indents.truncate(1);
            self.pending += 1;
            return Ok(self.mark(Kind::Dedent));
        }
        self.finished = true;
        Ok(self.mark(Kind::End))
    }

    fn name(&mut self, start: usize) -> Result<Token, Error> {
        while is_name_part(self.peek(0)) && !self.at_end() {
            self.cur += 1;
            // A prefix of a string.
            if matches!(self.peek(0), b'"' | b'\'') {
                let prefix = &self.text[start..self.cur];
                let mut lower: Vec<u8> = prefix.to_ascii_lowercase();
                lower.sort_unstable();
                match &lower[..] {
                    b"b" | b"u" | b"r" | b"br" => return self.string(start),
                    b"f" | b"fr" | b"t" | b"rt" => return self.template_start(start),
                    _ => self.check_prefix(start)?,
                }
            }
        }
        let name = &self.source.text[start..self.cur];
        if !name.is_ascii() {
            let mut at = start;
            for (index, c) in name.chars().enumerate() {
                at += c.len_utf8();
                let fine = c == '_'
                    || (if index == 0 { unicode_ident::is_xid_start(c) } else { unicode_ident::is_xid_continue(c) });
                if !fine {
                    self.cur = at;
                    let what = if c.is_control() || is_invisible(c) {
                        format!("invalid non-printable character U+{:04X}", u32::from(c))
                    } else {
                        format!("invalid character '{c}' (U+{:04X})", u32::from(c))
                    };
                    return self.error(what);
                }
            }
        }
        self.plain(Kind::Name, start)
    }

    /// Letters before a quote that are prefixes, but not together.
    fn check_prefix(&self, start: usize) -> Result<(), Error> {
        const INCOMPATIBLE: [(u8, u8); 7] =
            [(b'u', b'b'), (b'u', b'r'), (b'u', b'f'), (b'u', b't'), (b'b', b'f'), (b'b', b't'), (b'f', b't')];
        let prefix = self.text[start..self.cur].to_ascii_lowercase();
        let all_letters = prefix.iter().all(|byte| b"burft".contains(byte));
        let twice = prefix.iter().enumerate().any(|(at, byte)| prefix[..at].contains(byte));
        if !all_letters || twice {
            return Ok(());
        }
        for (a, b) in INCOMPATIBLE {
            if prefix.contains(&a) && prefix.contains(&b) {
                let msg = format!("'{}' and '{}' prefixes are incompatible", a as char, b as char);
                let (col, end) = (self.chars_to(start) + 1, self.chars_to(self.cur) + 1);
                return self.error_at(ErrorClass::SyntaxError, msg, col, end);
            }
        }
        Ok(())
    }

    fn string(&mut self, start: usize) -> Result<Token, Error> {
        let (line, line_start) = (self.line, self.line_start);
        let quote = self.peek(0);
        let size = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        self.cur += size;
        let mut escaped_quote = false;
        loop {
            let byte = self.peek(0);
            if self.at_end() || (size == 1 && byte == b'\n') {
                let last = if self.at_end() && self.cur == self.line_start { self.line - 1 } else { self.line };
                if let Some(template) = self.templates.last().copied()
                    && template.quote == quote
                    && template.size == size
                {
                    // It is the end of the f-string around the field: what is missing is the field's brace.
                    self.cur = start + 1;
                    self.line = line;
                    self.line_start = line_start;
                    return self.error(format!("{}-string: expecting '}}'", template.letter));
                }
                let hint = if size == 1 && escaped_quote { "; perhaps you escaped the end quote?" } else { "" };
                return self.unterminated((start, line, line_start), size, last, "", hint);
            }
            match byte {
                b'\\' => {
                    self.cur += 1;
                    if self.peek(0) == b'\n' {
                        self.cur += 1;
                        if self.at_end() {
                            return self.unterminated((start, line, line_start), size, self.line, "", "");
                        }
                        self.next_line();
                    } else {
                        escaped_quote |= self.peek(0) == quote;
                        self.cur += 1;
                    }
                }
                b'\n' => {
                    self.cur += 1;
                    self.next_line();
                }
                _ if byte == quote && (size == 1 || (self.peek(1) == quote && self.peek(2) == quote)) => {
                    self.cur += size;
                    break;
                }
                _ => self.cur += 1,
            }
        }
        Ok(self.token(Kind::String, start, line, line_start))
    }

    fn unterminated<T>(
        &mut self,
        (start, line, line_start): (usize, i32, usize),
        size: usize,
        last: i32,
        prefix: &str,
        hint: &str,
    ) -> Result<T, Error> {
        self.cur = start + 1;
        self.line = line;
        self.line_start = line_start;
        let triple = if size == 3 { "triple-quoted " } else { "" };
        let string = if prefix.is_empty() { "string".to_owned() } else { format!("{prefix}-string") };
        self.error(format!("unterminated {triple}{string} literal (detected at line {last}){hint}"))
    }

    fn template_start(&mut self, start: usize) -> Result<Token, Error> {
        let prefix = self.text[start..self.cur].to_ascii_lowercase();
        let quote = self.peek(0);
        let size = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        self.cur += size;
        let letter = if prefix.contains(&b't') { 't' } else { 'f' };
        self.templates.push(Template {
            quote,
            size,
            raw: prefix.contains(&b'r'),
            letter,
            start,
            line: self.line,
            line_start: self.line_start,
            depth: 0,
            field: -1,
            in_text: true,
            in_spec: false,
        });
        self.plain(if letter == 't' { Kind::TStringStart } else { Kind::FStringStart }, start)
    }

    fn template(&mut self) -> &mut Template {
        self.templates.last_mut().expect("a template string is open")
    }

    fn template_text(&mut self) -> Result<Token, Error> {
        let template = *self.template();
        let kinds = if template.letter == 't' {
            (Kind::TStringMiddle, Kind::TStringEnd)
        } else {
            (Kind::FStringMiddle, Kind::FStringEnd)
        };
        let start = self.cur;
        let (line, line_start) = (self.line, self.line_start);
        if self.peek(0) == b'{' && self.peek(1) != b'{' {
            let current = self.template();
            current.field += 1;
            current.in_text = false;
            return self.regular();
        }
        let in_spec = template.in_spec && template.field >= 0;
        if (0..template.size).all(|ahead| self.peek(ahead) == template.quote) {
            self.cur += template.size;
            self.templates.pop();
            return self.plain(kinds.1, start);
        }
        loop {
            let byte = self.peek(0);
            if self.at_end() || (template.size == 1 && byte == b'\n') {
                if in_spec && byte == b'\n' && !self.at_end() {
                    self.cur += 1;
                    let letter = template.letter;
                    return self.error(format!(
                        "{letter}-string: newlines are not allowed in format specifiers for single quoted \
                         {letter}-strings"
                    ));
                }
                let last = if self.at_end() && self.cur == self.line_start { self.line - 1 } else { self.line };
                let letter = template.letter.to_string();
                let begin = (template.start, template.line, template.line_start);
                return self.unterminated(begin, template.size, last, &letter, "");
            }
            if byte == template.quote && (0..template.size).all(|ahead| self.peek(ahead) == template.quote) {
                return Ok(self.token(kinds.0, start, line, line_start));
            }
            match byte {
                b'\n' => {
                    self.cur += 1;
                    self.next_line();
                }
                b'{' => {
                    if self.peek(1) == b'{' && !in_spec {
                        self.cur += 2;
                        continue;
                    }
                    let current = self.template();
                    current.field += 1;
                    current.in_text = false;
                    return Ok(self.token(kinds.0, start, line, line_start));
                }
                b'}' => {
                    if self.peek(1) == b'}' && !in_spec && template.depth == 0 {
                        self.cur += 2;
                        continue;
                    }
                    self.template().in_text = false;
                    return Ok(self.token(kinds.0, start, line, line_start));
                }
                b'\\' => {
                    self.cur += 1;
                    match self.peek(0) {
                        b'{' | b'}' => {}
                        b'N' if !template.raw && self.peek(1) == b'{' => {
                            self.cur += 2;
                            while !matches!(self.peek(0), b'}' | b'\n' | 0) {
                                self.cur += 1;
                            }
                            if self.peek(0) == b'}' {
                                self.cur += 1;
                            }
                        }
                        b'\n' => {
                            self.cur += 1;
                            self.next_line();
                        }
                        _ => self.cur += 1,
                    }
                }
                _ => self.cur += 1,
            }
        }
    }

    fn operator(&mut self, start: usize, byte: u8) -> Result<Token, Error> {
        const THREE: [&[u8]; 5] = [b"...", b"**=", b"//=", b"<<=", b">>="];
        const TWO: [&[u8]; 21] = [
            b"**", b"//", b"<<", b">>", b"<=", b">=", b"==", b"!=", b"<>", b"->", b":=", b"+=", b"-=", b"*=", b"/=",
            b"%=", b"&=", b"|=", b"^=", b"@=", b"..",
        ];
        if let Some(template) = self.templates.last().copied() {
            let outer = template.depth == template.field + 1 && template.field >= 0;
            // What ends the expression of a field.
            if outer && byte == b':' {
                self.cur += 1;
                let current = self.template();
                current.in_text = true;
                current.in_spec = true;
                return self.plain(Kind::Op, start);
            }
        }
        let rest = &self.text[start..];
        let size = if THREE.iter().any(|op| rest.starts_with(op)) {
            3
        } else if TWO[..20].iter().any(|op| rest.starts_with(op)) {
            2
        } else {
            1
        };
        if size == 1 {
            match byte {
                b'(' | b'[' | b'{' => {
                    if self.brackets.len() >= MAX_LEVEL {
                        self.cur += 1;
                        return self.error("too many nested parentheses");
                    }
                    let col = (start - self.line_start) as i32;
                    self.brackets.push(Bracket { byte, line: self.line, col });
                    if let Some(template) = self.templates.last_mut() {
                        template.depth += 1;
                    }
                }
                b')' | b']' | b'}' => {
                    self.cur += 1;
                    self.close(byte)?;
                    return self.plain(Kind::Op, start);
                }
                b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>' | b'=' | b'.'
                | b',' | b':' | b';' | b'!' | b'$' | b'?' | b'`' => {}
                _ => {
                    self.cur += 1;
                    return self.error(format!("invalid non-printable character U+{byte:04X}"));
                }
            }
        }
        self.cur += size;
        self.plain(Kind::Op, start)
    }

    fn close(&mut self, byte: u8) -> Result<(), Error> {
        let letter = self.templates.last().map(|template| template.letter);
        if let (Some(letter), Some(template)) = (letter, self.templates.last())
            && template.depth == 0
            && byte == b'}'
        {
            return self.error(format!("{letter}-string: single '}}' is not allowed"));
        }
        let close = byte as char;
        let Some(open) = self.brackets.pop() else {
            return self.error(format!("unmatched '{close}'"));
        };
        if !matches!((open.byte, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            if let (Some(letter), Some(template)) = (letter, self.templates.last())
                && open.byte == b'{'
                && template.depth - 1 == template.field
            {
                return self.error(format!("{letter}-string: unmatched '{close}'"));
            }
            let opened = open.byte as char;
            let msg = format!("closing parenthesis '{close}' does not match opening parenthesis '{opened}'");
            if open.line == self.line {
                return self.error(msg);
            }
            return self.error(format!("{msg} on line {}", open.line));
        }
        if let Some(template) = self.templates.last_mut() {
            template.depth -= 1;
            if template.depth < 0 {
                let letter = template.letter;
                return self.error(format!("{letter}-string: unmatched '{close}'"));
            }
            if byte == b'}' && template.depth == template.field {
                template.field -= 1;
                template.in_text = true;
                template.in_spec = template.field >= 0;
            }
        }
        Ok(())
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{3000}')
        || c.is_whitespace()
}
