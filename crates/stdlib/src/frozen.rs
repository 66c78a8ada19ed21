//! Modules in Python, and the way to the compiler.

use std::sync::Arc;

use gilscope_bytecode::Code;
use gilscope_compiler::{Mode, Options};
use gilscope_core::CompileError;

/// A module of `pylib`.
struct Frozen {
    name: &'static str,
    package: bool,
    /// As CPython's own library is named in tracebacks.
    filename: &'static str,
    source: &'static str,
    /// A code object, serialised.
    code: &'static [u8],
}

/// By name.
static FROZEN: &[Frozen] = &include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// Names of CPython's standard library, in order.
static NAMES: &str = include_str!("module_names.txt");

/// The code of a module in Python, and whether it is a package.
pub fn find(name: &str) -> Option<(Arc<Code>, bool)> {
    let f = FROZEN.iter().find(|f| f.name == name)?;
    let code = postcard::from_bytes(f.code).unwrap_or_else(|e| panic!("{}: {e}", f.filename));
    Some((code, f.package))
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

/// Compiles a program.
pub fn compile(source: &str, filename: &str, mode: &str) -> Result<Arc<Code>, CompileError> {
    let mode = match mode {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    };
    match gilscope_compiler::compile(source, filename, mode, Options::default()) {
        Ok(compiled) => Ok(compiled.code),
        Err(e) => Err(to_error(&e)),
    }
}

fn to_error(e: &gilscope_compiler::SyntaxError) -> CompileError {
    CompileError {
        class: e.class.name(),
        message: e.msg.clone(),
        line: e.lineno.unwrap_or(0),
        column: e.offset.unwrap_or(0).max(0) as u32,
        end_line: e.end_lineno.unwrap_or(0),
        end_column: e.end_offset.unwrap_or(0).max(0) as u32,
        text: e.text.clone(),
    }
}
