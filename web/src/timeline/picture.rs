//! The lanes as an SVG, for slides: what the window shows, with names, ruler and legend, in light colours.

use std::fmt::Write;

use gilscope_trace::ThreadState;

use super::{Frame, Ink, Painter, ROW_HEIGHT, Row, Timeline, Window, axis, letter, strokes};
use crate::text::{duration, escape_html};

/// Measures, in the picture's own units, which are CSS pixels where it is shown at its size.
const WIDTH: f64 = 960.0;
const MARGIN: f64 = 16.0;
const NAMES: f64 = 150.0;
const HEAD: f64 = 46.0;
const LEGEND: f64 = 48.0;
/// A pattern cannot be seen in less.
const PATTERN_WIDTH: f64 = 6.0;

/// The light colours of `styles/10-base.css`.
const TEXT: &str = "#1d2126";
const MUTED: &str = "#59626d";
const GRID: &str = "#e4e5e8";
const BORDER: &str = "#c9cbcf";
const ON_STATE: &str = "#ffffff";

fn colour(state: ThreadState) -> &'static str {
    match state {
        ThreadState::Running => "#18804b",
        ThreadState::WaitGil => "#b35a00",
        ThreadState::Blocked => "#c32a2f",
        ThreadState::Sleeping => "#2266c4",
        ThreadState::Ready => "#6b7480",
        ThreadState::Stopped => "#7d4fa8",
    }
}

/// What the picture is of.
pub struct Picture<'a> {
    pub timeline: &'a Timeline,
    pub rows: &'a [Row],
    pub window: Window,
    pub title: &'a str,
    /// `simulated` or `measured here`.
    pub truth: &'a str,
    /// The moment looked at, and who holds the GIL then.
    pub playhead: Option<(f64, Option<u32>)>,
}

impl Picture<'_> {
    /// A whole SVG document.
    pub fn svg(&self) -> String {
        let lanes = self.rows.len() as f64 * ROW_HEIGHT;
        let height = HEAD + axis::HEIGHT + lanes + LEGEND;
        let frame = Frame { window: self.window, width: WIDTH - NAMES - 2.0 * MARGIN };
        let left = MARGIN + NAMES;
        let mut out = String::new();
        let title = escape_html(self.title);
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"{TEXT}\"><title>{title}</title>\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{}\
             <text x=\"{MARGIN}\" y=\"22\" font-size=\"16\" font-weight=\"600\">{title}</text>\
             <text x=\"{MARGIN}\" y=\"39\" fill=\"{MUTED}\">{}, {} to {}</text>",
            definitions(&frame, axis::HEIGHT + lanes),
            self.truth,
            duration(self.window.start_ns),
            duration(self.window.end_ns),
        );
        for (number, &row) in self.rows.iter().enumerate() {
            let y = HEAD + axis::HEIGHT + (number as f64 + 0.5) * ROW_HEIGHT + 4.0;
            let name = self.timeline.track(row).map(|track| track.name()).unwrap_or_default();
            let _ = write!(out, "<text x=\"{MARGIN}\" y=\"{y}\">{}</text>", escape_html(&shortened(&name)));
        }
        let _ = write!(
            out,
            "<g transform=\"translate({left} {HEAD})\"><rect y=\"{}\" width=\"{:.1}\" height=\"{lanes}\" fill=\"none\" stroke=\"{BORDER}\"/>\
             <g clip-path=\"url(#lanes)\">",
            axis::HEIGHT,
            frame.width,
        );
        let mut painter = SvgPainter::default();
        axis::draw(&frame, self.timeline.coarse_ns, axis::HEIGHT + lanes, &mut painter);
        painter.top = axis::HEIGHT;
        self.timeline.draw(self.rows, &frame, 0.0, lanes, &mut painter);
        painter.finish(&mut out);
        out.push_str("</g>");
        self.draw_playhead(&frame, axis::HEIGHT + lanes, &mut out);
        out.push_str("</g>");
        legend(HEAD + axis::HEIGHT + lanes + 14.0, &mut out);
        out.push_str("</svg>\n");
        out
    }

    /// The moment, the GIL at its holder's lane, and the request that is on its way.
    fn draw_playhead(&self, frame: &Frame, height: f64, out: &mut String) {
        let Some((t_ns, holder)) = self.playhead else { return };
        let x = frame.x(t_ns);
        if !(0.0..=frame.width).contains(&x) {
            return;
        }
        let middle = |thread: u32| {
            let row = self.timeline.row_of(self.rows, thread)?;
            Some(axis::HEIGHT + (row as f64 + 0.5) * ROW_HEIGHT)
        };
        let pending = self.timeline.gil.as_ref().and_then(|gil| gil.pending(t_ns));
        if let Some(pending) = pending
            && let (Some(from), Some(to)) = (middle(pending.by), middle(pending.to))
        {
            let (x0, x1) = (frame.x(pending.asked_ns as f64), frame.x(pending.met_ns as f64));
            let _ = write!(
                out,
                "<g clip-path=\"url(#lanes)\" fill=\"#fff\" stroke=\"{TEXT}\"><path d=\"M{x0:.1} {from}L{x1:.1} {to}\" stroke=\"#fff\" stroke-width=\"5\"/>\
                 <path d=\"M{x0:.1} {from}L{x1:.1} {to}\" stroke-width=\"2\" stroke-dasharray=\"5 3\"/>\
                 <circle cx=\"{x0:.1}\" cy=\"{from}\" r=\"4\" stroke-width=\"2\"/><circle cx=\"{x1:.1}\" cy=\"{to}\" r=\"5\" stroke-width=\"2\"/></g>"
            );
        }
        let _ = write!(
            out,
            "<path d=\"M{x:.1} 0V{height}\" stroke=\"{TEXT}\" stroke-width=\"2\"/><path d=\"M{x:.1} 8l-6 -8h12z\"/>"
        );
        if let Some(y) = holder.and_then(middle) {
            let _ = write!(
                out,
                "<rect x=\"{:.1}\" y=\"{}\" width=\"36\" height=\"18\" rx=\"9\" stroke=\"#fff\" stroke-width=\"2\"/>\
                 <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"700\" fill=\"#fff\">GIL</text>",
                x - 18.0,
                y - 9.0,
                y + 4.0,
            );
        }
    }
}

