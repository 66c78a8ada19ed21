//! Tracebacks: which line of the program they speak of.

/// A piece of text that a program wrote to stderr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// `File "…", line 7` of the learner's program.
    Line {
        text: &'a str,
        line: u32,
    },
}

/// Cuts text where it names a line of the learner's program.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find("File \"") {
        let at = from + found;
        match reference(&text[at..]) {
            Some((len, line)) => {
                if at > plain {
                    out.push(Piece::Text(&text[plain..at]));
                }
                out.push(Piece::Line { text: &text[at..at + len], line });
                plain = at + len;
                from = plain;
            }
            None => from = at + 1,
        }
    }
    if plain < text.len() {
        out.push(Piece::Text(&text[plain..]));
    }
    out
}

/// `File "NAME", line N` at the beginning of `text`, of the learner's own file: its length, and N.
fn reference(text: &str) -> Option<(usize, u32)> {
    let rest = text.strip_prefix("File \"")?;
    let (name, rest) = rest.split_once("\", line ")?;
    // The library's files have a path, frozen modules an angle bracket and a space.
    if name.contains(['/', '\n']) || name.starts_with("<frozen") {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let line = rest[..digits].parse().ok()?;
    Some((text.len() - rest.len() + digits, line))
}

/// Where the last traceback of a text ended: the line of the program, and the message.
pub fn last_error(stderr: &str) -> Option<(u32, String)> {
    let start = stderr.rfind("Traceback (most recent call last):")?;
    let mut line = None;
    for part in stderr[start..].lines().skip(1) {
        if let Some(found) = part.trim_start().strip_prefix("File ").map(|_| part.trim_start()).and_then(reference) {
            line = Some(found.1);
        }
        // Frames are indented (or drawn with bars in exception groups); the message is not.
        if !part.is_empty() && !part.starts_with([' ', '|', '+']) {
            return line.map(|line| (line, part.to_owned()));
        }
    }
    None
}

/// Where a line of a program (from 1) is after an edit; `None`: it was edited itself.
pub fn moved(before: &str, after: &str, line: u32) -> Option<u32> {
    if before == after {
        return Some(line);
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let at = line as usize;
    if at <= same(&mut old.iter().zip(&new)) {
        return Some(line);
    }
    let from_end = old.len().checked_sub(at)?;
    (from_end < same(&mut old.iter().rev().zip(new.iter().rev()))).then(|| (new.len() - from_end) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Exception in thread Thread-1 (work):
Traceback (most recent call last):
  File \"/lib/python3.14/threading.py\", line 1082, in _bootstrap_inner
    self._context.run(self.run)
  File \"main.py\", line 12, in work
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
";

    #[test]
    fn lines_of_the_program_become_links_and_the_library_does_not() {
        let links: Vec<_> = pieces(TEXT).into_iter().filter(|piece| matches!(piece, Piece::Line { .. })).collect();
        assert_eq!(links, [Piece::Line { text: "File \"main.py\", line 12", line: 12 }]);
    }

    #[test]
    fn the_pieces_are_the_text() {
        for text in [TEXT, "", "File \"", "File \"x\", line ", "File \"a\nb\", line 3", "File \"m\", line 99999999999"]
        {
            let joined: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Line { text, .. } => *text,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn the_last_error_is_found() {
        assert_eq!(last_error(TEXT), Some((12, "ZeroDivisionError: division by zero".into())));
        assert_eq!(last_error("all well"), None);
        assert_eq!(last_error("Traceback (most recent call last):\n  File \"main.py\", line 3"), None);
    }

    #[test]
    fn a_line_is_found_after_an_edit() {
        let before = "a\nb\nc\n";
        assert_eq!(moved(before, before, 2), Some(2));
        assert_eq!(moved(before, "# new\n# two\na\nb\nc\n", 3), Some(5));
        assert_eq!(moved(before, "a\nb\nc\n# more\n", 2), Some(2));
        assert_eq!(moved(before, "a\nB\nc\n", 2), None);
        assert_eq!(moved(before, "a\nB\nc\n", 3), Some(3));
        assert_eq!(moved(before, "", 1), None);
    }
}
