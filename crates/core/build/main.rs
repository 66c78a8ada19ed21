//! Compiles the interpreter's own Python (`src/hidden/*.py`) to code objects, and packs tables of characters.

mod characters;

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
    let mut functions = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        let options = Options { native: true, optimize: 2, ..Options::default() };
        let compiled = compile(&source, &format!("<{name}>"), Mode::Exec, options)
            .unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
        // The modules' bodies are never run.
        for c in &compiled.code.consts {
            if let Const::Code(function) = c {
                functions.push(without_what_nobody_sees(function));
            }
        }
    }
    fs::write(out.join("hidden.code"), postcard::to_stdvec(&functions).unwrap()).unwrap();
}

/// No traceback shows where its instructions come from, and nothing asks for its locals by name but a call with keywords:
/// together that is more than half of the code.
fn without_what_nobody_sees(code: &Code) -> Code {
    let mut code = code.clone();
    code.positions = Box::default();
    code.qualname = Box::default();
    code.filename = "<hidden>".into();
    code.first_line = 0;
    let by_name = code.posonly_count as usize..(code.arg_count + code.kwonly_count) as usize;
    for (i, local) in code.locals.iter_mut().enumerate() {
        if !by_name.contains(&i) {
            local.name = Box::default();
        }
    }
    for c in &mut code.consts {
        if let Const::Code(inner) = c {
            *inner = Arc::new(without_what_nobody_sees(inner));
        }
    }
    code
}
