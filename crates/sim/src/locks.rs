//! The locks of a moment: who holds each, how often, and who waits.
use gilscope_core::{Cx, WaitOn};
use gilscope_heap::{Kind, Obj};
use gilscope_protocol::moment::{HeapView, LockView, Moment, Named};

use crate::state::State;

pub fn is_lock(o: &Obj) -> bool {
    matches!(o.kind(), Kind::Lock | Kind::RLock)
}

/// The locks among the objects that are shown, and those that somebody waits for.
pub fn locks(cx: &Cx<'_>, state: &State, shown: &[Obj], moment: &Moment) -> Vec<LockView> {
    let mut locks: Vec<Obj> = shown.iter().copied().filter(is_lock).collect();
    for (_, t) in state.all() {
        if let Some(WaitOn::Object { object, .. }) = t.on
            && is_lock(&object)
            && !locks.contains(&object)
        {
            locks.push(object);
        }
    }
    let view = |o: Obj| {
        let id = cx.world.heap.id_of(o);
        LockView {
            id,
            kind: if o.is(Kind::Lock) { "Lock" } else { "RLock" }.to_owned(),
            name: path(moment, id, 2),
            owner: gilscope_stdlib::thread::taker(o),
            count: gilscope_stdlib::thread::times_held(o),
            queue: state.queue(o),
        }
    };
    locks.into_iter().map(view).collect()
}

/// How the program gets at an object: a variable, or an item or attribute of what a variable has, so many levels deep.
fn path(moment: &Moment, id: u64, depth: u32) -> Option<String> {
    let named = |rows: &[Named]| rows.iter().find(|n| n.refs == Some(id)).map(|n| n.name.clone());
    let frames = || moment.threads.iter().flat_map(|t| &t.frames);
    if let Some(name) = named(&moment.globals).or_else(|| frames().find_map(|f| named(&f.locals))) {
        return Some(name);
    }
    let item = |h: &HeapView| {
        let label = named(&h.items)?;
        let owner = path(moment, h.id, depth - 1)?;
        Some(if label.starts_with('.') { format!("{owner}{label}") } else { format!("{owner}[{label}]") })
    };
    if depth == 0 { None } else { moment.heap.iter().find_map(item) }
}
