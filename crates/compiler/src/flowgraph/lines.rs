//! Lines of artificial instructions, and the removal of instructions that stand only for a line.

use gilscope_bytecode::Op;

use super::{BlockId, Cfg, ENTRY};
use crate::ir::{AnyOp, Loc};

impl Cfg {
    /// Every instruction that leaves the function, or lets other threads run, must have a line: a block of such
    /// without a line is copied for each jump to it.
    pub(super) fn resolve_lines(&mut self) {
        self.duplicate_exits_without_line();
        self.propagate_lines();
    }

    fn exit_or_eval_check_without_line(&self, id: BlockId) -> bool {
        let block = &self[id];
        let polls = block.instrs.iter().any(|instr| {
            matches!(
                instr.op,
                AnyOp::Jump | AnyOp::Real(Op::Call | Op::CallKw | Op::CallFunctionEx | Op::Resume | Op::JumpBackward)
            )
        });
        (block.exits_scope() || polls) && block.has_no_line()
    }

    fn duplicate_exits_without_line(&mut self) {
        let mut at = Some(ENTRY);
        while let Some(id) = at {
            at = self[id].next;
            let Some(last) = self[id].instrs.last().copied() else { continue };
            if !last.op.is_jump() {
                continue;
            }
            let Some(target) = self.next_nonempty(last.target) else { continue };
            if self.exit_or_eval_check_without_line(target) && self[target].predecessors > 1 {
                let copy = self.new_block();
                let mut instrs = self[target].instrs.clone();
                instrs[0].loc = last.loc;
                let next = self[target].next;
                let new = &mut self[copy];
                new.instrs = instrs;
                new.predecessors = 1;
                new.next = next;
                new.labelled = true;
                self[target].predecessors -= 1;
                self[target].next = Some(copy);
                if let Some(jump) = self[id].instrs.last_mut() {
                    jump.target = Some(copy);
                }
                at = self[id].next;
            }
        }
        // Those that are left are reached by falling through, from one block only.
        for id in self.order() {
            if let Some(next) = self[id].next
                && self[id].falls_through()
                && let Some(last) = self[id].instrs.last().copied()
                && self.exit_or_eval_check_without_line(next)
                && let Some(first) = self[next].instrs.first_mut()
            {
                first.loc = last.loc;
            }
        }
    }

    fn propagate_lines(&mut self) {
        for id in self.order() {
            let Some(last) = self[id].instrs.last().copied() else { continue };
            let mut before = Loc::NONE;
            let block = &mut self[id];
            for at in 0..block.instrs.len() {
                let line = block.instrs[at].loc.line;
                if line == Loc::NEXT.line {
                    block.instrs[at].loc = block.instrs.get(at + 1).map_or(before, |next| next.loc);
                    if block.instrs[at].loc.line >= 0 {
                        before = block.instrs[at].loc;
                    }
                } else if line < 0 {
                    block.instrs[at].loc = before;
                } else {
                    before = block.instrs[at].loc;
                }
            }
            let inherit = |cfg: &mut Cfg, heir: BlockId| {
                if cfg[heir].predecessors == 1
                    && let Some(first) = cfg[heir].instrs.first_mut()
                    && first.loc.line == Loc::NONE.line
                {
                    first.loc = before;
                }
            };
            if self[id].falls_through()
                && let Some(next) = self[id].next
            {
                inherit(self, next);
            }
            if last.op.is_jump()
                && let Some(target) = last.target
            {
                inherit(self, target);
            }
        }
    }

    /// Takes out NOPs that no line needs. Returns how many.
    fn remove_redundant_nops_in(&mut self, id: BlockId) -> usize {
        let mut instrs = self[id].instrs.clone();
        let count = instrs.len();
        let mut kept = Vec::with_capacity(count);
        let mut before = -1;
        for at in 0..count {
            let instr = instrs[at];
            let line = instr.loc.line;
            if instr.is(Op::Nop) {
                if line < 0 || before == line {
                    continue;
                }
                if at + 1 < count {
                    let next = instrs[at + 1].loc.line;
                    if next == line {
                        continue;
                    }
                    if next < 0 {
                        instrs[at + 1].loc = instr.loc;
                        continue;
                    }
                } else if let Some(next) = self.next_nonempty(self[id].next) {
                    let next = &self[next].instrs;
                    let first = next.iter().find(|instr| !(instr.is(Op::Nop) && instr.loc.line < 0));
                    if first.is_some_and(|first| first.loc.line == line) {
                        continue;
                    }
                }
            }
            kept.push(instr);
            before = line;
        }
        let removed = count - kept.len();
        self[id].shrink(kept);
        removed
    }

    pub(super) fn remove_redundant_nops(&mut self) -> usize {
        self.order().into_iter().map(|id| self.remove_redundant_nops_in(id)).sum()
    }

    /// Also takes out what pushes a value only to drop it.
    pub(super) fn remove_redundant_nops_and_pairs(&mut self) {
        let mut done = false;
        while !done {
            done = true;
            // Where the instruction before is, in the flow.
            let mut before: Option<(BlockId, usize)> = None;
            for id in self.order() {
                self.remove_redundant_nops_in(id);
                if self[id].labelled {
                    before = None;
                }
                for at in 0..self[id].instrs.len() {
                    if self[id].instrs[at].is(Op::PopTop)
                        && let Some((other, index)) = before
                    {
                        let pushed = &mut self[other].instrs[index];
                        let redundant = pushed.is(Op::LoadConst)
                            || pushed.is(Op::LoadSmallInt)
                            || (pushed.is(Op::Copy) && pushed.arg == 1);
                        if redundant {
                            pushed.set_nop();
                            self[id].instrs[at].set_nop();
                            done = false;
                        }
                    }
                    before = Some((id, at));
                }
                let jumps = self[id].instrs.last().is_some_and(|last| last.op.is_jump());
                if jumps || !self[id].falls_through() {
                    before = None;
                }
            }
        }
    }

    fn remove_redundant_jumps(&mut self) -> usize {
        let mut changes = 0;
        for id in self.order() {
            let Some(last) = self[id].instrs.last().copied() else { continue };
            if !last.op.is_unconditional_jump() {
                continue;
            }
            let target = self.next_nonempty(last.target);
            if target.is_some() && target == self.next_nonempty(self[id].next) {
                changes += 1;
                if let Some(jump) = self[id].instrs.last_mut() {
                    jump.set_nop();
                    jump.target = None;
                }
            }
        }
        changes
    }

    pub(super) fn remove_redundant_nops_and_jumps(&mut self) {
        while self.remove_redundant_nops() + self.remove_redundant_jumps() > 0 {}
    }
}
