//! Annotations, which are evaluated when they are asked for (PEP 649), type parameters and type aliases (PEP 695).

use gilscope_bytecode::{CommonConstant, CompareOp, Const, FunctionAttr, Intrinsic1, Intrinsic2, Op};
use ruff_python_ast::{self as ast, Expr, TypeParam};

use super::function::Attrs;
use super::unit::{Args, ScopeKind};
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::Loc;
use crate::symtable::{Part, ScopeId, Str};
use crate::unparse;

/// `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`: above it an `__annotate__` function does not answer.
const VALUE_WITH_FAKE_GLOBALS: i64 = 2;

impl<'a> Compiler<'a> {
    /// Opens a function that takes a format and returns annotations (or a bound, or an alias' value).
    fn enter_annotations(&mut self, scope: ScopeId, name: &str, loc: Loc) -> Result {
        let args = Args { posonly: 1, ..Args::default() };
        self.enter(name, ScopeKind::Annotations, scope, loc.line as u32, None, args)?;
        self.emit_arg(Op::LoadFast, 0, loc);
        self.load_const(Const::Int(VALUE_WITH_FAKE_GLOBALS), loc);
        self.emit_arg(Op::CompareOp, (CompareOp::Gt as u32) << 5 | CompareOp::Gt.mask(), loc);
        let body = self.new_label();
        self.emit_jump(Op::PopJumpIfFalse, body, loc);
        self.emit_arg(Op::LoadCommonConstant, CommonConstant::NotImplementedError as u32, loc);
        self.emit_arg(Op::RaiseVarargs, 1, loc);
        self.use_label(body);
        Ok(())
    }

    fn leave_annotations(&mut self, loc: Loc) -> Result {
        self.emit(Op::ReturnValue, loc);
        let mut code = self.assemble(true)?;
        // The parameter is called `.format` lest it hide a `format` in the annotations, and shows as `format`.
        if let Some(code) = std::sync::Arc::get_mut(&mut code)
            && let Some(first) = code.locals.first_mut()
        {
            first.name = "format".into();
        }
        self.make_closure(code, 0, loc);
        Ok(())
    }

    /// Under `from __future__ import annotations`: the annotation's text.
    pub(super) fn annotation_text(&mut self, annotation: &'a Expr) {
        let loc = self.loc(annotation);
        let text = unparse::expression(annotation, self.source);
        self.load_str(&text, loc);
    }

    pub(super) fn function_annotations(&mut self, def: &'a ast::StmtFunctionDef, loc: Loc) -> Result<Attrs> {
        let parameters = &*def.parameters;
        let scope = self.table.find(parameters, Part::Annotations);
        if !self.table.get(scope).annotations_used {
            return Ok(0);
        }
        self.enter_annotations(scope, "__annotate__", loc)?;
        let mut count = 0;
        for parameter in parameters.args.iter().chain(&parameters.posonlyargs) {
            self.parameter_annotation(&parameter.parameter, &mut count, loc)?;
        }
        if let Some(vararg) = &parameters.vararg {
            self.parameter_annotation(vararg, &mut count, loc)?;
        }
        for parameter in &parameters.kwonlyargs {
            self.parameter_annotation(&parameter.parameter, &mut count, loc)?;
        }
        if let Some(kwarg) = &parameters.kwarg {
            self.parameter_annotation(kwarg, &mut count, loc)?;
        }
        if let Some(returns) = &def.returns {
            self.annotation_pair("return", returns, &mut count, loc)?;
        }
        self.emit_arg(Op::BuildMap, count, loc);
        self.leave_annotations(loc)?;
        Ok(FunctionAttr::Annotate as u32)
    }

    fn parameter_annotation(&mut self, parameter: &'a ast::Parameter, count: &mut u32, loc: Loc) -> Result {
        match &parameter.annotation {
            Some(annotation) => self.annotation_pair(&parameter.name, annotation, count, loc),
            None => Ok(()),
        }
    }

    fn annotation_pair(&mut self, name: &str, annotation: &'a Expr, count: &mut u32, loc: Loc) -> Result {
        *count += 1;
        let mangled = self.mangle(name);
        self.load_str(&mangled, loc);
        if self.future_annotations {
            self.annotation_text(annotation);
            return Ok(());
        }
        match annotation {
            // *args: *Ts
            Expr::Starred(starred) => {
                self.expr(&starred.value)?;
                self.emit_arg(Op::UnpackSequence, 1, loc);
                Ok(())
            }
            _ => self.expr(annotation),
        }
    }

    /// Makes the `__annotate__` of a module or class.
    pub(super) fn deferred_annotations(&mut self, loc: Loc) -> Result {
        let deferred = std::mem::take(&mut self.unit().deferred);
        if deferred.is_empty() {
            return Ok(());
        }
        let kind = self.unit_ref().kind;
        let Some(scope) = self.scope().annotation_block else { return Ok(()) };
        // A module sets it up before its first statement.
        let main = (kind == ScopeKind::Module).then(|| std::mem::take(&mut self.unit().seq));
        self.enter_annotations(scope, "__annotate__", loc)?;
        self.emit_arg(Op::BuildMap, 0, loc);
        for (node, number) in deferred {
            let stmt = self.loc(node);
            let not_set = self.new_label();
            if let Some(number) = number {
                self.load_const(Const::Int(i64::from(number)), stmt);
                if kind == ScopeKind::Class {
                    let index = self.unit().free_index("__conditional_annotations__");
                    self.emit_arg(Op::LoadDeref, index, stmt);
                } else {
                    self.emit_name(Op::LoadGlobal, "__conditional_annotations__", 1, 0, stmt);
                }
                self.emit_arg(Op::ContainsOp, 0, stmt);
                self.emit_jump(Op::PopJumpIfFalse, not_set, stmt);
            }
            self.expr(&node.annotation)?;
            self.emit_arg(Op::Copy, 2, stmt);
            let name = node.target.as_name_expr().map_or("", |name| name.id.as_str());
            let mangled = self.mangle(name);
            self.load_str(&mangled, stmt);
            self.emit(Op::StoreSubscr, loc);
            self.use_label(not_set);
        }
        self.leave_annotations(loc)?;
        let name = if kind == ScopeKind::Class { "__annotate_func__" } else { "__annotate__" };
        self.name(name, Access::Store, loc)?;
        if let Some(mut main) = main {
            main.annotations = Some(Box::new(std::mem::take(&mut self.unit().seq)));
            self.unit().seq = main;
        }
        Ok(())
    }

