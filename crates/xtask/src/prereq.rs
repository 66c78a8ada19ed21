//! What has to be there before anything is built; each missing thing is named in one line with its remedy.
use crate::Result;
use crate::run::{output, root};
use std::path::PathBuf;
use std::process::Command;

/// The oldest Node that the tests and the editor's bundler run on.
const NODE_MAJOR: u32 = 20;

/// The wasm target and, for the threaded engine, the source of the standard library.
pub fn rust() -> Result {
    let sysroot = PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()))?.trim());
    let remedy = "run `rustup toolchain install --no-self-update` here (it reads rust-toolchain.toml)";
    if !sysroot.join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        return Err(format!("the target wasm32-unknown-unknown is missing: {remedy}"));
    }
    if !sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Err(format!("the component rust-src is missing: {remedy}"));
    }
    Ok(())
}

/// Node and npm: the editor's bundle and the browser tests need them.
pub fn node() -> Result {
    let remedy = format!("install Node.js {NODE_MAJOR} or newer with npm: https://nodejs.org/");
    let version = Command::new("node").arg("--version").output().map_err(|_| format!("node is missing: {remedy}"))?;
    let text = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let major = text.trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE_MAJOR => {}
        _ => return Err(format!("node is {text}: {remedy}")),
    }
    if !crate::run::exists(npm()) {
        return Err(format!("npm is missing: {remedy}"));
    }
    Ok(())
}

/// npm's name: a script with an extension on Windows.
pub fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// Installs what a folder's package-lock.json names, unless it is installed already.
pub fn node_modules(folder: &str) -> Result {
    node()?;
    let folder = root().join(folder);
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules/.package-lock.json");
    let newer =
        |a: &PathBuf, b: &PathBuf| Some(a.metadata().ok()?.modified().ok()? > b.metadata().ok()?.modified().ok()?);
    if stamp.is_file() && newer(&lock, &stamp) != Some(true) {
        return Ok(());
    }
    let verb = if lock.is_file() { "ci" } else { "install" };
    crate::run::run(
        Command::new(npm()).args([verb, "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder),
    )
    .map_err(|e| format!("{e}: npm could not fetch its packages; is there a network?"))
}
