//! A code object in the making, and how it is begun and finished.

use std::collections::BTreeSet;
use std::sync::Arc;

use gilscope_bytecode::{Code, CodeFlags, Op};
use indexmap::{IndexMap, IndexSet};
use ruff_python_ast::{Stmt, StmtAnnAssign};
use rustc_hash::FxBuildHasher;

use super::Compiler;
use crate::consts::ConstTable;
use crate::error::Result;
use crate::flowgraph;
use crate::ir::{AnyOp, Label, Loc, Sequence};
use crate::symtable::{self, NameScope, ScopeId, Str, flags};

/// CPython's `CO_MAXBLOCKS`.
pub(super) const MAX_BLOCKS: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    Annotations,
}

/// Names in order of appearance, each with its index.
#[derive(Debug, Default)]
pub(crate) struct NameTable {
    names: IndexSet<Str, FxBuildHasher>,
}

impl NameTable {
    pub fn add(&mut self, name: &str) -> u32 {
        match self.names.get_index_of(name) {
            Some(index) => index as u32,
            None => self.names.insert_full(name.into()).0 as u32,
        }
    }

    pub fn get(&self, name: &str) -> Option<u32> {
        self.names.get_index_of(name).map(|index| index as u32)
    }

    pub fn name(&self, index: u32) -> Option<&Str> {
        self.names.get_index(index as usize)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Str> {
        self.names.iter()
    }
}

/// Counts of parameters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Args {
    /// Positional ones, without those that are positional only.
    pub args: u32,
    pub posonly: u32,
    pub kwonly: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum FBlockKind<'a> {
    WhileLoop,
    ForLoop,
    TryExcept,
    FinallyTry(&'a [Stmt]),
    FinallyEnd,
    With,
    AsyncWith,
    /// With the name after `as`.
    HandlerCleanup(Option<&'a str>),
    /// The value that a `return` on its way out carries along.
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehension,
    StopIteration,
}

/// A statement that is open, and must be left properly by `return`, `break` and `continue`.
#[derive(Clone, Copy, Debug)]
pub(super) struct FBlock<'a> {
    pub kind: FBlockKind<'a>,
    pub loc: Loc,
    /// Where `continue` goes.
    pub start: Label,
    /// Where `break` goes.
    pub exit: Label,
}

impl<'a> FBlock<'a> {
    pub fn new(kind: FBlockKind<'a>, loc: Loc) -> FBlock<'a> {
        FBlock { kind, loc, start: Label::NONE, exit: Label::NONE }
    }

    pub fn is_loop(&self) -> bool {
        matches!(self.kind, FBlockKind::WhileLoop | FBlockKind::ForLoop)
    }
}

pub(super) struct Unit<'a> {
    pub scope: ScopeId,
    pub kind: ScopeKind,
    pub name: Str,
    pub qualname: String,
    pub first_line: u32,
    pub args: Args,
    pub private: Option<Str>,
    pub consts: ConstTable,
    pub names: NameTable,
    pub varnames: NameTable,
    pub cellvars: NameTable,
    pub freevars: NameTable,
    /// Variables of inlined comprehensions outside of functions; true while inside the comprehension.
    pub fast_hidden: IndexMap<Str, bool, FxBuildHasher>,
    pub seq: Sequence,
    pub fblocks: Vec<FBlock<'a>>,
    /// In a class: the attributes that methods set on `self`.
    pub static_attributes: BTreeSet<Str>,
    pub in_inlined_comp: u32,
    pub in_conditional_block: u32,
    /// Annotations for `__annotate__`, with their number if they may not be reached.
    pub deferred: Vec<(&'a StmtAnnAssign, Option<u32>)>,
    pub next_conditional: u32,
}

impl Unit<'_> {
    pub fn free_index(&mut self, name: &str) -> u32 {
        let cells = self.cellvars.len() as u32;
        self.freevars.add(name) + cells
    }