/// A name as there is room for it.
fn shortened(name: &str) -> String {
    const LETTERS: usize = 21;
    if name.chars().count() <= LETTERS {
        return name.into();
    }
    name.chars().take(LETTERS - 1).chain(['…']).collect()
}

fn definitions(frame: &Frame, height: f64) -> String {
    let mut out =
        format!("<defs><clipPath id=\"lanes\"><rect width=\"{:.1}\" height=\"{height}\"/></clipPath>", frame.width);
    for state in ThreadState::ALL {
        let lines = strokes(state);
        if lines.is_empty() {
            continue;
        }
        let paths: String = lines.iter().map(|[x0, y0, x1, y1]| format!("M{x0} {y0}L{x1} {y1}")).collect();
        let _ = write!(
            out,
            "<pattern id=\"{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"{}\"/>\
             <path d=\"{paths}\" stroke=\"{ON_STATE}\" opacity=\".55\"/></pattern>",
            letter(state),
            colour(state),
        );
    }
    out + "</defs>"
}

fn legend(y: f64, out: &mut String) {
    let mut x = MARGIN;
    for state in ThreadState::ALL {
        let fill =
            if strokes(state).is_empty() { colour(state).to_owned() } else { format!("url(#{})", letter(state)) };
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"22\" height=\"16\" fill=\"{fill}\"/><rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11\" font-weight=\"600\" fill=\"{ON_STATE}\">{}</text>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            x + 5.0,
            y + 2.0,
            colour(state),
            x + 11.0,
            y + 12.0,
            letter(state),
            x + 28.0,
            y + 12.0,
            state.label(),
        );
        x += 46.0 + 6.3 * state.label().len() as f64;
    }
    let _ = write!(
        out,
        "<path d=\"M{} {y}v16\" stroke=\"{TEXT}\" stroke-width=\"2\"/><text x=\"{}\" y=\"{}\">asked for the GIL</text>",
        x + 2.0,
        x + 10.0,
        y + 12.0,
    );
}

/// Collects what is drawn, to write it layer by layer.
#[derive(Default)]
struct SvgPainter {
    top: f64,
    things: Vec<(u8, String)>,
}

impl SvgPainter {
    fn fill(ink: Ink, patterned: bool) -> String {
        match ink {
            Ink::State(state) if patterned && !strokes(state).is_empty() => format!("url(#{})", letter(state)),
            Ink::State(state) => colour(state).into(),
            Ink::OnState(_) => ON_STATE.into(),
            Ink::Muted => MUTED.into(),
            Ink::Grid => GRID.into(),
            Ink::Request => TEXT.into(),
        }
    }

