//! Literals.

use gilscope_bytecode::Const;
use num_bigint::BigInt;
use num_traits::{Num, ToPrimitive};
use ruff_python_ast::{self as ast, Expr, ExprContext, Number};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::error::{Error, ErrorClass, Result};
use crate::ir::Loc;
use crate::source::Source;
use crate::strings;

/// More decimal digits than this are refused, since reading them takes quadratic time.
const MAX_DECIMAL_DIGITS: usize = 4300;

/// What kind of literal an expression is, without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    None,
    Bool,
    Ellipsis,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
}

impl Literal {
    pub fn of(expr: &Expr) -> Option<Literal> {
        Some(match expr {
            Expr::StringLiteral(_) => Literal::Str,
            Expr::BytesLiteral(_) => Literal::Bytes,
            Expr::NumberLiteral(node) => match node.value {
                Number::Int(_) => Literal::Int,
                Number::Float(_) => Literal::Float,
                Number::Complex { .. } => Literal::Complex,
            },
            Expr::BooleanLiteral(_) => Literal::Bool,
            Expr::NoneLiteral(_) => Literal::None,
            Expr::EllipsisLiteral(_) => Literal::Ellipsis,
            Expr::Name(name) if name.id.as_str() == "__debug__" && name.ctx == ExprContext::Load => Literal::Bool,
            _ => return None,
        })
    }

    /// The name of its type.
    pub fn type_name(self) -> &'static str {
        match self {
            Literal::None => "NoneType",
            Literal::Bool => "bool",
            Literal::Ellipsis => "ellipsis",
            Literal::Int => "int",
            Literal::Float => "float",
            Literal::Complex => "complex",
            Literal::Str => "str",
            Literal::Bytes => "bytes",
        }
    }
}

impl Compiler<'_> {
    pub(super) fn is_constant(&self, expr: &Expr) -> bool {
        Literal::of(expr).is_some()
    }

    /// The value of a literal, or None if it is none.
    pub(super) fn constant(&self, expr: &Expr) -> Result<Option<Const>> {
        Ok(Some(match expr {
            Expr::StringLiteral(node) => self.string_constant(node)?,
            Expr::BytesLiteral(node) => Const::Bytes(node.value.bytes().collect()),
            Expr::NumberLiteral(node) => number(node, self.source)?,
            Expr::BooleanLiteral(node) => truth(node.value),
            Expr::NoneLiteral(_) => Const::None,
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            Expr::Name(name) if name.id.as_str() == "__debug__" && name.ctx == ExprContext::Load => {
                truth(self.optimize == 0)
            }
            _ => return Ok(None),
        }))
    }

    pub(super) fn string_constant(&self, node: &ast::ExprStringLiteral) -> Result<Const> {
        let text = node.value.to_str();
        if !text.contains(char::REPLACEMENT_CHARACTER) {
            return Ok(Const::Str(text.into()));
        }
        // The parser cannot keep lone surrogates: read the literal again.
        let mut wide = Vec::new();
        for part in &node.value {
            strings::push_wide(self.source.slice(part.content_range()), part.flags.prefix().is_raw(), &mut wide);
        }
        Ok(strings::from_wide(wide))
    }
}

fn truth(value: bool) -> Const {
    if value { Const::True } else { Const::False }
}

/// The value of a number as it is written.
fn number(node: &ast::ExprNumberLiteral, source: &Source) -> Result<Const> {
    match &node.value {
        Number::Float(value) => Ok(Const::Float(*value)),
        Number::Complex { real, imag } => Ok(Const::Complex(*real, *imag)),
        Number::Int(value) => {
            if let Some(value) = value.as_i64() {
                return Ok(Const::Int(value));
            }
            let text: String = source.slice(node.range).chars().filter(|c| *c != '_').collect();
            let (radix, digits) = match text.get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("0x") => (16, &text[2..]),
                Some("0o") => (8, &text[2..]),
                Some("0b") => (2, &text[2..]),
                _ => (10, &text[..]),
            };
            if radix == 10 && digits.len() > MAX_DECIMAL_DIGITS {
                let msg = format!(
                    "Exceeds the limit ({MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has {} \
                     digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge \
                     integer literals to avoid decimal conversion limits.",
                    digits.len()
                );
                let (line, _) = source.position(node.range.start());
                let loc = Loc::new(line as i32, line as i32, -1, -1);
                return Err(Error { class: ErrorClass::SyntaxError, msg, loc, by_characters: false, statement: 0 });
            }
            let value = BigInt::from_str_radix(digits, radix)
                .map_err(|_| Error::new("invalid decimal literal", source.loc_of(node.range())))?;
            Ok(big(value))
        }
    }
}

/// An int as a constant.
pub(crate) fn big(value: BigInt) -> Const {
    match value.to_i64() {
        Some(value) => Const::Int(value),
        None => Const::BigInt(value.to_string().into()),
    }
}

/// Takes the common indentation of all lines but the first out of a docstring.
pub(crate) fn clean_doc(doc: Const) -> Const {
    let Const::Str(doc) = doc else { return doc };
    let doc = expand_tabs(&doc);
    let is_blank = |line: &str| line.bytes().all(|byte| byte == b' ');
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let margin = doc.split('\n').skip(1).filter(|line| !is_blank(line)).map(indent).min().unwrap_or(0);
    let mut clean = String::with_capacity(doc.len());
    for (index, line) in doc.split('\n').enumerate() {
        if index == 0 {
            clean.push_str(line.trim_start_matches(' '));
        } else {
            clean.push('\n');
            clean.push_str(&line[indent(line).min(margin)..]);
        }
    }
    Const::Str(clean.into())
}

fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}
