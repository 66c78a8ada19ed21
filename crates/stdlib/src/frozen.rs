//! Modules in Python, and the way to the compiler.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gilscope_bytecode::Code;
use gilscope_compiler::{Mode, Options};
use gilscope_core::{CompileError, CompileOptions};

/// The modules of `pylib`.
struct Table {
    /// The first line of the file that the modules are in which do not come with the engine.
    library: &'static str,
    modules: &'static [Frozen],
}

/// A module of `pylib`.
struct Frozen {
    name: &'static str,
    package: bool,
    /// Part of the interpreter: C in CPython.
    native: bool,
    /// As CPython's own library is named in tracebacks.
    filename: &'static str,
    text: Text,
    /// A code object, serialised; empty without the feature `frozen`: on the wire the text alone is a quarter of it.
    code: &'static [u8],
}

/// Where a module's source text is.
#[cfg_attr(not(feature = "fetched"), expect(dead_code, reason = "everything is here"))]
enum Text {
    Here(&'static str),
    /// In the library's file, from this byte on.
    Fetched {
        at: usize,
        bytes: usize,
    },
}

/// By name.
static TABLE: Table = include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// Names of CPython's standard library, in order.
static NAMES: &str = include_str!("module_names.txt");

/// Code that was asked for before, by module: it is the same for every program.
static KNOWN: Mutex<BTreeMap<&str, Arc<Code>>> = Mutex::new(BTreeMap::new());

/// The library's file, once a program has asked for a module in it.
static LIBRARY: OnceLock<String> = OnceLock::new();

/// Fetches the library's file, and waits until it is there; an error says why it cannot be had.
pub type Fetch = fn() -> Result<String, String>;

static FETCH: OnceLock<Fetch> = OnceLock::new();

/// Says how the modules are fetched that do not come with the engine (feature `fetched`).
pub fn provide(fetch: Fetch) {
    FETCH.get_or_init(|| fetch);
}

/// The code of a module in Python, and whether it is a package; an error says why it cannot be had now.
pub fn find(name: &str) -> Result<Option<(Arc<Code>, bool)>, String> {
    let Some(f) = TABLE.modules.iter().find(|f| f.name == name) else { return Ok(None) };
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = known().get(f.name) {
        return Ok(Some((code.clone(), f.package)));
    }
    // Not under the lock: two workers may both do it.
    let code = thaw(f)?;
    known().insert(f.name, code.clone());
    Ok(Some((code, f.package)))
}

/// # Panics
/// If the module does not compile, which the build has made sure of.
fn thaw(f: &Frozen) -> Result<Arc<Code>, String> {
    if !f.code.is_empty() {
        return Ok(postcard::from_bytes(f.code).unwrap_or_else(|e| panic!("{}: {e}", f.filename)));
    }
    let options = Options { native: f.native, ..Options::default() };
    match gilscope_compiler::compile(text(f)?, f.filename, Mode::Exec, options) {
        Ok(compiled) => Ok(compiled.code),
        Err(e) => panic!("{}: {}", f.filename, e.msg),
    }
}

fn text(f: &Frozen) -> Result<&'static str, String> {
    match f.text {
        Text::Here(text) => Ok(text),
        Text::Fetched { at, bytes } => Ok(&library()?[at..at + bytes]),
    }
}

fn library() -> Result<&'static str, String> {
    if let Some(library) = LIBRARY.get() {
        return Ok(library);
    }
    let fetch = FETCH.get().ok_or("nothing fetches it here")?;
    let library = fetch()?;
    if library.lines().next() != Some(TABLE.library) {
        return Err("it is another version's".to_owned());
    }
    Ok(LIBRARY.get_or_init(|| library))
}

/// Does CPython have a module of this name?
pub fn is_missing(name: &str) -> bool {
    NAMES.lines().any(|n| n == name)
}

/// Top-level modules of CPython's standard library. (Below them the list has what is missing here of packages that are
/// here.)
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.lines().filter(|n| !n.contains('.'))
}

/// The source text of a module in Python, by the file name in its code.
pub fn source(filename: &str) -> Option<&'static str> {
    let module = TABLE.modules.iter().find(|f| f.filename == filename)?;
    text(module).ok()
}

/// Compiles a program. The mode `<program>` is `exec` for a file: what CPython's traceback looks at then is its text.
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
            let typo = gilscope_compiler::keyword_typo(&e, source, is_program);
            Err(CompileError { typo: typo.map(|typo| Box::new(to_typo(typo))), ..to_error(&e) })
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
        typo: None,
    }
}

fn to_typo(typo: gilscope_compiler::KeywordTypo) -> CompileError {
    CompileError {
        class: "SyntaxError",
        message: typo.msg,
        line: typo.lineno,
        column: typo.offset.unsigned_abs(),
        end_line: typo.lineno,
        end_column: typo.end_offset,
        text: Some(typo.text),
        ..CompileError::default()
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
        typo: None,
    }
}
