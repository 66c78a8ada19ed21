//! When an object goes. Nothing counts references here; but while the program has objects whose end it would notice (with
//! `__del__`, a weak reference to them, or a generator suspended where it has to clean up), whoever drops a reference to
//! one, or to what leads to one, makes it a *suspect* ([`crate::VmThread::suspects`]). Before the next instruction
//! somebody looks whether the suspects can still be reached: first nearby, which answers most of the time; else by a
//! collection, after which the finalizers run.
//!
//! Drops of names, `del` and the ends of frames are seen always. What the rest of the loop overwrites is seen by an engine
//! that is shown every instruction ([`Engine::FINE`](crate::Engine::FINE)): drivers run a thread under one for as long
//! as [`Registry::is_worth_watching`](crate::types::weakref::Registry::is_worth_watching) says.

use std::ops::ControlFlow;

use gilscope_bytecode::Op;
use gilscope_heap::{Fp, Kind, Obj, Value, flag};
use rustc_hash::FxHashSet;

use super::frame::{self, HEADER};
use super::lower::{Codes, Ins, Lop, Lowered};
use super::{cold, dispatch};
use crate::engine::Stop;
use crate::exit::Cont;
use crate::types::function::{self, func};
use crate::types::{dict, instance, list, tuple};
use crate::{Acc, Cx, VmThread, World};

/// So many objects are looked at to find what a dropped one leads to, and to find the suspects again.
const NEARBY: usize = 4000;
/// So many frames of a thread are looked at for the suspects.
const FRAMES: usize = 200;

// ---- which registers count --------------------------------------------------------------------------------------------

/// The stack registers (bits) that a frame still needs. `waits`: it waits for the instruction's result; its arguments are
/// the callee's then.
pub fn live(l: &Lowered, pc: usize, waits: bool) -> u64 {
    let mask = l.live.get(pc).copied().unwrap_or(0);
    if !waits {
        return mask;
    }
    let ins = l.ins[pc].get();
    let arg = || ins.d.int_value() as usize;
    let first = match ins.op {
        Lop::Call => ins.a as usize,
        Lop::Cold if ins.x == Op::CallKw as u8 => ins.a as usize - arg() - 3,
        Lop::Cold if ins.x == Op::CallFunctionEx as u8 => ins.a as usize - 4,
        _ => return mask,
    };
    mask & below(first - HEADER - l.locals)
}

/// The bits of the first `n` registers.
fn below(n: usize) -> u64 {
    if n < 64 { (1 << n) - 1 } else { u64::MAX }
}

/// Calls `f` with each register of a frame's stack that `live` does not have.
fn for_each_dead(l: &Lowered, live: u64, f: &mut dyn FnMut(usize)) {
    let base = HEADER + l.locals;
    (base..l.frame_words.min(base + 64)).filter(|r| live >> (r - base) & 1 == 0).for_each(f);
}

/// Does the frame under `above` wait for the instruction at which it stands, or has that not begun?
pub fn waits_under(above: Option<Fp>) -> bool {
    let is_aside = |fp: Fp| frame::kind(fp) == frame::CONT && fp.get(frame::PC) == Value::small(Cont::Discard as i64);
    above.is_some_and(|fp| !is_aside(fp))
}

/// Clears what the frames of a thread that stands still have left over in registers they no longer need: before a
/// collection follows them.
pub fn clear_dead(world: &World, codes: &Codes, thread: &VmThread) {
    world.counting.in_thread(world, codes, thread);
    let (mut fp, mut above) = (thread.fp, None);
    while !fp.is_null() {
        if frame::is_python(fp) {
            let l = codes.get(world, fp.get(frame::CODE).obj().aux());
            let live = live(l, fp.get(frame::PC).int_value() as usize, waits_under(above));
            for_each_dead(l, live, &mut |r| fp.set(r, Value::NULL));
        }
        above = Some(fp);
        fp = frame::prev(fp);
    }
}

/// The same for a generator's frame that has just been suspended: what it has yielded is no longer its own.
pub fn clear_suspended(cx: &Cx<'_>, fp: Fp) {
    let l = dispatch::lowered(cx, fp);
    let pc = fp.get(frame::PC).int_value() as usize;
    let yielded = l.ins[pc].get().a as usize;
    let live = live(l, pc, false) & below(yielded.saturating_sub(HEADER + l.locals));
    for_each_dead(l, live, &mut |r| fp.set(r, Value::NULL));
}

// ---- who leads to whom ------------------------------------------------------------------------------------------------

/// Can it not refer to anything that is watched? Classes and modules go too late to be waited for.
pub fn is_leaf(o: Obj) -> bool {
    matches!(
        o.kind(),
        Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::BigInt
            | Kind::Complex
            | Kind::Range
            | Kind::RawBuf
            | Kind::RawState
            | Kind::Stack
            | Kind::Type
            | Kind::Module
            | Kind::Code
    )
}

