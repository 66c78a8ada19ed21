//! `match` (PEP 634). A pattern consumes the subject on top of the stack, and jumps away if it does not match.

use gilscope_bytecode::{BinaryOp, Const, Op};
use ruff_python_ast::{self as ast, CmpOp, Expr, Pattern, Singleton};

use super::constant::Literal;
use super::{Access, Compiler};
use crate::error::Result;
use crate::flowgraph;
use crate::ir::{AnyOp, Label, Loc};

/// What a pattern has on the stack, and where failure is to go.
#[derive(Default)]
struct Context<'a> {
    /// Names to store when the whole pattern has matched: their values lie below `on_top`.
    stores: Vec<&'a str>,
    allow_irrefutable: bool,
    /// Where to jump with so many values to pop.
    fail_pop: Vec<Label>,
    on_top: usize,
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(node) if node.name.is_none() && node.pattern.is_none())
}

fn is_star_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchStar(node) if node.name.is_none())
}

impl<'a> Compiler<'a> {
    pub(super) fn match_stmt(&mut self, node: &'a ast::StmtMatch) -> Result {
        self.expr(&node.subject)?;
        let end = self.new_label();
        let cases = node.cases.len();
        let has_default = cases > 1 && node.cases.last().is_some_and(|case| is_wildcard(&case.pattern));
        let tested = cases - usize::from(has_default);
        for (index, case) in node.cases[..tested].iter().enumerate() {
            let loc = self.loc(&case.pattern);
            let is_last = index == tested - 1;
            if !is_last {
                self.emit_arg(Op::Copy, 1, loc);
            }
            let mut context =
                Context { allow_irrefutable: case.guard.is_some() || index == cases - 1, ..Context::default() };
            self.pattern(&case.pattern, &mut context)?;
            for name in std::mem::take(&mut context.stores) {
                self.name(name, Access::Store, loc)?;
            }
            if let Some(guard) = &case.guard {
                self.ensure_fail_pop(&mut context, 0);
                self.jump_if(guard, context.fail_pop[0], false)?;
            }
            if !is_last {
                self.emit(Op::PopTop, Loc::NEXT);
            }
            self.stmts(&case.body)?;
            self.emit_jump(AnyOp::Jump, end, Loc::NONE);
            self.emit_fail_pop(&mut context, loc);
        }
        if has_default && let Some(case) = node.cases.last() {
            let loc = self.loc(&case.pattern);
            self.emit(Op::Nop, loc);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, end, false)?;
            }
            self.stmts(&case.body)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn ensure_fail_pop(&mut self, context: &mut Context<'a>, pops: usize) {
        while context.fail_pop.len() <= pops {
            let label = self.new_label();
            context.fail_pop.push(label);
        }
    }

    fn jump_to_fail_pop(&mut self, context: &mut Context<'a>, op: impl Into<AnyOp>, loc: Loc) {
        let pops = context.on_top + context.stores.len();
        self.ensure_fail_pop(context, pops);
        self.emit_jump(op, context.fail_pop[pops], loc);
    }

    fn emit_fail_pop(&mut self, context: &mut Context<'a>, loc: Loc) {
        let labels = std::mem::take(&mut context.fail_pop);
        for (pops, label) in labels.into_iter().enumerate().rev() {
            self.use_label(label);
            if pops > 0 {
                self.emit(Op::PopTop, loc);
            }
        }
    }

    /// Brings the top of the stack below `count - 1` other values.
    fn rotate(&mut self, count: usize, loc: Loc) {
        for depth in (2..=count).rev() {
            self.emit_arg(Op::Swap, depth as u32, loc);
        }
    }

    fn duplicate<T>(&self, name: &str, loc: Loc) -> Result<T> {
        self.error(format!("multiple assignments to name '{name}' in pattern"), loc)
    }

