//! The lowered form: what the loop runs. One instruction of it is 16 bytes and names its registers; a frame's registers
//! are its locals and its operand stack, so that bytecode that only moves values between the two costs nothing.
//!
//! A lowered instruction belongs to one bytecode instruction (`pcs`). The plain form (engines with `FINE`) is lowered
//! one to one, every operand on the stack; otherwise loads of locals and constants are folded into the instruction that
//! uses them. A superinstruction is a *guarded prefix*: it stands before the instructions it stands for, and where its
//! guess fails they run as they are.

use std::cell::Cell;

use gilscope_bytecode::{BinaryOp, Code, CodeFlags, CompareOp, Intrinsic1, Op};
use gilscope_heap::Value;

use super::frame::HEADER;
use super::ins::writes_only_a;
use super::special;
use super::visible::{self, Bytecode};
use crate::world::RtCode;

pub use super::codes::{BuiltinIc, Codes, Lowered, MethodIc};
pub use super::ins::{Ins, Lop};

/// What an entry of the operand stack is while code is lowered.
#[derive(Clone, Copy, PartialEq)]
enum Operand {
    /// In its stack register.
    Stack,
    Local(u16),
    Const(Value),
}

struct Lowerer<'c> {
    code: &'c RtCode,
    fine: bool,
    /// Call sites so far, if they count.
    sites: Option<usize>,
    stack: Vec<Operand>,
    base: usize,
    ins: Vec<Ins>,
    pcs: Vec<u32>,
    pc: u32,
    /// See [`Lowered::live`]; and the stack registers in use at this point of the bytecode instruction.
    live: Vec<u64>,
    used: u64,
    /// May the last instruction be given another destination? Not across a jump's target.
    retarget: bool,
}

impl Lowerer<'_> {
    fn emit(&mut self, op: Lop, x: u8, a: u16, b: u16, c: u16, d: Value) {
        self.ins.push(Ins { op, x, a, b, c, d });
        self.pcs.push(self.pc);
        self.live.push(self.used);
        // Where it is no register, it does no harm.
        if let Some(i) = (a as usize).checked_sub(self.base) {
            self.used |= bit(i);
        }
    }

    /// The stack registers that hold operands.
    fn in_use(&self) -> u64 {
        (0..self.stack.len()).filter(|&i| self.stack[i] == Operand::Stack).fold(0, |used, i| used | bit(i))
    }

    /// Register of the stack entry `i`.
    fn reg(&self, i: usize) -> u16 {
        (self.base + i) as u16
    }

    /// Puts the entry `i` into its register.
    fn settle(&mut self, i: usize) {
        let r = self.reg(i);
        match std::mem::replace(&mut self.stack[i], Operand::Stack) {
            Operand::Stack => {}
            Operand::Local(l) => self.emit(Lop::Move, 0, r, l, 0, Value::NULL),
            Operand::Const(v) => self.emit(Lop::LoadK, 0, r, 0, 0, v),
        }
    }

    fn settle_all(&mut self) {
        for i in 0..self.stack.len() {
            self.settle(i);
        }
    }

    fn push(&mut self, o: Operand) {
        self.stack.push(o);
        if self.fine {
            self.settle(self.stack.len() - 1);
        }
    }

    /// Pops an operand as a register.
    fn pop(&mut self) -> u16 {
        let i = self.stack.len() - 1;
        if let Operand::Const(_) = self.stack[i] {
            self.settle(i);
        }
        let o = self.stack.pop().expect("depth was checked");
        match o {
            Operand::Local(l) => l,
            _ => self.reg(i),
        }
    }

    /// Reserves the next stack register for a result.
    fn result(&mut self) -> u16 {
        self.stack.push(Operand::Stack);
        self.reg(self.stack.len() - 1)
    }

    /// The local `l` is about to change: whoever still wants its old value gets it now.
    fn detach(&mut self, l: u16) {
        for i in 0..self.stack.len() {
            if self.stack[i] == Operand::Local(l) {
                self.settle(i);
            }
        }
    }

    fn store_local(&mut self, local: u32) {
        let l = (HEADER + local as usize) as u16;
        let i = self.stack.len() - 1;
        let top = self.stack.pop().expect("depth was checked");
        self.detach(l);
        match top {
            Operand::Const(v) => self.emit(Lop::LoadK, 0, l, 0, 0, v),
            Operand::Local(from) => self.emit(Lop::Move, 0, l, from, 0, Value::NULL),
            Operand::Stack => {
                let r = self.reg(i);
                // The instruction that has just made the value can put it where it belongs.
                if !self.fine
                    && self.retarget
                    && let Some(last) = self.ins.last_mut()
                    && last.a == r
                    && writes_only_a(last.op)
                {
                    last.a = l;
                } else {
                    self.emit(Lop::Move, 0, l, r, 0, Value::NULL);
                }
            }
        }
    }

    fn cold(&mut self, op: Op, arg: u32) {
        self.settle_all();
        let top = self.reg(self.stack.len());
        self.emit(Lop::Cold, op as u8, top, 0, 0, Value::small(arg as i64));
        let n = self.stack.len() - op.pops(arg) as usize;
        self.stack.truncate(n);
        for _ in 0..op.pushes(arg) {
            self.stack.push(Operand::Stack);
        }
    }
}

