//! Comprehensions. All but generator expressions run in place (PEP 709): their variables are kept apart from those
//! around them by saving and restoring what they clash with.

use gilscope_bytecode::Op;
use ruff_python_ast::{self as ast, Expr};

use super::Compiler;
use super::unit::{Args, FBlock, FBlockKind, ScopeKind};
use crate::error::Result;
use crate::ir::{AnyOp, Label, Loc};
use crate::symtable::{self, BlockKind, Comprehension, NameScope, Part, ScopeId, Str, address, flags};

/// A comprehension that is being compiled.
#[derive(Clone, Copy)]
struct Node<'a> {
    kind: Comprehension,
    generators: &'a [ast::Comprehension],
    elt: &'a Expr,
    /// The value after the key of a dict comprehension.
    value: Option<&'a Expr>,
    loc: Loc,
}

/// What has to be undone after an inlined comprehension.
#[derive(Default)]
struct Inlined {
    pushed: Vec<Str>,
    cleanup: Option<Label>,
    symbols: Vec<(Str, u32)>,
    hidden: Vec<Str>,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(&mut self, expr: &'a Expr) -> Result {
        let mut loc = self.loc(expr);
        if let Some((_, parens)) = self.bare_generator.filter(|(node, _)| *node == address(expr)) {
            loc = parens;
        }
        let (kind, name, generators, elt, value): (_, _, &[_], _, _) = match expr {
            Expr::ListComp(node) => (Comprehension::List, "<listcomp>", &node.generators, &*node.elt, None),
            Expr::SetComp(node) => (Comprehension::Set, "<setcomp>", &node.generators, &*node.elt, None),
            Expr::Generator(node) => (Comprehension::Generator, "<genexpr>", &node.generators, &*node.elt, None),
            Expr::DictComp(node) => {
                let key = node.key.as_deref().unwrap_or(&node.value);
                (Comprehension::Dict, "<dictcomp>", &node.generators, key, Some(&*node.value))
            }
            _ => return Ok(()),
        };
        let node = Node { kind, generators, elt, value, loc };
        let scope = self.table.find(expr, Part::Node);
        let entry = self.table.get(scope);
        let inlined = entry.comp_inlined;
        let is_async = entry.coroutine;
        let mut state = Inlined::default();
        if inlined {
            self.outermost(&generators[0])?;
            self.tweak_scopes(scope, &mut state);
            self.push_locals(scope, &mut state, loc);
        } else {
            let args = Args { args: 1, ..Args::default() };
            self.enter(name, ScopeKind::Comprehension, scope, loc.line as u32, None, args)?;
        }
        let build = match kind {
            Comprehension::List => Some(Op::BuildList),
            Comprehension::Set => Some(Op::BuildSet),
            Comprehension::Dict => Some(Op::BuildMap),
            Comprehension::Generator => None,
        };
        if let Some(build) = build {
            self.emit_arg(build, 0, loc);
            if inlined {
                self.emit_arg(Op::Swap, 2, loc);
            }
        }
        self.generator(&node, 0, 0, inlined)?;
        if inlined {
            self.pop_locals(&mut state, loc);
            self.revert_scopes(state);
            return Ok(());
        }
        if kind == Comprehension::Generator {
            self.wrap_in_stopiteration_handler();
        } else {
            self.emit(Op::ReturnValue, loc);
        }
        let code = self.assemble(true)?;
        self.make_closure(code, 0, loc);
        self.outermost(&generators[0])?;
        self.emit_arg(Op::Call, 0, loc);
        if is_async && kind != Comprehension::Generator {
            self.await_value(0, loc);
        }
        Ok(())
    }

    /// The outermost iterator is made in the scope around the comprehension.
    fn outermost(&mut self, generator: &'a ast::Comprehension) -> Result {
        self.expr(&generator.iter)?;
        let loc = self.loc(&generator.iter);
        self.emit(if generator.is_async { Op::GetAiter } else { Op::GetIter }, loc);
        Ok(())
    }

