//! What can be seen of a run at its present position.
use gilscope_bytecode::{self as bytecode, Code, CodeFlags, Layout, argrepr};
use gilscope_core::inspect::{self, Frame};
use gilscope_core::model::Model;
use gilscope_core::vm::special;
use gilscope_core::world::{RtCode, World};
use gilscope_core::{AccessKind, Cx, Poll, VmThread, WaitOn};
use gilscope_heap::{Kind, Obj, Value};
use gilscope_protocol::moment::{
    AccessView, ChoiceView, CodeRow, CodeView, FrameView, GilView, HeapView, Moment, Named, NextView, ThreadView,
};

use gilscope_stdlib::program::{Ended, NOBODY};

use std::collections::{BTreeSet, VecDeque};

use crate::explain;
use crate::locks::{is_lock, locks};
use crate::machine::Sim;
use crate::naive::show;
use crate::state::{State, Status, Thread};

/// The most objects that are shown, and characters of each.
const HEAP_OBJECTS: usize = 60;
const HEAP_ITEMS: usize = 24;
pub const REPR_CHARS: usize = 60;
/// References are counted in heaps of so many objects at most: more take too long.
pub const COUNTED_OBJECTS: usize = 200_000;
/// Instructions shown before and after the one that comes next.
const WINDOW: usize = 20;
/// The most threads whose frames are looked at.
const THREADS: usize = 64;

impl Sim {
    /// The moment at a position, which must not lie before the present one.
    pub fn moment_at(&mut self, position: u64) -> Moment {
        let mut before = None;
        if position > self.position() {
            self.run_to(position - 1);
            before = Some(self.moment());
            self.run_to(position);
        }
        let mut now = self.moment();
        if let Some(before) = &before {
            explain::compare(before, &mut now);
        }
        explain::explain(self, before.as_ref(), &mut now);
        now
    }

    /// Objects that a program without a GIL never frees, in sentences.
    pub(crate) fn leaks(&mut self) -> Vec<String> {
        let Some(naive) = self.naive.take() else { return Vec::new() };
        let said = {
            let (state, mut nobody) =
                (self.state.borrow(), VmThread::new(u32::MAX, Value::NULL, Value::NULL, Value::NULL));
            let cx = inspect::look(&self.world, &NOBODY, &mut self.worker, &mut nobody);
            show::leaks(&naive.borrow(), &cx, &state)
        };
        self.naive = Some(naive);
        said
    }

