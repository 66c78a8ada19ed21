//! The timeline pane: lanes on a canvas, an overview, and the same as tables.

use std::rc::Rc;

use gilscope_trace::ThreadState;
use wasm_bindgen::prelude::*;
use web_sys::{
    AddEventListenerOptions, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, KeyboardEvent,
    MouseEvent, PointerEvent, ResizeObserver, WheelEvent,
};
use yew::prelude::*;

use super::app::Handle;
use super::canvas::{CanvasPainter, Palette, property};
use super::pulse::Pulse;
use super::{document, now_ms, window};
use crate::text::{count, duration};
use crate::timeline::{Assembly, Frame, ROW_HEIGHT, Timeline, Window, axis, letter};

/// While a program runs the lanes are put together only so often, in milliseconds.
const LIVE_PAUSE_MS: f64 = 250.0;
/// From so many events or threads on they are put together only when the program has ended.
const MANY_EVENTS: u64 = 100_000;
const MANY_THREADS: usize = 1_000;
/// Putting them together takes so much of a frame at most, in milliseconds.
const BUILD_MS: f64 = 8.0;

/// The canvas is at most so high, in CSS pixels; more lanes are scrolled.
const MAX_HEIGHT: f64 = 26.0 * 16.0;

/// So many rows of the table are shown.
const TABLE_ROWS: usize = 200;

/// One step of the buttons and keys.
const ZOOM_STEP: f64 = 0.6;
const PAN_STEP: f64 = 0.2;

/// A gesture of the wheel that began elsewhere goes on scrolling the page, in milliseconds.
const WHEEL_GESTURE_MS: f64 = 250.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub running: bool,
}

pub enum Msg {
    /// There are more events.
    Events,
    /// There is time to go on putting the lanes together.
    Build,
    /// Zoom by a factor; the fraction of the width that stays where it is.
    Zoom {
        at: f64,
        factor: f64,
    },
    /// Move by a fraction of the width.
    Pan(f64),
    Whole,
    /// Centre on a fraction of the whole run.
    Centre(f64),
    Hover(PointerEvent),
    Leave,
    Press(PointerEvent),
    Release,
    /// The table was opened or closed.
    Table(bool),
    /// The events are wanted as a file.
    Save,
    Saved,
}

pub struct TimelinePane {
    session: Handle,
    timeline: Rc<Timeline>,
    names: Rc<[AttrValue]>,
    window: Window,
    /// A part was chosen: new events do not change the window.
    chosen: bool,
    lost: u64,
    /// Which events the lanes are of, and whether the program was running then.
    built: Option<(u64, bool)>,
    assembly: Option<Assembly>,
    hover: Option<(f64, f64, f64, f64)>,
    /// Pointer position and window at the beginning of a drag.
    drag: Option<(f64, Window)>,
    table: bool,
    saving: bool,
    stage: NodeRef,
    canvas: NodeRef,
    overview: NodeRef,
    scroll: NodeRef,
    palette: Rc<std::cell::RefCell<Option<(String, Palette)>>>,
    build: Rc<Pulse>,
    go_on: Pulse,
    draw: Option<Pulse>,
    /// What the drawing needs, as it is now.
    view: Rc<std::cell::RefCell<View>>,
    _listeners: Vec<Closure<dyn FnMut(WheelEvent)>>,
    _resize: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    _media: Vec<Closure<dyn FnMut()>>,
}

/// What is drawn.
#[derive(Default)]
struct View {
    timeline: Rc<Timeline>,
    window: Option<Window>,
    overview_is_stale: bool,
}

