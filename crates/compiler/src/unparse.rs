//! An expression as text, as `ast.unparse` writes it: annotations are kept so under
//! `from __future__ import annotations`.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::source::Source;

pub(crate) fn expression(expr: &Expr, source: &Source) -> String {
    source.slice(expr.range()).to_owned()
}
