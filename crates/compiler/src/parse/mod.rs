//! The parser, and its errors in CPython's words.

mod escapes;
mod mistakes;
mod nesting;
mod numbers;
mod peg;
pub mod texts;
mod tokens;
mod typo;

pub use typo::{KeywordTypo, keyword_typo};

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode as ParserMode, ParseOptions, parse_unchecked};

use crate::Mode;
use crate::error::{Error, Result, SyntaxError, SyntaxWarning};
use crate::ir::Loc;
use crate::lint::{self, Warnings};
use crate::source::Source;

/// The syntax tree, and warnings about the tokens.
pub(crate) fn parse(source: &Source, mode: Mode) -> Result<(Mod, Warnings)> {
    nesting::check(source)?;
    let parser_mode = if mode == Mode::Eval { ParserMode::Expression } else { ParserMode::Module };
    let options = ParseOptions::from(parser_mode).with_target_version(PythonVersion::PY314);
    let parsed = parse_unchecked(&source.text, options);
    let range = parsed
        .errors()
        .first()
        .map(|error| error.location)
        .or_else(|| parsed.unsupported_syntax_errors().first().map(|error| error.range));
    if let Some(range) = range {
        let found = peg::Parser::new(source).and_then(|parser| parser.diagnose(mode == Mode::Eval));
        return Err(found.unwrap_or_else(|| Error::new("invalid syntax", source.loc_of(range))));
    }
    nesting::check_tabs(source)?;
    let warnings = lint::tokens(parsed.tokens(), source);
    Ok((parsed.into_syntax(), warnings))
}

/// Columns count characters from 1.
fn column(source: &Source, line: i32, col: i32) -> u32 {
    let line = source.line(line as u32);
    let end = line.len().min(col.max(0) as usize);
    line.get(..end).map_or(end, |before| before.chars().count()) as u32 + 1
}

/// Places an error as Python's `SyntaxError` does.
pub(crate) fn locate(error: Error, source: &Source) -> SyntaxError {
    let Loc { line, end_line, col, end_col } = error.loc;
    let known = line > 0;
    let columns = known && col >= 0;
    let offset = |line: i32, col: i32| if error.by_characters { col } else { column(source, line, col) as i32 };
    SyntaxError {
        class: error.class,
        msg: error.msg,
        filename: source.filename.clone(),
        lineno: known.then_some(line as u32),
        offset: if columns { Some(offset(line, col)) } else { known.then_some(0) },
        end_lineno: known.then_some(end_line as u32),
        end_offset: if columns { Some(offset(end_line, end_col)) } else { known.then_some(0) },
        text: known.then(|| source.line(line as u32).to_owned()),
        statement_line: error.statement,
        text_of_file: false,
    }
}

pub(crate) fn warning(msg: String, loc: Loc, source: &Source) -> SyntaxWarning {
    SyntaxWarning {
        text: source.line(loc.line.max(1) as u32).to_owned(),
        text_of_file: false,
        msg,
        lineno: loc.line.max(0) as u32,
        offset: column(source, loc.line, loc.col),
        end_lineno: loc.end_line.max(0) as u32,
        end_offset: column(source, loc.end_line, loc.end_col),
    }
}
