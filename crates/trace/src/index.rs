//! Spans of a lane, cut into what is worth drawing: a million of them make as many pieces as there are pixels.

use crate::lanes::Span;

/// Which part of a run is seen, and how wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The moment at the left edge, in nanoseconds since the run began.
    pub start_ns: f64,
    /// The moment at the right edge.
    pub end_ns: f64,
    /// In pixels.
    pub width: f64,
}

impl Scale {
    /// Where a moment is, in pixels from the left edge.
    pub fn x(&self, t_ns: f64) -> f64 {
        (t_ns - self.start_ns) / (self.end_ns - self.start_ns) * self.width
    }

    /// Which moment is at a place.
    pub fn t(&self, x: f64) -> f64 {
        self.start_ns + x / self.width * (self.end_ns - self.start_ns)
    }
}

/// How many states there are.
pub const STATES: usize = 6;

/// Nanoseconds by state, indexed by the state's code.
pub type Times = [u64; STATES];

/// Spans to a block of the index.
const BLOCK: usize = 64;

/// How many levels a column of mixed states is divided into.
pub const LEVELS: u8 = 16;

/// Something to draw from `x0` to `x1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    pub x0: f64,
    pub x1: f64,
    pub what: What,
}

/// What a piece shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One span, by its number in the lane.
    Span(usize),
    /// Many spans on one pixel: what share, of [`LEVELS`], each state has.
    Mix([u8; STATES]),
}

/// The spans of a lane with sums over blocks of them.
#[derive(Debug)]
pub struct SpanIndex {
    spans: Vec<Span>,
    /// `sums[i]`: time by state of the first `i * BLOCK` spans.
    sums: Vec<Times>,
}

impl SpanIndex {
    /// `spans` as a lane has them: in order, not overlapping.
    pub fn new(spans: Vec<Span>) -> Self {
        let mut sums = Vec::with_capacity(spans.len() / BLOCK + 1);
        let mut sum = Times::default();
        for block in spans.chunks(BLOCK) {
            sums.push(sum);
            for span in block {
                sum[span.state as usize] += span.duration_ns();
            }
        }
        sums.push(sum);
        Self { spans, sums }
    }

    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Time by state over the whole run.
    pub fn totals(&self) -> Times {
        self.sums.last().copied().unwrap_or_default()
    }

    /// The first span that ends after `t_ns`.
    pub fn first_after(&self, t_ns: f64) -> usize {
        self.spans.partition_point(|span| span.end_ns as f64 <= t_ns)
    }

    /// Time by state of the spans `from..to`.
    fn sum(&self, from: usize, to: usize) -> Times {
        let mut sum = Times::default();
        let mut add = |spans: &[Span]| {
            for span in spans {
                sum[span.state as usize] += span.duration_ns();
            }
        };
        let (first, last) = (from.div_ceil(BLOCK), to / BLOCK);
        if first >= last {
            add(&self.spans[from..to]);
            return sum;
        }
        add(&self.spans[from..first * BLOCK]);
        add(&self.spans[last * BLOCK..to]);
        for (state, sum) in sum.iter_mut().enumerate() {
            *sum += self.sums[last][state] - self.sums[first][state];
        }
        sum
    }

    /// What to draw, from left to right, not overlapping. Work and result grow with the width, not with the
    /// number of spans.
    pub fn layout(&self, scale: &Scale) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        let mut at = self.first_after(scale.start_ns);
        while let Some(span) = self.spans.get(at) {
            let (x0, x1) = (scale.x(span.start_ns as f64), scale.x(span.end_ns as f64));
            if x0 >= scale.width {
                break;
            }
            let (left, right) = (x0.max(0.0), x1.min(scale.width));
            if right - left >= 1.0 {
                out.push(Piece { x0: left, x1: right, what: What::Span(at) });
                at += 1;
                continue;
            }
            // Less than a pixel: everything that ends on this pixel, together.
            let column = left.floor();
            let column_end = scale.t(column + 1.0);
            let mut to = self.gallop(at, column_end).max(at + 1);
            let mut times = self.sum(at, to);
            // One that goes on beyond the pixel is drawn by itself, unless that would leave it out.
            if let Some(next) = self.spans.get(to)
                && scale.x(next.end_ns as f64) - (column + 1.0) < 1.0
                && (next.start_ns as f64) < column_end
            {
                times[next.state as usize] += next.duration_ns();
                to += 1;
            }
            let what = What::Mix(levels(&times));
            let x1 = column + 1.0;
            match out.last_mut() {
                Some(last) if last.what == what && last.x1 >= left - 1e-9 => last.x1 = x1,
                _ => {
                    let x0 = out.last().map_or(column, |last| column.max(last.x1));
                    if x1 > x0 {
                        out.push(Piece { x0, x1, what });
                    }
                }
            }
            at = to;
        }
        // What follows a column begins where the column ends.
        for i in 1..out.len() {
            let before = out[i - 1].x1;
            if out[i].x0 < before {
                out[i].x0 = before.min(out[i].x1);
            }
        }
        out
    }

    /// The first span from `from` on that ends after `t_ns`, found quickly when it is near.
    fn gallop(&self, from: usize, t_ns: f64) -> usize {
        let mut step = 1;
        while from + step < self.spans.len() && self.spans[from + step].end_ns as f64 <= t_ns {
            step *= 2;
        }
        let end = (from + step).min(self.spans.len());
        let begin = from + step / 2;
        begin + self.spans[begin.min(end)..end].partition_point(|span| span.end_ns as f64 <= t_ns)
    }

    /// Which spans lie on the pixel at `x`.
    pub fn at(&self, scale: &Scale, x: f64) -> std::ops::Range<usize> {
        let column = x.floor();
        let from = self.first_after(scale.t(column));
        let end = scale.t(column + 1.0);
        let to = from + self.spans[from..].partition_point(|span| (span.start_ns as f64) < end);
        from..to
    }

    /// Time by state of some spans; see [`SpanIndex::at`].
    pub fn times(&self, range: std::ops::Range<usize>) -> Times {
        self.sum(range.start, range.end)
    }
}

