//! The timeline pane: lanes on a canvas, an overview, and the same as tables. Of a run that was measured as of one that
//! was simulated; that one has a playhead, which is moved by hand.

mod drawing;
mod input;
mod lanes;
mod names;
mod playhead;
mod tables;
pub mod waits;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MediaQueryList, MouseEvent, PointerEvent, ResizeObserver, WheelEvent};
use yew::prelude::*;

use self::drawing::View;
use self::input::key;
use self::names::{Legend, Name, Names};
pub use self::playhead::Playhead;
use self::tables::Tables;
use self::waits::WaitsPane;
use super::app::Handle;
use super::canvas::Palette;
use super::feed::FeedHandle;
use super::pulse::Pulse;
use super::{document, idle, window};
use crate::programs;
use crate::text::{count, duration, fixed};
use crate::timeline::picture::Picture;
use crate::timeline::{Assembly, Frame, ROW_HEIGHT, Row, Timeline, Window, axis};

/// While a program runs the lanes are put together only so often, in milliseconds.
const LIVE_PAUSE_MS: f64 = 250.0;
/// From so many events or threads on they are put together only when the program has ended.
const MANY_EVENTS: u64 = 100_000;
const MANY_THREADS: usize = 1_000;

/// One step of the buttons and keys.
const ZOOM_STEP: f64 = 0.6;
const PAN_STEP: f64 = 0.2;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub feed: FeedHandle,
    /// More events will come.
    pub running: bool,
    /// Of a simulated run; there, arrow keys step and a click seeks.
    #[prop_or_default]
    pub playhead: Option<Playhead>,
    /// To the moment at so many nanoseconds.
    #[prop_or_default]
    pub seek: Callback<f64>,
    /// So many steps on, or back.
    #[prop_or_default]
    pub step: Callback<i32>,
    /// What stands below the waits.
    #[prop_or_default]
    pub children: Html,
}

pub enum Msg {
    /// There are more events.
    Events,
    /// There is time to go on putting the lanes together.
    Build,
    /// Zoom by a factor; the fraction of the width that stays where it is, where one was pointed at.
    Zoom {
        at: Option<f64>,
        factor: f64,
    },
    /// Move by a fraction of the width.
    Pan(f64),
    Whole,
    /// Centre on a fraction of the whole run.
    Centre(f64),
    Step(i32),
    /// To a fraction of the run.
    Seek(f64),
    Hover(PointerEvent),
    Leave,
    Press(PointerEvent),
    Release,
    /// A group was opened or closed.
    Toggle(usize),
    /// The table was opened or closed.
    Table(bool),
    /// The events are wanted as a file.
    Save,
    Saved,
    /// The view is wanted as a picture.
    Picture,
}

/// What a drag does.
#[derive(Clone, Copy)]
enum Drag {
    /// Moves the window; where the pointer and the window were when it began.
    Pan(f64, Window),
    /// Moves the playhead.
    Seek,
}

pub struct TimelinePane {
    session: Handle,
    timeline: Rc<Timeline>,
    /// Which groups are open, and what is shown because of it.
    open: BTreeSet<usize>,
    rows: Rc<[Row]>,
    names: Rc<[Name]>,
    window: Window,
    /// A part was chosen: new events do not change the window.
    chosen: bool,
    lost: u64,
    /// Which events the lanes are of, and whether the program was running then.
    built: Option<(u64, bool)>,
    assembly: Option<Assembly>,
    /// Lanes that are shown no more. With many threads to let go of them takes longer than a frame.
    retired: Option<Rc<Timeline>>,
    hover: Option<(f64, f64, f64, f64)>,
    drag: Option<Drag>,
    table: bool,
    saving: bool,
    stage: NodeRef,
    canvas: NodeRef,
    overview: NodeRef,
    scroll: NodeRef,
    palette: Rc<RefCell<Option<(String, Palette)>>>,
    build: Rc<Pulse>,
    go_on: Pulse,
    draw: Option<Pulse>,
    /// What the drawing needs, as it is now.
    view: Rc<RefCell<View>>,
    wheels: Option<[Closure<dyn FnMut(WheelEvent)>; 2]>,
    resize: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    media: Vec<(MediaQueryList, Closure<dyn FnMut()>)>,
    _scrolled: Option<Closure<dyn FnMut()>>,
}