    /// With a context for looking only.
    pub(crate) fn looking<T>(&mut self, f: impl FnOnce(&Cx<'_>) -> T) -> T {
        let mut nobody = VmThread::new(u32::MAX, Value::NULL, Value::NULL, Value::NULL);
        f(&inspect::look(&self.world, &NOBODY, &mut self.worker, &mut nobody))
    }

    /// The present moment, without what only a comparison with the one before tells.
    fn moment(&mut self) -> Moment {
        let model = self.options().model;
        let ended = self.outcome().is_some();
        let is_over =
            self.outcome().is_some_and(|o| matches!(o.ended, Ended::Done | Ended::Exception | Ended::Crashed));
        let virtual_ns = self.now_ns();
        let stdout_len = self.written.borrow().iter().map(|w| w.text.len() as u64).sum();
        let state = self.state.borrow();
        let mut nobody = VmThread::new(u32::MAX, Value::NULL, Value::NULL, Value::NULL);
        let running = state.cores.iter().filter_map(|c| c.thread).next();
        let mut moment = Moment {
            position: state.steps,
            virtual_ns,
            stdout_len,
            actor: self.last.map(|l| l.thread),
            gil: gil(&state),
            silent_lines: silent_lines(&self.world, model),
            ..Moment::default()
        };
        let mut seen: Vec<Obj> = Vec::new();
        let mut next = Vec::new();
        for (id, thread) in state.all().take(THREADS) {
            let mut view = ThreadView {
                id,
                name: thread.name.clone(),
                state: word(thread).to_owned(),
                core: (thread.status == Status::Running).then_some(u32::from(thread.core)),
                waits: waits(&state, id, thread),
                wakes_ns: match thread.on {
                    Some(WaitOn::Sleep { until }) => Some(until),
                    Some(WaitOn::Object { deadline, .. }) => deadline,
                    _ => None,
                },
                ..ThreadView::default()
            };
            if let Some(vm) = &thread.vm {
                let mut vm = vm.clone();
                let cx = inspect::look(&self.world, &NOBODY, &mut self.worker, &mut vm);
                let frames = inspect::frames(&cx);
                for f in frames.iter().filter(|f| !f.hidden) {
                    view.frames.push(frame(&cx, f, &mut seen));
                }
                let own = frames.iter().find(|f| !f.hidden && !is_library(&f.code.code));
                view.next = own.map(|f| next_of(f, model));
                if let Some(f) = own {
                    // Whose step it was, or who runs where that one is not in the program.
                    if moment.actor == Some(id) || running == Some(id) && moment.bytecode.is_none() {
                        moment.bytecode = Some(window(f, model));
                    }
                    if running == Some(id) {
                        next = next_polls(f, model);
                        moment.gil.next_poll_line = next.first().copied();
                    }
                }
            }
            moment.threads.push(view);
        }
        next.sort_unstable();
        if let Some((last, others)) = next.split_last() {
            let lines = match others {
                [] => format!(", in line {last}"),
                [one] => format!(", in line {one} or {last}"),
                [one, ..] => format!(", in line {one} or another"),
            };
            let waits = moment.threads.iter_mut().filter_map(|t| t.waits.as_mut());
            waits.filter(|w| w.ends_with("next poll")).for_each(|w| *w += &lines);
        }
        let cx = inspect::look(&self.world, &NOBODY, &mut self.worker, &mut nobody);
        for (name, v) in inspect::main_globals(&cx) {
            let is_noise = name.starts_with("__")
                || v.as_obj()
                    .is_some_and(|o| matches!(o.kind(), Kind::Module | Kind::Native | Kind::Type | Kind::Function));
            if !is_noise {
                moment.globals.push(named(&cx, name, v, &mut seen));
            }
        }
        let naive = self.naive.as_ref().map(|n| n.borrow());
        let (number, last) = (state.threads.len() as u32, self.last.and_then(|l| l.micro));
        let reached = naive.as_ref().map_or(0, |n| show::add(n, &cx, number, last, &mut seen));
        let candidates = seen.len();
        moment.heap = heap(&cx, &mut seen);
        let mut threads = state.all().filter_map(|(_, t)| t.vm.as_deref());
        let counts = inspect::counts(&cx, &mut threads, &seen, COUNTED_OBJECTS).unwrap_or_default();
        moment.heap.iter_mut().zip(counts).for_each(|(h, n)| h.refcount = u64::try_from(n).ok());
        if let Some(naive) = &naive {
            show::fields(naive, &cx, number, &seen, (reached, candidates), &mut moment);
        }
        moment.locks = locks(&cx, &state, &seen, &moment);
        for i in 0..moment.threads.len() {
            let id = moment.threads[i].id;
            if let Some(what) = waits_for(&cx, &state, id, &moment) {
                moment.threads[i].waits = Some(what);
            }
            if is_over && moment.threads[i].state != "ended" {
                moment.threads[i].waits = Some("the program is over".to_owned());
            }
        }
        if let Some(n) = self.history.borrow().last.filter(|n| n.step == state.steps) {
            let slot = match n.access.slot {
                Value::NULL => inspect::short_repr(&cx, n.access.object, REPR_CHARS),
                slot if is_str(slot) => inspect::short_repr(&cx, slot, REPR_CHARS).trim_matches('\'').to_owned(),
                slot => format!("[{}]", inspect::short_repr(&cx, slot, REPR_CHARS)),
            };
            let kind = if n.access.kind == AccessKind::Read { "read" } else { "write" };
            moment.accesses.push(AccessView { slot, kind: kind.to_owned() });
        }
        if !ended {
            let mut ids = state.choosable();
            ids.sort_by_key(|id| (Some(*id) != running, *id));
            for id in ids.into_iter().take(THREADS) {
                let next = moment.threads.iter().find(|t| t.id == id).and_then(|t| t.next.as_ref());
                let counting = moment.threads.iter().find(|t| t.id == id).and_then(|t| t.counting.as_ref());
                let what = match (counting, next) {
                    (Some(c), _) => format!("goes on counting {}: {}", c.name, c.phase),
                    (None, Some(n)) => format!("goes on with {} {}", n.op, n.arg),
                    (None, None) => "goes on".to_owned(),
                };
                moment.choices.push(ChoiceView { thread: id, what: what.trim_end().to_owned() });
            }
        }
        moment
    }

    /// The line of the program that the thread's next instruction is on.
    pub(crate) fn line_of(&mut self, thread: u32) -> Option<u32> {
        let state = self.state.borrow();
        let mut vm = state.thread(thread)?.vm.clone()?;
        let cx = inspect::look(&self.world, &NOBODY, &mut self.worker, &mut vm);
        let frames = inspect::frames(&cx);
        let innermost = frames.iter().find(|f| !f.hidden)?;
        let code = &innermost.code.code;
        (!is_library(code)).then(|| code.positions[innermost.pc].line)
    }

    /// Lines of the program's own file at which the GIL may be given up under this run's model, in order.
    pub fn poll_lines(&self, code: &Code) -> Vec<u32> {
        let mut lines = Vec::new();
        each_code(code, &mut |code| {
            lines.extend(
                (0..code.instrs.len())
                    .filter(|&i| polls(self.options().model, code, i))
                    .map(|i| code.positions[i].line),
            );
        });
        lines.sort_unstable();
        lines.dedup();
        lines.retain(|&l| l > 0);
        lines
    }
}

/// Lines of the program whose only polls are calls that are specialised by now, so that they do not poll.
fn silent_lines(world: &World, model: &Model) -> Vec<u32> {
    let (mut silent, mut polling) = (BTreeSet::new(), BTreeSet::new());
    if !model.specialised_calls {
        return Vec::new();
    }
    for code in world.codes().filter(|c| !is_library(&c.code)) {
        let specialised = special::silent(code);
        for i in (0..code.code.instrs.len()).filter(|&i| polls(model, &code.code, i)) {
            let lines = if specialised.binary_search(&i).is_ok() { &mut silent } else { &mut polling };
            lines.insert(code.code.positions[i].line);
        }
    }
    silent.difference(&polling).copied().collect()
}

fn each_code(code: &Code, f: &mut dyn FnMut(&Code)) {
    f(code);
    for c in &code.consts {
        if let bytecode::Const::Code(inner) = c {
            each_code(inner, f);
        }
    }
}

fn is_str(v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Str))
}

