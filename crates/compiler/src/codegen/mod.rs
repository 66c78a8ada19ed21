//! From the syntax tree to instructions. The shapes are CPython 3.14's: the same instructions in the same order with
//! the same places in the source, so that what `dis` shows and what tracebacks mark is what a learner would see there.

mod annotations;
mod call;
mod class;
mod comprehension;
mod constant;
mod expr;
mod fstring;
mod function;
mod pattern;
mod stmt;
mod target;
mod try_stmt;
mod unit;
mod warn;
mod with_stmt;

use std::sync::Arc;

use gilscope_bytecode::{CodeFlags, Const, Op};
use ruff_python_ast::{Mod, Stmt};
use ruff_text_size::Ranged;

use crate::error::{Error, Result};
use crate::ir::{AnyOp, Label, Loc};
use crate::lint::Warnings;
use crate::source::Source;
use crate::symtable::{self, NameScope, Str, SymTable};
use unit::{FBlock, ScopeKind, Unit};

pub(crate) use constant::{big, clean_doc};
pub(crate) use unit::NameTable;

/// Above this many values on the stack CPython builds collections piece by piece.
pub(crate) const STACK_USE_GUIDELINE: usize = 30;

pub(crate) struct Compiler<'a> {
    pub source: &'a Source,
    pub table: SymTable,
    /// The units that are open, the innermost last.
    units: Vec<Unit<'a>>,
    pub future_annotations: bool,
    interactive: bool,
    /// Flags for every code object.
    flags: CodeFlags,
    /// 0; 1 drops `assert`; 2 drops docstrings as well.
    optimize: u8,
    pub warnings: Warnings,
    /// The generator expression that is a call's only argument, with the place of the call's parentheses.
    bare_generator: Option<(usize, Loc)>,
}

/// Compiles a module, an expression, or (if `interactive`) what was typed at a prompt.
pub(crate) fn compile<'a>(
    module: &'a Mod,
    source: &'a Source,
    table: SymTable,
    future_annotations: bool,
    interactive: bool,
    flags: CodeFlags,
    optimize: u8,
) -> Result<(Arc<gilscope_bytecode::Code>, Warnings)> {
    let mut compiler = Compiler {
        source,
        table,
        units: Vec::new(),
        future_annotations,
        interactive,
        flags,
        optimize,
        warnings: Vec::new(),
        bare_generator: None,
    };
    compiler.enter("<module>", ScopeKind::Module, SymTable::TOP, 1, None, unit::Args::default())?;
    let add_none = match module {
        Mod::Module(module) => {
            compiler.module(&module.body)?;
            true
        }
        Mod::Expression(module) => {
            compiler.expr(&module.body)?;
            false
        }
    };
    let code = compiler.assemble(add_none)?;
    Ok((code, compiler.warnings))
}

