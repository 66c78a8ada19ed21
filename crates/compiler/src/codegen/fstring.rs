//! f-strings, t-strings, and `'…' % (…)`, which is compiled like an f-string if it is simple.

use gilscope_bytecode::{Const, Conversion, Op};
use ruff_python_ast::{self as ast, ConversionFlag, Expr, FStringPart, InterpolatedStringElement as Element};
use ruff_text_size::{Ranged, TextLen, TextRange, TextSize};

use super::{Compiler, STACK_USE_GUIDELINE};
use crate::error::Result;
use crate::ir::Loc;
use crate::strings;

/// A piece of an f-string: adjacent text is one piece, whatever parts it was written in.
enum Piece<'a> {
    Text(Const, TextRange),
    Field(&'a ast::InterpolatedElement),
}

struct Pieces<'a> {
    pieces: Vec<Piece<'a>>,
}

impl<'a> Pieces<'a> {
    fn text(&mut self, text: Const, range: TextRange) {
        if matches!(&text, Const::Str(text) if text.is_empty()) {
            return;
        }
        if let Some(Piece::Text(before, before_range)) = self.pieces.last_mut() {
            *before = strings::concat(before, &text);
            *before_range = before_range.cover(range);
        } else {
            self.pieces.push(Piece::Text(text, range));
        }
    }
}

impl<'a> Compiler<'a> {
    fn element_text(&self, literal: &ast::InterpolatedStringLiteralElement, raw: bool) -> Const {
        if !literal.value.contains(char::REPLACEMENT_CHARACTER) {
            return Const::Str((*literal.value).into());
        }
        let text = self.source.slice(literal.range).replace("{{", "{").replace("}}", "}");
        let mut wide = Vec::new();
        strings::push_wide(&text, raw, &mut wide);
        strings::from_wide(wide)
    }

