//! Statements.

use gilscope_bytecode::{BinaryOp, CommonConstant, Const, Intrinsic1, Op};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::unit::{FBlock, FBlockKind};
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::{AnyOp, Loc};
use crate::symtable;

impl<'a> Compiler<'a> {
    pub(super) fn stmts(&mut self, statements: &'a [Stmt]) -> Result {
        statements.iter().try_for_each(|statement| self.stmt(statement))
    }

    /// Where CPython places a statement: a definition begins after its decorators.
    pub(super) fn stmt_loc(&self, statement: &Stmt) -> Loc {
        let range = match statement {
            Stmt::FunctionDef(def) => symtable::def_range(self.source, def.range, &def.decorator_list),
            Stmt::ClassDef(def) => symtable::def_range(self.source, def.range, &def.decorator_list),
            _ => statement.range(),
        };
        self.source.loc_of(range)
    }

    /// Compiles what may run or not, which matters for the annotations in it.
    fn conditional(&mut self, compile: impl FnOnce(&mut Self) -> Result) -> Result {
        self.unit().in_conditional_block += 1;
        compile(self)?;
        // Only now: after an error the unit may be one that was begun in there.
        self.unit().in_conditional_block -= 1;
        Ok(())
    }

    fn stmt(&mut self, statement: &'a Stmt) -> Result {
        let loc = self.stmt_loc(statement);
        match statement {
            Stmt::FunctionDef(def) => self.function(def, loc),
            Stmt::ClassDef(def) => self.class(def, loc),
            Stmt::TypeAlias(alias) => self.type_alias(alias, loc),
            Stmt::Return(node) => self.return_stmt(node, loc),
            Stmt::Delete(node) => node.targets.iter().try_for_each(|target| self.expr(target)),
            Stmt::Assign(node) => {
                self.expr(&node.value)?;
                let last = node.targets.len() - 1;
                for (index, target) in node.targets.iter().enumerate() {
                    if index < last {
                        self.emit_arg(Op::Copy, 1, loc);
                    }
                    self.expr(target)?;
                }
                Ok(())
            }
            Stmt::AugAssign(node) => self.aug_assign(node, loc),
            Stmt::AnnAssign(node) => self.ann_assign(node, loc),
            Stmt::For(node) if node.is_async => self.conditional(|this| this.async_for(node, loc)),
            Stmt::For(node) => self.conditional(|this| this.for_stmt(node, loc)),
            Stmt::While(node) => self.conditional(|this| this.while_stmt(node, loc)),
            Stmt::If(node) => self.conditional(|this| this.if_stmt(&node.test, &node.body, &node.elif_else_clauses)),
            Stmt::Match(node) => self.conditional(|this| this.match_stmt(node)),
            Stmt::Raise(node) => {
                let mut count = 0;
                for part in [&node.exc, &node.cause].into_iter().flatten() {
                    self.expr(part)?;
                    count += 1;
                }
                self.emit_arg(Op::RaiseVarargs, count, loc);
                Ok(())
            }
            Stmt::Try(node) => self.conditional(|this| this.try_stmt(node, loc)),
            Stmt::With(node) => self.conditional(|this| this.with_stmt(node, 0, loc)),
            Stmt::Assert(node) => self.assert(node, loc),
            Stmt::Import(node) => self.import(node, loc),
            Stmt::ImportFrom(node) => self.import_from(node, loc),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::Expr(node) => self.expr_stmt(&node.value, loc),
            Stmt::Pass(_) => {
                self.emit(Op::Nop, loc);
                Ok(())
            }
            Stmt::Break(_) => self.break_stmt(loc),
            Stmt::Continue(_) => self.continue_stmt(loc),
            Stmt::IpyEscapeCommand(_) => self.error("invalid syntax", loc),
        }
    }

    fn expr_stmt(&mut self, value: &'a Expr, loc: Loc) -> Result {
        if self.interactive && self.units.len() == 1 {
            self.expr(value)?;
            self.emit_arg(Op::CallIntrinsic1, Intrinsic1::Print as u32, loc);
            self.emit(Op::PopTop, Loc::NONE);
            return Ok(());
        }
        if self.is_constant(value) {
            // Its value is of no use, but an invalid number in it is still an error.
            self.constant(value)?;
            self.emit(Op::Nop, loc);
            return Ok(());
        }
        self.expr(value)?;
        self.emit(Op::PopTop, Loc::NONE);
        Ok(())
    }

