//! What an engine that sees everything is shown before an instruction: a poll, and the shared access it is about to make.

use std::cell::Cell;
use std::ops::ControlFlow;

use gilscope_bytecode::{self as bytecode, Code, Op, Shared};
use gilscope_heap::{Fp, Kind, Obj, Value};

use super::lower::{Ins, Lop, Lowered};
use super::{cold, frame, watch};
use crate::engine::{Access, AccessKind, Engine, Poll, RunAt, StepAt};
use crate::native::Acc;
use crate::types::containers::{self, range};
use crate::types::{function, list, slice, tuple};
use crate::{Cx, N, Stop, Told};

/// So many instructions are told of at once at most. Where cores take turns, these are short.
const LONGEST_RUN: u8 = 24;

/// Is the instruction at `pc` one of which there is nothing to tell but that it runs, and has the engine been told so
/// ([`Engine::quick_step`])? Else it is [`before`]'s. Most instructions are, and in a simulation this comes before each.
///
/// Some: so many of those behind it are as well, and the engine has been told of them too ([`Engine::quick_run`]). If it comes
/// otherwise, [`cut`] takes that back.
#[inline(always)]
pub fn quick<E: Engine>(cx: &mut Cx<'_>, engine: &E, fp: Fp, l: &Lowered, pc: usize) -> Option<u8> {
    if !E::QUICK {
        return None;
    }
    let of = &l.bytecodes[pc];
    if of.pace == Pace::Slow || cx.thread.told != Told::Nothing || cx.world.weak.is_active() {
        return None;
    }
    if of.run > 0 {
        let first = of.pc as usize;
        let ops = &l.ops[first..first + of.steps as usize];
        let run = RunAt { code: l.index, pc: of.pc, line: of.line, ops, price: &of.price };
        let is_silent = ops.is_empty();
        if is_silent || engine.quick_run(&run) {
            if engine.polls_between() && !is_silent {
                let last = pc + of.run as usize;
                l.bytecodes[last].note_looks(cx, fp, l.ins[last].get());
            }
            return Some(of.run);
        }
    }
    if of.pace == Pace::Silent {
        return Some(0);
    }
    if of.pace == Pace::QuickUnlessLong {
        let ins = l.ins[pc].get();
        let reg = |r: u16| fp.get(r as usize);
        let may_be_long = match of.op {
            Op::Call => reg(ins.a).as_obj().is_some_and(|f| f.is(Kind::Native) || f.is(Kind::Type)),
            // An item is the same whichever it is.
            _ => reg(ins.c).is_obj() || (reg(ins.b).is_obj() && !matches!(ins.op, Lop::Subscr)),
        };
        if may_be_long {
            return None;
        }
    }
    if !engine.quick_step(&of.at(l)) {
        return None;
    }
    if engine.polls_between() {
        of.note_looks(cx, fp, l.ins[pc].get());
    }
    Some(0)
}

/// The instruction at `pc` goes a slow way, on which anything can happen, and the engine was told already of `left` more
/// behind it: they are taken back.
#[cold]
#[inline(never)]
pub fn cut<E: Engine>(cx: &mut Cx<'_>, engine: &E, fp: Fp, l: &Lowered, pc: usize, left: u8) {
    if l.hidden {
        return;
    }
    let (of, last) = (&l.bytecodes[pc], &l.bytecodes[pc + left as usize]);
    engine.take_back(&l.ops[of.pc as usize + 1..=last.pc as usize]);
    let ins = l.ins[pc].get();
    if of.grows()
        && let Some((native, items)) = work(cx, fp, ins, of.op)
    {
        engine.work(native, items);
    }
    if engine.polls_between() {
        of.note_looks(cx, fp, ins);
    }
}

/// How an instruction can be one of several that the engine is told of at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InRun {
    /// Not at all.
    No,
    /// As the last: it may do anything.
    Last,
    /// Behind it comes the next instruction, unless it goes a slow way, which begins with a [`cut`].
    Yes,
}

