//! The two canvases: the lanes that the window shows, and all of the run, small.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};
use yew::NodeRef;

use super::super::canvas::{CanvasPainter, Palette};
use super::super::window;
use crate::text::fixed;
use crate::timeline::{Frame, ROW_HEIGHT, Row, Timeline, Window, axis};

/// The canvas is at most so high, in CSS pixels; more lanes are scrolled.
const MAX_HEIGHT: f64 = 26.0 * 16.0;

/// What is drawn.
#[derive(Default)]
pub struct View {
    pub timeline: Rc<Timeline>,
    pub rows: Rc<[Row]>,
    pub window: Option<Window>,
    pub overview_is_stale: bool,
    /// The lanes are there as they should be.
    pub lanes_are_drawn: bool,
}

/// Draws what there is to see.
pub struct Drawing {
    pub view: Rc<RefCell<View>>,
    pub palette: Rc<RefCell<Option<(String, Palette)>>>,
    pub stage: NodeRef,
    pub canvas: NodeRef,
    pub overview: NodeRef,
    pub scroll: NodeRef,
}

impl Drawing {
    /// One step towards what there is to see: the colours, then the lanes, then the overview; whether there is more to do.
    pub fn draw(&self) -> bool {
        let mut view = self.view.borrow_mut();
        let (Some(window), Some(stage), Some(scroll)) =
            (view.window, self.stage.cast::<HtmlElement>(), self.scroll.cast::<HtmlElement>())
        else {
            return false;
        };
        let width = f64::from(stage.client_width());
        // A lens that is not shown has no width; it is drawn when it comes into sight.
        if view.rows.is_empty() || width == 0.0 {
            return false;
        }
        if view.lanes_are_drawn {
            if std::mem::take(&mut view.overview_is_stale) {
                self.draw_overview(&view.timeline);
            }
            return false;
        }
        let lanes_height = view.rows.len() as f64 * ROW_HEIGHT;
        let height = (lanes_height + axis::HEIGHT).min(MAX_HEIGHT);
        if let Some(context) =
            self.canvas.cast::<HtmlCanvasElement>().and_then(|canvas| prepare(&canvas, width, height))
        {
            let frame = Frame { window, width };
            if self.renew_palette(&context) {
                return true;
            }
            view.lanes_are_drawn = true;
            self.with_palette(|palette| {
                let mut painter = CanvasPainter::new(&context, palette);
                axis::draw(&frame, view.timeline.coarse_ns, height, &mut painter);
                painter.finish();
                let top = f64::from(scroll.scroll_top());
                context.save();
                context.begin_path();
                context.rect(0.0, axis::HEIGHT, width, height - axis::HEIGHT);
                context.clip();
                // Moving the origin cannot fail.
                let _ = context.translate(0.0, axis::HEIGHT - top);
                let mut painter = CanvasPainter::new(&context, palette);
                view.timeline.draw(&view.rows, &frame, top, top + height - axis::HEIGHT, &mut painter);
                painter.finish();
                context.restore();
            });
        }
        view.overview_is_stale
    }

    /// All lanes of the whole run, small; groups stay closed here.
    fn draw_overview(&self, timeline: &Timeline) {
        let Some(canvas) = self.overview.cast::<HtmlCanvasElement>() else {
            return;
        };
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        let Some(context) = prepare(&canvas, width, height) else {
            return;
        };
        let frame = Frame { window: Window::whole(timeline.end_ns), width };
        let rows = timeline.rows(&Default::default());
        let lanes_height = rows.len() as f64 * ROW_HEIGHT;
        let scale = (height / lanes_height.max(1.0)).min(1.0);
        self.with_palette(|palette| {
            context.save();
            let _ = context.scale(1.0, scale);
            let mut painter = CanvasPainter::new(&context, palette);
            painter.without_texts();
            timeline.draw(&rows, &frame, 0.0, lanes_height, &mut painter);
            painter.finish();
            context.restore();
        });
    }

    /// Sees to it that there are colours; whether they had to be made.
    fn renew_palette(&self, context: &CanvasRenderingContext2d) -> bool {
        let mut palette = self.palette.borrow_mut();
        let key = Palette::key();
        if palette.as_ref().is_some_and(|(had, _)| *had == key) {
            return false;
        }
        *palette = Some((key, Palette::new(context)));
        true
    }

    fn with_palette(&self, draw: impl FnOnce(&Palette)) {
        if let Some((_, palette)) = &*self.palette.borrow() {
            draw(palette);
        }
    }
}

/// A clean canvas of this size in CSS pixels, sharp on any screen.
fn prepare(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<CanvasRenderingContext2d> {
    let ratio = window().device_pixel_ratio();
    let (real_width, real_height) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != real_width || canvas.height() != real_height {
        canvas.set_width(real_width);
        canvas.set_height(real_height);
    }
    let style = format!("height:{}px", fixed(height, 0));
    if canvas.get_attribute("style").as_deref() != Some(&style) {
        canvas.set_attribute("style", &style).ok()?;
    }
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, width, height);
    Some(context)
}
