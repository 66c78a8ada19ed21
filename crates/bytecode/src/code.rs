//! The code object: what the compiler makes and the machine runs.
//!
//! Its shape is CPython 3.14's (`Include/cpython/code.h`), less the encoding: instructions are not packed into
//! code units, so there is no `EXTENDED_ARG` and no inline `CACHE` entry. `dis` puts both back when it prints offsets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Op;

/// One instruction. A jump's `arg` is the index (in `Code::instrs`) of its target, not a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instr {
    pub op: Op,
    pub arg: u32,
}

/// Where an instruction comes from in the source. Lines count from 1, columns are UTF-8 byte offsets from 0, as in
/// `co_positions()`. `line == 0` means "no line" (CPython's `None`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub col: u32,
    pub end_col: u32,
    /// False where CPython has a line but no columns.
    pub has_columns: bool,
}

/// A row of the exception table: instructions `start..end` are guarded by the handler at `target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// The stack is cut to this depth before the exception is pushed.
    pub depth: u32,
    /// Whether the index of the raising instruction is pushed below the exception.
    pub lasti: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocalKind {
    /// A plain local (or argument).
    Fast,
    /// A local captured by an inner function: its slot holds a cell. An argument can be a cell as well.
    Cell,
    /// A variable of an enclosing function: its slot receives a cell from the function's closure.
    Free,
    /// A comprehension's own variable in an inlined comprehension (PEP 709); hidden from `locals()` outside functions.
    Hidden,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Local {
    pub name: Box<str>,
    pub kind: LocalKind,
    pub is_arg: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// Decimal digits with an optional minus sign, for what does not fit in 64 bits.
    BigInt(Box<str>),
    Float(f64),
    Complex(f64, f64),
    Str(Box<str>),
    /// A string with lone surrogates, which Rust's `str` cannot hold: its code points.
    WideStr(Box<[u32]>),
    Bytes(Box<[u8]>),
    Tuple(Box<[Const]>),
    FrozenSet(Box<[Const]>),
    /// start, stop, step
    Slice(Box<[Const; 3]>),
    Code(Arc<Code>),
}

bitflags::bitflags! {
    /// `co_flags`, with CPython's numbers.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct CodeFlags: u32 {
        const OPTIMIZED = 0x1;
        const NEWLOCALS = 0x2;
        const VARARGS = 0x4;
        const VARKEYWORDS = 0x8;
        const NESTED = 0x10;
        const GENERATOR = 0x20;
        const COROUTINE = 0x80;
        const ITERABLE_COROUTINE = 0x100;
        const ASYNC_GENERATOR = 0x200;
        const FUTURE_ANNOTATIONS = 0x100_0000;
        const HAS_DOCSTRING = 0x400_0000;
        const METHOD = 0x800_0000;
        /// Ours: part of the interpreter that happens to be written in Python. Its frames never give up the GIL (they
        /// may stop for a pause or a collection), and tracebacks, `sys._getframe` and stepping do not show them, because
        /// in CPython the same thing is C. What they call is not part of it.
        const NATIVE = 0x4000_0000;
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Code {
    pub name: Box<str>,
    pub qualname: Box<str>,
    pub filename: Arc<str>,
    pub first_line: u32,
    /// Positional arguments, positional-only ones included, `*args` not.
    pub arg_count: u32,
    pub posonly_count: u32,
    pub kwonly_count: u32,
    /// Bits of [`CodeFlags`].
    pub flags: u32,
    /// The deepest operand stack that any instruction needs.
    pub stack_size: u32,
    pub consts: Box<[Const]>,
    pub names: Box<[Box<str>]>,
    /// `co_localsplusnames`: arguments, other locals, cells, free variables, in CPython's order.
    pub locals: Box<[Local]>,
    pub instrs: Box<[Instr]>,
    /// One for each instruction; none at all in the interpreter's own Python (`core/src/hidden`), which nothing quotes.
    pub positions: Box<[Position]>,
    pub handlers: Box<[Handler]>,
}

impl Code {
    pub fn flags(&self) -> CodeFlags {
        CodeFlags::from_bits_retain(self.flags)
    }

    /// The innermost handler that guards the instruction at `index`.
    pub fn handler(&self, index: u32) -> Option<&Handler> {
        self.handlers.iter().rev().find(|h| h.start <= index && index < h.end)
    }
}
