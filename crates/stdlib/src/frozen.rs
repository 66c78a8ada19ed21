//! Modules in Python, and the way to the compiler.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gilscope_bytecode::Code;
use gilscope_compiler::{Mode, Options};
use gilscope_core::{CompileError, CompileOptions};

/// A module of `pylib`.
struct Frozen {
    name: &'static str,
    package: bool,
    /// Part of the interpreter: C in CPython.
    native: bool,
    /// As CPython's own library is named in tracebacks.
    filename: &'static str,
    source: &'static str,
    /// A code object, serialised; empty without the feature `frozen`: on the wire the text alone is a quarter of it.
    code: &'static [u8],
}

/// By name.
static FROZEN: &[Frozen] = &include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// Names of CPython's standard library, in order.
static NAMES: &str = include_str!("module_names.txt");

/// Code that was asked for before, by module: it is the same for every program.
static KNOWN: Mutex<BTreeMap<&str, Arc<Code>>> = Mutex::new(BTreeMap::new());

/// The code of a module in Python, and whether it is a package.
pub fn find(name: &str) -> Option<(Arc<Code>, bool)> {
    let f = FROZEN.iter().find(|f| f.name == name)?;
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = known().get(f.name) {
        return Some((code.clone(), f.package));
    }
    // Not under the lock: two workers may both do it.
    let code = thaw(f);
    known().insert(f.name, code.clone());
    Some((code, f.package))
}

/// # Panics
/// If the module does not compile, which the build has made sure of.
fn thaw(f: &Frozen) -> Arc<Code> {
    if !f.code.is_empty() {
        return postcard::from_bytes(f.code).unwrap_or_else(|e| panic!("{}: {e}", f.filename));
    }
    let options = Options { native: f.native, ..Options::default() };
    match gilscope_compiler::compile(f.source, f.filename, Mode::Exec, options) {
        Ok(compiled) => compiled.code,
        Err(e) => panic!("{}: {}", f.filename, e.msg),
    }
}

/// Does CPython have a module of this name?
pub fn is_missing(name: &str) -> bool {
    names().any(|n| n == name)
}

/// Top-level modules of CPython's standard library.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.lines()
}

/// The source text of a module in Python, by the file name in its code.
pub fn source(filename: &str) -> Option<&'static str> {
    FROZEN.iter().find(|f| f.filename == filename).map(|f| f.source)
}

/// Compiles a program. The mode `<program>` is `exec` for what is printed at once if it is wrong.
pub fn compile(
    source: &str,
    filename: &str,
    mode: &str,
    options: CompileOptions,
) -> Result<gilscope_core::Compiled, CompileError> {
    let is_program = mode == "<program>";
    let mode = match mode {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    };
    let CompileOptions { optimize, future_annotations, top_level_await } = options;
    let options = Options { optimize, future_annotations, top_level_await, native: false };
    match gilscope_compiler::compile(source, filename, mode, options) {
        Ok(gilscope_compiler::Compiled { code, warnings }) => {
            Ok(gilscope_core::Compiled { code, warnings: warnings.into_iter().map(to_warning).collect() })
        }
        Err(e) => {
            let mut error = to_error(&e);
            if is_program && let Some(typo) = gilscope_compiler::keyword_typo(&e, source, true) {
                error.message = typo.msg;
                error.line = typo.lineno;
                error.column = typo.offset.unsigned_abs();
                error.end_line = typo.lineno;
                error.end_column = typo.end_offset;
                error.text = Some(typo.text);
            }
            Err(error)
        }
    }
}

fn to_error(e: &gilscope_compiler::SyntaxError) -> CompileError {
    CompileError {
        class: e.class.name(),
        message: e.msg.clone(),
        line: e.lineno.unwrap_or(0),
        column: e.offset.unwrap_or(0).max(0) as u32,
        end_line: e.end_lineno.unwrap_or(0),
        end_column: e.end_offset.unwrap_or(0),
        text: e.text.clone(),
        text_of_file: e.text_of_file,
    }
}

fn to_warning(w: gilscope_compiler::SyntaxWarning) -> CompileError {
    CompileError {
        class: "SyntaxWarning",
        message: w.msg,
        line: w.lineno,
        column: w.offset,
        end_line: w.end_lineno,
        end_column: w.end_offset as i32,
        text: Some(w.text),
        text_of_file: w.text_of_file,
    }
}
