//! Putting a timeline together, lane by lane: with many threads or events it takes longer than a frame.

use std::collections::BTreeMap;

use gilscope_trace::{Hold, Lane, LaneBuilder};

use super::{MAX_LANES, Timeline, Track, gil, group, thread};

/// A timeline in the making.
pub struct Assembly {
    lanes: Box<dyn Iterator<Item = Lane>>,
    holds: Vec<Hold>,
    names: BTreeMap<u32, Box<str>>,
    tracks: Vec<Box<dyn Track>>,
    /// From [`MAX_LANES`] on the threads share one lane.
    group: Option<group::Group>,
    threads: usize,
    end_ns: u64,
}

impl Assembly {
    pub fn new(events: LaneBuilder) -> Self {
        let (threads, end_ns) = (events.threads(), events.end_ns());
        let (holds, lanes) = events.take_apart(0);
        Self::of(Box::new(lanes), threads, holds, end_ns)
    }

    fn of(lanes: Box<dyn Iterator<Item = Lane>>, threads: usize, holds: Vec<Hold>, end_ns: u64) -> Self {
        let group = (threads > MAX_LANES).then(|| group::Group::new(end_ns));
        Self { lanes, holds, names: BTreeMap::new(), tracks: Vec::new(), group, threads, end_ns }
    }

    /// Takes in the next lane; false: that was all.
    pub fn step(&mut self) -> bool {
        let Some(lane) = self.lanes.next() else {
            return false;
        };
        if !self.holds.is_empty() {
            self.names.insert(lane.thread, lane.name.clone());
        }
        match &mut self.group {
            Some(group) if self.tracks.len() >= MAX_LANES - 1 => group.add(&lane),
            _ => self.tracks.push(Box::new(thread::ThreadTrack::new(lane))),
        }
        true
    }

    /// The whole: the GIL's track, where there is a GIL, then the threads'.
    pub fn finish(mut self) -> Timeline {
        while self.step() {}
        if let Some(group) = self.group {
            self.tracks.push(Box::new(group.finish()));
        }
        if !self.holds.is_empty() {
            self.tracks.insert(0, Box::new(gil::GilTrack::new(&self.holds, self.names)));
        }
        Timeline { tracks: self.tracks, end_ns: self.end_ns, threads: self.threads }
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
