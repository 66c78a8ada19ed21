//! `try` in all its forms, and how `return`, `break` and `continue` leave what is open.

use gilscope_bytecode::{Intrinsic2, Op};
use ruff_python_ast::{self as ast, ExceptHandler};

use super::unit::{FBlock, FBlockKind};
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::{AnyOp, Label, Loc};

impl<'a> Compiler<'a> {
    /// Leaves one open block. With `keeps_value` the value on top is to survive. `loc` becomes artificial where code
    /// of the program ran in between.
    pub(super) fn unwind(&mut self, loc: &mut Loc, block: &FBlock<'a>, keeps_value: bool) -> Result {
        match block.kind {
            FBlockKind::WhileLoop
            | FBlockKind::ExceptionHandler
            | FBlockKind::ExceptionGroupHandler
            | FBlockKind::AsyncComprehension
            | FBlockKind::StopIteration => {}
            FBlockKind::ForLoop => {
                if keeps_value {
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.emit(Op::PopTop, *loc);
            }
            FBlockKind::TryExcept => self.emit(AnyOp::PopBlock, *loc),
            FBlockKind::FinallyTry(body) => {
                self.emit(AnyOp::PopBlock, *loc);
                if keeps_value {
                    self.push_fblock(FBlock::new(FBlockKind::PopValue, *loc))?;
                }
                self.stmts(body)?;
                if keeps_value {
                    self.pop_fblock();
                }
                *loc = Loc::NONE;
            }
            FBlockKind::FinallyEnd => {
                if keeps_value {
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.emit(Op::PopTop, *loc);
                if keeps_value {
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.emit(AnyOp::PopBlock, *loc);
                self.emit(Op::PopExcept, *loc);
            }
            FBlockKind::With | FBlockKind::AsyncWith => {
                *loc = block.loc;
                self.emit(AnyOp::PopBlock, *loc);
                if keeps_value {
                    self.emit_arg(Op::Swap, 3, *loc);
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.call_exit_with_nones(*loc);
                if matches!(block.kind, FBlockKind::AsyncWith) {
                    self.emit_arg(Op::GetAwaitable, 2, *loc);
                    self.load_none(*loc);
                    self.yield_from(true, *loc);
                }
                self.emit(Op::PopTop, *loc);
                *loc = Loc::NONE;
            }
            FBlockKind::HandlerCleanup(name) => {
                if name.is_some() {
                    self.emit(AnyOp::PopBlock, *loc);
                }
                if keeps_value {
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.emit(AnyOp::PopBlock, *loc);
                self.emit(Op::PopExcept, *loc);
                if let Some(name) = name {
                    self.unbind(name, *loc)?;
                }
            }
            FBlockKind::PopValue => {
                if keeps_value {
                    self.emit_arg(Op::Swap, 2, *loc);
                }
                self.emit(Op::PopTop, *loc);
            }
        }
        Ok(())
    }

    /// Leaves everything that is open in the function.
    pub(super) fn unwind_all(&mut self, loc: &mut Loc, keeps_value: bool) -> Result {
        self.unwind_stack(loc, keeps_value, false).map(|_| ())
    }

    /// Leaves everything inside the innermost loop, which it returns.
    pub(super) fn unwind_to_loop(&mut self, loc: &mut Loc) -> Result<Option<FBlock<'a>>> {
        self.unwind_stack(loc, false, true)
    }

    fn unwind_stack(&mut self, loc: &mut Loc, keeps_value: bool, to_loop: bool) -> Result<Option<FBlock<'a>>> {
        let mut left = Vec::new();
        let mut found = None;
        while let Some(&top) = self.unit_ref().fblocks.last() {
            if matches!(top.kind, FBlockKind::ExceptionGroupHandler) {
                let msg = "'break', 'continue' and 'return' cannot appear in an except* block";
                return self.error(msg, *loc);
            }
            if to_loop && top.is_loop() {
                found = Some(top);
                break;
            }
            // What it runs on its way out must not see it as open.
            self.pop_fblock();
            left.push(top);
            self.unwind(loc, &top, keeps_value)?;
        }
        self.unit().fblocks.extend(left.into_iter().rev());
        Ok(found)
    }

    pub(super) fn call_exit_with_nones(&mut self, loc: Loc) {
        for _ in 0..3 {
            self.load_none(loc);
        }
        self.emit_arg(Op::Call, 3, loc);
    }

    pub(super) fn pop_except_and_reraise(&mut self, loc: Loc) {
        self.emit_arg(Op::Copy, 3, loc);
        self.emit(Op::PopExcept, loc);
        self.emit_arg(Op::Reraise, 1, loc);
    }

    /// `name = None; del name`, so that the exception does not outlive its handler.
    fn unbind(&mut self, name: &str, loc: Loc) -> Result {
        self.load_none(loc);
        self.name(name, Access::Store, loc)?;
        self.name(name, Access::Delete, loc)
    }

    pub(super) fn try_stmt(&mut self, node: &'a ast::StmtTry, loc: Loc) -> Result {
        if node.finalbody.is_empty() { self.try_except(node, loc) } else { self.try_finally(node, loc) }
    }

    fn try_except(&mut self, node: &'a ast::StmtTry, loc: Loc) -> Result {
        if node.is_star { self.try_star_handlers(node, loc) } else { self.try_handlers(node, loc) }
    }

    fn try_finally(&mut self, node: &'a ast::StmtTry, loc: Loc) -> Result {
        let body = self.new_label();
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.emit_jump(AnyOp::SetupFinally, end, loc);
        self.use_label(body);
        self.push_fblock(FBlock { kind: FBlockKind::FinallyTry(&node.finalbody), loc, start: body, exit: end })?;
        if node.handlers.is_empty() {
            self.stmts(&node.body)?;
        } else {
            self.try_except(node, loc)?;
        }
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.pop_fblock();
        self.stmts(&node.finalbody)?;
        self.emit_jump(AnyOp::JumpNoInterrupt, exit, Loc::NONE);

        self.use_label(end);
        self.emit_jump(AnyOp::SetupCleanup, cleanup, Loc::NONE);
        self.emit(Op::PushExcInfo, Loc::NONE);
        self.push_fblock(FBlock { kind: FBlockKind::FinallyEnd, loc: Loc::NONE, start: end, exit: Label::NONE })?;
        self.stmts(&node.finalbody)?;
        self.pop_fblock();
        self.emit_arg(Op::Reraise, 0, Loc::NONE);

        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(exit);
        Ok(())
    }

    fn try_handlers(&mut self, node: &'a ast::StmtTry, loc: Loc) -> Result {
        let body = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        self.emit_jump(AnyOp::SetupFinally, except, loc);
        self.use_label(body);
        self.push_fblock(FBlock { kind: FBlockKind::TryExcept, loc, start: body, exit: Label::NONE })?;
        self.stmts(&node.body)?;
        self.pop_fblock();
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.stmts(&node.orelse)?;
        self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);

        self.use_label(except);
        self.emit_jump(AnyOp::SetupCleanup, cleanup, Loc::NONE);
        self.emit(Op::PushExcInfo, Loc::NONE);
        self.push_fblock(FBlock::new(FBlockKind::ExceptionHandler, loc))?;
        for (index, ExceptHandler::ExceptHandler(handler)) in node.handlers.iter().enumerate() {
            let loc = self.loc(handler);
            if handler.type_.is_none() && index < node.handlers.len() - 1 {
                return self.error("default 'except:' must be last", loc);
            }
            let next = self.new_label();
            if let Some(matched) = &handler.type_ {
                self.expr(matched)?;
                self.emit(Op::CheckExcMatch, loc);
                self.emit_jump(Op::PopJumpIfFalse, next, loc);
            }
            if let Some(name) = &handler.name {
                let cleanup_end = self.new_label();
                let cleanup_body = self.new_label();
                self.name(name, Access::Store, loc)?;
                self.emit_jump(AnyOp::SetupCleanup, cleanup_end, loc);
                self.use_label(cleanup_body);
                self.push_fblock(FBlock::new(FBlockKind::HandlerCleanup(Some(name)), loc))?;
                self.stmts(&handler.body)?;
                self.pop_fblock();
                self.emit(AnyOp::PopBlock, Loc::NONE);
                self.emit(AnyOp::PopBlock, Loc::NONE);
                self.emit(Op::PopExcept, Loc::NONE);
                self.unbind(name, Loc::NONE)?;
                self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
                self.use_label(cleanup_end);
                self.unbind(name, Loc::NONE)?;
                self.emit_arg(Op::Reraise, 1, Loc::NONE);
            } else {
                let cleanup_body = self.new_label();
                self.emit(Op::PopTop, loc);
                self.use_label(cleanup_body);
                self.push_fblock(FBlock::new(FBlockKind::HandlerCleanup(None), loc))?;
                self.stmts(&handler.body)?;
                self.pop_fblock();
                self.emit(AnyOp::PopBlock, Loc::NONE);
                self.emit(Op::PopExcept, Loc::NONE);
                self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
            }
            self.use_label(next);
        }
        self.pop_fblock();
        self.emit_arg(Op::Reraise, 0, Loc::NONE);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(end);
        Ok(())
    }

    /// `except*`: each handler takes its part of the exception group. A list collects what handlers raise; in the
    /// end it and what nobody took are raised together.
    fn try_star_handlers(&mut self, node: &'a ast::StmtTry, loc: Loc) -> Result {
        let body = self.new_label();
        let except = self.new_label();
        let orelse = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        let reraise_star = self.new_label();
        self.emit_jump(AnyOp::SetupFinally, except, loc);
        self.use_label(body);
        self.push_fblock(FBlock { kind: FBlockKind::TryExcept, loc, start: body, exit: Label::NONE })?;
        self.stmts(&node.body)?;
        self.pop_fblock();
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.emit_jump(AnyOp::JumpNoInterrupt, orelse, Loc::NONE);

        self.use_label(except);
        self.emit_jump(AnyOp::SetupCleanup, cleanup, Loc::NONE);
        self.emit(Op::PushExcInfo, Loc::NONE);
        self.push_fblock(FBlock::new(FBlockKind::ExceptionGroupHandler, loc))?;
        for (index, ExceptHandler::ExceptHandler(handler)) in node.handlers.iter().enumerate() {
            let loc = self.loc(handler);
            let next = self.new_label();
            let with_error = self.new_label();
            let no_match = self.new_label();
            if index == 0 {
                self.emit_arg(Op::BuildList, 0, loc);
                self.emit_arg(Op::Copy, 2, loc);
            }
            if let Some(matched) = &handler.type_ {
                self.expr(matched)?;
                self.emit(Op::CheckEgMatch, loc);
                self.emit_arg(Op::Copy, 1, loc);
                self.emit_jump(Op::PopJumpIfNone, no_match, loc);
            }
            let cleanup_end = self.new_label();
            let cleanup_body = self.new_label();
            match &handler.name {
                Some(name) => self.name(name, Access::Store, loc)?,
                None => self.emit(Op::PopTop, loc),
            }
            self.emit_jump(AnyOp::SetupCleanup, cleanup_end, loc);
            self.use_label(cleanup_body);
            let name = handler.name.as_ref().map(|name| name.as_str());
            self.push_fblock(FBlock::new(FBlockKind::HandlerCleanup(name), loc))?;
            self.stmts(&handler.body)?;
            self.pop_fblock();
            self.emit(AnyOp::PopBlock, Loc::NONE);
            if let Some(name) = name {
                self.unbind(name, Loc::NONE)?;
            }
            self.emit_jump(AnyOp::JumpNoInterrupt, next, Loc::NONE);

            self.use_label(cleanup_end);
            if let Some(name) = name {
                self.unbind(name, Loc::NONE)?;
            }
            self.emit_arg(Op::ListAppend, 3, Loc::NONE);
            self.emit(Op::PopTop, Loc::NONE);
            self.emit_jump(AnyOp::JumpNoInterrupt, with_error, Loc::NONE);

            self.use_label(next);
            self.emit(Op::Nop, Loc::NONE);
            self.emit_jump(AnyOp::JumpNoInterrupt, with_error, Loc::NONE);

            self.use_label(no_match);
            self.emit(Op::PopTop, loc);
            self.use_label(with_error);
            if index == node.handlers.len() - 1 {
                self.emit_arg(Op::ListAppend, 1, Loc::NONE);
                self.emit_jump(AnyOp::JumpNoInterrupt, reraise_star, Loc::NONE);
            }
        }
        self.pop_fblock();
        let reraise = self.new_label();
        self.use_label(reraise_star);
        self.emit_arg(Op::CallIntrinsic2, Intrinsic2::PrepReraiseStar as u32, Loc::NONE);
        self.emit_arg(Op::Copy, 1, Loc::NONE);
        self.emit_jump(Op::PopJumpIfNotNone, reraise, Loc::NONE);
        self.emit(Op::PopTop, Loc::NONE);
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.emit(Op::PopExcept, Loc::NONE);
        self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);

        self.use_label(reraise);
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.emit_arg(Op::Swap, 2, Loc::NONE);
        self.emit(Op::PopExcept, Loc::NONE);
        self.emit_arg(Op::Reraise, 0, Loc::NONE);

        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(orelse);
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }
}