impl Component for TimelinePane {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        let link = ctx.link().clone();
        let build = Rc::new(Pulse::new(move || link.send_message(Msg::Events)));
        let poke = (build.clone(), session.clone());
        *session.on_events.borrow_mut() = Callback::from(move |()| {
            // With very many it would take too long to do it again and again: they are shown when the run ends.
            let events = poke.1.events.borrow();
            if events.count < MANY_EVENTS && events.lanes.threads() < MANY_THREADS {
                poke.0.poke(LIVE_PAUSE_MS);
            }
        });
        let link = ctx.link().clone();
        let go_on = Pulse::new(move || link.send_message(Msg::Build));
        Self {
            session,
            timeline: Rc::default(),
            names: Rc::new([]),
            window: Window::whole(0),
            chosen: false,
            lost: 0,
            built: None,
            assembly: None,
            hover: None,
            drag: None,
            table: false,
            saving: false,
            stage: NodeRef::default(),
            canvas: NodeRef::default(),
            overview: NodeRef::default(),
            scroll: NodeRef::default(),
            palette: Rc::default(),
            build,
            go_on,
            draw: None,
            view: Rc::default(),
            _listeners: Vec::new(),
            _resize: None,
            _media: Vec::new(),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        if old.running && !ctx.props().running {
            self.build.poke(0.0);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let end = self.timeline.end_ns;
        match message {
            Msg::Events => {
                self.begin_build(ctx.props().running);
                return self.go_on_building(ctx);
            }
            Msg::Build => return self.go_on_building(ctx),
            Msg::Zoom { at, factor } => self.set_window(self.window.zoom(at, factor, end)),
            Msg::Pan(by) => self.set_window(self.window.pan(by, end)),
            Msg::Whole => self.set_window(Window::whole(end)),
            Msg::Centre(at) => self.set_window(self.window.centre(at * end as f64, end)),
            Msg::Hover(event) => return self.pointer_moved(&event),
            Msg::Leave => self.hover = None,
            Msg::Press(event) => {
                if event.button() != 0 {
                    return false;
                }
                if let Some(stage) = self.stage.cast::<Element>() {
                    // Without capture a drag ends at the edge, which is no harm.
                    let _ = stage.set_pointer_capture(event.pointer_id());
                }
                self.drag = Some((f64::from(event.client_x()), self.window));
                self.hover = None;
            }
            Msg::Release => self.drag = None,
            Msg::Table(open) => self.table = open,
            Msg::Save => {
                self.saving = true;
                let (session, link) = (self.session.clone(), ctx.link().clone());
                wasm_bindgen_futures::spawn_local(async move {
                    super::save::trace(&session).await;
                    link.send_message(Msg::Saved);
                });
            }
            Msg::Saved => self.saving = false,
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.listen(ctx);
        }
        if let Some(draw) = &self.draw {
            draw.poke(0.0);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let empty = self.timeline.tracks.is_empty();
        let end = self.timeline.end_ns;
        let whole = self.window.is_whole(end);
        let zoom = |factor: f64| link.callback(move |_: MouseEvent| Msg::Zoom { at: 0.5, factor });
        let pan = |by: f64| link.callback(move |_: MouseEvent| Msg::Pan(by));
        let brush = format!(
            "left:{:.3}%;width:{:.3}%",
            self.window.start_ns / (end.max(1) as f64) * 100.0,
            self.window.len_ns() / (end.max(1) as f64) * 100.0
        );
        let stage_height = self.timeline.height() + axis::HEIGHT;
        html! {
            <section class="timeline" aria-labelledby="timeline-title">
                <div class="pane-head">
                    <h2 id="timeline-title" class="pane-title">
                        { "GIL timeline " }if !empty { <span class="truth">{ "measured here" }</span> }
                    </h2>
                    if !empty {
                        <div class="tools" role="group" aria-label="Timeline">
                            <button onclick={pan(-PAN_STEP)} disabled={whole} aria-label="Earlier">{ "←" }</button>
                            <button onclick={pan(PAN_STEP)} disabled={whole} aria-label="Later">{ "→" }</button>
                            <button onclick={zoom(ZOOM_STEP)} aria-label="Zoom in">{ "+" }</button>
                            <button onclick={zoom(1.0 / ZOOM_STEP)} disabled={whole} aria-label="Zoom out">{ "−" }</button>
                            <button onclick={link.callback(|_| Msg::Whole)} disabled={whole}>{ "Whole run" }</button>
                            <button onclick={link.callback(|_| Msg::Save)} disabled={self.saving || ctx.props().running}
                                title="As a Chrome trace: opens in Perfetto, Speedscope and the Firefox Profiler">
                                { if self.saving { "Saving…" } else { "Save trace" } }
                            </button>
                        </div>
                    }
                </div>
                if empty {
                    <p class="hint">{ "Run a program to see what each of its threads does, and which of them holds the GIL." }</p>
                } else {
                    <Legend />
                }
                <div class="lanes" hidden={empty}>
                    <div class="ruler-space hint">{ "whole run" }</div>
                    <div class="overview"
                        onpointerdown={self.overview_callback(ctx)}
                        onpointermove={self.overview_callback(ctx)}>
                        <canvas ref={self.overview.clone()} aria-hidden="true"></canvas>
                        <div class="brush" style={brush}></div>
                    </div>
                    <div class="lane-scroll" ref={self.scroll.clone()}>
                        <Names names={self.names.clone()} />
                        <div class={classes!("stage", self.drag.is_some().then_some("dragging"))}
                            ref={self.stage.clone()} tabindex="0" role="application"
                            aria-label="Lanes of the threads. Left and right arrows move, up and down arrows zoom, Home shows the whole run. The tables below say the same in words."
                            style={format!("height:{stage_height}px")}
                            onpointermove={link.callback(Msg::Hover)}
                            onpointerleave={link.callback(|_| Msg::Leave)}
                            onpointerdown={link.callback(Msg::Press)}
                            onpointerup={link.callback(|_| Msg::Release)}
                            onpointercancel={link.callback(|_| Msg::Release)}
                            ondblclick={self.double_click(ctx)}
                            onkeydown={link.batch_callback(key)}>
                            <canvas ref={self.canvas.clone()} aria-hidden="true"></canvas>
                        </div>
                    </div>
                </div>
                { self.view_tip() }
                if self.lost > 0 {
                    <p class="hint">{ format!("{} events are not shown: there were too many.", count(self.lost)) }</p>
                }
                if !empty {
                    { self.view_tables(ctx) }
                }
            </section>
        }
    }
}

/// What a key does in the timeline.
fn key(event: KeyboardEvent) -> Option<Msg> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let message = match event.key().as_str() {
        "ArrowLeft" | "a" | "A" => Msg::Pan(-PAN_STEP),
        "ArrowRight" | "d" | "D" => Msg::Pan(PAN_STEP),
        "ArrowUp" | "w" | "W" | "+" | "=" => Msg::Zoom { at: 0.5, factor: ZOOM_STEP },
        "ArrowDown" | "s" | "S" | "-" => Msg::Zoom { at: 0.5, factor: 1.0 / ZOOM_STEP },
        "Home" | "0" => Msg::Whole,
        _ => return None,
    };
    event.prevent_default();
    Some(message)
}

impl TimelinePane {
    /// Begins to put the lanes together anew, if there is something new.
    fn begin_build(&mut self, running: bool) {
        let mut events = self.session.events.borrow_mut();
        // What a running program has done by now is shown before what it has done since.
        if self.built == Some((events.version, running)) || (running && self.assembly.is_some()) {
            return;
        }
        self.built = Some((events.version, running));
        self.lost = events.skipped + events.lanes.lost();
        // A run that is over needs no copy for what may still come.
        let lanes = if running { events.lanes.clone() } else { std::mem::take(&mut events.lanes) };
        self.assembly = Some(Assembly::new(lanes));
        let error = events.error.take();
        drop(events);
        if let Some(error) = error {
            self.session.dispatch(crate::state::Action::Notice(Some(error.into())));
        }
    }

