//! A step in plain words.
use gilscope_bytecode::{Layout, Op, argrepr};
use gilscope_protocol::moment::{FrameView, HeapView, Moment, Named, StepKind, ThreadView};

use crate::machine::Sim;
use crate::naive::show;

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

/// What was raised just now in a function, and who handles it.
fn raised_what(sim: &Sim, actor: &ThreadView, function: &str) -> String {
    let written = sim.written.borrow();
    let Some(frame) = actor.frames.first() else {
        // Nobody: what was printed says it.
        let text = written.last().filter(|w| w.step == sim.position()).map(|w| w.text.trim_end());
        let last = text.and_then(|text| text.lines().last());
        return format!("{}; nothing handles it", last.unwrap_or("an exception"));
    };
    let what = frame.stack.last().map_or("an exception", |v| &v.repr);
    if frame.name == function {
        return format!("{what}, which {function} itself handles");
    }
    format!("{what}; {function} does not handle it, {} does", frame.name)
}

/// What is called, as a program writes it, from how it is shown.
fn callee(repr: &str) -> &str {
    let kinds = ["<function ", "<built-in function ", "<built-in method ", "<class '", "<type "];
    let name = kinds.iter().find_map(|kind| repr.strip_prefix(kind));
    name.map_or(repr, |name| name.split(['>', '\'', ' ']).next().unwrap_or(repr))
}

