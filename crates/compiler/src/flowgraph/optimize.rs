//! Peephole optimisation: constants are folded, jumps to jumps go all the way, tests of known outcome vanish.

use gilscope_bytecode::{CompareOp, Const, Intrinsic1, Op};

use super::{Block, BlockId, Cfg, Instr, fold, swaps};
use crate::codegen::STACK_USE_GUIDELINE;
use crate::consts::{ConstTable, is_true};
use crate::ir::{AnyOp, Loc};

/// Shorter lists of constants are built element by element.
const MIN_CONST_SEQUENCE: usize = 3;

fn loads_const(instr: &Instr) -> bool {
    instr.is(Op::LoadConst) || instr.is(Op::LoadSmallInt)
}

fn const_value(op: AnyOp, arg: u32, consts: &ConstTable) -> Const {
    if op == AnyOp::Real(Op::LoadSmallInt) { Const::Int(i64::from(arg)) } else { consts.get(arg).clone() }
}

/// Makes it load the constant, as a small int if it is one.
fn set_const(instr: &mut Instr, value: Const, consts: &mut ConstTable) {
    match value {
        Const::Int(int @ 0..=255) => instr.set(Op::LoadSmallInt, int as u32),
        _ => instr.set(Op::LoadConst, consts.add(value)),
    }
}

/// The `count` loads of constants that come before `end`, NOPs aside.
fn const_loads(block: &Block, end: usize, count: usize) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(count);
    let mut at = end;
    while found.len() < count {
        at = at.checked_sub(1)?;
        let instr = &block.instrs[at];
        if instr.is(Op::Nop) {
            continue;
        }
        if !loads_const(instr) {
            return None;
        }
        found.push(at);
    }
    found.reverse();
    Some(found)
}

fn nop_out(block: &mut Block, indices: &[usize]) {
    for &index in indices {
        block.instrs[index].set_nop();
        block.instrs[index].loc = Loc::NONE;
    }
}

impl Cfg {
    pub(super) fn optimize_load_const(&mut self) {
        for id in self.order() {
            let mut block = std::mem::take(&mut self[id]);
            load_const_pass(&mut block, &mut self.consts);
            self[id] = block;
        }
    }

    pub(super) fn optimize_blocks(&mut self) {
        for id in self.order() {
            self.optimize_block(id);
            let mut at = 0;
            while at < self[id].instrs.len() {
                if self[id].instrs[at].is(Op::Swap) {
                    at = swaps::shorten(&mut self[id], at);
                    swaps::apply_statically(&mut self[id], at);
                }
                at += 1;
            }
        }
    }

    /// Lets a jump to a jump go where that one goes. False if nothing changes.
    fn thread_jump(&mut self, id: BlockId, at: usize, target: &Instr, op: AnyOp) -> bool {
        let instrs = &mut self[id].instrs;
        if instrs[at].target == target.target {
            return false;
        }
        instrs[at].set_nop();
        instrs[at].target = None;
        let mut jump = Instr::new(op, 0, target.loc);
        jump.target = target.target;
        self[id].push(jump);
        true
    }

