//! What is said of a program in which nothing can ever run again: who waits for whom.
use std::fmt::Write;

use gilscope_bytecode::Code;
use gilscope_core::types::frame;
use gilscope_core::vm::lower::Codes;
use gilscope_core::{VmThread, WaitOn, World};
use gilscope_heap::{Kind, Obj};

use crate::frozen;
use crate::native::_thread::{ident, name, taker};

/// The report for standard error: who waits where and for what, and who has that. `waiting`: every thread that waits, and
/// what for, by number. `codes`: any worker's.
pub fn report(world: &World, codes: &Codes, waiting: &[(&VmThread, WaitOn)]) -> String {
    let mut text = String::from("Deadlock: no thread can go on.\n");
    for (thread, on) in waiting {
        let WaitOn::Object { object, .. } = *on else { continue };
        let _ = writeln!(text, "  {} waits{} for {}", name(thread), place(world, codes, thread), what(waiting, object));
    }
    text
}

/// The line of the program's own code at which a thread is.
fn place(world: &World, codes: &Codes, thread: &VmThread) -> String {
    let is_own = |code: &Code| frozen::source(&code.filename).is_none();
    match frame::lines(world, codes, thread).into_iter().find(|(code, _)| is_own(code)) {
        Some((code, line)) if code.name.starts_with('<') => format!(" at line {line}"),
        Some((code, line)) => format!(" at line {line} in {}", code.name),
        None => String::new(),
    }
}

fn what(waiting: &[(&VmThread, WaitOn)], object: Obj) -> String {
    let by_number = |id: u32| match waiting.iter().find(|(t, _)| t.id == id) {
        Some((t, _)) => name(t),
        None => "a thread that has ended".into(),
    };
    match object.kind() {
        kind @ (Kind::Lock | Kind::RLock) => {
            let noun = if kind == Kind::Lock { "a lock" } else { "an RLock" };
            match taker(object) {
                Some(id) => format!("{noun} that {} took", by_number(id)),
                None => noun.into(),
            }
        }
        Kind::ThreadHandle => format!("the end of {}", by_number(ident(object))),
        _ => "a queue that nobody fills".into(),
    }
}
