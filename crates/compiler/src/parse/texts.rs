//! Texts that few programs need: the grammar that says what is wrong with one, and the names of characters. They come
//! with the compiler, or with the feature `fetched` when they are needed.

/// The grammar by which mistakes are explained.
#[cfg(not(feature = "fetched"))]
pub(super) fn grammar() -> Option<&'static str> {
    Some(include_str!("grammar.txt"))
}

#[cfg(feature = "fetched")]
pub use fetched::provide;

#[cfg(feature = "fetched")]
pub(super) use fetched::grammar;

#[cfg(feature = "fetched")]
mod fetched {
    use std::sync::OnceLock;

    /// Fetches the text of this name, and waits until it is there; an error says why it cannot be had.
    type Fetch = fn(name: &str) -> Result<String, String>;

    static FETCH: OnceLock<Fetch> = OnceLock::new();

    /// Says how texts are fetched.
    pub fn provide(fetch: Fetch) {
        FETCH.get_or_init(|| fetch);
        unicode_names2::provide(|| text("names.txt"));
    }

    fn text(name: &str) -> Result<String, String> {
        let fetch = FETCH.get().ok_or("nothing fetches it here")?;
        fetch(name)
    }

    /// None if it cannot be had: a mistake is then "invalid syntax", and no more is said.
    pub fn grammar() -> Option<&'static str> {
        static GRAMMAR: OnceLock<String> = OnceLock::new();
        if let Some(grammar) = GRAMMAR.get() {
            return Some(grammar);
        }
        let grammar = text("grammar.txt").ok()?;
        Some(GRAMMAR.get_or_init(|| grammar))
    }
}
