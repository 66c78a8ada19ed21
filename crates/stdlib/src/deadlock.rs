//! What is said of a program in which nothing can ever run again: who waits for whom.
use std::fmt::Write;

use gilscope_core::{VmThread, WaitOn};
use gilscope_heap::{Kind, Obj};

use crate::native::_thread::{ident, name, taker};

/// The report for standard error. `waiting`: every thread that waits, and what for, by number.
pub fn report(waiting: &[(&VmThread, WaitOn)]) -> String {
    let mut text = String::from("Deadlock: no thread can go on.\n");
    for (thread, on) in waiting {
        let WaitOn::Object { object, .. } = *on else { continue };
        let _ = writeln!(text, "  {} waits for {}", name(thread), what(waiting, object));
    }
    text
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
