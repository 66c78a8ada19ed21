//! Expressions.

use gilscope_bytecode::{CompareOp, Intrinsic1, Op};
use ruff_python_ast::{self as ast, CmpOp, Expr, ExprContext};

use super::unit::ScopeKind;
use super::{Access, Compiler, STACK_USE_GUIDELINE};
use crate::error::Result;
use crate::ir::{AnyOp, Label, Loc};

/// What a display in brackets makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    List,
    Tuple,
    Set,
}

impl<'a> Compiler<'a> {
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Result {
        let loc = self.loc(expr);
        if let Some(constant) = self.constant(expr)? {
            self.load_const(constant, loc);
            return Ok(());
        }
        match expr {
            Expr::Named(node) => {
                self.expr(&node.value)?;
                self.emit_arg(Op::Copy, 1, loc);
                self.expr(&node.target)
            }
            Expr::BoolOp(node) => self.bool_op(node, loc),
            Expr::BinOp(_) => self.bin_op(expr),
            Expr::UnaryOp(node) => {
                self.expr(&node.operand)?;
                match node.op {
                    ast::UnaryOp::UAdd => {
                        self.emit_arg(Op::CallIntrinsic1, Intrinsic1::UnaryPositive as u32, loc);
                    }
                    ast::UnaryOp::Not => {
                        self.emit(Op::ToBool, loc);
                        self.emit(Op::UnaryNot, loc);
                    }
                    ast::UnaryOp::Invert => self.emit(Op::UnaryInvert, loc),
                    ast::UnaryOp::USub => self.emit(Op::UnaryNegative, loc),
                }
                Ok(())
            }
            Expr::Lambda(node) => self.lambda(node, loc),
            Expr::If(node) => {
                let end = self.new_label();
                let next = self.new_label();
                self.jump_if(&node.test, next, false)?;
                self.expr(&node.body)?;
                self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
                self.use_label(next);
                self.expr(&node.orelse)?;
                self.use_label(end);
                Ok(())
            }
            Expr::Dict(node) => self.dict(node, loc),
            Expr::Set(node) => self.star_sequence(&node.elts, None, 0, Sequence::Set, loc),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(expr),
            Expr::Yield(node) => {
                if !self.scope().is_function_like() {
                    return self.error("'yield' outside function", loc);
                }
                match &node.value {
                    Some(value) => self.expr(value)?,
                    None => self.load_none(loc),
                }
                self.yield_value(loc);
                Ok(())
            }
            Expr::YieldFrom(node) => {
                if !self.scope().is_function_like() {
                    return self.error("'yield from' outside function", loc);
                }
                if self.unit_ref().kind == ScopeKind::AsyncFunction {
                    return self.error("'yield from' inside async function", loc);
                }
                self.expr(&node.value)?;
                self.emit(Op::GetYieldFromIter, loc);
                self.load_none(loc);
                self.yield_from(false, loc);
                Ok(())
            }
            Expr::Await(node) => {
                self.expr(&node.value)?;
                self.await_value(0, loc);
                Ok(())
            }
            Expr::Compare(node) => self.compare(node, loc),
            Expr::Call(node) => self.call(node, loc),
            Expr::FString(node) => self.f_string(&node.value, loc),
            Expr::TString(node) => self.t_string(&node.value, loc),
            Expr::Attribute(node) => self.attribute(node, loc),
            Expr::Subscript(node) => self.subscript(node, loc),
            Expr::Starred(node) => {
                let msg = if node.ctx == ExprContext::Store {
                    "starred assignment target must be in a list or tuple"
                } else {
                    "can't use starred expression here"
                };
                self.error(msg, loc)
            }
            Expr::Slice(node) => self.slice(node),
            Expr::Name(node) => {
                let access = match node.ctx {
                    ExprContext::Store => Access::Store,
                    ExprContext::Del => Access::Delete,
                    _ => Access::Load,
                };
                self.name(&node.id, access, loc)
            }
            Expr::List(node) => self.display(&node.elts, node.ctx, Sequence::List, loc),
            Expr::Tuple(node) => self.display(&node.elts, node.ctx, Sequence::Tuple, loc),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => self.error("invalid syntax", loc),
        }
    }

    /// A long chain of operators leans to the left: it is walked without recursion.
    fn bin_op(&mut self, expr: &'a Expr) -> Result {
        let mut nodes = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(node) = left {
            if self.format_operator(node)? {
                break;
            }
            nodes.push(node);
            left = &node.left;
        }
        if !matches!(left, Expr::BinOp(_)) {
            self.expr(left)?;
        }
        for node in nodes.into_iter().rev() {
            self.expr(&node.right)?;
            let loc = self.loc(node);
            self.binary(node.op, false, loc);
        }
        Ok(())
    }

