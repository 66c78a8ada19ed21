//! Gathers `pylib/**/*.py` into a table: module name, whether it is a package, source text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=pylib");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("pylib");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut modules: Vec<(String, bool, PathBuf)> = files.into_iter().map(|f| name_of(&root, f)).collect();
    modules.sort();
    let mut table = String::from("[\n");
    for (name, package, path) in &modules {
        let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let path = path.to_str().unwrap();
        writeln!(
            table,
            "Frozen {{ name: {name:?}, package: {package}, filename: {:?}, source: include_str!({path:?}) }},",
            format!("/lib/python3.14/{rel}"),
        )
        .unwrap();
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    fs::write(out.join("frozen.rs"), table).unwrap();
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "py") {
            files.push(path);
        }
    }
}

fn name_of(root: &Path, path: PathBuf) -> (String, bool, PathBuf) {
    let rel = path.strip_prefix(root).unwrap().with_extension("");
    let mut parts: Vec<String> = rel.iter().map(|p| p.to_str().unwrap().to_owned()).collect();
    let package = parts.last().is_some_and(|p| p == "__init__");
    if package {
        parts.pop();
    }
    (parts.join("."), package, path)
}
