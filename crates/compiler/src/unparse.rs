//! An expression as text, as CPython writes it: annotations are kept so under `from __future__ import annotations`.

use gilscope_bytecode::{Const, float_repr, repr};
use ruff_python_ast::{
    self as ast, CmpOp, Expr, FStringPart, InterpolatedStringElement as Element, Number, Operator, UnaryOp,
};
use ruff_text_size::Ranged;

use crate::source::Source;

/// How tightly an expression binds; a looser one inside a tighter one needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    const ALL: [Level; 16] = [
        Level::Tuple,
        Level::Test,
        Level::Or,
        Level::And,
        Level::Not,
        Level::Compare,
        Level::BitOr,
        Level::BitXor,
        Level::BitAnd,
        Level::Shift,
        Level::Sum,
        Level::Term,
        Level::Factor,
        Level::Power,
        Level::Await,
        Level::Atom,
    ];

    fn next(self) -> Level {
        Level::ALL[(self as usize + 1).min(Level::ALL.len() - 1)]
    }
}

/// The expression's text.
pub(crate) fn expression(expr: &Expr, source: &Source) -> String {
    let mut writer = Writer { source, out: String::new() };
    writer.expr(expr, Level::Test);
    writer.out
}

struct Writer<'a> {
    source: &'a Source,
    out: String,
}

fn binary(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::Sum),
        Operator::Sub => (" - ", Level::Sum),
        Operator::Mult => (" * ", Level::Term),
        Operator::MatMult => (" @ ", Level::Term),
        Operator::Div => (" / ", Level::Term),
        Operator::Mod => (" % ", Level::Term),
        Operator::FloorDiv => (" // ", Level::Term),
        Operator::LShift => (" << ", Level::Shift),
        Operator::RShift => (" >> ", Level::Shift),
        Operator::BitOr => (" | ", Level::BitOr),
        Operator::BitXor => (" ^ ", Level::BitXor),
        Operator::BitAnd => (" & ", Level::BitAnd),
        Operator::Pow => (" ** ", Level::Power),
    }
}

