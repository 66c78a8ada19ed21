//! What was raised, and where it goes from there.
use gilscope_bytecode::{Code, Instr, Op};
use gilscope_core::inspect;
use gilscope_protocol::moment::{FrameView, ThreadView};
use gilscope_stdlib::program::NOBODY;

use super::{in_library, own};
use crate::machine::Sim;
use crate::view::{REPR_CHARS, is_library};

/// What stands where an exception goes on in a function.
enum Handler {
    /// An `except` that asks which exception it is.
    Asks,
    /// An `except` for all.
    All,
    With,
    Finally,
    /// None that was written: an `except` block is left, and its name deleted.
    Leaving,
}

fn handler(code: &Code, pc: usize) -> Handler {
    let ops = |from: usize| code.instrs[from.min(code.instrs.len())..].iter().map(|i| i.op);
    if code.instrs[pc].op != Op::PushExcInfo {
        return Handler::Leaving;
    }
    let asks = |op: &Op| matches!(op, Op::CheckExcMatch | Op::CheckEgMatch);
    // What is asked for is an expression; a statement does more than that.
    let is_expression =
        |op: &Op| !asks(op) && !matches!(op, Op::PopTop | Op::Nop | Op::PushExcInfo | Op::Reraise | Op::ReturnValue);
    match code.instrs.get(pc + 1).map(|i| i.op) {
        Some(Op::WithExceptStart) => Handler::With,
        Some(Op::PopTop) => Handler::All,
        _ if ops(pc + 1).find(|op| !is_expression(op)).is_some_and(|op| asks(&op)) => Handler::Asks,
        _ => Handler::Finally,
    }
}

/// `: CALL raises ValueError(…); …`, to stand behind the thread's name.
pub fn sentence(sim: &mut Sim, actor: &ThreadView, old: Option<&ThreadView>, code: &Code, ins: Instr) -> String {
    let (what, then) = goes(sim, actor, old, code, ins);
    match ins.op {
        Op::RaiseVarargs => format!(" raises {what}; {then}"),
        Op::Reraise => format!(" raises {what} again; {then}"),
        op => format!(": {} raises {what}; {then}", op.name()),
    }
}

/// What was raised, and what becomes of it.
fn goes(sim: &mut Sim, actor: &ThreadView, old: Option<&ThreadView>, code: &Code, ins: Instr) -> (String, String) {
    let function = &*code.qualname;
    let nobody = "nothing handles it".to_owned();
    let Some(frame) = actor.frames.first() else {
        // What was printed says it.
        let written = sim.written.borrow();
        let text = written.last().filter(|w| w.step == sim.position()).map(|w| w.text.trim_end());
        let last = text.and_then(|text| text.lines().last());
        return (last.unwrap_or("an exception").to_owned(), nobody);
    };
    if frame.library && frame.name == "_shutdown" {
        // The main thread has left its program: the exception has been dealt with.
        let stack = old.and_then(own).filter(|f| *f.name == *function).map_or(&[][..], |f| &f.stack);
        let raised = stack.last().filter(|_| ins.op == Op::RaiseVarargs && ins.arg == 1);
        return (raised.map_or("SystemExit".to_owned(), |v| v.repr.clone()), nobody);
    }
    let (what, at, handler) = look(sim, actor.id);
    let is_last = frame.library && matches!(&*frame.name, "Thread.run" | "Thread._bootstrap_inner");
    if is_last && !is_library(code) && actor.frames.iter().all(|f| f.library) {
        return (what, format!("nothing in {} handles it, and the thread ends", actor.name));
    }
    let where_to = |f: &FrameView| {
        if f.library { in_library(&f.file, &f.name) } else { f.name.clone() }
    };
    let (line, there) = (at, where_to(frame));
    let through = if frame.name == function { String::new() } else { format!("{function} does not handle it; ") };
    let then = match handler {
        Handler::Asks => format!("the except in line {line} of {there} is asked whether it handles it"),
        Handler::All => format!("the except in line {line} of {there} handles it"),
        Handler::With => format!("the with block in line {line} of {there} is told of it"),
        Handler::Finally => format!("the finally block in line {line} of {there} comes first"),
        Handler::Leaving => format!("{there} leaves the except block that it is in"),
    };
    (what, through + &then)
}

/// The exception that lies on top of the thread's innermost stack, the line where it goes on, and what is there.
fn look(sim: &mut Sim, thread: u32) -> (String, u32, Handler) {
    let unknown = ("an exception".to_owned(), 0, Handler::Leaving);
    let Some(mut vm) = sim.state.borrow().thread(thread).and_then(|t| t.vm.clone()) else { return unknown };
    let cx = inspect::look(&sim.world, &NOBODY, &mut sim.worker, &mut vm);
    let frames = inspect::frames(&cx);
    let Some(f) = frames.iter().find(|f| !f.hidden) else { return unknown };
    let what = f.stack.last().map_or(unknown.0, |&v| inspect::short_repr(&cx, v, REPR_CHARS));
    let code = &f.code.code;
    // Entering a handler belongs to no line; what comes next does.
    let line = code.positions[f.pc..].iter().map(|p| p.line).find(|&l| l > 0);
    (what, line.unwrap_or(0), handler(code, f.pc))
}