    /// Goes on for a part of a frame; whether there are new lanes to show.
    fn go_on_building(&mut self, ctx: &Context<Self>) -> bool {
        let Some(assembly) = &mut self.assembly else {
            return false;
        };
        let until = now_ms() + BUILD_MS;
        while assembly.step() {
            if now_ms() > until {
                self.go_on.poke(0.0);
                return false;
            }
        }
        if let Some(assembly) = self.assembly.take() {
            self.install(assembly.finish());
        }
        let now = (self.session.events.borrow().version, ctx.props().running);
        if self.built != Some(now) {
            self.build.poke(if now.1 { LIVE_PAUSE_MS } else { 0.0 });
        }
        true
    }

    fn install(&mut self, timeline: Timeline) {
        if timeline.tracks.is_empty() {
            self.chosen = false;
        }
        let names: Vec<AttrValue> = timeline.tracks.iter().map(|track| track.name().into()).collect();
        if *self.names != *names {
            self.names = names.into();
        }
        self.timeline = Rc::new(timeline);
        let end = self.timeline.end_ns;
        self.window = if self.chosen { self.window.pan(0.0, end) } else { Window::whole(end) };
        self.hover = None;
        let mut view = self.view.borrow_mut();
        view.timeline = self.timeline.clone();
        view.window = Some(self.window);
        view.overview_is_stale = true;
    }

    fn set_window(&mut self, window: Window) {
        self.window = window;
        self.chosen = !window.is_whole(self.timeline.end_ns);
        self.view.borrow_mut().window = Some(window);
    }

