//! The lane of the GIL: who held it.

use std::collections::BTreeMap;

use gilscope_trace::index::LEVELS;
use gilscope_trace::{Hold, Lane, MarkKind, Span, SpanIndex, ThreadState, Times, What};

use super::{Frame, Ink, Painter, ROW_HEIGHT, TableRow, Tip, Track, Window};
use crate::text::{count, duration, fixed};

/// Free space above and below, in CSS pixels.
const GAP: f64 = 3.0;

/// About the width of a letter of a label, in CSS pixels.
const LETTER: f64 = 7.0;

/// A thread's interval ran out: it asked another to give the GIL up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub t_ns: u64,
    pub by: u32,
    pub to: u32,
}

/// The requests that a thread got.
pub fn requests(lane: &Lane) -> impl Iterator<Item = Request> {
    lane.marks.iter().filter_map(|mark| match mark.kind {
        MarkKind::GilRequest { by } => Some(Request { t_ns: mark.t_ns, by, to: lane.thread }),
        _ => None,
    })
}

/// A request that has not been met yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    pub by: u32,
    pub to: u32,
    pub asked_ns: u64,
    /// When the holder comes to where it gives the GIL up.
    pub met_ns: u64,
}

impl Pending {
    /// How far it is on its way, from 0 to 1.
    pub fn progress(&self, t_ns: f64) -> f64 {
        let whole = self.met_ns.saturating_sub(self.asked_ns).max(1) as f64;
        ((t_ns - self.asked_ns as f64) / whole).clamp(0.0, 1.0)
    }
}

/// The GIL.
pub struct GilTrack {
    holds: SpanIndex,
    /// The thread of each hold.
    holders: Vec<u32>,
    /// In order of time.
    requests: Vec<Request>,
    names: BTreeMap<u32, Box<str>>,
}

impl GilTrack {
    /// `holds` in order of time; `names` of the threads.
    pub fn new(holds: &[Hold], mut requests: Vec<Request>, names: BTreeMap<u32, Box<str>>) -> Self {
        requests.sort_by_key(|request| request.t_ns);
        let span = |hold: &Hold| Span {
            start_ns: hold.start_ns,
            end_ns: hold.end_ns,
            state: ThreadState::Running,
            on: None,
            worker: 0,
        };
        Self {
            holds: SpanIndex::new(holds.iter().map(span).collect()),
            holders: holds.iter().map(|hold| hold.thread).collect(),
            requests,
            names,
        }
    }

    /// The request that is on its way at a moment: the first that the holder has got since it took the GIL.
    pub fn pending(&self, t_ns: f64) -> Option<Pending> {
        let hold = self.holds.first_after(t_ns);
        let span = self.holds.spans().get(hold).filter(|span| span.start_ns as f64 <= t_ns)?;
        let from = self.requests.partition_point(|request| request.t_ns < span.start_ns);
        let to = self.holders[hold];
        let request = self.requests[from..].iter().find(|request| request.to == to || request.t_ns as f64 > t_ns)?;
        let is_there = request.to == to && request.t_ns as f64 <= t_ns;
        is_there.then_some(Pending { by: request.by, to, asked_ns: request.t_ns, met_ns: span.end_ns })
    }

    /// Who holds it at a moment: the thread, and its name.
    pub fn holder_at(&self, t_ns: f64) -> Option<(u32, String)> {
        let hold = self.holds.first_after(t_ns);
        self.holds.spans().get(hold).filter(|span| span.start_ns as f64 <= t_ns)?;
        Some((self.holders[hold], self.holder(hold)))
    }

    /// Who has it next after a moment at which nobody has.
    pub fn taker_after(&self, t_ns: f64) -> Option<(u32, String)> {
        let hold = self.holds.first_after(t_ns);
        (hold < self.holders.len()).then(|| (self.holders[hold], self.holder(hold)))
    }

    fn holder(&self, hold: usize) -> String {
        let thread = self.holders[hold];
        self.names.get(&thread).map_or_else(|| format!("thread {thread}"), |name| (**name).into())
    }
}

