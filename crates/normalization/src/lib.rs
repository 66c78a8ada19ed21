//! Normalization form KC, which Python applies to identifiers with other than ASCII characters. A browser has it, and a
//! machine has crates for it: whoever links the parser says which ([`provide`]). Until then a text stays as it is.

use std::sync::OnceLock;

static NFKC: OnceLock<fn(&str) -> String> = OnceLock::new();

/// What normalizes from now on. The first one counts.
pub fn provide(nfkc: fn(&str) -> String) {
    NFKC.get_or_init(|| nfkc);
}

/// The one method of the original's trait that the parser calls.
pub trait UnicodeNormalization {
    /// The characters of the text in normalization form KC.
    fn nfkc(&self) -> std::vec::IntoIter<char>;
}

impl UnicodeNormalization for str {
    fn nfkc(&self) -> std::vec::IntoIter<char> {
        let text = NFKC.get().map_or_else(|| self.to_owned(), |nfkc| nfkc(self));
        text.chars().collect::<Vec<_>>().into_iter()
    }
}