    fn return_stmt(&mut self, node: &'a ast::StmtReturn, stmt_loc: Loc) -> Result {
        let mut loc = stmt_loc;
        let scope = self.scope();
        if !scope.is_function_like() {
            return self.error("'return' outside function", loc);
        }
        if node.value.is_some() && scope.coroutine && scope.generator {
            return self.error("'return' with value in async generator", loc);
        }
        let constant = match &node.value {
            Some(value) => self.constant(value)?,
            None => None,
        };
        let keeps_value = node.value.is_some() && constant.is_none();
        if let Some(value) = &node.value {
            if keeps_value {
                self.expr(value)?;
            } else {
                loc = self.loc(&**value);
                self.emit(Op::Nop, loc);
            }
        }
        let same_line = node.value.as_ref().is_some_and(|value| self.loc(&**value).line == stmt_loc.line);
        if !same_line {
            loc = stmt_loc;
            self.emit(Op::Nop, loc);
        }
        self.unwind_all(&mut loc, keeps_value)?;
        match (&node.value, constant) {
            (None, _) => self.load_none(loc),
            (Some(_), Some(constant)) => self.load_const(constant, loc),
            (Some(_), None) => {}
        }
        self.emit(Op::ReturnValue, loc);
        Ok(())
    }

    fn break_stmt(&mut self, stmt_loc: Loc) -> Result {
        let mut loc = stmt_loc;
        self.emit(Op::Nop, loc);
        let Some(block) = self.unwind_to_loop(&mut loc)? else {
            return self.error("'break' outside loop", stmt_loc);
        };
        self.unwind(&mut loc, &block, false)?;
        self.emit_jump(AnyOp::Jump, block.exit, loc);
        Ok(())
    }

    fn continue_stmt(&mut self, stmt_loc: Loc) -> Result {
        let mut loc = stmt_loc;
        self.emit(Op::Nop, loc);
        let Some(block) = self.unwind_to_loop(&mut loc)? else {
            return self.error("'continue' not properly in loop", stmt_loc);
        };
        self.emit_jump(AnyOp::Jump, block.start, loc);
        Ok(())
    }

    fn if_stmt(&mut self, test: &'a Expr, body: &'a [Stmt], clauses: &'a [ast::ElifElseClause]) -> Result {
        // One `if` inside the `else` of the other: the labels of all ends come together at the last.
        let mut ends = Vec::new();
        let (mut test, mut body, mut clauses) = (test, body, clauses);
        loop {
            let end = self.new_label();
            let next = if clauses.is_empty() { end } else { self.new_label() };
            self.jump_if(test, next, false)?;
            self.stmts(body)?;
            ends.push(end);
            let Some((clause, rest)) = clauses.split_first() else { break };
            self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
            self.use_label(next);
            body = &clause.body;
            clauses = rest;
            match &clause.test {
                Some(expr) => test = expr,
                None => {
                    self.stmts(body)?;
                    break;
                }
            }
        }
        for end in ends.into_iter().rev() {
            self.use_label(end);
        }
        Ok(())
    }

