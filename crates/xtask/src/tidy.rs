//! The architecture's sentences as checks: who may depend on whom, where `unsafe` and wasm may be spoken of.
use crate::Result;
use crate::dist::files;
use crate::run::{cargo, output, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A file longer than this should be cut by theme. It is a warning: a table may be long.
const LONG_FILE_LINES: usize = 800;

/// From low to high. A crate may depend on crates of lower layers, and on those of its own that `SAME_LAYER` names.
const LAYERS: &[&[&str]] = &[
    &["bytecode", "heap", "real", "trace", "protocol"],
    &["compiler", "core"],
    &["stdlib"],
    &["sim", "par", "analyze"],
    &["lessons"],
    &["engine", "cli", "web"],
    &["xtask"],
];

/// Crates of ours that stand in for others of that name: see `[patch.crates-io]`.
const STAND_INS: &[&str] = &["unicode_names2", "unicode-normalization"];
/// What the page may know: never the VM.
const WEB_MAY_USE: &[&str] = &["protocol", "trace", "lessons"];
/// Where code that is not checked by the compiler may be.
const UNSAFE_MAY_BE_IN: &str = "crates/heap/";
/// Crates that know they may be running in a browser.
const WASM_MAY_BE_IN: &[&str] = &["crates/engine/", "crates/xtask/", "web/", PAGES_COME_FROM];
/// The one exception below the engine: on wasm the heap's pages come from the memory's own growth.
const PAGES_COME_FROM: &str = "crates/heap/src/region.rs";

/// `cargo xtask tidy`.
pub fn command() -> Result {
    let mut faults = dependencies()?;
    let mut long = Vec::new();
    for file in files(&root().join("crates"))?.into_iter().chain(files(&root().join("web"))?) {
        let name = file.strip_prefix(root()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if name.contains("/node_modules/") || name.contains("/target/") || !name.ends_with(".rs") {
            continue;
        }
        let text = fs::read_to_string(&file).map_err(|e| format!("{name}: {e}"))?;
        faults.extend(source(&name, &text));
        if text.lines().count() > LONG_FILE_LINES {
            long.push(format!("{name}: {} lines", text.lines().count()));
        }
    }
    long.iter().for_each(|line| eprintln!("warning: {line} (more than {LONG_FILE_LINES}: cut it by theme)"));
    if faults.is_empty() {
        println!("tidy: every sentence of the architecture holds");
        return Ok(());
    }
    faults.iter().for_each(|fault| eprintln!("tidy: {fault}"));
    Err(format!("tidy: {} sentence(s) of the architecture do not hold", faults.len()))
}

/// What is wrong with who depends on whom, by name and folder.
fn dependencies() -> Result<Vec<String>> {
    let metadata = output(cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|e| format!("cargo metadata: {e}"))?;
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let full = package["name"].as_str().unwrap_or("");
        if STAND_INS.contains(&full) {
            continue;
        }
        let Some(name) = full.strip_prefix("gilscope-") else {
            faults.push(format!("package {full}: its name does not begin with gilscope-"));
            continue;
        };
        let folder = Path::new(package["manifest_path"].as_str().unwrap_or("")).parent().and_then(Path::file_name);
        if folder.is_none_or(|folder| folder != name) {
            faults.push(format!("package {full} does not lie in a folder called {name}"));
        }
        let used = package["dependencies"].as_array().into_iter().flatten();
        // Tests may look up: only what is linked into the product has a direction.
        let linked = used.filter(|d| d["kind"].is_null() || d["kind"] == "build");
        let own = linked.filter_map(|d| d["name"].as_str()?.strip_prefix("gilscope-").map(str::to_owned));
        uses.insert(name.to_owned(), own.collect());
    }
    faults.extend(direction(&uses));
    Ok(faults)
}

/// "Lower never knows higher", and "web knows only protocol, trace and the lesson texts".
fn direction(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let layer = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    let mut faults = Vec::new();
    for (name, used) in uses {
        let Some(own) = layer(name) else {
            faults.push(format!("crate {name} has no layer: give it one in crates/xtask/src/tidy.rs"));
            continue;
        };
        for other in used {
            let upward = layer(other).is_none_or(|theirs| theirs > own);
            if upward {
                faults.push(format!("{name} depends on {other}, which is higher"));
            }
            if name == "web" && !WEB_MAY_USE.contains(&other.as_str()) {
                faults.push(format!("web depends on {other}: the page knows only {}", WEB_MAY_USE.join(", ")));
            }
        }
    }
    faults
}

/// What is wrong within one file of Rust.
fn source(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        let place = format!("{name}:{}", index + 1);
        let spoken = |word: &str| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
        let unsafe_code = spoken("unsafe") || code.contains("allow(unsafe_code") || code.contains("expect(unsafe_code");
        if unsafe_code && !name.starts_with(UNSAFE_MAY_BE_IN) && !name.starts_with("crates/xtask/") {
            faults.push(format!("{place}: unsafe outside {UNSAFE_MAY_BE_IN}"));
        }
        let wasm = ["wasm_bindgen", "js_sys", "web_sys"].iter().any(|word| spoken(word)) || code.contains("wasm32");
        if wasm && !WASM_MAY_BE_IN.iter().any(|folder| name.starts_with(folder)) {
            faults.push(format!("{place}: wasm is spoken of below the engine"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(pairs: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        pairs.iter().map(|(name, used)| ((*name).to_owned(), used.iter().map(|u| (*u).to_owned()).collect())).collect()
    }

    #[test]
    fn a_lower_crate_may_not_use_a_higher_one() {
        assert!(direction(&uses(&[("core", &["heap", "bytecode"])])).is_empty());
        assert_eq!(direction(&uses(&[("heap", &["core"])])).len(), 1);
        assert_eq!(direction(&uses(&[("unheard_of", &[])])).len(), 1);
    }

    #[test]
    fn the_page_knows_nothing_of_the_vm() {
        assert!(direction(&uses(&[("web", &["protocol", "trace"])])).is_empty());
        assert_eq!(direction(&uses(&[("web", &["core"])])).len(), 1);
    }

    #[test]
    fn unsafe_and_wasm_have_their_places() {
        assert!(source("crates/heap/src/a.rs", "unsafe { x() }").is_empty());
        assert!(source("crates/core/src/a.rs", "// unsafe in a comment").is_empty());
        assert_eq!(source("crates/core/src/a.rs", "unsafe { x() }").len(), 1);
        assert_eq!(source("crates/par/src/a.rs", "use wasm_bindgen::prelude::*;").len(), 1);
        assert!(source("crates/engine/src/a.rs", "use wasm_bindgen::prelude::*;").is_empty());
    }
}
