//! Names that do not come with the program.
use std::sync::OnceLock;

static FETCH: OnceLock<fn() -> Result<String, String>> = OnceLock::new();
static NAMES: OnceLock<String> = OnceLock::new();

/// Says how `names.txt` is fetched; an error says why it cannot be had.
pub fn provide(fetch: fn() -> Result<String, String>) {
    FETCH.get_or_init(|| fetch);
}

/// # Panics
/// If the names cannot be had: a text with one of them cannot be read then.
pub(crate) fn names() -> &'static str {
    NAMES.get_or_init(|| {
        let text = FETCH.get().map_or_else(|| Err("nothing fetches them here".to_owned()), |fetch| fetch());
        text.unwrap_or_else(|why| panic!("the names of characters cannot be fetched: {why}"))
    })
}
