//! The lane that many threads share: how many are in which state.

use gilscope_trace::index::STATES;
use gilscope_trace::{Lane, ThreadState, Times, levels};

use super::thread::{draw_mix, mix_tip};
use super::{Frame, Painter, ROW_HEIGHT, TableRow, Tip, Track, Window};

/// So finely the run is divided.
const BUCKETS: usize = 4096;

/// Free space above and below, in CSS pixels.
const GAP: f64 = 3.0;

/// Many threads.
pub struct GroupTrack {
    /// How many.
    pub threads: usize,
    /// The name of the first.
    first: Box<str>,
    bucket_ns: f64,
    /// Thread-nanoseconds by state, for each bucket.
    buckets: Vec<Times>,
    totals: Times,
}

/// Puts such a lane together, thread by thread.
pub struct Builder {
    first: Box<str>,
    bucket_ns: f64,
    buckets: Vec<Times>,
    /// Whole buckets that a span covers are counted by the difference to the bucket before.
    covers: Vec<[i64; STATES]>,
    totals: Times,
    threads: usize,
}

impl Builder {
    /// For threads from this one on, of a run that ended at `end_ns`.
    pub fn new(first: &str, end_ns: u64) -> Self {
        Self {
            first: first.into(),
            bucket_ns: (end_ns as f64 / BUCKETS as f64).max(1.0),
            buckets: vec![Times::default(); BUCKETS],
            covers: vec![[0; STATES]; BUCKETS + 1],
            totals: Times::default(),
            threads: 0,
        }
    }

    pub fn add(&mut self, lane: &Lane) {
        let bucket_ns = self.bucket_ns;
        let bucket_of = |t: u64| ((t as f64 / bucket_ns) as usize).min(BUCKETS - 1);
        self.threads += 1;
        for span in &lane.spans {
            let state = span.state as usize;
            self.totals[state] += span.duration_ns();
            let (first, last) = (bucket_of(span.start_ns), bucket_of(span.end_ns));
            if first == last {
                self.buckets[first][state] += span.duration_ns();
                continue;
            }
            self.buckets[first][state] += ((first + 1) as f64 * bucket_ns - span.start_ns as f64).max(0.0) as u64;
            self.buckets[last][state] += (span.end_ns as f64 - last as f64 * bucket_ns).max(0.0) as u64;
            self.covers[first + 1][state] += 1;
            self.covers[last][state] -= 1;
        }
    }

    pub fn finish(mut self) -> GroupTrack {
        let mut covering = [0i64; STATES];
        for (bucket, cover) in self.buckets.iter_mut().zip(&self.covers) {
            for state in 0..STATES {
                covering[state] += cover[state];
                bucket[state] += (covering[state].max(0) as f64 * self.bucket_ns) as u64;
            }
        }
        let Self { first, threads, bucket_ns, buckets, totals, .. } = self;
        GroupTrack { threads, first, bucket_ns, buckets, totals }
    }
}

impl GroupTrack {
    fn between(&self, from_ns: f64, to_ns: f64) -> Times {
        let first = ((from_ns / self.bucket_ns).max(0.0) as usize).min(BUCKETS - 1);
        let last = ((to_ns / self.bucket_ns).ceil().max(0.0) as usize).clamp(first + 1, BUCKETS);
        let mut sum = Times::default();
        for bucket in &self.buckets[first..last] {
            for (sum, time) in sum.iter_mut().zip(bucket) {
                *sum += time;
            }
        }
        sum
    }
}

impl Track for GroupTrack {
    fn name(&self) -> String {
        format!("{}: {} …", self.threads, self.first.split(" (").next().unwrap_or_default())
    }

    fn draw(&self, frame: &Frame, top: f64, painter: &mut dyn Painter) {
        let bottom = top + ROW_HEIGHT - GAP;
        let height = ROW_HEIGHT - 2.0 * GAP;
        let mut run: Option<(f64, [u8; STATES])> = None;
        for column in 0..=frame.width as usize {
            let x = column as f64;
            let levels = (x < frame.width).then(|| levels(&self.between(frame.t(x), frame.t(x + 1.0))));
            if let Some((x0, before)) = run {
                if levels == Some(before) {
                    continue;
                }
                draw_mix(x0, x - x0, bottom, height, &before, painter);
            }
            run = levels.map(|levels| (x, levels));
        }
    }

    fn tip(&self, frame: &Frame, x: f64) -> Option<Tip> {
        let times = self.between(frame.t(x), frame.t(x + 1.0));
        if times.iter().all(|&time| time == 0) {
            return None;
        }
        Some(mix_tip(&format!("{} threads", self.threads), &times))
    }

    fn times(&self) -> Option<Times> {
        Some(self.totals)
    }

    fn table(&self, window: &Window, _limit: usize, out: &mut Vec<TableRow>) -> bool {
        let times = self.between(window.start_ns, window.end_ns);
        for state in ThreadState::ALL {
            let time = times[state as usize];
            if time > 0 {
                let threads = time as f64 / window.len_ns();
                out.push(TableRow {
                    start_ns: window.start_ns as u64,
                    duration_ns: window.len_ns() as u64,
                    track: self.name(),
                    what: format!("{} (on average {} threads)", state.label(), crate::text::three_digits(threads)),
                    worker: String::new(),
                });
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use ThreadState::{Blocked, Running};

    fn group(lanes: &[Lane], end_ns: u64) -> GroupTrack {
        let mut group = Builder::new("T0", end_ns);
        lanes.iter().for_each(|lane| group.add(lane));
        group.finish()
    }

    #[test]
    fn shares_are_those_of_all_threads() {
        let lanes = [
            lane(1, &[(0, 4_096_000, Running)]),
            lane(2, &[(0, 4_096_000, Blocked)]),
            lane(3, &[(0, 4_096_000, Blocked)]),
            lane(4, &[(1_024_000, 3_072_000, Blocked)]),
        ];
        let track = group(&lanes, 4_096_000);
        let frame = frame(0.0, 4_096_000.0, 100.0);
        let tip = track.tip(&frame, 50.0).expect("there");
        assert_eq!(tip.lines, ["75 % blocked", "25 % running"]);
        let tip = track.tip(&frame, 2.0).expect("there");
        assert_eq!(tip.lines, ["67 % blocked", "33 % running"]);
        let mut seen = Recorder::default();
        track.draw(&frame, 0.0, &mut seen);
        assert!(seen.rects.len() <= 10, "equal columns are merged: {}", seen.rects.len());
    }

    #[test]
    fn nothing_is_lost_in_the_buckets() {
        let spans: Vec<_> = (0..3000u64).map(|i| (i * 977, i * 977 + 500 + i % 400, Running)).collect();
        let track = group(&[lane(0, &spans)], 3_000_000);
        let sum: u64 = track.buckets.iter().map(|bucket| bucket[0]).sum();
        let total = track.totals[0];
        assert!(sum.abs_diff(total) < total / 100, "{sum} {total}");
    }
}
