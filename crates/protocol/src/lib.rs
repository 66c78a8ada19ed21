//! What page, command and engine say to each other, and the share link. Knows nothing of who says it.
pub mod link;
pub mod moment;
mod run;

pub use run::*;
