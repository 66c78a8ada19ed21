//! Functions and lambdas.

use std::sync::Arc;

use gilscope_bytecode::{Code, Const, FunctionAttr, Intrinsic1, Intrinsic2, LocalKind, Op};
use ruff_python_ast::{self as ast, Expr};

use super::constant::clean_doc;
use super::unit::{Args, FBlock, FBlockKind, ScopeKind};
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::{AnyOp, Loc};
use crate::symtable::{self, NameScope, Part};

/// Bits of what a new function is given, as in [`FunctionAttr`].
pub(super) type Attrs = u32;

impl<'a> Compiler<'a> {
    /// Makes a function of the code, with what lies on the stack for it.
    pub(super) fn make_closure(&mut self, code: Arc<Code>, attrs: Attrs, loc: Loc) {
        let mut attrs = attrs;
        let free: Vec<_> = code.locals.iter().filter(|local| local.kind == LocalKind::Free).collect();
        if !free.is_empty() {
            for local in &free {
                let index = self.closure_index(&local.name);
                self.emit_arg(AnyOp::LoadClosure, index, loc);
            }
            attrs |= FunctionAttr::Closure as u32;
            self.emit_arg(Op::BuildTuple, free.len() as u32, loc);
        }
        self.load_const(Const::Code(code), loc);
        self.emit(Op::MakeFunction, loc);
        for attr in [
            FunctionAttr::Closure,
            FunctionAttr::Annotations,
            FunctionAttr::Annotate,
            FunctionAttr::KwDefaults,
            FunctionAttr::Defaults,
        ] {
            if attrs & attr as u32 != 0 {
                self.emit_arg(Op::SetFunctionAttribute, attr as u32, loc);
            }
        }
    }

    fn closure_index(&mut self, name: &str) -> u32 {
        let class_cell = self.unit_ref().kind == ScopeKind::Class
            && matches!(name, "__class__" | "__classdict__" | "__conditional_annotations__");
        let is_cell = class_cell || self.scope().name_scope(name) == NameScope::Cell;
        let unit = self.unit();
        if is_cell { unit.cell_index(name) } else { unit.free_index(name) }
    }

    pub(super) fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Result {
        decorators.iter().try_for_each(|decorator| self.expr(&decorator.expression))
    }

    pub(super) fn apply_decorators(&mut self, decorators: &'a [ast::Decorator]) {
        for decorator in decorators.iter().rev() {
            let loc = self.loc(&decorator.expression);
            self.emit_arg(Op::Call, 0, loc);
        }
    }

    /// The line of the first decorator, if there is one.
    pub(super) fn first_line(&self, decorators: &[ast::Decorator], loc: Loc) -> u32 {
        decorators.first().map_or(loc.line, |first| self.loc(&first.expression).line) as u32
    }

