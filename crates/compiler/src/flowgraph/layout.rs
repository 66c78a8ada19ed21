//! Where blocks go: small exits are copied, what is unreachable is dropped, exception handlers move to the end, and
//! jumps get their direction.

use gilscope_bytecode::Op;

use super::{BlockId, Cfg, ENTRY, Instr};
use crate::ir::{AnyOp, Loc};

/// A block that leaves the function is copied in place of a jump to it, if it has at most so many instructions.
const MAX_COPY_SIZE: usize = 4;

impl Cfg {
    pub(super) fn inline_small_blocks(&mut self) {
        let order = self.order();
        loop {
            let mut changed = false;
            for &id in &order {
                changed |= self.inline_target(id);
            }
            if !changed {
                break;
            }
        }
    }

    fn inline_target(&mut self, id: BlockId) -> bool {
        let Some(last) = self[id].instrs.last().copied() else { return false };
        let Some(target) = last.target.filter(|_| last.op.is_unconditional_jump()) else { return false };
        let block = &self[target];
        let small_exit = block.exits_scope() && block.instrs.len() <= MAX_COPY_SIZE;
        let no_line = block.has_no_line() && !block.falls_through();
        if !small_exit && !no_line {
            return false;
        }
        let copied = block.instrs.clone();
        let removed = last.op;
        let block = &mut self[id];
        if let Some(jump) = block.instrs.last_mut() {
            jump.set_nop();
            jump.target = None;
        }
        block.append(&copied);
        if no_line
            && removed == AnyOp::Jump
            && let Some(last) = block.instrs.last_mut()
            && last.op.is_unconditional_jump()
        {
            last.op = AnyOp::Jump;
        }
        self[target].predecessors = self[target].predecessors.saturating_sub(1);
        true
    }

    pub(super) fn remove_unreachable(&mut self) {
        for block in &mut self.blocks {
            block.predecessors = 0;
            block.visited = false;
        }
        self[ENTRY].predecessors = 1;
        self[ENTRY].visited = true;
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            let mut reach = |cfg: &mut Cfg, target: BlockId| {
                if !cfg[target].visited {
                    cfg[target].visited = true;
                    todo.push(target);
                }
                cfg[target].predecessors += 1;
            };
            if self[id].falls_through()
                && let Some(next) = self[id].next
            {
                reach(self, next);
            }
            for at in 0..self[id].instrs.len() {
                if let Some(target) = self[id].instrs[at].target {
                    reach(self, target);
                }
            }
        }
        for id in self.order() {
            if self[id].predecessors == 0 {
                self[id].shrink(Vec::new());
                self[id].is_handler = false;
            }
        }
    }

    /// What is reached without an exception is warm.
    fn mark_warm(&mut self) {
        self.clear_visited();
        self[ENTRY].visited = true;
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            self[id].warm = true;
            for target in self.flow_targets(id) {
                if !self[target].visited {
                    self[target].visited = true;
                    todo.push(target);
                }
            }
        }
    }

    /// Where the flow goes on, exceptions apart.
    fn flow_targets(&self, id: BlockId) -> Vec<BlockId> {
        let block = &self[id];
        let mut targets = Vec::new();
        if block.falls_through() {
            targets.extend(block.next);
        }
        targets.extend(block.instrs.iter().filter(|instr| instr.op.is_jump()).filter_map(|instr| instr.target));
        targets
    }

    fn mark_cold(&mut self) {
        self.mark_warm();
        self.clear_visited();
        let mut todo: Vec<BlockId> = Vec::new();
        for id in self.order() {
            if self[id].is_handler {
                self[id].visited = true;
                todo.push(id);
            }
        }
        while let Some(id) = todo.pop() {
            self[id].cold = true;
            for target in self.flow_targets(id) {
                if !self[target].warm && !self[target].visited {
                    self[target].visited = true;
                    todo.push(target);
                }
            }
        }
    }

    pub(super) fn push_cold_blocks_to_end(&mut self) {
        if self[ENTRY].next.is_none() {
            return;
        }
        self.mark_cold();
        // Where cold code would fall through into warm code it must jump.
        for id in self.order() {
            if let Some(next) = self[id].next
                && self[id].cold
                && self[id].falls_through()
                && self[next].warm
            {
                let jump = self.new_block();
                self[next].labelled = true;
                let mut instr = Instr::new(AnyOp::JumpNoInterrupt, 0, Loc::NONE);
                instr.target = Some(next);
                let block = &mut self[jump];
                block.instrs.push(instr);
                block.cold = true;
                block.predecessors = 1;
                block.next = Some(next);
                self[id].next = Some(jump);
            }
        }
        let order = self.order();
        let (cold, warm): (Vec<BlockId>, Vec<BlockId>) = order.into_iter().partition(|id| self[*id].cold);
        if cold.is_empty() {
            return;
        }
        let all: Vec<BlockId> = warm.into_iter().chain(cold).collect();
        for (at, id) in all.iter().enumerate() {
            self[*id].next = all.get(at + 1).copied();
        }
        self.remove_redundant_nops_and_jumps();
    }

    /// Gives jumps a direction. Conditional ones go forward only: `if x: jump back` becomes
    /// `if not x: jump over; jump back`.
    pub(super) fn normalize_jumps(&mut self) {
        self.clear_visited();
        let mut at = Some(ENTRY);
        while let Some(id) = at {
            self[id].visited = true;
            self.normalize_jump(id);
            at = self[id].next;
        }
    }

    fn normalize_jump(&mut self, id: BlockId) {
        let Some(last) = self[id].instrs.last().copied() else { return };
        let Some(target) = last.target.filter(|_| last.op.is_jump()) else { return };
        let forward = !self[target].visited;
        let end = self[id].instrs.len() - 1;
        let set = |cfg: &mut Cfg, op: Op| cfg[id].instrs[end].op = op.into();
        match last.op {
            AnyOp::Jump => return set(self, if forward { Op::JumpForward } else { Op::JumpBackward }),
            AnyOp::JumpNoInterrupt => {
                return set(self, if forward { Op::JumpForward } else { Op::JumpBackwardNoInterrupt });
            }
            _ => {}
        }
        let reversed = match last.op {
            AnyOp::Real(Op::PopJumpIfFalse) => Op::PopJumpIfTrue,
            AnyOp::Real(Op::PopJumpIfTrue) => Op::PopJumpIfFalse,
            AnyOp::Real(Op::PopJumpIfNone) => Op::PopJumpIfNotNone,
            AnyOp::Real(Op::PopJumpIfNotNone) => Op::PopJumpIfNone,
            _ => return,
        };
        let not_taken = Instr::new(Op::NotTaken, 0, last.loc);
        if forward {
            self[id].push(not_taken);
            return;
        }
        let back = self.new_block();
        let mut jump = Instr::new(AnyOp::Jump, 0, last.loc);
        jump.target = Some(target);
        let next = self[id].next;
        let (cold, depth) = (self[id].cold, self[target].start_depth);
        let block = &mut self[back];
        block.instrs = vec![not_taken, jump];
        block.start_depth = depth;
        block.cold = cold;
        block.next = next;
        set(self, reversed);
        self[id].instrs[end].target = next;
        self[id].next = Some(back);
    }
}