    fn optimize_block(&mut self, id: BlockId) {
        let mut at = 0;
        while at < self[id].instrs.len() {
            let instr = self[id].instrs[at];
            let target = instr.target.and_then(|target| self[target].instrs.first().copied());
            let next = self[id].instrs.get(at + 1).copied();
            let next_is = |op: Op| next.is_some_and(|next| next.is(op));
            if instr.op.is_jump()
                && let Some(target) = target
            {
                let threaded = match (instr.op, target.op) {
                    (
                        AnyOp::Real(Op::PopJumpIfFalse | Op::PopJumpIfTrue | Op::PopJumpIfNone | Op::PopJumpIfNotNone),
                        AnyOp::Jump,
                    ) => Some(instr.op),
                    (AnyOp::JumpIfFalse, AnyOp::Jump | AnyOp::JumpIfFalse)
                    | (AnyOp::JumpIfTrue, AnyOp::Jump | AnyOp::JumpIfTrue) => Some(instr.op),
                    (AnyOp::Jump | AnyOp::JumpNoInterrupt, AnyOp::Jump) => Some(AnyOp::Jump),
                    (AnyOp::Jump | AnyOp::JumpNoInterrupt, AnyOp::JumpNoInterrupt) => Some(instr.op),
                    (AnyOp::JumpIfFalse, AnyOp::JumpIfTrue) | (AnyOp::JumpIfTrue, AnyOp::JumpIfFalse) => {
                        // That one will not jump.
                        let beyond = instr.target.and_then(|target| self[target].next);
                        self[id].instrs[at].target = beyond;
                        continue;
                    }
                    _ => None,
                };
                match threaded {
                    Some(op) if self.thread_jump(id, at, &target, op) => {}
                    _ => at += 1,
                }
                continue;
            }
            let consts = &mut self.consts;
            let block = &mut self.blocks[id.0 as usize];
            let AnyOp::Real(op) = instr.op else {
                at += 1;
                continue;
            };
            match op {
                Op::BuildTuple => {
                    let unpacked = next.filter(|next| next.is(Op::UnpackSequence) && next.arg == instr.arg);
                    match (unpacked, instr.arg) {
                        (Some(_), 1) => {
                            block.instrs[at].set_nop();
                            block.instrs[at + 1].set_nop();
                        }
                        (Some(_), 2 | 3) => {
                            block.instrs[at].set_nop();
                            block.instrs[at + 1].op = Op::Swap.into();
                        }
                        _ => fold_tuple(block, at, consts),
                    }
                }
                Op::BuildList | Op::BuildSet => {
                    optimize_sequence(block, at, next_is(Op::GetIter) || next_is(Op::ContainsOp), consts);
                }
                Op::StoreFast
                    if next.is_some_and(|next| {
                        next.is(Op::StoreFast) && next.arg == instr.arg && next.loc.line == instr.loc.line
                    }) =>
                {
                    block.instrs[at].set(Op::PopTop, 0);
                }
                Op::Swap if instr.arg == 1 => block.instrs[at].set_nop(),
                Op::LoadGlobal if next_is(Op::PushNull) && instr.arg & 1 == 0 => {
                    block.instrs[at].arg |= 1;
                    block.instrs[at + 1].set_nop();
                }
                Op::CompareOp if next_is(Op::ToBool) => {
                    block.instrs[at].set_nop();
                    block.instrs[at + 1].set(Op::CompareOp, instr.arg | CompareOp::TO_BOOL);
                }
                Op::ContainsOp | Op::IsOp if next_is(Op::ToBool) => {
                    block.instrs[at].set_nop();
                    block.instrs[at + 1].set(op, instr.arg);
                }
                Op::ContainsOp | Op::IsOp if next_is(Op::UnaryNot) => {
                    block.instrs[at].set_nop();
                    block.instrs[at + 1].set(op, instr.arg ^ 1);
                }
                Op::ToBool if next_is(Op::ToBool) => block.instrs[at].set_nop(),
                Op::UnaryNot if next_is(Op::ToBool) => {
                    block.instrs[at].set_nop();
                    block.instrs[at + 1].set(Op::UnaryNot, 0);
                }
                Op::UnaryNot if next_is(Op::UnaryNot) => {
                    block.instrs[at].set_nop();
                    block.instrs[at + 1].set_nop();
                }
                Op::UnaryNot | Op::UnaryInvert | Op::UnaryNegative => fold_unary(block, at, op, consts),
                Op::CallIntrinsic1 if instr.arg == Intrinsic1::ListToTuple as u32 => {
                    if next_is(Op::GetIter) {
                        block.instrs[at].set_nop();
                    } else {
                        fold_list_to_tuple(block, at, consts);
                    }
                }
                Op::CallIntrinsic1 if instr.arg == Intrinsic1::UnaryPositive as u32 => {
                    fold_unary(block, at, op, consts);
                }
                Op::BinaryOp => fold_binary(block, at, consts),
                _ => {}
            }
            at += 1;
        }
    }

    pub(super) fn remove_unused_consts(&mut self) {
        let mut used = vec![false; self.consts.len()];
        let order = self.order();
        for &id in &order {
            for instr in &self[id].instrs {
                if instr.is(Op::LoadConst) {
                    used[instr.arg as usize] = true;
                }
            }
        }
        let map = self.consts.retain(&used);
        for id in order {
            for instr in &mut self[id].instrs {
                if instr.is(Op::LoadConst) {
                    instr.arg = map[instr.arg as usize];
                }
            }
        }
    }
}

fn load_const_pass(block: &mut Block, consts: &mut ConstTable) {
    let mut op = AnyOp::Real(Op::Nop);
    let mut arg = 0;
    for at in 0..block.instrs.len() {
        let instr = &mut block.instrs[at];
        if instr.is(Op::LoadConst)
            && let Const::Int(int @ 0..=255) = consts.get(instr.arg)
        {
            let int = *int as u32;
            instr.set(Op::LoadSmallInt, int);
        }
        let copies_const = op == AnyOp::Real(Op::LoadConst) && instr.is(Op::Copy) && instr.arg == 1;
        if !copies_const {
            op = instr.op;
            arg = instr.arg;
        }
        if !matches!(op, AnyOp::Real(Op::LoadConst | Op::LoadSmallInt)) {
            continue;
        }
        let Some(next) = block.instrs.get(at + 1).copied() else { continue };
        match next.op {
            AnyOp::Real(Op::PopJumpIfFalse | Op::PopJumpIfTrue) | AnyOp::JumpIfFalse | AnyOp::JumpIfTrue => {
                let truth = is_true(&const_value(op, arg, consts));
                if matches!(next.op, AnyOp::Real(_)) {
                    block.instrs[at].set_nop();
                }
                let jumps_if = matches!(next.op, AnyOp::Real(Op::PopJumpIfTrue) | AnyOp::JumpIfTrue);
                let jump = &mut block.instrs[at + 1];
                if truth == jumps_if {
                    jump.op = AnyOp::Jump;
                } else {
                    jump.set_nop();
                    jump.target = None;
                }
            }
            AnyOp::Real(Op::IsOp) => {
                if const_value(op, arg, consts) != Const::None {
                    continue;
                }
                let mut jump_at = at + 2;
                if block.instrs.get(jump_at).is_some_and(|jump| jump.is(Op::ToBool)) {
                    block.instrs[jump_at].set_nop();
                    jump_at += 1;
                }
                let mut invert = next.arg != 0;
                match block.instrs.get(jump_at).map(|jump| jump.op) {
                    Some(AnyOp::Real(Op::PopJumpIfFalse)) => invert = !invert,
                    Some(AnyOp::Real(Op::PopJumpIfTrue)) => {}
                    _ => continue,
                }
                block.instrs[at].set_nop();
                block.instrs[at + 1].set_nop();
                block.instrs[jump_at].op = if invert { Op::PopJumpIfNotNone } else { Op::PopJumpIfNone }.into();
            }
            AnyOp::Real(Op::ToBool) => {
                let truth = if is_true(&const_value(op, arg, consts)) { Const::True } else { Const::False };
                let index = consts.add(truth);
                block.instrs[at].set_nop();
                block.instrs[at + 1].set(Op::LoadConst, index);
            }
            _ => {}
        }
    }
}