fn in_run(of: &Bytecode, ins: Ins, next: Option<&Ins>) -> InRun {
    use Lop::*;
    match ins.op {
        Nop | Move | LoadK | LoadCheck | Is | Not | Compare => InRun::Yes,
        Add | Sub | Mul | Mod | FloorDiv | TrueDiv | BitAnd | BitOr | BitXor | Lshift | Rshift | Subscr => InRun::Yes,
        StoreSubscr | LoadGlobal | LoadName | StoreName | LoadDeref | StoreDeref => InRun::Yes,
        LoadAttr | LoadMethod | StoreAttr => InRun::Yes,
        // What 3.9 does behind it can only be told when it is reached. But it does not matter before a jump.
        ToBool if next.is_some_and(|n| matches!(n.op, JumpIfFalse | JumpIfTrue)) => InRun::Yes,
        ToBool => InRun::No,
        _ if matches!(of.pace, Pace::Quick | Pace::Silent) => InRun::Last,
        _ => InRun::No,
    }
}

/// For each instruction, how many of those behind it can be told of with it. To who watches, only of one line's, and not of
/// what threads share.
pub fn find_runs(all: &mut [Bytecode], ins: &[Ins], unwatched: bool) {
    // So many instructions are in the run that begins behind this one, and so many bytecodes; their line.
    let (mut length, mut steps, mut line) = (0, 0, 0);
    for (i, of) in all.iter_mut().enumerate().rev() {
        let is_shared = !unwatched && of.counts() && of.shared;
        let kind = if is_shared { InRun::No } else { in_run(of, ins[i], ins.get(i + 1)) };
        if kind != InRun::Yes || length == LONGEST_RUN || !unwatched && of.line != line {
            (length, steps) = (0, 0);
        }
        // What takes longer the more it is given is told of on its own, or cut: not the last.
        if kind == InRun::No || length == 0 && of.grows() {
            (length, steps) = (0, 0);
            continue;
        }
        length += 1;
        steps += u8::from(of.counts());
        line = of.line;
        // The rest of a bytecode begins no run.
        if of.counts() || steps == 0 {
            (of.run, of.steps) = (length - 1, steps);
        }
    }
}

/// Polls, says that the instruction at `pc` is about to run, and tells its access. Breaks before the instruction has done
/// anything; what has been told then is not told again, but for [`Engine::step`].
#[inline(never)]
pub fn before<E: Engine>(cx: &mut Cx<'_>, engine: &E, fp: Fp, l: &Lowered, pc: usize, ins: Ins) -> ControlFlow<Stop> {
    if !engine.is_plain() {
        return match l.hidden {
            true => ControlFlow::Continue(()),
            // There was nothing else to be seen.
            false if !is_watched(cx) => ControlFlow::Break(Stop::Budget),
            false => watch::step(cx, fp, l, pc, ins),
        };
    }
    let of = &l.bytecodes[pc];
    let told = cx.thread.told;
    if told == Told::Nothing && of.counts() && engine.polls_between() {
        fp.set(frame::PC, Value::small(pc as i64));
        engine.settle(cx, fp, &of.at(l))?;
    }
    // Once for each instruction, however often the engine breaks before it. The interpreter's own Python is not watched.
    if told == Told::Nothing && !l.hidden && is_watched(cx) {
        watch::step(cx, fp, l, pc, ins)?;
    }
    // Only the first lowered instruction of a bytecode counts, and the interpreter's own Python is no bytecode at all.
    if !of.counts() {
        return ControlFlow::Continue(());
    }
    if told == Told::Nothing && engine.polls_between() {
        let poll = if cx.thread.looks { engine.poll(Poll::Most) } else { engine.poll(Poll::Bytecode) };
        if poll.is_break() {
            cx.thread.told = Told::Poll;
            return poll;
        }
    }
    if told != Told::Access {
        let at = of.at(l);
        let step = engine.step(&at);
        if step.is_break() {
            cx.thread.told = Told::Poll;
            return step;
        }
        if engine.polls_between() {
            engine.about(cx, fp, &at)?;
        }
        if of.grows()
            && let Some((native, items)) = work(cx, fp, ins, of.op)
        {
            engine.work(native, items);
        }
        if of.shared
            && engine.watches()
            && let Some(a) = access(cx, fp, l, ins, of.op)
        {
            cx.thread.told = Told::Access;
            engine.visible(a)?;
        }
    }
    if told != Told::Nothing || engine.watches() {
        cx.thread.told = Told::Nothing;
    }
    if engine.polls_between() {
        of.note_looks(cx, fp, ins);
    }
    ControlFlow::Continue(())
}

