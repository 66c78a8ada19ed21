//! The notices of what the site contains of others: crates linked into its wasm, packages bundled into its editor.
use crate::Result;
use crate::run::{cargo, output, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The text of `third-party-notices.txt`.
pub fn text() -> Result<String> {
    let mut text =
        String::from("Gilscope contains work of others. Each is named with its licence and the text of it.\n");
    for (name, (licence, texts)) in crates()?.into_iter().chain(packages()?) {
        text.push_str(&format!("\n{}\n{name}: {licence}\n\n", "=".repeat(80)));
        text.push_str(&texts);
    }
    Ok(text)
}

type Notices = BTreeMap<String, (String, String)>;

/// Every crate that is linked into the page or an engine (what only builds or tests is not in the site).
fn crates() -> Result<Notices> {
    let metadata = output(cargo().args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform=wasm32-unknown-unknown",
        "--features=gilscope-engine/threads",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).filter_map(|p| Some((p["id"].as_str()?, p))).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).filter_map(|n| Some((n["id"].as_str()?, n))).collect();
    let mut waiting: Vec<&str> = packages
        .iter()
        .filter(|(_, p)| matches!(p["name"].as_str(), Some("gilscope-web" | "gilscope-engine")))
        .map(|(id, _)| *id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes.get(id).into_iter().flat_map(|node| list(&node["deps"])) {
            // A kind of null is an ordinary dependency; "dev" and "build" do not end up in the wasm.
            let linked = list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
            if let (true, Some(id)) = (linked, dependency["pkg"].as_str()) {
                waiting.push(id);
            }
        }
    }
    let mut notices = Notices::new();
    for package in seen.iter().filter_map(|id| packages.get(id)).filter(|p| !p["source"].is_null()) {
        let name = format!("{} {}", string(&package["name"]), string(&package["version"]));
        let folder = Path::new(string(&package["manifest_path"])).parent().unwrap_or(Path::new("")).to_path_buf();
        notices.insert(name, (string(&package["license"]).to_owned(), licence_texts(&folder)?));
    }
    Ok(notices)
}

/// Every package that the editor's bundle may contain; its tools (`dev` in the lock file) are left out.
fn packages() -> Result<Notices> {
    let folder = root().join("web/editor");
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Ok(Notices::new());
    }
    let lock = fs::read_to_string(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    let lock: Value = serde_json::from_str(&lock).map_err(|e| format!("package-lock.json: {e}"))?;
    let mut notices = Notices::new();
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        let Some(name) = path.strip_prefix("node_modules/") else {
            continue;
        };
        if package["dev"].as_bool() == Some(true) {
            continue;
        }
        let title = format!("{name} {}", string(&package["version"]));
        notices.insert(title, (string(&package["license"]).to_owned(), licence_texts(&folder.join(path))?));
    }
    Ok(notices)
}

/// The licence files at a package's top. Many crates of one family ship none; their SPDX expression stands alone then.
fn licence_texts(folder: &Path) -> Result<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(String::new());
    };
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    paths.sort();
    let mut texts = String::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"]
            .iter()
            .any(|stem| name.starts_with(stem))
        {
            texts.push_str(
                String::from_utf8_lossy(&fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?).trim_end(),
            );
            texts.push_str("\n\n");
        }
    }
    Ok(texts)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}
