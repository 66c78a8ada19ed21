//! What page and engine say to each other, and the share link.

pub mod link;
