//! Errors and warnings, as CPython words and places them.

use std::sync::Arc;

use crate::ir::Loc;

/// Which class of exception it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    SyntaxError,
    IndentationError,
    TabError,
    /// Not a syntax error to CPython: too deep, say.
    RecursionError,
    /// Not a syntax error to CPython: NUL bytes in an argument of `compile`, a number of too many digits.
    ValueError,
    MemoryError,
}

impl ErrorClass {
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::SyntaxError => "SyntaxError",
            ErrorClass::IndentationError => "IndentationError",
            ErrorClass::TabError => "TabError",
            ErrorClass::RecursionError => "RecursionError",
            ErrorClass::ValueError => "ValueError",
            ErrorClass::MemoryError => "MemoryError",
        }
    }
}

/// What `compile` raises. The fields are those of Python's `SyntaxError`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub class: ErrorClass,
    pub msg: String,
    pub filename: Arc<str>,
    /// From 1; `None` where CPython has none.
    pub lineno: Option<u32>,
    /// In characters, from 1; 0 means the whole line.
    pub offset: Option<i32>,
    pub end_lineno: Option<u32>,
    /// 0 or -1 where CPython does not know the end.
    pub end_offset: Option<i32>,
    /// The line, with its line break if it has one.
    pub text: Option<String>,
    /// From here on CPython looks for misspelt keywords (`SyntaxError._metadata`); 0 means from the first line.
    pub statement_line: u32,
    /// Found after parsing: CPython shows the line of the file then, if there is one.
    pub text_of_file: bool,
}

impl SyntaxError {
    pub(crate) fn without_place(msg: String, filename: Arc<str>) -> SyntaxError {
        SyntaxError {
            class: ErrorClass::SyntaxError,
            msg,
            filename,
            lineno: None,
            offset: None,
            end_lineno: None,
            end_offset: None,
            text: None,
            statement_line: 0,
            text_of_file: false,
        }
    }
}

/// A `SyntaxWarning`, where the program may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// The source line.
    pub text: String,
    /// See [`SyntaxError::text_of_file`].
    pub text_of_file: bool,
    pub msg: String,
    pub lineno: u32,
    /// In characters, from 1.
    pub offset: u32,
    pub end_lineno: u32,
    pub end_offset: u32,
}

/// An error inside the compiler, placed in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    pub class: ErrorClass,
    pub msg: String,
    pub loc: Loc,
    /// Columns count characters already, from 1.
    pub by_characters: bool,
    /// The line of the last compound statement (definitions aside) that was right; 0 if there is none.
    pub statement: u32,
}

impl Error {
    pub fn new(msg: impl Into<String>, loc: Loc) -> Error {
        Error { class: ErrorClass::SyntaxError, msg: msg.into(), loc, by_characters: false, statement: 0 }
    }
}

pub(crate) type Result<T = ()> = std::result::Result<T, Error>;