    fn pointer_moved(&mut self, event: &PointerEvent) -> bool {
        let Some(stage) = self.stage.cast::<Element>() else {
            return false;
        };
        let bounds = stage.get_bounding_client_rect();
        let (client_x, client_y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if let Some((from, window)) = self.drag {
            self.set_window(window.pan((from - client_x) / bounds.width().max(1.0), self.timeline.end_ns));
            return true;
        }
        self.hover = Some((client_x - bounds.left(), client_y - bounds.top(), client_x, client_y));
        true
    }

    fn view_tip(&self) -> Html {
        let Some((x, y, client_x, client_y)) = self.hover else {
            return Html::default();
        };
        let Some(stage) = self.stage.cast::<HtmlElement>() else {
            return Html::default();
        };
        let frame = Frame { window: self.window, width: f64::from(stage.client_width()) };
        let Some(tip) = self.timeline.tip(&frame, x, y - axis::HEIGHT) else {
            return Html::default();
        };
        let viewport = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1000.0);
        let side = if client_x > viewport / 2.0 {
            format!("right:{:.0}px", viewport - client_x + 12.0)
        } else {
            format!("left:{:.0}px", client_x + 12.0)
        };
        html! {
            <div class="tip" style={format!("{side};top:{:.0}px", client_y + 14.0)}>
                <strong>{ tip.title }</strong>
                { for tip.lines.into_iter().map(|line| html! { <div>{ line }</div> }) }
            </div>
        }
    }

    fn view_tables(&self, ctx: &Context<Self>) -> Html {
        let toggle = ctx
            .link()
            .callback(|event: Event| Msg::Table(event.target_unchecked_into::<Element>().has_attribute("open")));
        html! {
            <details class="table-twin" ontoggle={toggle}>
                <summary>{ "The timeline as tables" }</summary>
                if self.table {
                    { self.view_totals() }
                    { self.view_rows() }
                }
            </details>
        }
    }

