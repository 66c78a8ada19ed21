//! `with` and `async with`.

use gilscope_bytecode::{Op, SpecialMethod};
use ruff_python_ast as ast;

use super::Compiler;
use super::unit::{FBlock, FBlockKind};
use crate::error::Result;
use crate::ir::{AnyOp, Label, Loc};

impl<'a> Compiler<'a> {
    /// Items after the first are like a `with` inside of it.
    pub(super) fn with_stmt(&mut self, node: &'a ast::StmtWith, index: usize, stmt_loc: Loc) -> Result {
        let item = &node.items[index];
        if node.is_async && !self.in_async_code() {
            return self.error("'async with' outside async function", stmt_loc);
        }
        let block = self.new_label();
        let last = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        let (enter, leave, kind) = if node.is_async {
            (SpecialMethod::Aenter, SpecialMethod::Aexit, FBlockKind::AsyncWith)
        } else {
            (SpecialMethod::Enter, SpecialMethod::Exit, FBlockKind::With)
        };

        self.expr(&item.context_expr)?;
        let loc = self.loc(&item.context_expr);
        self.emit_arg(Op::Copy, 1, loc);
        self.emit_arg(Op::LoadSpecial, leave as u32, loc);
        self.emit_arg(Op::Swap, 2, loc);
        self.emit_arg(Op::Swap, 3, loc);
        self.emit_arg(Op::LoadSpecial, enter as u32, loc);
        self.emit_arg(Op::Call, 0, loc);
        if node.is_async {
            self.await_value(1, loc);
        }
        self.emit_jump(AnyOp::SetupWith, last, loc);
        self.use_label(block);
        self.push_fblock(FBlock { kind, loc, start: block, exit: last })?;
        match &item.optional_vars {
            Some(target) => self.expr(target)?,
            None => self.emit(Op::PopTop, loc),
        }
        if index + 1 == node.items.len() {
            self.stmts(&node.body)?;
        } else {
            self.with_stmt(node, index + 1, stmt_loc)?;
        }
        self.pop_fblock();
        self.emit(AnyOp::PopBlock, if node.is_async { loc } else { Loc::NONE });

        // It went well: __exit__(None, None, None)
        self.call_exit_with_nones(loc);
        if node.is_async {
            self.await_value(2, loc);
        }
        self.emit(Op::PopTop, loc);
        self.emit_jump(AnyOp::Jump, exit, loc);

        // It raised.
        self.use_label(last);
        self.emit_jump(AnyOp::SetupCleanup, cleanup, loc);
        self.emit(Op::PushExcInfo, loc);
        self.emit(Op::WithExceptStart, loc);
        if node.is_async {
            self.await_value(2, loc);
        }
        self.with_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    fn with_finish(&mut self, cleanup: Label) {
        let suppress = self.new_label();
        self.emit(Op::ToBool, Loc::NONE);
        self.emit_jump(Op::PopJumpIfTrue, suppress, Loc::NONE);
        self.emit_arg(Op::Reraise, 2, Loc::NONE);
        self.use_label(suppress);
        self.emit(Op::PopTop, Loc::NONE);
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.emit(Op::PopExcept, Loc::NONE);
        for _ in 0..3 {
            self.emit(Op::PopTop, Loc::NONE);
        }
        let exit = self.new_label();
        self.emit_jump(AnyOp::JumpNoInterrupt, exit, Loc::NONE);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(exit);
    }

    /// Awaits what is on top; `kind` is the operand of `GET_AWAITABLE`.
    pub(super) fn await_value(&mut self, kind: u32, loc: Loc) {
        self.emit_arg(Op::GetAwaitable, kind, loc);
        self.load_none(loc);
        self.yield_from(true, loc);
    }

    /// Yields whatever the iterator below the top yields, until it is finished.
    pub(super) fn yield_from(&mut self, is_await: bool, loc: Loc) {
        let send = self.new_label();
        let fail = self.new_label();
        let exit = self.new_label();
        self.use_label(send);
        self.emit_jump(Op::Send, exit, loc);
        self.emit_jump(AnyOp::SetupFinally, fail, loc);
        self.emit_arg(Op::YieldValue, 1, loc);
        self.emit(AnyOp::PopBlock, Loc::NONE);
        self.emit_arg(Op::Resume, if is_await { 3 } else { 2 }, loc);
        self.emit_jump(AnyOp::JumpNoInterrupt, send, loc);
        self.use_label(fail);
        self.emit(Op::CleanupThrow, loc);
        self.use_label(exit);
        self.emit(Op::EndSend, loc);
    }
}