impl Track for GilTrack {
    fn name(&self) -> String {
        "GIL".into()
    }

    fn draw(&self, frame: &Frame, top: f64, painter: &mut dyn Painter) {
        let height = ROW_HEIGHT - 2.0 * GAP;
        let ink = Ink::State(ThreadState::Running);
        for piece in self.holds.layout(&frame.scale()) {
            let width = piece.x1 - piece.x0;
            match piece.what {
                What::Span(hold) => {
                    let width = if width >= 4.0 { width - 1.0 } else { width };
                    painter.rect(piece.x0, top + GAP, width, height, ink);
                    if let Some(label) = self.label(hold, width) {
                        painter.text(
                            piece.x0 + 4.0,
                            top + ROW_HEIGHT / 2.0,
                            &label,
                            Ink::OnState(ThreadState::Running),
                        );
                    }
                }
                // As high as the share of the time in which anybody held it.
                What::Mix(_) => {
                    let held = self.share(frame, piece.x0, piece.x1);
                    let height = height * (held * f64::from(LEVELS)).round() / f64::from(LEVELS);
                    painter.rect(piece.x0, top + ROW_HEIGHT - GAP - height, width, height, ink);
                }
            }
        }
    }

    fn tip(&self, frame: &Frame, x: f64) -> Option<Tip> {
        let range = self.holds.at(&frame.scale(), x);
        match range.len() {
            0 => Some(Tip { title: "GIL: free".into(), lines: Vec::new() }),
            1 => {
                let span = &self.holds.spans()[range.start];
                let lines = vec![
                    format!("by {}", self.holder(range.start)),
                    format!("from {} to {}", duration(span.start_ns as f64), duration(span.end_ns as f64)),
                ];
                Some(Tip { title: format!("GIL: held for {}", duration(span.duration_ns() as f64)), lines })
            }
            n => {
                let held = self.share(frame, x.floor(), x.floor() + 1.0);
                let lines = vec![format!("held {} % of the time", fixed(held * 100.0, 0))];
                Some(Tip { title: format!("GIL: taken {} times here", count(n as u64)), lines })
            }
        }
    }

    fn times(&self) -> Option<Times> {
        None
    }

    fn table(&self, window: &Window, limit: usize, out: &mut Vec<TableRow>) -> bool {
        let from = self.holds.first_after(window.start_ns);
        for (shown, span) in self.holds.spans()[from..].iter().enumerate() {
            if span.start_ns as f64 >= window.end_ns {
                break;
            }
            if shown == limit {
                return false;
            }
            out.push(TableRow {
                start_ns: span.start_ns,
                duration_ns: span.duration_ns(),
                track: self.name(),
                what: format!("held by {}", self.holder(from + shown)),
                worker: String::new(),
            });
        }
        true
    }
}

impl GilTrack {
    /// The holder's name, or as much of it as there is room for: without what runs in it, or its number alone.
    fn label(&self, hold: usize, width: f64) -> Option<String> {
        if width <= LETTER + 6.0 {
            return None;
        }
        let name = self.holder(hold);
        let short = name.split(" (").next().unwrap_or_default().to_owned();
        let number = self.holders[hold].to_string();
        [name, short, number].into_iter().find(|label| label.chars().count() as f64 * LETTER + 6.0 < width)
    }

