//! Pictures of the page for the README, made from the built site.
use crate::run::{command as program, root, run};
use crate::{Result, browsers, dist, prereq};

/// `cargo xtask pictures`: takes `web/pictures/*.png` anew.
pub fn command() -> Result {
    let site = dist::make()?;
    prereq::node_modules("tests/browser")?;
    run(program("node")
        .arg("tests/browser/pictures.mjs")
        .arg(root().join("web/pictures"))
        .env("GILSCOPE_DIST", site)
        .env("CHROMIUM", browsers::chromium()?))
}
