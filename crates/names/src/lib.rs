//! Characters by name, for `"\N{…}"`: letters, punctuation, arrows, mathematics, boxes, shapes and what else turns up
//! in a lesson. The names are the Unicode standard's.

/// One to a line, in the order of the characters. A character is the one after that of the line before, or so many
/// further as the number (hexadecimal, after a plus) before the name says.
#[cfg(not(feature = "fetched"))]
fn names() -> &'static str {
    include_str!("names.txt")
}

/// The same, fetched when it is first needed.
#[cfg(feature = "fetched")]
mod fetched;

#[cfg(feature = "fetched")]
use fetched::names;
#[cfg(feature = "fetched")]
pub use fetched::provide;

/// The character of this name, in whatever case it is written.
pub fn character(name: &str) -> Option<char> {
    all().find(|(other, _)| other.eq_ignore_ascii_case(name)).and_then(|(_, c)| char::from_u32(c))
}

/// Every name and its character.
fn all() -> impl Iterator<Item = (&'static str, u32)> {
    names().lines().scan(0, |before, line| {
        let (further, name) = match line.strip_prefix('+').and_then(|line| line.split_once(' ')) {
            Some((number, name)) => (u32::from_str_radix(number, 16).ok()?, name),
            None => (1, line),
        };
        *before += further;
        Some((name, *before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_in_any_case() {
        assert_eq!(character("GREEK SMALL LETTER ALPHA"), Some('α'));
        assert_eq!(character("snowman"), Some('☃'));
        assert_eq!(character("no such character"), None);
    }

    #[test]
    fn every_line_is_a_name_and_a_character() {
        let rows: Vec<_> = all().collect();
        assert_eq!(rows.len(), names().lines().count());
        for (name, c) in rows {
            assert!(char::from_u32(c).is_some() && !name.starts_with('+'), "{name}: {c:#x}");
            assert_eq!(character(name).map(u32::from), Some(c), "{name}");
        }
    }
}
