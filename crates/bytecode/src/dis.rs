//! Code objects as text, as CPython 3.14's `dis.dis` prints them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::{
    BinaryOp, Code, CommonConstant, CompareOp, Const, Conversion, Instr, Intrinsic1, Intrinsic2, Op, Operand,
    SpecialMethod, repr,
};

const OPNAME_WIDTH: usize = 20;
const OPARG_WIDTH: usize = 5;
const NO_LINE: &str = "  --";
const EXTENDED_ARG: &str = "EXTENDED_ARG";
const FUNCTION_ATTRS: [&str; 5] = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];
/// From the `SEND` of an `async for` to its `END_SEND`, which is where `END_ASYNC_FOR` is said to come from.
const SEND_TO_END_SEND: u32 = 4;

/// What is to be shown.
#[derive(Clone, Copy, Default)]
pub struct DisOptions<'a> {
    /// Marks the instruction with this index.
    pub current: Option<u32>,
    /// Also shows byte offsets.
    pub offsets: bool,
    /// Leaves out the code objects among the constants.
    pub flat: bool,
    /// How code objects are named; the default is `<code object NAME, file "FILE", line N>`.
    pub code_repr: Option<&'a dyn Fn(&Code) -> String>,
}

/// The code object and all that are nested in it.
pub fn dis(code: &Code) -> String {
    dis_with(code, DisOptions::default())
}

/// The same, with options.
pub fn dis_with(code: &Code, options: DisOptions) -> String {
    let mut out = String::new();
    recurse(code, &options, &mut out);
    out
}

fn recurse(code: &Code, options: &DisOptions, out: &mut String) {
    disassemble(code, options, out);
    if options.flat {
        return;
    }
    let nested = DisOptions { current: None, ..*options };
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            let _ = writeln!(out, "\nDisassembly of {}:", show(constant, options));
            recurse(inner, &nested, out);
        }
    }
}

fn show(constant: &Const, options: &DisOptions) -> String {
    match (constant, options.code_repr) {
        (Const::Code(code), Some(code_repr)) => code_repr(code),
        _ => repr(constant),
    }
}

/// Where CPython would have each instruction, and with which operand.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Byte offset of each instruction, with the code's length at the end. An `EXTENDED_ARG` belongs to what follows
    /// it: this is the offset of the first one.
    pub starts: Vec<u32>,
    /// The operand: jumps have a distance in code units.
    pub args: Vec<u32>,
}

/// The number of `EXTENDED_ARG`s that an operand needs.
pub(crate) fn extensions(arg: u32) -> u32 {
    match arg {
        0..=0xFF => 0,
        0x100..=0xFFFF => 1,
        0x1_0000..=0xFF_FFFF => 2,
        _ => 3,
    }
}

impl Layout {
    pub fn of(code: &Code) -> Layout {
        let instrs = &code.instrs;
        let mut args: Vec<u32> = instrs.iter().map(|instr| if instr.op.is_jump() { 0 } else { instr.arg }).collect();
        let mut starts = vec![0; instrs.len() + 1];
        // Distances depend on sizes, which depend on distances.
        loop {
            let mut units = 0;
            for (at, instr) in instrs.iter().enumerate() {
                starts[at] = units * 2;
                units += 1 + extensions(args[at]) + u32::from(instr.op.info().caches);
            }
            starts[instrs.len()] = units * 2;
            let mut changed = false;
            for (at, instr) in instrs.iter().enumerate() {
                if instr.op.is_jump() {
                    let distance = starts[at + 1].abs_diff(starts[shown_target(instr, instrs.len())]) / 2;
                    changed |= extensions(distance) != extensions(args[at]);
                    args[at] = distance;
                }
            }
            if !changed {
                return Layout { starts, args };
            }
        }
    }

    /// The offset of the instruction itself, past its `EXTENDED_ARG`s: what `tb_lasti` counts.
    pub fn offset(&self, index: usize) -> u32 {
        self.starts[index] + 2 * self.args.get(index).map_or(0, |arg| extensions(*arg))
    }
}

fn shown_target(instr: &Instr, count: usize) -> usize {
    let target = if instr.op == Op::EndAsyncFor { instr.arg + SEND_TO_END_SEND } else { instr.arg };
    (target as usize).min(count)
}