pub fn is_library(code: &Code) -> bool {
    code.filename.starts_with("/lib/") || code.filename.starts_with('<')
}

/// May a thread lose the GIL at this instruction, as far as the code tells? What a call is specialised for shows only when
/// it runs: see [`polls_now`].
pub fn polls(model: &Model, code: &Code, index: usize) -> bool {
    if code.flags().contains(CodeFlags::NATIVE) {
        return false;
    }
    let ins = code.instrs[index];
    match ins.op.info().poll {
        bytecode::Poll::Entry => model.polls_at(Poll::Entry) && ins.arg & 3 < 2,
        bytecode::Poll::BackEdge => model.polls_at(Poll::BackEdge),
        bytecode::Poll::Call => model.polls_at(Poll::Call),
        bytecode::Poll::Other => model.polls_at(Poll::Most),
        bytecode::Poll::Never => model.polls_at(Poll::Bytecode),
    }
}

fn word(t: &Thread) -> &'static str {
    match t.status {
        Status::Coming | Status::Ready => "ready",
        Status::WaitGil | Status::Forced => "wait_gil",
        Status::Running => "running",
        Status::Waiting => match t.on {
            Some(WaitOn::Object { .. }) => "blocked",
            _ => "sleeping",
        },
        Status::Ended => "ended",
    }
}

/// The same at this moment of the run: a call that is specialised for `len` and the like does not poll any more.
pub fn polls_now(model: &Model, code: &RtCode, index: usize) -> bool {
    let is_call = || matches!(code.code.instrs[index].op.info().poll, bytecode::Poll::Call);
    let is_silent = model.specialised_calls && is_call() && special::is_silent(code, index);
    polls(model, &code.code, index) && !is_silent
}

/// What stands behind an instruction's name: its operand as `dis` explains it, else the number itself.
fn operand(code: &Code, index: usize) -> String {
    let ins = code.instrs[index];
    let text = argrepr(code, index);
    let has_none = matches!(ins.op.info().operand, bytecode::Operand::None);
    if text.is_empty() && !has_none { ins.arg.to_string() } else { text }
}

/// A time for people.
pub fn ms(ns: u64) -> String {
    format!("{:.3} ms", ns as f64 / 1e6)
}

fn name_of(state: &State, id: u32) -> String {
    state.thread(id).map_or_else(|| "a thread that has ended".into(), |t| t.name.clone())
}

