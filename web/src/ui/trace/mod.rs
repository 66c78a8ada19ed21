//! The Trace view: a simulated run, one moment at a time.

mod code;
mod compare;
mod lanes;
mod locks;
mod marks;
mod memory;
mod moment;
mod output;
mod run;
mod stepper;
mod steps;
mod sweep;
mod threads;

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::code::Bytecode;
use self::compare::Other;
use self::memory::Memory;
use self::moment::Moment;
use self::run::Run;
use self::stepper::{SPEEDS, Stepper, Wish};
use self::sweep::Sweep;
use super::app::Handle;
use super::engine::reveal;
use super::feed::{Events, Feed, FeedHandle};
use super::now_ms;
use super::timeline::TimelinePane;
use crate::settings::{Model, Settings};
use crate::state::Action;
use crate::text::count;

/// What takes longer than this is said to be going on, in milliseconds.
const SOON_MS: f64 = 300.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub shown: bool,
    /// A simulation is on its way to its end.
    pub busy: bool,
    /// What the next simulation will have. Of no interest while the pane is hidden, and then not told.
    pub settings: Option<Settings>,
    /// The program is not the one that is shown any more.
    pub edited: bool,
}

pub enum Msg {
    Begin,
    /// Another model is to be compared with, or none.
    Compare(Option<Model>),
    /// Whether a line's steps are listed is to change.
    Split,
    /// A simulation has done so many steps.
    Progress(f64),
    Wish(Wish),
    /// Here this thread goes on.
    Choose(u32),
    /// Of two runs the second is shown where there is room for one.
    Second(bool),
    Shown(Result<Shown, Problem>),
    /// The events of the run of this number.
    Events(u32, Result<Events, String>),
    /// To a moment in virtual nanoseconds.
    Time(f64),
    /// The same in the second run.
    TimeThere(f64),
    /// It is time for the next step of the playing of this number.
    Tick(u32),
}

/// What came of a wish.
pub struct Shown {
    now: Moment,
    /// Another run than before.
    run: Option<Run>,
    other: Option<Other>,
    steps: Option<Vec<JsValue>>,
}

/// Why nothing came of it.
pub struct Problem {
    said: String,
    /// A schedule cannot be replayed: without it the program could be run.
    refused: bool,
}

impl From<String> for Problem {
    fn from(said: String) -> Self {
        Self { said, refused: false }
    }
}

pub struct TracePane {
    session: Handle,
    run: Option<Run>,
    now: Option<Moment>,
    /// The model of the run, and what it is compared with.
    model: Model,
    other: Option<Other>,
    /// Where there is room for one of the two: the second.
    second: bool,
    /// The steps of the line, if they are wanted.
    steps: Option<Vec<JsValue>>,
    unit: String,
    /// Something was asked for and has not come; what was asked for since, the last of it.
    waiting: bool,
    next: Option<Ask>,
    playing: bool,
    /// The playing that is under way; what is left of an earlier one does nothing.
    plays: u32,
    /// The time that was sought, in virtual nanoseconds: the moment is the last one by then.
    sought: Option<f64>,
    /// Which of the speeds.
    speed: usize,
    /// The run's events, for its lanes; and how many runs there were.
    feed: FeedHandle,
    runs: u32,
    problem: Option<Problem>,
    /// When what is awaited was asked for, and the steps that a simulation has done since.
    since_ms: f64,
    progress: f64,
}

#[derive(Clone, Copy)]
enum Ask {
    At(f64),
    /// At the last position that is not later than so many nanoseconds.
    Time(f64),
    /// The same in the second run.
    TimeThere(f64),
    Step(i32),
    Choose(u32),
    Compare(Model),
    Begin,
}

