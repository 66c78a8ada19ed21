//! Measures against Pyodide and the machine's CPython; the runner itself is `tests/bench/run.mjs`.
use crate::Result;
use crate::run::{cargo, command as program, run, step};
use crate::{browsers, dist, prereq};

/// `cargo xtask bench [SUITE...]`: builds the site and the command at full speed, then measures.
pub fn command(args: &[&str]) -> Result {
    let site = dist::make()?;
    let chromium = browsers::chromium()?;
    step("command (release)", || run(cargo().args(["build", "--release", "-p", "gilscope-cli"])))?;
    prereq::node_modules("tests/bench")?;
    run(program("node").arg("tests/bench/run.mjs").args(args).env("GILSCOPE_DIST", site).env("CHROMIUM", chromium))
}
