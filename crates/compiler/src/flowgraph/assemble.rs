//! The last steps: slots for variables, pseudo instructions become real ones, and the code object is put together.

use gilscope_bytecode::{self as bytecode, Code, CodeFlags, Handler, Local, LocalKind, Op, Position};

use super::{Block, Cfg, CodeUnit, ENTRY, Instr};
use crate::ir::{AnyOp, Loc};

impl Cfg {
    /// `JumpIfFalse` and `JumpIfTrue` keep their value: a copy of it is tested.
    pub(super) fn convert_conditional_pseudo_jumps(&mut self) {
        for id in self.order() {
            let instrs = &mut self[id].instrs;
            let Some(last) = instrs.last_mut() else { continue };
            let op = match last.op {
                AnyOp::JumpIfFalse => Op::PopJumpIfFalse,
                AnyOp::JumpIfTrue => Op::PopJumpIfTrue,
                _ => continue,
            };
            last.op = op.into();
            let loc = last.loc;
            let at = instrs.len() - 1;
            let except = instrs[at].except;
            let inserted = [Instr::new(Op::Copy, 1, loc), Instr::new(Op::ToBool, 0, loc)];
            instrs.splice(at..at, inserted.map(|instr| Instr { except, ..instr }));
            self[id].fill(inserted.len());
        }
    }

    pub(super) fn convert_pseudo_ops(&mut self) {
        for id in self.order() {
            for instr in &mut self[id].instrs {
                match instr.op {
                    op if op.is_block_push() => {
                        instr.set_nop();
                        instr.target = None;
                    }
                    AnyOp::LoadClosure => instr.op = Op::LoadFast.into(),
                    AnyOp::StoreFastMaybeNull => instr.op = Op::StoreFast.into(),
                    _ => {}
                }
            }
        }
        self.remove_redundant_nops_and_jumps();
    }
}

impl CodeUnit {
    /// Gives cells and free variables their slots after the plain local variables (a parameter that is a cell keeps
    /// its own), and sets them up at the start of the code.
    pub(super) fn prepare_locals(&mut self, cfg: &mut Cfg) -> Vec<Local> {
        let plain = self.varnames.len();
        let cells = self.cellvars.len();
        let frees = self.freevars.len();
        let mut slots: Vec<u32> = Vec::with_capacity(cells + frees);
        let mut next = plain as u32;
        for name in self.cellvars.iter() {
            slots.push(self.varnames.get(name).unwrap_or_else(|| {
                next += 1;
                next - 1
            }));
        }
        for _ in 0..frees {
            slots.push(next);
            next += 1;
        }
        self.insert_prefix(cfg.blocks.first_mut().expect("a first block"), &slots[..cells]);
        for id in cfg.order() {
            for instr in &mut cfg[id].instrs {
                let is_deref = matches!(
                    instr.op,
                    AnyOp::LoadClosure
                        | AnyOp::Real(
                            Op::MakeCell | Op::LoadDeref | Op::StoreDeref | Op::DeleteDeref | Op::LoadFromDictOrDeref
                        )
                );
                if is_deref {
                    instr.arg = slots[instr.arg as usize];
                }
            }
        }

        let mut locals: Vec<Local> = Vec::with_capacity(next as usize);
        for (index, name) in self.varnames.iter().enumerate() {
            let kind = if self.cellvars.get(name).is_some() {
                LocalKind::Cell
            } else if self.fast_hidden.contains_key(name) {
                LocalKind::Hidden
            } else {
                LocalKind::Fast
            };
            locals.push(Local { name: (**name).into(), kind, is_arg: (index as u32) < self.params });
        }
        for name in self.cellvars.iter().filter(|name| self.varnames.get(name).is_none()) {
            locals.push(Local { name: (**name).into(), kind: LocalKind::Cell, is_arg: false });
        }
        for name in self.freevars.iter() {
            locals.push(Local { name: (**name).into(), kind: LocalKind::Free, is_arg: false });
        }
        locals
    }

