//! The lane of a thread.

use gilscope_trace::index::{LEVELS, STATES};
use gilscope_trace::{Lane, Mark, MarkKind, Span, SpanIndex, ThreadState, Times, WaitKind, What};

use super::{Frame, Ink, Painter, ROW_HEIGHT, TableRow, Tip, Track, Window, fill, letter};
use crate::text::{count, duration};

/// Free space above and below a lane, in CSS pixels.
const GAP: f64 = 3.0;

/// From this width on a piece bears its letter, in CSS pixels.
const LETTER_WIDTH: f64 = 14.0;

/// From this width on it bears a label in words.
const LABEL_WIDTH: f64 = 90.0;

/// One thread.
pub struct ThreadTrack {
    /// Its number.
    pub thread: u32,
    name: String,
    pieces: SpanIndex,
    requests: Vec<u64>,
    /// What threads run on: `worker` or, simulated, `core`.
    place: &'static str,
}

impl ThreadTrack {
    pub fn new(lane: Lane, place: &'static str) -> Self {
        let requests = lane.marks.iter().filter_map(request).collect();
        Self { thread: lane.thread, name: lane.name.into(), pieces: SpanIndex::new(lane.spans), requests, place }
    }

    /// How long it was in a state over the whole run, in nanoseconds.
    pub fn total(&self, state: ThreadState) -> u64 {
        self.pieces.totals()[state as usize]
    }

    fn span_tip(&self, span: &Span) -> Tip {
        let mut lines = vec![
            duration(span.duration_ns() as f64),
            format!("from {} to {}", duration(span.start_ns as f64), duration(span.end_ns as f64)),
        ];
        if span.state == ThreadState::Running {
            lines.push(format!("on {} {}", self.place, span.worker + 1));
        }
        Tip { title: format!("{}: {}", self.name, what(span)), lines }
    }
}

fn request(mark: &Mark) -> Option<u64> {
    matches!(mark.kind, MarkKind::GilRequest { .. }).then_some(mark.t_ns)
}

/// The state in words, and what it waits for.
pub fn what(span: &Span) -> String {
    let state = span.state.label();
    match span.on {
        None => state.into(),
        Some(on) if on.kind == WaitKind::Time => state.into(),
        Some(on) if on.kind == WaitKind::Join => format!("{state} on join of thread {}", on.id),
        Some(on) if on.id == 0 => format!("{state} on {}", on.kind.label()),
        Some(on) => format!("{state} on {} #{}", on.kind.label(), on.id),
    }
}

impl Track for ThreadTrack {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn draw(&self, frame: &Frame, top: f64, painter: &mut dyn Painter) {
        let layout = self.pieces.layout(&frame.scale());
        let height = ROW_HEIGHT - 2.0 * GAP;
        let bottom = top + ROW_HEIGHT - GAP;
        for piece in &layout {
            let width = piece.x1 - piece.x0;
            match piece.what {
                What::Span(number) => {
                    let span = &self.pieces.spans()[number];
                    // A hair's breadth between neighbours, where there is room.
                    let width = if width >= 4.0 { width - 1.0 } else { width };
                    let height = height * fill(span.state);
                    painter.rect(piece.x0, bottom - height, width, height, Ink::State(span.state));
                }
                What::Mix(levels) => draw_mix(piece.x0, width, bottom, height, &levels, painter),
            }
        }
        for piece in &layout {
            let What::Span(number) = piece.what else {
                continue;
            };
            let width = piece.x1 - piece.x0;
            if width < LETTER_WIDTH {
                continue;
            }
            let span = &self.pieces.spans()[number];
            let label = if width >= LABEL_WIDTH && span.state == ThreadState::Running {
                format!("{} {} {}", letter(span.state), self.place, span.worker + 1)
            } else {
                letter(span.state).to_owned()
            };
            let height = height * fill(span.state);
            if height >= 10.0 {
                painter.text(piece.x0 + 4.0, bottom - height / 2.0, &label, Ink::OnState(span.state));
            } else {
                painter.text(piece.x0 + 4.0, bottom - height - 5.0, &label, Ink::Muted);
            }
        }
        self.draw_requests(frame, top, painter);
    }

    fn tip(&self, frame: &Frame, x: f64) -> Option<Tip> {
        let range = self.pieces.at(&frame.scale(), x);
        match range.len() {
            0 => None,
            1 => Some(self.span_tip(&self.pieces.spans()[range.start])),
            n => {
                // Two neighbours on a pixel: the one that is really under the pointer.
                if n == 2 {
                    let t = frame.t(x);
                    let second = &self.pieces.spans()[range.start + 1];
                    let under = if t >= second.start_ns as f64 { second } else { &self.pieces.spans()[range.start] };
                    return Some(self.span_tip(under));
                }
                let times = self.pieces.times(range);
                Some(mix_tip(&format!("{}: {} changes here", self.name, count(n as u64)), &times))
            }
        }
    }

    fn times(&self) -> Option<Times> {
        Some(self.pieces.totals())
    }

