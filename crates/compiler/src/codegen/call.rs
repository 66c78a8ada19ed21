//! Calls.

use gilscope_bytecode::{CommonConstant, Const, Intrinsic1, Op};
use ruff_python_ast::{self as ast, Expr, ExprContext, Keyword};

use super::{Access, Compiler, STACK_USE_GUIDELINE};
use crate::error::Result;
use crate::ir::{AnyOp, Label, Loc};
use crate::symtable::{NameScope, SymTable, address, flags};

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, node: &'a ast::ExprCall, loc: Loc) -> Result {
        let args = &node.arguments.args;
        let keywords = &node.arguments.keywords;
        self.validate_keywords(keywords)?;
        self.note_bare_generator(&node.arguments);
        if self.method_call(node, loc)? {
            return Ok(());
        }
        let skip = self.new_label();
        self.check_caller(&node.func);
        self.expr(&node.func)?;
        self.builtin_call(node, skip)?;
        let func = self.loc(&*node.func);
        self.emit(Op::PushNull, func);
        self.call_helper(0, args, None, keywords, loc)?;
        self.use_label(skip);
        Ok(())
    }

    fn validate_keywords(&self, keywords: &'a [Keyword]) -> Result {
        for (index, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            for other in &keywords[index + 1..] {
                if other.arg.as_ref().is_some_and(|other| other.id == name.id) {
                    return self.error(format!("keyword argument repeated: {name}"), self.loc(other));
                }
            }
        }
        Ok(())
    }

    /// `obj.method(…)` calls without making a bound method.
    fn method_call(&mut self, node: &'a ast::ExprCall, call_loc: Loc) -> Result<bool> {
        let Expr::Attribute(method) = &*node.func else { return Ok(false) };
        let args = &node.arguments.args;
        let keywords = &node.arguments.keywords;
        if method.ctx != ExprContext::Load || self.is_imported(&method.value) {
            return Ok(false);
        }
        let count = args.len() + keywords.len();
        if count + usize::from(!keywords.is_empty()) >= STACK_USE_GUIDELINE
            || args.iter().any(Expr::is_starred_expr)
            || keywords.iter().any(|keyword| keyword.arg.is_none())
        {
            return Ok(false);
        }
        let mut loc = self.loc(method);
        if let Some(call) = self.super_call(method) {
            self.super_args(call)?;
            let two = u32::from(!call.arguments.args.is_empty());
            self.emit_name(Op::LoadSuperAttr, &method.attr, 2, two << 1 | 1, loc);
            loc = self.attribute_loc(method, loc);
            self.emit(Op::Nop, loc);
        } else {
            self.expr(&method.value)?;
            loc = self.attribute_loc(method, loc);
            self.load_method(&method.attr, loc);
        }
        for arg in args {
            self.expr(arg)?;
        }
        if keywords.is_empty() {
            let loc = self.attribute_loc(method, call_loc);
            self.emit_arg(Op::Call, count as u32, loc);
        } else {
            for keyword in keywords {
                self.expr(&keyword.value)?;
            }
            self.keyword_names(keywords, loc);
            let loc = self.attribute_loc(method, call_loc);
            self.emit_arg(Op::CallKw, count as u32, loc);
        }
        Ok(true)
    }

    /// A generator expression that is the only argument is placed with the parentheses of the call.
    fn note_bare_generator(&mut self, arguments: &'a ast::Arguments) {
        if let [arg @ Expr::Generator(generator)] = &*arguments.args
            && !generator.parenthesized
        {
            self.bare_generator = Some((address(arg), self.loc(arguments)));
        }
    }

    /// Whether it is a name that the module imports.
    fn is_imported(&self, expr: &Expr) -> bool {
        expr.as_name_expr().is_some_and(|name| self.table.get(SymTable::TOP).symbol(&name.id) & flags::IMPORT != 0)
    }

    /// `super().attribute` and `super(type, object).attribute`, if `super` is the builtin as far as can be seen.
    pub(super) fn super_call(&self, attribute: &'a ast::ExprAttribute) -> Option<&'a ast::ExprCall> {
        let Expr::Call(call) = &*attribute.value else { return None };
        let name = call.func.as_name_expr()?;
        if name.id.as_str() != "super"
            || attribute.attr.as_str() == "__class__"
            || !call.arguments.keywords.is_empty()
            || self.scope().name_scope("super") != NameScope::GlobalImplicit
            || self.table.get(SymTable::TOP).name_scope("super") != NameScope::Unknown
        {
            return None;
        }
        let args = &call.arguments.args;
        match args.len() {
            2 => (!args.iter().any(Expr::is_starred_expr)).then_some(call),
            0 => {
                let unit = self.unit_ref();
                let has_parameter = unit.args.args > 0 || unit.args.posonly > 0;
                let in_class = self.scope().name_scope("__class__") == NameScope::Free;
                (has_parameter && in_class).then_some(call)
            }
            _ => None,
        }
    }

    pub(super) fn super_args(&mut self, call: &'a ast::ExprCall) -> Result {
        let func = self.loc(&*call.func);
        self.name("super", Access::Load, func)?;
        if !call.arguments.args.is_empty() {
            return call.arguments.args.iter().try_for_each(|arg| self.expr(arg));
        }
        let loc = self.loc(call);
        self.name("__class__", Access::Load, loc)?;
        let Some(first) = self.unit_ref().varnames.name(0).cloned() else {
            return self.error("super(): no arguments", loc);
        };
        self.name(&first, Access::Load, loc)
    }

    /// `all(…)`, `any(…)` and `tuple(…)` of a generator expression loop in place, if they are the builtins.
    fn builtin_call(&mut self, node: &'a ast::ExprCall, end: Label) -> Result {
        let Expr::Name(func) = &*node.func else { return Ok(()) };
        let [arg] = &*node.arguments.args else { return Ok(()) };
        if !node.arguments.keywords.is_empty() || !Self::is_generator_expr(arg) {
            return Ok(());
        }
        let (constant, jump, result) = match func.id.as_str() {
            "all" => (CommonConstant::All, Some(Op::PopJumpIfTrue), true),
            "any" => (CommonConstant::Any, Some(Op::PopJumpIfFalse), false),
            "tuple" => (CommonConstant::Tuple, None, false),
            _ => return Ok(()),
        };
        let truth = |value: bool| if value { Const::True } else { Const::False };
        let loc = self.loc(func);
        let skip = self.new_label();
        self.emit_arg(Op::Copy, 1, loc);
        self.emit_arg(Op::LoadCommonConstant, constant as u32, loc);
        self.emit_arg(Op::IsOp, 0, loc);
        self.emit_jump(Op::PopJumpIfFalse, skip, loc);
        self.emit(Op::PopTop, loc);
        if jump.is_none() {
            self.emit_arg(Op::BuildList, 0, loc);
        }
        self.expr(arg)?;
        let start = self.new_label();
        let cleanup = self.new_label();
        self.use_label(start);
        self.emit_jump(Op::ForIter, cleanup, loc);
        match jump {
            Some(jump) => {
                self.emit(Op::ToBool, loc);
                self.emit_jump(jump, start, loc);
            }
            None => {
                self.emit_arg(Op::ListAppend, 2, loc);
                self.emit_jump(AnyOp::Jump, start, loc);
            }
        }
        self.emit(Op::PopIter, Loc::NONE);
        if jump.is_some() {
            self.load_const(truth(!result), loc);
        }
        self.emit_jump(AnyOp::Jump, end, loc);
        self.use_label(cleanup);
        self.emit(Op::EndFor, Loc::NONE);
        self.emit(Op::PopIter, Loc::NONE);
        match jump {
            Some(_) => self.load_const(truth(result), loc),
            None => self.emit_arg(Op::CallIntrinsic1, Intrinsic1::ListToTuple as u32, loc),
        }
        self.emit_jump(AnyOp::Jump, end, loc);
        self.use_label(skip);
        Ok(())
    }

    fn keyword_names(&mut self, keywords: &'a [Keyword], loc: Loc) {
        let names = keywords
            .iter()
            .filter_map(|keyword| keyword.arg.as_ref())
            .map(|name| Const::Str(name.as_str().into()))
            .collect();
        self.load_const(Const::Tuple(names), loc);
    }

    /// The arguments and the call. `pushed` of them are on the stack already; `injected` is a variable that follows
    /// the positional ones.
    pub(super) fn call_helper(
        &mut self,
        pushed: usize,
        args: &'a [Expr],
        injected: Option<&str>,
        keywords: &'a [Keyword],
        loc: Loc,
    ) -> Result {
        self.validate_keywords(keywords)?;
        let plain = args.len() + keywords.len() * 2 <= STACK_USE_GUIDELINE
            && !args.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|keyword| keyword.arg.is_some());
        if plain {
            for arg in args {
                self.expr(arg)?;
            }
            let mut count = pushed + args.len();
            if let Some(name) = injected {
                self.name(name, Access::Load, loc)?;
                count += 1;
            }
            if keywords.is_empty() {
                self.emit_arg(Op::Call, count as u32, loc);
            } else {
                for keyword in keywords {
                    self.expr(&keyword.value)?;
                }
                self.keyword_names(keywords, loc);
                self.emit_arg(Op::CallKw, (count + keywords.len()) as u32, loc);
            }
            return Ok(());
        }
        match args {
            [Expr::Starred(starred)] if pushed == 0 => self.expr(&starred.value)?,
            _ => self.star_sequence(args, injected, pushed, super::expr::Sequence::Tuple, loc)?,
        }
        if keywords.is_empty() {
            self.emit(Op::PushNull, loc);
        } else {
            let mut have_dict = false;
            let mut rest = keywords;
            while !rest.is_empty() {
                let named = rest.iter().position(|keyword| keyword.arg.is_none()).unwrap_or(rest.len());
                if named > 0 {
                    self.keyword_dict(&rest[..named], loc)?;
                    if have_dict {
                        self.emit_arg(Op::DictMerge, 1, loc);
                    }
                    have_dict = true;
                }
                if let Some(unpacked) = rest.get(named) {
                    if !have_dict {
                        self.emit_arg(Op::BuildMap, 0, loc);
                        have_dict = true;
                    }
                    self.expr(&unpacked.value)?;
                    self.emit_arg(Op::DictMerge, 1, loc);
                }
                rest = rest.get(named + 1..).unwrap_or(&[]);
            }
        }
        self.emit(Op::CallFunctionEx, loc);
        Ok(())
    }

    fn keyword_dict(&mut self, keywords: &'a [Keyword], loc: Loc) -> Result {
        let big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.emit_arg(Op::BuildMap, 0, Loc::NONE);
        }
        for keyword in keywords {
            self.load_str(keyword.arg.as_ref().map_or("", |name| name.as_str()), loc);
            self.expr(&keyword.value)?;
            if big {
                self.emit_arg(Op::MapAdd, 1, Loc::NONE);
            }
        }
        if !big {
            self.emit_arg(Op::BuildMap, keywords.len() as u32, loc);
        }
        Ok(())
    }
}