fn compare(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

impl Writer<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// In parentheses if what is around binds more tightly.
    fn within(&mut self, level: Level, own: Level, write: impl FnOnce(&mut Self)) {
        if level > own {
            self.push("(");
        }
        write(self);
        if level > own {
            self.push(")");
        }
    }

    fn list(&mut self, exprs: &[Expr]) {
        for (index, expr) in exprs.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.expr(expr, Level::Test);
        }
    }

    fn expr(&mut self, expr: &Expr, level: Level) {
        match expr {
            Expr::BoolOp(node) => {
                let (word, own) = if node.op == ast::BoolOp::And { (" and ", Level::And) } else { (" or ", Level::Or) };
                self.within(level, own, |this| {
                    for (index, value) in node.values.iter().enumerate() {
                        if index > 0 {
                            this.push(word);
                        }
                        this.expr(value, own.next());
                    }
                });
            }
            Expr::Named(node) => self.within(level, Level::Tuple, |this| {
                this.expr(&node.target, Level::Atom);
                this.push(" := ");
                this.expr(&node.value, Level::Atom);
            }),
            Expr::BinOp(node) => {
                let (word, own) = binary(node.op);
                let right_first = node.op == Operator::Pow;
                self.within(level, own, |this| {
                    this.expr(&node.left, if right_first { own.next() } else { own });
                    this.push(word);
                    this.expr(&node.right, if right_first { own } else { own.next() });
                });
            }
            Expr::UnaryOp(node) => {
                let (word, own) = match node.op {
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.within(level, own, |this| {
                    this.push(word);
                    this.expr(&node.operand, own);
                });
            }
            Expr::Lambda(node) => self.within(level, Level::Test, |this| {
                this.push("lambda");
                if let Some(parameters) = &node.parameters {
                    this.push(" ");
                    this.parameters(parameters);
                }
                this.push(": ");
                this.expr(&node.body, Level::Test);
            }),
            Expr::If(node) => self.within(level, Level::Test, |this| {
                this.expr(&node.body, Level::Or);
                this.push(" if ");
                this.expr(&node.test, Level::Or);
                this.push(" else ");
                this.expr(&node.orelse, Level::Test);
            }),
            Expr::Dict(node) => {
                self.push("{");
                for (index, item) in node.items.iter().enumerate() {
                    if index > 0 {
                        self.push(", ");
                    }
                    match &item.key {
                        Some(key) => {
                            self.expr(key, Level::Test);
                            self.push(": ");
                            self.expr(&item.value, Level::Test);
                        }
                        None => {
                            self.push("**");
                            self.expr(&item.value, Level::BitOr);
                        }
                    }
                }
                self.push("}");
            }
            Expr::Set(node) => {
                self.push("{");
                self.list(&node.elts);
                self.push("}");
            }
            Expr::ListComp(node) => self.comprehension("[", &node.elt, None, &node.generators, "]"),
            Expr::SetComp(node) => self.comprehension("{", &node.elt, None, &node.generators, "}"),
            Expr::DictComp(node) => {
                let key = node.key.as_deref().unwrap_or(&node.value);
                self.comprehension("{", key, Some(&node.value), &node.generators, "}");
            }
            Expr::Generator(node) => self.comprehension("(", &node.elt, None, &node.generators, ")"),
            Expr::Await(node) => self.within(level, Level::Await, |this| {
                this.push("await ");
                this.expr(&node.value, Level::Atom);
            }),
            Expr::Yield(node) => {
                self.push("(yield");
                if let Some(value) = &node.value {
                    self.push(" ");
                    self.expr(value, Level::Test);
                }
                self.push(")");
            }
            Expr::YieldFrom(node) => {
                self.push("(yield from ");
                self.expr(&node.value, Level::Test);
                self.push(")");
            }
            Expr::Compare(node) => self.within(level, Level::Compare, |this| {
                this.expr(&node.left, Level::BitOr);
                for (op, right) in node.ops.iter().zip(&node.comparators) {
                    this.push(compare(*op));
                    this.expr(right, Level::BitOr);
                }
            }),
            Expr::Call(node) => self.call(node),
            Expr::FString(node) => {
                let mut body = String::new();
                for part in &node.value {
                    match part {
                        FStringPart::Literal(literal) => push_text(literal.as_str(), &mut body),
                        FStringPart::FString(part) => self.elements(&part.elements, &mut body),
                    }
                }
                self.push("f");
                self.push(&repr(&Const::Str(body.into())));
            }
            Expr::TString(node) => {
                let mut body = String::new();
                for part in &node.value {
                    self.elements(&part.elements, &mut body);
                }
                self.push("t");
                self.push(&repr(&Const::Str(body.into())));
            }
            Expr::StringLiteral(node) => self.push(&repr(&Const::Str(node.value.to_str().into()))),
            Expr::BytesLiteral(node) => self.push(&repr(&Const::Bytes(node.value.bytes().collect()))),
            Expr::NumberLiteral(node) => self.number(node),
            Expr::BooleanLiteral(node) => self.push(if node.value { "True" } else { "False" }),
            Expr::NoneLiteral(_) => self.push("None"),
            Expr::EllipsisLiteral(_) => self.push("..."),
            Expr::Attribute(node) => {
                self.expr(&node.value, Level::Atom);
                let is_int =
                    matches!(&*node.value, Expr::NumberLiteral(ast::ExprNumberLiteral { value: Number::Int(_), .. }));
                self.push(if is_int { " ." } else { "." });
                self.push(&node.attr);
            }
            Expr::Subscript(node) => {
                self.expr(&node.value, Level::Atom);
                self.push("[");
                self.expr(&node.slice, Level::Tuple);
                self.push("]");
            }
            Expr::Starred(node) => {
                self.push("*");
                self.expr(&node.value, Level::BitOr);
            }
            Expr::Name(node) => self.push(&node.id),
            Expr::List(node) => {
                self.push("[");
                self.list(&node.elts);
                self.push("]");
            }
            Expr::Tuple(node) if node.elts.is_empty() => self.push("()"),
            Expr::Tuple(node) => self.within(level, Level::Tuple, |this| {
                this.list(&node.elts);
                if node.elts.len() == 1 {
                    this.push(",");
                }
            }),
            Expr::Slice(node) => {
                if let Some(lower) = &node.lower {
                    self.expr(lower, Level::Test);
                }
                self.push(":");
                if let Some(upper) = &node.upper {
                    self.expr(upper, Level::Test);
                }
                if let Some(step) = &node.step {
                    self.push(":");
                    self.expr(step, Level::Test);
                }
            }
            Expr::IpyEscapeCommand(_) => {}
        }
    }

    fn number(&mut self, node: &ast::ExprNumberLiteral) {
        let infinite = |text: String| text.replace("inf", "1e309");
        match &node.value {
            Number::Int(value) => match value.as_i64() {
                Some(value) => self.push(&value.to_string()),
                None => {
                    let text = self.source.slice(node.range()).replace('_', "");
                    self.push(&text);
                }
            },
            Number::Float(value) => self.push(&infinite(float_repr(*value))),
            Number::Complex { real, imag } => self.push(&infinite(repr(&Const::Complex(*real, *imag)))),
        }
    }

    fn call(&mut self, node: &ast::ExprCall) {
        self.expr(&node.func, Level::Atom);
        let (args, keywords) = (&node.arguments.args, &node.arguments.keywords);
        if let ([arg @ Expr::Generator(_)], true) = (&**args, keywords.is_empty()) {
            // It has parentheses of its own.
            self.expr(arg, Level::Test);
            return;
        }
        self.push("(");
        self.list(args);
        for (index, keyword) in keywords.iter().enumerate() {
            if index > 0 || !args.is_empty() {
                self.push(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.push(name);
                    self.push("=");
                }
                None => self.push("**"),
            }
            self.expr(&keyword.value, Level::Test);
        }
        self.push(")");
    }

    fn comprehension(
        &mut self,
        open: &str,
        elt: &Expr,
        value: Option<&Expr>,
        generators: &[ast::Comprehension],
        close: &str,
    ) {
        self.push(open);
        self.expr(elt, Level::Test);
        if let Some(value) = value {
            self.push(": ");
            self.expr(value, Level::Test);
        }
        for generator in generators {
            self.push(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, Level::Tuple);
            self.push(" in ");
            self.expr(&generator.iter, Level::Or);
            for condition in &generator.ifs {
                self.push(" if ");
                self.expr(condition, Level::Or);
            }
        }
        self.push(close);
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        let mut first = true;
        let mut comma = |this: &mut Self| {
            if !std::mem::take(&mut first) {
                this.push(", ");
            }
        };
        for parameter in &parameters.posonlyargs {
            comma(self);
            self.parameter(parameter);
        }
        if !parameters.posonlyargs.is_empty() {
            comma(self);
            self.push("/");
        }
        for parameter in &parameters.args {
            comma(self);
            self.parameter(parameter);
        }
        if let Some(vararg) = &parameters.vararg {
            comma(self);
            self.push("*");
            self.push(&vararg.name);
        } else if !parameters.kwonlyargs.is_empty() {
            comma(self);
            self.push("*");
        }
        for parameter in &parameters.kwonlyargs {
            comma(self);
            self.parameter(parameter);
        }
        if let Some(kwarg) = &parameters.kwarg {
            comma(self);
            self.push("**");
            self.push(&kwarg.name);
        }
    }

    fn parameter(&mut self, parameter: &ast::ParameterWithDefault) {
        self.push(&parameter.parameter.name);
        if let Some(default) = &parameter.default {
            self.push("=");
            self.expr(default, Level::Test);
        }
    }

    /// The inside of an f-string.
    fn elements(&mut self, elements: &ast::InterpolatedStringElements, out: &mut String) {
        for element in elements {
            match element {
                Element::Literal(literal) => push_text(&literal.value, out),
                Element::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        push_text(debug.as_str(), out);
                    }
                    let mut inner = Writer { source: self.source, out: String::new() };
                    inner.expr(&field.expression, Level::Or);
                    out.push('{');
                    if inner.out.starts_with('{') {
                        out.push(' ');
                    }
                    out.push_str(&inner.out);
                    let debug = field.debug_text.is_some() && field.format_spec.is_none();
                    if let Some(conversion) = field.conversion.to_char().or(debug.then_some('r')) {
                        out.push('!');
                        out.push(conversion);
                    }
                    if let Some(spec) = &field.format_spec {
                        out.push(':');
                        self.elements(&spec.elements, out);
                    }
                    out.push('}');
                }
            }
        }
    }
}

/// Text in an f-string, with its braces doubled.
fn push_text(text: &str, out: &mut String) {
    out.push_str(&text.replace('{', "{{").replace('}', "}}"));
}