impl Component for TracePane {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        *session.on_trace.borrow_mut() = ctx.link().callback(|()| Msg::Begin);
        *session.on_progress.borrow_mut() = ctx.link().callback(Msg::Progress);
        Self {
            session,
            run: None,
            now: None,
            model: Model::Py314,
            other: None,
            second: false,
            steps: None,
            unit: "line".into(),
            waiting: false,
            next: None,
            playing: false,
            plays: 0,
            sought: None,
            speed: 1,
            feed: FeedHandle(Rc::new(Feed::default())),
            runs: 0,
            problem: None,
            since_ms: 0.0,
            progress: 0.0,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        self.playing &= ctx.props().shown;
        self.mark(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Begin => self.ask(ctx, Ask::Begin),
            Msg::Compare(Some(model)) => self.ask(ctx, Ask::Compare(model)),
            Msg::Compare(None) => self.stop_comparing(),
            Msg::Split => match self.steps.take() {
                Some(_) => {}
                None => {
                    self.steps = Some(Vec::new());
                    self.ask(ctx, Ask::At(self.position()));
                }
            },
            Msg::Progress(steps) => {
                self.progress = steps;
                return self.waiting && now_ms() - self.since_ms > SOON_MS;
            }
            Msg::Shown(Ok(Shown { now, run, other, steps })) => {
                self.waiting = false;
                if let Some(traced) = &mut *self.session.traced.borrow_mut() {
                    traced.step = now.position() as u64;
                    traced.compare = other.as_ref().map(|other| other.model);
                }
                self.now = Some(now);
                self.other = other;
                // They may have been put away meanwhile.
                self.steps = self.steps.take().and(steps);
                if run.is_some() {
                    self.run = run;
                    self.model = self.session.traced.borrow().as_ref().map_or(self.model, |t| t.settings.model());
                    self.fetch_events(ctx);
                    // On a small screen it is below what was pressed; and it is not drawn yet.
                    spawn_local(async {
                        super::sleep(0).await;
                        reveal(".trace", "#program");
                    });
                }
                self.mark(ctx);
                let compare = self.run.as_mut().and_then(|run| run.compare.take()).filter(|model| *model != self.model);
                if let Some(next) = self.next.take().or(compare.map(Ask::Compare)) {
                    self.ask(ctx, next);
                }
            }
            Msg::Shown(Err(problem)) => {
                (self.waiting, self.playing, self.problem) = (false, false, Some(problem));
                if let Some(Ask::Begin) = self.next.take() {
                    self.ask(ctx, Ask::Begin);
                }
            }
            Msg::Events(run, events) => match events {
                Ok(events) if run == self.runs => self.feed.replace(events),
                Ok(_) => {}
                Err(problem) => self.problem = Some(problem.into()),
            },
            Msg::TimeThere(ns) => self.ask(ctx, Ask::TimeThere(ns)),
            Msg::Time(ns) => self.ask(ctx, Ask::Time(ns)),
            Msg::Wish(Wish::Speed(speed)) => self.speed = speed,
            Msg::Wish(Wish::Seek(position)) => self.ask(ctx, Ask::At(position)),
            Msg::Wish(Wish::Step(steps)) => self.ask(ctx, Ask::Step(steps)),
            Msg::Choose(thread) => self.ask(ctx, Ask::Choose(thread)),
            Msg::Second(second) => self.second = second,
            Msg::Wish(Wish::Unit(unit)) => self.unit = unit,
            Msg::Wish(Wish::Play) => {
                self.playing = !self.playing;
                self.plays += 1;
                if self.playing {
                    ctx.link().send_message(Msg::Tick(self.plays));
                }
            }
            Msg::Tick(number) => {
                if !self.playing || number != self.plays {
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
                    link.send_message(Msg::Tick(number));
                });
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let head = html! {
            <div class="pane-head">
                <h2 id="trace-title" class="pane-title">
                    { "Trace " }if self.run.is_some() {
                        <span class="truth">{ format!("{}, simulated: the same every time", self.model.label()) }</span>
                    }
                </h2>
            </div>
        };
        let (Some(run), Some(now)) = (&self.run, &self.now) else {
            return html! {
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    if self.waiting { { self.view_progress() } } else {
                        <p class="hint">{ "Press Trace to see the program run step by step, forward and back." }</p>
                    }
                    { self.view_problem(ctx) }
                </section>
            };
        };
        self.view_moment(ctx, head, run, now)
    }
}

impl TracePane {
    /// A moment of a run. Apart, since a page needs it only when there is a run.
    #[inline(never)]
    fn view_moment(&self, ctx: &Context<Self>, head: Html, run: &Run, now: &Moment) -> Html {
        let link = ctx.link();
        let (position, steps) = (now.position(), run.trace.steps());
        let said = sentence(now, steps);
        let seek = link.callback(|position| Msg::Wish(Wish::Seek(position)));
        let line_steps = steps::view(now, self.steps.as_deref(), &link.callback(|()| Msg::Split), &seek);
        html! {
            <>
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    <Stepper first={run.trace.first()} {position} last={steps} playing={self.playing} unit={self.unit.clone()} speed={self.speed}
                        said={said.clone()} wish={link.callback(Msg::Wish)} />
                    if ctx.props().busy { { self.view_progress() } }
                    { self.view_problem(ctx) }
                    <p class="sentence" aria-live={if self.playing { "off" } else { "polite" }}>{ said }</p>
                    { limits(run, self.outdated(ctx.props()), &seek) }
                    if self.other.is_none() { { threads::table(now) } }
                    { threads::choices(now, &link.callback(Msg::Choose)) }
                    { compare::choice(self.model, self.other.as_ref().map(|other| other.model), &link.callback(Msg::Compare)) }
                    { for self.other.as_ref().map(compare::verdict) }
                </section>
                <TimelinePane feed={self.feed.clone()} running={false} playhead={lanes::playhead(now, self.playing, self.sought)}
                    seek={link.callback(Msg::Time)} step={link.callback(|steps| Msg::Wish(Wish::Step(steps)))}>
                    <Sweep run={run.clone()} />
                </TimelinePane>
                if let Some(other) = &self.other {
                    <section class={classes!("wide", "columns", self.second.then_some("second"))} aria-label="Two models at the same place">
                        { compare::sides([self.model, other.model], self.second, &link.callback(Msg::Second)) }
                        <div class="trace-more">
                            { compare::head(self.model, run, Some(now)) }
                            { threads::table(now) }
                            { panels(run, now, line_steps) }
                        </div>
                        <div class="trace-more">
                            { compare::head(other.model, &other.run, other.now.as_ref()) }
                            if let Some(now) = &other.now {
                                { threads::table(now) }
                                <TimelinePane feed={other.feed.clone()} running={false} playhead={lanes::playhead(now, self.playing, None)}
                                    seek={link.callback(Msg::TimeThere)} step={link.callback(|steps| Msg::Wish(Wish::Step(steps)))} />
                                { panels(&other.run, now, Html::default()) }
                            }
                        </div>
                    </section>
                } else {
                    <section class="trace-more wide" aria-label="What there is at this moment">
                        { panels(run, now, line_steps) }
                    </section>
                }
            </>
        }
    }
}

/// What there is at a moment of a run.
fn panels(run: &Run, now: &Moment, line_steps: Html) -> Html {
    html! {
        <>
            <Memory now={now.clone()} />
            <Bytecode now={now.clone()}>{ line_steps }</Bytecode>
            { locks::view(now, run.ended() == "deadlock" && now.position() >= run.trace.steps()) }
            { output::view(run, now.position()) }
        </>
    }
}

/// Simulates the program in the editor, as a link says if one was opened.
async fn begin(session: &Handle) -> Result<Run, Problem> {
    let wanted = session.wanted.take().unwrap_or_default();
    let trace = session.trace(wanted.schedule).await?;
    if let Some(why) = trace.refused() {
        session.forget_trace();
        let said = format!("The run in this link cannot be shown: {why}. The program is here.");
        return Err(Problem { said, refused: true });
    }
    let run = Run::of(trace).await?;
    Ok(Run { wanted: wanted.step.map(|step| step as f64), compare: wanted.compare, ..run })
}

/// What of the run is not there, and what is to be said of it as a whole, with buttons that lead to where it is seen.
fn limits(run: &Run, outdated: Option<&'static str>, seek: &Callback<f64>) -> Html {
    let steps = count(run.trace.steps() as u64);
    let cut = run.trace.cut().map(|why| match &*why {
        "stopped" => format!("Stopped after {steps} steps: what ran by then can be looked at."),
        "time" => format!("Cut after {steps} steps, since it took too long: what ran by then can be looked at."),
        _ => format!("Cut after {steps} steps, the most that are simulated: what ran by then can be looked at."),
    });
    let output =
        run.trace.output_cut().then_some("It printed more than is kept: of its output the beginning is shown.");
    let ended = match &*run.ended() {
        "deadlock" => Some("It ends in a deadlock: threads wait for each other, and none can ever go on."),
        "crashed" => Some("It ends in a crash: an object is used that was freed while it was in use."),
        "exception" => Some("It ends with an exception that nobody catches."),
        _ => None,
    };
    let (first, last, shown_at) = (run.trace.first(), run.trace.steps(), run.trace.shown_at());
    let plain =
        outdated.into_iter().map(str::to_owned).chain(cut).chain(output.map(str::to_owned)).map(|said| (said, None));
    let ended = ended.map(|said| (said.to_owned(), Some(("Show the end", last)).filter(|_| last > first)));
    let notes = run.trace.notes().into_iter().enumerate();
    let notes = notes.map(|(i, said)| (said, shown_at.get(i as u32).as_f64().map(|at| ("Show the first", at))));
    html! {
        <div class="limits" role="status">
            { for plain.chain(ended).chain(notes).map(|(said, shows)| html! {
                <p>
                    { said }
                    if let Some((label, at)) = shows {
                        { " " }<button onclick={seek.reform(move |_: MouseEvent| at)}>{ label }</button>
                    }
                </p>
            }) }
        </div>
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

    /// Asks for another moment; while one is under way only the last wish counts, but for that of another run.
    fn ask(&mut self, ctx: &Context<Self>, ask: Ask) {
        self.sought = match ask {
            Ask::Time(ns) => Some(ns),
            _ => None,
        };
        if self.waiting {
            // A wish for another moment is of the run that is shown: none takes the place of another run.
            if !matches!(self.next, Some(Ask::Begin)) {
                self.next = Some(ask);
            }
            return;
        }
        if matches!(ask, Ask::Begin) {
            self.run = None;
            self.stop_comparing();
        } else if self.run.is_none() {
            return;
        }
        (self.waiting, self.problem, self.progress, self.since_ms) = (true, None, 0.0, now_ms());
        let (from, unit, link, session) =
            (self.position(), self.unit.clone(), ctx.link().clone(), self.session.clone());
        let (before, model, splits) = (self.run.clone(), self.model, self.steps.is_some());
        // Until the answer has come the pane keeps what it shows.
        let mut other = self.other.clone();
        spawn_local(async move {
            let shown = async {
                let (now, run) = match (ask, &before) {
                    (Ask::At(position), Some(run)) => (run.at(position).await?, None),
                    (Ask::Time(ns), Some(run)) => (run.at_time(ns).await?, None),
                    (Ask::TimeThere(ns), Some(run)) => {
                        let there = match &other {
                            Some(other) => run.find(&other.run.place(&other.run.at_time(ns).await?).await?).await?,
                            None => None,
                        };
                        match there {
                            Some(now) => (now, None),
                            None => (run.at(from).await?, None),
                        }
                    }
                    (Ask::Step(steps), Some(run)) => (run.step(from, &unit, steps).await?, None),
                    (Ask::Choose(thread), Some(run)) => {
                        session.dispatch(Action::TraceStarted);
                        let chosen = run.choose(from, thread).await;
                        session.dispatch(Action::TraceEnded);
                        (run.step(from, "bytecode", 1).await?, Some(chosen?))
                    }
                    (Ask::Compare(model), Some(run)) => {
                        if let Some(old) = other.take() {
                            old.run.trace.close();
                        }
                        let run_there = Run::of(session.trace_under(model).await?).await?;
                        other = Some(Other::of(model, run_there).await?);
                        (run.at(from).await?, None)
                    }
                    _ => {
                        let run = begin(&session).await?;
                        let step = run.wanted.unwrap_or(run.trace.first());
                        (run.at(step).await?, Some(run))
                    }
                };
                let shown = run.as_ref().or(before.as_ref());
                if let (Some(other), Some(run)) = (&mut other, shown) {
                    other.follow(run, model, &now).await?;
                }
                let steps = match shown.filter(|_| splits) {
                    Some(run) => Some(run.line_steps(&now).await?),
                    None => None,
                };
                Ok(Shown { now, run, other, steps })
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

    /// Lets go of the second run.
    fn stop_comparing(&mut self) {
        if let Some(other) = self.other.take() {
            other.run.trace.close();
        }
        if let Some(traced) = &mut *self.session.traced.borrow_mut() {
            traced.compare = None;
        }
    }

    /// Why what is shown is not what the next simulation will show.
    fn outdated(&self, props: &Props) -> Option<&'static str> {
        let traced = self.session.traced.borrow();
        match &*traced {
            Some(_) if props.edited => {
                Some("The program was changed since: this is still the run of the old one. Press Trace for a new run.")
            }
            Some(traced) if props.settings.as_ref().is_some_and(|now| !traced.settings.simulates_like(now)) => {
                Some("The settings were changed since: press Trace to see the program run with the new ones.")
            }
            _ => None,
        }
    }

    /// Marks in the editor where the threads are; not in another program than theirs.
    fn mark(&self, ctx: &Context<Self>) {
        match (&self.run, &self.now) {
            (Some(run), Some(now)) if ctx.props().shown && !ctx.props().edited => {
                marks::mark(&self.session.editor, now, &run.polls)
            }
            _ => self.session.editor.mark(&[]),
        }
    }

    fn view_problem(&self, ctx: &Context<Self>) -> Html {
        let Some(Problem { said, refused }) = &self.problem else { return Html::default() };
        html! {
            <div class="notice" role="alert">
                <p>{ said }</p>
                if *refused { <button onclick={ctx.link().callback(|_| Msg::Begin)}>{ "Run it afresh" }</button> }
            </div>
        }
    }

    /// How far a simulation has come.
    fn view_progress(&self) -> Html {
        let soon = self.progress == 0.0 || now_ms() - self.since_ms <= SOON_MS;
        let so_far = if soon {
            String::new()
        } else {
            format!(" {} steps so far. Stop shows those.", count(self.progress as u64))
        };
        html! { <p class="hint progress">{ "Simulating…" }{ so_far }</p> }
    }
}
