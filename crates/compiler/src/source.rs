//! The source text: bytes into text, line breaks, and where a byte is.

use std::sync::Arc;

use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::ir::Loc;

/// Text with `\n` as its only line break, and the table of its lines.
pub(crate) struct Source {
    pub text: String,
    pub filename: Arc<str>,
    /// The byte at which each line starts.
    line_starts: Vec<u32>,
}

impl Source {
    pub fn new(text: String, filename: Arc<str>) -> Source {
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Source { text, filename, line_starts }
    }

    /// Line (from 1) and column in bytes (from 0) of a byte.
    pub fn position(&self, at: TextSize) -> (u32, u32) {
        let at = at.to_u32();
        let line = self.line_starts.partition_point(|start| *start <= at);
        (line as u32, at - self.line_starts[line - 1])
    }

    pub fn loc_of(&self, range: TextRange) -> Loc {
        let (line, col) = self.position(range.start());
        let (end_line, end_col) = self.position(range.end());
        Loc::new(line as i32, end_line as i32, col as i32, end_col as i32)
    }

    pub fn loc(&self, node: &impl Ranged) -> Loc {
        self.loc_of(node.range())
    }

    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range.start().to_usize()..range.end().to_usize()]
    }

    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The byte at which a line (from 1) starts.
    pub fn line_start(&self, line: u32) -> usize {
        self.line_starts.get(line as usize - 1).map_or(self.text.len(), |start| *start as usize)
    }

    /// A line (from 1) with its line break.
    pub fn line(&self, line: u32) -> &str {
        if line == 0 || line > self.line_count() {
            return "";
        }
        let start = self.line_start(line);
        let end = self.line_starts.get(line as usize).map_or(self.text.len(), |end| *end as usize);
        &self.text[start..end]
    }

    /// Skips blanks, line breaks, comments and continuation lines.
    pub fn skip_trivia(&self, from: TextSize) -> TextSize {
        let bytes = self.text.as_bytes();
        let mut at = from.to_usize();
        while at < bytes.len() {
            match bytes[at] {
                b' ' | b'\t' | b'\n' | b'\x0c' | b'\\' => at += 1,
                b'#' => {
                    while at < bytes.len() && bytes[at] != b'\n' {
                        at += 1;
                    }
                }
                _ => break,
            }
        }
        TextSize::new(at as u32)
    }
}

/// Turns `\r\n` and `\r` into `\n`.
pub(crate) fn normalize_newlines(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}
