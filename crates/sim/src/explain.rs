//! A step in plain words: what has changed since the one before, and what the instruction did.
mod raised;
mod words;

use gilscope_bytecode::{Layout, Op};
use gilscope_protocol::moment::{FrameView, HeapView, Moment, Named, StepKind, ThreadView};
use gilscope_stdlib::program::Ended;

use crate::machine::Sim;
use crate::naive::show;
use crate::view::is_library;
use words::Step;

/// Marks what is another than one position before, and says who was started, who ended, and who has the GIL now.
pub fn compare(before: &Moment, now: &mut Moment) {
    mark(&before.globals, &mut now.globals);
    for t in &mut now.threads {
        if let Some(old) = before.threads.iter().find(|o| o.id == t.id)
            && let (Some(a), Some(b)) = (own(old), t.frames.iter_mut().find(|f| !f.library))
            && a.name == b.name
        {
            mark(&a.locals, &mut b.locals);
        }
    }
    for h in &mut now.heap {
        let old = before.heap.iter().find(|o| o.id == h.id && o.kind == h.kind);
        if let Some(old) = old {
            mark(&old.items, &mut h.items);
            h.refcount_was = old.refcount.filter(|_| old.refcount != h.refcount);
        }
        let inside = |h: &HeapView| h.items.iter().map(|n| (n.name.clone(), n.repr.clone())).collect::<Vec<_>>();
        h.changed = old.is_none_or(|o| o.truncated != h.truncated || inside(o) != inside(h));
    }
    let mut said = Vec::new();
    let name = |m: &Moment, id: u32| m.threads.iter().find(|t| t.id == id).map_or(String::new(), |t| t.name.clone());
    if let (Some(a), Some(b)) = (before.actor, now.actor)
        && a != b
    {
        now.kind = StepKind::Switch;
        let (from, to) = (name(now, a), name(now, b));
        said.push(if now.gil.exists {
            format!("{to} has the GIL now; {from} had it before.")
        } else {
            let runs = |id| now.threads.iter().any(|t| t.id == id && t.state == "running");
            if runs(a) && runs(b) {
                format!("This step is {to}'s, which runs at the same time as {from}.")
            } else {
                format!("{to} runs now; {from} did before.")
            }
        });
    }
    for t in &now.threads {
        let old = before.threads.iter().find(|o| o.id == t.id);
        if old.is_none() && before.actor.is_some() {
            said.push(format!("{} is started.", t.name));
        }
        if t.state == "ended" && old.is_some_and(|o| o.state != "ended") {
            said.push(format!("{} has ended.", t.name));
        }
        if let (Some(waits), Some(old)) = (&t.waits, old)
            && t.state == "blocked"
            && old.state != "blocked"
        {
            said.push(format!("{} waits {waits}.", t.name));
        }
    }
    now.explanation = said.join(" ");
}

fn own(t: &ThreadView) -> Option<&FrameView> {
    t.frames.iter().find(|f| !f.library)
}

fn mark(before: &[Named], now: &mut [Named]) {
    for n in now {
        n.changed = before.iter().find(|o| o.name == n.name).is_none_or(|o| o.repr != n.repr || o.refs != n.refs);
    }
}

/// Where a function of the library is: `threading.Thread.start`.
pub fn in_library(file: &str, function: &str) -> String {
    let path = file.strip_prefix("/lib/python3.14/").unwrap_or(file);
    let module = path.strip_suffix(".py").unwrap_or(path).trim_end_matches("/__init__").replace('/', ".");
    match function {
        "<module>" => format!("the module {module}"),
        function => format!("{module}.{function}"),
    }
}

