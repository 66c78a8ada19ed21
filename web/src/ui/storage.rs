//! What the browser keeps from visit to visit. Storage may be denied (private windows, foreign frames): then
//! nothing is kept, and nothing else changes.

use web_sys::Storage;

/// The program as it was last.
pub const DRAFT: &str = "gilscope.draft";
/// A text of the reader's own that another one has replaced.
pub const REPLACED: &str = "gilscope.replaced";
/// The settings, written as a link.
pub const SETTINGS: &str = "gilscope.settings";
/// `light` or `dark`; absent: as the system wishes.
pub const THEME: &str = "gilscope.theme";

fn storage() -> Option<Storage> {
    super::window().local_storage().ok().flatten()
}

/// What is kept under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a value, or with `None` forgets it.
pub fn set(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    // Full or denied: the draft lives on in the editor.
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
