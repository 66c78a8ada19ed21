//! The GIL timeline: who held the GIL, and what each thread did when.
//!
//! Layout, drawing and hit-testing are pure: a [`Track`] draws through a [`Painter`] into a [`Frame`]. The
//! canvas is one painter (in `ui`), tests have another. A new kind of lane is one file with one more `Track`.

pub mod assembly;
pub mod axis;
pub mod gil;
pub mod group;
pub mod thread;
pub mod window;

use gilscope_trace::{Scale, ThreadState, Times};

pub use assembly::Assembly;
pub use window::Window;

/// Height of a lane, in CSS pixels.
pub const ROW_HEIGHT: f64 = 26.0;

/// So many threads have a lane of their own; the others share one.
pub const MAX_LANES: usize = 64;

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
    /// In CSS pixels.
    fn height(&self) -> f64 {
        ROW_HEIGHT
    }
    /// Draws it with its upper edge at `top`.
    fn draw(&self, frame: &Frame, top: f64, painter: &mut dyn Painter);
    /// What is at `x`.
    fn tip(&self, frame: &Frame, x: f64) -> Option<Tip>;
    /// How long it was in which state over the whole run, in thread-nanoseconds; `None`: it is no thread's lane.
    fn times(&self) -> Option<Times>;
    /// The first rows, `limit` at most, of what the window shows; false: there were more.
    fn table(&self, window: &Window, limit: usize, out: &mut Vec<TableRow>) -> bool;
}

/// All lanes of a run.
#[derive(Default)]
pub struct Timeline {
    pub tracks: Vec<Box<dyn Track>>,
    pub end_ns: u64,
    /// How many threads there were.
    pub threads: usize,
}

impl Timeline {
    /// Height of all tracks.
    pub fn height(&self) -> f64 {
        self.tracks.iter().map(|track| track.height()).sum()
    }

    /// Draws the tracks that lie between `top` and `bottom`, counted from the first track's upper edge.
    pub fn draw(&self, frame: &Frame, top: f64, bottom: f64, painter: &mut dyn Painter) {
        let mut y = 0.0;
        for track in &self.tracks {
            if y + track.height() > top && y < bottom {
                track.draw(frame, y, painter);
            }
            y += track.height();
        }
    }

    /// What is at a place.
    pub fn tip(&self, frame: &Frame, x: f64, y: f64) -> Option<Tip> {
        let mut top = 0.0;
        for track in &self.tracks {
            if (top..top + track.height()).contains(&y) {
                return track.tip(frame, x);
            }
            top += track.height();
        }
        None
    }

    /// What the window shows as rows of a table in order of time; false: there is more than `limit`.
    pub fn table(&self, window: &Window, limit: usize) -> (Vec<TableRow>, bool) {
        let mut rows = Vec::new();
        let mut complete = true;
        for track in &self.tracks {
            complete &= track.table(window, limit, &mut rows);
        }
        rows.sort_by(|a, b| (a.start_ns, &a.track).cmp(&(b.start_ns, &b.track)));
        complete &= rows.len() <= limit;
        rows.truncate(limit);
        (rows, complete)
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

    #[test]
    fn many_threads_share_a_lane() {
        let lanes = |n: u32| (0..n).map(|i| lane(i, &[(0, 10, Running)])).collect::<Vec<_>>();
        assert_eq!(Timeline::new(lanes(64), Vec::new(), 10).tracks.len(), 64);
        let timeline = Timeline::new(lanes(10_000), Vec::new(), 10);
        assert_eq!((timeline.tracks.len(), timeline.threads), (64, 10_000));
        assert_eq!(timeline.tracks[63].name(), "9937 more");
        assert_eq!(timeline.tracks[63].times().map(|times| times[Running as usize]), Some(99_370));
    }

    #[test]
    fn the_table_says_what_the_window_shows() {
        let lanes = vec![
            lane(0, &[(0, 10, Running), (10, 30, WaitGil), (30, 50, Running)]),
            lane(1, &[(5, 10, WaitGil), (10, 30, Running)]),
        ];
        let timeline = Timeline::new(lanes, Vec::new(), 50);
        let (rows, complete) = timeline.table(&Window { start_ns: 0.0, end_ns: 50.0 }, 100);
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
        let (rows, complete) = timeline.table(&Window { start_ns: 35.0, end_ns: 50.0 }, 100);
        assert_eq!((rows.len(), complete), (1, true));
        let (rows, complete) = timeline.table(&Window { start_ns: 0.0, end_ns: 50.0 }, 2);
        assert_eq!((rows.len(), complete), (2, false));
    }

    #[test]
    fn only_tracks_in_sight_are_drawn_and_hit() {
        let timeline = Timeline::new((0..10).map(|i| lane(i, &[(0, 10, Running)])).collect(), Vec::new(), 10);
        let frame = frame(0.0, 10.0, 100.0);
        let mut seen = Recorder::default();
        timeline.draw(&frame, 2.5 * ROW_HEIGHT, 4.5 * ROW_HEIGHT, &mut seen);
        assert_eq!(seen.rects.len(), 3);
        assert_eq!(timeline.tip(&frame, 50.0, 3.5 * ROW_HEIGHT).expect("a tip").title, "T3: running");
        assert_eq!(timeline.tip(&frame, 50.0, 11.0 * ROW_HEIGHT), None);
    }

    #[test]
    fn no_two_states_look_alike_without_colour() {
        let mut letters: Vec<_> = ThreadState::ALL.map(letter).to_vec();
        letters.dedup();
        assert_eq!(letters.len(), ThreadState::ALL.len());
    }
}
