//! Properties of code points, as Python's `str` methods see them.

use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};

fn category(c: u32) -> G {
    char::from_u32(c).map_or(G::Surrogate, |c| c.general_category())
}

/// Is it shown as it is by `repr`?
pub fn is_printable(c: u32) -> bool {
    if c < 0x7F {
        return c >= 0x20;
    }
    !matches!(
        category(c),
        G::Control
            | G::Format
            | G::Surrogate
            | G::PrivateUse
            | G::Unassigned
            | G::LineSeparator
            | G::ParagraphSeparator
            | G::SpaceSeparator
    )
}
