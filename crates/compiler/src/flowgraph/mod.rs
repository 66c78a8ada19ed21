//! The control flow graph: instructions in blocks, optimised and laid out as CPython 3.14 does, pass by pass.

mod assemble;
mod exceptions;
mod fold;
mod layout;
mod lines;
mod locals;
mod optimize;
mod swaps;

use std::sync::Arc;

use gilscope_bytecode::{Code, CodeFlags, Op};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::codegen::NameTable;
use crate::consts::ConstTable;
use crate::ir::{AnyOp, Loc, Sequence};
use crate::symtable::Str;

pub(crate) use fold::{binary, unary};

/// Index of a block in [`Cfg::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct BlockId(u32);

#[derive(Clone, Copy, Debug)]
struct Instr {
    op: AnyOp,
    arg: u32,
    target: Option<BlockId>,
    loc: Loc,
    /// The handler of what it raises.
    except: Option<BlockId>,
}

impl Instr {
    fn new(op: impl Into<AnyOp>, arg: u32, loc: Loc) -> Instr {
        Instr { op: op.into(), arg, target: None, loc, except: None }
    }

    fn is(&self, op: Op) -> bool {
        self.op == AnyOp::Real(op)
    }

    /// Makes it another instruction, at the same place.
    fn set(&mut self, op: impl Into<AnyOp>, arg: u32) {
        self.op = op.into();
        self.arg = arg;
    }

    fn set_nop(&mut self) {
        self.set(Op::Nop, 0);
    }
}

#[derive(Clone, Debug, Default)]
struct Block {
    instrs: Vec<Instr>,
    /// The block after it in the code's order.
    next: Option<BlockId>,
    /// Whether it is a jump target.
    labelled: bool,
    /// Stack depth at its start; None as long as it is unknown.
    start_depth: Option<u32>,
    predecessors: u32,
    is_handler: bool,
    preserve_lasti: bool,
    cold: bool,
    warm: bool,
    visited: bool,
    /// What CPython leaves behind the last instruction when a block gets shorter: the handlers of instructions that
    /// were there. An instruction that is added later takes such a place over, handler and all.
    vacated: Vec<Option<BlockId>>,
    /// A bit for each of the first 64 locals that may be unset at its start.
    unsafe_locals: u64,
}

impl Block {
    fn falls_through(&self) -> bool {
        self.instrs.last().is_none_or(|last| last.op.falls_through())
    }

    /// Replaces the instructions by fewer.
    fn shrink(&mut self, instrs: Vec<Instr>) {
        let left = self.instrs[instrs.len()..].iter().map(|instr| instr.except);
        self.vacated.splice(0..0, left.collect::<Vec<_>>());
        self.instrs = instrs;
    }

    /// Adds an instruction of the compiler's own.
    fn push(&mut self, mut instr: Instr) {
        if !self.vacated.is_empty() {
            instr.except = self.vacated.remove(0);
        }
        self.instrs.push(instr);
    }

    /// Adds copies of instructions.
    fn append(&mut self, instrs: &[Instr]) {
        self.fill(instrs.len());
        self.instrs.extend_from_slice(instrs);
    }

    /// Notes that so many instructions were put in.
    fn fill(&mut self, count: usize) {
        let taken = count.min(self.vacated.len());
        self.vacated.drain(..taken);
    }

    fn exits_scope(&self) -> bool {
        self.instrs.last().is_some_and(|last| last.op.exits_scope())
    }

    fn has_no_line(&self) -> bool {
        self.instrs.iter().all(|instr| instr.loc.line < 0)
    }
}

/// What the code generator hands over beside the instructions.
pub(crate) struct CodeUnit {
    pub name: Str,
    pub qualname: String,
    pub filename: Arc<str>,
    pub first_line: u32,
    pub args: u32,
    pub posonly: u32,
    pub kwonly: u32,
    /// Parameters of all kinds: they come first among the local variables.
    pub params: u32,
    pub flags: CodeFlags,
    pub consts: ConstTable,
    pub names: NameTable,
    pub varnames: NameTable,
    pub cellvars: NameTable,
    pub freevars: NameTable,
    pub fast_hidden: IndexMap<Str, bool, FxBuildHasher>,
}

struct Cfg {
    blocks: Vec<Block>,
    consts: ConstTable,
}

const ENTRY: BlockId = BlockId(0);

impl std::ops::Index<BlockId> for Cfg {
    type Output = Block;

    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }
}

