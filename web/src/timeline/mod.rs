//! The GIL timeline: who held the GIL, and what each thread did when.
//!
//! Layout, drawing and hit-testing are pure: a [`Track`] draws through a [`Painter`] into a [`Frame`]. The
//! canvas is one painter (in `ui`), tests have another. A new kind of lane is one file with one more `Track`.

pub mod assembly;
pub mod axis;
pub mod gil;
pub mod group;
pub mod picture;
pub mod thread;
pub mod waits;
pub mod window;

use std::collections::BTreeSet;
use std::ops::Range;

use gilscope_trace::{Scale, ThreadState, Times};

use crate::text::{duration, fixed};

pub use assembly::Assembly;
pub use gil::Pending;
pub use waits::Waits;
pub use window::Window;

/// Height of a lane, in CSS pixels.
pub const ROW_HEIGHT: f64 = 26.0;

/// Up to so many threads all have a lane of their own. Of more, the first [`OWN_LANES`] have one and the others share
/// lanes, in groups that can be opened.
pub const MAX_LANES: usize = 64;
pub const OWN_LANES: usize = 48;

/// What things are drawn with. The painter knows the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// A state's colour, with its pattern where there is room for one.
    State(ThreadState),
    /// Text upon a state's colour.
    OnState(ThreadState),
    /// Plain text.
    Muted,
    /// Lines in the background.
    Grid,
    /// A request for the GIL.
    Request,
}

impl Ink {
    /// What is drawn over other things has a higher one.
    pub fn layer(self) -> u8 {
        match self {
            Ink::Grid => 0,
            Ink::State(state) => 1 + state as u8,
            Ink::OnState(_) | Ink::Muted => 20,
            Ink::Request => 21,
        }
    }
}

/// Where a track draws. Units are CSS pixels, the origin is at the top left.
pub trait Painter {
    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink);
    /// Text with its middle at `y`, beginning at `x`.
    fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink);
}

/// Which part of the run is seen, and how wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub window: Window,
    /// In CSS pixels.
    pub width: f64,
}

impl Frame {
    pub fn scale(&self) -> Scale {
        Scale { start_ns: self.window.start_ns, end_ns: self.window.end_ns, width: self.width }
    }

    /// Where a moment is.
    pub fn x(&self, t_ns: f64) -> f64 {
        self.scale().x(t_ns)
    }

    /// Which moment is there.
    pub fn t(&self, x: f64) -> f64 {
        self.scale().t(x)
    }
}

/// What the pointer is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    pub title: String,
    pub lines: Vec<String>,
}

/// A row of the table that says the same as the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    pub start_ns: u64,
    pub duration_ns: u64,
    pub track: String,
    pub what: String,
    pub worker: String,
}

/// A lane.
pub trait Track {
    /// What stands beside it.
    fn name(&self) -> String;
    /// Draws it with its upper edge at `top`.
    fn draw(&self, frame: &Frame, top: f64, painter: &mut dyn Painter);
    /// What is at `x`.
    fn tip(&self, frame: &Frame, x: f64) -> Option<Tip>;
    /// How long it was in which state over the whole run, in thread-nanoseconds; `None`: it is no thread's lane.
    fn times(&self) -> Option<Times>;
    /// The first rows, `limit` at most, of what the window shows; false: there were more.
    fn table(&self, window: &Window, limit: usize, out: &mut Vec<TableRow>) -> bool;
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Who holds the GIL.
    Gil,
    /// One thread: which of [`Timeline::threads`].
    Thread(usize),
    /// Many threads: which of [`Timeline::groups`]; and whether their own lanes follow.
    Group { number: usize, open: bool },
}

/// Threads that share a lane.
pub struct Group {
    pub track: group::GroupTrack,
    /// Which of [`Timeline::threads`] they are.
    pub threads: Range<usize>,
}

/// All lanes of a run.
#[derive(Default)]
pub struct Timeline {
    /// Of a run with more events than are kept: until then lanes show only what lasted longest.
    pub coarse_ns: u64,
    /// Where there is a GIL.
    pub gil: Option<gil::GilTrack>,
    /// In the order of their numbers.
    pub threads: Vec<thread::ThreadTrack>,
    pub groups: Vec<Group>,
    pub waits: Vec<Waits>,
    pub end_ns: u64,
}

