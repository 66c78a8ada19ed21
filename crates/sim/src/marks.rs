//! Positions worth stopping at, in little room: where a line begins, thread by thread, and where another thread goes on.

/// So many positions are read from one that is kept whole.
const BLOCK: usize = 1024;

/// Rising positions, some of them of note: the difference of each to the one before and a bit, as varints. What is written
/// stays where it is: the Trace view keeps whatever changes between two snapshots of the memory.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    blocks: Vec<Block>,
    count: usize,
    last: u64,
    /// How many are of note.
    noted: usize,
}

#[derive(Clone, Debug)]
struct Block {
    bytes: Vec<u8>,
    /// The position before its first, and how many before that are of note.
    before: u64,
    noted: usize,
}

impl Positions {
    /// Adds a position, if it is beyond the last one.
    pub fn push(&mut self, position: u64, of_note: bool) {
        if self.count > 0 && position <= self.last {
            return;
        }
        if self.count.is_multiple_of(BLOCK) {
            // Many threads never fill their first.
            let room = if self.count == 0 { 0 } else { BLOCK };
            self.blocks.push(Block { bytes: Vec::with_capacity(room), before: self.last, noted: self.noted });
        }
        let Some(Block { bytes, .. }) = self.blocks.last_mut() else { return };
        let mut d = (position - self.last) << 1 | u64::from(of_note);
        while d >= 0x80 {
            bytes.push(d as u8 | 0x80);
            d >>= 7;
        }
        bytes.push(d as u8);
        self.count += 1;
        self.last = position;
        self.noted += usize::from(of_note);
    }

    /// The last position before this one.
    pub fn before(&self, position: u64) -> Option<u64> {
        let i = self.blocks.partition_point(|b| b.before < position).checked_sub(1)?;
        let mut found = (i > 0).then(|| self.blocks[i].before);
        for (p, _) in self.blocks[i].read() {
            if p >= position {
                break;
            }
            found = Some(p);
        }
        found
    }

    /// The position of note with this number, from 0.
    pub fn nth_noted(&self, n: usize) -> Option<u64> {
        let i = self.blocks.partition_point(|b| b.noted <= n).checked_sub(1)?;
        let block = &self.blocks[i];
        block.read().filter(|&(_, of_note)| of_note).nth(n - block.noted).map(|(p, _)| p)
    }

    /// How many are of note.
    pub fn noted(&self) -> usize {
        self.noted
    }

    /// The first position after this one.
    pub fn after(&self, position: u64) -> Option<u64> {
        if self.count == 0 || self.last <= position {
            return None;
        }
        let i = self.blocks.partition_point(|b| b.before <= position).saturating_sub(1);
        self.blocks[i..].iter().flat_map(Block::read).map(|(p, _)| p).find(|&p| p > position)
    }
}

impl Block {
    /// Its positions, and whether each is of note.
    fn read(&self) -> impl Iterator<Item = (u64, bool)> {
        let (mut at, mut position) = (0, self.before);
        std::iter::from_fn(move || {
            let (mut d, mut shift) = (0, 0);
            loop {
                let byte = *self.bytes.get(at)?;
                at += 1;
                d |= u64::from(byte & 0x7F) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            position += d >> 1;
            Some((position, d & 1 == 1))
        })
    }
}

/// What a step to the next or the one before may stop at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Bytecode,
    /// A line of the program begins, in whatever thread.
    Line,
    /// Another thread goes on.
    Switch,
    /// A line begins in this thread.
    Thread(u32),
}

/// The positions of a run so far.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Where each thread is on a line of its own; of note are those at which it does not only go on with it.
    lines: Vec<Positions>,
    /// Instructions of the program that each thread has executed since its line began.
    since: Vec<u64>,
    switches: Positions,
    /// The thread that ran last, and the line that each is on.
    running: Option<u32>,
    on: Vec<u32>,
}

impl Marks {
    /// An instruction on a line of the program (0: of the library) is about to run at this position.
    pub fn note(&mut self, position: u64, thread: u32, line: u32) {
        let i = thread as usize;
        let goes_on = self.running != Some(thread);
        if goes_on {
            self.running = Some(thread);
            self.switches.push(position, false);
            if self.on.len() <= i {
                self.on.resize(i + 1, 0);
                self.lines.resize_with(i + 1, Positions::default);
                self.since.resize(i + 1, 0);
            }
        }
        if line == 0 {
            return;
        }
        let begins = self.on[i] != line;
        if begins {
            self.on[i] = line;
            self.since[i] = 0;
        }
        if begins || goes_on {
            self.lines[i].push(position, begins);
        }
        self.since[i] += 1;
    }

    /// So many instructions follow on the line that was noted last.
    pub fn go_on(&mut self, thread: u32, line: u32, n: u64) {
        if line > 0 {
            self.since[thread as usize] += n;
        }
    }

    /// The last `n` of them do not.
    pub fn take_back(&mut self, thread: u32, line: u32, n: u64) {
        if line > 0 {
            self.since[thread as usize] -= n;
        }
    }

    /// How far a thread has come: lines begun, and instructions of the program since.
    pub fn come(&self, thread: u32) -> (u64, u64) {
        let i = thread as usize;
        self.lines.get(i).map_or((0, 0), |lines| (lines.noted() as u64, self.since[i]))
    }

    /// The line of the program that a thread was on last.
    pub fn line(&self, thread: u32) -> Option<u32> {
        self.on.get(thread as usize).copied().filter(|line| *line > 0)
    }

    /// Where a thread began its line with this number, from 1.
    pub fn begun(&self, thread: u32, number: u64) -> Option<u64> {
        self.lines.get(thread as usize)?.nth_noted((number as usize).checked_sub(1)?)
    }

    /// The nearest such position after this one, as far as the run has come.
    pub fn after(&self, position: u64, unit: Unit) -> Option<u64> {
        match unit {
            Unit::Bytecode => Some(position + 1),
            Unit::Line => self.lines.iter().filter_map(|l| l.after(position)).min(),
            Unit::Switch => self.switches.after(position),
            Unit::Thread(id) => self.lines.get(id as usize)?.after(position),
        }
    }

    /// The nearest such position before this one.
    pub fn before(&self, position: u64, unit: Unit) -> Option<u64> {
        match unit {
            Unit::Bytecode => position.checked_sub(1),
            Unit::Line => self.lines.iter().filter_map(|l| l.before(position)).max(),
            Unit::Switch => self.switches.before(position),
            Unit::Thread(id) => self.lines.get(id as usize)?.before(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_from_both_sides() {
        let mut all = Positions::default();
        let (mut list, mut noted) = (Vec::new(), Vec::new());
        let mut p = 0;
        for i in 0..5000 {
            p += 1 + (i * i) % 700;
            all.push(p, i % 3 == 0);
            list.push(p);
            noted.extend((i % 3 == 0).then_some(p));
        }
        assert_eq!(all.noted(), noted.len());
        for q in (0..p + 10).step_by(379) {
            assert_eq!(all.after(q), list.iter().copied().find(|&p| p > q), "after {q}");
            assert_eq!(all.before(q), list.iter().copied().rev().find(|&p| p < q), "before {q}");
        }
        for n in 0..noted.len() + 3 {
            assert_eq!(all.nth_noted(n), noted.get(n).copied(), "number {n}");
        }
        all.push(3, true);
        assert_eq!(all.after(p), None);
    }
}
