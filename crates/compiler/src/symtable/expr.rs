//! Collects the facts about names: expressions.

use ruff_python_ast::{self as ast, Expr, ExprContext, InterpolatedStringElement};

use super::{BlockKind, Builder, Comprehension, Part, ScopeId, address, flags};
use crate::error::{Error, Result};
use crate::ir::Loc;

impl Builder<'_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Result {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Result {
        match expr {
            Expr::BoolOp(node) => self.exprs(&node.values),
            Expr::Named(node) => self.named(node),
            Expr::BinOp(_) => self.bin_op(expr),
            Expr::UnaryOp(node) => self.expr(&node.operand),
            Expr::Lambda(node) => {
                if let Some(parameters) = &node.parameters {
                    self.defaults(parameters)?;
                }
                let loc = self.loc(node);
                self.enter(BlockKind::Function, (address(node), Part::Node), loc)?;
                if let Some(parameters) = &node.parameters {
                    self.parameters(parameters)?;
                }
                self.expr(&node.body)?;
                self.exit();
                Ok(())
            }
            Expr::If(node) => {
                self.expr(&node.test)?;
                self.expr(&node.body)?;
                self.expr(&node.orelse)
            }
            Expr::Dict(node) => {
                for item in &node.items {
                    if let Some(key) = &item.key {
                        self.expr(key)?;
                    }
                }
                node.items.iter().try_for_each(|item| self.expr(&item.value))
            }
            Expr::Set(node) => self.exprs(&node.elts),
            Expr::ListComp(node) => self.comprehension(expr, Comprehension::List, &node.generators, &node.elt, None),
            Expr::SetComp(node) => self.comprehension(expr, Comprehension::Set, &node.generators, &node.elt, None),
            Expr::DictComp(node) => {
                let key = node.key.as_deref().unwrap_or(&node.value);
                let value = Some(&*node.value);
                self.comprehension(expr, Comprehension::Dict, &node.generators, key, value)
            }
            Expr::Generator(node) => {
                self.comprehension(expr, Comprehension::Generator, &node.generators, &node.elt, None)
            }
            Expr::Await(node) => self.await_expr(node),
            Expr::Yield(node) => {
                self.not_in_annotation("yield expression", self.loc(expr))?;
                if let Some(value) = &node.value {
                    self.expr(value)?;
                }
                self.yields(expr)
            }
            Expr::YieldFrom(node) => {
                self.not_in_annotation("yield expression", self.loc(expr))?;
                self.expr(&node.value)?;
                self.yields(expr)
            }
            Expr::Compare(node) => {
                self.expr(&node.left)?;
                self.exprs(&node.comparators)
            }
            Expr::Call(node) => {
                self.expr(&node.func)?;
                self.exprs(&node.arguments.args)?;
                for keyword in &node.arguments.keywords {
                    if let Some(name) = &keyword.arg
                        && name.as_str() == "__debug__"
                    {
                        return Err(Error::new("cannot assign to __debug__", self.loc(keyword)));
                    }
                }
                node.arguments.keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
            }
            Expr::FString(node) => node.value.elements().try_for_each(|element| self.element(element)),
            Expr::TString(node) => node.value.elements().try_for_each(|element| self.element(element)),
            Expr::Attribute(node) => {
                if node.attr.as_str() == "__debug__" && node.ctx != ExprContext::Load {
                    let verb = if node.ctx == ExprContext::Store { "assign to" } else { "delete" };
                    return Err(Error::new(format!("cannot {verb} __debug__"), self.loc(node)));
                }
                self.expr(&node.value)
            }
            Expr::Subscript(node) => {
                self.expr(&node.value)?;
                self.expr(&node.slice)
            }
            Expr::Starred(node) => self.expr(&node.value),
            Expr::Name(node) => self.name_expr(node),
            Expr::List(node) => self.exprs(&node.elts),
            Expr::Tuple(node) => self.exprs(&node.elts),
            Expr::Slice(node) => {
                for part in [&node.lower, &node.upper, &node.step].into_iter().flatten() {
                    self.expr(part)?;
                }
                Ok(())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
        }
    }

    /// A long chain of operators leans to the left: it is walked without recursion.
    fn bin_op(&mut self, expr: &Expr) -> Result {
        let mut rights = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(node) = left {
            rights.push(&*node.right);
            left = &node.left;
        }
        self.expr(left)?;
        rights.into_iter().rev().try_for_each(|right| self.expr(right))
    }

    fn element(&mut self, element: &InterpolatedStringElement) -> Result {
        if let InterpolatedStringElement::Interpolation(field) = element {
            self.expr(&field.expression)?;
            if let Some(spec) = &field.format_spec {
                spec.elements.iter().try_for_each(|element| self.element(element))?;
            }
        }
        Ok(())
    }

    fn name_expr(&mut self, node: &ast::ExprName) -> Result {
        if self.cur_ref().in_unevaluated_annotation {
            return Ok(());
        }
        let loc = self.loc(node);
        if node.id.as_str() == "__debug__" && node.ctx != ExprContext::Load {
            let verb = if node.ctx == ExprContext::Store { "assign to" } else { "delete" };
            return Err(Error::new(format!("cannot {verb} __debug__"), loc));
        }
        let load = node.ctx == ExprContext::Load;
        self.add_def(&node.id, if load { flags::USE } else { flags::LOCAL }, loc)?;
        // `super` alone, without arguments, needs the class.
        if load && node.id.as_str() == "super" && self.cur_ref().is_function_like() {
            self.add_def("__class__", flags::USE, loc)?;
        }
        Ok(())
    }

    fn not_in_annotation(&self, what: &str, loc: Loc) -> Result {
        let scope = self.cur_ref();
        let place = match scope.kind {
            BlockKind::Annotation => "an annotation",
            BlockKind::TypeVariable => "a TypeVar bound",
            BlockKind::TypeAlias => "a type alias",
            BlockKind::TypeParameters => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(Error::new(format!("{what} cannot be used within {place}"), loc))
    }

    fn yields(&mut self, expr: &Expr) -> Result {
        let loc = self.loc(expr);
        let scope = self.cur();
        scope.generator = true;
        let Some(comprehension) = scope.comprehension else { return Ok(()) };
        let place = match comprehension {
            Comprehension::List => "list comprehension",
            Comprehension::Set => "set comprehension",
            Comprehension::Dict => "dict comprehension",
            Comprehension::Generator => "generator expression",
        };
        Err(Error::new(format!("'yield' inside {place}"), loc))
    }

    fn await_expr(&mut self, node: &ast::ExprAwait) -> Result {
        let loc = self.loc(node);
        self.not_in_annotation("await expression", loc)?;
        let scope = self.cur_ref();
        if !self.allows_await() {
            if !scope.is_function_like() {
                return Err(Error::new("'await' outside function", loc));
            }
            if !scope.is_async_function && scope.comprehension.is_none() {
                return Err(Error::new("'await' outside async function", loc));
            }
        }
        self.expr(&node.value)?;
        self.cur().coroutine = true;
        Ok(())
    }

    fn allows_await(&self) -> bool {
        self.top_level_await && self.cur_ref().kind == BlockKind::Module
    }

    fn named(&mut self, node: &ast::ExprNamed) -> Result {
        let loc = self.loc(node);
        self.not_in_annotation("named expression", loc)?;
        if self.cur_ref().comp_iter_expr > 0 {
            let msg = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(Error::new(msg, loc));
        }
        if self.cur_ref().comprehension.is_some()
            && let Expr::Name(name) = &*node.target
        {
            let loc = self.loc(name);
            self.extend_named_scope(&name.id, loc)?;
        }
        self.expr(&node.value)?;
        self.expr(&node.target)
    }

    /// `:=` inside a comprehension binds in the function (or module) around it.
    fn extend_named_scope(&mut self, name: &str, loc: Loc) -> Result {
        let stack = self.stack.clone();
        for &id in stack.iter().rev() {
            let mangled = self.mangled(name);
            let scope = self.table.get(id);
            let symbol = scope.symbol(&mangled);
            if scope.comprehension.is_some() {
                if symbol & flags::COMP_ITER != 0 && symbol & (flags::LOCAL | flags::GLOBAL) != 0 {
                    let msg = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                    return Err(Error::new(msg, loc));
                }
                continue;
            }
            let place = match scope.kind {
                BlockKind::Function => {
                    let flag = if symbol & flags::GLOBAL != 0 { flags::GLOBAL } else { flags::NONLOCAL };
                    self.add_def(name, flag, loc)?;
                    self.record_directive(name, loc);
                    return self.add_def_in(name, flags::LOCAL, id, loc);
                }
                BlockKind::Module => {
                    self.add_def(name, flags::GLOBAL, loc)?;
                    self.record_directive(name, loc);
                    return self.add_def_in(name, flags::GLOBAL, id, loc);
                }
                BlockKind::Class => "in a class body",
                BlockKind::TypeParameters => "within the definition of a generic",
                BlockKind::TypeAlias => "in a type alias",
                BlockKind::TypeVariable => "in a TypeVar bound",
                BlockKind::Annotation => continue,
            };
            let msg = format!("assignment expression within a comprehension cannot be used {place}");
            return Err(Error::new(msg, loc));
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        expr: &Expr,
        kind: Comprehension,
        generators: &[ast::Comprehension],
        elt: &Expr,
        value: Option<&Expr>,
    ) -> Result {
        let is_generator = kind == Comprehension::Generator;
        let loc = self.loc(expr);
        let Some((outermost, rest)) = generators.split_first() else { return Ok(()) };
        // The outermost iterable is evaluated in the scope around it.
        self.cur().comp_iter_expr += 1;
        self.expr(&outermost.iter)?;
        self.cur().comp_iter_expr -= 1;
        let id: ScopeId = self.enter(BlockKind::Function, (address(expr), Part::Node), loc)?;
        let scope = self.cur();
        scope.comprehension = Some(kind);
        scope.coroutine = outermost.is_async;
        self.add_def(".0", flags::PARAM, loc)?;
        self.iteration_target(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        for generator in rest {
            self.iteration_target(&generator.target)?;
            self.cur().comp_iter_expr += 1;
            self.expr(&generator.iter)?;
            self.cur().comp_iter_expr -= 1;
            self.exprs(&generator.ifs)?;
            if generator.is_async {
                self.cur().coroutine = true;
            }
        }
        if let Some(value) = value {
            self.expr(value)?;
        }
        self.expr(elt)?;
        self.cur().generator = is_generator;
        let is_async = self.table.get(id).coroutine && !is_generator;
        self.exit();
        if is_async {
            let scope = self.cur_ref();
            if !scope.is_async_function && scope.comprehension.is_none() && !self.allows_await() {
                let msg = "asynchronous comprehension outside of an asynchronous function";
                return Err(Error::new(msg, loc));
            }
            self.cur().coroutine = true;
        }
        Ok(())
    }

    fn iteration_target(&mut self, target: &Expr) -> Result {
        self.cur().comp_iter_target = true;
        let result = self.expr(target);
        self.cur().comp_iter_target = false;
        result
    }
}
