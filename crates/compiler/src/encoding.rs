//! From bytes to text: the encoding declaration (PEP 263).

use std::borrow::Cow;

/// The text of a file. The error is CPython's message.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
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
    let is_utf8 = name == "utf-8" || name == "utf8" || name.starts_with("utf-8-");
    if marked && !is_utf8 {
        return Err(format!("encoding problem: {name} with BOM"));
    }
    if is_utf8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or(0);
            format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid start byte")
        });
    }
    match name.as_str() {
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" => {
            Ok(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into())
        }
        "ascii" | "us-ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()),
            Some(at) => Err(format!(
                "(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            )),
        },
        _ => Err(format!("unknown encoding: {name}")),
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
        assert_eq!(decode(b"# coding: nope\n").unwrap_err(), "unknown encoding: nope");
        assert!(decode(b"x = '\xe9'").is_err());
    }
}