    fn generator(&mut self, node: &Node<'a>, index: usize, depth: u32, iter_on_stack: bool) -> Result {
        if node.generators[index].is_async {
            self.async_generator(node, index, depth, iter_on_stack)
        } else {
            self.sync_generator(node, index, depth, iter_on_stack)
        }
    }

    fn sync_generator(&mut self, node: &Node<'a>, index: usize, depth: u32, iter_on_stack: bool) -> Result {
        let generator = &node.generators[index];
        let iter_loc = self.loc(&generator.iter);
        let start = self.new_label();
        let if_cleanup = self.new_label();
        let anchor = self.new_label();
        let mut depth = depth;
        let mut loops = true;
        if !iter_on_stack {
            if index == 0 {
                self.emit_arg(Op::LoadFast, 0, node.loc);
            } else {
                // `for y in [f(x)]` only names a value.
                let elts: &[Expr] = match &generator.iter {
                    Expr::List(list) => &list.elts,
                    Expr::Tuple(tuple) => &tuple.elts,
                    _ => &[],
                };
                match elts {
                    [elt] if !elt.is_starred_expr() => {
                        self.expr(elt)?;
                        loops = false;
                    }
                    _ => {
                        self.expr(&generator.iter)?;
                        self.emit(Op::GetIter, iter_loc);
                    }
                }
            }
        }
        if loops {
            depth += 1;
            self.use_label(start);
            self.emit_jump(Op::ForIter, anchor, iter_loc);
        }
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_loc = self.inner(node, index, depth)?;
        self.use_label(if_cleanup);
        if loops {
            self.emit_jump(AnyOp::Jump, start, elt_loc);
            self.use_label(anchor);
            self.emit(Op::EndFor, Loc::NONE);
            self.emit(Op::PopIter, Loc::NONE);
        }
        Ok(())
    }

    fn async_generator(&mut self, node: &Node<'a>, index: usize, depth: u32, iter_on_stack: bool) -> Result {
        let generator = &node.generators[index];
        let iter_loc = self.loc(&generator.iter);
        let loc = node.loc;
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let if_cleanup = self.new_label();
        if !iter_on_stack {
            if index == 0 {
                self.emit_arg(Op::LoadFast, 0, loc);
            } else {
                self.expr(&generator.iter)?;
                self.emit(Op::GetAiter, iter_loc);
            }
        }
        self.use_label(start);
        self.push_fblock(FBlock { kind: FBlockKind::AsyncComprehension, loc, start, exit: Label::NONE })?;
        self.emit_jump(AnyOp::SetupFinally, except, loc);
        self.emit(Op::GetAnext, loc);
        self.load_none(loc);
        self.use_label(send);
        self.yield_from(true, loc);
        self.emit(AnyOp::PopBlock, loc);
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_loc = self.inner(node, index, depth + 1)?;
        self.use_label(if_cleanup);
        self.emit_jump(AnyOp::Jump, start, elt_loc);
        self.pop_fblock();
        self.use_label(except);
        self.emit_jump(Op::EndAsyncFor, send, loc);
        Ok(())
    }

    /// The next `for`, or the element. Returns where the element is.
    fn inner(&mut self, node: &Node<'a>, index: usize, depth: u32) -> Result<Loc> {
        let elt_loc = self.loc(node.elt);
        if index + 1 < node.generators.len() {
            self.generator(node, index + 1, depth, false)?;
            return Ok(elt_loc);
        }
        self.expr(node.elt)?;
        match node.kind {
            Comprehension::Generator => {
                self.yield_value(elt_loc);
                self.emit(Op::PopTop, elt_loc);
            }
            Comprehension::List => self.emit_arg(Op::ListAppend, depth + 1, elt_loc),
            Comprehension::Set => self.emit_arg(Op::SetAdd, depth + 1, elt_loc),
            Comprehension::Dict => {
                if let Some(value) = node.value {
                    self.expr(value)?;
                    let end = self.loc(value);
                    let both = Loc { end_line: end.end_line, end_col: end.end_col, ..elt_loc };
                    self.emit_arg(Op::MapAdd, depth + 1, both);
                    return Ok(both);
                }
            }
        }
        Ok(elt_loc)
    }

