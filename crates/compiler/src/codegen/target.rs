//! Assignments with an operator or an annotation, subscripts and slices.

use gilscope_bytecode::{BinaryOp, Const, Op};
use ruff_python_ast::{self as ast, Expr, ExprContext};

use super::unit::ScopeKind;
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::Loc;

impl<'a> Compiler<'a> {
    pub(super) fn aug_assign(&mut self, node: &'a ast::StmtAugAssign, stmt_loc: Loc) -> Result {
        let target = &*node.target;
        let loc = self.loc(target);
        match target {
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                self.emit_arg(Op::Copy, 1, loc);
                let loc = self.attribute_loc(attribute, loc);
                self.load_attr(&attribute.attr, loc);
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                if let Some(slice) = self.two_part_slice(&subscript.slice) {
                    self.slice_parts(slice)?;
                    for _ in 0..3 {
                        self.emit_arg(Op::Copy, 3, loc);
                    }
                    self.emit(Op::BinarySlice, loc);
                } else {
                    self.expr(&subscript.slice)?;
                    self.emit_arg(Op::Copy, 2, loc);
                    self.emit_arg(Op::Copy, 2, loc);
                    self.emit_arg(Op::BinaryOp, BinaryOp::Subscr as u32, loc);
                }
            }
            Expr::Name(name) => self.name(&name.id, Access::Load, loc)?,
            _ => return self.error("invalid syntax", loc),
        }
        self.expr(&node.value)?;
        self.binary(node.op, true, stmt_loc);
        match target {
            Expr::Attribute(attribute) => {
                let loc = self.attribute_loc(attribute, loc);
                self.emit_arg(Op::Swap, 2, loc);
                self.emit_name(Op::StoreAttr, &attribute.attr, 0, 0, loc);
            }
            Expr::Subscript(subscript) => {
                if self.two_part_slice(&subscript.slice).is_some() {
                    for depth in [4, 3, 2] {
                        self.emit_arg(Op::Swap, depth, loc);
                    }
                    self.emit(Op::StoreSlice, loc);
                } else {
                    self.emit_arg(Op::Swap, 3, loc);
                    self.emit_arg(Op::Swap, 2, loc);
                    self.emit(Op::StoreSubscr, loc);
                }
            }
            Expr::Name(name) => self.name(&name.id, Access::Store, loc)?,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn ann_assign(&mut self, node: &'a ast::StmtAnnAssign, loc: Loc) -> Result {
        let target = &*node.target;
        if let Some(value) = &node.value {
            self.expr(value)?;
            self.expr(target)?;
        }
        match target {
            Expr::Name(name) => {
                let kind = self.unit_ref().kind;
                if node.simple && matches!(kind, ScopeKind::Module | ScopeKind::Class) {
                    if self.future_annotations {
                        self.annotation_text(&node.annotation);
                        self.emit_name(Op::LoadName, "__annotations__", 0, 0, loc);
                        let mangled = self.mangle(&name.id);
                        self.load_str(&mangled, loc);
                        self.emit(Op::StoreSubscr, loc);
                    } else {
                        self.defer_annotation(node, loc);
                    }
                }
            }
            Expr::Attribute(attribute) if node.value.is_none() => self.check_annotation_expr(&attribute.value)?,
            Expr::Subscript(subscript) if node.value.is_none() => {
                self.check_annotation_expr(&subscript.value)?;
                self.check_annotation_subscript(&subscript.slice)?;
            }
            _ => {}
        }
        // Other targets' annotations are neither stored nor evaluated in 3.14.
        Ok(())
    }

    /// Notes the annotation for `__annotate__`; where it may not be reached, the program notes that it was.
    fn defer_annotation(&mut self, node: &'a ast::StmtAnnAssign, loc: Loc) {
        let unit = self.unit();
        let in_class = unit.kind == ScopeKind::Class;
        let number = (!in_class || unit.in_conditional_block > 0).then(|| {
            let number = unit.next_conditional;
            unit.next_conditional += 1;
            number
        });
        unit.deferred.push((node, number));
        if let Some(number) = number {
            if in_class {
                let index = self.unit().cell_index("__conditional_annotations__");
                self.emit_arg(Op::LoadDeref, index, loc);
            } else {
                self.emit_name(Op::LoadName, "__conditional_annotations__", 0, 0, loc);
            }
            self.load_const(Const::Int(i64::from(number)), loc);
            self.emit_arg(Op::SetAdd, 1, loc);
            self.emit(Op::PopTop, loc);
        }
    }

    fn check_annotation_expr(&mut self, expr: &'a Expr) -> Result {
        self.expr(expr)?;
        let loc = self.loc(expr);
        self.emit(Op::PopTop, loc);
        Ok(())
    }

    fn check_annotation_subscript(&mut self, expr: &'a Expr) -> Result {
        match expr {
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.check_annotation_expr(part)?;
                }
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|elt| self.check_annotation_subscript(elt)),
            _ => self.check_annotation_expr(expr),
        }
    }

    /// An attribute that stands on a later line than its object is placed at its name.
    pub(super) fn attribute_loc(&self, attribute: &ast::ExprAttribute, loc: Loc) -> Loc {
        let end = self.loc(attribute);
        let mut loc = loc;
        if loc.line != end.end_line {
            loc.line = end.end_line;
            let len = attribute.attr.as_str().chars().count() as i32;
            if len <= end.end_col {
                loc.col = end.end_col - len;
            } else {
                loc.col = -1;
                loc.end_col = -1;
            }
            loc.end_line = loc.end_line.max(loc.line);
            if loc.line == loc.end_line {
                loc.end_col = loc.end_col.max(loc.col);
            }
        }
        loc
    }

    /// A slice without a step, which two values on the stack stand for. Constant slices are constants.
    pub(super) fn two_part_slice(&self, expr: &'a Expr) -> Option<&'a ast::ExprSlice> {
        match expr {
            Expr::Slice(slice) if slice.step.is_none() && !self.is_constant_slice(slice) => Some(slice),
            _ => None,
        }
    }

    fn is_constant_slice(&self, slice: &ast::ExprSlice) -> bool {
        [&slice.lower, &slice.upper, &slice.step].into_iter().flatten().all(|part| self.is_constant(part))
    }

    pub(super) fn slice_parts(&mut self, slice: &'a ast::ExprSlice) -> Result {
        let loc = self.loc(slice);
        for part in [&slice.lower, &slice.upper] {
            match part {
                Some(part) => self.expr(part)?,
                None => self.load_none(loc),
            }
        }
        Ok(())
    }

    pub(super) fn slice(&mut self, slice: &'a ast::ExprSlice) -> Result {
        let loc = self.loc(slice);
        if self.is_constant_slice(slice) {
            let mut parts = [Const::None, Const::None, Const::None];
            for (part, expr) in parts.iter_mut().zip([&slice.lower, &slice.upper, &slice.step]) {
                if let Some(expr) = expr
                    && let Some(constant) = self.constant(expr)?
                {
                    *part = constant;
                }
            }
            self.load_const(Const::Slice(Box::new(parts)), loc);
            return Ok(());
        }
        self.slice_parts(slice)?;
        let mut count = 2;
        if let Some(step) = &slice.step {
            self.expr(step)?;
            count = 3;
        }
        self.emit_arg(Op::BuildSlice, count, loc);
        Ok(())
    }

    pub(super) fn subscript(&mut self, node: &'a ast::ExprSubscript, loc: Loc) -> Result {
        if node.ctx == ExprContext::Load {
            self.check_subscripter(&node.value);
            self.check_index(&node.value, &node.slice);
        }
        self.expr(&node.value)?;
        if node.ctx != ExprContext::Del
            && let Some(slice) = self.two_part_slice(&node.slice)
        {
            self.slice_parts(slice)?;
            let op = if node.ctx == ExprContext::Load { Op::BinarySlice } else { Op::StoreSlice };
            self.emit(op, loc);
            return Ok(());
        }
        self.expr(&node.slice)?;
        match node.ctx {
            ExprContext::Store => self.emit(Op::StoreSubscr, loc),
            ExprContext::Del => self.emit(Op::DeleteSubscr, loc),
            _ => self.emit_arg(Op::BinaryOp, BinaryOp::Subscr as u32, loc),
        }
        Ok(())
    }

    /// Takes a value apart into the targets of a tuple or list.
    pub(super) fn unpack(&mut self, elts: &'a [Expr], loc: Loc) -> Result {
        let mut star = None;
        for (index, elt) in elts.iter().enumerate() {
            if elt.is_starred_expr() {
                if star.is_some() {
                    return self.error("multiple starred expressions in assignment", loc);
                }
                let after = elts.len() - index - 1;
                if index >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                    return self.error("too many expressions in star-unpacking assignment", loc);
                }
                self.emit_arg(Op::UnpackEx, (index + (after << 8)) as u32, loc);
                star = Some(index);
            }
        }
        if star.is_none() {
            self.emit_arg(Op::UnpackSequence, elts.len() as u32, loc);
        }
        for elt in elts {
            match elt {
                Expr::Starred(starred) => self.expr(&starred.value)?,
                _ => self.expr(elt)?,
            }
        }
        Ok(())
    }
}