    fn table(&self, window: &Window, limit: usize, out: &mut Vec<TableRow>) -> bool {
        let from = self.pieces.first_after(window.start_ns);
        for (shown, span) in self.pieces.spans()[from..].iter().enumerate() {
            if span.start_ns as f64 >= window.end_ns {
                break;
            }
            if shown == limit {
                return false;
            }
            out.push(TableRow {
                start_ns: span.start_ns,
                duration_ns: span.duration_ns(),
                track: self.name.clone(),
                what: what(span),
                worker: if span.state == ThreadState::Running { (span.worker + 1).to_string() } else { String::new() },
            });
        }
        true
    }
}

impl ThreadTrack {
    /// A tick where another thread asked this one for the GIL; close ones make one.
    fn draw_requests(&self, frame: &Frame, top: f64, painter: &mut dyn Painter) {
        let mut at = self.requests.partition_point(|&t| (t as f64) < frame.window.start_ns);
        while let Some(&t) = self.requests.get(at) {
            if t as f64 > frame.window.end_ns {
                break;
            }
            let x = frame.x(t as f64);
            painter.rect(x, top, 2.0, ROW_HEIGHT - GAP, Ink::Request);
            let next = frame.t(x + 3.0);
            at += self.requests[at..].partition_point(|&t| (t as f64) < next).max(1);
        }
    }
}

/// Draws shares of states one above the other.
pub fn draw_mix(x: f64, width: f64, bottom: f64, height: f64, levels: &[u8; STATES], painter: &mut dyn Painter) {
    let mut y = bottom;
    for state in ThreadState::ALL {
        let level = levels[state as usize];
        if level > 0 {
            let part = height * f64::from(level) / f64::from(LEVELS);
            y -= part;
            painter.rect(x, y, width, part, Ink::State(state));
        }
    }
}

/// Shares of states in words, the largest first.
pub fn mix_tip(title: &str, times: &Times) -> Tip {
    let total: u64 = times.iter().sum::<u64>().max(1);
    let mut shares: Vec<(u64, ThreadState)> =
        ThreadState::ALL.iter().map(|&state| (times[state as usize], state)).filter(|share| share.0 > 0).collect();
    shares.sort_by_key(|&(time, _)| std::cmp::Reverse(time));
    let line = |(time, state): (u64, ThreadState)| {
        format!("{} % {}", (time as f64 / total as f64 * 100.0).round() as u64, state.label())
    };
    Tip { title: title.into(), lines: shares.into_iter().map(line).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use ThreadState::{Blocked, Running, WaitGil};
    use gilscope_trace::WaitOn;

    #[test]
    fn a_wide_span_bears_letter_and_worker_and_a_thin_one_nothing() {
        let track = ThreadTrack::new(lane(1, &[(0, 90, Running), (90, 93, WaitGil), (93, 100, Running)]), "worker");
        let mut seen = Recorder::default();
        track.draw(&frame(0.0, 100.0, 200.0), 0.0, &mut seen);
        assert_eq!(seen.texts, [(4.0, "R worker 1".to_owned()), (190.0, "R".to_owned())]);
        assert_eq!(seen.rects.len(), 3);
    }

    #[test]
    fn tips_tell_the_span_or_the_shares() {
        let track = ThreadTrack::new(lane(1, &[(0, 5_000_000, Running), (5_000_000, 6_000_000, WaitGil)]), "core");
        let tip = track.tip(&frame(0.0, 1e7, 100.0), 10.0).expect("there");
        assert_eq!(tip.title, "T1: running");
        assert_eq!(tip.lines, ["5.00 ms", "from 0 ns to 5.00 ms", "on core 1"]);
        assert_eq!(track.tip(&frame(0.0, 1e7, 100.0), 80.0), None);

        let spans: Vec<_> =
            (0..1000).map(|i| (i * 10, i * 10 + 10, if i % 4 == 0 { Blocked } else { Running })).collect();
        let tip = ThreadTrack::new(lane(1, &spans), "core").tip(&frame(0.0, 10_000.0, 10.0), 4.5).expect("there");
        assert_eq!(tip.title, "T1: 100 changes here");
        assert_eq!(tip.lines, ["75 % running", "25 % blocked"]);
    }

    #[test]
    fn what_a_thread_waits_for_is_said() {
        let span = |kind, id| Span { start_ns: 0, end_ns: 1, state: Blocked, on: Some(WaitOn { kind, id }), worker: 0 };
        assert_eq!(what(&span(WaitKind::Lock, 7)), "blocked on lock #7");
        assert_eq!(what(&span(WaitKind::Join, 2)), "blocked on join of thread 2");
        assert_eq!(what(&span(WaitKind::Input, 0)), "blocked on input");
    }

    #[test]
    fn close_requests_make_one_tick() {
        let mut lane = lane(0, &[(0, 1_000_000, Running)]);
        lane.marks = (0..1000).map(|i| Mark { t_ns: i * 1000, kind: MarkKind::GilRequest { by: 1 } }).collect();
        let track = ThreadTrack::new(lane, "core");
        let mut seen = Recorder::default();
        track.draw(&frame(0.0, 1e6, 90.0), 0.0, &mut seen);
        let ticks = seen.rects.iter().filter(|rect| rect.4 == Ink::Request).count();
        assert!((20..=31).contains(&ticks), "{ticks}");
    }
}