impl Component for TimelinePane {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        let link = ctx.link().clone();
        let build = Rc::new(Pulse::new(move || {
            link.send_message(Msg::Events);
            false
        }));
        let poke = (build.clone(), ctx.props().feed.clone());
        ctx.props().feed.listen(Callback::from(move |complete| {
            // With very many it would take too long to do it again and again: they are shown when the run ends.
            let events = poke.1.events.borrow();
            if complete {
                poke.0.poke(0.0);
            } else if events.count < MANY_EVENTS && events.lanes.threads() < MANY_THREADS {
                poke.0.poke(LIVE_PAUSE_MS);
            }
        }));
        // The run may have been there before its lanes.
        if ctx.props().feed.events.borrow().count > 0 {
            build.poke(0.0);
        }
        let link = ctx.link().clone();
        let go_on = Pulse::new(move || {
            link.send_message(Msg::Build);
            false
        });
        Self {
            session,
            timeline: Rc::default(),
            open: BTreeSet::new(),
            rows: Rc::new([]),
            names: Rc::new([]),
            window: Window::whole(0),
            chosen: false,
            lost: 0,
            built: None,
            assembly: None,
            retired: None,
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
            wheels: None,
            resize: None,
            media: Vec::new(),
            _scrolled: None,
        }
    }

    /// Nobody may call what is gone.
    fn destroy(&mut self, _: &Context<Self>) {
        if let Some((observer, _)) = &self.resize {
            observer.disconnect();
        }
        if let Some([_, outside]) = &self.wheels {
            let _ = document().remove_event_listener_with_callback("wheel", outside.as_ref().unchecked_ref());
        }
        for (media, changed) in &self.media {
            let _ = media.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        if old.running && !ctx.props().running {
            self.build.poke(0.0);
        }
        if let (Some(was), Some(now)) = (&old.playhead, &ctx.props().playhead)
            && was.t_ns != now.t_ns
        {
            self.playhead_moved(was.t_ns, now);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let end = self.timeline.end_ns;
        match message {
            Msg::Events => {
                self.begin_build(ctx.props());
                self.go_on.poke(0.0);
                return false;
            }
            Msg::Build => return self.go_on_building(ctx),
            Msg::Zoom { at, factor } => {
                // Where no place was pointed at: around the moment that is looked at.
                let at = at.or_else(|| self.playhead_at(ctx)).unwrap_or(0.5);
                self.set_window(self.window.zoom(at, factor, end));
            }
            Msg::Pan(by) => self.set_window(self.window.pan(by, end)),
            Msg::Whole => self.set_window(Window::whole(end)),
            Msg::Centre(at) => self.set_window(self.window.centre(at * end as f64, end)),
            Msg::Step(steps) => {
                ctx.props().step.emit(steps);
                return false;
            }
            Msg::Seek(at) => {
                ctx.props().seek.emit(at * end as f64);
                return false;
            }
            Msg::Hover(event) => return self.pointer_moved(ctx, &event),
            Msg::Leave => self.hover = None,
            Msg::Press(event) => {
                if event.button() != 0 {
                    return false;
                }
                if let Some(stage) = self.stage.cast::<Element>() {
                    // Without capture a drag ends at the edge, which is no harm.
                    let _ = stage.set_pointer_capture(event.pointer_id());
                }
                self.hover = None;
                if ctx.props().playhead.is_some() {
                    self.drag = Some(Drag::Seek);
                    return self.pointer_moved(ctx, &event);
                }
                self.drag = Some(Drag::Pan(f64::from(event.client_x()), self.window));
            }
            Msg::Release => self.drag = None,
            Msg::Toggle(group) => {
                if !self.open.remove(&group) {
                    self.open.insert(group);
                }
                self.set_rows();
            }
            Msg::Table(open) => self.table = open,
            Msg::Save if self.saving || ctx.props().running => return false,
            Msg::Save => {
                self.saving = true;
                let (feed, name, link) = (ctx.props().feed.clone(), self.session.program_name(), ctx.link().clone());
                wasm_bindgen_futures::spawn_local(async move {
                    super::save::trace(&feed, name).await;
                    link.send_message(Msg::Saved);
                });
            }
            Msg::Saved => self.saving = false,
            Msg::Picture => {
                self.save_picture(ctx);
                return false;
            }
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.listen(ctx);
        }
        if let Some(draw) = &self.draw {
            self.view.borrow_mut().lanes_are_drawn = false;
            draw.poke(0.0);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let playhead = self.playhead(ctx);
        let simulated = playhead.is_some();
        let empty = self.rows.is_empty();
        let end = self.timeline.end_ns;
        let whole = self.window.is_whole(end);
        let zoom = |factor: f64| link.callback(move |_: MouseEvent| Msg::Zoom { at: None, factor });
        let pan = |by: f64| link.callback(move |_: MouseEvent| Msg::Pan(by));
        let share = |ns: f64| ns / (end.max(1) as f64) * 100.0;
        let brush =
            format!("left:{}%;width:{}%", fixed(share(self.window.start_ns), 3), fixed(share(self.window.len_ns()), 3));
        let stage_height = self.rows.len() as f64 * ROW_HEIGHT + axis::HEIGHT;
        let (role, label) = if simulated {
            (
                "slider",
                "Moment of the run. Left and right arrows step, up and down arrows zoom, Home and End go to the ends.",
            )
        } else {
            (
                "application",
                "Lanes of the threads. Left and right arrows move, up and down arrows zoom, Home shows the whole run. \
                 The tables below say the same in words.",
            )
        };
        let value = |value: Option<f64>| value.map(|ns| fixed(ns / 1e6, 3));
        html! {
            <section class="timeline" aria-label="GIL timeline">
                <div class="pane-head">
                    <h2 class="pane-title">
                        { "GIL timeline " }
                        if !empty { <span class="truth">{ truth(simulated) }</span> }
                    </h2>
                    if !empty {
                        <div class="tools" role="group" aria-label="Timeline">
                            <button onclick={pan(-PAN_STEP)} aria-disabled={idle(whole)} aria-label="Earlier">{ "←" }</button>
                            <button onclick={pan(PAN_STEP)} aria-disabled={idle(whole)} aria-label="Later">{ "→" }</button>
                            <button onclick={zoom(ZOOM_STEP)} aria-label="Zoom in">{ "+" }</button>
                            <button onclick={zoom(1.0 / ZOOM_STEP)} aria-disabled={idle(whole)} aria-label="Zoom out">{ "−" }</button>
                            <button onclick={link.callback(|_| Msg::Whole)} aria-disabled={idle(whole)}>{ "Whole run" }</button>
                            <button onclick={link.callback(|_| Msg::Save)} aria-disabled={idle(self.saving || ctx.props().running)}
                                title="As a Chrome trace: opens in Perfetto, Speedscope and the Firefox Profiler">
                                { if self.saving { "Saving…" } else { "Save trace" } }
                            </button>
                            <button onclick={link.callback(|_| Msg::Picture)} title="The lanes as they are shown now, as a picture for slides">
                                { "Save SVG" }
                            </button>
                        </div>
                    }
                </div>
                if empty {
                    <p class="hint">{ "Run a program to see what each of its threads does, and which of them holds the GIL." }</p>
                } else {
                    if let Some(summary) = self.timeline.summary().filter(|_| self.lost == 0) { <p class="summary">{ summary }</p> }
                    <Legend {simulated} />
                }
                <div class="lanes" hidden={empty}>
                    <div class="ruler-space hint">{ "whole run" }</div>
                    <div class="overview"
                        onpointerdown={self.overview_callback(ctx)}
                        onpointermove={self.overview_callback(ctx)}>
                        <canvas ref={self.overview.clone()} aria-hidden="true"></canvas>
                        <div class="brush" style={brush}></div>
                        if let Some(playhead) = &playhead {
                            <div class="playhead" style={format!("left:{}%", fixed(share(playhead.t_ns), 3))}></div>
                        }
                    </div>
                    <div class="lane-scroll" ref={self.scroll.clone()}>
                        <Names names={self.names.clone()} toggle={link.callback(Msg::Toggle)} />
                        <div class={classes!("stage", self.drag.is_some().then_some("dragging"), simulated.then_some("seeks"))}
                            ref={self.stage.clone()} tabindex="0" {role} aria-label={label}
                            aria-valuemin={simulated.then_some("0")}
                            aria-valuemax={value(simulated.then_some(end as f64))}
                            aria-valuenow={value(playhead.as_ref().map(|playhead| playhead.t_ns))}
                            aria-valuetext={playhead.as_ref().map(Playhead::words)}
                            style={format!("height:{}px", fixed(stage_height, 0))}
                            onpointermove={link.callback(Msg::Hover)}
                            onpointerleave={link.callback(|_| Msg::Leave)}
                            onpointerdown={link.callback(Msg::Press)}
                            onpointerup={link.callback(|_| Msg::Release)}
                            onpointercancel={link.callback(|_| Msg::Release)}
                            ondblclick={self.double_click(ctx)}
                            onkeydown={link.batch_callback(move |event| key(event, simulated))}>
                            <canvas ref={self.canvas.clone()} aria-hidden="true"></canvas>
                            if let Some(playhead) = playhead {
                                { playhead.view(&self.timeline, &self.rows, Frame { window: self.window, width: 100.0 }) }
                            }
                        </div>
                    </div>
                </div>
                { self.view_tip() }
                if self.lost > 0 {
                    <p class="hint">{ format!("{} events are not shown: there were too many.", count(self.lost)) }</p>
                }
                if self.timeline.coarse_ns > 0 {
                    <p class="hint">{ coarse(self.timeline.coarse_ns) }</p>
                }
                if !empty {
                    { Tables { timeline: &self.timeline, rows: &self.rows, window: &self.window, simulated }.view(self.table, link.callback(Msg::Table)) }
                    <WaitsPane run={waits::Run { timeline: self.timeline.clone(), simulated }}>{ ctx.props().children.clone() }</WaitsPane>
                }
            </section>
        }
    }
}

/// What there is to say of a run that has more events than are kept.
fn coarse(until_ns: u64) -> String {
    let until = duration(until_ns as f64);
    format!(
        "Up to {until}, marked in the ruler, lanes show what lasted longest: the run has more events than are kept."
    )
}

/// Where the numbers come from.
pub fn truth(simulated: bool) -> &'static str {
    if simulated { "simulated" } else { "measured here" }
}

impl TimelinePane {
    fn playhead(&self, ctx: &Context<Self>) -> Option<Playhead> {
        Some(ctx.props().playhead.clone()?.settled(&self.timeline))
    }

    fn save_picture(&self, ctx: &Context<Self>) {
        let playhead = self.playhead(ctx);
        let program = self.session.program_name();
        let title = programs::by_id(program).map_or("GIL timeline", |program| program.title);
        let picture = Picture {
            timeline: &self.timeline,
            rows: &self.rows,
            window: self.window,
            title,
            truth: truth(playhead.is_some()),
            playhead: playhead.map(|playhead| (playhead.t_ns, playhead.holder.map(|(thread, _)| thread))),
        };
        super::save::svg(&picture.svg(), program);
    }

    /// Which fraction of the width the playhead is at, if it is in sight.
    fn playhead_at(&self, ctx: &Context<Self>) -> Option<f64> {
        let playhead = self.playhead(ctx)?;
        let at = (playhead.t_ns - self.window.start_ns) / self.window.len_ns();
        (0.0..=1.0).contains(&at).then_some(at)
    }

    /// Another moment is looked at: it is brought into sight.
    fn playhead_moved(&mut self, from_ns: f64, now: &Playhead) {
        let end = self.timeline.end_ns;
        if self.drag.is_some() {
            return;
        }
        if now.playing {
            self.set_window(self.window.follow(from_ns, now.t_ns, end));
        } else if !self.window.is_whole(end) {
            self.set_window(self.window.show(now.t_ns, end));
        }
    }

    fn set_window(&mut self, window: Window) {
        self.window = window;
        self.chosen = !window.is_whole(self.timeline.end_ns);
        self.view.borrow_mut().window = Some(window);
    }

    fn view_tip(&self) -> Html {
        let Some((x, y, client_x, client_y)) = self.hover else {
            return Html::default();
        };
        let Some(stage) = self.stage.cast::<HtmlElement>() else {
            return Html::default();
        };
        let frame = Frame { window: self.window, width: f64::from(stage.client_width()) };
        let Some(tip) = self.timeline.tip(&self.rows, &frame, x, y - axis::HEIGHT) else {
            return Html::default();
        };
        let viewport = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1000.0);
        let side = if client_x > viewport / 2.0 {
            format!("right:{}px", fixed(viewport - client_x + 12.0, 0))
        } else {
            format!("left:{}px", fixed(client_x + 12.0, 0))
        };
        html! {
            <div class="tip" style={format!("{side};top:{}px", fixed(client_y + 14.0, 0))}>
                <strong>{ tip.title }</strong>
                { for tip.lines.into_iter().map(|line| html! { <div>{ line }</div> }) }
            </div>
        }
    }
}