    /// While the comprehension is compiled, the scope around it sees its names as the comprehension does.
    fn tweak_scopes(&mut self, comp: ScopeId, state: &mut Inlined) {
        let outer = self.unit_ref().scope;
        let function_like = self.scope().is_function_like();
        let in_class = self.scope().kind == BlockKind::Class && self.unit_ref().in_inlined_comp == 0;
        self.unit().in_inlined_comp += 1;
        let symbols: Vec<(Str, u32)> =
            self.table.get(comp).symbols.iter().map(|(name, symbol)| (name.clone(), *symbol)).collect();
        for (name, symbol) in symbols {
            let outer_symbol = self.table.get(outer).symbol(&name);
            let bound = symbol & flags::LOCAL != 0 && symbol & flags::NONLOCAL == 0;
            if (bound || in_class) && !function_like {
                // Outside of functions it becomes a hidden local variable.
                let hidden = self.unit().fast_hidden.entry(name.clone()).or_insert(false);
                if !*hidden {
                    *hidden = true;
                    state.hidden.push(name.clone());
                }
            }
            let scope = symtable::scope_of(symbol);
            let outer_scope = symtable::scope_of(outer_symbol);
            let differs = scope != outer_scope
                && scope != NameScope::Free
                && !(scope == NameScope::Cell && outer_scope == NameScope::Free);
            if differs || in_class {
                state.symbols.push((name.clone(), outer_symbol));
                self.table.get_mut(outer).symbols.insert(name, symbol);
            }
        }
    }

    fn revert_scopes(&mut self, state: Inlined) {
        let outer = self.unit_ref().scope;
        self.unit().in_inlined_comp -= 1;
        for (name, symbol) in state.symbols {
            self.table.get_mut(outer).symbols.insert(name, symbol);
        }
        for name in state.hidden {
            self.unit().fast_hidden.insert(name, false);
        }
    }

    fn push_locals(&mut self, comp: ScopeId, state: &mut Inlined, loc: Loc) {
        let outer = self.unit_ref().scope;
        let symbols: Vec<(Str, u32)> =
            self.table.get(comp).symbols.iter().map(|(name, symbol)| (name.clone(), *symbol)).collect();
        for (name, symbol) in symbols {
            let bound = symbol & flags::LOCAL != 0 && symbol & flags::NONLOCAL == 0;
            if !bound {
                continue;
            }
            let index = self.unit().varnames.add(&name);
            self.emit_arg(Op::LoadFastAndClear, index, loc);
            if symtable::scope_of(symbol) == NameScope::Cell {
                let outer_scope = self.table.get(outer).name_scope(&name);
                let unit = self.unit();
                let cell = if outer_scope == NameScope::Free { unit.free_index(&name) } else { unit.cell_index(&name) };
                self.emit_arg(Op::MakeCell, cell, loc);
            }
            state.pushed.push(name);
        }
        if !state.pushed.is_empty() {
            // Brings the iterator back on top.
            self.emit_arg(Op::Swap, state.pushed.len() as u32 + 1, loc);
            let cleanup = self.new_label();
            self.emit_jump(AnyOp::SetupFinally, cleanup, loc);
            state.cleanup = Some(cleanup);
        }
    }

    fn pop_locals(&mut self, state: &mut Inlined, loc: Loc) {
        let Some(cleanup) = state.cleanup else { return };
        self.emit(AnyOp::PopBlock, Loc::NONE);
        let end = self.new_label();
        self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
        self.use_label(cleanup);
        self.emit_arg(Op::Swap, 2, Loc::NONE);
        self.emit(Op::PopTop, Loc::NONE);
        self.restore_locals(state, loc);
        self.emit_arg(Op::Reraise, 0, Loc::NONE);
        self.use_label(end);
        self.restore_locals(state, loc);
    }

    fn restore_locals(&mut self, state: &Inlined, loc: Loc) {
        self.emit_arg(Op::Swap, state.pushed.len() as u32 + 1, loc);
        for name in state.pushed.iter().rev() {
            let index = self.unit().varnames.add(name);
            self.emit_arg(AnyOp::StoreFastMaybeNull, index, loc);
        }
    }
}
