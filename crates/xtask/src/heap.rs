//! The checkers of the unsafe part, each in a target folder of its own because its flags differ.
use crate::Result;
use crate::run::{cargo, output, root, run};
use std::process::Command;

/// `cargo xtask heap miri|loom|tsan`.
pub fn command(args: &[&str]) -> Result {
    match args {
        ["miri"] => miri(),
        ["loom"] => loom(),
        ["tsan"] => tsan(),
        _ => Err("usage: cargo xtask heap miri|loom|tsan".into()),
    }
}

fn miri() -> Result {
    nightly("miri")?;
    run(nightly_cargo()
        .args(["miri", "test", "-p", "gilscope-heap", "--lib", "--test", "it"])
        .arg("--target-dir")
        .arg(root().join("target/miri"))
        .env("MIRIFLAGS", "-Zmiri-disable-isolation -Zmiri-permissive-provenance"))
}

fn loom() -> Result {
    run(cargo()
        .args(["test", "--release", "-p", "gilscope-heap", "--test", "loom"])
        .arg("--target-dir")
        .arg(root().join("target/loom"))
        .env("RUSTFLAGS", "--cfg loom"))
}

fn tsan() -> Result {
    nightly("rust-src")?;
    let host = host()?;
    run(nightly_cargo()
        .args(["test", "-Zbuild-std", "-p", "gilscope-heap", "--lib", "--test", "it", "--target", &host])
        .arg("--target-dir")
        .arg(root().join("target/tsan"))
        .env("RUSTFLAGS", "-Zsanitizer=thread"))
}

/// A nightly compiler with one component more.
fn nightly(component: &str) -> Result {
    run(Command::new("rustup").args(["component", "add", component, "--toolchain", "nightly"]))
        .map_err(|_| format!("{component} is missing: run `rustup toolchain install nightly --component {component}`"))
}

/// `cargo` of the nightly toolchain: through rustup's own name, since ours is pinned.
fn nightly_cargo() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo"]).current_dir(root());
    for name in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN", "RUSTDOC"] {
        command.env_remove(name);
    }
    command
}

fn host() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".into())
}