    fn attribute(&mut self, node: &'a ast::ExprAttribute, loc: Loc) -> Result {
        if node.ctx == ExprContext::Load
            && let Some(call) = self.super_call(node)
        {
            self.super_args(call)?;
            let two = u32::from(!call.arguments.args.is_empty());
            self.emit_name(Op::LoadSuperAttr, &node.attr, 2, two << 1, loc);
            let loc = self.attribute_loc(node, loc);
            self.emit(Op::Nop, loc);
            return Ok(());
        }
        self.note_static_attribute(node);
        self.expr(&node.value)?;
        let loc = self.attribute_loc(node, loc);
        match node.ctx {
            ExprContext::Store => self.emit_name(Op::StoreAttr, &node.attr, 0, 0, loc),
            ExprContext::Del => self.emit_name(Op::DeleteAttr, &node.attr, 0, 0, loc),
            _ => self.load_attr(&node.attr, loc),
        }
        Ok(())
    }

    fn display(&mut self, elts: &'a [Expr], ctx: ExprContext, kind: Sequence, loc: Loc) -> Result {
        match ctx {
            ExprContext::Store => self.unpack(elts, loc),
            ExprContext::Del => elts.iter().try_for_each(|elt| self.expr(elt)),
            _ => self.star_sequence(elts, None, 0, kind, loc),
        }
    }

    /// A list, tuple or set of elements some of which may be starred. `pushed` of them are on the stack already.
    pub(super) fn star_sequence(
        &mut self,
        elts: &'a [Expr],
        injected: Option<&str>,
        pushed: usize,
        kind: Sequence,
        loc: Loc,
    ) -> Result {
        let total = elts.len() + pushed + usize::from(injected.is_some());
        let big = total > STACK_USE_GUIDELINE;
        let (build, add, extend) = match kind {
            Sequence::Set => (Op::BuildSet, Op::SetAdd, Op::SetUpdate),
            _ => (Op::BuildList, Op::ListAppend, Op::ListExtend),
        };
        if !big && !elts.iter().any(Expr::is_starred_expr) {
            for elt in elts {
                self.expr(elt)?;
            }
            if let Some(name) = injected {
                self.name(name, Access::Load, loc)?;
            }
            let build = if kind == Sequence::Tuple { Op::BuildTuple } else { build };
            self.emit_arg(build, total as u32, loc);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.emit_arg(build, pushed as u32, loc);
        }
        for (index, elt) in elts.iter().enumerate() {
            if let Expr::Starred(starred) = elt {
                if !built {
                    self.emit_arg(build, (index + pushed) as u32, loc);
                    built = true;
                }
                self.expr(&starred.value)?;
                self.emit_arg(extend, 1, loc);
            } else {
                self.expr(elt)?;
                if built {
                    self.emit_arg(add, 1, loc);
                }
            }
        }
        if let Some(name) = injected {
            self.name(name, Access::Load, loc)?;
            self.emit_arg(add, 1, loc);
        }
        if kind == Sequence::Tuple {
            self.emit_arg(Op::CallIntrinsic1, Intrinsic1::ListToTuple as u32, loc);
        }
        Ok(())
    }

    fn dict(&mut self, node: &'a ast::ExprDict, loc: Loc) -> Result {
        let mut have_dict = false;
        let mut elements = 0;
        let merge = |this: &mut Self, have_dict: &mut bool| {
            if *have_dict {
                this.emit_arg(Op::DictUpdate, 1, loc);
            }
            *have_dict = true;
        };
        for (index, item) in node.items.iter().enumerate() {
            if item.key.is_none() {
                if elements > 0 {
                    self.sub_dict(&node.items[index - elements..index], loc)?;
                    merge(self, &mut have_dict);
                    elements = 0;
                }
                if !have_dict {
                    self.emit_arg(Op::BuildMap, 0, loc);
                    have_dict = true;
                }
                self.expr(&item.value)?;
                self.emit_arg(Op::DictUpdate, 1, loc);
            } else if elements * 2 > STACK_USE_GUIDELINE {
                self.sub_dict(&node.items[index - elements..=index], loc)?;
                merge(self, &mut have_dict);
                elements = 0;
            } else {
                elements += 1;
            }
        }
        if elements > 0 {
            self.sub_dict(&node.items[node.items.len() - elements..], loc)?;
            merge(self, &mut have_dict);
        }
        if !have_dict {
            self.emit_arg(Op::BuildMap, 0, loc);
        }
        Ok(())
    }