#[inline(always)]
fn is_watched(cx: &mut Cx<'_>) -> bool {
    cx.world.weak.is_active() && cx.world.weak.is_worth_watching(cx.thread)
}

/// Does CPython 3.9 look at its eval breaker after a bytecode?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Yes,
    No,
    UnlessBool,
}

/// What is known of a bytecode before it runs.
#[derive(Clone, Debug)]
pub struct Bytecode {
    pub op: Op,
    /// Its index in the code.
    pc: u32,
    /// Its line in the program's own text; 0: it is the library's.
    pub line: u32,
    pub shared: bool,
    looks: Looks,
    pace: Pace,
    /// So many instructions behind it can be told of with it; and how many bytecodes that are in all (0: the
    /// interpreter's own).
    run: u8,
    steps: u8,
    /// See [`RunAt::price`].
    price: Cell<u16>,
}

/// Can it be [`quick`]?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    Slow,
    /// It is not told at all.
    Silent,
    Quick,
    /// If it is plain to see that [`work`] has nothing to say of it.
    QuickUnlessLong,
}

impl Bytecode {
    #[inline(always)]
    fn at(&self, l: &Lowered) -> StepAt {
        StepAt { code: l.index, pc: self.pc, op: self.op, line: self.line, shared: self.shared }
    }

    /// Is it the program's own, and this its first lowered instruction?
    fn counts(&self) -> bool {
        self.pace != Pace::Silent
    }

    /// May it take longer the more it is given?
    fn grows(&self) -> bool {
        matches!(self.pace, Pace::Slow | Pace::QuickUnlessLong)
    }

    /// Notes whether CPython 3.9 looks at its eval breaker behind it.
    fn note_looks(&self, cx: &mut Cx<'_>, fp: Fp, ins: Ins) {
        cx.thread.looks = match self.looks {
            Looks::Yes => true,
            Looks::No => false,
            // In 3.9 a part of the jump, which is fast where there is nothing to call.
            Looks::UnlessBool => !fp.get(ins.b as usize).is_bool(),
        };
    }

    pub fn new(code: &Code, index: usize, counts: bool) -> Bytecode {
        let op = code.instrs[index].op;
        let info = op.info();
        let line = if code.filename.starts_with("/lib/") { 0 } else { code.positions.get(index).map_or(0, |p| p.line) };
        let looks = match op {
            // It looks where it starts, not again behind that.
            Op::Resume => Looks::No,
            Op::ToBool => Looks::UnlessBool,
            _ if info.poll == bytecode::Poll::Never => Looks::No,
            _ => Looks::Yes,
        };
        let grows = matches!(
            op,
            Op::Call
                | Op::CallKw
                | Op::CallFunctionEx
                | Op::BinaryOp
                | Op::BinarySlice
                | Op::ContainsOp
                | Op::ListExtend
                | Op::SetUpdate
                | Op::DictUpdate
        );
        let pace = match op {
            _ if !counts => Pace::Silent,
            _ if !grows => Pace::Quick,
            Op::BinaryOp | Op::Call => Pace::QuickUnlessLong,
            _ => Pace::Slow,
        };
        Bytecode {
            op,
            pc: index as u32,
            line,
            shared: info.shared != Shared::No,
            looks,
            pace,
            run: 0,
            steps: 0,
            price: Cell::new(0),
        }
    }
}

/// What an instruction does natively, by the name of the native or of the operation, and how many items it is given: what
/// decides how long that takes.
#[inline(always)]
fn work(cx: &Cx<'_>, fp: Fp, ins: Ins, op: Op) -> Option<(&'static str, u32)> {
    // Most operators have numbers.
    if op == Op::BinaryOp && !fp.get(ins.b as usize).is_obj() && !fp.get(ins.c as usize).is_obj() {
        return None;
    }
    slow_work(cx, fp, ins, op)
}