fn disassemble(code: &Code, options: &DisOptions, out: &mut String) {
    let layout = Layout::of(code);
    let count = code.instrs.len();
    let mut targets: BTreeSet<usize> =
        code.instrs.iter().filter(|instr| instr.op.is_jump()).map(|instr| shown_target(instr, count)).collect();
    for handler in &code.handlers {
        targets.extend([handler.start as usize, handler.end as usize, handler.target as usize]);
    }
    let labels: BTreeMap<usize, usize> = targets.into_iter().enumerate().map(|(at, index)| (index, at + 1)).collect();
    let lines = line_starts(code);
    let most = lines.iter().flatten().flatten().filter(|line| **line > 0).max();
    let line_width = match most {
        None => 0,
        Some(most) => {
            let width = most.to_string().len().max(3);
            if lines.contains(&Some(None)) { width.max(NO_LINE.len()) } else { width }
        }
    };
    let label_width = 4 + labels.len().to_string().len();
    let offset_width =
        if options.offsets { layout.starts[count].saturating_sub(2).max(9999).to_string().len() } else { 0 };

    for (at, instr) in code.instrs.iter().enumerate() {
        let mut line = lines[at];
        let mut label = labels.get(&at).copied();
        let extended = extensions(layout.args[at]);
        for part in 0..=extended {
            let offset = layout.starts[at] + 2 * part;
            if line_width > 0 && line.is_some() && offset > 0 {
                out.push('\n');
            }
            let mut text = String::new();
            if line_width > 0 {
                let shown = match line {
                    None => String::new(),
                    Some(None) => NO_LINE.to_owned(),
                    Some(Some(line)) => line.to_string(),
                };
                let _ = write!(text, "{shown:>line_width$} ");
            }
            let shown = label.map_or(String::new(), |label| format!("L{label}:"));
            let _ = write!(text, "{shown:>label_width$} ");
            if offset_width > 0 {
                let _ = write!(text, "{offset:>offset_width$}   ");
            }
            let is_current = part == extended && options.current == Some(at as u32);
            text.push_str(if is_current { "--> " } else { "    " });
            let is_prefix = part < extended;
            let (name, arg, detail) = if is_prefix {
                (EXTENDED_ARG, Some(layout.args[at] >> (8 * (extended - part))), String::new())
            } else {
                let arg = instr.op.has_arg().then_some(layout.args[at]);
                (instr.op.name(), arg, detail(code, instr, &labels, options))
            };
            let _ = write!(text, "{name:<OPNAME_WIDTH$}");
            if let Some(arg) = arg {
                let width = OPARG_WIDTH.saturating_sub(name.len().saturating_sub(OPNAME_WIDTH));
                let _ = write!(text, " {arg:>width$}");
                if !detail.is_empty() {
                    let _ = write!(text, " ({detail})");
                }
            }
            out.push_str(text.trim_end());
            out.push('\n');
            line = None;
            label = None;
        }
    }
    if !code.handlers.is_empty() {
        out.push_str("ExceptionTable:\n");
        let label = |index: u32| labels.get(&(index as usize)).copied().unwrap_or(0);
        for handler in &code.handlers {
            let lasti = if handler.lasti { " lasti" } else { "" };
            let (start, end, target) = (label(handler.start), label(handler.end), label(handler.target));
            let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{lasti}", handler.depth);
        }
    }
}

/// For each instruction that begins a line: the line, or None where there is none.
fn line_starts(code: &Code) -> Vec<Option<Option<u32>>> {
    let mut last = None;
    code.positions
        .iter()
        .map(|place| {
            let line = place.line();
            let starts = last != Some(line);
            last = Some(line);
            starts.then_some(line)
        })
        .collect()
}

/// What `dis` shows in parentheses behind the operand of the instruction at `index`, jumps by the offset of their target.
pub fn argrepr(code: &Code, index: usize) -> String {
    let instr = &code.instrs[index];
    if instr.op.is_jump() {
        return format!("to {}", Layout::of(code).starts[shown_target(instr, code.instrs.len())]);
    }
    detail(code, instr, &BTreeMap::new(), &DisOptions::default())
}

fn detail(code: &Code, instr: &Instr, labels: &BTreeMap<usize, usize>, options: &DisOptions) -> String {
    let arg = instr.arg;
    let name = |index: u32| code.names.get(index as usize).map_or("", |name| name).to_owned();
    let local = |index: u32| code.locals.get(index as usize).map_or("", |local| &local.name).to_owned();
    let with = |name: String, bit: bool, suffix: &str| if bit { name + suffix } else { name };
    let text = |text: Option<&'static str>| text.unwrap_or("").to_owned();
    match instr.op.info().operand {
        Operand::None | Operand::Raw | Operand::SmallInt => String::new(),
        Operand::Const => code.consts.get(arg as usize).map_or(String::new(), |constant| show(constant, options)),
        Operand::Name => name(arg),
        Operand::Global => with(name(arg >> 1), arg & 1 != 0, " + NULL"),
        Operand::Attr => with(name(arg >> 1), arg & 1 != 0, " + NULL|self"),
        Operand::SuperAttr => with(name(arg >> 2), arg & 1 != 0, " + NULL|self"),
        Operand::Local | Operand::Deref => local(arg),
        Operand::LocalPair => format!("{}, {}", local(arg >> 4), local(arg & 15)),
        Operand::Forward | Operand::Backward => {
            let word = if instr.op == Op::EndAsyncFor { "from" } else { "to" };
            let label = labels.get(&shown_target(instr, code.instrs.len())).copied().unwrap_or(0);
            format!("{word} L{label}")
        }
        Operand::Compare => {
            let op = text(CompareOp::from_arg(arg >> 5).map(CompareOp::text));
            if arg & CompareOp::TO_BOOL != 0 { format!("bool({op})") } else { op }
        }
        Operand::Binary => text(BinaryOp::from_arg(arg).map(BinaryOp::text)),
        Operand::Invert => text(Some(match (instr.op, arg) {
            (Op::IsOp, 0) => "is",
            (Op::IsOp, _) => "is not",
            (_, 0) => "in",
            _ => "not in",
        })),
        Operand::Intrinsic1 => text(Intrinsic1::from_arg(arg).map(Intrinsic1::text)),
        Operand::Intrinsic2 => text(Intrinsic2::from_arg(arg).map(Intrinsic2::text)),
        Operand::Common => match CommonConstant::from_arg(arg) {
            Some(constant @ (CommonConstant::All | CommonConstant::Any)) => {
                format!("<built-in function {}>", constant.text())
            }
            constant => text(constant.map(CommonConstant::text)),
        },
        Operand::Special => text(SpecialMethod::from_arg(arg).map(SpecialMethod::text)),
        Operand::Convert => text(Conversion::from_arg(arg).map(Conversion::text)),
        Operand::FunctionAttr => {
            let set: Vec<&str> = (0..5).filter(|bit| arg >> bit & 1 != 0).map(|bit| FUNCTION_ATTRS[bit]).collect();
            set.join(", ")
        }
    }
}
