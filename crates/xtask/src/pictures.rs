//! Pictures of the page, made from the built site.
use crate::run::{command as program, root, run};
use crate::{Result, browsers, dist, prereq};

/// `cargo xtask pictures`: takes the README's `web/pictures/*.png` anew; with `stories` what the Trace view tells, on every
/// kind of screen, in `target/pictures`.
pub fn command(args: &[&str]) -> Result {
    let folder = match args {
        [] => root().join("web/pictures"),
        ["stories"] => root().join("target/pictures"),
        _ => return Err("usage: cargo xtask pictures [stories]".into()),
    };
    let site = dist::make()?;
    prereq::node_modules("tests/browser")?;
    run(program("node")
        .arg("tests/browser/pictures.mjs")
        .arg(folder)
        .args(args)
        .env("GILSCOPE_DIST", site)
        .env("CHROMIUM", browsers::chromium()?))
}