/// The bit of stack register `i` in [`Lowered::live`]; those from 64 on have none.
fn bit(i: usize) -> u64 {
    1u64.checked_shl(i as u32).unwrap_or(0)
}

/// Depth of the operand stack before each instruction; `None` where it is never reached.
/// For each instruction the depth of the operand stack before it; none where it is never reached.
pub fn stack_depths(code: &Code) -> Vec<Option<u32>> {
    let mut at = vec![None; code.instrs.len()];
    let mut work = vec![(0u32, 0u32)];
    while let Some((mut i, mut depth)) = work.pop() {
        while (i as usize) < code.instrs.len() && at[i as usize].is_none() {
            at[i as usize] = Some(depth);
            let ins = code.instrs[i as usize];
            if let Some(h) = code.handler(i) {
                work.push((h.target, h.depth + u32::from(h.lasti) + 1));
            }
            let next = (depth as i32 + ins.op.stack_effect(ins.arg)).max(0) as u32;
            match ins.op {
                Op::ForIter => work.push((ins.arg + 1, depth)),
                Op::Send => work.push((ins.arg, depth)),
                Op::EndAsyncFor => {}
                op if op.is_jump() => work.push((ins.arg, next)),
                _ => {}
            }
            if ins.op.ends_block() {
                break;
            }
            depth = next;
            i += 1;
        }
    }
    at
}

/// Which instructions are entered other than from the one before, or begin or end a guarded range.
fn block_starts(code: &Code) -> Vec<bool> {
    let mut starts = vec![false; code.instrs.len() + 1];
    for ins in &code.instrs {
        match ins.op {
            Op::ForIter => starts[ins.arg as usize + 1] = true,
            Op::EndAsyncFor => {}
            op if op.is_jump() => starts[ins.arg as usize] = true,
            _ => {}
        }
    }
    for h in &code.handlers {
        starts[h.start as usize] = true;
        starts[h.end as usize] = true;
        starts[h.target as usize] = true;
    }
    starts
}

/// Is it the handler around a whole generator, which turns StopIteration into RuntimeError?
pub fn is_outermost(code: &Code, h: &gilscope_bytecode::Handler) -> bool {
    let ins = code.instrs[h.target as usize];
    ins.op == Op::CallIntrinsic1 && Intrinsic1::from_arg(ins.arg) == Some(Intrinsic1::StopiterationError)
}

/// What is asked of the lowered code.
#[derive(Clone, Copy)]
pub struct Form {
    /// One to one, for engines that see everything.
    pub fine: bool,
    /// And that do not watch what threads share.
    pub unwatched: bool,
    /// Do call sites have a state, which decides whether they poll?
    pub sites: bool,
}

