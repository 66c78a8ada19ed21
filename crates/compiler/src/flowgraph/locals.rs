//! Local variables: loads of what may be unset are checked, neighbours become superinstructions, and loads that the
//! variable is sure to outlive borrow.

use gilscope_bytecode::Op;

use super::{BlockId, Cfg, ENTRY, Instr};
use crate::ir::AnyOp;

/// Superinstructions have four bits for each variable.
const PAIR_LIMIT: u32 = 16;

/// A value on the simulated stack: the instruction that loaded it and the variable it came from.
#[derive(Clone, Copy)]
struct Ref {
    instr: Option<usize>,
    local: Option<u32>,
}

impl Cfg {
    pub(super) fn add_checks(&mut self, locals: u32, params: u32) {
        if locals == 0 {
            return;
        }
        if locals > 64 {
            self.check_many_locals(locals);
        }
        self.clear_visited();
        for block in &mut self.blocks {
            block.unsafe_locals = 0;
        }
        let mut start = 0;
        for local in params..locals.min(64) {
            start |= 1 << local;
        }
        let mut todo = Vec::new();
        self.note_unsafe(ENTRY, start, &mut todo);
        for id in self.order() {
            self.scan_locals(id, &mut todo);
        }
        while let Some(id) = todo.pop() {
            self[id].visited = false;
            self.scan_locals(id, &mut todo);
        }
    }

    fn note_unsafe(&mut self, id: BlockId, mask: u64, todo: &mut Vec<BlockId>) {
        let block = &mut self[id];
        let both = block.unsafe_locals | mask;
        if both != block.unsafe_locals {
            block.unsafe_locals = both;
            if !block.visited {
                block.visited = true;
                todo.push(id);
            }
        }
    }

    fn scan_locals(&mut self, id: BlockId, todo: &mut Vec<BlockId>) {
        let mut mask = self[id].unsafe_locals;
        for at in 0..self[id].instrs.len() {
            let instr = self[id].instrs[at];
            if let Some(handler) = instr.except {
                self.note_unsafe(handler, mask, todo);
            }
            if instr.arg >= 64 {
                continue;
            }
            let bit = 1 << instr.arg;
            match instr.op {
                AnyOp::Real(Op::DeleteFast | Op::LoadFastAndClear) | AnyOp::StoreFastMaybeNull => mask |= bit,
                AnyOp::Real(Op::StoreFast | Op::LoadFastCheck) => mask &= !bit,
                AnyOp::Real(Op::LoadFast) => {
                    if mask & bit != 0 {
                        self[id].instrs[at].op = Op::LoadFastCheck.into();
                    }
                    mask &= !bit;
                }
                _ => {}
            }
        }
        if self[id].falls_through()
            && let Some(next) = self[id].next
        {
            self.note_unsafe(next, mask, todo);
        }
        if let Some(last) = self[id].instrs.last()
            && last.op.is_jump()
            && let Some(target) = last.target
        {
            self.note_unsafe(target, mask, todo);
        }
    }

    /// Beyond the first 64 variables only what a block itself has stored counts as set.
    fn check_many_locals(&mut self, locals: u32) {
        let mut set_in = vec![0usize; locals as usize];
        for (number, id) in self.order().into_iter().enumerate() {
            let number = number + 1;
            for instr in &mut self[id].instrs {
                let Some(state) = set_in.get_mut(instr.arg as usize).filter(|_| instr.arg >= 64) else { continue };
                match instr.op {
                    AnyOp::Real(Op::DeleteFast | Op::LoadFastAndClear) | AnyOp::StoreFastMaybeNull => *state = 0,
                    AnyOp::Real(Op::StoreFast) => *state = number,
                    AnyOp::Real(Op::LoadFast) => {
                        if *state != number {
                            instr.op = Op::LoadFastCheck.into();
                        }
                        *state = number;
                    }
                    _ => {}
                }
            }
        }
    }

    pub(super) fn insert_superinstructions(&mut self) {
        for id in self.order() {
            let instrs = &mut self[id].instrs;
            for at in 1..instrs.len() {
                let (AnyOp::Real(first), AnyOp::Real(second)) = (instrs[at - 1].op, instrs[at].op) else { continue };
                let pair = match (first, second) {
                    (Op::LoadFast, Op::LoadFast) => Op::LoadFastLoadFast,
                    (Op::StoreFast, Op::LoadFast) => Op::StoreFastLoadFast,
                    (Op::StoreFast, Op::StoreFast) => Op::StoreFastStoreFast,
                    _ => continue,
                };
                let (a, b) = (instrs[at - 1], instrs[at]);
                let other_line = a.loc.line >= 0 && b.loc.line >= 0 && a.loc.line != b.loc.line;
                if other_line || a.arg >= PAIR_LIMIT || b.arg >= PAIR_LIMIT {
                    continue;
                }
                instrs[at - 1].set(pair, a.arg << 4 | b.arg);
                instrs[at].set_nop();
            }
        }
        self.remove_redundant_nops();
    }