/// Why the thread does not run now.
fn waits(state: &State, id: u32, t: &Thread) -> Option<String> {
    let held = |state: &State| match state.gil.holder {
        Some(h) => format!("held by {} since {}", name_of(state, h), ms(state.gil.held_since_ns)),
        None => "which is free, and whoever comes first has it".to_owned(),
    };
    Some(match t.status {
        Status::Running | Status::Ended => return None,
        Status::Coming => "on its way: it was started or woken just now".to_owned(),
        Status::Ready => "for a core: all are busy".to_owned(),
        Status::Forced => "dropped the GIL on request, and has to wait until another thread has had it".to_owned(),
        Status::WaitGil => {
            let w = state.gil.waiter(id)?;
            let asked = match state.gil.requested_by {
                Some(by) => {
                    let who = if by == id { "it".to_owned() } else { name_of(state, by) };
                    format!(
                        "; {who} asked for it at {}, and gets an answer at the holder's next poll",
                        ms(state.gil.requested_ns)
                    )
                }
                None if state.gil.has_switched_since(w) => {
                    format!(
                        "; its interval ends at {} and begins anew then: another has had it meanwhile",
                        ms(w.deadline_ns)
                    )
                }
                None => format!("; it will ask at {} if nobody else has had it by then", ms(w.deadline_ns)),
            };
            format!("for the GIL since {}, {}{asked}", ms(w.since_ns), held(state))
        }
        Status::Waiting => match t.on? {
            WaitOn::Sleep { until } => format!("sleeps until {}", ms(until)),
            WaitOn::Yield => "gave way once, with sleep(0)".to_owned(),
            WaitOn::Input => "for input".to_owned(),
            // Of the others more is known when all has been looked at.
            WaitOn::Object { .. } => String::new(),
        },
    })
}

/// What a thread waits for that waits for an object, if it does: once frames and locks are known.
fn waits_for(cx: &Cx<'_>, state: &State, id: u32, moment: &Moment) -> Option<String> {
    let t = state.thread(id).filter(|t| t.status == Status::Waiting)?;
    let Some(WaitOn::Object { object, deadline }) = t.on else { return None };
    let called = |kind: &str| {
        let lock = moment.locks.iter().find(|l| l.id == cx.world.heap.id_of(object));
        match lock.and_then(|l| l.name.as_ref()) {
            Some(name) => format!("the {kind} {name}"),
            None if kind == "RLock" => "an RLock".to_owned(),
            None => "a lock".to_owned(),
        }
    };
    let frames = moment.threads.iter().find(|t| t.id == id).map_or(&[][..], |t| &t.frames);
    // The library's functions in which it is: the innermost, and the one that the program has called.
    let within: Vec<_> = frames.iter().take_while(|f| f.library).collect();
    let taker = gilscope_stdlib::thread::taker(object).filter(|_| is_lock(&object));
    let what = match object.kind() {
        Kind::Lock if within.first().is_some_and(|f| f.name == "Condition.wait") => match within.last() {
            Some(f) if within.len() > 1 => format!("to be notified, in {}", explain::in_library(&f.file, &f.name)),
            _ => "to be notified, in Condition.wait".to_owned(),
        },
        Kind::Lock | Kind::RLock => {
            let lock = called(if object.is(Kind::Lock) { "Lock" } else { "RLock" });
            match taker {
                Some(by) if by == id => format!("for {lock} that it took itself"),
                Some(by) => format!("for {lock} that {} took", name_of(state, by)),
                None => format!("for {lock}"),
            }
        }
        Kind::ThreadHandle => format!("for the end of {}", name_of(state, gilscope_stdlib::thread::ident(object))),
        Kind::Module => "for a module that another thread imports".to_owned(),
        _ => "for an item in a queue".to_owned(),
    };
    let since = t.since_ns.map_or_else(String::new, |ns| format!(", since {}", ms(ns)));
    Some(match deadline {
        Some(d) => format!("{what}{since}, until {} at most", ms(d)),
        None => what + &since,
    })
}

fn gil(state: &State) -> GilView {
    GilView {
        exists: state.model.gil,
        holder: state.gil.holder,
        since_ns: state.gil.holder.map(|_| state.gil.held_since_ns),
        requested_by: state.gil.requested_by,
        requested_at_ns: state.gil.requested_by.map(|_| state.gil.requested_ns),
        waiters: state.gil.waiters.iter().map(|w| w.thread).chain(state.gil.forced.iter().copied()).collect(),
        next_poll_line: None,
    }
}

fn named(cx: &Cx<'_>, name: String, v: Value, seen: &mut Vec<Obj>) -> Named {
    let refs = v.as_obj().filter(|o| inspect::is_shown(*o)).map(|o| {
        if !seen.contains(&o) && seen.len() < HEAP_OBJECTS {
            seen.push(o);
        }
        cx.world.heap.id_of(o)
    });
    Named { name, repr: inspect::short_repr(cx, v, REPR_CHARS), refs, changed: false }
}