impl Timeline {
    /// What is shown from top to bottom when these groups are open.
    pub fn rows(&self, open: &BTreeSet<usize>) -> Vec<Row> {
        let own = self.groups.first().map_or(self.threads.len(), |group| group.threads.start);
        let mut rows: Vec<Row> = self.gil.iter().map(|_| Row::Gil).chain((0..own).map(Row::Thread)).collect();
        for (number, group) in self.groups.iter().enumerate() {
            let open = open.contains(&number);
            rows.push(Row::Group { number, open });
            if open {
                rows.extend(group.threads.clone().map(Row::Thread));
            }
        }
        rows
    }

    /// What the threads came to, in a sentence: did they run at the same time, and how long did they wait for the GIL? Of one
    /// thread, or a run of which much is not known, there is nothing to say.
    pub fn summary(&self) -> Option<String> {
        if self.threads.len() < 2 || self.end_ns == 0 || self.coarse_ns > 0 {
            return None;
        }
        let total = |state: ThreadState| -> f64 { self.threads.iter().map(|track| track.total(state) as f64).sum() };
        let running = fixed(total(ThreadState::Running) / self.end_ns as f64, 2);
        let waited = match self.gil {
            None => "there was no GIL to wait for.".to_owned(),
            Some(_) => format!("together they waited {} for the GIL.", duration(total(ThreadState::WaitGil))),
        };
        Some(format!("On average {running} threads ran at a time; {waited}"))
    }

    /// Lets go of one lane; false: there is none left.
    pub fn shrink(&mut self) -> bool {
        self.gil.take().is_some()
            || self.threads.pop().is_some()
            || self.waits.pop().is_some()
            || self.groups.pop().is_some()
    }

    /// The lane in a row. There is a lane of the GIL wherever there is such a row.
    pub fn track(&self, row: Row) -> Option<&dyn Track> {
        match row {
            Row::Gil => self.gil.as_ref().map(|gil| gil as &dyn Track),
            Row::Thread(number) => Some(&self.threads[number]),
            Row::Group { number, .. } => Some(&self.groups[number].track),
        }
    }

    /// In which row a thread is, be it among others.
    pub fn row_of(&self, rows: &[Row], thread: u32) -> Option<usize> {
        let lane = self.threads.binary_search_by_key(&thread, |track| track.thread).ok()?;
        rows.iter().position(|&row| match row {
            Row::Gil => false,
            Row::Thread(number) => number == lane,
            Row::Group { number, open } => !open && self.groups[number].threads.contains(&lane),
        })
    }

    /// Draws the rows that lie between `top` and `bottom`, counted from the first row's upper edge.
    pub fn draw(&self, rows: &[Row], frame: &Frame, top: f64, bottom: f64, painter: &mut dyn Painter) {
        let first = (top / ROW_HEIGHT).max(0.0) as usize;
        for (number, &row) in rows.iter().enumerate().skip(first) {
            let y = number as f64 * ROW_HEIGHT;
            if y >= bottom {
                break;
            }
            if let Some(track) = self.track(row) {
                track.draw(frame, y, painter);
            }
        }
    }

    /// What is at a place.
    pub fn tip(&self, rows: &[Row], frame: &Frame, x: f64, y: f64) -> Option<Tip> {
        if y < 0.0 {
            return None;
        }
        rows.get((y / ROW_HEIGHT) as usize).and_then(|&row| self.track(row)?.tip(frame, x))
    }

    /// What the window shows as rows of a table in order of time; false: there is more than `limit`. Threads whose own
    /// lanes are shown are not told of a second time as a group.
    pub fn table(&self, rows: &[Row], window: &Window, limit: usize) -> (Vec<TableRow>, bool) {
        let mut out = Vec::new();
        let mut complete = true;
        let told = rows.iter().filter(|row| !matches!(row, Row::Group { open: true, .. }));
        for track in told.filter_map(|&row| self.track(row)) {
            complete &= track.table(window, limit, &mut out);
        }
        out.sort_by(|a, b| (a.start_ns, &a.track).cmp(&(b.start_ns, &b.track)));
        complete &= out.len() <= limit;
        out.truncate(limit);
        (out, complete)
    }
}

