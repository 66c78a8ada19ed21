//! What is said of a program in which nothing can ever run again: who waits for whom.
use std::fmt::Write;

use gilscope_core::WaitOn;
use gilscope_heap::{Kind, Obj};
use gilscope_stdlib::thread;

use crate::sched::Sched;

/// The report for standard error.
pub fn report(s: &Sched) -> String {
    let mut text = String::from("Deadlock: no thread can go on.\n");
    let mut ids: Vec<u32> = s.parked.keys().copied().collect();
    ids.sort_unstable();
    for id in ids {
        let parked = &s.parked[&id];
        let name = thread::name(&parked.task.vm);
        let WaitOn::Object { object, .. } = parked.on else { continue };
        let _ = writeln!(text, "  {name} waits for {}", what(s, object));
    }
    text
}

fn what(s: &Sched, object: Obj) -> String {
    let by_number = |id: u32| match s.parked.get(&id) {
        Some(p) => thread::name(&p.task.vm),
        None => "a thread that has ended".into(),
    };
    match object.kind() {
        kind @ (Kind::Lock | Kind::RLock) => {
            let noun = if kind == Kind::Lock { "a lock" } else { "an RLock" };
            match thread::taker(object) {
                Some(id) => format!("{noun} that {} took", by_number(id)),
                None => noun.into(),
            }
        }
        Kind::ThreadHandle => format!("the end of {}", by_number(thread::ident(object))),
        _ => "a queue that nobody fills".into(),
    }
}
