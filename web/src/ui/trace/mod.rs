//! The Trace view: a simulated run, one moment at a time.

mod code;
mod lanes;
mod locks;
mod marks;
mod memory;
mod moment;
mod output;
mod run;
mod stepper;
mod sweep;
mod threads;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::memory::Memory;
use self::moment::Moment;
use self::run::Run;
use self::stepper::{SPEEDS, Stepper, Wish};
use self::sweep::Sweep;
use super::app::Handle;
use super::feed::{Events, Feed, FeedHandle};
use super::timeline::TimelinePane;
use crate::text::count;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub shown: bool,
}

pub enum Msg {
    Begin,
    Wish(Wish),
    /// Here this thread goes on.
    Choose(u32),
    Shown(Result<Shown, String>),
    /// The events of the run of this number.
    Events(u32, Result<Events, String>),
    /// To a moment in virtual nanoseconds.
    Time(f64),
    /// It is time for the next step that is played.
    Tick,
}

/// What came of a wish.
pub struct Shown {
    now: Moment,
    /// Another run than before.
    run: Option<Run>,
}

pub struct TracePane {
    session: Handle,
    run: Option<Run>,
    now: Option<Moment>,
    unit: String,
    /// Something was asked for and has not come; what was asked for since, the last of it.
    waiting: bool,
    next: Option<Ask>,
    playing: bool,
    /// Which of the speeds.
    speed: usize,
    /// The run's events, for its lanes; and how many runs there were.
    feed: FeedHandle,
    runs: u32,
    problem: Option<String>,
    /// The scrolled box with the bytecode.
    code: NodeRef,
}

#[derive(Clone, Copy)]
enum Ask {
    At(f64),
    /// At the last position that is not later than so many nanoseconds.
    Time(f64),
    Step(i32),
    Choose(u32),
}

impl Component for TracePane {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        *session.on_trace.borrow_mut() = ctx.link().callback(|()| Msg::Begin);
        Self {
            session,
            run: None,
            now: None,
            unit: "line".into(),
            waiting: false,
            next: None,
            playing: false,
            speed: 1,
            feed: FeedHandle(Rc::new(Feed::default())),
            runs: 0,
            problem: None,
            code: NodeRef::default(),
        }
    }

    /// The instruction that comes next is kept in sight.
    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        code::keep_in_sight(&self.code);
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        self.playing &= ctx.props().shown;
        self.mark(ctx.props().shown);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Begin => {
                if self.waiting {
                    return false;
                }
                if let Some(old) = self.run.take() {
                    old.trace.close();
                }
                (self.waiting, self.playing, self.problem, self.next) = (true, false, None, None);
                let (session, link) = (self.session.clone(), ctx.link().clone());
                spawn_local(async move {
                    let shown = async {
                        let run = Run::of(session.trace().await?).await?;
                        Ok(Shown { now: run.at(run.trace.first()).await?, run: Some(run) })
                    };
                    link.send_message(Msg::Shown(shown.await));
                });
            }
            Msg::Shown(Ok(Shown { now, run })) => {
                self.waiting = false;
                self.now = Some(now);
                if run.is_some() {
                    self.run = run;
                    self.fetch_events(ctx);
                }
                self.mark(ctx.props().shown);
                if let Some(next) = self.next.take() {
                    self.ask(ctx, next);
                }
            }
            Msg::Shown(Err(problem)) => {
                (self.waiting, self.playing, self.problem) = (false, false, Some(problem));
            }
            Msg::Events(run, events) => match events {
                Ok(events) if run == self.runs => self.feed.replace(events),
                Ok(_) => {}
                Err(problem) => self.problem = Some(problem),
            },
            Msg::Time(ns) => self.ask(ctx, Ask::Time(ns)),
            Msg::Wish(Wish::Speed(speed)) => self.speed = speed,
            Msg::Wish(Wish::Seek(position)) => self.ask(ctx, Ask::At(position)),
            Msg::Wish(Wish::Step(steps)) => self.ask(ctx, Ask::Step(steps)),
            Msg::Choose(thread) => self.ask(ctx, Ask::Choose(thread)),
            Msg::Wish(Wish::Unit(unit)) => self.unit = unit,
            Msg::Wish(Wish::Play) => {
                self.playing = !self.playing;
                if self.playing {
                    ctx.link().send_message(Msg::Tick);
                }
            }
            Msg::Tick => {
                if !self.playing {
                    return false;
                }
                if self.position() >= self.steps() {
                    self.playing = false;
                    return true;
                }
                self.ask(ctx, Ask::Step(1));
                let (link, pause_ms) = (ctx.link().clone(), SPEEDS[self.speed].1);
                spawn_local(async move {
                    super::sleep(pause_ms).await;
                    link.send_message(Msg::Tick);
                });
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let head = html! {
            <div class="pane-head">
                <h2 id="trace-title" class="pane-title">
                    { "Trace " }if self.run.is_some() { <span class="truth">{ "simulated: the same every time" }</span> }
                </h2>
            </div>
        };
        let (Some(run), Some(now)) = (&self.run, &self.now) else {
            return html! {
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    <p class="hint">{ if self.waiting { "Simulating…" } else { "Press Trace to see the program run step by step, forward and back." } }</p>
                    { self.view_problem() }
                </section>
            };
        };
        let (position, steps) = (now.position(), run.trace.steps());
        let said = sentence(now, steps);
        html! {
            <>
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    <Stepper first={run.trace.first()} {position} last={steps} playing={self.playing} unit={self.unit.clone()} speed={self.speed}
                        said={said.clone()} wish={ctx.link().callback(Msg::Wish)} />
                    { self.view_problem() }
                    <p class="sentence" aria-live={if self.playing { "off" } else { "polite" }}>{ said }</p>
                    { threads::table(now) }
                    { threads::choices(now, &ctx.link().callback(Msg::Choose)) }
                </section>
                <TimelinePane feed={self.feed.clone()} running={false} playhead={lanes::playhead(now, self.playing)}
                    seek={ctx.link().callback(Msg::Time)} step={ctx.link().callback(|steps| Msg::Wish(Wish::Step(steps)))}>
                    <Sweep run={run.clone()} />
                </TimelinePane>
                <section class="trace-more wide" aria-label="What there is at this moment">
                    <Memory now={now.clone()} />
                    { code::table(now, &self.code) }
                    { locks::view(now) }
                    { output::view(&run.output, position, position >= steps) }
                </section>
            </>
        }
    }
}

