//! Finds the browsers that the tests drive, and installs them where it may.
use crate::Result;
use crate::run::{command, exists, output, run};
use std::path::PathBuf;

/// Where the two browsers' programs are.
pub struct Browsers {
    pub chromium: PathBuf,
    pub firefox: PathBuf,
}

/// Both browsers, installed if need be.
pub fn both() -> Result<Browsers> {
    Ok(Browsers { chromium: chromium()?, firefox: one("FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")? })
}

/// Chromium, installed if need be.
pub fn chromium() -> Result<PathBuf> {
    one("CHROMIUM", &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"], "chromium")
}

/// A browser by environment variable, by name on the PATH, or fresh from Debian's package `package`.
fn one(variable: &str, names: &[&str], package: &str) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    if let Some(found) = find(names) {
        return Ok(found);
    }
    let remedy = format!("run `sudo apt-get install -y {package}`, or set {variable} to a browser's program");
    if !exists("apt-get") || !root_user() {
        return Err(format!("{package} is missing: {remedy}"));
    }
    eprintln!("    installing {package}");
    let install = || -> Result {
        run(command("apt-get").args(["update", "-qq"]))?;
        run(command("apt-get").args(["install", "-y", "-qq", package]).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    install().map_err(|e| format!("{package} could not be installed ({e}): {remedy}"))?;
    find(names).ok_or_else(|| format!("{package} is installed but not on the PATH: {remedy}"))
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

fn root_user() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