    /// The share of the time between two places in which somebody held it.
    fn share(&self, frame: &Frame, x0: f64, x1: f64) -> f64 {
        let (from, to) = (frame.t(x0), frame.t(x1));
        let first = self.holds.first_after(from);
        let last = first + self.holds.spans()[first..].partition_point(|span| (span.start_ns as f64) < to);
        let sum: u64 = self.holds.times(first..last).iter().sum();
        (sum as f64 / (to - from).max(1.0)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn track(holds: &[(u64, u64, u32)]) -> GilTrack {
        let hold = |&(start_ns, end_ns, thread)| Hold { start_ns, end_ns, thread };
        let names = BTreeMap::from([(0, "MainThread".into()), (1, "T1".into())]);
        GilTrack::new(&holds.iter().map(hold).collect::<Vec<_>>(), Vec::new(), names)
    }

    #[test]
    fn it_says_who_holds_it_and_that_nobody_does() {
        let track = track(&[(0, 4_000, 0), (4_000, 6_000, 1), (8_000, 10_000, 2)]);
        let frame = frame(0.0, 10_000.0, 1000.0);
        let title = |x| track.tip(&frame, x).map(|tip| (tip.title, tip.lines.first().cloned().unwrap_or_default()));
        assert_eq!(title(100.0), Some(("GIL: held for 4.00 µs".into(), "by MainThread".into())));
        assert_eq!(title(900.0), Some(("GIL: held for 2.00 µs".into(), "by thread 2".into())));
        assert_eq!(title(700.0), Some(("GIL: free".into(), String::new())));
        assert_eq!(track.taker_after(7_000.0), Some((2, "thread 2".into())));
        let mut seen = Recorder::default();
        track.draw(&frame, 0.0, &mut seen);
        assert_eq!(seen.rects.len(), 3);
        assert_eq!(
            seen.texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(),
            ["MainThread", "T1", "thread 2"]
        );
    }

    #[test]
    fn a_request_is_on_its_way_until_the_holder_gives_up() {
        let holds = [(0, 900, 0), (900, 2_000, 1)].map(|(start_ns, end_ns, thread)| Hold { start_ns, end_ns, thread });
        let asked = |t_ns, by, to| Request { t_ns, by, to };
        let requests = vec![asked(1_500, 0, 1), asked(500, 1, 0), asked(700, 2, 0)];
        let track = GilTrack::new(&holds, requests, BTreeMap::new());
        assert_eq!(track.pending(499.0), None);
        let first = Pending { by: 1, to: 0, asked_ns: 500, met_ns: 900 };
        assert_eq!(track.pending(500.0), Some(first));
        assert_eq!(track.pending(899.0), Some(first));
        assert_eq!(track.pending(900.0), None);
        assert_eq!(track.pending(1_600.0).map(|pending| (pending.by, pending.progress(1_750.0))), Some((0, 0.5)));
        assert_eq!(track.pending(2_000.0), None);
        assert_eq!(track.holder_at(900.0), Some((1, "thread 1".into())));
        assert_eq!(track.holder_at(2_000.0), None);
        assert_eq!(track.taker_after(2_000.0), None);
    }

    #[test]
    fn a_name_is_shortened_to_what_fits() {
        let hold = Hold { start_ns: 0, end_ns: 100, thread: 7 };
        let track = GilTrack::new(&[hold], Vec::new(), BTreeMap::from([(7, "Thread-7 (work)".into())]));
        let label = |width| track.label(0, width);
        assert_eq!(label(200.0).as_deref(), Some("Thread-7 (work)"));
        assert_eq!(label(70.0).as_deref(), Some("Thread-7"));
        assert_eq!(label(20.0).as_deref(), Some("7"));
        assert_eq!(label(5.0), None);
    }

    #[test]
    fn very_many_holds_are_shown_by_their_share() {
        let holds: Vec<_> = (0..100_000u64).map(|i| (i * 100, i * 100 + 25, (i % 2) as u32)).collect();
        let track = track(&holds);
        let frame = frame(0.0, 1e7, 100.0);
        let mut seen = Recorder::default();
        track.draw(&frame, 0.0, &mut seen);
        let (.., height, _) = seen.rects[seen.rects.len() / 2];
        assert!((height - (ROW_HEIGHT - 2.0 * GAP) * 0.25).abs() < 1.5, "{height}");
        assert_eq!(track.tip(&frame, 50.5).expect("there").title, "GIL: taken 1000 times here");
    }

    #[test]
    fn the_table_has_the_holders() {
        let mut rows = Vec::new();
        assert!(track(&[(0, 10, 0), (20, 30, 1)]).table(&Window { start_ns: 15.0, end_ns: 40.0 }, 9, &mut rows));
        assert_eq!((rows.len(), rows[0].what.as_str(), rows[0].duration_ns), (1, "held by T1", 10));
    }
}
