//! Compiles the interpreter's own Python (`src/hidden/*.py`) to code objects, and packs tables of characters.

mod characters;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use gilscope_bytecode::{Code, Const};
use gilscope_compiler::{Mode, Options, compile};

fn main() {
    println!("cargo::rerun-if-changed=src/hidden");
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    characters::write(&out);
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
        let code = without_positions(&compiled.code);
        fs::write(out.join(format!("{name}.code")), postcard::to_stdvec(&code).unwrap()).unwrap();
        writeln!(table, "({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.code\"))),").unwrap();
    }
    table.push(']');
    fs::write(out.join("hidden.rs"), table).unwrap();
}

/// Where in the text its instructions come from: no traceback shows it, and it is more than half of the code.
fn without_positions(code: &Code) -> Code {
    let mut code = code.clone();
    code.positions = Box::default();
    for c in &mut code.consts {
        if let Const::Code(inner) = c {
            *inner = Arc::new(without_positions(inner));
        }
    }
    code
}
