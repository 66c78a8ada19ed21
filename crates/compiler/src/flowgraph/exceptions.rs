//! Which handler guards which instruction, and how deep the stack gets.

use gilscope_bytecode::Op;

use super::{BlockId, Cfg, ENTRY};
use crate::ir::AnyOp;

impl Cfg {
    /// Follows the flow with the stack of open `try` blocks, and notes the innermost at each instruction.
    pub(super) fn label_exceptions(&mut self) {
        self.clear_visited();
        let mut stacks: Vec<Option<Vec<BlockId>>> = vec![None; self.blocks.len()];
        stacks[ENTRY.0 as usize] = Some(Vec::new());
        self[ENTRY].visited = true;
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            let mut stack = stacks[id.0 as usize].take().unwrap_or_default();
            let mut handler = stack.last().copied();
            let mut yield_depth = None;
            let mut instrs = std::mem::take(&mut self[id].instrs);
            for instr in &mut instrs {
                match instr.op {
                    op if op.is_block_push() => {
                        let Some(target) = instr.target else { continue };
                        if !self[target].visited {
                            self[target].visited = true;
                            stacks[target.0 as usize] = Some(stack.clone());
                            todo.push(target);
                        }
                        if matches!(op, AnyOp::SetupWith | AnyOp::SetupCleanup) {
                            self[target].preserve_lasti = true;
                        }
                        stack.push(target);
                        handler = Some(target);
                    }
                    AnyOp::PopBlock => {
                        stack.pop();
                        handler = stack.last().copied();
                        instr.set_nop();
                    }
                    op if op.is_jump() => {
                        instr.except = handler;
                        if let Some(target) = instr.target
                            && !self[target].visited
                        {
                            self[target].visited = true;
                            stacks[target.0 as usize] = Some(stack.clone());
                            todo.push(target);
                        }
                    }
                    AnyOp::Real(Op::YieldValue) => {
                        instr.except = handler;
                        yield_depth = Some(stack.len());
                    }
                    AnyOp::Real(Op::Resume) => {
                        instr.except = handler;
                        if instr.arg != 0 && yield_depth.take() == Some(1) {
                            instr.arg |= 4;
                        }
                    }
                    _ => instr.except = handler,
                }
            }
            self[id].instrs = instrs;
            if self[id].falls_through()
                && let Some(next) = self[id].next
                && !self[next].visited
            {
                self[next].visited = true;
                stacks[next.0 as usize] = Some(stack);
                todo.push(next);
            }
        }
    }

    /// The deepest the stack gets. Also notes each block's depth at its start.
    pub(super) fn stack_depth(&mut self) -> u32 {
        for block in &mut self.blocks {
            block.start_depth = None;
        }
        let mut deepest = 0;
        self[ENTRY].start_depth = Some(0);
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            let mut depth = self[id].start_depth.unwrap_or(0);
            let mut next = self[id].next;
            for at in 0..self[id].instrs.len() {
                let instr = self[id].instrs[at];
                deepest = deepest.max(depth);
                let after = (depth + instr.op.pushes(instr.arg)).saturating_sub(instr.op.pops(instr.arg));
                if let Some(target) = instr.target
                    && !instr.is(Op::EndAsyncFor)
                    && self[target].start_depth.is_none()
                {
                    self[target].start_depth = Some(after);
                    todo.push(target);
                }
                // A block push has its effect in the handler alone.
                if !instr.op.is_block_push() {
                    depth = after;
                }
                deepest = deepest.max(depth);
                if !instr.op.falls_through() {
                    next = None;
                    break;
                }
            }
            if let Some(next) = next
                && self[next].start_depth.is_none()
            {
                self[next].start_depth = Some(depth);
                todo.push(next);
            }
        }
        deepest
    }
}
