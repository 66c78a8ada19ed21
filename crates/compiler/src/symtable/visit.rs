//! Collects the facts about names: statements, definitions, annotations, patterns.

use ruff_python_ast::{self as ast, Expr, Mod, Pattern, Stmt, TypeParam};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashSet;

use super::{BlockKind, Builder, Part, SymTable, address, analyze::analyze, flags};
use crate::error::{Error, Result};
use crate::ir::Loc;
use crate::source::Source;

/// Makes the symbol table of a module.
pub(crate) fn build(
    module: &Mod,
    source: &Source,
    future_annotations: bool,
    top_level_await: bool,
    has_docstring: bool,
) -> Result<SymTable> {
    let table = SymTable { scopes: Vec::new(), keys: Default::default() };
    let mut builder = Builder { source, table, stack: Vec::new(), private: None, future_annotations, top_level_await };
    builder.enter(BlockKind::Module, (address(module), Part::Node), Loc::line_start(0))?;
    builder.cur().has_docstring = has_docstring;
    match module {
        Mod::Module(module) => builder.body(&module.body)?,
        Mod::Expression(module) => builder.expr(&module.body)?,
    }
    builder.exit();
    analyze(&mut builder.table)?;
    Ok(builder.table)
}

/// The text of the docstring with which a body begins.
pub(crate) fn docstring(body: &[Stmt]) -> Option<&ast::ExprStringLiteral> {
    match body.first()? {
        Stmt::Expr(statement) => statement.value.as_string_literal_expr(),
        _ => None,
    }
}