/// Lowers a code.
pub fn lower(rt: &RtCode, index: u32, form: Form) -> Lowered {
    let code = &*rt.code;
    let (depths, starts) = (stack_depths(code), block_starts(code));
    let locals = code.locals.len();
    let mut l = Lowerer {
        code: rt,
        fine: form.fine,
        sites: (form.sites && !code.flags().contains(CodeFlags::NATIVE)).then_some(0),
        stack: Vec::new(),
        base: HEADER + locals,
        ins: Vec::with_capacity(code.instrs.len()),
        pcs: Vec::with_capacity(code.instrs.len()),
        pc: 0,
        live: Vec::with_capacity(code.instrs.len()),
        used: 0,
        retarget: false,
    };
    let mut first = Vec::with_capacity(code.instrs.len() + 1);
    let mut reachable = true;
    let mut skip_until = 0;
    for i in 0..code.instrs.len() {
        if starts[i] {
            if reachable {
                l.used = l.in_use();
                l.settle_all();
            }
            l.retarget = false;
        }
        first.push(l.ins.len() as u32);
        l.pc = i as u32;
        let Some(depth) = depths[i] else {
            reachable = false;
            continue;
        };
        if starts[i] || !reachable || l.stack.len() != depth as usize {
            l.stack = vec![Operand::Stack; depth as usize];
        }
        if i < skip_until {
            // Part of a group that was lowered with its first instruction.
            continue;
        }
        let before = l.ins.len();
        l.used = l.in_use();
        skip_until = l.instruction(i, &starts);
        if form.fine && l.ins.len() == before {
            l.emit(Lop::Nop, 0, 0, 0, 0, Value::NULL);
        }
        l.retarget = true;
        reachable = !code.instrs[i].op.ends_block();
    }
    first.push(l.ins.len() as u32);
    let mut ins = l.ins;
    for n in &mut ins {
        match n.op {
            Lop::Jump
            | Lop::JumpBack
            | Lop::JumpIfFalse
            | Lop::JumpIfTrue
            | Lop::JumpIfNone
            | Lop::JumpIfNotNone
            | Lop::CompareJump
            | Lop::TruthJump
            | Lop::ForIter => n.d = Value::small(first[n.d.int_value() as usize] as i64),
            Lop::CompareJumpK => n.c = first[n.c as usize] as u16,
            Lop::Cold if n.x == Op::Send as u8 => n.d = Value::small(first[n.d.int_value() as usize] as i64),
            _ => {}
        }
    }
    let flags = code.flags();
    let plain = !flags.intersects(
        CodeFlags::VARARGS
            | CodeFlags::VARKEYWORDS
            | CodeFlags::GENERATOR
            | CodeFlags::COROUTINE
            | CodeFlags::ASYNC_GENERATOR,
    );
    let hidden = flags.contains(CodeFlags::NATIVE);
    let first_of = |i: usize| i == 0 || l.pcs[i - 1] != l.pcs[i];
    let bytecode = |i: usize| Bytecode::new(code, l.pcs[i] as usize, !hidden && first_of(i));
    let mut bytecodes: Box<[Bytecode]> =
        if form.fine { (0..ins.len()).map(bytecode).collect() } else { Box::default() };
    visible::find_runs(&mut bytecodes, &ins, form.unwatched);
    Lowered {
        bytecodes,
        ops: if form.fine { code.instrs.iter().map(|ins| ins.op).collect() } else { Box::default() },
        ins: ins.into_iter().map(Cell::new).collect(),
        pcs: l.pcs.into_boxed_slice(),
        starts: first.into_boxed_slice(),
        live: l.live.into_boxed_slice(),
        index,
        locals,
        frame_words: HEADER + locals + code.stack_size as usize + 1,
        args: code.arg_count as usize,
        simple: plain && code.kwonly_count == 0,
        flags,
        hidden,
        guarded: code.handlers.iter().any(|h| !is_outermost(code, h)),
        names: rt.names.clone().into_boxed_slice(),
    }
}

