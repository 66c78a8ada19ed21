//! What is wrong with a source text, without running it.
use gilscope_compiler::{Mode, Options, SyntaxError, compile};
use gilscope_protocol::Diagnostic;

/// The compiler stops at the first mistake, as CPython's does, so there is at most one.
pub fn check(source: &str, filename: &str) -> Vec<Diagnostic> {
    match compile(source, filename, Mode::Exec, Options::default()) {
        Ok(_) => Vec::new(),
        Err(error) => vec![diagnostic(source, &error)],
    }
}

/// From Python's counting (characters from 1, 0 for the whole line) to an editor's.
fn diagnostic(source: &str, error: &SyntaxError) -> Diagnostic {
    let lines: Vec<&str> = source.lines().collect();
    let last = lines.len().max(1) as u32;
    let line = error.lineno.unwrap_or(1).clamp(1, last);
    let end_line = error.end_lineno.unwrap_or(line).clamp(line, last);
    let text = |line: u32| lines.get(line as usize - 1).copied().unwrap_or("");
    let (column, end_column) = match (error.offset, error.end_offset) {
        (Some(offset @ 1..), end) => {
            let column = utf16(text(line), offset.unsigned_abs() - 1);
            let end = end.filter(|end| *end > 0).map_or(column, |end| utf16(text(end_line), end.unsigned_abs() - 1));
            // A place of no width is shown as one character.
            (column, if end_line == line { end.max(column + 1) } else { end })
        }
        _ => (0, utf16(text(end_line), u32::MAX)),
    };
    Diagnostic { kind: error.class.name().to_owned(), message: error.msg.clone(), line, column, end_line, end_column }
}

/// How many UTF-16 units the first `characters` of a line take.
fn utf16(line: &str, characters: u32) -> u32 {
    line.chars().take(characters as usize).map(|c| c.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(source: &str) -> Diagnostic {
        check(source, "main.py").pop().expect("a mistake")
    }

    #[test]
    fn a_program_that_compiles_has_no_mistakes() {
        assert!(check("x = 1\nprint(x)\n", "main.py").is_empty());
    }

    #[test]
    fn a_mistake_has_its_place_in_an_editors_counting() {
        let found = one("x = 1\ny = '🎈' +* 2\n");
        assert_eq!((found.kind.as_str(), found.line), ("SyntaxError", 2));
        // The balloon is one character to Python and two units to an editor.
        assert_eq!(&"y = '🎈' +* 2".encode_utf16().collect::<Vec<_>>()[found.column as usize], &u16::from(b'*'));
        assert!(found.end_column > found.column);
    }

    #[test]
    fn what_never_ends_is_placed_too() {
        let found = one("print('a'\n");
        assert_eq!((found.message.as_str(), found.line, found.column), ("'(' was never closed", 1, 5));
    }
}