fn values(block: &Block, indices: &[usize], consts: &ConstTable) -> Vec<Const> {
    indices.iter().map(|index| const_value(block.instrs[*index].op, block.instrs[*index].arg, consts)).collect()
}

fn fold_tuple(block: &mut Block, at: usize, consts: &mut ConstTable) {
    let size = block.instrs[at].arg as usize;
    if size > STACK_USE_GUIDELINE {
        return;
    }
    let Some(loads) = const_loads(block, at, size) else { return };
    let items = values(block, &loads, consts);
    nop_out(block, &loads);
    set_const(&mut block.instrs[at], Const::Tuple(items.into()), consts);
}

/// A long tuple of constants is built as a list first.
fn fold_list_to_tuple(block: &mut Block, at: usize, consts: &mut ConstTable) {
    let mut loads = Vec::new();
    let mut expect_append = true;
    for pos in (0..at).rev() {
        let instr = &block.instrs[pos];
        if instr.is(Op::Nop) {
            continue;
        }
        if instr.is(Op::BuildList) && instr.arg == 0 {
            if !expect_append {
                return;
            }
            loads.reverse();
            let items = values(block, &loads, consts);
            let between: Vec<usize> = (pos..at).filter(|index| !block.instrs[*index].is(Op::Nop)).collect();
            nop_out(block, &between);
            set_const(&mut block.instrs[at], Const::Tuple(items.into()), consts);
            return;
        }
        if expect_append {
            if !instr.is(Op::ListAppend) || instr.arg != 1 {
                return;
            }
        } else {
            if !loads_const(instr) {
                return;
            }
            loads.push(pos);
        }
        expect_append = !expect_append;
    }
}

/// A list or set of constants that is only iterated over or searched is a constant; a longer one that is kept is
/// built from a constant.
fn optimize_sequence(block: &mut Block, at: usize, only_read: bool, consts: &mut ConstTable) {
    let instr = block.instrs[at];
    let is_list = instr.is(Op::BuildList);
    let size = instr.arg as usize;
    if size > STACK_USE_GUIDELINE || (size < MIN_CONST_SEQUENCE && !only_read) {
        return;
    }
    let Some(loads) = const_loads(block, at, size) else {
        if only_read && is_list {
            block.instrs[at].op = Op::BuildTuple.into();
        }
        return;
    };
    let items = values(block, &loads, consts);
    let value = if is_list { Const::Tuple(items.into()) } else { fold::frozen_set(items) };
    let index = consts.add(value);
    nop_out(block, &loads);
    if only_read {
        block.instrs[at].set(Op::LoadConst, index);
    } else {
        block.instrs[at - 2].loc = instr.loc;
        block.instrs[at - 2].set(instr.op, 0);
        block.instrs[at - 1].set(Op::LoadConst, index);
        block.instrs[at].set(if is_list { Op::ListExtend } else { Op::SetUpdate }, 1);
    }
}

fn fold_unary(block: &mut Block, at: usize, op: Op, consts: &mut ConstTable) {
    let Some(loads) = const_loads(block, at, 1) else { return };
    let operand = values(block, &loads, consts);
    if let Some(value) = fold::unary(op, &operand[0]) {
        nop_out(block, &loads);
        set_const(&mut block.instrs[at], value, consts);
    }
}

fn fold_binary(block: &mut Block, at: usize, consts: &mut ConstTable) {
    let Some(loads) = const_loads(block, at, 2) else { return };
    let operands = values(block, &loads, consts);
    if let Some(value) = fold::binary(block.instrs[at].arg, &operands[0], &operands[1]) {
        nop_out(block, &loads);
        set_const(&mut block.instrs[at], value, consts);
    }
}
