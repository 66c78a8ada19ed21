//! A code object's instructions and exception table in the bytes that CPython 3.14 has for them: `co_code` and
//! `co_exceptiontable`.

use crate::dis::{Layout, extensions};
use crate::{Code, Position};

/// CPython's number of the instruction that is put before one whose operand needs more than a byte.
const EXTENDED_ARG: u8 = 69;
/// Marks the first byte of a row of an exception table.
const BEGIN: u8 = 0x80;
/// Marks a byte of an exception table that is not the last of its number.
const MORE: u8 = 0x40;

impl Code {
    /// `co_code`: two bytes for each code unit; what the caches hold is 0.
    pub fn encoded(&self) -> Vec<u8> {
        let layout = Layout::of(self);
        let mut bytes = Vec::with_capacity(layout.starts[self.instrs.len()] as usize);
        for (instr, arg) in self.instrs.iter().zip(&layout.args) {
            for part in (1..=extensions(*arg)).rev() {
                bytes.extend([EXTENDED_ARG, (arg >> (8 * part)) as u8]);
            }
            bytes.extend([instr.op as u8, *arg as u8]);
            bytes.extend(std::iter::repeat_n(0, 2 * instr.op.info().caches as usize));
        }
        bytes
    }

    /// `co_exceptiontable`: for each row start, length and target in code units, then depth and whether the index of
    /// the raising instruction is wanted, in groups of six bits, highest first.
    pub fn encoded_handlers(&self) -> Vec<u8> {
        let layout = Layout::of(self);
        let unit = |index: u32| layout.starts[index as usize] / 2;
        let mut bytes = Vec::new();
        for row in &self.handlers {
            let begins = bytes.len();
            let (start, end) = (unit(row.start), unit(row.end));
            for number in [start, end - start, unit(row.target), row.depth << 1 | u32::from(row.lasti)] {
                let groups = (32 - number.leading_zeros()).div_ceil(6).max(1);
                for group in (0..groups).rev() {
                    let more = if group > 0 { MORE } else { 0 };
                    bytes.push((number >> (6 * group)) as u8 & 0x3F | more);
                }
            }
            bytes[begins] |= BEGIN;
        }
        bytes
    }

    /// How many code units each instruction takes, with what is put before it and its caches, and where it comes from.
    pub fn units(&self) -> impl Iterator<Item = (u32, Position)> {
        let starts = Layout::of(self).starts;
        let positions = self.positions.iter().copied();
        positions.enumerate().map(move |(at, place)| ((starts[at + 1] - starts[at]) / 2, place))
    }
}

impl Position {
    /// The line as CPython has it: `None` where there is none, 0 for a module's first instruction.
    pub fn line(&self) -> Option<u32> {
        (self.line > 0 || self.end_line > 0).then_some(self.line)
    }
}
