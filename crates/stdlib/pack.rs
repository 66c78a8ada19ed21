// The modules in Python as they are built in, or put into the file that a browser fetches. Used by this crate's build
// script and by `cargo xtask`, which writes that file: both must come to the same text.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules that are always built in: what nearly every program with threads imports.
const ALWAYS: &[&str] = &["_contextvars", "_sysinfo", "queue", "threading"];

/// A module of `pylib`.
pub struct Module {
    /// With dots.
    pub name: String,
    pub package: bool,
    /// Part of the interpreter: C in CPython. Tracebacks and stepping pass over its functions.
    pub native: bool,
    /// Its path below `pylib`, with slashes.
    pub path: String,
    /// Less what only its authors read.
    pub source: String,
}

impl Module {
    /// Is it fetched, where the library does not come with the engine?
    pub fn is_fetched(&self) -> bool {
        !ALWAYS.contains(&self.name.as_str())
    }
}

/// All modules, by name.
pub fn modules(pylib: &Path) -> Vec<Module> {
    let mut files = Vec::new();
    collect(pylib, &mut files);
    let mut modules: Vec<Module> = files.iter().map(|file| read(pylib, file)).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}

/// The file with the modules that are fetched, one after the other below a line that names its content.
pub fn library(modules: &[Module]) -> String {
    let body: String = modules.iter().filter(|m| m.is_fetched()).map(|m| m.source.as_str()).collect();
    // FNV-1a: a name for a version, no protection.
    let hash = body
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}\n{body}")
}

fn read(pylib: &Path, file: &Path) -> Module {
    let below = file.strip_prefix(pylib).unwrap();
    let mut parts: Vec<&str> = below.iter().map(|part| part.to_str().unwrap()).collect();
    let path = parts.join("/");
    let last = parts.pop().unwrap();
    let package = last == "__init__.py";
    if !package {
        parts.push(last.trim_end_matches(".py"));
    }
    let name = parts.join(".");
    let native = name.starts_with('_') && !matches!(name.as_str(), "_collections_abc" | "__future__");
    let source = shortened(&fs::read_to_string(file).unwrap(), native);
    Module { name, package, native, path, source }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "py") {
            files.push(path);
        }
    }
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
