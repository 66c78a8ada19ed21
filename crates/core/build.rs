//! Compiles the interpreter's own Python (`src/hidden/*.py`) to code objects.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use gilscope_compiler::{Mode, Options, compile};

fn main() {
    println!("cargo::rerun-if-changed=src/hidden");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let mut files: Vec<PathBuf> = fs::read_dir("src/hidden").unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "py"));
    files.sort();
    let mut table = String::from("&[\n");
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        let options = Options { native: true, optimize: 2, ..Options::default() };
        let compiled = compile(&source, &format!("<{name}>"), Mode::Exec, options)
            .unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
        fs::write(out.join(format!("{name}.code")), postcard::to_stdvec(&compiled.code).unwrap()).unwrap();
        writeln!(table, "({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.code\"))),").unwrap();
    }
    table.push(']');
    fs::write(out.join("hidden.rs"), table).unwrap();
}
