//! Keys, pointers and the wheel in the timeline, and what else it listens to.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{
    AddEventListenerOptions, Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver, WheelEvent,
};
use yew::prelude::*;

use super::drawing::Drawing;
use super::{Drag, Msg, PAN_STEP, TimelinePane, ZOOM_STEP};
use crate::ui::pulse::Pulse;
use crate::ui::{document, window};

/// A gesture of the wheel that began elsewhere goes on scrolling the page, in milliseconds.
const WHEEL_GESTURE_MS: f64 = 250.0;

/// What a key does in the timeline. With a playhead the arrows move that, as in any slider.
pub(super) fn key(event: KeyboardEvent, simulated: bool) -> Option<Msg> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let message = match event.key().as_str() {
        "ArrowLeft" if simulated => Msg::Step(-1),
        "ArrowRight" if simulated => Msg::Step(1),
        "PageUp" if simulated => Msg::Step(-10),
        "PageDown" if simulated => Msg::Step(10),
        "Home" if simulated => Msg::Seek(0.0),
        "End" if simulated => Msg::Seek(1.0),
        "ArrowLeft" | "a" | "A" => Msg::Pan(-PAN_STEP),
        "ArrowRight" | "d" | "D" => Msg::Pan(PAN_STEP),
        "ArrowUp" | "w" | "W" | "+" | "=" => Msg::Zoom { at: None, factor: ZOOM_STEP },
        "ArrowDown" | "s" | "S" | "-" => Msg::Zoom { at: None, factor: 1.0 / ZOOM_STEP },
        "Home" | "0" => Msg::Whole,
        _ => return None,
    };
    event.prevent_default();
    Some(message)
}

impl TimelinePane {
    pub(super) fn pointer_moved(&mut self, ctx: &Context<Self>, event: &PointerEvent) -> bool {
        let Some(stage) = self.stage.cast::<Element>() else {
            return false;
        };
        let bounds = stage.get_bounding_client_rect();
        let (client_x, client_y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let width = bounds.width().max(1.0);
        match self.drag {
            Some(Drag::Pan(from, window)) => {
                self.set_window(window.pan((from - client_x) / width, self.timeline.end_ns));
                return true;
            }
            Some(Drag::Seek) => {
                let at = ((client_x - bounds.left()) / width).clamp(0.0, 1.0);
                let t_ns = self.window.start_ns + at * self.window.len_ns();
                ctx.props().seek.emit(t_ns);
                return false;
            }
            None => {}
        }
        self.hover = Some((client_x - bounds.left(), client_y - bounds.top(), client_x, client_y));
        true
    }

    pub(super) fn overview_callback(&self, ctx: &Context<Self>) -> Callback<PointerEvent> {
        let overview = self.overview.clone();
        ctx.link().batch_callback(move |event: PointerEvent| {
            if event.buttons() & 1 == 0 {
                return None;
            }
            let bounds = overview.cast::<Element>()?.get_bounding_client_rect();
            Some(Msg::Centre((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0)))
        })
    }

    pub(super) fn double_click(&self, ctx: &Context<Self>) -> Callback<MouseEvent> {
        let stage = self.stage.clone();
        ctx.link().batch_callback(move |event: MouseEvent| {
            let bounds = stage.cast::<Element>()?.get_bounding_client_rect();
            let at = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
            Some(Msg::Zoom { at: Some(at), factor: ZOOM_STEP * ZOOM_STEP })
        })
    }

    /// Listeners that Yew does not have: a wheel that can be held back, sizes, colours.
    pub(super) fn listen(&mut self, ctx: &Context<Self>) {
        let (Some(stage), Some(scroll)) = (self.stage.cast::<HtmlElement>(), self.scroll.cast::<HtmlElement>()) else {
            return;
        };
        let drawing = Drawing {
            view: self.view.clone(),
            palette: self.palette.clone(),
            stage: self.stage.clone(),
            canvas: self.canvas.clone(),
            overview: self.overview.clone(),
            scroll: self.scroll.clone(),
        };
        self.draw = Some(Pulse::new(move || drawing.draw()));

        let elsewhere = Rc::new(std::cell::Cell::new(f64::MIN));
        let (link, view, element, last) = (ctx.link().clone(), self.view.clone(), stage.clone(), elsewhere.clone());
        let wheel = Closure::<dyn FnMut(WheelEvent)>::new(move |event: WheelEvent| {
            let zooms = event.delta_y().abs() >= event.delta_x().abs();
            let outwards = zooms && event.delta_y() > 0.0;
            let view = view.borrow();
            let whole = view.window.is_none_or(|window| window.is_whole(view.timeline.end_ns));
            let scrolling = event.time_stamp() - last.get() < WHEEL_GESTURE_MS;
            if scrolling || (whole && (outwards || !zooms)) {
                last.set(event.time_stamp());
                return;
            }
            event.prevent_default();
            event.stop_propagation();
            let bounds = element.get_bounding_client_rect();
            let lines = if event.delta_mode() == 0 { 1.0 } else { 20.0 };
            link.send_message(if zooms {
                let at = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
                Msg::Zoom { at: Some(at), factor: (event.delta_y() * lines * 0.002).clamp(-1.0, 1.0).exp() }
            } else {
                Msg::Pan(event.delta_x() * lines / bounds.width().max(1.0))
            });
        });
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        // Listeners of known events on existing elements are always added.
        let _ = stage.add_event_listener_with_callback_and_add_event_listener_options(
            "wheel",
            wheel.as_ref().unchecked_ref(),
            &options,
        );
        let outside = Closure::<dyn FnMut(WheelEvent)>::new(move |event: WheelEvent| {
            let inside = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            if !stage.contains(inside.as_ref()) {
                elsewhere.set(event.time_stamp());
            }
        });
        let _ = document().add_event_listener_with_callback("wheel", outside.as_ref().unchecked_ref());
        self.wheels = Some([wheel, outside]);

        // A redraw is what a new render asks for: an empty zoom makes one.
        let redraw = {
            let (link, view) = (ctx.link().clone(), self.view.clone());
            move || {
                view.borrow_mut().overview_is_stale = true;
                link.send_message(Msg::Pan(0.0));
            }
        };
        let resized = Closure::<dyn FnMut()>::new(redraw.clone());
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&scroll);
            self.resize = Some((observer, resized));
        }
        let scrolled = Closure::<dyn FnMut()>::new(redraw.clone());
        let _ = scroll.add_event_listener_with_callback("scroll", scrolled.as_ref().unchecked_ref());
        self._scrolled = Some(scrolled);
        self.session.on_colours.borrow_mut().push(Callback::from({
            let redraw = redraw.clone();
            move |()| redraw()
        }));
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
            if let Ok(Some(media)) = window().match_media(query) {
                let changed = Closure::<dyn FnMut()>::new(redraw.clone());
                let _ = media.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
                self.media.push((media, changed));
            }
        }
    }
}