/// What an object refers to, in the reverse of the order in which it lets go of it.
pub fn children(o: Obj, out: &mut Vec<Obj>) {
    let first = out.len();
    match o.kind() {
        // From the last item to the first.
        Kind::List => out.extend(list::items(o).into_iter().filter_map(Value::as_obj)),
        Kind::Tuple => out.extend(tuple::items(o).filter_map(Value::as_obj)),
        // Not the globals.
        Kind::Function => {
            let words = [func::CLOSURE, func::DEFAULTS, func::KWDEFAULTS, func::DICT];
            out.extend(words.into_iter().filter_map(|w| o.get(w).as_obj()));
        }
        _ => {
            o.for_each_value(&mut |v| out.extend(v.as_obj()));
            out[first..].reverse();
        }
    }
}

/// Adds what is watched among the things that `v` leads to, in the order in which they would go if `v` went.
pub fn suspect(cx: &mut Cx<'_>, v: Value) {
    let Some(o) = v.as_obj().filter(|&o| !is_leaf(o)) else { return };
    let suspects = &mut cx.thread.suspects;
    let before = suspects.len();
    if cx.thread.watch_left == 0 {
        // Nothing came of it for long: only what is plain to see.
        if o.has(flag::FINALIZE) && !suspects.contains(&v) {
            suspects.push(v);
            cx.thread.dropped.push(v);
        }
        return;
    }
    let mut seen = FxHashSet::default();
    let mut waiting = vec![o];
    while let Some(o) = waiting.pop() {
        if is_leaf(o) || !seen.insert(o) {
            continue;
        }
        if o.has(flag::FINALIZE) && !suspects[..before].contains(&o.into()) {
            suspects.push(o.into());
        }
        if seen.len() >= NEARBY {
            break;
        }
        children(o, &mut waiting);
    }
    if suspects.len() > before {
        cx.thread.dropped.push(v);
    }
    cx.thread.watch_left = cx.thread.watch_left.saturating_sub(seen.len() as u32);
}

/// Looks for objects among what can be reached.
struct Search {
    wanted: FxHashSet<Obj>,
    seen: FxHashSet<Obj>,
    waiting: Vec<Obj>,
}

impl Search {
    fn add(&mut self, v: Value) {
        if let Some(o) = v.as_obj()
            && !is_leaf(o)
            && self.seen.insert(o)
        {
            self.wanted.remove(&o);
            self.waiting.push(o);
        }
    }

    /// Goes on with what was added; have all been found?
    fn run(&mut self) -> bool {
        let mut next = Vec::new();
        while !self.wanted.is_empty() && self.seen.len() < NEARBY {
            let Some(o) = self.waiting.pop() else { break };
            children(o, &mut next);
            next.drain(..).for_each(|o| self.add(o.into()));
        }
        self.wanted.is_empty()
    }
}

/// May a suspect have gone? The thread's top frame is about to run the instruction at `pc`.
fn may_be_gone(cx: &mut Cx<'_>, pc: usize) -> bool {
    let wanted = cx.thread.suspects.iter().map(|v| v.obj()).collect();
    let mut search = Search { wanted, seen: FxHashSet::default(), waiting: Vec::new() };
    for v in [cx.thread.raised, cx.thread.handled, cx.thread.handle, cx.thread.locals] {
        search.add(v);
    }
    let (mut fp, mut above) = (cx.thread.fp, None);
    for _ in 0..FRAMES {
        if fp.is_null() {
            break;
        }
        search.add(fp.get(frame::EXTRA));
        if frame::is_python(fp) {
            let l = dispatch::lowered(cx, fp);
            let pc = if above.is_none() { pc } else { fp.get(frame::PC).int_value() as usize };
            let (base, live) = (HEADER + l.locals, live(l, pc, waits_under(above)));
            let in_use = |r: &usize| *r < base || *r >= base + 64 || live >> (r - base) & 1 != 0;
            (HEADER..l.frame_words).filter(in_use).for_each(|r| search.add(fp.get(r)));
        } else if frame::kind(fp) == frame::NATIVE {
            super::call::native_args(fp).iter().for_each(|v| search.add(v));
        }
        above = Some(fp);
        fp = frame::prev(fp);
    }
    if !search.run() && frame::is_python(cx.thread.fp) {
        search.add(cold::globals(cx.thread.fp));
    }
    let all = search.run();
    cx.thread.watch_left = cx.thread.watch_left.saturating_sub(search.seen.len() as u32);
    !all
}

// ---- when somebody looks ----------------------------------------------------------------------------------------------

/// Should the world be collected now, because a suspect may have gone? The thread's top frame is about to run the
/// instruction at `pc`. Where looking has not helped many times, it is done less often.
pub fn wants_collection(cx: &mut Cx<'_>, pc: usize) -> bool {
    if cx.thread.suspects.is_empty() {
        return false;
    }
    let gone = may_be_gone(cx, pc) && cx.world.weak.is_due();
    let suspects = std::mem::take(&mut cx.thread.suspects);
    let dropped = std::mem::take(&mut cx.thread.dropped);
    if gone {
        cx.world.weak.expect(suspects, dropped);
    }
    gone
}

/// The instruction before `pc` of the thread's top frame has dropped a reference to `old`: should the world be collected?
#[cold]
pub fn dropped(cx: &mut Cx<'_>, old: Value, pc: usize) -> bool {
    suspect(cx, old);
    wants_collection(cx, pc)
}

