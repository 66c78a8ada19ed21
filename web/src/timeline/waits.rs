//! How long each thread waited for the GIL: the convoy in numbers.

use gilscope_trace::{Lane, ThreadState};

use crate::race::nice;

/// The waits of one thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits {
    pub thread: u32,
    pub name: Box<str>,
    /// Each wait, in nanoseconds, the shortest first.
    times: Vec<f32>,
    total_ns: f64,
}

impl Waits {
    /// The waits in a lane; `None`: it never waited.
    pub fn of(lane: &Lane) -> Option<Self> {
        let waits = lane.spans.iter().filter(|span| span.state == ThreadState::WaitGil);
        let mut times: Vec<f32> = waits.map(|span| span.duration_ns() as f32).collect();
        times.sort_unstable_by(f32::total_cmp);
        let total_ns = times.iter().map(|&time| f64::from(time)).sum();
        (!times.is_empty()).then(|| Self { thread: lane.thread, name: lane.name.clone(), times, total_ns })
    }

    pub fn count(&self) -> usize {
        self.times.len()
    }

    pub fn total_ns(&self) -> f64 {
        self.total_ns
    }

    /// The wait that this share of all waits does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        quantile(&self.times, share)
    }

    pub fn min_ns(&self) -> f64 {
        self.quantile(0.0)
    }

    pub fn max_ns(&self) -> f64 {
        self.quantile(1.0)
    }

    /// How many waits fall into each of `bins` equal parts of a logarithmic axis.
    pub fn histogram(&self, axis: &LogAxis, bins: usize) -> Vec<u32> {
        let mut out = vec![0; bins];
        for &time in &self.times {
            let bin = (axis.at(f64::from(time)) * bins as f64) as usize;
            out[bin.min(bins - 1)] += 1;
        }
        out
    }
}

/// The value that a share of sorted values does not exceed; of none, 0.
pub fn quantile(sorted: &[f32], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(at.min(sorted.len()).wrapping_sub(1)).map_or(0.0, |&value| f64::from(value))
}

/// A logarithmic axis of times, from a power of ten to a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogAxis {
    pub min_ns: f64,
    pub max_ns: f64,
}

impl LogAxis {
    /// One that holds these values, and at least two decades.
    pub fn around(least_ns: f64, most_ns: f64) -> Self {
        let min = least_ns.max(1.0).log10().floor();
        let max = most_ns.max(1.0).log10().ceil().max(min + 2.0);
        Self { min_ns: 10f64.powf(min), max_ns: 10f64.powf(max) }
    }

    /// Where a time is, from 0 to 1.
    pub fn at(&self, ns: f64) -> f64 {
        ((ns.max(1.0) / self.min_ns).log10() / (self.max_ns / self.min_ns).log10()).clamp(0.0, 1.0)
    }

    /// The powers of ten.
    pub fn ticks(&self) -> Vec<f64> {
        let decades = (self.max_ns / self.min_ns).log10().round() as i32;
        (0..=decades).map(|i| self.min_ns * 10f64.powi(i)).collect()
    }
}

/// Waits at one switch interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepPoint {
    pub interval_us: u32,
    pub waits: usize,
    pub median_ns: f64,
    pub p95_ns: f64,
    pub max_ns: f64,
    /// When the run ended.
    pub end_ns: f64,
}

impl SweepPoint {
    /// What a thread came to; one that never waited waited for no time.
    pub fn new(interval_us: u32, waits: Option<&Waits>, end_ns: u64) -> Self {
        let at = |share| waits.map_or(0.0, |waits| waits.quantile(share));
        let count = waits.map_or(0, Waits::count);
        Self { interval_us, waits: count, median_ns: at(0.5), p95_ns: at(0.95), max_ns: at(1.0), end_ns: end_ns as f64 }
    }
}

/// The intervals of a sweep.
pub const SWEEP_US: [u32; 6] = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/// The upper end of a sweep's axis, and the distance of its ticks, in nanoseconds.
pub fn sweep_axis(points: &[SweepPoint]) -> (f64, f64) {
    let most = points.iter().map(|point| point.p95_ns.max(point.median_ns)).fold(1_000.0, f64::max);
    let step = nice(most / 4.0);
    ((most / step).ceil() * step, step)
}

#[cfg(test)]
mod tests {
    use super::super::testing::lane;
    use super::*;
    use ThreadState::{Running, WaitGil};

    fn waits(times: &[u64]) -> Waits {
        let mut at = 0;
        let mut spans = Vec::new();
        for &time in times {
            spans.extend([(at, at + time, WaitGil), (at + time, at + time + 10, Running)]);
            at += time + 10;
        }
        Waits::of(&lane(1, &spans)).expect("it waited")
    }

    #[test]
    fn quantiles_are_waits_that_there_were() {
        let waits = waits(&[5, 1, 4, 2, 3]);
        assert_eq!((waits.count(), waits.total_ns(), waits.max_ns()), (5, 15.0, 5.0));
        assert_eq!((waits.quantile(0.5), waits.quantile(0.95), waits.quantile(0.0)), (3.0, 5.0, 1.0));
        assert_eq!(super::quantile(&[], 0.5), 0.0);
        assert_eq!(Waits::of(&lane(0, &[(0, 10, Running)])), None);
    }

    #[test]
    fn the_histogram_holds_every_wait() {
        let waits = waits(&[1_000, 1_100, 50_000, 5_000_000, 9_999_999]);
        let axis = LogAxis::around(1_000.0, 9_999_999.0);
        assert_eq!((axis.min_ns, axis.max_ns, axis.ticks().len()), (1e3, 1e7, 5));
        let bins = waits.histogram(&axis, 8);
        assert_eq!(bins, [2, 0, 0, 1, 0, 0, 0, 2]);
    }

    #[test]
    fn an_axis_of_one_value_has_two_decades() {
        let axis = LogAxis::around(5e6, 5e6);
        assert_eq!((axis.min_ns, axis.max_ns), (1e6, 1e8));
        assert!(axis.at(5e6) > 0.0 && axis.at(5e6) < 1.0);
        assert_eq!(LogAxis::around(0.0, 0.0).ticks(), [1.0, 10.0, 100.0]);
    }

    #[test]
    fn a_sweep_has_a_point_for_a_thread_that_never_waited() {
        let point = SweepPoint::new(5_000, None, 7);
        assert_eq!((point.waits, point.p95_ns, point.end_ns), (0, 0.0, 7.0));
        assert_eq!(sweep_axis(&[point]).0, 1_000.0);
    }
}