    fn for_stmt(&mut self, node: &'a ast::StmtFor, loc: Loc) -> Result {
        let start = self.new_label();
        let body = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_fblock(FBlock { kind: FBlockKind::ForLoop, loc, start, exit: end })?;
        self.expr(&node.iter)?;
        let loc = self.loc(&*node.iter);
        self.emit(Op::GetIter, loc);
        self.use_label(start);
        self.emit_jump(Op::ForIter, cleanup, loc);
        // The line of the target is seen when stepping, even if it is not the iterator's.
        let target = self.loc(&*node.target);
        self.emit(Op::Nop, target);
        self.use_label(body);
        self.expr(&node.target)?;
        self.stmts(&node.body)?;
        self.emit_jump(AnyOp::Jump, start, Loc::NONE);
        self.use_label(cleanup);
        self.emit(Op::EndFor, Loc::NONE);
        self.emit(Op::PopIter, Loc::NONE);
        self.pop_fblock();
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn async_for(&mut self, node: &'a ast::StmtFor, loc: Loc) -> Result {
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        if !self.in_async_code() {
            return self.error("'async for' outside async function", loc);
        }
        self.expr(&node.iter)?;
        let iter = self.loc(&*node.iter);
        self.emit(Op::GetAiter, iter);
        self.use_label(start);
        self.push_fblock(FBlock { kind: FBlockKind::ForLoop, loc, start, exit: end })?;
        self.emit_jump(AnyOp::SetupFinally, except, loc);
        self.emit(Op::GetAnext, loc);
        self.load_none(loc);
        self.use_label(send);
        self.yield_from(true, loc);
        self.emit(AnyOp::PopBlock, loc);
        self.emit(Op::NotTaken, loc);
        self.expr(&node.target)?;
        self.stmts(&node.body)?;
        self.emit_jump(AnyOp::Jump, start, Loc::NONE);
        self.pop_fblock();
        self.use_label(except);
        self.emit_jump(Op::EndAsyncFor, send, iter);
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn while_stmt(&mut self, node: &'a ast::StmtWhile, loc: Loc) -> Result {
        let start = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        self.use_label(start);
        self.push_fblock(FBlock { kind: FBlockKind::WhileLoop, loc, start, exit: end })?;
        self.jump_if(&node.test, anchor, false)?;
        self.stmts(&node.body)?;
        self.emit_jump(AnyOp::Jump, start, Loc::NONE);
        self.pop_fblock();
        self.use_label(anchor);
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn assert(&mut self, node: &'a ast::StmtAssert, loc: Loc) -> Result {
        if let Expr::Tuple(tuple) = &*node.test
            && !tuple.elts.is_empty()
        {
            self.warn("assertion is always true, perhaps remove parentheses?", loc);
        }
        if self.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        self.jump_if(&node.test, end, true)?;
        self.emit_arg(Op::LoadCommonConstant, CommonConstant::AssertionError as u32, loc);
        if let Some(msg) = &node.msg {
            self.expr(msg)?;
            self.emit_arg(Op::Call, 0, loc);
        }
        let test = self.loc(&*node.test);
        self.emit_arg(Op::RaiseVarargs, 1, test);
        self.use_label(end);
        Ok(())
    }

    fn import(&mut self, node: &'a ast::StmtImport, loc: Loc) -> Result {
        for alias in &node.names {
            let name = alias.name.as_str();
            self.load_const(Const::Int(0), loc);
            self.load_none(loc);
            self.emit_name(Op::ImportName, name, 0, 0, loc);
            match &alias.asname {
                Some(asname) => self.import_as(name, asname, loc)?,
                None => self.name(name.split('.').next().unwrap_or(name), Access::Store, loc)?,
            }
        }
        Ok(())
    }

    /// `import a.b.c as d` binds the last part.
    fn import_as(&mut self, name: &str, asname: &str, loc: Loc) -> Result {
        let mut parts = name.split('.').skip(1).peekable();
        if parts.peek().is_none() {
            return self.name(asname, Access::Store, loc);
        }
        while let Some(part) = parts.next() {
            self.emit_name(Op::ImportFrom, part, 0, 0, loc);
            if parts.peek().is_some() {
                self.emit_arg(Op::Swap, 2, loc);
                self.emit(Op::PopTop, loc);
            }
        }
        self.name(asname, Access::Store, loc)?;
        self.emit(Op::PopTop, loc);
        Ok(())
    }

    fn import_from(&mut self, node: &'a ast::StmtImportFrom, loc: Loc) -> Result {
        self.load_const(Const::Int(i64::from(node.level)), loc);
        let names = node.names.iter().map(|alias| Const::Str(alias.name.as_str().into())).collect();
        self.load_const(Const::Tuple(names), loc);
        self.emit_name(Op::ImportName, node.module.as_ref().map_or("", |module| module.as_str()), 0, 0, loc);
        for alias in &node.names {
            if alias.name.as_str() == "*" {
                self.emit_arg(Op::CallIntrinsic1, Intrinsic1::ImportStar as u32, loc);
                self.emit(Op::PopTop, Loc::NONE);
                return Ok(());
            }
            self.emit_name(Op::ImportFrom, &alias.name, 0, 0, loc);
            self.name(alias.asname.as_ref().unwrap_or(&alias.name), Access::Store, loc)?;
        }
        self.emit(Op::PopTop, loc);
        Ok(())
    }

    pub(super) fn binary(&mut self, op: ast::Operator, inplace: bool, loc: Loc) {
        let plain = match op {
            ast::Operator::Add => BinaryOp::Add,
            ast::Operator::Sub => BinaryOp::Subtract,
            ast::Operator::Mult => BinaryOp::Multiply,
            ast::Operator::MatMult => BinaryOp::MatrixMultiply,
            ast::Operator::Div => BinaryOp::TrueDivide,
            ast::Operator::Mod => BinaryOp::Remainder,
            ast::Operator::Pow => BinaryOp::Power,
            ast::Operator::LShift => BinaryOp::Lshift,
            ast::Operator::RShift => BinaryOp::Rshift,
            ast::Operator::BitOr => BinaryOp::Or,
            ast::Operator::BitXor => BinaryOp::Xor,
            ast::Operator::BitAnd => BinaryOp::And,
            ast::Operator::FloorDiv => BinaryOp::FloorDivide,
        } as u32;
        let inplace = if inplace { BinaryOp::InplaceAdd as u32 } else { 0 };
        self.emit_arg(Op::BinaryOp, plain + inplace, loc);
    }
}