    /// Runs each block on a stack of references, and lets those loads borrow that nothing speaks against.
    pub(super) fn borrow_locals(&mut self) {
        self.clear_visited();
        self[ENTRY].visited = true;
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            let mut borrow = vec![true; self[id].instrs.len()];
            let depth = self[id].start_depth.unwrap_or(0) as usize;
            let mut stack = vec![Ref { instr: None, local: None }; depth];
            let mut reached = Vec::new();
            for (at, instr) in self[id].instrs.iter().enumerate() {
                run(instr, at, &mut stack, &mut borrow, &mut reached);
            }
            for value in stack {
                if let Some(instr) = value.instr {
                    borrow[instr] = false;
                }
            }
            for (instr, may) in self[id].instrs.iter_mut().zip(borrow) {
                match instr.op {
                    AnyOp::Real(Op::LoadFast) if may => instr.op = Op::LoadFastBorrow.into(),
                    AnyOp::Real(Op::LoadFastLoadFast) if may => instr.op = Op::LoadFastBorrowLoadFastBorrow.into(),
                    _ => {}
                }
            }
            if self[id].instrs.last().is_some_and(|last| last.op.falls_through()) {
                reached.extend(self[id].next);
            }
            for target in reached {
                if !self[target].visited {
                    self[target].visited = true;
                    todo.push(target);
                }
            }
        }
    }
}

fn kill(stack: &[Ref], local: u32, borrow: &mut [bool]) {
    for value in stack {
        if value.local == Some(local)
            && let Some(instr) = value.instr
        {
            borrow[instr] = false;
        }
    }
}

fn store(stack: &mut Vec<Ref>, local: u32, borrow: &mut [bool]) {
    let value = stack.pop();
    kill(stack, local, borrow);
    if let Some(instr) = value.and_then(|value| value.instr) {
        borrow[instr] = false;
    }
}

/// Does to the stack of references what the instruction does to the stack.
fn run(instr: &Instr, at: usize, stack: &mut Vec<Ref>, borrow: &mut [bool], reached: &mut Vec<BlockId>) {
    let loaded = |local: u32| Ref { instr: Some(at), local: Some(local) };
    let made = Ref { instr: Some(at), local: None };
    let AnyOp::Real(op) = instr.op else { return };
    let arg = instr.arg;
    if instr.target.is_some() && op != Op::EndAsyncFor {
        reached.extend(instr.target);
    }
    match op {
        Op::LoadFast => stack.push(loaded(arg)),
        Op::LoadFastAndClear => {
            kill(stack, arg, borrow);
            stack.push(loaded(arg));
        }
        Op::LoadFastLoadFast => {
            stack.push(loaded(arg >> 4));
            stack.push(loaded(arg & 15));
        }
        Op::StoreFast => store(stack, arg, borrow),
        Op::DeleteFast => kill(stack, arg, borrow),
        Op::StoreFastLoadFast => {
            store(stack, arg >> 4, borrow);
            stack.push(loaded(arg & 15));
        }
        Op::StoreFastStoreFast => {
            store(stack, arg >> 4, borrow);
            store(stack, arg & 15, borrow);
        }
        Op::Copy => {
            let value = stack.len().checked_sub(arg as usize).map_or(made, |index| stack[index]);
            stack.push(value);
        }
        Op::Swap => {
            let top = stack.len().wrapping_sub(1);
            if let Some(other) = stack.len().checked_sub(arg as usize) {
                stack.swap(top, other);
            }
        }
        // These leave their operands where they are. What they push counts as made by the block's first instruction,
        // a slip of CPython's that shows in `dis`.
        Op::FormatSimple
        | Op::GetAnext
        | Op::GetLen
        | Op::GetYieldFromIter
        | Op::ImportFrom
        | Op::MatchKeys
        | Op::MatchMapping
        | Op::MatchSequence
        | Op::WithExceptStart => {
            for _ in op.pops(arg)..op.pushes(arg) {
                stack.push(Ref { instr: Some(0), local: None });
            }
        }
        Op::DictMerge
        | Op::DictUpdate
        | Op::ListAppend
        | Op::ListExtend
        | Op::MapAdd
        | Op::Reraise
        | Op::SetAdd
        | Op::SetUpdate => {
            for _ in op.pushes(arg)..op.pops(arg) {
                stack.pop();
            }
        }
        Op::EndSend | Op::SetFunctionAttribute => {
            let top = stack.pop().unwrap_or(made);
            stack.pop();
            stack.push(top);
        }
        Op::CheckExcMatch => {
            stack.pop();
            stack.push(made);
        }
        Op::ForIter => stack.push(made),
        Op::LoadAttr | Op::LoadSuperAttr => {
            let object = stack.pop().unwrap_or(made);
            if op == Op::LoadSuperAttr {
                stack.pop();
                stack.pop();
            }
            stack.push(made);
            if arg & 1 != 0 {
                // For a method call the object may come back.
                stack.push(object);
            }
        }
        Op::LoadSpecial | Op::PushExcInfo => {
            let object = stack.pop().unwrap_or(made);
            stack.push(made);
            stack.push(object);
        }
        Op::Send => {
            stack.pop();
            stack.push(made);
        }
        _ => {
            for _ in 0..op.pops(arg) {
                stack.pop();
            }
            for _ in 0..op.pushes(arg) {
                stack.push(made);
            }
        }
    }
}