#[inline(never)]
fn slow_work(cx: &Cx<'_>, fp: Fp, ins: Ins, op: Op) -> Option<(&'static str, u32)> {
    let top = ins.a as usize;
    let s = |k: usize| fp.get(top - k);
    let sized = |name, v: Value| v.as_obj().map(items).filter(|&n| n > 0).map(|n| (name, n));
    match op {
        Op::Call => call_work(cx, fp.get(top), &mut (0..=ins.b as usize).map(|i| fp.get(top + 1 + i))),
        Op::CallKw => {
            // With a key it is the key's calls that take long.
            if tuple::items(s(1).obj()).any(|name| name == cx.world.name(N::key)) {
                return None;
            }
            let n = ins.d.int_value() as usize;
            call_work(cx, s(n + 3), &mut (2..n + 3).rev().map(s))
        }
        Op::CallFunctionEx => {
            let args = s(2).as_obj()?;
            match args.kind() {
                Kind::Tuple => call_work(cx, s(4), &mut tuple::items(args)),
                Kind::List => {
                    call_work(cx, s(4), &mut list::items(args).into_iter()).or_else(|| sized("tuple", args.into()))
                }
                _ => None,
            }
        }
        Op::ListExtend => sized("extend", s(1)),
        Op::SetUpdate => sized("set", s(1)),
        Op::DictUpdate => sized("update", s(1)),
        Op::ContainsOp => {
            let o = fp.get(ins.c as usize).as_obj()?;
            match o.kind() {
                Kind::List | Kind::Tuple => sized("in", o.into()),
                Kind::Str | Kind::Bytes => sized("in text", o.into()),
                _ => None,
            }
        }
        Op::BinarySlice => slice_work(s(3), s(2), s(1)),
        Op::BinaryOp => {
            let (a, b) = (fp.get(ins.b as usize), fp.get(ins.c as usize));
            if let Some(k) = b.as_obj().filter(|k| k.is(Kind::Slice)) {
                return slice_work(a, k.get(slice::START), k.get(slice::STOP));
            }
            let sequence = |v: Value| {
                v.as_obj().filter(|o| matches!(o.kind(), Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes))
            };
            let (x, y) = (sequence(a), sequence(b));
            let is_text = x.or(y).is_some_and(|o| matches!(o.kind(), Kind::Str | Kind::Bytes));
            let name = |other| if is_text { "text" } else { other };
            let n = match (x, y) {
                (Some(x), Some(y)) => return Some((name("+"), items(x).saturating_add(items(y)))),
                (Some(o), None) => (o, b.as_int()?),
                (None, Some(o)) => (o, a.as_int()?),
                (None, None) => return None,
            };
            // An item of it is the same whichever it is.
            let times = u32::try_from(n.1).ok().filter(|_| !matches!(ins.op, Lop::Subscr))?;
            Some((name("*"), items(n.0).saturating_mul(times)))
        }
        _ => None,
    }
}

/// What `container[start:stop]` takes.
fn slice_work(container: Value, start: Value, stop: Value) -> Option<(&'static str, u32)> {
    let o = container.as_obj()?;
    let n = i64::from(items(o));
    let end = |v: Value, none: i64| v.as_int().map_or(none, |i| if i < 0 { i + n } else { i }).clamp(0, n);
    let taken = (end(stop, n) - end(start, 0)).max(0) as u32;
    (taken > 0).then_some((if o.is(Kind::List) || o.is(Kind::Tuple) { "[:]" } else { "text" }, taken))
}

/// The native that a call calls, and how many items its first sized argument has.
fn call_work(cx: &Cx<'_>, callee: Value, args: &mut dyn Iterator<Item = Value>) -> Option<(&'static str, u32)> {
    let callee = callee.as_obj()?;
    let name = match callee.kind() {
        Kind::Native => function::def(cx, callee).name,
        Kind::Type => {
            let copies = [&containers::LIST, &containers::TUPLE, &containers::SET, &containers::DICT];
            copies.iter().find(|d| d.of(cx) == callee.into())?.name
        }
        _ => return None,
    };
    Some((name, args.filter_map(Value::as_obj).map(items).find(|&n| n > 0).unwrap_or(1)))
}