fn op_words(op: Op) -> &'static str {
    match op {
        Op::UnaryNot => "negates",
        Op::UnaryNegative => "takes minus",
        Op::UnaryInvert => "inverts",
        Op::IsOp => "compares for identity with",
        _ => "asks whether this is true:",
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
    if let Some(micro) = last.micro {
        let sentence;
        (now.kind, sentence) = sim.looking(|cx| show::sentence(cx, now, last.thread, &micro));
        now.explanation = format!("{sentence}. {}", now.explanation).trim_end().to_owned();
        return;
    }
    let code = &sim.world.code(last.code).code;
    let (index, ins) = (last.pc as usize, code.instrs[last.pc as usize]);
    let Some(actor) = now.threads.iter().find(|t| t.id == last.thread) else { return };
    let who = actor.name.clone();
    let depth = |m: &Moment| m.threads.iter().find(|t| t.id == last.thread).map_or(0, |t| t.frames.len());
    // Where it would be had nothing been raised and nothing been called.
    let after = Layout::of(code).offset(index + 1);
    let went_on = actor.frames.first().is_some_and(|f| *f.name == *code.qualname && f.offset == after);
    let leaves = ins.op.is_jump()
        || ins.op.ends_block()
        || matches!(ins.op, Op::YieldValue | Op::Send | Op::ForIter | Op::ReturnGenerator);
    // A call that has to wait is done again when what it waits for has come.
    let waits =
        actor.frames.first().is_some_and(|f| *f.name == *code.qualname && f.offset == Layout::of(code).offset(index));
    let raised = ins.op == Op::RaiseVarargs
        || !went_on
            && !leaves
            && !waits
            && before.is_some_and(|b| depth(now) <= depth(b))
            && index + 1 < code.instrs.len();
    // What lay on the stack before, counted from the top; the lower ones of a call are what is called.
    let stack: Vec<&str> = before
        .and_then(|b| own(b.threads.iter().find(|t| t.id == last.thread)?))
        .filter(|f| *f.name == *code.qualname)
        .map_or_else(Vec::new, |f| f.stack.iter().map(|v| &*v.repr).collect());
    let had = |n: usize| stack.len().checked_sub(n).and_then(|i| stack.get(i)).map_or("something", |s| *s);
    let below = match ins.op {
        Op::Call => ins.arg as usize + 2,
        Op::CallKw => ins.arg as usize + 3,
        _ => 4,
    };
    let went_deeper = before.is_some_and(|b| depth(now) > depth(b));
    let line_now = own(actor).map_or(0, |f| f.line);
    let top = own(actor).and_then(|f| f.stack.last()).map_or("a value".to_owned(), |v| v.repr.clone());
    let arg = argrepr(code, index);
    let name = arg.split(" + ").next().unwrap_or("").to_owned();
    let is_global = matches!(ins.op, Op::StoreGlobal | Op::LoadGlobal | Op::StoreName | Op::LoadName);
    let value = |now: &Moment, name: &str| {
        let named = |rows: &[Named]| rows.iter().find(|n| n.name == name).map(|n| n.repr.clone());
        let t = now.threads.iter().find(|t| t.id == last.thread);
        if is_global { named(&now.globals) } else { t.and_then(own).and_then(|f| named(&f.locals)) }
    };
    let noted = sim.history.borrow().last.filter(|n| n.step == now.position);
    let (kind, sentence) = match ins.op {
        op if raised => {
            (StepKind::Other, format!("{who}: {} raises {}", op.name(), raised_what(sim, actor, &code.qualname)))
        }
        op if code.filename.starts_with("/lib/") => {
            (StepKind::Other, format!("{who} is inside the library, in {}: {}", code.qualname, op.name()))
        }
        Op::StoreGlobal | Op::StoreName | Op::StoreFast | Op::StoreDeref => {
            let v = value(now, &name).unwrap_or_else(|| had(1).to_owned());
            let said = if v == "NULL" {
                format!("{who}: {name} has no value again")
            } else {
                format!("{who} stores {v} to {name}")
            };
            (StepKind::Store, said)
        }
        Op::StoreAttr => (StepKind::Store, format!("{who} stores {} to the attribute {name} of {}", had(2), had(1))),
        Op::StoreSubscr => (StepKind::Store, format!("{who} stores {} to the item {} of {}", had(3), had(1), had(2))),
        Op::LoadGlobal | Op::LoadName | Op::LoadFast | Op::LoadFastBorrow | Op::LoadDeref => {
            let v = value(now, &name).map_or(String::new(), |v| format!(": {v}"));
            (StepKind::Load, format!("{who} loads {name}{v}"))
        }
        Op::LoadConst | Op::LoadSmallInt => (StepKind::Load, format!("{who} loads the constant {top}")),
        Op::LoadAttr if ins.arg & 1 == 0 && went_on => {
            (StepKind::Load, format!("{who} loads the attribute {name} of {}: {top}", had(1)))
        }
        Op::LoadAttr => (StepKind::Load, format!("{who} loads the attribute {name} of {}", had(1))),
        Op::ContainsOp if went_on => {
            (StepKind::Other, format!("{who} looks for {} ({arg} {}); the result is {top}", had(2), had(1)))
        }
        Op::UnaryNot | Op::UnaryNegative | Op::UnaryInvert | Op::ToBool | Op::IsOp if went_on => {
            let what = op_words(ins.op);
            (StepKind::Other, format!("{who} {what} {}; the result is {top}", had(1)))
        }
        Op::PopJumpIfFalse | Op::PopJumpIfTrue => {
            let on = if went_on { "goes on".to_owned() } else { format!("jumps, to line {line_now}") };
            (StepKind::Other, format!("{who} finds {} and {on}", had(1)))
        }
        Op::BinaryOp => (StepKind::Other, format!("{who} computes {arg}; the result is {top}")),
        Op::CompareOp => (StepKind::Other, format!("{who} compares ({arg}); the result is {top}")),
        Op::Call | Op::CallKw | Op::CallFunctionEx if waits => {
            (StepKind::Block, format!("{who} calls {}, which has to wait", callee(had(below))))
        }
        Op::Call | Op::CallKw | Op::CallFunctionEx if went_on => {
            (StepKind::Call, format!("{who} calls {}; the result is {top}", callee(had(below))))
        }
        Op::Call | Op::CallKw | Op::CallFunctionEx => (StepKind::Call, format!("{who} calls {}", callee(had(below)))),
        Op::Resume => (StepKind::Call, format!("{who} enters {}", code.qualname)),
        Op::JumpBackward => (StepKind::Other, format!("{who} goes back to the head of the loop")),
        Op::ForIter if went_on => (StepKind::Other, format!("{who} takes the loop's next item: {top}")),
        Op::ForIter if went_deeper => (StepKind::Call, format!("{who} asks {} for the loop's next item", had(1))),
        Op::ForIter => (StepKind::Other, format!("{who} finds no more items: the loop has ended")),
        Op::ReturnGenerator => (StepKind::Other, format!("{who} makes a generator of {}", code.qualname)),
        Op::YieldValue => (StepKind::Other, format!("{who} yields {} from {}", had(1), code.qualname)),
        Op::ReturnValue => (StepKind::Other, format!("{who} returns {} from {}", had(1), code.qualname)),
        op => (StepKind::Other, format!("{who}: {}", op.help().trim_end_matches('.'))),
    };
    let mut sentence = sentence;
    if let Some(by) = noted.and_then(|n| n.undoes) {
        let other = now.threads.iter().find(|t| t.id == by).map_or("another thread", |t| &t.name);
        sentence.push_str(&format!(": what {other} stored there after {who} had read it is lost"));
    }
    let rest = std::mem::take(&mut now.explanation);
    now.explanation = format!("{sentence}.{}{rest}", if rest.is_empty() { "" } else { " " });
    if now.kind == StepKind::Other {
        now.kind = kind;
    }
}