    fn add_elements(&self, pieces: &mut Pieces<'a>, elements: &'a ast::InterpolatedStringElements, raw: bool) {
        for element in elements {
            match element {
                Element::Literal(literal) => pieces.text(self.element_text(literal, raw), literal.range),
                Element::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        pieces.text(Const::Str(debug.as_str().into()), debug_range(field, debug));
                    }
                    pieces.pieces.push(Piece::Field(field));
                }
            }
        }
    }

    pub(super) fn f_string(&mut self, value: &'a ast::FStringValue, loc: Loc) -> Result {
        let mut pieces = Pieces { pieces: Vec::new() };
        for part in value {
            match part {
                FStringPart::Literal(literal) => {
                    let mut text = Const::Str(literal.as_str().into());
                    if literal.value.contains(char::REPLACEMENT_CHARACTER) {
                        let mut wide = Vec::new();
                        let raw = literal.flags.prefix().is_raw();
                        strings::push_wide(self.source.slice(literal.content_range()), raw, &mut wide);
                        text = strings::from_wide(wide);
                    }
                    pieces.text(text, literal.range);
                }
                FStringPart::FString(part) => {
                    self.add_elements(&mut pieces, &part.elements, part.flags.prefix().is_raw());
                }
            }
        }
        self.joined(pieces, loc)
    }

    fn joined(&mut self, pieces: Pieces<'a>, loc: Loc) -> Result {
        let pieces = pieces.pieces;
        let count = pieces.len();
        if count > STACK_USE_GUIDELINE {
            self.load_str("", loc);
            self.load_method("join", loc);
            self.emit_arg(Op::BuildList, 0, loc);
            for piece in pieces {
                self.piece(piece)?;
                self.emit_arg(Op::ListAppend, 1, loc);
            }
            self.emit_arg(Op::Call, 1, loc);
            return Ok(());
        }
        for piece in pieces {
            self.piece(piece)?;
        }
        match count {
            0 => self.load_str("", loc),
            1 => {}
            _ => self.emit_arg(Op::BuildString, count as u32, loc),
        }
        Ok(())
    }

    fn piece(&mut self, piece: Piece<'a>) -> Result {
        match piece {
            Piece::Text(text, range) => {
                let loc = self.source.loc_of(range);
                self.load_const(text, loc);
                Ok(())
            }
            Piece::Field(field) => {
                self.expr(&field.expression)?;
                let loc = self.loc(field);
                if let Some(conversion) = conversion(field) {
                    self.emit_arg(Op::ConvertValue, conversion as u32, loc);
                }
                self.format(field.format_spec.as_deref(), loc)
            }
        }
    }

    fn format(&mut self, spec: Option<&'a ast::InterpolatedStringFormatSpec>, loc: Loc) -> Result {
        match spec {
            Some(spec) => {
                self.format_spec(spec)?;
                self.emit(Op::FormatWithSpec, loc);
            }
            None => self.emit(Op::FormatSimple, loc),
        }
        Ok(())
    }

    fn format_spec(&mut self, spec: &'a ast::InterpolatedStringFormatSpec) -> Result {
        let mut pieces = Pieces { pieces: Vec::new() };
        self.add_elements(&mut pieces, &spec.elements, false);
        // It is placed with its colon.
        let start = spec.range.start().checked_sub(TextSize::new(1)).unwrap_or_default();
        let loc = self.source.loc_of(TextRange::new(start, spec.range.end()));
        self.joined(pieces, loc)
    }

    pub(super) fn t_string(&mut self, value: &'a ast::TStringValue, loc: Loc) -> Result {
        let mut pieces = Pieces { pieces: Vec::new() };
        for part in value {
            self.add_elements(&mut pieces, &part.elements, part.flags.prefix().is_raw());
        }
        // Between and around the fields there is always a string, be it an empty one.
        let mut strings = 0;
        let mut after_field = true;
        let mut fields = Vec::new();
        for piece in pieces.pieces {
            match piece {
                Piece::Text(text, range) => {
                    let loc = self.source.loc_of(range);
                    self.load_const(text, loc);
                    strings += 1;
                    after_field = false;
                }
                Piece::Field(field) => {
                    if after_field {
                        self.load_str("", loc);
                        strings += 1;
                    }
                    after_field = true;
                    fields.push(field);
                }
            }
        }
        if after_field {
            self.load_str("", loc);
            strings += 1;
        }
        self.emit_arg(Op::BuildTuple, strings, loc);
        let count = fields.len() as u32;
        for field in fields {
            self.interpolation(field)?;
        }
        self.emit_arg(Op::BuildTuple, count, loc);
        self.emit(Op::BuildTemplate, loc);
        Ok(())
    }

    fn interpolation(&mut self, field: &'a ast::InterpolatedElement) -> Result {
        self.expr(&field.expression)?;
        let loc = self.loc(field);
        let text = self.field_source(field);
        self.load_str(&text, loc);
        let mut arg = 2;
        if let Some(spec) = &field.format_spec {
            arg += 1;
            self.format_spec(spec)?;
        }
        if let Some(conversion) = conversion(field) {
            arg |= (conversion as u32) << 2;
        }
        self.emit_arg(Op::BuildInterpolation, arg, loc);
        Ok(())
    }

    /// The text of the expression in a t-string's field, up to `=`, `!`, `:` or `}`.
    fn field_source(&self, field: &ast::InterpolatedElement) -> String {
        // Parentheses around it belong to the text.
        let start = field.range.start().to_usize() + 1;
        let end = field.expression.range().end().to_usize();
        let text = &self.source.text;
        let mut stop = end;
        let bytes = text.as_bytes();
        while stop < field.range.end().to_usize() {
            match bytes[stop] {
                b')' | b' ' | b'\t' | b'\n' => stop += 1,
                _ => break,
            }
        }
        text[start..stop].trim_end().to_owned()
    }

    /// Compiles `'text' % (values)` like an f-string, if only `%s`, `%r` and `%a` are in it. False if it is not so.
    pub(super) fn format_operator(&mut self, node: &'a ast::ExprBinOp) -> Result<bool> {
        if node.op != ast::Operator::Mod {
            return Ok(false);
        }
        let (Expr::StringLiteral(format), Expr::Tuple(values)) = (&*node.left, &*node.right) else {
            return Ok(false);
        };
        if values.elts.iter().any(Expr::is_starred_expr) {
            return Ok(false);
        }
        let Const::Str(text) = self.string_constant(format)? else { return Ok(false) };
        let Some(parts) = parse_format(&text, values.elts.len()) else { return Ok(false) };
        let loc = self.loc(node);
        let count = parts.len();
        let big = count > STACK_USE_GUIDELINE;
        if big {
            self.load_str("", loc);
            self.load_method("join", loc);
            self.emit_arg(Op::BuildList, 0, loc);
        }
        let mut values = values.elts.iter();
        for part in parts {
            match part {
                FormatPart::Text(text) => self.load_str(&text, Loc::NONE),
                FormatPart::Field(conversion, spec) => {
                    let Some(value) = values.next() else { return Ok(false) };
                    self.expr(value)?;
                    let loc = self.loc(value);
                    self.emit_arg(Op::ConvertValue, conversion as u32, loc);
                    if spec.is_empty() {
                        self.emit(Op::FormatSimple, loc);
                    } else {
                        self.load_str(&spec, Loc::NONE);
                        self.emit(Op::FormatWithSpec, loc);
                    }
                }
            }
            if big {
                self.emit_arg(Op::ListAppend, 1, loc);
            }
        }
        match count {
            _ if big => self.emit_arg(Op::Call, 1, loc),
            0 => self.load_str("", loc),
            1 => {}
            _ => self.emit_arg(Op::BuildString, count as u32, loc),
        }
        Ok(true)
    }
}

