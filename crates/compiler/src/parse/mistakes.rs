//! The messages for mistakes that the grammar recognises, and where they are placed.

use super::escapes;
use super::peg::{Node, Parser, Value};
use super::tokens::Kind;
use crate::error::{Error, ErrorClass};
use crate::ir::Loc;

/// What may be assigned to: in an assignment, after `for`, after `del`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Targets {
    Star,
    For,
    Del,
}

fn set(parser: &mut Parser, class: ErrorClass, msg: String, loc: Loc) {
    parser.error = Some(Error { class, msg, loc, by_characters: true, statement: 0 });
}

/// A column in bytes as one in characters, from 1.
fn column(parser: &Parser, line: i32, col: i32) -> i32 {
    if col < 0 {
        return 0;
    }
    let text = parser.source.line(line as u32);
    let col = col as usize;
    match text.get(..col) {
        Some(before) => before.chars().count() as i32 + 1,
        // Past the end, where a line break is missing.
        None => text.chars().count() as i32 + (col - text.len().min(col)) as i32 + 1,
    }
}

fn loc_of(parser: &Parser, (first, last): (usize, usize)) -> Loc {
    let (first, last) = (parser.tokens[first].loc, parser.tokens[last].loc);
    Loc::new(
        first.line,
        last.end_line,
        column(parser, first.line, first.col),
        column(parser, last.end_line, last.end_col),
    )
}

/// Places an error at tokens.
pub(super) fn at(parser: &mut Parser, span: (usize, usize), msg: String) {
    let loc = loc_of(parser, span);
    set(parser, ErrorClass::SyntaxError, msg, loc);
}

/// An error at one token, as CPython places it if it has not been told where.
fn at_token(parser: &mut Parser, index: usize, class: ErrorClass, msg: String) {
    let token = parser.tokens[index];
    let line = token.loc.line;
    let loc = if token.loc.col < 0 {
        // Where the tokenizer is.
        let end = parser.tokenizer.cur.min(parser.source.text.len());
        let start = parser.tokenizer.line_start.min(end);
        let col = parser.source.text.get(start..end).map_or(0, |text| text.chars().count()) as i32;
        Loc::new(line, token.loc.end_line, col.max(0), -1)
    } else {
        loc_of(parser, (index, index))
    };
    set(parser, class, msg, loc);
}

/// An IndentationError at a token.
pub(super) fn indentation(parser: &mut Parser, index: usize, msg: String) {
    at_token(parser, index, ErrorClass::IndentationError, msg);
}

/// Does what a `{!…}` of the grammar says. None lets the parser go on.
pub(super) fn raise(
    parser: &mut Parser,
    kind: &str,
    names: &[&str],
    values: &[Value],
    message: &str,
    start: usize,
) -> Option<Value> {
    let value = |index: usize| values.get(index).cloned().unwrap_or(Value::Nothing);
    let message = || expand(parser, message, &value(0));
    let last = parser.tokens.len().saturating_sub(1);
    match kind {
        "at" => {
            let (span, message) = (value(0).span()?, message());
            at(parser, span, message);
        }
        "range" => {
            let ((first, _), (_, end)) = (value(0).span()?, value(1).span()?);
            let message = message();
            at(parser, (first, end), message);
        }
        "from" => {
            let ((first, _), message) = (value(0).span()?, message());
            from(parser, first, message);
        }
        "here" => {
            let message = message();
            at_token(parser, last, ErrorClass::SyntaxError, message);
        }
        "next" => {
            let index = parser.mark.min(last);
            let message = message();
            at_token(parser, index, ErrorClass::SyntaxError, message);
        }
        "indent" => {
            let message = message();
            indentation(parser, last, message);
        }
        "block" => {
            let (first, _) = value(0).span()?;
            let line = parser.tokens[first].loc.line;
            let message = format!("expected an indented block after {} on line {line}", message());
            indentation(parser, last, message);
        }
        "target" => {
            let targets = match names.first() {
                Some(&"for") => Targets::For,
                Some(&"del") => Targets::Del,
                _ => Targets::Star,
            };
            let invalid = invalid_target(parser, &value(1), targets)?;
            let verb = if targets == Targets::Del { "delete" } else { "assign to" };
            let message = format!("cannot {verb} {}", name_of(parser, &invalid));
            at(parser, invalid.span()?, message);
        }
        "comma" => {
            // Two expressions side by side, inside brackets.
            let before = parser.tokens.get(parser.mark.checked_sub(1)?)?;
            if before.level == 0 || is_legacy(parser, &value(0)) {
                return None;
            }
            let ((first, key), (_, end)) = (value(0).span()?, value(1).span()?);
            if is_later_key(parser, first) {
                missing_colon(parser, key);
                return None;
            }
            at(parser, (first, end), "invalid syntax. Perhaps you forgot a comma?".into());
        }
        "legacy" => {
            if !is_legacy(parser, &value(0)) {
                return None;
            }
            let ((first, _), (_, end)) = (value(0).span()?, value(1).span()?);
            let name = parser.text(parser.tokens[first]);
            let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            at(parser, (first, end), message);
        }
        "key" => {
            let (_, end) = value(0).span()?;
            missing_colon(parser, end);
        }
        "genexp" => {
            let Value::Node(args) = value(0) else { return None };
            let Some(Value::List(positional)) = args.parts.first() else { return None };
            if positional.len() <= 1 && matches!(args.parts.get(1), None | Some(Value::Nothing)) {
                return None;
            }
            let ((first, _), (_, end)) = (positional.last()?.span()?, value(1).span()?);
            at(parser, (first, end), "Generator expression must be parenthesized".into());
        }
        "arguments" => {
            let unpacked = contains(&value(0), "Unpacked");
            let unpacking = if unpacked { " unpacking" } else { "" };
            let message = format!("positional argument follows keyword argument{unpacking}");
            at_token(parser, last, ErrorClass::SyntaxError, message);
        }
        "bound" => {
            let ((first, _), bound) = (value(0).span()?, value(1));
            let what = if kind_of(&bound) == "Tuple" { "constraints" } else { "bound" };
            let message = format!("cannot use {what} with {}", message());
            from(parser, first, message);
        }
        "conversion" => return conversion(parser, &value(0), &value(1)),
        "strings" => return strings(parser, &value(0), start),
        _ => return None,
    }
    None
}

