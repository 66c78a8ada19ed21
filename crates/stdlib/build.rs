//! Makes a table of `pylib/**/*.py`: what each module is called, and its source text, or where that is in the file that
//! is fetched; with the feature `frozen` the code it compiles to.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use gilscope_compiler::{Mode, Options, compile};

#[path = "pack.rs"]
mod pack;

fn main() {
    println!("cargo::rerun-if-changed=pylib");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=pack.rs");
    let pylib = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("pylib");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let [frozen, fetched] = ["FROZEN", "FETCHED"].map(|name| env::var_os(format!("CARGO_FEATURE_{name}")).is_some());
    let modules = pack::modules(&pylib);
    let library = pack::library(&modules);
    let (head, _) = library.split_once('\n').unwrap();
    let mut at = head.len() + 1;
    let mut table = format!("Table {{ library: {head:?}, modules: &[\n");
    for module in &modules {
        let pack::Module { name, package, native, path, source } = module;
        let filename = format!("/lib/python3.14/{path}");
        let options = Options { native: *native, ..Options::default() };
        let compiled = compile(source, &filename, Mode::Exec, options).unwrap_or_else(|e| panic!("{path}: {e:?}"));
        let blob = out.join(format!("{name}.code"));
        // Without the feature it was only compiled to see that it compiles.
        let code = if frozen { postcard::to_stdvec(&compiled.code).unwrap() } else { Vec::new() };
        fs::write(&blob, code).unwrap();
        let text = out.join(format!("{name}.py"));
        fs::write(&text, source).unwrap();
        let place = if fetched && module.is_fetched() {
            format!("Text::Fetched {{ at: {at}, bytes: {} }}", source.len())
        } else {
            format!("Text::Here(include_str!({text:?}))")
        };
        if module.is_fetched() {
            at += source.len();
        }
        writeln!(
            table,
            "Frozen {{ name: {name:?}, package: {package}, native: {native}, filename: {filename:?}, \
             text: {place}, code: include_bytes!({blob:?}) }},",
        )
        .unwrap();
    }
    table.push_str("] }");
    fs::write(out.join("frozen.rs"), table).unwrap();
}