    fn finish(mut self, out: &mut String) {
        self.things.sort_by_key(|&(layer, _)| layer);
        self.things.iter().for_each(|(_, thing)| out.push_str(thing));
    }
}

impl Painter for SvgPainter {
    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        let (y, fill) = (y + self.top, Self::fill(ink, width >= PATTERN_WIDTH));
        let text =
            format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>");
        self.things.push((ink.layer(), text));
    }

    fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink) {
        let y = y + self.top;
        // Upon a pattern a letter could not be read.
        if let Ink::OnState(state) = ink
            && !strokes(state).is_empty()
        {
            let (x, y, fill) = (x - 2.0, y - 6.0, colour(state));
            let patch = format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"12\" height=\"12\" fill=\"{fill}\"/>");
            self.things.push((ink.layer(), patch));
        }
        let text = format!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" font-weight=\"600\" fill=\"{}\">{}</text>",
            y + 4.0,
            Self::fill(ink, false),
            escape_html(text),
        );
        self.things.push((ink.layer(), text));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gilscope_trace::{Hold, Mark, MarkKind};

    use super::super::testing::lane;
    use super::*;
    use ThreadState::{Running, WaitGil};

    fn picture(playhead: Option<(f64, Option<u32>)>) -> String {
        let mut lanes = vec![
            lane(0, &[(0, 6_000, Running), (6_000, 10_000, WaitGil)]),
            lane(1, &[(0, 6_000, WaitGil), (6_000, 10_000, Running)]),
        ];
        lanes[1].name = "Ada <&>".into();
        lanes[0].marks = vec![Mark { t_ns: 5_000, kind: MarkKind::GilRequest { by: 1 } }];
        let hold = |thread, start_ns, end_ns| Hold { start_ns, end_ns, thread };
        let timeline = Timeline::new(lanes, vec![hold(0, 0, 6_000), hold(1, 6_000, 10_000)], 10_000);
        let rows = timeline.rows(&BTreeSet::new());
        let window = Window::whole(10_000);
        let (title, truth) = ("Lost <update>", "simulated");
        Picture { timeline: &timeline, rows: &rows, window, title, truth, playhead }.svg()
    }

    #[test]
    fn it_has_names_states_legend_and_what_it_is() {
        let svg = picture(None);
        for part in
            ["Ada &lt;&amp;&gt;", "Lost &lt;update&gt;", "simulated, 0 ns to 10.0 µs", "url(#W)", "waiting for the GIL"]
        {
            assert!(svg.contains(part), "{part} is not in {svg}");
        }
        assert!(!svg.contains("font-weight=\"700\""), "there is no baton without a moment");
        // Each element is closed.
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
    }

    #[test]
    fn where_lanes_begin_to_be_exact_is_marked() {
        let mut timeline = Timeline::new(vec![lane(0, &[(0, 10_000, Running)])], Vec::new(), 10_000);
        let rows = timeline.rows(&BTreeSet::new());
        let window = Window::whole(10_000);
        let mut bars = |coarse_ns| {
            timeline.coarse_ns = coarse_ns;
            Picture { timeline: &timeline, rows: &rows, window, title: "", truth: "", playhead: None }.svg()
        };
        assert!(bars(4_000).len() > bars(0).len());
    }

    #[test]
    fn the_moment_shows_the_holder_and_the_request() {
        let svg = picture(Some((5_500.0, Some(0))));
        assert!(svg.contains(">GIL</text>") && svg.contains("stroke-dasharray"));
        assert!(!picture(Some((4_000.0, Some(0)))).contains("stroke-dasharray"), "nobody has asked yet");
    }

    #[test]
    fn its_colours_are_the_pages() {
        let style = include_str!("../../styles/10-base.css");
        let light = style.split("[data-theme").next().unwrap_or_default();
        let names = ["running", "wait-gil", "blocked", "sleeping", "ready", "stopped"];
        for (state, name) in ThreadState::ALL.into_iter().zip(names) {
            assert!(light.contains(&format!("--state-{name}: {};", colour(state))), "{name}");
        }
        for (name, value) in
            [("text", TEXT), ("muted", MUTED), ("grid", GRID), ("border", BORDER), ("on-state", ON_STATE)]
        {
            assert!(light.contains(&format!("--{name}: {value};")), "{name}");
        }
    }
}