fn missing_colon(parser: &mut Parser, key: usize) {
    let place = parser.tokens[key].loc;
    let col = column(parser, place.end_line, place.end_col) - 1;
    let loc = Loc::new(place.line, place.end_line, col, 0);
    set(parser, ErrorClass::SyntaxError, "':' expected after dictionary key".into(), loc);
}

/// Whether the token begins what should be the second or a later key of a dict.
fn is_later_key(parser: &Parser, first: usize) -> bool {
    let Some(comma) = first.checked_sub(1) else { return false };
    let is = |index: usize, text: &str| parser.text(parser.tokens[index]) == text;
    if !is(comma, ",") {
        return false;
    }
    let level = parser.tokens[comma].level;
    let mut pairs = false;
    for index in (0..comma).rev() {
        let token = parser.tokens[index];
        if token.level == level && matches!(parser.text(token), "{" | "(" | "[") && token.kind == Kind::Op {
            let opens = index == 0 || parser.tokens[index - 1].level < level;
            if opens {
                return pairs && is(index, "{");
            }
        }
        pairs |= token.level == level && is(index, ":");
    }
    false
}

/// From a token to where the tokenizer is.
fn from(parser: &mut Parser, first: usize, message: String) {
    let token = parser.tokens[first].loc;
    let end = parser.tokenizer.cur.min(parser.source.text.len());
    let start = parser.tokenizer.line_start.min(end);
    let end_col = parser.source.text.get(start..end).map_or(0, |text| text.chars().count()) as i32;
    let loc = Loc::new(token.line, parser.tokenizer.line, column(parser, token.line, token.col), end_col);
    set(parser, ErrorClass::SyntaxError, message, loc);
}

/// `!r` in a replacement field.
fn conversion(parser: &mut Parser, mark: &Value, name: &Value) -> Option<Value> {
    let ((mark, _), (name, _)) = (mark.span()?, name.span()?);
    let letter = if parser.tokenizer.in_t_string() { 't' } else { 'f' };
    if parser.tokens[mark].end != parser.tokens[name].start {
        let msg = format!("{letter}-string: conversion type must come right after the exclamation mark");
        at(parser, (mark, name), msg);
        return None;
    }
    let text = parser.text(parser.tokens[name]);
    if !matches!(text, "s" | "r" | "a") {
        let msg = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
        at(parser, (name, name), msg);
        return None;
    }
    Some(Value::Token(name))
}

fn expand(parser: &Parser, message: &str, value: &Value) -> String {
    let message = message.replace("\\\"", "\"");
    if message.contains("%t") {
        let text = value.span().map_or("", |(first, _)| parser.text(parser.tokens[first]));
        return message.replace("%t", text);
    }
    message.replace("%n", name_of(parser, value))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Node(node) => node.kind,
        Value::Token(_) => "Name",
        Value::List(items) if items.len() == 1 => kind_of(&items[0]),
        _ => "",
    }
}