/// Shares of [`LEVELS`], rounded so that they add up to it.
pub fn levels(times: &Times) -> [u8; STATES] {
    let total: u64 = times.iter().sum();
    let mut out = [0; STATES];
    if total == 0 {
        return out;
    }
    let mut sum = 0;
    let mut before = 0;
    for (state, &time) in times.iter().enumerate() {
        sum += time;
        let upto = (sum as f64 / total as f64 * f64::from(LEVELS)).round() as u8;
        out[state] = upto - before;
        before = upto;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ThreadState::{self, Blocked, Running, WaitGil};

    fn scale(start_ns: f64, end_ns: f64, width: f64) -> Scale {
        Scale { start_ns, end_ns, width }
    }

    fn pieces(spans: &[(u64, u64, ThreadState)]) -> SpanIndex {
        let span = |&(start_ns, end_ns, state)| Span { start_ns, end_ns, state, on: None, worker: 0 };
        SpanIndex::new(spans.iter().map(span).collect())
    }

    #[test]
    fn wide_spans_are_drawn_as_they_are() {
        let pieces = pieces(&[(0, 40, Running), (40, 100, WaitGil)]);
        let out = pieces.layout(&scale(0.0, 100.0, 1000.0));
        let told: Vec<_> = out.iter().map(|p| (p.x0, p.x1, p.what)).collect();
        assert_eq!(told, [(0.0, 400.0, What::Span(0)), (400.0, 1000.0, What::Span(1))]);
    }

    #[test]
    fn the_window_cuts() {
        let pieces = pieces(&[(0, 40, Running), (40, 100, WaitGil), (200, 300, Running)]);
        let out = pieces.layout(&scale(20.0, 60.0, 40.0));
        let told: Vec<_> = out.iter().map(|p| (p.x0, p.x1, p.what)).collect();
        assert_eq!(told, [(0.0, 20.0, What::Span(0)), (20.0, 40.0, What::Span(1))]);
        assert!(pieces.layout(&scale(110.0, 190.0, 40.0)).is_empty());
    }

    #[test]
    fn many_spans_on_a_pixel_are_mixed_by_their_share() {
        let spans: Vec<_> = (0..4000)
            .map(|i| if i % 2 == 0 { (i * 10, i * 10 + 15, Running) } else { (i * 10 + 5, i * 10 + 10, Blocked) })
            .collect();
        let out = pieces(&spans).layout(&scale(0.0, 40_000.0, 100.0));
        let Some(Piece { what: What::Mix(levels), .. }) = out.get(out.len() / 2) else { panic!("{out:?}") };
        assert_eq!((levels[Running as usize], levels[Blocked as usize]), (12, 4));
    }

    #[test]
    fn pieces_are_in_order_and_no_more_than_pixels_allow() {
        let mut t = 0;
        let mut random = 12345u64;
        let spans: Vec<_> = (0..50_000)
            .map(|_| {
                random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let gap = if random >> 60 == 0 { 5_000 } else { 0 };
                let len = 1 + (random >> 33) % if random >> 61 == 1 { 100_000 } else { 50 };
                let start = t + gap;
                t = start + len;
                (start, t, ThreadState::ALL[(random >> 40) as usize % STATES])
            })
            .collect();
        let pieces = pieces(&spans);
        for (from, to, width) in [(0.0, t as f64, 800.0), (1e5, 2e6, 333.0), (5e6, 5.001e6, 1200.0), (0.0, 100.0, 10.0)]
        {
            let out = pieces.layout(&scale(from, to, width));
            assert!(out.len() <= 2 * width as usize + 2, "{} pieces on {width}", out.len());
            for piece in &out {
                assert!(piece.x0 >= 0.0 && piece.x1 <= width.ceil() && piece.x0 <= piece.x1, "{piece:?}");
            }
            assert!(out.windows(2).all(|pair| pair[0].x1 <= pair[1].x0 + 1e-9));
        }
    }

    #[test]
    fn no_span_in_sight_is_left_out() {
        // A lone short span between wide gaps still shows as one pixel.
        let pieces = pieces(&[(500_000, 500_001, Running)]);
        let out = pieces.layout(&scale(0.0, 1e6, 100.0));
        assert_eq!(out.len(), 1);
        assert_eq!((out[0].x0, out[0].x1), (50.0, 51.0));
        assert_eq!(pieces.at(&scale(0.0, 1e6, 100.0), 50.4), 0..1);
    }

    #[test]
    fn sums_over_blocks_are_sums_over_spans() {
        let spans: Vec<_> =
            (0..1000u64).map(|i| (i * 10, i * 10 + 1 + i % 9, ThreadState::ALL[(i % 6) as usize])).collect();
        let pieces = pieces(&spans);
        for (from, to) in [(0, 1000), (3, 5), (63, 65), (64, 128), (10, 700), (999, 1000), (5, 5)] {
            let mut expected = Times::default();
            for span in &pieces.spans()[from..to] {
                expected[span.state as usize] += span.duration_ns();
            }
            assert_eq!(pieces.times(from..to), expected, "{from}..{to}");
        }
    }

    #[test]
    fn levels_add_up() {
        for times in [[1, 1, 1, 0, 0, 0], [7, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1], [1_000_000, 1, 0, 0, 0, 0]] {
            assert_eq!(levels(&times).iter().sum::<u8>(), LEVELS);
        }
        assert_eq!(levels(&Times::default()), [0; STATES]);
    }
}