/// The text of `{x=}`: from after the brace to before the conversion, the format or the other brace.
fn debug_range(field: &ast::InterpolatedElement, debug: &ast::DebugText) -> TextRange {
    let start = field.range.start() + TextSize::new(1);
    TextRange::at(start, debug.as_str().text_len())
}

fn conversion(field: &ast::InterpolatedElement) -> Option<Conversion> {
    match field.conversion {
        ConversionFlag::Str => Some(Conversion::Str),
        ConversionFlag::Repr => Some(Conversion::Repr),
        ConversionFlag::Ascii => Some(Conversion::Ascii),
        // {x=} shows the repr.
        ConversionFlag::None => (field.debug_text.is_some() && field.format_spec.is_none()).then_some(Conversion::Repr),
    }
}

enum FormatPart {
    Text(String),
    Field(Conversion, String),
}

/// Splits a format for `%`. None if it has anything but simple fields, or not as many as there are values.
fn parse_format(format: &str, values: usize) -> Option<Vec<FormatPart>> {
    let mut parts = Vec::new();
    let mut fields = 0;
    let mut rest = format;
    while !rest.is_empty() {
        let mut text = String::new();
        loop {
            let percent = rest.find('%').unwrap_or(rest.len());
            text.push_str(&rest[..percent]);
            rest = &rest[percent..];
            match rest.strip_prefix("%%") {
                Some(after) => {
                    text.push('%');
                    rest = after;
                }
                None => break,
            }
        }
        if !text.is_empty() {
            parts.push(FormatPart::Text(text));
        }
        let Some(after) = rest.strip_prefix('%') else { break };
        let flags = after.len() - after.trim_start_matches(['-', '+', ' ', '#', '0']).len();
        let left = after[..flags].contains('-');
        rest = &after[flags..];
        let width = digits(&mut rest)?;
        let mut precision = None;
        if let Some(after) = rest.strip_prefix('.') {
            rest = after;
            precision = Some(digits(&mut rest)?.unwrap_or(0));
        }
        let conversion = match rest.chars().next()? {
            's' => Conversion::Str,
            'r' => Conversion::Repr,
            'a' => Conversion::Ascii,
            _ => return None,
        };
        rest = &rest[1..];
        let mut spec = String::new();
        if !left && width.is_some_and(|width| width > 0) {
            spec.push('>');
        }
        if let Some(width) = width {
            spec.push_str(&width.to_string());
        }
        if let Some(precision) = precision {
            spec.push_str(&format!(".{precision}"));
        }
        fields += 1;
        parts.push(FormatPart::Field(conversion, spec));
    }
    (fields == values).then_some(parts)
}

/// At most two digits; three are too many.
fn digits(rest: &mut &str) -> Option<Option<u32>> {
    let count = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = rest.split_at(count);
    *rest = after;
    match count {
        0 => Some(None),
        1 | 2 => Some(number.parse().ok()),
        _ => None,
    }
}
