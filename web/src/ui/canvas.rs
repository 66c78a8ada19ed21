//! The canvas as a painter.

use std::collections::HashMap;

use gilscope_trace::ThreadState;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

use super::{document, window};
use crate::timeline::{Ink, Painter, strokes};

/// Narrower than this a pattern cannot be seen.
const PATTERN_WIDTH: f64 = 6.0;

/// The width of a letter.
const LETTER: f64 = 9.0;

/// The custom property with a state's colour.
pub fn property(state: ThreadState) -> &'static str {
    match state {
        ThreadState::Running => "--state-running",
        ThreadState::WaitGil => "--state-wait-gil",
        ThreadState::Blocked => "--state-blocked",
        ThreadState::Sleeping => "--state-sleeping",
        ThreadState::Ready => "--state-ready",
        ThreadState::Stopped => "--state-stopped",
    }
}

/// Colours and patterns, as the page's style has them now.
pub struct Palette {
    colours: HashMap<Ink, String>,
    patterns: HashMap<ThreadState, CanvasPattern>,
}

impl Palette {
    /// Changes when the page's colours do.
    pub fn key() -> String {
        let Some(root) = document().document_element() else {
            return String::new();
        };
        let Ok(Some(style)) = window().get_computed_style(&root) else {
            return String::new();
        };
        ["--text", "--state-running"].map(|name| style.get_property_value(name).unwrap_or_default()).concat()
    }

    /// Reads the colours from the page; `context` makes the patterns.
    pub fn new(context: &CanvasRenderingContext2d) -> Self {
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
        let read = |name: &str| {
            style
                .as_ref()
                .and_then(|style| style.get_property_value(name).ok())
                .map(|value| value.trim().to_owned())
                .unwrap_or_default()
        };
        let on_state = read("--on-state");
        let mut colours = HashMap::new();
        let mut patterns = HashMap::new();
        for state in ThreadState::ALL {
            let colour = read(property(state));
            if let Some(pattern) = pattern(context, state, &colour, &on_state) {
                patterns.insert(state, pattern);
            }
            colours.insert(Ink::State(state), colour);
            colours.insert(Ink::OnState(state), on_state.clone());
        }
        colours.insert(Ink::Muted, read("--muted"));
        colours.insert(Ink::Grid, read("--grid"));
        colours.insert(Ink::Request, read("--text"));
        Self { colours, patterns }
    }
}

/// A tile of 8 by 8 pixels: the state's colour with strokes in it. Running is plain.
fn pattern(
    context: &CanvasRenderingContext2d,
    state: ThreadState,
    colour: &str,
    stroke: &str,
) -> Option<CanvasPattern> {
    let lines = strokes(state);
    if lines.is_empty() {
        return None;
    }
    let tile: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    tile.set_width(8);
    tile.set_height(8);
    let paint: CanvasRenderingContext2d = tile.get_context("2d").ok()??.dyn_into().ok()?;
    paint.set_fill_style_str(colour);
    paint.fill_rect(0.0, 0.0, 8.0, 8.0);
    paint.set_stroke_style_str(stroke);
    paint.set_global_alpha(0.55);
    paint.set_line_width(1.0);
    for &[x0, y0, x1, y1] in lines {
        paint.begin_path();
        paint.move_to(x0, y0);
        paint.line_to(x1, y1);
        paint.stroke();
    }
    context.create_pattern_with_html_canvas_element(&tile, "repeat").ok().flatten()
}

/// Draws on a canvas; remembers the ink, since changing it is what costs.
pub struct CanvasPainter<'a> {
    context: &'a CanvasRenderingContext2d,
    palette: &'a Palette,
    ink: Option<(Ink, bool)>,
    /// Rectangles wait until all are there, to be drawn ink by ink.
    rects: Vec<(Ink, bool, [f64; 4])>,
    /// Texts are drawn last, above everything.
    texts: Vec<(f64, f64, String, Ink)>,
    with_texts: bool,
}

impl<'a> CanvasPainter<'a> {
    pub fn new(context: &'a CanvasRenderingContext2d, palette: &'a Palette) -> Self {
        Self { context, palette, ink: None, rects: Vec::new(), texts: Vec::new(), with_texts: true }
    }

    /// Leaves texts out, where there is no room for them.
    pub fn without_texts(&mut self) {
        self.with_texts = false;
    }

    fn set_ink(&mut self, ink: Ink, patterned: bool) {
        if self.ink == Some((ink, patterned)) {
            return;
        }
        self.ink = Some((ink, patterned));
        if let Ink::State(state) = ink
            && patterned
            && let Some(pattern) = self.palette.patterns.get(&state)
        {
            return self.context.set_fill_style_canvas_pattern(pattern);
        }
        if let Some(colour) = self.palette.colours.get(&ink) {
            self.context.set_fill_style_str(colour);
        }
    }

    /// Draws what was collected.
    pub fn finish(mut self) {
        // By ink; what is drawn over other things comes later in the enum's order.
        let mut rects = std::mem::take(&mut self.rects);
        rects.sort_by_key(|&(ink, patterned, _)| (ink.layer(), patterned));
        for (ink, patterned, [x, y, width, height]) in rects {
            self.set_ink(ink, patterned);
            self.context.fill_rect(x, y, width, height);
        }
        self.context.set_font("600 11px system-ui, sans-serif");
        self.context.set_text_baseline("middle");
        for (x, y, text, ink) in std::mem::take(&mut self.texts) {
            // Upon a pattern a letter could not be read.
            if let Ink::OnState(state) = ink
                && self.palette.patterns.contains_key(&state)
            {
                self.set_ink(Ink::State(state), false);
                self.context.fill_rect(x - 2.0, y - 6.0, LETTER + 3.0, 12.0);
            }
            self.set_ink(ink, false);
            // A text that cannot be drawn is no reason to draw nothing.
            let _ = self.context.fill_text(&text, x, y);
        }
    }
}

impl Painter for CanvasPainter<'_> {
    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        let patterned = width >= PATTERN_WIDTH && matches!(ink, Ink::State(_));
        self.rects.push((ink, patterned, [x, y, width, height]));
    }

    fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink) {
        if self.with_texts {
            self.texts.push((x, y, text.into(), ink));
        }
    }
}
