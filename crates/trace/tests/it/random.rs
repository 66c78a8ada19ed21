//! A generator of arbitrary events (SplitMix64), for properties.

use gilscope_trace::{Event, EventKind, GilDropReason, Stream, ThreadState, WaitKind, WaitOn};

pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Any number, small ones and extremes more often.
    fn number(&mut self) -> u64 {
        match self.below(4) {
            0 => self.below(3),
            1 => u64::MAX - self.below(2),
            _ => self.next() >> self.below(64),
        }
    }

    pub fn event(&mut self) -> Event {
        let kind = match self.below(10) {
            0 => {
                let name: String = (0..self.below(9)).map(|_| ['a', 'ß', '🐍', '"'][self.below(4) as usize]).collect();
                EventKind::ThreadStart { name: name.into() }
            }
            1 => EventKind::ThreadEnd,
            2 => EventKind::State {
                state: ThreadState::ALL[self.below(6) as usize],
                on: (self.below(2) == 0)
                    .then(|| WaitOn { kind: WaitKind::ALL[self.below(10) as usize], id: self.number() as u32 }),
            },
            3 => EventKind::GilRequest { by: self.number() as u32 },
            4 => EventKind::GilTake,
            5 => EventKind::GilDrop { why: GilDropReason::from_code(self.below(3) as u8).expect("a reason") },
            6 => EventKind::Output {
                stream: Stream::from_code(self.below(2) as u8).expect("a stream"),
                len: self.number() as u32,
            },
            7 => EventKind::Gc { pause_ns: self.number(), freed_bytes: self.number() },
            8 => EventKind::Thinned { count: self.number() },
            _ => EventKind::Lost { count: self.number() as u32 },
        };
        Event { t_ns: self.number(), thread: self.number() as u32, worker: self.number() as u16, kind }
    }
}
