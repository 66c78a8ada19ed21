//! Code objects as text, in the form of `dump.py`.

use std::fmt::Write;

use gilscope_bytecode::{Code, Const, LocalKind, repr};

fn show_all(items: &[Const]) -> Vec<String> {
    items.iter().map(show).collect()
}

fn show(constant: &Const) -> String {
    match constant {
        Const::Code(code) => format!("<code {}>", code.name),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", show(&items[0])),
        Const::Tuple(items) => format!("({})", show_all(items).join(", ")),
        Const::FrozenSet(items) => {
            let mut items = show_all(items);
            items.sort();
            format!("frozenset({{{}}})", items.join(", "))
        }
        _ => ascii(&repr(constant)),
    }
}

/// Python's `ascii` of what `repr` gave.
fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let point = u32::from(c);
        let _ = match point {
            0..0x80 => write!(out, "{c}"),
            0x80..0x100 => write!(out, "\\x{point:02x}"),
            0x100..0x1_0000 => write!(out, "\\u{point:04x}"),
            _ => write!(out, "\\U{point:08x}"),
        };
    }
    out
}

/// The code object and all in it.
pub fn dump(code: &Code) -> String {
    let mut out = String::new();
    write(code, &mut out);
    out
}

fn write(code: &Code, out: &mut String) {
    let _ = writeln!(
        out,
        "code {} line {} args {} {} {} flags {:#x} stack {}",
        code.qualname,
        code.first_line,
        code.arg_count,
        code.posonly_count,
        code.kwonly_count,
        code.flags,
        code.stack_size
    );
    let _ = writeln!(out, "consts {}", show_all(&code.consts).join(", "));
    let _ = writeln!(out, "names {}", code.names.join(" "));
    let names = |wanted: fn(LocalKind, bool) -> bool| {
        let names: Vec<&str> =
            code.locals.iter().filter(|local| wanted(local.kind, local.is_arg)).map(|local| &*local.name).collect();
        names.join(" ")
    };
    // A cell that is not a parameter comes after the plain variables, but one that is a plain variable elsewhere.
    let _ = writeln!(
        out,
        "varnames {} cells {} frees {}",
        varnames(code),
        names(|kind, _| kind == LocalKind::Cell),
        names(|kind, _| kind == LocalKind::Free)
    );
    for (at, (instr, place)) in code.instrs.iter().zip(&code.positions).enumerate() {
        let place = if place.line == 0 && !(place.has_columns && place.end_line == 1) {
            "-".to_owned()
        } else if place.has_columns {
            format!("{}:{}-{}:{}", place.line, place.col, place.end_line, place.end_col)
        } else {
            format!("{}:None-{}:None", place.line, place.end_line)
        };
        let _ = writeln!(out, "{at:4} {} {}  {place}", instr.op.name(), instr.arg);
    }
    for handler in &code.handlers {
        let lasti = if handler.lasti { " lasti" } else { "" };
        let _ = writeln!(
            out,
            "handler {}-{} to {} depth {}{lasti}",
            handler.start, handler.end, handler.target, handler.depth
        );
    }
    let _ = writeln!(out);
    for constant in &code.consts {
        if let Const::Code(code) = constant {
            write(code, out);
        }
    }
}

/// `co_varnames`: everything but free variables and those cells that come last.
fn varnames(code: &Code) -> String {
    let last_plain =
        code.locals.iter().rposition(|local| local.is_arg || matches!(local.kind, LocalKind::Fast | LocalKind::Hidden));
    let names: Vec<&str> = match last_plain {
        Some(last) => code.locals[..=last].iter().map(|local| &*local.name).collect(),
        None => Vec::new(),
    };
    names.join(" ")
}