    fn store(&mut self, name: Option<&'a ast::Identifier>, context: &mut Context<'a>, loc: Loc) -> Result {
        let Some(name) = name else {
            self.emit(Op::PopTop, loc);
            return Ok(());
        };
        if context.stores.contains(&name.as_str()) {
            return self.duplicate(name, loc);
        }
        self.rotate(context.on_top + context.stores.len() + 1, loc);
        context.stores.push(name);
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern, context: &mut Context<'a>) -> Result {
        let loc = self.loc(pattern);
        match pattern {
            Pattern::MatchValue(node) => {
                if !is_value(&node.value) {
                    return self.error("patterns may only match literals and attribute lookups", loc);
                }
                self.pattern_value(&node.value)?;
                self.compare_op(CmpOp::Eq, loc);
                self.emit(Op::ToBool, loc);
                self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
                Ok(())
            }
            Pattern::MatchSingleton(node) => {
                let constant = match node.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::True,
                    Singleton::False => Const::False,
                };
                self.load_const(constant, loc);
                self.compare_op(CmpOp::Is, loc);
                self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
                Ok(())
            }
            Pattern::MatchSequence(node) => self.sequence_pattern(&node.patterns, context, loc),
            Pattern::MatchMapping(node) => self.mapping_pattern(node, context, loc),
            Pattern::MatchClass(node) => self.class_pattern(node, context, loc),
            Pattern::MatchStar(node) => self.store(node.name.as_ref(), context, loc),
            Pattern::MatchAs(node) => {
                let Some(inner) = &node.pattern else {
                    if !context.allow_irrefutable {
                        let msg = match &node.name {
                            Some(name) => format!("name capture '{name}' makes remaining patterns unreachable"),
                            None => "wildcard makes remaining patterns unreachable".to_owned(),
                        };
                        return self.error(msg, loc);
                    }
                    return self.store(node.name.as_ref(), context, loc);
                };
                context.on_top += 1;
                self.emit_arg(Op::Copy, 1, loc);
                self.pattern(inner, context)?;
                context.on_top -= 1;
                self.store(node.name.as_ref(), context, loc)
            }
            Pattern::MatchOr(node) => self.or_pattern(&node.patterns, context, loc),
        }
    }

    /// A pattern inside another may match anything.
    fn sub_pattern(&mut self, pattern: &'a Pattern, context: &mut Context<'a>) -> Result {
        let before = std::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(pattern, context)?;
        context.allow_irrefutable = before;
        Ok(())
    }

    fn sequence_pattern(&mut self, patterns: &'a [Pattern], context: &mut Context<'a>, loc: Loc) -> Result {
        let size = patterns.len();
        let mut star = None;
        let mut only_wildcard = true;
        let mut star_wildcard = false;
        for (index, pattern) in patterns.iter().enumerate() {
            if matches!(pattern, Pattern::MatchStar(_)) {
                if star.is_some() {
                    return self.error("multiple starred names in sequence pattern", loc);
                }
                star_wildcard = is_star_wildcard(pattern);
                only_wildcard &= star_wildcard;
                star = Some(index);
            } else {
                only_wildcard &= is_wildcard(pattern);
            }
        }
        context.on_top += 1;
        self.emit(Op::MatchSequence, loc);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        let checked = match star {
            None => Some((size, CmpOp::Eq)),
            Some(_) if size > 1 => Some((size - 1, CmpOp::GtE)),
            Some(_) => None,
        };
        if let Some((len, op)) = checked {
            self.emit(Op::GetLen, loc);
            self.load_const(Const::Int(len as i64), loc);
            self.compare_op(op, loc);
            self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        }
        context.on_top -= 1;
        match star {
            _ if only_wildcard => self.emit(Op::PopTop, loc),
            Some(star) if star_wildcard => self.subscript_patterns(patterns, star, context, loc)?,
            _ => self.unpack_patterns(patterns, star, context, loc)?,
        }
        Ok(())
    }

    fn unpack_patterns(
        &mut self,
        patterns: &'a [Pattern],
        star: Option<usize>,
        context: &mut Context<'a>,
        loc: Loc,
    ) -> Result {
        let size = patterns.len();
        match star {
            Some(star) => {
                let after = size - star - 1;
                if star >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                    return self.error("too many expressions in star-unpacking sequence pattern", loc);
                }
                self.emit_arg(Op::UnpackEx, (star + (after << 8)) as u32, loc);
            }
            None => self.emit_arg(Op::UnpackSequence, size as u32, loc),
        }
        context.on_top += size;
        for pattern in patterns {
            context.on_top -= 1;
            self.sub_pattern(pattern, context)?;
        }
        Ok(())
    }

    /// With `*_` in it only the other elements are looked at.
    fn subscript_patterns(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        context: &mut Context<'a>,
        loc: Loc,
    ) -> Result {
        context.on_top += 1;
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            self.emit_arg(Op::Copy, 1, loc);
            if index < star {
                self.load_const(Const::Int(index as i64), loc);
            } else {
                self.emit(Op::GetLen, loc);
                self.load_const(Const::Int((patterns.len() - index) as i64), loc);
                self.emit_arg(Op::BinaryOp, BinaryOp::Subtract as u32, loc);
            }
            self.emit_arg(Op::BinaryOp, BinaryOp::Subscr as u32, loc);
            self.sub_pattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.emit(Op::PopTop, loc);
        Ok(())
    }

    fn class_pattern(&mut self, node: &'a ast::PatternMatchClass, context: &mut Context<'a>, loc: Loc) -> Result {
        let positional = &node.arguments.patterns;
        let keywords = &node.arguments.keywords;
        for (index, keyword) in keywords.iter().enumerate() {
            if let Some(other) = keywords[index + 1..].iter().find(|other| other.attr.id == keyword.attr.id) {
                let msg = format!("attribute name repeated in class pattern: {}", keyword.attr);
                return self.error(msg, self.loc(&other.pattern));
            }
        }
        self.expr(&node.cls)?;
        let names = keywords.iter().map(|keyword| Const::Str(keyword.attr.as_str().into())).collect();
        self.load_const(Const::Tuple(names), loc);
        self.emit_arg(Op::MatchClass, positional.len() as u32, loc);
        self.emit_arg(Op::Copy, 1, loc);
        self.load_none(loc);
        self.emit_arg(Op::IsOp, 1, loc);
        context.on_top += 1;
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        let count = positional.len() + keywords.len();
        self.emit_arg(Op::UnpackSequence, count as u32, loc);
        context.on_top += count;
        context.on_top -= 1;
        for pattern in positional.iter().chain(keywords.iter().map(|keyword| &keyword.pattern)) {
            context.on_top -= 1;
            if is_wildcard(pattern) {
                self.emit(Op::PopTop, loc);
            } else {
                self.sub_pattern(pattern, context)?;
            }
        }
        Ok(())
    }

    fn mapping_pattern(&mut self, node: &'a ast::PatternMatchMapping, context: &mut Context<'a>, loc: Loc) -> Result {
        let size = node.keys.len();
        context.on_top += 1;
        self.emit(Op::MatchMapping, loc);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        if size == 0 && node.rest.is_none() {
            context.on_top -= 1;
            self.emit(Op::PopTop, loc);
            return Ok(());
        }
        if size > 0 {
            self.emit(Op::GetLen, loc);
            self.load_const(Const::Int(size as i64), loc);
            self.compare_op(CmpOp::GtE, loc);
            self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        }
        let mut seen = Vec::new();
        for key in &node.keys {
            if let Some(constant) = self.pattern_constant(key)? {
                if seen.contains(&constant) {
                    let text = gilscope_bytecode::repr(&constant);
                    return self.error(format!("mapping pattern checks duplicate key ({text})"), loc);
                }
                seen.push(constant);
            } else if !key.is_attribute_expr() {
                return self.error("mapping pattern keys may only match literals and attribute lookups", loc);
            }
            self.pattern_value(key)?;
        }
        self.emit_arg(Op::BuildTuple, size as u32, loc);
        self.emit(Op::MatchKeys, loc);
        context.on_top += 2;
        self.emit_arg(Op::Copy, 1, loc);
        self.load_none(loc);
        self.emit_arg(Op::IsOp, 1, loc);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, loc);
        self.emit_arg(Op::UnpackSequence, size as u32, loc);
        context.on_top += size;
        context.on_top -= 1;
        for pattern in &node.patterns {
            context.on_top -= 1;
            self.sub_pattern(pattern, context)?;
        }
        context.on_top -= 2;
        if node.rest.is_some() {
            self.emit_arg(Op::BuildMap, 0, loc);
            self.emit_arg(Op::Swap, 3, loc);
            self.emit_arg(Op::DictUpdate, 2, loc);
            self.emit_arg(Op::UnpackSequence, size as u32, loc);
            for left in (1..=size).rev() {
                self.emit_arg(Op::Copy, 1 + left as u32, loc);
                self.emit_arg(Op::Swap, 2, loc);
                self.emit(Op::DeleteSubscr, loc);
            }
            self.store(node.rest.as_ref(), context, loc)
        } else {
            self.emit(Op::PopTop, loc);
            self.emit(Op::PopTop, loc);
            Ok(())
        }
    }

    /// A literal, be it negative or complex.
    fn pattern_constant(&self, expr: &Expr) -> Result<Option<Const>> {
        Ok(match expr {
            Expr::UnaryOp(node) if node.op == ast::UnaryOp::USub => {
                self.pattern_constant(&node.operand)?.and_then(|operand| flowgraph::unary(Op::UnaryNegative, &operand))
            }
            Expr::BinOp(node) => {
                let op = if node.op == ast::Operator::Add { BinaryOp::Add } else { BinaryOp::Subtract };
                match (self.pattern_constant(&node.left)?, self.pattern_constant(&node.right)?) {
                    (Some(left), Some(right)) => flowgraph::binary(op as u32, &left, &right),
                    _ => None,
                }
            }
            _ => self.constant(expr)?,
        })
    }

    fn pattern_value(&mut self, expr: &'a Expr) -> Result {
        match self.pattern_constant(expr)? {
            Some(constant) => {
                let loc = self.loc(expr);
                self.load_const(constant, loc);
                Ok(())
            }
            None => self.expr(expr),
        }
    }

    fn or_pattern(&mut self, patterns: &'a [Pattern], context: &mut Context<'a>, loc: Loc) -> Result {
        let end = self.new_label();
        let mut control: Vec<&'a str> = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let alt = self.loc(pattern);
            let is_last = index == patterns.len() - 1;
            let mut inner = Context { allow_irrefutable: is_last && context.allow_irrefutable, ..Context::default() };
            self.emit_arg(Op::Copy, 1, alt);
            self.pattern(pattern, &mut inner)?;
            if index == 0 {
                control.clone_from(&inner.stores);
            } else if inner.stores.len() != control.len() {
                return self.error("alternative patterns bind different names", loc);
            } else {
                // The values must lie in the order of the first alternative.
                for at in (0..control.len()).rev() {
                    let Some(found) = inner.stores.iter().position(|name| *name == control[at]) else {
                        return self.error("alternative patterns bind different names", loc);
                    };
                    if found != at {
                        let rotations = found + 1;
                        let rotated: Vec<&str> = inner.stores.drain(..rotations).collect();
                        let place = at - found;
                        inner.stores.splice(place..place, rotated);
                        for _ in 0..rotations {
                            self.rotate(at + 1, alt);
                        }
                    }
                }
            }
            self.emit_jump(AnyOp::Jump, end, alt);
            self.emit_fail_pop(&mut inner, alt);
        }
        // No alternative matched.
        self.emit(Op::PopTop, loc);
        self.jump_to_fail_pop(context, AnyOp::Jump, loc);
        self.use_label(end);
        let rotations = control.len() + 1 + context.on_top + context.stores.len();
        for name in control {
            self.rotate(rotations, loc);
            if context.stores.contains(&name) {
                return self.duplicate(name, loc);
            }
            context.stores.push(name);
        }
        self.emit(Op::PopTop, loc);
        Ok(())
    }
}

/// What `case` may compare with: literals (also negative and complex ones), f-strings excepted, and dotted names.
fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Attribute(_) => true,
        Expr::UnaryOp(node) => Literal::of(&node.operand).is_some(),
        Expr::BinOp(node) => is_value(&node.left) && is_value(&node.right),
        _ => Literal::of(expr).is_some(),
    }
}