/// The letter that stands for a state beside its colour and pattern.
pub fn letter(state: ThreadState) -> &'static str {
    match state {
        ThreadState::Running => "R",
        ThreadState::WaitGil => "W",
        ThreadState::Blocked => "B",
        ThreadState::Sleeping => "S",
        ThreadState::Ready => "Q",
        ThreadState::Stopped => "C",
    }
}

/// A state's pattern: strokes in a tile of 8 by 8, from x and y to x and y. Some states are plain.
pub fn strokes(state: ThreadState) -> &'static [[f64; 4]] {
    match state {
        ThreadState::Running | ThreadState::Ready => &[],
        ThreadState::WaitGil => &[[-2.0, 10.0, 10.0, -2.0], [-6.0, 6.0, 6.0, -6.0], [2.0, 14.0, 14.0, 2.0]],
        ThreadState::Blocked => &[[0.0, 0.0, 8.0, 8.0], [8.0, 0.0, 0.0, 8.0]],
        ThreadState::Sleeping => &[[0.0, 2.0, 3.0, 2.0], [4.0, 6.0, 7.0, 6.0]],
        ThreadState::Stopped => &[[2.0, 0.0, 2.0, 8.0], [6.0, 0.0, 6.0, 8.0]],
    }
}

/// The share of a lane's height that a state fills: a cue beside colour, pattern and letter.
pub fn fill(state: ThreadState) -> f64 {
    match state {
        ThreadState::Running => 1.0,
        ThreadState::WaitGil | ThreadState::Blocked => 0.7,
        ThreadState::Sleeping => 0.45,
        ThreadState::Ready | ThreadState::Stopped => 0.3,
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use gilscope_trace::{Lane, Span};

    /// Remembers what was drawn.
    #[derive(Default)]
    pub struct Recorder {
        pub rects: Vec<(f64, f64, f64, f64, Ink)>,
        pub texts: Vec<(f64, String)>,
    }

    impl Painter for Recorder {
        fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
            self.rects.push((x, y, width, height, ink));
        }

        fn text(&mut self, x: f64, _y: f64, text: &str, _ink: Ink) {
            self.texts.push((x, text.into()));
        }
    }

    pub fn lane(thread: u32, spans: &[(u64, u64, ThreadState)]) -> Lane {
        let span = |&(start_ns, end_ns, state)| Span { start_ns, end_ns, state, on: None, worker: 0 };
        Lane { thread, name: format!("T{thread}").into(), spans: spans.iter().map(span).collect(), marks: Vec::new() }
    }

    pub fn frame(start_ns: f64, end_ns: f64, width: f64) -> Frame {
        Frame { window: Window { start_ns, end_ns }, width }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;
    use super::*;
    use ThreadState::{Running, WaitGil};
    use gilscope_trace::Hold;

    #[test]
    fn many_threads_share_a_lane() {
        let lanes = |n: u32| (0..n).map(|i| lane(i, &[(0, 10, Running)])).collect::<Vec<_>>();
        let none = BTreeSet::new();
        assert_eq!(Timeline::new(lanes(64), Vec::new(), 10).rows(&none).len(), 64);
        for n in [65, 1_000, 10_000] {
            let timeline = Timeline::new(lanes(n), Vec::new(), 10);
            let rows = timeline.rows(&none);
            assert!(rows.len() <= MAX_LANES, "{n} threads: {} rows", rows.len());
            let running = |&row: &Row| timeline.track(row)?.times().map(|times| times[Running as usize]);
            assert_eq!(rows.iter().filter_map(running).sum::<u64>(), u64::from(n) * 10);
        }
        let timeline = Timeline::new(lanes(10_000), Vec::new(), 10);
        assert_eq!(timeline.track(Row::Group { number: 0, open: false }).map(Track::name), Some("1024: T48 …".into()));
    }

    #[test]
    fn a_group_is_opened_and_its_threads_are_found_either_way() {
        let lanes = (0..500).map(|i| lane(i, &[(0, 10, Running)])).collect::<Vec<_>>();
        let timeline = Timeline::new(lanes, vec![Hold { start_ns: 0, end_ns: 10, thread: 3 }], 10);
        let closed = timeline.rows(&BTreeSet::new());
        let open = timeline.rows(&BTreeSet::from([1]));
        assert_eq!(open.len(), closed.len() + 64);
        // The GIL, 48 lanes, a group of threads 48 to 111, one of 112 to 175.
        let at = |rows: &[Row], thread| timeline.row_of(rows, thread);
        assert_eq!((at(&closed, 3), at(&closed, 111), at(&closed, 112)), (Some(4), Some(49), Some(50)));
        assert_eq!((at(&open, 111), at(&open, 112), at(&open, 176)), (Some(49), Some(51), Some(115)));
        assert_eq!(at(&open, 9_999), None);
        let told = |rows: &[Row]| timeline.table(rows, &Window::whole(10), 1_000).0.len();
        assert_eq!(told(&open), told(&closed) - 1 + 64);
    }

    #[test]
    fn a_sentence_says_whether_threads_ran_at_a_time() {
        let hold = Hold { start_ns: 0, end_ns: 100, thread: 0 };
        let first = || lane(0, &[(0, 40, Running), (40, 100, WaitGil)]);
        let said = |second: &[_], holds| Timeline::new(vec![first(), lane(1, second)], holds, 100).summary();
        assert_eq!(
            said(&[(0, 40, WaitGil), (40, 100, Running)], vec![hold]).as_deref(),
            Some("On average 1.00 threads ran at a time; together they waited 100 ns for the GIL.")
        );
        assert_eq!(
            said(&[(0, 100, Running)], Vec::new()).as_deref(),
            Some("On average 1.40 threads ran at a time; there was no GIL to wait for.")
        );
        assert_eq!(Timeline::new(vec![first()], vec![hold], 100).summary(), None, "one thread alone");
    }

    #[test]
    fn the_table_says_what_the_window_shows() {
        let lanes = vec![
            lane(0, &[(0, 10, Running), (10, 30, WaitGil), (30, 50, Running)]),
            lane(1, &[(5, 10, WaitGil), (10, 30, Running)]),
        ];
        let timeline = Timeline::new(lanes, Vec::new(), 50);
        let all = timeline.rows(&BTreeSet::new());
        let (rows, complete) = timeline.table(&all, &Window { start_ns: 0.0, end_ns: 50.0 }, 100);
        assert!(complete);
        let told: Vec<_> = rows.iter().map(|row| (row.start_ns, row.track.as_str(), row.what.as_str())).collect();
        assert_eq!(
            told,
            [
                (0, "T0", "running"),
                (5, "T1", "waiting for the GIL"),
                (10, "T0", "waiting for the GIL"),
                (10, "T1", "running"),
                (30, "T0", "running"),
            ]
        );
        let (rows, complete) = timeline.table(&all, &Window { start_ns: 35.0, end_ns: 50.0 }, 100);
        assert_eq!((rows.len(), complete), (1, true));
        let (rows, complete) = timeline.table(&all, &Window { start_ns: 0.0, end_ns: 50.0 }, 2);
        assert_eq!((rows.len(), complete), (2, false));
    }

    #[test]
    fn only_tracks_in_sight_are_drawn_and_hit() {
        let timeline = Timeline::new((0..10).map(|i| lane(i, &[(0, 10, Running)])).collect(), Vec::new(), 10);
        let frame = frame(0.0, 10.0, 100.0);
        let rows = timeline.rows(&BTreeSet::new());
        let mut seen = Recorder::default();
        timeline.draw(&rows, &frame, 2.5 * ROW_HEIGHT, 4.5 * ROW_HEIGHT, &mut seen);
        assert_eq!(seen.rects.len(), 3);
        assert_eq!(timeline.tip(&rows, &frame, 50.0, 3.5 * ROW_HEIGHT).expect("a tip").title, "T3: running");
        assert_eq!(timeline.tip(&rows, &frame, 50.0, 11.0 * ROW_HEIGHT), None);
    }

    #[test]
    fn no_two_states_look_alike_without_colour() {
        let mut letters: Vec<_> = ThreadState::ALL.map(letter).to_vec();
        letters.dedup();
        assert_eq!(letters.len(), ThreadState::ALL.len());
    }
}
