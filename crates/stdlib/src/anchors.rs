//! Which part of an expression tracebacks mark with `^` and which with `~`: the operator of a binary operation, the
//! brackets of a subscript or call (CPython's `Lib/traceback.py`).

use gilscope_core::{Anchors, Marks};
use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::parse_module;
use ruff_text_size::{Ranged, TextSize};

/// See [`gilscope_core::Config`].
pub fn find(lines: &str, segment: &str, start: usize, end: usize) -> Marks {
    Marks { anchors: anchors(segment), is_plain_call: is_plain_call(lines, start, end) }
}

fn is_plain_call(lines: &str, start: usize, end: usize) -> bool {
    let Ok(parsed) = parse_module(lines) else { return false };
    let call = match parsed.syntax().body.first() {
        Some(Stmt::Return(r)) => r.value.as_deref().filter(|v| matches!(v, Expr::Call(c) if c.func.is_name_expr())),
        Some(Stmt::Assign(a)) if matches!(a.targets[..], [Expr::Name(_)]) => {
            Some(&*a.value).filter(|v| v.is_call_expr())
        }
        _ => None,
    };
    let Some(call) = call else { return false };
    let first = lines.lines().next().unwrap_or_default();
    let last_start = lines.rfind('\n').map_or(0, |i| i + 1);
    let at = |chars: usize, line: &str| line.char_indices().nth(chars).map_or(line.len(), |(i, _)| i);
    call.start().to_usize() == at(start, first) && call.end().to_usize() == last_start + at(end, &lines[last_start..])
}

/// Text with places in it.
struct Segment<'a> {
    lines: Vec<Vec<char>>,
    text: &'a str,
    /// Bytes that were put before the text to parse it.
    before: usize,
}

impl Segment<'_> {
    /// Line and column (in characters) of a byte of the parsed text.
    fn place(&self, at: TextSize) -> (usize, usize) {
        let at = at.to_usize() - self.before;
        let before = &self.text[..at.min(self.text.len())];
        let line = before.matches('\n').count();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (line, before[line_start..].chars().count())
    }

    /// The place itself or, behind a line's end, the next line's start.
    fn valid(&self, (mut line, mut col): (usize, usize)) -> Option<(usize, usize)> {
        while line < self.lines.len() && col >= self.lines[line].len() {
            (line, col) = (line + 1, 0);
        }
        (line < self.lines.len()).then_some((line, col))
    }

    /// The next character that `stop` wants; comments and continuation marks end a line.
    fn until(&self, at: TextSize, stop: impl Fn(char) -> bool) -> Option<(usize, usize)> {
        let (mut line, mut col) = self.valid(self.place(at))?;
        loop {
            let c = self.lines[line][col];
            if c == '\\' || c == '#' {
                (line, col) = self.valid((line + 1, 0))?;
            } else if stop(c) {
                return Some((line, col));
            } else {
                (line, col) = self.valid((line, col + 1))?;
            }
        }
    }
}

fn anchors(segment: &str) -> Option<Anchors> {
    let text = format!("(\n{segment}\n)");
    let parsed = parse_module(&text).ok()?;
    let [Stmt::Expr(statement)] = &parsed.syntax().body[..] else { return None };
    let lines = segment.lines().map(|l| l.chars().collect()).collect();
    let s = Segment { lines, text: segment, before: 2 };
    let ends = |left: (usize, usize), expr: &Expr| {
        let right = s.place(expr.end());
        Anchors { left_line: left.0, left_col: left.1, right_line: right.0, right_col: right.1 }
    };
    match &*statement.value {
        Expr::BinOp(e) => {
            let (line, col) = s.until(e.left.end(), |c| !c.is_whitespace() && c != ')')?;
            let mut right = col + 1;
            let operand = s.place(e.right.start());
            if right < s.lines[line].len()
                && (operand.0 > line || right < operand.1)
                && !s.lines[line][right].is_whitespace()
                && !matches!(s.lines[line][right], '\\' | '#')
            {
                right += 1;
            }
            Some(Anchors { left_line: line, left_col: col, right_line: line, right_col: right })
        }
        Expr::Subscript(e) => s.until(e.value.end(), |c| c == '[').map(|left| ends(left, &statement.value)),
        Expr::Call(e) => s.until(e.func.end(), |c| c == '(').map(|left| ends(left, &statement.value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(segment: &str) -> String {
        match anchors(segment) {
            None => "none".into(),
            Some(a) => format!("{}:{}-{}:{}", a.left_line, a.left_col, a.right_line, a.right_col),
        }
    }

    #[test]
    fn operators_and_brackets() {
        assert_eq!(marked("a + b"), "0:2-0:3");
        assert_eq!(marked("(a) // (b)"), "0:4-0:6");
        assert_eq!(marked("x[1]"), "0:1-0:4");
        assert_eq!(marked("f(1,\n  2)"), "0:1-1:4");
        assert_eq!(marked("a.b"), "none");
        assert_eq!(marked("é + ü"), "0:2-0:3");
    }

    #[test]
    fn calls_that_are_the_whole_statement() {
        assert!(is_plain_call("x = f(1)", 4, 8));
        assert!(is_plain_call("return f(1)", 7, 11));
        assert!(!is_plain_call("return a.f(1)", 7, 13));
        assert!(!is_plain_call("x = f(1) + 2", 4, 8));
        assert!(!is_plain_call("a, b = f(1)", 7, 11));
    }
}