impl Lowerer<'_> {
    /// How many bytecodes there are from one to another, both included, as far as they count.
    fn bytecodes(&self, from: usize, to: usize) -> u16 {
        if self.code.code.flags().contains(CodeFlags::NATIVE) {
            0
        } else {
            (to + 1 - from).min(u16::MAX as usize) as u16
        }
    }

    /// Lowers the instruction `i`, or a group that begins there; returns the index after the group.
    fn instruction(&mut self, i: usize, starts: &[bool]) -> usize {
        let code = self.code.code.clone();
        let (op, arg) = (code.instrs[i].op, code.instrs[i].arg);
        let local = |n: u32| Operand::Local((HEADER + n as usize) as u16);
        match op {
            Op::Nop | Op::NotTaken | Op::EndFor => {}
            Op::LoadFast | Op::LoadFastBorrow => self.push(local(arg)),
            Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => {
                self.push(local(arg >> 4));
                self.push(local(arg & 15));
            }
            Op::LoadFastCheck => {
                let a = self.result();
                self.emit(Lop::LoadCheck, 0, a, (HEADER + arg as usize) as u16, 0, Value::NULL);
            }
            Op::LoadFastAndClear => {
                let (a, b) = (self.result(), (HEADER + arg as usize) as u16);
                self.emit(Lop::Move, 0, a, b, 0, Value::NULL);
                self.emit(Lop::LoadK, 0, b, 0, 0, Value::NULL);
            }
            Op::LoadConst => self.push(Operand::Const(self.code.consts[arg as usize])),
            Op::LoadSmallInt => self.push(Operand::Const(Value::small(arg as i64))),
            Op::PushNull => self.push(Operand::Const(Value::NULL)),
            Op::StoreFast => self.store_local(arg),
            Op::StoreFastLoadFast => {
                self.store_local(arg >> 4);
                self.push(local(arg & 15));
            }
            Op::StoreFastStoreFast => {
                self.store_local(arg >> 4);
                self.retarget = false;
                self.store_local(arg & 15);
            }
            Op::PopTop | Op::PopIter => {
                self.stack.pop();
            }
            Op::Copy => match self.stack[self.stack.len() - arg as usize] {
                Operand::Stack => {
                    let b = self.reg(self.stack.len() - arg as usize);
                    let a = self.result();
                    self.emit(Lop::Move, 0, a, b, 0, Value::NULL);
                }
                o => self.push(o),
            },
            Op::Swap => return self.swap(i, arg as usize, starts),
            Op::BinaryOp => self.binary(arg),
            Op::CompareOp => return self.compare(i, arg, starts),
            Op::IsOp => {
                let (c, b) = (self.pop(), self.pop());
                let a = self.result();
                self.emit(Lop::Is, arg as u8, a, b, c, Value::NULL);
            }
            Op::ContainsOp => {
                let (c, b) = (self.pop(), self.pop());
                let a = self.result();
                self.emit(Lop::Contains, arg as u8, a, b, c, Value::NULL);
            }
            Op::ToBool => return self.to_bool(i, starts),
            Op::UnaryNot => {
                let b = self.pop();
                let a = self.result();
                self.emit(Lop::Not, 0, a, b, 0, Value::NULL);
            }
            Op::JumpForward | Op::JumpBackwardNoInterrupt => {
                self.settle_all();
                self.emit(Lop::Jump, 0, 0, 0, 0, Value::small(arg as i64));
            }
            Op::JumpBackward => {
                self.settle_all();
                let turn = self.bytecodes(arg as usize, i);
                self.emit(Lop::JumpBack, 0, 0, turn, 0, Value::small(arg as i64));
            }
            Op::PopJumpIfFalse | Op::PopJumpIfTrue | Op::PopJumpIfNone | Op::PopJumpIfNotNone => {
                let b = self.pop();
                self.settle_all();
                self.emit(jump(op), 0, 0, b, 0, Value::small(arg as i64));
            }
            Op::ForIter => {
                self.settle_all();
                let b = self.reg(self.stack.len() - 1);
                let a = self.result();
                self.emit(Lop::ForIter, 0, a, b, 0, Value::small(arg as i64 + 1));
            }
            Op::LoadGlobal => {
                let a = self.result();
                self.emit(Lop::LoadGlobal, 0, a, 0, (arg >> 1) as u16, Value::NULL);
                if arg & 1 != 0 {
                    self.push(Operand::Const(Value::NULL));
                }
            }
            Op::LoadName => {
                let a = self.result();
                self.emit(Lop::LoadName, 0, a, 0, arg as u16, Value::NULL);
            }
            Op::StoreName | Op::StoreGlobal => {
                let a = self.pop();
                let lop = if op == Op::StoreName { Lop::StoreName } else { Lop::StoreGlobal };
                self.emit(lop, 0, a, 0, arg as u16, Value::NULL);
            }
            Op::LoadDeref => {
                let a = self.result();
                self.emit(Lop::LoadDeref, 0, a, (HEADER + arg as usize) as u16, 0, Value::NULL);
            }
            Op::StoreDeref => {
                let a = self.pop();
                self.emit(Lop::StoreDeref, 0, a, (HEADER + arg as usize) as u16, 0, Value::NULL);
            }
            Op::LoadAttr => {
                let b = self.pop();
                let a = self.result();
                if arg & 1 == 0 {
                    self.emit(Lop::LoadAttr, 0, a, b, (arg >> 1) as u16, Value::NULL);
                } else {
                    self.result();
                    self.emit(Lop::LoadMethod, 0, a, b, (arg >> 1) as u16, Value::NULL);
                }
            }
            Op::StoreAttr => {
                let (b, a) = (self.pop(), self.pop());
                self.emit(Lop::StoreAttr, 0, a, b, arg as u16, Value::NULL);
            }
            Op::StoreSubscr => {
                let (c, b, a) = (self.pop(), self.pop(), self.pop());
                self.emit(Lop::StoreSubscr, 0, a, b, c, Value::NULL);
            }
            Op::Call => {
                let n = arg as usize;
                let at = self.stack.len() - n - 2;
                let no_self = self.stack[at + 1] == Operand::Const(Value::NULL);
                for k in at..self.stack.len() {
                    if !(no_self && k == at + 1) {
                        self.settle(k);
                    }
                }
                self.stack.truncate(at);
                let a = self.result();
                let site = self.sites.map_or(0, |before| special::number(&code, i, before));
                self.sites = self.sites.map(|n| n + usize::from(site != 0));
                self.emit(Lop::Call, u8::from(no_self), a, arg as u16, site, Value::NULL);
            }
            Op::ReturnValue => match self.stack.last() {
                Some(&Operand::Const(v)) if !self.fine => {
                    self.stack.pop();
                    let all = self.bytecodes(0, i);
                    self.emit(Lop::ReturnK, 0, 0, 0, all, v);
                }
                _ => {
                    let b = self.pop();
                    let all = self.bytecodes(0, i);
                    self.emit(Lop::Return, 0, 0, b, all, Value::NULL);
                }
            },
            Op::YieldValue => {
                let b = self.pop();
                self.settle_all();
                let a = self.result();
                self.emit(Lop::Yield, arg as u8, a, b, 0, Value::NULL);
            }
            Op::Resume => self.emit(Lop::Resume, arg as u8, 0, 0, 0, Value::NULL),
            Op::BuildList | Op::BuildTuple => {
                let at = self.stack.len() - arg as usize;
                for k in at..self.stack.len() {
                    self.settle(k);
                }
                self.stack.truncate(at);
                let a = self.result();
                let lop = if op == Op::BuildList { Lop::BuildList } else { Lop::BuildTuple };
                self.emit(lop, 0, a, arg as u16, 0, Value::NULL);
            }
            Op::ListAppend => {
                let a = self.pop();
                let b = self.reg(self.stack.len() - arg as usize);
                self.emit(Lop::ListAppend, 0, a, b, 0, Value::NULL);
            }
            Op::UnpackSequence => {
                let c = self.pop();
                let a = self.reg(self.stack.len());
                for _ in 0..arg {
                    self.result();
                }
                self.emit(Lop::Unpack, 0, a, arg as u16, c, Value::NULL);
            }
            _ => self.cold(op, arg),
        }
        i + 1
    }

    /// `SWAP`: the ones that an augmented assignment makes before its store are folded into the store.
    fn swap(&mut self, i: usize, n: usize, starts: &[bool]) -> usize {
        let code = self.code.code.clone();
        let at = |k: usize| code.instrs.get(i + k).filter(|_| !starts[i + k]);
        let top = self.stack.len() - 1;
        if !self.fine {
            let is = |k: usize, op: Op, arg: u32| at(k).is_some_and(|ins| ins.op == op && ins.arg == arg);
            if n == 3 && is(1, Op::Swap, 2) && is(2, Op::StoreSubscr, 0) {
                self.pc += 2;
                let (a, c, b) = (self.pop(), self.pop(), self.pop());
                self.emit(Lop::StoreSubscr, 0, a, b, c, Value::NULL);
                return i + 3;
            }
            if n == 2
                && let Some(store) = at(1).filter(|ins| ins.op == Op::StoreAttr)
            {
                self.pc += 1;
                let (a, b) = (self.pop(), self.pop());
                self.emit(Lop::StoreAttr, 0, a, b, store.arg as u16, Value::NULL);
                return i + 2;
            }
            let other = top + 1 - n;
            if self.stack[top] != Operand::Stack && self.stack[other] != Operand::Stack {
                self.stack.swap(top, other);
                return i + 1;
            }
        }
        self.cold(Op::Swap, n as u32);
        i + 1
    }

    fn binary(&mut self, arg: u32) {
        let right = *self.stack.last().expect("depth was checked");
        if let (Operand::Const(k), false) = (right, self.fine)
            && let Some(lop) = binary_k(arg)
        {
            self.stack.pop();
            let b = self.pop();
            let a = self.result();
            self.emit(lop, arg as u8, a, b, 0, k);
            return;
        }
        let (c, b) = (self.pop(), self.pop());
        let a = self.result();
        self.emit(binary(arg), arg as u8, a, b, c, Value::NULL);
    }

    fn compare(&mut self, i: usize, arg: u32, starts: &[bool]) -> usize {
        let (cmp, bool) = ((arg >> 5) as u8, arg as u8 & CompareOp::TO_BOOL as u8);
        let code = self.code.code.clone();
        let next = code.instrs.get(i + 1).filter(|n| {
            matches!(n.op, Op::PopJumpIfFalse | Op::PopJumpIfTrue) && !starts[i + 1] && bool != 0 && !self.fine
        });
        let Some(next) = next else {
            let (c, b) = (self.pop(), self.pop());
            let a = self.result();
            self.emit(Lop::Compare, cmp | bool, a, b, c, Value::NULL);
            return i + 1;
        };
        let sense = if next.op == Op::PopJumpIfTrue { 8 } else { 0 };
        let top = self.stack.len() - 1;
        // What is not compared has to be in its place before the jump.
        for k in 0..top - 1 {
            self.settle(k);
        }
        if let Operand::Local(_) | Operand::Const(_) = self.stack[top - 1] {
            if let Operand::Const(_) = self.stack[top - 1] {
                self.settle(top - 1);
            }
        }
        let b = match self.stack[top - 1] {
            Operand::Local(l) => l,
            _ => self.reg(top - 1),
        };
        let konst = match self.stack[top] {
            Operand::Const(v) if (next.arg as usize) < 0x8000 && code.instrs.len() < 0x4000 => Some(v),
            _ => None,
        };
        let c = match (konst, self.stack[top]) {
            (Some(v), _) => {
                self.emit(Lop::CompareJumpK, cmp | sense, 4, b, next.arg as u16, v);
                self.settle(top);
                self.reg(top)
            }
            (None, _) => {
                let c = {
                    self.settle_const(top);
                    match self.stack[top] {
                        Operand::Local(l) => l,
                        _ => self.reg(top),
                    }
                };
                self.emit(Lop::CompareJump, cmp | sense, 3, b, c, Value::small(next.arg as i64));
                c
            }
        };
        self.stack.truncate(top - 1);
        let a = self.reg(top - 1);
        self.emit(Lop::Compare, cmp | bool, a, b, c, Value::NULL);
        self.pc += 1;
        self.emit(jump(next.op), 0, 0, a, 0, Value::small(next.arg as i64));
        i + 2
    }

    fn settle_const(&mut self, i: usize) {
        if let Operand::Const(_) = self.stack[i] {
            self.settle(i);
        }
    }

    fn to_bool(&mut self, i: usize, starts: &[bool]) -> usize {
        let code = self.code.code.clone();
        let next = code
            .instrs
            .get(i + 1)
            .filter(|n| matches!(n.op, Op::PopJumpIfFalse | Op::PopJumpIfTrue) && !starts[i + 1] && !self.fine);
        let b = self.pop();
        let Some(next) = next else {
            let a = self.result();
            self.emit(Lop::ToBool, 0, a, b, 0, Value::NULL);
            return i + 1;
        };
        self.settle_all();
        let a = self.reg(self.stack.len());
        self.emit(Lop::TruthJump, u8::from(next.op == Op::PopJumpIfTrue), 3, b, 0, Value::small(next.arg as i64));
        self.emit(Lop::ToBool, 0, a, b, 0, Value::NULL);
        self.pc += 1;
        self.emit(jump(next.op), 0, 0, a, 0, Value::small(next.arg as i64));
        i + 2
    }
}