impl Builder<'_> {
    fn body(&mut self, body: &[Stmt]) -> Result {
        body.iter().try_for_each(|statement| self.stmt(statement))
    }

    /// Statements that may run or not.
    fn conditional(&mut self, visit: impl FnOnce(&mut Self) -> Result) -> Result {
        let before = std::mem::replace(&mut self.cur().in_conditional_block, true);
        visit(self)?;
        self.cur().in_conditional_block = before;
        Ok(())
    }

    fn opt(&mut self, expr: Option<&Expr>) -> Result {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn forbidden(&self, name: &str, loc: Loc) -> Result {
        if name == "__debug__" {
            return Err(Error::new("cannot assign to __debug__", loc));
        }
        Ok(())
    }

    fn stmt(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Return(ret) => self.opt(ret.value.as_deref()),
            Stmt::Delete(delete) => self.exprs(&delete.targets),
            Stmt::Assign(assign) => {
                self.exprs(&assign.targets)?;
                self.expr(&assign.value)
            }
            Stmt::AugAssign(assign) => {
                self.expr(&assign.target)?;
                self.expr(&assign.value)
            }
            Stmt::AnnAssign(assign) => self.ann_assign(assign),
            Stmt::For(node) => {
                self.expr(&node.target)?;
                self.expr(&node.iter)?;
                self.conditional(|this| {
                    this.body(&node.body)?;
                    this.body(&node.orelse)
                })
            }
            Stmt::While(node) => {
                self.expr(&node.test)?;
                self.conditional(|this| {
                    this.body(&node.body)?;
                    this.body(&node.orelse)
                })
            }
            Stmt::If(node) => {
                self.expr(&node.test)?;
                self.conditional(|this| {
                    this.body(&node.body)?;
                    for clause in &node.elif_else_clauses {
                        this.opt(clause.test.as_ref())?;
                        this.body(&clause.body)?;
                    }
                    Ok(())
                })
            }
            Stmt::With(node) => self.conditional(|this| {
                for item in &node.items {
                    this.expr(&item.context_expr)?;
                    this.opt(item.optional_vars.as_deref())?;
                }
                this.body(&node.body)
            }),
            Stmt::Match(node) => {
                self.expr(&node.subject)?;
                self.conditional(|this| {
                    for case in &node.cases {
                        this.pattern(&case.pattern)?;
                        this.opt(case.guard.as_deref())?;
                        this.body(&case.body)?;
                    }
                    Ok(())
                })
            }
            Stmt::Raise(node) => {
                self.opt(node.exc.as_deref())?;
                self.opt(node.cause.as_deref())
            }
            Stmt::Try(node) => self.conditional(|this| {
                this.body(&node.body)?;
                for ast::ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    this.opt(handler.type_.as_deref())?;
                    if let Some(name) = &handler.name {
                        let loc = this.loc(handler);
                        this.forbidden(name, loc)?;
                        this.add_def(name, flags::LOCAL, loc)?;
                    }
                    this.body(&handler.body)?;
                }
                this.body(&node.orelse)?;
                this.body(&node.finalbody)
            }),
            Stmt::Assert(node) => {
                self.expr(&node.test)?;
                self.opt(node.msg.as_deref())
            }
            Stmt::Import(node) => node.names.iter().try_for_each(|alias| self.alias(alias)),
            Stmt::ImportFrom(node) => node.names.iter().try_for_each(|alias| self.alias(alias)),
            Stmt::Global(node) => self.declare(&node.names, flags::GLOBAL, "global", node.range),
            Stmt::Nonlocal(node) => self.declare(&node.names, flags::NONLOCAL, "nonlocal", node.range),
            Stmt::Expr(node) => self.expr(&node.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn declare(&mut self, names: &[ast::Identifier], flag: u32, word: &str, range: TextRange) -> Result {
        let loc = self.source.loc_of(range);
        for name in names {
            let symbol = self.lookup(name);
            if symbol & (flags::PARAM | flags::LOCAL | flags::USE | flags::ANNOT) != 0 {
                let msg = if symbol & flags::PARAM != 0 {
                    format!("name '{name}' is parameter and {word}")
                } else if symbol & flags::USE != 0 {
                    format!("name '{name}' is used prior to {word} declaration")
                } else if symbol & flags::ANNOT != 0 {
                    format!("annotated name '{name}' can't be {word}")
                } else {
                    format!("name '{name}' is assigned to before {word} declaration")
                };
                return Err(Error::new(msg, loc));
            }
            self.add_def(name, flag, loc)?;
            self.record_directive(name, loc);
        }
        Ok(())
    }

    fn alias(&mut self, alias: &ast::Alias) -> Result {
        let loc = self.loc(alias);
        let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        if name == "*" {
            if self.cur_ref().kind != BlockKind::Module {
                return Err(Error::new("import * only allowed at module level", loc));
            }
            return Ok(());
        }
        let name = name.split('.').next().unwrap_or(name);
        self.forbidden(name, loc)?;
        self.add_def(name, flags::IMPORT, loc)
    }

    /// Where `def` or `class` stands, past the decorators.
    fn def_loc(&self, range: TextRange, decorators: &[ast::Decorator]) -> Loc {
        self.source.loc_of(def_range(self.source, range, decorators))
    }

    pub(super) fn defaults(&mut self, parameters: &ast::Parameters) -> Result {
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
            self.opt(parameter.default.as_deref())?;
        }
        for parameter in &parameters.kwonlyargs {
            self.opt(parameter.default.as_deref())?;
        }
        Ok(())
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) -> Result {
        let loc = self.def_loc(def.range, &def.decorator_list);
        self.forbidden(&def.name, loc)?;
        self.add_def(&def.name, flags::LOCAL, loc)?;
        self.defaults(&def.parameters)?;
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        if let Some(params) = &def.type_params {
            let has_kwdefaults = def.parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_some());
            // CPython has the slot for defaults whether there are any or not.
            self.enter_type_params(params, true, has_kwdefaults, false, loc)?;
            self.type_params(params)?;
        }
        let function = self.new_scope(BlockKind::Function, (address(def), Part::Node), loc);
        self.function_annotations(def, loc)?;
        self.enter_existing(function);
        self.parameters(&def.parameters)?;
        let is_docstring = docstring(&def.body).is_some();
        let scope = self.cur();
        scope.has_docstring = is_docstring;
        if def.is_async {
            scope.coroutine = true;
            scope.is_async_function = true;
        }
        self.body(&def.body)?;
        self.exit();
        if def.type_params.is_some() {
            self.exit();
        }
        Ok(())
    }

    fn function_annotations(&mut self, def: &ast::StmtFunctionDef, loc: Loc) -> Result {
        let parent = self.cur_ref();
        let in_class = parent.can_see_class_scope || parent.kind == BlockKind::Class;
        let key = (address(&*def.parameters), Part::Annotations);
        self.enter(BlockKind::Annotation, key, loc)?;
        if in_class {
            self.cur().can_see_class_scope = true;
            self.add_def("__classdict__", flags::USE, loc)?;
        }
        let parameters = &def.parameters;
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
            self.function_annotation(parameter.parameter.annotation.as_deref())?;
        }
        self.function_annotation(parameters.vararg.as_ref().and_then(|vararg| vararg.annotation.as_deref()))?;
        self.function_annotation(parameters.kwarg.as_ref().and_then(|kwarg| kwarg.annotation.as_deref()))?;
        for parameter in &parameters.kwonlyargs {
            self.function_annotation(parameter.parameter.annotation.as_deref())?;
        }
        self.function_annotation(def.returns.as_deref())?;
        self.exit();
        Ok(())
    }

    fn function_annotation(&mut self, annotation: Option<&Expr>) -> Result {
        if let Some(annotation) = annotation {
            self.cur().annotations_used = true;
            self.expr(annotation)?;
        }
        Ok(())
    }

    pub(super) fn parameters(&mut self, parameters: &ast::Parameters) -> Result {
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs) {
            self.parameter(&parameter.parameter)?;
        }
        if let Some(vararg) = &parameters.vararg {
            self.parameter(vararg)?;
            self.cur().varargs = true;
        }
        if let Some(kwarg) = &parameters.kwarg {
            self.parameter(kwarg)?;
            self.cur().varkeywords = true;
        }
        Ok(())
    }

    fn parameter(&mut self, parameter: &ast::Parameter) -> Result {
        let loc = self.loc(parameter);
        self.forbidden(&parameter.name, loc)?;
        self.add_def(&parameter.name, flags::PARAM, loc)
    }

    fn class(&mut self, def: &ast::StmtClassDef) -> Result {
        let loc = self.def_loc(def.range, &def.decorator_list);
        self.forbidden(&def.name, loc)?;
        self.add_def(&def.name, flags::LOCAL, loc)?;
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        let private = self.private.clone();
        if let Some(params) = &def.type_params {
            self.enter_type_params(params, false, false, true, loc)?;
            self.private = Some(def.name.as_str().into());
            self.type_params(params)?;
        }
        if let Some(arguments) = &def.arguments {
            self.exprs(&arguments.args)?;
            for keyword in &arguments.keywords {
                self.expr(&keyword.value)?;
            }
        }
        self.enter(BlockKind::Class, (address(def), Part::Node), loc)?;
        self.private = Some(def.name.as_str().into());
        if def.type_params.is_some() {
            self.add_def("__type_params__", flags::LOCAL, loc)?;
            self.add_def(".type_params", flags::USE, loc)?;
        }
        self.cur().has_docstring = docstring(&def.body).is_some();
        self.body(&def.body)?;
        self.exit();
        if def.type_params.is_some() {
            self.exit();
        }
        self.private = private;
        Ok(())
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Result {
        let loc = self.loc(alias);
        self.expr(&alias.name)?;
        let in_class = self.cur_ref().kind == BlockKind::Class;
        if let Some(params) = &alias.type_params {
            self.enter_type_params(params, false, false, false, loc)?;
            self.type_params(params)?;
        }
        let sees_class = in_class || self.cur_ref().can_see_class_scope;
        self.enter(BlockKind::TypeAlias, (address(alias), Part::Node), loc)?;
        if sees_class {
            self.cur().can_see_class_scope = true;
            self.add_def("__classdict__", flags::USE, loc)?;
        }
        self.expr(&alias.value)?;
        self.exit();
        if alias.type_params.is_some() {
            self.exit();
        }
        Ok(())
    }

    fn enter_type_params(
        &mut self,
        params: &ast::TypeParams,
        has_defaults: bool,
        has_kwdefaults: bool,
        of_class: bool,
        loc: Loc,
    ) -> Result {
        let in_class = self.cur_ref().kind == BlockKind::Class;
        self.enter(BlockKind::TypeParameters, (address(params), Part::TypeParams), loc)?;
        if of_class {
            self.cur().mangled_names = Some(FxHashSet::default());
        }
        if in_class {
            self.cur().can_see_class_scope = true;
            self.add_def("__classdict__", flags::USE, loc)?;
        }
        if of_class {
            for name in [".type_params", ".generic_base"] {
                self.add_def(name, flags::LOCAL, loc)?;
                self.add_def(name, flags::USE, loc)?;
            }
        }
        if has_defaults {
            self.add_def(".defaults", flags::PARAM, loc)?;
        }
        if has_kwdefaults {
            self.add_def(".kwdefaults", flags::PARAM, loc)?;
        }
        Ok(())
    }

    fn type_params(&mut self, params: &ast::TypeParams) -> Result {
        for param in &params.type_params {
            let (name, bound, default) = match param {
                TypeParam::TypeVar(var) => (&var.name, var.bound.as_deref(), var.default.as_deref()),
                TypeParam::TypeVarTuple(var) => (&var.name, None, var.default.as_deref()),
                TypeParam::ParamSpec(var) => (&var.name, None, var.default.as_deref()),
            };
            let loc = self.loc(param);
            if matches!(name.as_str(), "__classdict__" | "__conditional_annotations__") {
                let msg = format!("reserved name '{name}' cannot be used for type parameter");
                return Err(Error::new(msg, loc));
            }
            self.add_def(name, flags::TYPE_PARAM | flags::LOCAL, loc)?;
            self.type_param_part(param, Part::Bound, bound)?;
            self.type_param_part(param, Part::Default, default)?;
        }
        Ok(())
    }

    fn type_param_part(&mut self, param: &TypeParam, part: Part, expr: Option<&Expr>) -> Result {
        let Some(expr) = expr else { return Ok(()) };
        let in_class = self.cur_ref().can_see_class_scope;
        let loc = self.loc(expr);
        self.enter(BlockKind::TypeVariable, (address(param), part), loc)?;
        self.cur().can_see_class_scope = in_class;
        if in_class {
            self.add_def("__classdict__", flags::USE, loc)?;
        }
        self.expr(expr)?;
        self.exit();
        Ok(())
    }

    fn ann_assign(&mut self, assign: &ast::StmtAnnAssign) -> Result {
        self.cur().annotations_used = true;
        if let Expr::Name(name) = &*assign.target {
            let symbol = self.lookup(&name.id);
            let at_module = self.cur_id() == SymTable::TOP;
            if symbol & (flags::GLOBAL | flags::NONLOCAL) != 0 && !at_module && assign.simple {
                let word = if symbol & flags::GLOBAL != 0 { "global" } else { "nonlocal" };
                let msg = format!("annotated name '{}' can't be {word}", name.id);
                return Err(Error::new(msg, self.loc(assign)));
            }
            let loc = self.loc(name);
            self.forbidden(&name.id, loc)?;
            if assign.simple {
                self.add_def(&name.id, flags::ANNOT | flags::LOCAL, loc)?;
            } else if assign.value.is_some() {
                self.add_def(&name.id, flags::LOCAL, loc)?;
            }
        } else {
            self.expr(&assign.target)?;
        }
        self.annotation(&assign.annotation)?;
        self.opt(assign.value.as_deref())
    }

    fn annotation(&mut self, annotation: &Expr) -> Result {
        let loc = self.loc(annotation);
        let parent = self.cur_id();
        let scope = self.cur();
        let kind = scope.kind;
        let conditional = (kind == BlockKind::Class && scope.in_conditional_block) || kind == BlockKind::Module;
        if conditional && !scope.has_conditional_annotations {
            scope.has_conditional_annotations = true;
            self.add_def("__conditional_annotations__", flags::USE, loc)?;
        }
        match self.cur_ref().annotation_block {
            Some(block) => self.enter_existing(block),
            None => {
                let key = (parent.0 as usize, Part::Annotations);
                let block = self.enter(BlockKind::Annotation, key, loc)?;
                self.table.get_mut(parent).annotation_block = Some(block);
                if kind == BlockKind::Class {
                    self.cur().can_see_class_scope = true;
                    self.add_def("__classdict__", flags::USE, loc)?;
                }
            }
        }
        // Annotations of a function's local variables are never evaluated.
        if kind == BlockKind::Function {
            self.cur().in_unevaluated_annotation = true;
        }
        let result = self.expr(annotation);
        self.cur().in_unevaluated_annotation = false;
        result?;
        self.exit();
        Ok(())
    }

    fn patterns(&mut self, patterns: &[Pattern]) -> Result {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern))
    }

    fn pattern_name(&mut self, name: Option<&ast::Identifier>, loc: Loc) -> Result {
        match name {
            Some(name) => {
                self.forbidden(name, loc)?;
                self.add_def(name, flags::LOCAL, loc)
            }
            None => Ok(()),
        }
    }

    fn pattern(&mut self, pattern: &Pattern) -> Result {
        let loc = self.loc(pattern);
        match pattern {
            Pattern::MatchValue(node) => self.expr(&node.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(node) => self.patterns(&node.patterns),
            Pattern::MatchStar(node) => self.pattern_name(node.name.as_ref(), loc),
            Pattern::MatchMapping(node) => {
                self.exprs(&node.keys)?;
                self.patterns(&node.patterns)?;
                self.pattern_name(node.rest.as_ref(), loc)
            }
            Pattern::MatchClass(node) => {
                self.expr(&node.cls)?;
                self.patterns(&node.arguments.patterns)?;
                for keyword in &node.arguments.keywords {
                    let loc = self.loc(&keyword.pattern);
                    self.forbidden(&keyword.attr, loc)?;
                    self.pattern(&keyword.pattern)?;
                }
                Ok(())
            }
            Pattern::MatchAs(node) => {
                if let Some(pattern) = &node.pattern {
                    self.pattern(pattern)?;
                }
                self.pattern_name(node.name.as_ref(), loc)
            }
            Pattern::MatchOr(node) => self.patterns(&node.patterns),
        }
    }
}

/// The range of a definition without its decorators, and with a semicolon after its last statement.
pub(crate) fn def_range(source: &Source, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
    let start = match decorators.last() {
        Some(last) => source.skip_trivia(last.range().end()),
        None => range.start(),
    };
    let rest = &source.text[range.end().to_usize()..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
    let end =
        if rest[blanks..].starts_with(';') { range.end() + TextSize::new(blanks as u32 + 1) } else { range.end() };
    TextRange::new(start, end)
}