    fn view_totals(&self) -> Html {
        html! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Time per thread and state">
                <table>
                    <caption>{ "How long each thread was in which state, over the whole run" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Thread" }</th>
                        { for ThreadState::ALL.iter().map(|state| html! { <th scope="col" class="number">{ state.label() }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for self.timeline.tracks.iter().filter_map(|track| track.times().map(|times| {
                            html! {
                                <tr>
                                    <th scope="row">{ track.name() }</th>
                                    { for times.iter().map(|&time| html! {
                                        <td class="number">{ if time == 0 { "–".into() } else { duration(time as f64) } }</td>
                                    }) }
                                </tr>
                            }
                        })) }
                    </tbody>
                </table>
            </div>
        }
    }

    fn view_rows(&self) -> Html {
        let (rows, complete) = self.timeline.table(&self.window, TABLE_ROWS);
        let caption = if complete {
            "What the window shows, in order of time".to_owned()
        } else {
            format!("What the window shows, in order of time: the first {TABLE_ROWS} rows. Zoom in to see the others.")
        };
        html! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="What the window shows">
                <table>
                    <caption>{ caption }</caption>
                    <thead><tr>
                        <th scope="col" class="number">{ "Time" }</th>
                        <th scope="col">{ "Thread" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col" class="number">{ "For" }</th>
                        <th scope="col" class="number">{ "Worker" }</th>
                    </tr></thead>
                    <tbody>
                        { for rows.into_iter().map(|row| html! {
                            <tr>
                                <td class="number">{ duration(row.start_ns as f64) }</td>
                                <td>{ row.track }</td>
                                <td>{ row.what }</td>
                                <td class="number">{ duration(row.duration_ns as f64) }</td>
                                <td class="number">{ row.worker }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        }
    }

    fn overview_callback(&self, ctx: &Context<Self>) -> Callback<PointerEvent> {
        let overview = self.overview.clone();
        ctx.link().batch_callback(move |event: PointerEvent| {
            if event.buttons() & 1 == 0 {
                return None;
            }
            let bounds = overview.cast::<Element>()?.get_bounding_client_rect();
            Some(Msg::Centre((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0)))
        })
    }

    fn double_click(&self, ctx: &Context<Self>) -> Callback<MouseEvent> {
        let stage = self.stage.clone();
        ctx.link().batch_callback(move |event: MouseEvent| {
            let bounds = stage.cast::<Element>()?.get_bounding_client_rect();
            let at = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
            Some(Msg::Zoom { at, factor: ZOOM_STEP * ZOOM_STEP })
        })
    }

    /// Listeners that Yew does not have: a wheel that can be held back, sizes, colours.
    fn listen(&mut self, ctx: &Context<Self>) {
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
                Msg::Zoom { at, factor: (event.delta_y() * lines * 0.002).clamp(-1.0, 1.0).exp() }
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
        self._listeners = vec![wheel, outside];

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
            self._resize = Some((observer, resized));
        }
        let scrolled = Closure::<dyn FnMut()>::new(redraw.clone());
        let _ = scroll.add_event_listener_with_callback("scroll", scrolled.as_ref().unchecked_ref());
        self._media.push(scrolled);
        *self.session.on_colours.borrow_mut() = Callback::from({
            let redraw = redraw.clone();
            move |()| redraw()
        });
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
            if let Ok(Some(media)) = window().match_media(query) {
                let changed = Closure::<dyn FnMut()>::new(redraw.clone());
                let _ = media.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
                self._media.push(changed);
            }
        }
    }
}

/// Draws the two canvases.
struct Drawing {
    view: Rc<std::cell::RefCell<View>>,
    palette: Rc<std::cell::RefCell<Option<(String, Palette)>>>,
    stage: NodeRef,
    canvas: NodeRef,
    overview: NodeRef,
    scroll: NodeRef,
}

impl Drawing {
    fn draw(&self) {
        let mut view = self.view.borrow_mut();
        let (Some(window), Some(stage), Some(scroll)) =
            (view.window, self.stage.cast::<HtmlElement>(), self.scroll.cast::<HtmlElement>())
        else {
            return;
        };
        if view.timeline.tracks.is_empty() {
            return;
        }
        let width = f64::from(stage.client_width());
        let lanes_height = view.timeline.height();
        let height = (lanes_height + axis::HEIGHT).min(MAX_HEIGHT);
        if let Some(context) =
            self.canvas.cast::<HtmlCanvasElement>().and_then(|canvas| prepare(&canvas, width, height))
        {
            let frame = Frame { window, width };
            self.with_palette(&context, |palette| {
                let mut painter = CanvasPainter::new(&context, palette);
                axis::draw(&frame, height, &mut painter);
                painter.finish();
                let top = f64::from(scroll.scroll_top());
                context.save();
                context.begin_path();
                context.rect(0.0, axis::HEIGHT, width, height - axis::HEIGHT);
                context.clip();
                // Moving the origin cannot fail.
                let _ = context.translate(0.0, axis::HEIGHT - top);
                let mut painter = CanvasPainter::new(&context, palette);
                view.timeline.draw(&frame, top, top + height - axis::HEIGHT, &mut painter);
                painter.finish();
                context.restore();
            });
        }
        if std::mem::take(&mut view.overview_is_stale) {
            self.draw_overview(&view.timeline);
        }
    }

    /// All lanes of the whole run, small.
    fn draw_overview(&self, timeline: &Timeline) {
        let Some(canvas) = self.overview.cast::<HtmlCanvasElement>() else {
            return;
        };
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        let Some(context) = prepare(&canvas, width, height) else {
            return;
        };
        let frame = Frame { window: Window::whole(timeline.end_ns), width };
        let scale = (height / timeline.height().max(1.0)).min(1.0);
        self.with_palette(&context, |palette| {
            context.save();
            let _ = context.scale(1.0, scale);
            let mut painter = CanvasPainter::new(&context, palette);
            painter.without_texts();
            timeline.draw(&frame, 0.0, timeline.height(), &mut painter);
            painter.finish();
            context.restore();
        });
    }

    fn with_palette(&self, context: &CanvasRenderingContext2d, draw: impl FnOnce(&Palette)) {
        let mut palette = self.palette.borrow_mut();
        let key = Palette::key();
        if palette.as_ref().is_none_or(|(had, _)| *had != key) {
            *palette = Some((key, Palette::new(context)));
        }
        if let Some((_, palette)) = &*palette {
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
    let style = format!("height:{height}px");
    if canvas.get_attribute("style").as_deref() != Some(&style) {
        canvas.set_attribute("style", &style).ok()?;
    }
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, width, height);
    Some(context)
}

#[derive(PartialEq, Properties)]
struct NamesProps {
    names: Rc<[AttrValue]>,
}

#[component]
fn Names(props: &NamesProps) -> Html {
    html! {
        <ul class="lane-names" aria-hidden="true" style={format!("padding-top:{}px", axis::HEIGHT)}>
            { for props.names.iter().map(|name| {
                // "Thread-1 (work)": what it runs is left out where there is little room.
                let (short, rest) = name.split_at(name.find(" (").unwrap_or(name.len()));
                html! {
                    <li title={name.clone()} style={format!("height:{ROW_HEIGHT}px;line-height:{ROW_HEIGHT}px")}>
                        { short }<span class="target">{ rest }</span>
                    </li>
                }
            }) }
        </ul>
    }
}

#[component]
fn Legend() -> Html {
    html! {
        <ul class="legend" aria-label="Legend">
            { for ThreadState::ALL.into_iter().map(|state| html! {
                <li>
                    <span class={classes!("swatch", &property(state)[2..])} style={format!("--ink:var({})", property(state))} aria-hidden="true">
                        { letter(state) }
                    </span>
                    { state.label() }
                </li>
            }) }
            <li><span class="tick" aria-hidden="true"></span>{ "asked for the GIL" }</li>
        </ul>
    }
}
