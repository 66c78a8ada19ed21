//! From bytes to text: the encoding declaration (PEP 263).

use std::borrow::Cow;

/// Why bytes are no text.
#[derive(Debug)]
pub(crate) struct DecodeError {
    pub msg: String,
    /// The line, the column in characters from 1, and the line's text as far as it can be shown.
    pub place: Option<(u32, i32, String)>,
}

impl From<String> for DecodeError {
    fn from(msg: String) -> DecodeError {
        DecodeError { msg, place: None }
    }
}

/// The text of a file. The error is CPython's.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let (bytes, marked) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let declared = bytes.split(|byte| *byte == b'\n').take(2).enumerate().find_map(|(index, line)| {
        // A second line counts only after a blank line or a comment.
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or(b"");
        let first_is_blank = first.iter().find(|byte| !byte.is_ascii_whitespace()).is_none_or(|byte| *byte == b'#');
        (index == 0 || first_is_blank).then(|| declaration(line)).flatten()
    });
    let name = declared.unwrap_or_else(|| "utf-8".into()).to_ascii_lowercase().replace('_', "-");
    let is_latin = matches!(name.as_str(), "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1");
    let is_utf8 = name == "utf-8" || name == "utf8" || name.starts_with("utf-8-");
    if marked && !is_utf8 {
        let name = if is_latin { "iso-8859-1" } else { &name };
        return Err(format!("encoding problem: {name} with BOM").into());
    }
    if is_utf8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| not_utf8(bytes, error.valid_up_to()));
    }
    match name.as_str() {
        _ if is_latin => Ok(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()),
        "ascii" | "us-ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()),
            Some(at) => Err(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            )
            .into()),
        },
        _ => Err(format!("unknown encoding: {name}").into()),
    }
}

/// The error for bytes that are no UTF-8 from `at` on.
fn not_utf8(bytes: &[u8], at: usize) -> DecodeError {
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |newline| at + newline);
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = String::from_utf8_lossy(&bytes[start..at]).chars().count() + 1;
    DecodeError {
        msg: format!(
            "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details",
            bytes.get(at).copied().unwrap_or(0)
        ),
        place: Some((line as u32, column as i32, String::from_utf8_lossy(&bytes[start..end]).into_owned())),
    }
}

/// The encoding that a comment declares: `coding:` or `coding=` and its name.
fn declaration(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?;
    let comment = line.trim_start_matches([' ', '\t', '\x0c']).strip_prefix('#')?;
    let (_, rest) = comment.split_once("coding")?;
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('='))?.trim_start_matches([' ', '\t']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    (end > 0).then(|| rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn declarations() {
        assert_eq!(decode(b"# -*- coding: latin-1 -*-\n\xe9").unwrap(), "# -*- coding: latin-1 -*-\n\u{e9}");
        assert_eq!(decode(b"\n# coding=utf-8\nx").unwrap(), "\n# coding=utf-8\nx");
        assert_eq!(decode(b"\xef\xbb\xbfx").unwrap(), "x");
        assert_eq!(decode(b"# coding: nope\n").unwrap_err().msg, "unknown encoding: nope");
        let error = decode(b"y\nx = '\xe9'\n").unwrap_err();
        assert!(error.msg.starts_with("Non-UTF-8 code starting with '\\xe9' on line 2, but no encoding"));
        assert_eq!(error.place, Some((2, 6, "x = '\u{fffd}'".into())));
    }
}
