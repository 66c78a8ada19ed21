//! Characters by name, for `"\N{…}"`: letters, punctuation, arrows, mathematics, boxes, shapes and what else turns up
//! in a lesson. The names are the Unicode standard's.

mod table;

/// The character of this name, in whatever case it is written.
pub fn character(name: &str) -> Option<char> {
    let name = name.to_ascii_uppercase();
    let index = table::NAMES.binary_search_by(|(other, _)| (*other).cmp(&name)).ok()?;
    char::from_u32(table::NAMES[index].1)
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
    fn table_is_sorted() {
        assert!(table::NAMES.is_sorted());
    }
}
