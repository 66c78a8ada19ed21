//! Gathers `pylib/**/*.py` into a table: module name, whether it is a package or part of the interpreter, file name,
//! source text, and with the feature `frozen` the code it compiles to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gilscope_compiler::{Mode, Options, compile};

/// Is the module one that CPython has in C? Tracebacks and stepping pass over its functions.
fn is_native(name: &str) -> bool {
    name.starts_with('_') && name != "_collections_abc"
}

fn main() {
    println!("cargo::rerun-if-changed=pylib");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("pylib");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut modules: Vec<(String, bool, PathBuf)> = files.into_iter().map(|f| name_of(&root, f)).collect();
    modules.sort();
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let mut table = String::from("[\n");
    for (name, package, path) in &modules {
        let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let filename = format!("/lib/python3.14/{rel}");
        let source = fs::read_to_string(path).unwrap();
        let native = is_native(name);
        let options = Options { native, ..Options::default() };
        let compiled =
            compile(&source, &filename, Mode::Exec, options).unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
        let blob = out.join(format!("{name}.code"));
        // Without the feature it was only compiled to see that it compiles.
        let code = if env::var_os("CARGO_FEATURE_FROZEN").is_some() {
            postcard::to_stdvec(&compiled.code).unwrap()
        } else {
            Vec::new()
        };
        fs::write(&blob, code).unwrap();
        let path = path.to_str().unwrap();
        writeln!(
            table,
            "Frozen {{ name: {name:?}, package: {package}, native: {native}, filename: {filename:?}, \
             source: include_str!({path:?}), code: include_bytes!({blob:?}) }},",
        )
        .unwrap();
    }
    table.push(']');
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