    pub fn cell_index(&mut self, name: &str) -> u32 {
        self.cellvars.add(name)
    }
}

impl<'a> Compiler<'a> {
    /// Opens a unit: from here on instructions go there.
    pub(super) fn enter(
        &mut self,
        name: &str,
        kind: ScopeKind,
        scope: ScopeId,
        line: u32,
        private: Option<Str>,
        args: Args,
    ) -> Result {
        let entry = self.table.get(scope);
        let mut varnames = NameTable::default();
        for name in &entry.varnames {
            varnames.add(name);
        }
        let mut cellvars =
            sorted(entry, |symbol| symtable::scope_of(symbol) == NameScope::Cell || symbol & flags::COMP_CELL != 0);
        if entry.needs_class_closure {
            cellvars.add("__class__");
        }
        if entry.needs_classdict {
            cellvars.add("__classdict__");
        }
        if entry.has_conditional_annotations {
            cellvars.add("__conditional_annotations__");
        }
        let freevars =
            sorted(entry, |symbol| symtable::scope_of(symbol) == NameScope::Free || symbol & flags::FREE_CLASS != 0);
        let private = private.or_else(|| self.units.last().and_then(|unit| unit.private.clone()));
        let qualname = self.qualname(name, kind);
        self.units.push(Unit {
            scope,
            kind,
            name: name.into(),
            qualname,
            first_line: line,
            args,
            private,
            consts: ConstTable::default(),
            names: NameTable::default(),
            varnames,
            cellvars,
            freevars,
            fast_hidden: IndexMap::default(),
            seq: Sequence::default(),
            fblocks: Vec::new(),
            static_attributes: BTreeSet::new(),
            in_inlined_comp: 0,
            in_conditional_block: 0,
            deferred: Vec::new(),
            next_conditional: 0,
        });
        let mut loc = Loc::line_start(line as i32);
        if kind == ScopeKind::Module {
            loc.line = 0;
        }
        self.emit_arg(Op::Resume, 0, loc);
        if kind == ScopeKind::Module {
            self.emit(AnyOp::AnnotationsPlaceholder, loc);
        }
        Ok(())
    }

    fn qualname(&self, name: &str, kind: ScopeKind) -> String {
        let depth = self.units.len();
        if depth < 2 {
            return name.to_owned();
        }
        let mut parent = &self.units[depth - 1];
        if parent.kind == ScopeKind::Annotations {
            // Type parameters do not show: what counts is around them.
            if depth == 2 {
                return name.to_owned();
            }
            parent = &self.units[depth - 2];
        }
        if matches!(kind, ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Class) {
            let mangled = symtable::mangle(parent.private.as_deref(), name);
            if self.table.get(parent.scope).name_scope(&mangled) == NameScope::GlobalExplicit {
                return name.to_owned();
            }
        }
        match parent.kind {
            ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Lambda => {
                format!("{}.<locals>.{name}", parent.qualname)
            }
            _ => format!("{}.{name}", parent.qualname),
        }
    }

    /// Closes the unit and makes its code object. With `add_none` it returns None at its end, else what is on the
    /// stack there.
    pub(super) fn assemble(&mut self, add_none: bool) -> Result<Arc<Code>> {
        if add_none {
            self.load_none(Loc::NONE);
        }
        self.emit(Op::ReturnValue, Loc::NONE);
        let unit = self.units.pop().expect("a unit is open");
        let entry = self.table.get(unit.scope);
        let mut code_flags = self.flags;
        if entry.is_function_like() {
            code_flags |= CodeFlags::NEWLOCALS | CodeFlags::OPTIMIZED;
            code_flags.set(CodeFlags::NESTED, entry.nested);
            code_flags.set(CodeFlags::GENERATOR, entry.generator && !entry.coroutine);
            code_flags.set(CodeFlags::COROUTINE, !entry.generator && entry.coroutine);
            code_flags.set(CodeFlags::ASYNC_GENERATOR, entry.generator && entry.coroutine);
            code_flags.set(CodeFlags::VARARGS, entry.varargs);
            code_flags.set(CodeFlags::VARKEYWORDS, entry.varkeywords);
            code_flags.set(CodeFlags::HAS_DOCSTRING, entry.has_docstring && self.optimize < 2);
            code_flags.set(CodeFlags::METHOD, entry.method);
        } else if entry.coroutine {
            code_flags |= CodeFlags::COROUTINE;
        }
        if self.future_annotations {
            code_flags |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        let params = entry.varnames.len() as u32;
        let unit = flowgraph::CodeUnit {
            name: unit.name,
            qualname: unit.qualname,
            filename: self.source.filename.clone(),
            first_line: unit.first_line,
            posonly: unit.args.posonly,
            args: unit.args.args,
            kwonly: unit.args.kwonly,
            params,
            flags: code_flags,
            consts: unit.consts,
            names: unit.names,
            varnames: unit.varnames,
            cellvars: unit.cellvars,
            freevars: unit.freevars,
            fast_hidden: unit.fast_hidden,
        }
        .assemble(unit.seq);
        Ok(Arc::new(unit))
    }
}

/// The names for which `wanted` holds, in alphabetical order.
fn sorted(scope: &symtable::Scope, wanted: impl Fn(u32) -> bool) -> NameTable {
    let mut names: Vec<&Str> =
        scope.symbols.iter().filter(|(_, symbol)| wanted(**symbol)).map(|(name, _)| name).collect();
    names.sort();
    let mut table = NameTable::default();
    for name in names {
        table.add(name);
    }
    table
}
