//! Warnings about what is legal and most likely a mistake.

use ruff_python_ast::{self as ast, CmpOp, Expr};

use super::Compiler;
use super::constant::Literal;
use crate::ir::Loc;

/// The name of the type that an expression is bound to have.
fn type_name(expr: &Expr) -> Option<&'static str> {
    Some(match expr {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::FString(_) => "str",
        Expr::TString(_) => "string.templatelib.Template",
        _ => Literal::of(expr)?.type_name(),
    })
}

impl<'a> Compiler<'a> {
    pub(super) fn warn(&mut self, msg: impl Into<String>, loc: Loc) {
        let warning = (msg.into(), loc);
        // The body of `finally` is compiled twice.
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// `x is 1`
    pub(super) fn check_compare(&mut self, node: &'a ast::ExprCompare, loc: Loc) {
        let mut left = &*node.left;
        for (op, right) in node.ops.iter().zip(&node.comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) && (is_value(left) || is_value(right)) {
                let literal = if is_value(left) { left } else { right };
                let name = type_name(literal).unwrap_or("object");
                self.warn(
                    if *op == CmpOp::Is {
                        format!("\"is\" with '{name}' literal. Did you mean \"==\"?")
                    } else {
                        format!("\"is not\" with '{name}' literal. Did you mean \"!=\"?")
                    },
                    loc,
                );
                return;
            }
            left = right;
        }
    }

    /// `[1](2)`
    pub(super) fn check_caller(&mut self, expr: &Expr) {
        if matches!(expr, Expr::Lambda(_)) {
            return;
        }
        if let Some(name) = type_name(expr) {
            let loc = self.loc(expr);
            self.warn(format!("'{name}' object is not callable; perhaps you missed a comma?"), loc);
        }
    }

    /// `1[2]`
    pub(super) fn check_subscripter(&mut self, expr: &Expr) {
        let bad = match expr {
            Expr::Set(_) | Expr::SetComp(_) | Expr::Generator(_) | Expr::TString(_) | Expr::Lambda(_) => true,
            _ => Literal::of(expr).is_some_and(|literal| !matches!(literal, Literal::Str | Literal::Bytes)),
        };
        if bad && let Some(name) = type_name(expr) {
            let loc = self.loc(expr);
            self.warn(format!("'{name}' object is not subscriptable; perhaps you missed a comma?"), loc);
        }
    }

    /// `[1]["a"]`
    pub(super) fn check_index(&mut self, expr: &Expr, index: &Expr) {
        let Some(index_type) = type_name(index) else { return };
        if matches!(index_type, "int" | "bool") {
            return;
        }
        let checked = matches!(expr, Expr::Tuple(_) | Expr::List(_) | Expr::ListComp(_) | Expr::FString(_))
            || matches!(Literal::of(expr), Some(Literal::Str | Literal::Bytes));
        if checked && let Some(name) = type_name(expr) {
            let loc = self.loc(expr);
            self.warn(
                format!("{name} indices must be integers or slices, not {index_type}; perhaps you missed a comma?"),
                loc,
            );
        }
    }
}

/// A constant other than those of which there is only one.
fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(tuple) => tuple.elts.iter().all(|elt| Literal::of(elt).is_some()),
        _ => Literal::of(expr)
            .is_some_and(|literal| !matches!(literal, Literal::None | Literal::Bool | Literal::Ellipsis)),
    }
}