/// Where this is in the run, and what the step did that led here.
fn sentence(now: &Moment, steps: f64) -> String {
    let said = now.string("explanation");
    let at = format!("Step {} of {}", count(now.position() as u64), count(steps as u64));
    if said.is_empty() { format!("{at}.") } else { format!("{at}: {said}") }
}

impl TracePane {
    fn steps(&self) -> f64 {
        self.run.as_ref().map_or(0.0, |run| run.trace.steps())
    }

    fn position(&self) -> f64 {
        self.now.as_ref().map_or(0.0, Moment::position)
    }

    /// Asks for another moment; while one is under way only the last wish counts.
    fn ask(&mut self, ctx: &Context<Self>, ask: Ask) {
        let Some(run) = self.run.clone() else { return };
        if self.waiting {
            self.next = Some(ask);
            return;
        }
        (self.waiting, self.problem) = (true, None);
        let (from, unit, link) = (self.position(), self.unit.clone(), ctx.link().clone());
        spawn_local(async move {
            let shown = async {
                let (now, run) = match ask {
                    Ask::At(position) => (run.at(position).await?, None),
                    Ask::Time(ns) => (run.at_time(ns).await?, None),
                    Ask::Step(steps) => (run.step(from, &unit, steps).await?, None),
                    Ask::Choose(thread) => {
                        let run = run.choose(from, thread).await?;
                        (run.step(from, "bytecode", 1).await?, Some(run))
                    }
                };
                Ok(Shown { now, run })
            };
            link.send_message(Msg::Shown(shown.await));
        });
    }

    /// Another run is shown: its lanes are put together beside all else.
    fn fetch_events(&mut self, ctx: &Context<Self>) {
        self.runs += 1;
        let (number, link) = (self.runs, ctx.link().clone());
        if let Some(run) = self.run.clone() {
            spawn_local(async move { link.send_message(Msg::Events(number, lanes::events(&run).await)) });
        }
    }

    /// Marks in the editor where the threads are.
    fn mark(&self, shown: bool) {
        match (&self.run, &self.now) {
            (Some(run), Some(now)) if shown => marks::mark(&self.session.editor, now, &run.polls),
            _ => self.session.editor.mark(&[]),
        }
    }

    fn view_problem(&self) -> Html {
        match &self.problem {
            Some(problem) => html! { <p role="alert">{ problem }</p> },
            None => Html::default(),
        }
    }
}
