//! `from __future__ import …`.

use ruff_python_ast::Stmt;

use crate::error::{Error, Result};
use crate::source::Source;

const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Whether annotations are to be kept as text.
pub(crate) fn annotations(body: &[Stmt], source: &Source) -> Result<bool> {
    let mut found = false;
    let mut done = false;
    for (index, statement) in body.iter().enumerate() {
        let loc = source.loc(statement);
        match statement {
            Stmt::ImportFrom(node) if node.level == 0 && node.module.as_deref() == Some("__future__") => {
                if done {
                    let msg = "from __future__ imports must occur at the beginning of the file";
                    return Err(Error::new(msg, loc));
                }
                for alias in &node.names {
                    let name = alias.name.as_str();
                    let loc = source.loc(alias);
                    if name == "braces" {
                        return Err(Error::new("not a chance", loc));
                    }
                    if !FEATURES.contains(&name) {
                        return Err(Error::new(format!("future feature {name} is not defined"), loc));
                    }
                    found |= name == "annotations";
                }
            }
            Stmt::Expr(node) if index == 0 && node.value.is_string_literal_expr() => {}
            _ => done = true,
        }
    }
    Ok(found)
}