impl<'a> Compiler<'a> {
    fn unit(&mut self) -> &mut Unit<'a> {
        self.units.last_mut().expect("a unit is open")
    }

    fn unit_ref(&self) -> &Unit<'a> {
        self.units.last().expect("a unit is open")
    }

    fn scope(&self) -> &symtable::Scope {
        self.table.get(self.unit_ref().scope)
    }

    fn loc(&self, node: &impl Ranged) -> Loc {
        self.source.loc(node)
    }

    fn error<T>(&self, msg: impl Into<String>, loc: Loc) -> Result<T> {
        Err(Error::new(msg, loc))
    }

    fn module(&mut self, body: &'a [Stmt]) -> Result {
        let loc = body.first().map_or(Loc::new(1, 1, 0, 0), |first| self.stmt_loc(first));
        if self.scope().has_conditional_annotations {
            self.emit_arg(Op::BuildSet, 0, loc);
            let name = self.unit().names.add("__conditional_annotations__");
            self.emit_arg(Op::StoreName, name, loc);
        }
        self.body(loc, body)
    }

    /// The body of a module or class: its docstring, its statements, its annotations.
    fn body(&mut self, loc: Loc, body: &'a [Stmt]) -> Result {
        if self.future_annotations && self.scope().annotations_used {
            self.emit(Op::SetupAnnotations, loc);
        }
        if body.is_empty() {
            return Ok(());
        }
        let mut statements = body;
        if !self.interactive
            && self.scope().has_docstring
            && let Some(docstring) = symtable::docstring(body)
        {
            statements = &body[1..];
            if self.optimize < 2 {
                let loc = self.loc(docstring);
                let text = clean_doc(self.string_constant(docstring)?);
                self.load_const(text, loc);
                self.name("__doc__", Access::Store, Loc::NONE)?;
            }
        }
        self.stmts(statements)?;
        if !self.future_annotations {
            self.deferred_annotations(loc)?;
        }
        Ok(())
    }

    // Emitting.

    fn emit(&mut self, op: impl Into<AnyOp>, loc: Loc) {
        self.unit().seq.push(op.into(), 0, loc);
    }

    fn emit_arg(&mut self, op: impl Into<AnyOp>, arg: u32, loc: Loc) {
        self.unit().seq.push(op.into(), arg, loc);
    }

    fn emit_jump(&mut self, op: impl Into<AnyOp>, target: Label, loc: Loc) {
        self.unit().seq.push(op.into(), target.0, loc);
    }

    fn new_label(&mut self) -> Label {
        self.unit().seq.new_label()
    }

    fn use_label(&mut self, label: Label) {
        self.unit().seq.use_label(label);
    }

    fn load_const(&mut self, constant: Const, loc: Loc) {
        let index = self.unit().consts.add(constant);
        self.emit_arg(Op::LoadConst, index, loc);
    }

    fn load_none(&mut self, loc: Loc) {
        self.load_const(Const::None, loc);
    }

    fn load_str(&mut self, text: &str, loc: Loc) {
        self.load_const(Const::Str(text.into()), loc);
    }

    fn mangle(&self, name: &str) -> Str {
        symtable::maybe_mangle(self.unit_ref().private.as_deref(), self.scope(), name)
    }

    /// Emits an instruction whose operand is a name of `co_names`, shifted left by `shift` with `bits` below.
    fn emit_name(&mut self, op: Op, name: &str, shift: u32, bits: u32, loc: Loc) {
        let mangled = self.mangle(name);
        let index = self.unit().names.add(&mangled);
        self.emit_arg(op, index << shift | bits, loc);
    }

    fn load_attr(&mut self, name: &str, loc: Loc) {
        self.emit_name(Op::LoadAttr, name, 1, 0, loc);
    }

    fn load_method(&mut self, name: &str, loc: Loc) {
        self.emit_name(Op::LoadAttr, name, 1, 1, loc);
    }

    fn push_fblock(&mut self, block: FBlock<'a>) -> Result {
        if self.unit_ref().fblocks.len() >= unit::MAX_BLOCKS {
            return self.error("too many statically nested blocks", block.loc);
        }
        self.unit().fblocks.push(block);
        Ok(())
    }

    fn pop_fblock(&mut self) {
        self.unit().fblocks.pop();
    }

    // Names.

    /// Emits the access to a variable.
    fn name(&mut self, name: &str, access: Access, loc: Loc) -> Result {
        let mangled = self.mangle(name);
        let scope = self.scope();
        let name_scope = scope.name_scope(&mangled);
        let is_class = scope.kind == symtable::BlockKind::Class;
        let sees_class = scope.can_see_class_scope;
        let function_like = scope.is_function_like();
        let in_inlined = self.unit_ref().in_inlined_comp > 0;
        let hidden = self.unit_ref().fast_hidden.get(&mangled).copied().unwrap_or(false);
        match name_scope {
            NameScope::Free | NameScope::Cell => {
                let index = if name_scope == NameScope::Free {
                    self.unit().free_index(&mangled)
                } else {
                    self.unit().cell_index(&mangled)
                };
                let op = match access {
                    Access::Load if is_class && !in_inlined => {
                        self.emit(Op::LoadLocals, loc);
                        Op::LoadFromDictOrDeref
                    }
                    Access::Load if sees_class => {
                        self.load_classdict(loc);
                        Op::LoadFromDictOrDeref
                    }
                    Access::Load => Op::LoadDeref,
                    Access::Store => Op::StoreDeref,
                    Access::Delete => Op::DeleteDeref,
                };
                self.emit_arg(op, index, loc);
            }
            NameScope::Local if function_like || hidden => {
                let index = self.unit().varnames.add(&mangled);
                let op = match access {
                    Access::Load => Op::LoadFast,
                    Access::Store => Op::StoreFast,
                    Access::Delete => Op::DeleteFast,
                };
                self.emit_arg(op, index, loc);
            }
            NameScope::GlobalExplicit | NameScope::GlobalImplicit
                if function_like || name_scope == NameScope::GlobalExplicit =>
            {
                let index = self.unit().names.add(&mangled);
                match access {
                    Access::Load if sees_class && name_scope == NameScope::GlobalImplicit => {
                        self.load_classdict(loc);
                        self.emit_arg(Op::LoadFromDictOrGlobals, index, loc);
                    }
                    Access::Load => self.emit_arg(Op::LoadGlobal, index << 1, loc),
                    Access::Store => self.emit_arg(Op::StoreGlobal, index, loc),
                    Access::Delete => self.emit_arg(Op::DeleteGlobal, index, loc),
                }
            }
            _ => {
                let index = self.unit().names.add(&mangled);
                match access {
                    Access::Load if is_class && in_inlined => self.emit_arg(Op::LoadGlobal, index << 1, loc),
                    Access::Load => self.emit_arg(Op::LoadName, index, loc),
                    Access::Store => self.emit_arg(Op::StoreName, index, loc),
                    Access::Delete => self.emit_arg(Op::DeleteName, index, loc),
                }
            }
        }
        Ok(())
    }

    fn load_classdict(&mut self, loc: Loc) {
        let index = self.unit().free_index("__classdict__");
        self.emit_arg(Op::LoadDeref, index, loc);
    }
}

/// What is done with a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Load,
    Store,
    Delete,
}
