//! Modules in Python, and the way to the compiler.

use std::sync::Arc;

use gilscope_bytecode::Code;
use gilscope_core::CompileError;

/// A module of `pylib`.
struct Frozen {
    name: &'static str,
    package: bool,
    /// As CPython's own library is named in tracebacks.
    filename: &'static str,
    source: &'static str,
}

/// By name.
static FROZEN: &[Frozen] = &include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// Names of CPython's standard library, in order.
static NAMES: &str = include_str!("module_names.txt");

/// The code of a module in Python, and whether it is a package.
pub fn find(_name: &str) -> Option<(Arc<Code>, bool)> {
    None
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
pub fn compile(_source: &str, _filename: &str, _mode: &str) -> Result<Arc<Code>, CompileError> {
    Err(CompileError { class: "SyntaxError", message: "no compiler".into(), ..CompileError::default() })
}