fn jump(op: Op) -> Lop {
    match op {
        Op::PopJumpIfFalse => Lop::JumpIfFalse,
        Op::PopJumpIfTrue => Lop::JumpIfTrue,
        Op::PopJumpIfNone => Lop::JumpIfNone,
        _ => Lop::JumpIfNotNone,
    }
}

/// The plain operator of an operand of `BINARY_OP`.
fn plain(arg: u32) -> Option<BinaryOp> {
    BinaryOp::from_arg(if (13..26).contains(&arg) { arg - 13 } else { arg })
}

fn binary(arg: u32) -> Lop {
    match plain(arg) {
        Some(BinaryOp::Add) => Lop::Add,
        Some(BinaryOp::Subtract) => Lop::Sub,
        Some(BinaryOp::Multiply) => Lop::Mul,
        Some(BinaryOp::Remainder) => Lop::Mod,
        Some(BinaryOp::FloorDivide) => Lop::FloorDiv,
        Some(BinaryOp::TrueDivide) => Lop::TrueDiv,
        Some(BinaryOp::And) => Lop::BitAnd,
        Some(BinaryOp::Or) => Lop::BitOr,
        Some(BinaryOp::Xor) => Lop::BitXor,
        Some(BinaryOp::Lshift) => Lop::Lshift,
        Some(BinaryOp::Rshift) => Lop::Rshift,
        Some(BinaryOp::Subscr) => Lop::Subscr,
        _ => Lop::Binary,
    }
}

/// Forms with a constant on the right.
fn binary_k(arg: u32) -> Option<Lop> {
    Some(match plain(arg)? {
        BinaryOp::Add => Lop::AddK,
        BinaryOp::Subtract => Lop::SubK,
        BinaryOp::Multiply => Lop::MulK,
        BinaryOp::Remainder => Lop::ModK,
        BinaryOp::FloorDivide => Lop::FloorDivK,
        BinaryOp::And => Lop::BitAndK,
        BinaryOp::Rshift => Lop::RshiftK,
        BinaryOp::Subscr => return None,
        _ => Lop::BinaryK,
    })
}
