//! Positions worth stopping at, in little room: where a line begins, thread by thread, and where another thread goes on.

/// Every so many positions one is kept whole, so that none is far from where reading begins.
const EVERY: usize = 256;

/// Rising positions: the difference of each to the one before, as varints.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    bytes: Vec<u8>,
    /// Of every 256th: where its difference begins, and the position before it.
    index: Vec<(usize, u64)>,
    count: usize,
    last: u64,
}

impl Positions {
    /// Adds a position, if it is beyond the last one.
    pub fn push(&mut self, position: u64) {
        if self.count > 0 && position <= self.last {
            return;
        }
        if self.count.is_multiple_of(EVERY) {
            self.index.push((self.bytes.len(), self.last));
        }
        let mut d = position - self.last;
        while d >= 0x80 {
            self.bytes.push(d as u8 | 0x80);
            d >>= 7;
        }
        self.bytes.push(d as u8);
        self.count += 1;
        self.last = position;
    }

    /// The last position before this one.
    pub fn before(&self, position: u64) -> Option<u64> {
        let block = self.index.partition_point(|&(_, before)| before < position).checked_sub(1)?;
        let mut found = (block > 0).then(|| self.index[block].1);
        for p in self.block(block) {
            if p >= position {
                break;
            }
            found = Some(p);
        }
        found
    }

    /// The position with this number, from 0.
    pub fn nth(&self, n: usize) -> Option<u64> {
        (n < self.count).then(|| self.block(n / EVERY).nth(n % EVERY)).flatten()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The first position after this one.
    pub fn after(&self, position: u64) -> Option<u64> {
        if self.count == 0 || self.last <= position {
            return None;
        }
        let block = self.index.partition_point(|&(_, before)| before <= position).saturating_sub(1);
        (block..self.index.len()).flat_map(|b| self.block(b)).find(|&p| p > position)
    }

    fn block(&self, block: usize) -> impl Iterator<Item = u64> {
        let (mut at, mut position) = self.index[block];
        let end = self.index.get(block + 1).map_or(self.bytes.len(), |next| next.0);
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let (mut d, mut shift) = (0, 0);
            loop {
                let byte = self.bytes[at];
                at += 1;
                d |= u64::from(byte & 0x7F) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            position += d;
            Some(position)
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
    lines: Vec<Positions>,
    /// The same without those at which a thread only goes on with its line.
    begun: Vec<Positions>,
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
        if self.running != Some(thread) {
            self.running = Some(thread);
            self.switches.push(position);
            if self.on.len() <= i {
                self.on.resize(i + 1, 0);
                self.lines.resize_with(i + 1, Positions::default);
                self.begun.resize_with(i + 1, Positions::default);
                self.since.resize(i + 1, 0);
            }
            if line != 0 {
                self.lines[i].push(position);
            }
        }
        if line == 0 {
            return;
        }
        if self.on[i] != line {
            self.on[i] = line;
            self.since[i] = 0;
            self.lines[i].push(position);
            self.begun[i].push(position);
        }
        self.since[i] += 1;
    }

    /// How far a thread has come: lines begun, and instructions of the program since.
    pub fn come(&self, thread: u32) -> (u64, u64) {
        let i = thread as usize;
        self.begun.get(i).map_or((0, 0), |begun| (begun.len() as u64, self.since[i]))
    }

    /// The line of the program that a thread was on last.
    pub fn line(&self, thread: u32) -> Option<u32> {
        self.on.get(thread as usize).copied().filter(|line| *line > 0)
    }

    /// Where a thread began its line with this number, from 1.
    pub fn begun(&self, thread: u32, number: u64) -> Option<u64> {
        self.begun.get(thread as usize)?.nth((number as usize).checked_sub(1)?)
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
        let mut list = Vec::new();
        let mut p = 0;
        for i in 0..2000 {
            p += 1 + (i * i) % 700;
            all.push(p);
            list.push(p);
        }
        for q in (0..p + 10).step_by(37) {
            assert_eq!(all.after(q), list.iter().copied().find(|&p| p > q), "after {q}");
            let n = q as usize;
            assert_eq!(all.nth(n), list.get(n).copied(), "number {n}");
            assert_eq!(all.before(q), list.iter().copied().rev().find(|&p| p < q), "before {q}");
        }
        all.push(3);
        assert_eq!(all.after(p), None);
    }
}
