//! Classes.

use gilscope_bytecode::{Const, Intrinsic1, Op};
use ruff_python_ast as ast;

use super::unit::{Args, ScopeKind};
use super::{Access, Compiler};
use crate::error::Result;
use crate::ir::{AnyOp, Loc};
use crate::symtable::Part;

impl<'a> Compiler<'a> {
    pub(super) fn class(&mut self, def: &'a ast::StmtClassDef, loc: Loc) -> Result {
        self.decorators(&def.decorator_list)?;
        let first_line = self.first_line(&def.decorator_list, loc);
        if let Some(params) = &def.type_params {
            self.enter_type_params(params, &def.name, first_line, Some(def.name.as_str().into()), 0)?;
            self.name(".type_params", Access::Store, loc)?;
        }
        self.class_body(def, first_line, loc)?;
        let (args, keywords): (&[_], &[_]) =
            def.arguments.as_ref().map_or((&[], &[]), |arguments| (&arguments.args, &arguments.keywords));
        if def.type_params.is_some() {
            self.name(".type_params", Access::Load, loc)?;
            self.emit_arg(Op::CallIntrinsic1, Intrinsic1::SubscriptGeneric as u32, loc);
            self.name(".generic_base", Access::Store, loc)?;
            self.call_helper(2, args, Some(".generic_base"), keywords, loc)?;
            let code = self.assemble(false)?;
            self.make_closure(code, 0, loc);
            self.emit(Op::PushNull, loc);
            self.emit_arg(Op::Call, 0, loc);
        } else {
            self.call_helper(2, args, None, keywords, loc)?;
        }
        self.apply_decorators(&def.decorator_list);
        self.name(&def.name, Access::Store, loc)
    }

    fn class_body(&mut self, def: &'a ast::StmtClassDef, first_line: u32, stmt_loc: Loc) -> Result {
        let scope = self.table.find(def, Part::Node);
        let private = Some(def.name.as_str().into());
        self.enter(&def.name, ScopeKind::Class, scope, first_line, private, Args::default())?;
        let loc = Loc::line_start(first_line as i32);
        self.name("__name__", Access::Load, loc)?;
        self.name("__module__", Access::Store, loc)?;
        let qualname = Const::Str(self.unit_ref().qualname.as_str().into());
        self.load_const(qualname, loc);
        self.name("__qualname__", Access::Store, loc)?;
        self.load_const(Const::Int(i64::from(first_line)), loc);
        self.name("__firstlineno__", Access::Store, loc)?;
        if def.type_params.is_some() {
            self.name(".type_params", Access::Load, loc)?;
            self.name("__type_params__", Access::Store, loc)?;
        }
        if self.scope().needs_classdict {
            self.emit(Op::LoadLocals, loc);
            let index = self.unit().cell_index("__classdict__");
            self.emit_arg(Op::StoreDeref, index, loc);
        }
        if self.scope().has_conditional_annotations {
            self.emit_arg(Op::BuildSet, 0, loc);
            let index = self.unit().cell_index("__conditional_annotations__");
            self.emit_arg(Op::StoreDeref, index, loc);
        }
        self.body(loc, &def.body)?;
        let attributes = self.unit_ref().static_attributes.iter().map(|name| Const::Str((**name).into())).collect();
        self.load_const(Const::Tuple(attributes), Loc::NONE);
        self.name("__static_attributes__", Access::Store, Loc::NONE)?;
        if self.scope().needs_classdict {
            let index = self.unit().cell_index("__classdict__");
            self.emit_arg(AnyOp::LoadClosure, index, Loc::NONE);
            self.name("__classdictcell__", Access::Store, Loc::NONE)?;
        }
        if self.scope().needs_class_closure {
            let index = self.unit().cell_index("__class__");
            self.emit_arg(AnyOp::LoadClosure, index, Loc::NONE);
            self.emit_arg(Op::Copy, 1, Loc::NONE);
            self.name("__classcell__", Access::Store, Loc::NONE)?;
        } else {
            self.load_none(Loc::NONE);
        }
        self.emit(Op::ReturnValue, Loc::NONE);
        let code = self.assemble(true)?;
        self.emit(Op::LoadBuildClass, stmt_loc);
        self.emit(Op::PushNull, stmt_loc);
        self.make_closure(code, 0, stmt_loc);
        self.load_str(&def.name, stmt_loc);
        Ok(())
    }

    /// Remembers the attributes that methods set on `self`, for `__static_attributes__`.
    pub(super) fn note_static_attribute(&mut self, node: &ast::ExprAttribute) {
        let is_self = node.value.as_name_expr().is_some_and(|name| name.id.as_str() == "self");
        if !is_self || node.ctx != ast::ExprContext::Store {
            return;
        }
        let outer = self.units.len() - 1;
        if let Some(class) = self.units[..outer].iter_mut().rev().find(|unit| unit.kind == ScopeKind::Class) {
            class.static_attributes.insert(node.attr.as_str().into());
        }
    }
}
