//! What is shown of counts that nobody protects.
use gilscope_core::{Cx, inspect};
use gilscope_heap::Obj;
use gilscope_protocol::moment::{CountView, FrameView, Moment, Named, StepKind};

use super::{Micro, Naive, Phase};
use crate::state::State;
use crate::view::COUNTED_OBJECTS;

/// So many leaked objects are shown.
const LEAKED: usize = 8;

impl Phase {
    fn word(self) -> &'static str {
        match self {
            Phase::Load => "load",
            Phase::Add => "add",
            Phase::Store => "store",
        }
    }
}

/// Adds the objects that somebody is counting, and those that may have been leaked, to those that are shown. How many
/// there were before the latter.
pub fn add(naive: &Naive, cx: &Cx<'_>, threads: u32, last: Option<Micro>, seen: &mut Vec<Obj>) -> usize {
    let doing = (0..threads).filter_map(|id| naive.doing(id)).map(|d| d.object);
    for o in doing.chain(last.map(|m| m.object)) {
        if !seen.contains(&o) {
            seen.push(o);
        }
    }
    let reached = seen.len();
    for o in naive.too_high(|o| cx.world.heap.id_of(o)).into_iter().take(LEAKED) {
        if !seen.contains(&o) {
            seen.push(o);
        }
    }
    reached
}

/// Once the references are counted: what the fields hold, and what is being done to them. Of the objects from number
/// `reached` on to `candidates` only those are kept that nobody refers to.
pub fn fields(
    naive: &Naive,
    cx: &Cx<'_>,
    threads: u32,
    seen: &[Obj],
    (reached, candidates): (usize, usize),
    m: &mut Moment,
) {
    let mut keep = Vec::new();
    for (i, (h, &o)) in m.heap.iter_mut().zip(seen).enumerate() {
        let may_be_leaked = (reached..candidates).contains(&i);
        h.leaked = may_be_leaked && h.refcount == Some(0);
        keep.push(!may_be_leaked || h.leaked);
        if let Some(count) = naive.get(o) {
            h.freed = count.freed.is_some();
            let references = h.refcount.and_then(|n| i64::try_from(n).ok());
            h.racy_refcount = references.map(|n| n + count.drift).filter(|&n| Some(n) != references);
        }
    }
    for id in 0..threads {
        let Some(d) = naive.doing(id) else { continue };
        let object = cx.world.heap.id_of(d.object);
        let field = field(m, object);
        let name = name(m, object, inspect::short_repr(cx, d.object.into(), 40));
        if let Some(t) = m.threads.iter_mut().find(|t| t.id == id) {
            let read = d.read.and_then(|r| Some(field? + r));
            t.counting = Some(CountView { object, name, delta: d.delta, read, phase: d.phase.word().to_owned() });
        }
    }
    let mut kept = keep.into_iter();
    m.heap.retain(|_| kept.next().unwrap_or(true));
}

/// What is never freed, in sentences.
pub fn leaks(naive: &Naive, cx: &Cx<'_>, state: &State) -> Vec<String> {
    let candidates = naive.too_high(|o| cx.world.heap.id_of(o));
    let mut threads = state.all().filter_map(|(_, t)| t.vm.as_deref());
    let counts = inspect::counts(cx, &mut threads, &candidates, COUNTED_OBJECTS).unwrap_or_default();
    let leaked: Vec<Obj> = candidates.iter().zip(counts).filter(|(_, n)| *n == 0).map(|(&o, _)| o).collect();
    let name = |id: u32| state.thread(id).map_or_else(String::new, |t| t.name.clone());
    let sentence = |&o: &Obj| {
        let what = format!("{} {}", cx.type_name(o.into()), inspect::short_repr(cx, o.into(), 40));
        let why = naive.get(o).and_then(|c| c.high).map_or_else(String::new, |l| {
            let (whose, by) = (name(l.whose.thread), name(l.by.thread));
            format!(
                ": what {whose} took from its count at line {} was overwritten by {by} at line {}",
                l.whose.line, l.by.line
            )
        });
        format!("The {what} is never freed, although nobody refers to it any more{why}.")
    };
    let mut said: Vec<String> = leaked.iter().take(LEAKED).map(sentence).collect();
    if leaked.len() > LEAKED {
        said.push(format!("{} more objects are never freed.", leaked.len() - LEAKED));
    }
    said
}

/// What CPython's field of an object holds.
fn field(m: &Moment, object: u64) -> Option<i64> {
    let h = m.heap.iter().find(|h| h.id == object)?;
    h.racy_refcount.or(h.refcount.and_then(|n| i64::try_from(n).ok()))
}

/// What the program calls an object, or else how it looks.
fn name(m: &Moment, object: u64, repr: String) -> String {
    let own = |f: &&FrameView| !f.library;
    let locals = m.threads.iter().flat_map(|t| t.frames.iter().filter(own)).flat_map(|f| &f.locals);
    let called = |n: &&Named| n.refs == Some(object);
    m.globals.iter().chain(locals).find(called).map_or(repr, |n| n.name.clone())
}

/// A step of a change, in words.
pub fn sentence(cx: &Cx<'_>, m: &Moment, thread: u32, micro: &Micro) -> (StepKind, String) {
    let object = cx.world.heap.id_of(micro.object);
    let called = |id: u32| m.threads.iter().find(|t| t.id == id).map_or("another thread", |t| &t.name);
    let who = called(thread);
    let name = name(m, object, inspect::short_repr(cx, micro.object.into(), 40));
    let text = |n: Option<i64>| n.map_or_else(|| "something".to_owned(), |n| n.to_string());
    let field = field(m, object);
    let read = m.threads.iter().find(|t| t.id == thread).and_then(|t| t.counting.as_ref()).and_then(|c| c.read);
    match micro.phase {
        Phase::Load => {
            let rival = m.threads.iter().find(|t| {
                t.id != thread && t.counting.as_ref().is_some_and(|c| c.object == object && c.phase != "load")
            });
            let warning = rival.map_or_else(String::new, |t| {
                let c = t.counting.as_ref().expect("it counts");
                let change = if c.delta > 0 { "increment" } else { "decrement" };
                let to = text(c.read.map(|n| n + c.delta));
                format!("; {}'s {change} to {to} is not written yet, and one of the two will be overwritten", t.name)
            });
            (StepKind::Load, format!("{who} reads the count of {name}, which is {}{warning}", text(field)))
        }
        Phase::Add => {
            let after = text(read.map(|n| n + micro.delta));
            let does = if micro.delta > 0 { "adds 1 to" } else { "takes 1 from" };
            (StepKind::Other, format!("{who} {does} what it has read: {after}"))
        }
        Phase::Store => {
            let mut said = format!("{who} writes {} as the count of {name}", text(field));
            if let Some((whose, lost)) = micro.lost {
                let wrong = if lost > 0 {
                    "too low: it may be freed while it is in use"
                } else {
                    "too high: it will never be freed"
                };
                said.push_str(&format!(
                    ": what {} has counted meanwhile is lost, and the count is {wrong}",
                    called(whose)
                ));
            }
            if let Some(left) = micro.freed {
                let are = if left == 1 { "1 reference is".to_owned() } else { format!("{left} references are") };
                said.push_str(&format!("; that is 0, so {who} frees it, although {are} left"));
            }
            (StepKind::Store, said)
        }
    }
}