fn contains(value: &Value, kind: &str) -> bool {
    match value {
        Value::Node(node) => node.kind == kind || node.parts.iter().any(|part| contains(part, kind)),
        Value::List(items) => items.iter().any(|item| contains(item, kind)),
        _ => false,
    }
}

fn is_legacy(parser: &Parser, value: &Value) -> bool {
    let Some((first, last)) = value.span() else { return false };
    first == last
        && parser.tokens[first].kind == Kind::Name
        && matches!(parser.text(parser.tokens[first]), "print" | "exec")
}

/// What CPython calls an expression.
fn name_of(parser: &Parser, value: &Value) -> &'static str {
    match kind_of(value) {
        "Attribute" => "attribute",
        "Subscript" => "subscript",
        "Starred" => "starred",
        "List" => "list",
        "Tuple" => "tuple",
        "Lambda" => "lambda",
        "Call" => "function call",
        "BoolOp" | "BinOp" | "UnaryOp" => "expression",
        "GeneratorExp" => "generator expression",
        "Yield" => "yield expression",
        "Await" => "await expression",
        "ListComp" => "list comprehension",
        "SetComp" => "set comprehension",
        "DictComp" => "dict comprehension",
        "Dict" => "dict literal",
        "Set" => "set display",
        "JoinedStr" => "f-string expression",
        "TemplateStr" => "t-string expression",
        "Constant" => "literal",
        "True" => "True",
        "False" => "False",
        "None" => "None",
        "Ellipsis" => "ellipsis",
        "Compare" => "comparison",
        "IfExp" => "conditional expression",
        "NamedExpr" => "named expression",
        _ => {
            let keyword = value.span().map_or("", |(first, _)| parser.text(parser.tokens[first]));
            match keyword {
                "True" => "True",
                "False" => "False",
                "None" => "None",
                _ => "name",
            }
        }
    }
}

/// The part of a target that cannot be one.
fn invalid_target(parser: &Parser, value: &Value, targets: Targets) -> Option<Value> {
    match value {
        Value::List(items) => items.iter().find_map(|item| invalid_target(parser, item, targets)),
        Value::Node(node) => match node.kind {
            "List" | "Tuple" | "Items" => node.parts.iter().find_map(|part| invalid_target(parser, part, targets)),
            "Starred" if targets == Targets::Del => Some(value.clone()),
            "Starred" => invalid_target(parser, node.parts.first()?, targets),
            // `for x in y` is read as a comparison here.
            "Compare" if targets == Targets::For => {
                let Some(Value::List(pairs)) = node.parts.get(1) else { return None };
                let (first, _) = pairs.first()?.span()?;
                if parser.text(parser.tokens[first]) == "in" {
                    return invalid_target(parser, node.parts.first()?, targets);
                }
                None
            }
            "Name" | "Subscript" | "Attribute" => None,
            _ => Some(value.clone()),
        },
        _ => None,
    }
}

/// Adjacent strings: bytes and text do not mix, and their escapes must be right.
fn strings(parser: &mut Parser, value: &Value, start: usize) -> Option<Value> {
    let Value::List(parts) = value else { return None };
    let mut bytes = 0;
    let mut template = false;
    for part in parts.iter() {
        let Value::Token(index) = part else {
            template = true;
            continue;
        };
        let text = parser.text(parser.tokens[*index]);
        let quote = text.find(['"', '\'']).unwrap_or(0);
        let (prefix, rest) = text.split_at(quote);
        let is_bytes = prefix.contains(['b', 'B']);
        bytes += usize::from(is_bytes);
        let size = if rest.len() >= 6 && (rest.starts_with("\"\"\"") || rest.starts_with("'''")) { 3 } else { 1 };
        let inner = rest.get(size..rest.len().saturating_sub(size)).unwrap_or("");
        let raw = prefix.contains(['r', 'R']);
        if let Some(msg) = escapes::check(inner, is_bytes, raw) {
            at(parser, (*index, *index), msg);
            return None;
        }
    }
    let last = parser.mark.saturating_sub(1);
    if bytes > 0 && bytes < parts.len() {
        let index = parser.tokens.len() - 1;
        at_token(parser, index, ErrorClass::SyntaxError, "cannot mix bytes and nonbytes literals".into());
        return None;
    }
    let kind = if template { "JoinedStr" } else { "Constant" };
    Some(Value::Node(std::rc::Rc::new(Node { kind, first: start, last, parts: Vec::new() })))
}