    fn sub_dict(&mut self, items: &'a [ast::DictItem], loc: Loc) -> Result {
        let big = items.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.emit_arg(Op::BuildMap, 0, loc);
        }
        for item in items {
            if let Some(key) = &item.key {
                self.expr(key)?;
            }
            self.expr(&item.value)?;
            if big {
                self.emit_arg(Op::MapAdd, 1, loc);
            }
        }
        if !big {
            self.emit_arg(Op::BuildMap, items.len() as u32, loc);
        }
        Ok(())
    }

    fn bool_op(&mut self, node: &'a ast::ExprBoolOp, loc: Loc) -> Result {
        let jump = if node.op == ast::BoolOp::And { AnyOp::JumpIfFalse } else { AnyOp::JumpIfTrue };
        let end = self.new_label();
        let Some((last, values)) = node.values.split_last() else { return Ok(()) };
        for value in values {
            self.expr(value)?;
            self.emit_jump(jump, end, loc);
            self.emit(Op::PopTop, loc);
        }
        self.expr(last)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn compare_op(&mut self, op: CmpOp, loc: Loc) {
        let compare = match op {
            CmpOp::Eq => CompareOp::Eq,
            CmpOp::NotEq => CompareOp::Ne,
            CmpOp::Lt => CompareOp::Lt,
            CmpOp::LtE => CompareOp::Le,
            CmpOp::Gt => CompareOp::Gt,
            CmpOp::GtE => CompareOp::Ge,
            CmpOp::Is => return self.emit_arg(Op::IsOp, 0, loc),
            CmpOp::IsNot => return self.emit_arg(Op::IsOp, 1, loc),
            CmpOp::In => return self.emit_arg(Op::ContainsOp, 0, loc),
            CmpOp::NotIn => return self.emit_arg(Op::ContainsOp, 1, loc),
        };
        self.emit_arg(Op::CompareOp, (compare as u32) << 5 | compare.mask(), loc);
    }

    fn compare(&mut self, node: &'a ast::ExprCompare, loc: Loc) -> Result {
        self.check_compare(node, loc);
        self.expr(&node.left)?;
        let last = node.ops.len() - 1;
        if last == 0 {
            self.expr(&node.comparators[0])?;
            self.compare_op(node.ops[0], loc);
            return Ok(());
        }
        let cleanup = self.new_label();
        for index in 0..last {
            self.expr(&node.comparators[index])?;
            self.emit_arg(Op::Swap, 2, loc);
            self.emit_arg(Op::Copy, 2, loc);
            self.compare_op(node.ops[index], loc);
            self.emit_arg(Op::Copy, 1, loc);
            self.emit(Op::ToBool, loc);
            self.emit_jump(Op::PopJumpIfFalse, cleanup, loc);
            self.emit(Op::PopTop, loc);
        }
        self.expr(&node.comparators[last])?;
        self.compare_op(node.ops[last], loc);
        let end = self.new_label();
        self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
        self.use_label(cleanup);
        self.emit_arg(Op::Swap, 2, loc);
        self.emit(Op::PopTop, loc);
        self.use_label(end);
        Ok(())
    }

    /// Jumps to `next` if the truth of the expression is `condition`.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, next: Label, condition: bool) -> Result {
        let loc = self.loc(expr);
        match expr {
            Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => {
                return self.jump_if(&node.operand, next, !condition);
            }
            Expr::BoolOp(node) => {
                let short = node.op == ast::BoolOp::Or;
                let inner = if short == condition { next } else { self.new_label() };
                let Some((last, values)) = node.values.split_last() else { return Ok(()) };
                for value in values {
                    self.jump_if(value, inner, short)?;
                }
                self.jump_if(last, next, condition)?;
                if inner != next {
                    self.use_label(inner);
                }
                return Ok(());
            }
            Expr::If(node) => {
                let end = self.new_label();
                let orelse = self.new_label();
                self.jump_if(&node.test, orelse, false)?;
                self.jump_if(&node.body, next, condition)?;
                self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
                self.use_label(orelse);
                self.jump_if(&node.orelse, next, condition)?;
                self.use_label(end);
                return Ok(());
            }
            Expr::Compare(node) if node.ops.len() > 1 => return self.jump_if_chain(node, next, condition, loc),
            _ => {}
        }
        self.expr(expr)?;
        self.emit(Op::ToBool, loc);
        let jump = if condition { Op::PopJumpIfTrue } else { Op::PopJumpIfFalse };
        self.emit_jump(jump, next, loc);
        Ok(())
    }

    fn jump_if_chain(&mut self, node: &'a ast::ExprCompare, next: Label, condition: bool, loc: Loc) -> Result {
        self.check_compare(node, loc);
        let cleanup = self.new_label();
        self.expr(&node.left)?;
        let last = node.ops.len() - 1;
        for index in 0..last {
            self.expr(&node.comparators[index])?;
            self.emit_arg(Op::Swap, 2, loc);
            self.emit_arg(Op::Copy, 2, loc);
            self.compare_op(node.ops[index], loc);
            self.emit(Op::ToBool, loc);
            self.emit_jump(Op::PopJumpIfFalse, cleanup, loc);
        }
        self.expr(&node.comparators[last])?;
        self.compare_op(node.ops[last], loc);
        self.emit(Op::ToBool, loc);
        let jump = if condition { Op::PopJumpIfTrue } else { Op::PopJumpIfFalse };
        self.emit_jump(jump, next, loc);
        let end = self.new_label();
        self.emit_jump(AnyOp::JumpNoInterrupt, end, Loc::NONE);
        self.use_label(cleanup);
        self.emit(Op::PopTop, loc);
        if !condition {
            self.emit_jump(AnyOp::JumpNoInterrupt, next, Loc::NONE);
        }
        self.use_label(end);
        Ok(())
    }

    pub(super) fn yield_value(&mut self, loc: Loc) {
        let scope = self.scope();
        if scope.generator && scope.coroutine {
            self.emit_arg(Op::CallIntrinsic1, Intrinsic1::AsyncGenWrap as u32, loc);
        }
        self.emit_arg(Op::YieldValue, 0, loc);
        self.emit_arg(Op::Resume, 1, loc);
    }
}