    fn insert_prefix(&self, entry: &mut Block, cell_slots: &[u32]) {
        let mut prefix = Vec::new();
        if self.freevars.len() > 0 {
            prefix.push(Instr::new(Op::CopyFreeVars, self.freevars.len() as u32, Loc::NONE));
        }
        let mut cells: Vec<(u32, u32)> = cell_slots.iter().enumerate().map(|(at, slot)| (*slot, at as u32)).collect();
        cells.sort_unstable();
        prefix.extend(cells.into_iter().map(|(_, cell)| Instr::new(Op::MakeCell, cell, Loc::NONE)));
        let generator = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if self.flags.intersects(generator) {
            let line = self.first_line as i32;
            let loc = Loc::new(line, line, -1, -1);
            prefix.push(Instr::new(Op::ReturnGenerator, 0, loc));
            prefix.push(Instr::new(Op::PopTop, 0, loc));
        }
        entry.fill(prefix.len());
        entry.instrs.splice(0..0, prefix);
    }

    pub(super) fn finish(self, cfg: Cfg, locals: Vec<Local>, stack_size: u32) -> Code {
        let order = cfg.order();
        let mut starts = vec![0u32; cfg.blocks.len()];
        let mut count = 0;
        for id in &order {
            starts[id.0 as usize] = count;
            count += cfg[*id].instrs.len() as u32;
        }
        let mut instrs = Vec::with_capacity(count as usize);
        let mut positions = Vec::with_capacity(count as usize);
        let mut handlers: Vec<Handler> = Vec::new();
        let mut open: Option<(super::BlockId, u32)> = None;
        let mut close = |open: &mut Option<(super::BlockId, u32)>, end: u32| {
            if let Some((target, start)) = open.take()
                && start < end
            {
                let handler = &cfg[target];
                let lasti = handler.preserve_lasti;
                // Below the exception lies the index, if it is wanted.
                let depth = handler.start_depth.unwrap_or(0).saturating_sub(1 + u32::from(lasti));
                handlers.push(Handler { start, end, target: starts[target.0 as usize], depth, lasti });
            }
        };
        for id in &order {
            for instr in &cfg[*id].instrs {
                let at = instrs.len() as u32;
                if open.map(|(target, _)| target) != instr.except {
                    close(&mut open, at);
                    open = instr.except.map(|target| (target, at));
                }
                let op = match instr.op {
                    AnyOp::Real(op) => op,
                    // Nothing of these is left by now.
                    _ => Op::Nop,
                };
                let arg = instr.target.map_or(instr.arg, |target| starts[target.0 as usize]);
                instrs.push(bytecode::Instr { op, arg });
                positions.push(position(instr.loc));
            }
        }
        close(&mut open, instrs.len() as u32);
        debug_assert_eq!(order.first(), Some(&ENTRY));
        Code {
            name: (*self.name).into(),
            qualname: self.qualname.into(),
            filename: self.filename,
            first_line: self.first_line,
            arg_count: self.args + self.posonly,
            posonly_count: self.posonly,
            kwonly_count: self.kwonly,
            flags: self.flags.bits(),
            // CPython never has less than one, so that a generator can be resumed.
            stack_size: stack_size.max(1),
            consts: cfg.consts.into_consts(),
            names: self.names.iter().map(|name| (**name).into()).collect(),
            locals: locals.into(),
            instrs: instrs.into(),
            positions: positions.into(),
            handlers: handlers.into(),
        }
    }
}

fn position(loc: Loc) -> Position {
    if loc.line < 0 {
        return Position::default();
    }
    let has_columns = loc.col >= 0 && loc.end_col >= 0;
    Position {
        line: loc.line as u32,
        end_line: loc.end_line.max(loc.line) as u32,
        col: loc.col.max(0) as u32,
        end_col: loc.end_col.max(0) as u32,
        has_columns,
    }
}
