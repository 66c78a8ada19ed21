//! Python 3.14 text into code objects. The parser is ruff's; everything after it follows CPython's compiler, so that
//! `dis` shows what a learner would see there and tracebacks mark the same places.

mod codegen;
mod consts;
mod encoding;
mod error;
mod flowgraph;
mod future;
mod ir;
mod lint;
mod parse;
mod source;
mod strings;
mod symtable;
mod unparse;

use std::sync::Arc;

use gilscope_bytecode::{Code, CodeFlags};

pub use error::{ErrorClass, SyntaxError, SyntaxWarning};
/// Says what brings identifiers into normalization form KC; without it they stay as they are written.
#[cfg(feature = "fetched")]
pub use parse::texts::provide as provide_texts;
pub use parse::{KeywordTypo, keyword_typo};
use source::Source;
pub use unicode_normalization::provide as provide_nfkc;

/// What is being compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A module.
    #[default]
    Exec,
    /// One expression, whose value is the result.
    Eval,
    /// What was typed at a prompt: values of expressions are printed.
    Single,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Sets [`CodeFlags::NATIVE`] on every code object: part of the interpreter that happens to be Python.
    pub native: bool,
    /// 0; 1 drops `assert` and makes `__debug__` false; 2 drops docstrings as well.
    pub optimize: u8,
    /// As if the source began with `from __future__ import annotations`.
    pub future_annotations: bool,
    /// Allows `await` in a module, whose code is then a coroutine's.
    pub top_level_await: bool,
}

/// What compiling gives.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub code: Arc<Code>,
    /// In the order of CPython.
    pub warnings: Vec<SyntaxWarning>,
}

/// Compiles text.
pub fn compile(text: &str, filename: &str, mode: Mode, options: Options) -> Result<Compiled, Box<SyntaxError>> {
    let filename: Arc<str> = filename.into();
    if text.contains('\0') {
        let msg = "source code string cannot contain null bytes";
        return Err(Box::new(SyntaxError::without_place(msg.into(), filename)));
    }
    let mut text = source::normalize_newlines(text.strip_prefix('\u{feff}').unwrap_or(text));
    // As CPython's tokenizer does.
    let ended = mode == Mode::Exec && !text.is_empty() && !text.ends_with('\n');
    if ended {
        text.push('\n');
    }
    let source = Source::new(text, filename);
    let locate = |error| Box::new(parse::locate(error, &source));
    let (module, found) = parse::parse(&source, mode).map_err(|error| {
        let mut error = locate(error);
        if ended && error.msg.starts_with("unterminated") {
            error.text = error.text.map(|t| t.trim_end_matches('\n').to_owned());
        }
        error
    })?;
    generate(&source, &module, found, mode, options).map_err(|error| {
        let mut error = locate(error);
        error.text_of_file = true;
        error
    })
}

/// Compiles the bytes of a file: UTF-8, unless they begin with a declaration of another encoding.
pub fn compile_bytes(bytes: &[u8], filename: &str, mode: Mode, options: Options) -> Result<Compiled, Box<SyntaxError>> {
    match encoding::decode(bytes) {
        Ok(text) => compile(&text, filename, mode, options),
        Err(encoding::DecodeError { msg, place }) => {
            let mut error = SyntaxError::without_place(msg, filename.into());
            if let Some((line, column, text)) = place {
                (error.lineno, error.end_lineno) = (Some(line), Some(line));
                (error.offset, error.end_offset) = (Some(column), Some(column));
                error.text = Some(text);
            }
            Err(Box::new(error))
        }
    }
}

/// Does the text compile?
fn is_right(source: &Source, mode: Mode) -> bool {
    let options = Options::default();
    parse::parse(source, mode).is_ok_and(|(module, found)| generate(source, &module, found, mode, options).is_ok())
}

fn generate(
    source: &Source,
    module: &ruff_python_ast::Mod,
    mut found: lint::Warnings,
    mode: Mode,
    options: Options,
) -> error::Result<Compiled> {
    let in_text = found.len();
    let body: &[_] = match module {
        ruff_python_ast::Mod::Module(module) => &module.body,
        ruff_python_ast::Mod::Expression(_) => &[],
    };
    let has_docstring = mode == Mode::Exec && symtable::docstring(body).is_some();
    let future_annotations = future::annotations(body, source)? || options.future_annotations;
    found.extend(lint::statements(body, source));
    let table = symtable::build(module, source, future_annotations, options.top_level_await, has_docstring)?;
    let mut flags = CodeFlags::empty();
    flags.set(CodeFlags::NATIVE, options.native);
    let interactive = mode == Mode::Single;
    let (code, warnings) =
        codegen::compile(module, source, table, future_annotations, interactive, flags, options.optimize)?;
    found.extend(warnings);
    let warning =
        |(i, (msg, loc))| error::SyntaxWarning { text_of_file: i >= in_text, ..parse::warning(msg, loc, source) };
    let warnings = found.into_iter().enumerate().map(warning).collect();
    Ok(Compiled { code, warnings })
}
