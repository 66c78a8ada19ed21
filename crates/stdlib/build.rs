//! Gathers `pylib/**/*.py` into a table: module name, whether it is a package or part of the interpreter, file name,
//! source text less what only its authors read, and with the feature `frozen` the code it compiles to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gilscope_compiler::{Mode, Options, compile};

/// Is the module one that CPython has in C? Tracebacks and stepping pass over its functions.
fn is_native(name: &str) -> bool {
    name.starts_with('_') && !matches!(name, "_collections_abc" | "__future__")
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
        let native = is_native(name);
        let source = shortened(&fs::read_to_string(path).unwrap(), native);
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
        let text = out.join(format!("{name}.py"));
        fs::write(&text, source).unwrap();
        writeln!(
            table,
            "Frozen {{ name: {name:?}, package: {package}, native: {native}, filename: {filename:?}, \
             source: include_str!({text:?}), code: include_bytes!({blob:?}) }},",
        )
        .unwrap();
    }
    table.push(']');
    fs::write(out.join("frozen.rs"), table).unwrap();
}

/// The text without docstrings, and in files where nobody steps without comments: a fifth of what the library weighs
/// in a browser. Every line stays where it is.
///
/// Our files keep to one form: a docstring stands alone on its lines, without a prefix, and is the first thing in its
/// block.
fn shortened(source: &str, no_comments: bool) -> String {
    let mut out = String::with_capacity(source.len());
    let mut lines = source.lines().peekable();
    // May a docstring stand on the next line?
    let mut begins = true;
    while let Some(line) = lines.next() {
        let text = line.trim_start();
        if begins && text.starts_with(['"', '\'']) {
            let long = text.starts_with("\"\"\"");
            let mut ends = !long || (text.len() > 5 && text.ends_with("\"\"\""));
            let mut height = 1;
            while !ends {
                let line = lines.next().expect("a docstring ends");
                ends = line.ends_with("\"\"\"");
                height += 1;
            }
            // A block of nothing else needs something in its place.
            let indent = line.len() - text.len();
            let next = lines.clone().find(|l| !l.trim().is_empty());
            if indent > 0 && next.is_none_or(|next| next.len() - next.trim_start().len() < indent) {
                out.push_str(&line[..indent]);
                out.push_str("pass");
            }
            out.push_str(&"\n".repeat(height));
            begins = false;
            continue;
        }
        if no_comments && text.starts_with('#') {
            out.push('\n');
            continue;
        }
        if !text.is_empty() {
            let code = text.split("  #").next().unwrap_or(text);
            begins = code.ends_with(':');
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
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