    /// Pushes default values: a tuple of positional ones, a dict of keyword-only ones.
    fn default_arguments(&mut self, parameters: &'a ast::Parameters, loc: Loc) -> Result<Attrs> {
        let mut attrs = 0;
        let defaults = || parameters.posonlyargs.iter().chain(&parameters.args).filter_map(|p| p.default.as_deref());
        let count = defaults().count();
        if count > 0 {
            for default in defaults() {
                self.expr(default)?;
            }
            self.emit_arg(Op::BuildTuple, count as u32, loc);
            attrs |= FunctionAttr::Defaults as u32;
        }
        let mut keywords = 0;
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = &parameter.default {
                let mangled = self.mangle(&parameter.parameter.name);
                self.load_str(&mangled, loc);
                self.expr(default)?;
                keywords += 1;
            }
        }
        if keywords > 0 {
            self.emit_arg(Op::BuildMap, keywords, loc);
            attrs |= FunctionAttr::KwDefaults as u32;
        }
        Ok(attrs)
    }

    pub(super) fn function(&mut self, def: &'a ast::StmtFunctionDef, loc: Loc) -> Result {
        self.decorators(&def.decorator_list)?;
        let first_line = self.first_line(&def.decorator_list, loc);
        let mut attrs = self.default_arguments(&def.parameters, loc)?;
        let mut passed = 0;
        if let Some(params) = &def.type_params {
            let both = FunctionAttr::Defaults as u32 | FunctionAttr::KwDefaults as u32;
            passed = (attrs & both).count_ones();
            if passed == 2 {
                self.emit_arg(Op::Swap, 2, loc);
            }
            self.enter_type_params(params, &def.name, first_line, None, passed)?;
            for index in 0..passed {
                self.emit_arg(Op::LoadFast, index, loc);
            }
        }
        attrs |= self.function_annotations(def, loc)?;
        self.function_body(def, attrs, first_line, loc)?;
        if def.type_params.is_some() {
            self.emit_arg(Op::Swap, 2, loc);
            self.emit_arg(Op::CallIntrinsic2, Intrinsic2::SetFunctionTypeParams as u32, loc);
            let code = self.assemble(false)?;
            self.make_closure(code, 0, loc);
            if passed > 0 {
                self.emit_arg(Op::Swap, passed + 1, loc);
                self.emit_arg(Op::Call, passed - 1, loc);
            } else {
                self.emit(Op::PushNull, loc);
                self.emit_arg(Op::Call, 0, loc);
            }
        }
        self.apply_decorators(&def.decorator_list);
        self.name(&def.name, Access::Store, loc)
    }

    fn function_body(&mut self, def: &'a ast::StmtFunctionDef, attrs: Attrs, first_line: u32, loc: Loc) -> Result {
        let kind = if def.is_async { ScopeKind::AsyncFunction } else { ScopeKind::Function };
        let scope = self.table.find(def, Part::Node);
        self.enter(&def.name, kind, scope, first_line, None, count_args(&def.parameters))?;
        let mut body = &def.body[..];
        if let Some(docstring) = symtable::docstring(body) {
            body = &body[1..];
            if self.optimize < 2 {
                let text = clean_doc(self.string_constant(docstring)?);
                self.unit().consts.add(text);
            }
        }
        let start = self.new_label();
        self.use_label(start);
        let scope = self.scope();
        let handles_stop = scope.coroutine || scope.generator;
        if handles_stop {
            self.push_fblock(FBlock::new(FBlockKind::StopIteration, Loc::NONE))?;
        }
        self.stmts(body)?;
        if handles_stop {
            self.wrap_in_stopiteration_handler();
            self.pop_fblock();
        }
        let code = self.assemble(true)?;
        self.make_closure(code, attrs, loc);
        Ok(())
    }

    /// A `StopIteration` that leaves a generator becomes a `RuntimeError`.
    pub(super) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.new_label();
        self.unit().seq.insert_first(AnyOp::SetupCleanup, handler.0, Loc::NONE);
        self.load_none(Loc::NONE);
        self.emit(Op::ReturnValue, Loc::NONE);
        self.use_label(handler);
        self.emit_arg(Op::CallIntrinsic1, Intrinsic1::StopiterationError as u32, Loc::NONE);
        self.emit_arg(Op::Reraise, 1, Loc::NONE);
    }

    pub(super) fn lambda(&mut self, node: &'a ast::ExprLambda, loc: Loc) -> Result {
        let mut attrs = 0;
        let mut args = Args::default();
        if let Some(parameters) = &node.parameters {
            attrs = self.default_arguments(parameters, loc)?;
            args = count_args(parameters);
        }
        let scope = self.table.find(node, Part::Node);
        self.enter("<lambda>", ScopeKind::Lambda, scope, loc.line as u32, None, args)?;
        self.expr(&node.body)?;
        let code = if self.scope().generator {
            self.assemble(false)?
        } else {
            let body = self.loc(&*node.body);
            self.emit(Op::ReturnValue, body);
            self.assemble(true)?
        };
        self.make_closure(code, attrs, loc);
        Ok(())
    }

    /// Whether `await` is allowed here.
    pub(super) fn in_async_code(&self) -> bool {
        let scope = self.scope();
        scope.coroutine && (scope.is_function_like() || self.table.get(symtable::SymTable::TOP).coroutine)
    }

    pub(super) fn is_generator_expr(expr: &Expr) -> bool {
        matches!(expr, Expr::Generator(_))
    }
}

pub(super) fn count_args(parameters: &ast::Parameters) -> Args {
    Args {
        args: parameters.args.len() as u32,
        posonly: parameters.posonlyargs.len() as u32,
        kwonly: parameters.kwonlyargs.len() as u32,
    }
}