    /// Opens the scope of type parameters and pushes the tuple of them.
    pub(super) fn enter_type_params(
        &mut self,
        params: &'a ast::TypeParams,
        name: &str,
        line: u32,
        private: Option<Str>,
        passed: u32,
    ) -> Result {
        let scope = self.table.find(params, Part::TypeParams);
        let args = Args { args: passed, ..Args::default() };
        let name = format!("<generic parameters of {name}>");
        self.enter(&name, ScopeKind::Annotations, scope, line, private, args)?;
        self.type_params(params)
    }

    fn type_params(&mut self, params: &'a ast::TypeParams) -> Result {
        let mut seen_default = false;
        for param in &params.type_params {
            let loc = self.loc(param);
            let (name, bound, default, intrinsic) = match param {
                TypeParam::TypeVar(var) => (&var.name, &var.bound, &var.default, Intrinsic1::Typevar),
                TypeParam::TypeVarTuple(var) => (&var.name, &None, &var.default, Intrinsic1::Typevartuple),
                TypeParam::ParamSpec(var) => (&var.name, &None, &var.default, Intrinsic1::Paramspec),
            };
            self.load_str(name, loc);
            match bound {
                Some(bound) => {
                    self.type_param_part(param, Part::Bound, bound, name, false)?;
                    let intrinsic = if bound.is_tuple_expr() {
                        Intrinsic2::TypevarWithConstraints
                    } else {
                        Intrinsic2::TypevarWithBound
                    };
                    self.emit_arg(Op::CallIntrinsic2, intrinsic as u32, loc);
                }
                None => self.emit_arg(Op::CallIntrinsic1, intrinsic as u32, loc),
            }
            if let Some(default) = default {
                seen_default = true;
                let starred = matches!(param, TypeParam::TypeVarTuple(_));
                self.type_param_part(param, Part::Default, default, name, starred)?;
                self.emit_arg(Op::CallIntrinsic2, Intrinsic2::SetTypeparamDefault as u32, loc);
            } else if seen_default {
                let msg = format!("non-default type parameter '{name}' follows default type parameter");
                return self.error(msg, loc);
            }
            self.emit_arg(Op::Copy, 1, loc);
            self.name(name, Access::Store, loc)?;
        }
        if let Some(first) = params.type_params.first() {
            let loc = self.loc(first);
            self.emit_arg(Op::BuildTuple, params.type_params.len() as u32, loc);
        }
        Ok(())
    }

    fn type_param_part(&mut self, param: &TypeParam, part: Part, expr: &'a Expr, name: &str, starred: bool) -> Result {
        let loc = self.loc(expr);
        self.load_const(Const::Tuple([Const::Int(1)].into()), loc);
        let scope = self.table.find(param, part);
        self.enter_annotations(scope, name, loc)?;
        match expr {
            Expr::Starred(star) if starred => {
                self.expr(&star.value)?;
                self.emit_arg(Op::UnpackSequence, 1, loc);
            }
            _ => self.expr(expr)?,
        }
        self.emit(Op::ReturnValue, loc);
        let code = self.assemble(true)?;
        self.make_closure(code, FunctionAttr::Defaults as u32, loc);
        Ok(())
    }

    pub(super) fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias, loc: Loc) -> Result {
        let name = alias.name.as_name_expr().map_or("", |name| name.id.as_str());
        if let Some(params) = &alias.type_params {
            let scope = self.table.find(&**params, Part::TypeParams);
            let block = format!("<generic parameters of {name}>");
            self.enter(&block, ScopeKind::Annotations, scope, loc.line as u32, None, Args::default())?;
            self.load_str(name, loc);
            self.type_params(params)?;
        } else {
            self.load_str(name, loc);
            self.load_none(loc);
        }
        self.load_const(Const::Tuple([Const::Int(1)].into()), loc);
        let scope = self.table.find(alias, Part::Node);
        self.enter_annotations(scope, name, loc)?;
        self.expr(&alias.value)?;
        self.emit(Op::ReturnValue, loc);
        let code = self.assemble(false)?;
        self.make_closure(code, FunctionAttr::Defaults as u32, loc);
        self.emit_arg(Op::BuildTuple, 3, loc);
        self.emit_arg(Op::CallIntrinsic1, Intrinsic1::Typealias as u32, loc);
        if alias.type_params.is_some() {
            let code = self.assemble(false)?;
            self.make_closure(code, 0, loc);
            self.emit(Op::PushNull, loc);
            self.emit_arg(Op::Call, 0, loc);
        }
        self.name(name, Access::Store, loc)
    }
}
