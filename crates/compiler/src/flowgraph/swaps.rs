//! Runs of SWAP: made as short as can be, and where possible replaced by storing in another order.

use gilscope_bytecode::Op;

use super::{Block, Instr};
use crate::ir::AnyOp;

/// Replaces the run of SWAPs and NOPs at `start` by a shortest one of the same effect. Returns the index of its end.
pub(super) fn shorten(block: &mut Block, start: usize) -> usize {
    let instrs = &mut block.instrs[start..];
    let mut depth = instrs[0].arg as usize;
    let mut len = 1;
    let mut more = false;
    while let Some(instr) = instrs.get(len) {
        if instr.is(Op::Swap) {
            depth = depth.max(instr.arg as usize);
            more = true;
        } else if !instr.is(Op::Nop) {
            break;
        }
        len += 1;
    }
    if !more {
        return start;
    }
    // What the run does to a stack of the numbers 0, 1, 2, … (0 on top).
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for instr in &instrs[..len] {
        if instr.is(Op::Swap) && instr.arg > 0 {
            stack.swap(0, instr.arg as usize - 1);
        }
    }
    // Each cycle of the permutation is undone from its end, the last instruction first; every cycle passes the top.
    let mut free = len;
    for i in 0..depth {
        if stack[i].is_none() || stack[i] == Some(i) {
            continue;
        }
        let mut j = i;
        loop {
            if j != 0 {
                free -= 1;
                instrs[free].set(Op::Swap, j as u32 + 1);
            }
            match stack[j].take() {
                Some(next) => j = next,
                None => break,
            }
        }
    }
    for instr in &mut instrs[..free] {
        instr.set_nop();
    }
    start + len - 1
}

fn is_swappable(instr: &Instr) -> bool {
    matches!(instr.op, AnyOp::Real(Op::StoreFast | Op::PopTop) | AnyOp::StoreFastMaybeNull)
}

fn stored(instr: &Instr) -> Option<u32> {
    matches!(instr.op, AnyOp::Real(Op::StoreFast) | AnyOp::StoreFastMaybeNull).then_some(instr.arg)
}

fn next_swappable(block: &Block, from: usize, line: Option<i32>) -> Option<usize> {
    for (at, instr) in block.instrs.iter().enumerate().skip(from + 1) {
        if line.is_some_and(|line| line >= 0 && instr.loc.line != line) {
            return None;
        }
        if instr.is(Op::Nop) {
            continue;
        }
        return is_swappable(instr).then_some(at);
    }
    None
}

/// Instead of swapping values, swaps the instructions that store (or drop) them. Looks at the SWAPs up to `from`.
pub(super) fn apply_statically(block: &mut Block, from: usize) {
    for at in (0..=from).rev() {
        let swap = block.instrs[at];
        if !swap.is(Op::Swap) {
            if swap.is(Op::Nop) || is_swappable(&swap) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(block, at, None) else { return };
        let line = block.instrs[first].loc.line;
        let mut second = first;
        for _ in 1..swap.arg {
            match next_swappable(block, second, Some(line)) {
                Some(next) => second = next,
                None => return,
            }
        }
        let (a, b) = (stored(&block.instrs[first]), stored(&block.instrs[second]));
        if a.is_some() || b.is_some() {
            if a == b {
                return;
            }
            let between = block.instrs.get(first + 1..second).unwrap_or(&[]);
            if between.iter().any(|instr| stored(instr).is_some_and(|slot| Some(slot) == a || Some(slot) == b)) {
                return;
            }
        }
        block.instrs[at].set_nop();
        block.instrs.swap(first, second);
    }
}