/// Puts the instruction that led here into words, before whatever has been said.
pub fn explain(sim: &mut Sim, before: Option<&Moment>, now: &mut Moment) {
    let Some(last) = sim.last else {
        now.explanation = "Nothing has run yet.".into();
        return;
    };
    if let Some(story) = &sim.crashed {
        now.explanation = format!("The program crashes. {story}");
        return;
    }
    let (kind, sentence) = if let Some(micro) = last.micro {
        sim.looking(|cx| show::sentence(cx, now, last.thread, &micro))
    } else if let Some(said) = instruction(sim, before, now) {
        said
    } else {
        return;
    };
    let mut rest = std::mem::take(&mut now.explanation);
    if kind == StepKind::Block
        && let Some(t) = now.threads.iter().find(|t| t.id == last.thread)
    {
        // That it waits, and for what, has been said.
        let twice = format!("{} waits {}.", t.name, t.waits.as_deref().unwrap_or(""));
        rest = rest.replace(&twice, "");
    }
    let rest = [rest.trim(), &end(sim, now)].join(" ");
    now.explanation = format!("{sentence}. {}", rest.trim()).trim_end().to_owned();
    if now.kind == StepKind::Other || last.micro.is_some() {
        now.kind = kind;
    }
}

/// What there is to say where the run has ended.
fn end(sim: &Sim, now: &Moment) -> String {
    let left: Vec<&str> = now.threads.iter().filter(|t| t.state != "ended").map(|t| &*t.name).collect();
    match sim.outcome().map(|o| o.ended) {
        None | Some(Ended::Crashed | Ended::EngineFailed) => String::new(),
        Some(Ended::Deadlock) => "No thread can go on any more: this is a deadlock.".to_owned(),
        Some(Ended::TimeLimit) => "The run ends here: its time limit is over.".to_owned(),
        Some(Ended::Stopped) => "The run was stopped here.".to_owned(),
        Some(Ended::Done | Ended::Exception) => match &left[..] {
            [] => "The program is over.".to_owned(),
            [one] => format!("The program is over, and {one}, which has not ended, does not run any more."),
            [init @ .., last] => {
                let names = init.join(", ");
                format!("The program is over, and {names} and {last}, which have not ended, do not run any more.")
            }
        },
    }
}

/// What the instruction that led here did.
fn instruction(sim: &mut Sim, before: Option<&Moment>, now: &Moment) -> Option<(StepKind, String)> {
    let last = sim.last?;
    let code = sim.world.code(last.code).code.clone();
    let (index, ins) = (last.pc as usize, code.instrs[last.pc as usize]);
    let actor = now.threads.iter().find(|t| t.id == last.thread)?;
    let old = before.and_then(|b| b.threads.iter().find(|t| t.id == last.thread));
    let depth = |t: Option<&ThreadView>| t.map_or(0, |t| t.frames.len());
    let is_here = |offset| actor.frames.first().is_some_and(|f| *f.name == *code.qualname && f.offset == offset);
    // Where it would be had nothing been raised and nothing been called.
    let layout = Layout::of(&code);
    let went_on = is_here(layout.offset(index + 1));
    let leaves = ins.op.is_jump()
        || ins.op.ends_block()
        || matches!(ins.op, Op::YieldValue | Op::Send | Op::ForIter | Op::ReturnGenerator);
    // A call that has to wait is done again when what it waits for has come.
    let waits = is_here(layout.offset(index));
    let is_raised = matches!(ins.op, Op::RaiseVarargs | Op::Reraise)
        || !went_on
            && !leaves
            && !waits
            && before.is_some()
            && depth(Some(actor)) <= depth(old)
            && index + 1 < code.instrs.len();
    if is_raised {
        let said = raised::sentence(sim, actor, old, &code, ins);
        return Some((StepKind::Other, format!("{}{said}", actor.name)));
    }
    let who = &actor.name;
    if is_library(&code) {
        let place = in_library(&code.filename, &code.qualname);
        return Some((StepKind::Other, format!("{who} is inside the library, in {place}: {}", ins.op.name())));
    }
    let noted = sim.history.borrow().last.filter(|n| n.step == now.position);
    let had = old.and_then(own).filter(|f| *f.name == *code.qualname).map_or(&[][..], |f| &f.stack);
    let went_deeper = before.is_some() && depth(Some(actor)) > depth(old);
    let step = Step { code: &code, index, had, now, actor, went_on, went_deeper, waits };
    let (kind, does) = step.words();
    let mut sentence = format!("{who} {does}");
    if let Some(by) = noted.and_then(|n| n.undoes) {
        let other = now.threads.iter().find(|t| t.id == by).map_or("another thread", |t| &t.name);
        sentence.push_str(&format!(": what {other} stored there after {who} had read it is lost"));
    }
    Some((kind, sentence))
}