fn frame(cx: &Cx<'_>, f: &Frame<'_>, seen: &mut Vec<Obj>) -> FrameView {
    let code = &f.code.code;
    let library = is_library(code);
    let is_module = &*code.name == "<module>";
    FrameView {
        name: code.qualname.to_string(),
        file: code.filename.to_string(),
        line: code.positions[f.pc].line,
        offset: Layout::of(code).offset(f.pc),
        library,
        // A library's inside is not the program's memory; a module's locals are its globals.
        locals: if library || is_module {
            Vec::new()
        } else {
            f.locals.iter().map(|(n, v)| named(cx, n.clone(), *v, seen)).collect()
        },
        stack: if library { Vec::new() } else { f.stack.iter().map(|v| named(cx, String::new(), *v, seen)).collect() },
    }
}

fn next_of(f: &Frame<'_>, model: &Model) -> NextView {
    let CodeRow { line, op, arg, poll, .. } = row(f.code, model, f.pc);
    NextView { line, op, arg, poll }
}

/// The lines of the first polls on every way on from here within the function, the nearest first. Where a way ends before
/// there is one, the function's caller, who goes on then, is not looked at.
fn next_polls(f: &Frame<'_>, model: &Model) -> Vec<u32> {
    let code = &f.code.code;
    let (mut lines, mut seen) = (Vec::new(), BTreeSet::from([f.pc]));
    let mut ways = VecDeque::from([f.pc]);
    while let Some(i) = ways.pop_front() {
        if polls_now(model, f.code, i) {
            lines.push(code.positions[i].line);
            continue;
        }
        let ins = code.instrs[i];
        let next = (!ins.op.ends_block()).then_some(i + 1);
        let there = ins.op.is_jump().then_some(ins.arg as usize);
        ways.extend(next.into_iter().chain(there).filter(|&n| n < code.instrs.len() && seen.insert(n)));
    }
    let mut said = BTreeSet::new();
    lines.retain(|&l| said.insert(l));
    lines
}

/// An instruction.
pub fn row(code: &RtCode, model: &Model, i: usize) -> CodeRow {
    let poll = polls_now(model, code, i);
    let code = &code.code;
    CodeRow {
        offset: Layout::of(code).offset(i),
        line: code.positions[i].line,
        op: code.instrs[i].op.name().to_owned(),
        arg: operand(code, i),
        poll,
        help: code.instrs[i].op.help().to_owned(),
    }
}

fn window(f: &Frame<'_>, model: &Model) -> CodeView {
    let code = &f.code.code;
    let first = f.pc.saturating_sub(WINDOW);
    let last = (f.pc + WINDOW).min(code.instrs.len());
    let rows = (first..last).map(|i| row(f.code, model, i)).collect();
    CodeView { code: code.qualname.to_string(), at: Layout::of(code).offset(f.pc), rows }
}

/// What is inside an object, as far as it is the program's: of an object of the library's classes only its locks.
fn parts(cx: &Cx<'_>, o: Obj) -> (Vec<(String, Value)>, usize) {
    if o.is(Kind::Instance) && !inspect::is_of_main(cx, o) {
        let (mut parts, _) = inspect::parts(cx, o, usize::MAX);
        parts.retain(|(_, v)| v.as_obj().is_some_and(|o| is_lock(&o)));
        let all = parts.len();
        return (parts, all);
    }
    inspect::parts(cx, o, HEAP_ITEMS)
}

/// The objects that were seen, and what they lead to, which is added to `seen`.
fn heap(cx: &Cx<'_>, seen: &mut Vec<Obj>) -> Vec<HeapView> {
    let mut views = Vec::new();
    let mut i = 0;
    while i < seen.len() {
        let o = seen[i];
        i += 1;
        let (parts, all) = parts(cx, o);
        let truncated = all.saturating_sub(HEAP_ITEMS) as u64;
        let items = parts.into_iter().take(HEAP_ITEMS).map(|(n, v)| named(cx, n, v, seen)).collect();
        views.push(HeapView {
            id: cx.world.heap.id_of(o),
            kind: cx.type_name(o.into()),
            repr: inspect::short_repr(cx, o.into(), REPR_CHARS),
            refcount: None,
            immortal: inspect::is_immortal(cx, o.into()),
            items,
            truncated,
            ..HeapView::default()
        });
    }
    views
}