/// How many items a built-in container has; 0 for anything else.
fn items(o: Obj) -> u32 {
    match o.kind() {
        Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::Str | Kind::Bytes => o.aux(),
        Kind::Range => o.frozen(range::LEN).as_int().map_or(0, |n| u32::try_from(n).unwrap_or(u32::MAX)),
        _ => 0,
    }
}

/// The shared access that an instruction makes, as far as can be told before it runs.
fn access(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, ins: Ins, op: Op) -> Option<Access> {
    let reg = |r: u16| fp.get(r as usize);
    let name = || cx.world.code(l.index).names[ins.c as usize];
    let (read, write) = (AccessKind::Read, AccessKind::Write);
    let (object, slot, kind) = match ins.op {
        Lop::LoadGlobal | Lop::LoadGlobalCached | Lop::LoadBuiltinCached => (cold::globals(fp), name(), read),
        Lop::LoadName => (cold::namespace(fp), name(), read),
        Lop::StoreName | Lop::StoreNameCached => (cold::namespace(fp), name(), write),
        Lop::StoreGlobal => (cold::globals(fp), name(), write),
        Lop::LoadDeref => (reg(ins.b), Value::NULL, read),
        Lop::StoreDeref => (reg(ins.b), Value::NULL, write),
        Lop::LoadAttr | Lop::LoadAttrSlot | Lop::LoadAttrModule | Lop::LoadMethod | Lop::LoadMethodCached => {
            (reg(ins.b), name(), read)
        }
        Lop::StoreAttr | Lop::StoreAttrSlot | Lop::StoreAttrAdd => (reg(ins.b), name(), write),
        Lop::Subscr => (reg(ins.b), reg(ins.c), read),
        // Of a dict or set only the key is looked at.
        Lop::Contains if is_table(reg(ins.c)) => (reg(ins.c), reg(ins.b), read),
        Lop::Contains => (reg(ins.c), Value::NULL, read),
        Lop::StoreSubscr => (reg(ins.b), reg(ins.c), write),
        Lop::ForIter => (reg(ins.b), Value::NULL, write),
        Lop::ListAppend => (reg(ins.b), Value::NULL, write),
        Lop::Unpack => (reg(ins.c), Value::NULL, read),
        Lop::Call => return call_access(cx, fp, ins),
        Lop::Cold => {
            let s = |k: usize| fp.get(ins.a as usize - k);
            match op {
                Op::DeleteSubscr => (s(2), s(1), write),
                Op::StoreSlice => (s(3), Value::NULL, write),
                Op::BinarySlice => (s(3), Value::NULL, read),
                Op::GetLen | Op::ListExtend | Op::SetUpdate | Op::DictUpdate => (s(1), Value::NULL, read),
                _ => return None,
            }
        }
        _ => return None,
    };
    object.is_obj().then_some(Access { object, slot, kind })
}

/// A call of a native declares what it does with its first argument.
fn call_access(cx: &mut Cx<'_>, fp: Fp, ins: Ins) -> Option<Access> {
    let base = ins.a as usize;
    let callee = fp.get(base).as_obj().filter(|o| o.is(Kind::Native))?;
    let this = if ins.x == 1 { Value::NULL } else { fp.get(base + 1) };
    let object = match this {
        Value::NULL if ins.b > 0 => fp.get(base + 2),
        this => this,
    };
    let kind = match function::def(cx, callee).acc {
        Acc::Pure | Acc::Any => return None,
        Acc::Read => AccessKind::Read,
        Acc::Write | Acc::Sync => AccessKind::Write,
        Acc::Commute => AccessKind::Commute,
    };
    let (receiver, key) = (object, if this == Value::NULL { 3 } else { 2 });
    let is_get = function::def(cx, callee).name == "get" && ins.b as usize + usize::from(this != Value::NULL) > 1;
    let slot = if is_get && is_table(receiver) { fp.get(base + key) } else { Value::NULL };
    object.is_obj().then_some(Access { object, slot, kind })
}

fn is_table(v: Value) -> bool {
    v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Dict | Kind::Set))
}