/// A frame is about to go, and all that it holds.
#[cold]
pub fn leaves(cx: &mut Cx<'_>, fp: Fp) {
    let l = dispatch::lowered(cx, fp);
    let base = HEADER + l.locals;
    let live = live(l, fp.get(frame::PC).int_value() as usize, false);
    for r in HEADER..l.frame_words {
        if r < base || r >= base + 64 || live >> (r - base) & 1 != 0 {
            suspect(cx, fp.get(r));
        }
    }
}

/// Is the end of a frame worth a look? Cheap where nothing has come of looking for long.
#[inline(never)]
pub fn matters(cx: &Cx<'_>, fp: Fp, l: &Lowered) -> bool {
    let watched = |r: usize| fp.get(r).as_obj().is_some_and(|o| o.has(flag::FINALIZE));
    !l.hidden && (cx.thread.watch_left > 0 || (HEADER..HEADER + l.locals).any(watched))
}

/// Before an instruction of the program's own code, under an engine that sees every one.
pub fn step(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, pc: usize, ins: Ins) -> ControlFlow<Stop> {
    let left = cx.thread.watch_left.saturating_sub(1);
    cx.thread.watch_left = left;
    // What the instruction before has left over.
    let live = live(l, pc, false);
    for_each_dead(l, live, &mut |r| {
        let v = fp.get(r);
        if v.is_obj() {
            suspect(cx, v);
        }
        fp.set(r, Value::NULL);
    });
    if wants_collection(cx, pc) {
        return ControlFlow::Break(Stop::NeedMemory(0));
    }
    if cx.world.weak.has_pending() {
        return ControlFlow::Break(Stop::Budget);
    }
    overwrites(cx, fp, l, ins);
    if cx.thread.watch_left == 0 {
        cx.world.weak.is_in_vain();
    }
    ControlFlow::Continue(())
}

/// What the instruction may drop becomes suspect; whether it has, the next step sees.
fn overwrites(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, ins: Ins) {
    let reg = |r: u16| fp.get(r as usize);
    let name = |cx: &Cx<'_>| cx.world.code(l.index).names[ins.c as usize];
    match ins.op {
        Lop::StoreAttr | Lop::StoreAttrSlot | Lop::StoreAttrAdd => {
            let o = reg(ins.b);
            let old = match o.as_obj().filter(|o| o.is(Kind::Instance)) {
                Some(obj) => instance::get(cx, obj, name(cx)).unwrap_or(Value::NULL),
                None => o,
            };
            suspect(cx, old);
        }
        Lop::StoreSubscr => {
            let (o, k) = (reg(ins.b), reg(ins.c));
            let old = match o.as_obj() {
                Some(obj) if obj.is_exact(Kind::List) && k.is_int() && k.int_value() >= 0 => {
                    list::get(obj, k.int_value() as usize).unwrap_or(Value::NULL)
                }
                _ => o,
            };
            suspect(cx, old);
        }
        Lop::StoreName | Lop::StoreNameCached | Lop::StoreGlobal => {
            let ns = if ins.op == Lop::StoreGlobal { cold::globals(fp) } else { cold::namespace(fp) };
            if let Some(d) = ns.as_obj().filter(|o| o.is_exact(Kind::Dict)) {
                let old = dict::get_str(d, name(cx)).unwrap_or(Value::NULL);
                suspect(cx, old);
            }
        }
        Lop::StoreDeref => suspect(cx, reg(ins.b).obj().get(0)),
        Lop::Call => {
            let base = ins.a as usize;
            let callee = fp.get(base);
            let changes = match callee.as_obj().map(|o| (o, o.kind())) {
                Some((o, Kind::Native)) => !matches!(function::def(cx, o).acc, Acc::Pure | Acc::Read),
                Some((_, Kind::Function)) => false,
                _ => true,
            };
            if changes {
                let first = if ins.x == 1 { base + 2 } else { base + 1 };
                suspect(cx, callee);
                (first..base + 2 + ins.b as usize).for_each(|r| suspect(cx, fp.get(r)));
            }
        }
        Lop::Cold => {
            let op = Op::from_number(ins.x).expect("lowered from an opcode");
            if op == Op::PopExcept {
                let handled = cx.thread.handled;
                suspect(cx, handled);
            }
            let pops = op.pops(ins.d.int_value() as u32) as usize;
            (1..=pops).for_each(|k| suspect(cx, fp.get(ins.a as usize - k)));
        }
        Lop::Unpack => suspect(cx, reg(ins.c)),
        Lop::Jump
        | Lop::JumpBack
        | Lop::JumpIfFalse
        | Lop::JumpIfTrue
        | Lop::JumpIfNone
        | Lop::JumpIfNotNone
        | Lop::CompareJump
        | Lop::CompareJumpK
        | Lop::TruthJump
        | Lop::Return
        | Lop::ReturnK
        | Lop::Resume
        | Lop::ListAppend
        | Lop::BuildList
        | Lop::BuildTuple
        | Lop::Nop => {}
        _ => suspect(cx, reg(ins.a)),
    }
}