impl std::ops::IndexMut<BlockId> for Cfg {
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.0 as usize]
    }
}

impl Cfg {
    fn new_block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// The blocks in the code's order.
    fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = Some(ENTRY);
        while let Some(id) = at {
            order.push(id);
            at = self[id].next;
        }
        order
    }

    fn next_nonempty(&self, from: Option<BlockId>) -> Option<BlockId> {
        let mut at = from;
        while let Some(id) = at {
            if !self[id].instrs.is_empty() {
                break;
            }
            at = self[id].next;
        }
        at
    }

    fn clear_visited(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }

    /// Cuts the sequence into blocks: a jump or an exit ends one, a jump target begins one.
    fn build(sequence: Sequence, consts: ConstTable) -> Cfg {
        let mut cfg = Cfg { blocks: vec![Block::default()], consts };
        let (instrs, labels) = flatten(sequence);
        let count = instrs.len();
        let mut is_target = vec![false; count + 1];
        for instr in &instrs {
            if instr.op.has_target() {
                is_target[labels[instr.arg as usize] as usize] = true;
            }
        }
        let mut block_of = vec![ENTRY; count + 1];
        let mut current = ENTRY;
        for (index, instr) in instrs.iter().enumerate() {
            let terminated = cfg[current].instrs.last().is_some_and(|last| last.op.is_terminator());
            let begins = is_target[index] && (!cfg[current].instrs.is_empty() || cfg[current].labelled);
            if terminated || begins {
                let next = cfg.new_block();
                cfg[current].next = Some(next);
                current = next;
            }
            if is_target[index] {
                cfg[current].labelled = true;
            }
            block_of[index] = current;
            cfg[current].instrs.push(Instr::new(instr.op, instr.arg, instr.loc));
        }
        for block in &mut cfg.blocks {
            for instr in &mut block.instrs {
                if instr.op.has_target() {
                    instr.target = Some(block_of[labels[instr.arg as usize] as usize]);
                    instr.arg = 0;
                }
            }
        }
        cfg
    }

    fn mark_handlers(&mut self) {
        for index in 0..self.blocks.len() {
            for at in 0..self.blocks[index].instrs.len() {
                let instr = self.blocks[index].instrs[at];
                if instr.op.is_block_push()
                    && let Some(target) = instr.target
                {
                    self[target].is_handler = true;
                }
            }
        }
    }
}

/// Puts a module's annotations where their placeholder is. Labels move along.
fn flatten(mut sequence: Sequence) -> (Vec<crate::ir::SeqInstr>, Vec<u32>) {
    let annotations = sequence.annotations.take();
    let Some(at) = sequence.instrs.iter().position(|instr| instr.op == AnyOp::AnnotationsPlaceholder) else {
        return (sequence.instrs, sequence.labels);
    };
    let inserted = annotations.map(|annotations| annotations.instrs).unwrap_or_default();
    let shift = inserted.len() as i64 - 1;
    sequence.instrs.splice(at..=at, inserted);
    for label in &mut sequence.labels {
        if *label != u32::MAX && *label as usize > at {
            *label = (i64::from(*label) + shift) as u32;
        }
    }
    (sequence.instrs, sequence.labels)
}

impl CodeUnit {
    /// Runs all passes over the instructions and makes the code object.
    pub fn assemble(mut self, sequence: Sequence) -> Code {
        let consts = std::mem::take(&mut self.consts);
        let mut cfg = Cfg::build(sequence, consts);
        cfg.mark_handlers();
        cfg.label_exceptions();

        cfg.inline_small_blocks();
        cfg.remove_unreachable();
        cfg.resolve_lines();
        cfg.optimize_load_const();
        cfg.optimize_blocks();
        cfg.remove_redundant_nops_and_pairs();
        cfg.remove_unreachable();
        cfg.remove_redundant_nops_and_jumps();

        cfg.remove_unused_consts();
        cfg.add_checks(self.varnames.len() as u32, self.params);
        cfg.insert_superinstructions();
        cfg.push_cold_blocks_to_end();
        cfg.resolve_lines();

        cfg.convert_conditional_pseudo_jumps();
        let stack_size = cfg.stack_depth();
        let locals = self.prepare_locals(&mut cfg);
        cfg.convert_pseudo_ops();
        cfg.normalize_jumps();
        cfg.borrow_locals();
        self.finish(cfg, locals, stack_size)
    }
}
