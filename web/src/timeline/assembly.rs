//! Putting a timeline together, lane by lane: with many threads or events it takes longer than a frame.

use std::collections::BTreeMap;

use gilscope_trace::{Hold, Lane, LaneBuilder};

use super::{Group, MAX_LANES, OWN_LANES, Timeline, Waits, gil, group, thread};

/// A group is of so many threads, or of the power of two that leaves few enough groups.
const GROUP: usize = 64;

/// A timeline in the making.
pub struct Assembly {
    lanes: Box<dyn Iterator<Item = Lane>>,
    holds: Vec<Hold>,
    requests: Vec<gil::Request>,
    names: BTreeMap<u32, Box<str>>,
    threads: Vec<thread::ThreadTrack>,
    groups: Vec<Group>,
    /// The one that is being filled, and where it begins.
    group: Option<(group::Builder, usize)>,
    /// Threads to a group; 0: all have lanes of their own.
    group_size: usize,
    waits: Vec<Waits>,
    gil: Option<gil::GilTrack>,
    end_ns: u64,
    coarse_ns: u64,
    place: &'static str,
}

impl Assembly {
    /// `place`: what threads run on, `worker` or, simulated, `core`.
    pub fn new(events: LaneBuilder, place: &'static str) -> Self {
        let (threads, end_ns, coarse_ns) = (events.threads(), events.end_ns(), events.coarse_until_ns());
        let (holds, lanes) = events.take_apart(0);
        Self { place, coarse_ns, ..Self::of(Box::new(lanes), threads, holds, end_ns) }
    }

    fn of(lanes: Box<dyn Iterator<Item = Lane>>, threads: usize, holds: Vec<Hold>, end_ns: u64) -> Self {
        let most_groups = MAX_LANES - OWN_LANES;
        let group_size = match threads {
            0..=MAX_LANES => 0,
            n => (n - OWN_LANES).div_ceil(most_groups).next_power_of_two().max(GROUP),
        };
        Self {
            lanes,
            holds,
            requests: Vec::new(),
            names: BTreeMap::new(),
            threads: Vec::new(),
            groups: Vec::new(),
            group: None,
            group_size,
            waits: Vec::new(),
            gil: None,
            end_ns,
            coarse_ns: 0,
            place: "worker",
        }
    }

    /// Takes in the next lane, or in the end the GIL's; false: that was all.
    pub fn step(&mut self) -> bool {
        let Some(lane) = self.lanes.next() else {
            return self.add_gil();
        };
        if !self.holds.is_empty() {
            self.names.insert(lane.thread, lane.name.clone());
            self.requests.extend(gil::requests(&lane));
            self.waits.extend(Waits::of(&lane));
        }
        let number = self.threads.len();
        if self.group_size > 0 && number >= OWN_LANES {
            let end_ns = self.end_ns;
            let (group, start) = self.group.get_or_insert_with(|| (group::Builder::new(&lane.name, end_ns), number));
            group.add(&lane);
            if number + 1 - *start == self.group_size {
                self.close_group();
            }
        }
        self.threads.push(thread::ThreadTrack::new(lane, self.place));
        true
    }

    fn add_gil(&mut self) -> bool {
        let holds = std::mem::take(&mut self.holds);
        if holds.is_empty() {
            return false;
        }
        let (requests, names) = (std::mem::take(&mut self.requests), std::mem::take(&mut self.names));
        self.gil = Some(gil::GilTrack::new(&holds, requests, names));
        true
    }

    fn close_group(&mut self) {
        if let Some((group, start)) = self.group.take() {
            let track = group.finish();
            self.groups.push(Group { threads: start..start + track.threads, track });
        }
    }

    /// The whole: the GIL's track, where there is a GIL, then the threads'.
    pub fn finish(mut self) -> Timeline {
        while self.step() {}
        self.close_group();
        let Self { coarse_ns, gil, threads, groups, waits, end_ns, .. } = self;
        Timeline { coarse_ns, gil, threads, groups, waits, end_ns }
    }
}

impl Timeline {
    /// A timeline of lanes at hand.
    pub fn new(lanes: Vec<Lane>, holds: Vec<Hold>, end_ns: u64) -> Self {
        let end_ns = lanes.iter().filter_map(|lane| lane.spans.last()).map(|span| span.end_ns).fold(end_ns, u64::max);
        let threads = lanes.len();
        Assembly::of(Box::new(lanes.into_iter()), threads, holds, end_ns).finish()
    }
}
