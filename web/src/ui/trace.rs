//! The Trace view: a simulated run, one moment at a time.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::prelude::*;

use super::app::Handle;
use super::engine::{Trace, get, message, number, text};
use crate::text::{count, duration};

/// Between two steps that are played, in milliseconds.
const PLAY_MS: i32 = 700;

/// So many pieces of output are shown, the last ones.
const MOST_PRINTED: u32 = 300;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub shown: bool,
}

pub enum Msg {
    Begin,
    Begun(Result<(Trace, JsValue), String>),
    /// To a position.
    Seek(f64),
    /// So many of the chosen units on, or back.
    Step(i32),
    Unit(String),
    /// Here this thread goes on.
    Choose(u32),
    Shown(Result<JsValue, String>),
    Play,
    /// It is time for the next step that is played.
    Tick,
}

pub struct TracePane {
    session: Handle,
    trace: Option<Trace>,
    /// All output: `[stream, thread, text, position]`.
    output: Array,
    moment: JsValue,
    unit: String,
    /// Something was asked for and has not come; what was asked for since, the last of it.
    waiting: bool,
    next: Option<Ask>,
    playing: bool,
    problem: Option<String>,
    /// The scrolled box with the bytecode.
    code: NodeRef,
}

#[derive(Clone, Copy)]
enum Ask {
    At(f64),
    Step(i32),
    Choose(u32),
}

/// The elements of a list; of anything else, none.
fn list(object: &JsValue, key: &str) -> Vec<JsValue> {
    get(object, key).dyn_into::<Array>().map(|list| list.to_vec()).unwrap_or_default()
}

fn string(object: &JsValue, key: &str) -> String {
    text(object, key).unwrap_or_default()
}

fn truthy(object: &JsValue, key: &str) -> bool {
    get(object, key).is_truthy()
}

async fn answer(promise: Promise) -> Result<JsValue, String> {
    JsFuture::from(promise).await.map_err(|error| message(&error))
}

/// The state's word as a reader has it, its letter and its colour.
fn state(name: &str) -> (&'static str, &'static str, &'static str) {
    match name {
        "running" => ("running", "R", "running"),
        "wait_gil" => ("waiting for the GIL", "W", "wait-gil"),
        "blocked" => ("blocked", "B", "blocked"),
        "sleeping" => ("sleeping", "S", "sleeping"),
        "ended" => ("ended", "E", "ready"),
        _ => ("ready", "Q", "ready"),
    }
}

impl Component for TracePane {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        *session.on_trace.borrow_mut() = ctx.link().callback(|()| Msg::Begin);
        Self {
            session,
            trace: None,
            output: Array::new(),
            moment: JsValue::UNDEFINED,
            unit: "line".into(),
            waiting: false,
            next: None,
            playing: false,
            problem: None,
            code: NodeRef::default(),
        }
    }

    /// The instruction that comes next is kept in sight.
    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let Some(code) = self.code.cast::<HtmlElement>() else { return };
        let here = code.query_selector(".here").ok().flatten().and_then(|row| row.dyn_into::<HtmlElement>().ok());
        if let Some(here) = here {
            code.set_scroll_top(here.offset_top() - code.client_height() / 2);
        }
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
                if let Some(old) = self.trace.take() {
                    old.close();
                }
                (self.waiting, self.playing, self.problem, self.next) = (true, false, None, None);
                let (session, link) = (self.session.clone(), ctx.link().clone());
                spawn_local(async move {
                    let begun = async {
                        let trace = session.trace().await?;
                        let moment = answer(trace.at(trace.first())).await?;
                        Ok((trace, moment))
                    };
                    link.send_message(Msg::Begun(begun.await));
                });
            }
            Msg::Begun(Ok((trace, moment))) => {
                let (output, link) = (trace.output(), ctx.link().clone());
                self.trace = Some(trace);
                spawn_local(async move {
                    let output = answer(output).await;
                    link.send_message(Msg::Shown(output.map(|output| Array::of2(&output, &moment).into())));
                });
            }
            // With a new trace comes its output, too.
            Msg::Shown(Ok(shown)) => {
                self.waiting = false;
                match shown.dyn_into::<Array>() {
                    Ok(pair) => {
                        self.output = pair.get(0).unchecked_into();
                        self.moment = pair.get(1);
                    }
                    Err(moment) => self.moment = moment,
                }
                self.mark(ctx.props().shown);
                if let Some(next) = self.next.take() {
                    self.ask(ctx, next);
                }
            }
            Msg::Begun(Err(problem)) | Msg::Shown(Err(problem)) => {
                (self.waiting, self.playing, self.problem) = (false, false, Some(problem));
            }
            Msg::Seek(position) => self.ask(ctx, Ask::At(position)),
            Msg::Step(steps) => self.ask(ctx, Ask::Step(steps)),
            Msg::Choose(thread) => self.ask(ctx, Ask::Choose(thread)),
            Msg::Unit(unit) => self.unit = unit,
            Msg::Play => {
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
                let link = ctx.link().clone();
                spawn_local(async move {
                    super::sleep(PLAY_MS).await;
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
                    { "Trace " }if self.trace.is_some() { <span class="truth">{ "simulated: the same every time" }</span> }
                </h2>
            </div>
        };
        if self.moment.is_undefined() || self.trace.is_none() {
            return html! {
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    <p class="hint">{ if self.waiting { "Simulating…" } else { "Press Trace to see the program run step by step, forward and back." } }</p>
                    { self.view_problem() }
                </section>
            };
        }
        html! {
            <>
                <section class="trace" aria-labelledby="trace-title">
                    { head }
                    { self.view_stepper(ctx) }
                    { self.view_problem() }
                    <p class="sentence" aria-live={if self.playing { "off" } else { "polite" }}>{ self.sentence() }</p>
                    { self.view_threads() }
                    { self.view_choices(ctx) }
                </section>
                <section class="trace-more wide" aria-label="What there is at this moment">
                    { self.view_variables() }
                    { self.view_code() }
                    { self.view_output() }
                </section>
            </>
        }
    }
}

impl TracePane {
    fn steps(&self) -> f64 {
        self.trace.as_ref().map_or(0.0, Trace::steps)
    }

    fn first(&self) -> f64 {
        self.trace.as_ref().map_or(0.0, Trace::first)
    }

    fn position(&self) -> f64 {
        number(&self.moment, "position")
    }

    /// Asks for another moment; while one is under way only the last wish counts.
    fn ask(&mut self, ctx: &Context<Self>, ask: Ask) {
        let Some(trace) = self.trace.clone() else { return };
        if self.waiting {
            self.next = Some(ask);
            return;
        }
        (self.waiting, self.problem) = (true, None);
        let (from, unit, link) = (self.position(), self.unit.clone(), ctx.link().clone());
        spawn_local(async move {
            let shown = match ask {
                Ask::At(position) => answer(trace.at(position)).await,
                Ask::Step(steps) => answer(trace.step(from, &unit, steps)).await,
                Ask::Choose(thread) => {
                    async {
                        answer(trace.choose(from, thread)).await?;
                        let moment = answer(trace.step(from, "bytecode", 1)).await?;
                        Ok(Array::of2(&answer(trace.output()).await?, &moment).into())
                    }
                    .await
                }
            };
            link.send_message(Msg::Shown(shown));
        });
    }

    fn threads(&self) -> Vec<JsValue> {
        list(&self.moment, "threads")
    }

    fn name(&self, id: f64) -> String {
        let found = self.threads().into_iter().find(|thread| number(thread, "id") == id);
        found.map_or_else(|| format!("thread {id}"), |thread| string(&thread, "name"))
    }

    /// Where a thread is in the program itself.
    fn line(thread: &JsValue) -> Option<u32> {
        let frame = list(thread, "frames").into_iter().find(|frame| !truthy(frame, "library"))?;
        Some(number(&frame, "line") as u32)
    }

    /// Marks in the editor where the threads are.
    fn mark(&self, shown: bool) {
        if !shown || self.trace.is_none() {
            return self.session.editor.mark(&[]);
        }
        let actor = get(&self.moment, "actor").as_f64();
        let marks: Vec<(u32, &str, String, String)> = self
            .threads()
            .iter()
            .filter(|thread| string(thread, "state") != "ended")
            .filter_map(|thread| {
                let (words, _, class) = state(&string(thread, "state"));
                let at = if Some(number(thread, "id")) == actor { "cm-at" } else { "" };
                let title = format!("{}: {words}", string(thread, "name"));
                Some((Self::line(thread)?, at, format!("state-{class}"), title))
            })
            .collect();
        let marks: Vec<_> =
            marks.iter().map(|(line, at, dot, title)| (*line, *at, dot.as_str(), title.as_str())).collect();
        self.session.editor.mark(&marks);
    }

    fn sentence(&self) -> String {
        let said = string(&self.moment, "explanation");
        let at = format!("Step {} of {}", count(self.position() as u64), count(self.steps() as u64));
        if said.is_empty() { format!("{at}.") } else { format!("{at}: {said}") }
    }

    fn view_problem(&self) -> Html {
        match &self.problem {
            Some(problem) => html! { <p role="alert">{ problem }</p> },
            None => Html::default(),
        }
    }

    fn view_stepper(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let (start, end) = (self.position() <= self.first(), self.position() >= self.steps());
        let step = |steps: i32| link.callback(move |_: MouseEvent| Msg::Step(steps));
        let (first, last) = (self.first(), self.steps());
        let seek = link.callback(|event: InputEvent| {
            Msg::Seek(event.target_unchecked_into::<HtmlInputElement>().value_as_number())
        });
        let unit = link.callback(|event: Event| Msg::Unit(event.target_unchecked_into::<HtmlSelectElement>().value()));
        let keys = link.batch_callback(move |event: KeyboardEvent| {
            let message = match event.key().as_str() {
                "ArrowLeft" => Msg::Step(-1),
                "ArrowRight" => Msg::Step(1),
                "PageUp" => Msg::Step(-10),
                "PageDown" => Msg::Step(10),
                "Home" => Msg::Seek(first),
                "End" => Msg::Seek(last),
                _ => return None,
            };
            // A select has its own use for the arrows.
            if event.target_dyn_into::<HtmlSelectElement>().is_some() {
                return None;
            }
            event.prevent_default();
            Some(message)
        });
        html! {
            <div class="stepper" role="toolbar" aria-label="Steps" onkeydown={keys}>
                <button onclick={link.callback(move |_| Msg::Seek(first))} disabled={start} aria-label="To the beginning">{ "|←" }</button>
                <button onclick={step(-10)} disabled={start} aria-label="−10 steps">{ "−10" }</button>
                <button onclick={step(-1)} disabled={start} aria-label="Back one">{ "←" }</button>
                <button onclick={link.callback(|_| Msg::Play)} disabled={end && !self.playing}>{ if self.playing { "Pause" } else { "Play" } }</button>
                <button onclick={step(1)} disabled={end} aria-label="On one">{ "→" }</button>
                <button onclick={step(10)} disabled={end} aria-label="+10 steps">{ "+10" }</button>
                <button onclick={link.callback(move |_| Msg::Seek(last))} disabled={end} aria-label="To the end">{ "→|" }</button>
                <select aria-label="Step by" onchange={unit}>
                    { for [("line", "lines"), ("bytecode", "bytecodes"), ("switch", "switches")].map(|(value, label)| html! {
                        <option {value} selected={value == self.unit}>{ label }</option>
                    }) }
                </select>
                <input class="scrubber" type="range" min={first.to_string()} max={last.to_string()} step="1"
                    value={self.position().to_string()} aria-label="Position" aria-valuetext={self.sentence()} oninput={seek} />
            </div>
        }
    }

    fn view_threads(&self) -> Html {
        let gil = get(&self.moment, "gil");
        let holder = get(&gil, "holder").as_f64();
        html! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Threads">
                <table>
                    <caption>
                        { format!("{} into the run.", duration(number(&self.moment, "virtual_ns"))) }
                        if truthy(&gil, "exists") {
                            { match holder {
                                Some(holder) => format!(" {} holds the GIL.", self.name(holder)),
                                None => " Nobody holds the GIL.".into(),
                            } }
                            { get(&gil, "requested_by").as_f64().map(|by| format!(" {} has asked for it.", self.name(by))).unwrap_or_default() }
                        }
                    </caption>
                    <thead><tr>
                        <th scope="col">{ "Thread" }</th><th scope="col">{ "State" }</th>
                        <th scope="col" class="number">{ "Line" }</th><th scope="col">{ "Does next" }</th>
                    </tr></thead>
                    <tbody>{ for self.threads().iter().map(|thread| {
                        let (words, letter, class) = state(&string(thread, "state"));
                        let next = get(thread, "next");
                        let holds = holder == Some(number(thread, "id"));
                        html! {
                            <tr class={classes!(holds.then_some("holder"))}>
                                <th scope="row">{ string(thread, "name") }if holds { <span class="baton">{ "GIL" }</span> }</th>
                                <td>
                                    <span class={format!("swatch state-{class}")} style={format!("--ink:var(--state-{class})")} aria-hidden="true">{ letter }</span>
                                    { " " }{ words }
                                    { text(thread, "waits").map(|why| html! { <div class="muted">{ why }</div> }).unwrap_or_default() }
                                </td>
                                <td class="number">{ Self::line(thread).map(|line| line.to_string()).unwrap_or_default() }</td>
                                <td class="code">
                                    { string(&next, "op") }{ " " }{ string(&next, "arg") }
                                    if truthy(&next, "poll") && truthy(&gil, "exists") { <div class="muted">{ "may give up the GIL here" }</div> }
                                </td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
        }
    }

    fn view_choices(&self, ctx: &Context<Self>) -> Html {
        let choices = list(&self.moment, "choices");
        if choices.len() < 2 {
            return Html::default();
        }
        html! {
            <div class="choices" role="group" aria-label="What happens next?">
                <span class="pane-title">{ "What happens next?" }</span>
                { for choices.iter().map(|choice| {
                    let thread = number(choice, "thread");
                    let choose = ctx.link().callback(move |_| Msg::Choose(thread as u32));
                    html! { <button onclick={choose}>{ format!("{}: {}", self.name(thread), string(choice, "what")) }</button> }
                }) }
            </div>
        }
    }

    fn view_variables(&self) -> Html {
        let rows = |values: Vec<JsValue>| -> Html {
            values
                .iter()
                .map(|value| {
                    let changed = truthy(value, "changed");
                    html! {
                        <tr class={classes!(changed.then_some("changed"))}>
                            if string(value, "name").is_empty() {
                                <th scope="row" class="muted">{ "on its stack" }</th>
                            } else {
                                <th scope="row" class="code">{ string(value, "name") }</th>
                            }
                            <td class="code">{ string(value, "repr") }if changed { <span class="muted">{ " changed" }</span> }</td>
                        </tr>
                    }
                })
                .collect()
        };
        html! {
            <div>
                <h3 class="pane-title">{ "Variables" }</h3>
                <div class="table-scroll" tabindex="0" role="region" aria-label="Variables">
                    <table>
                        <thead><tr><th scope="col">{ "Name" }</th><th scope="col">{ "Value" }</th></tr></thead>
                        <tbody>
                            { rows(list(&self.moment, "globals")) }
                            { for self.threads().iter().flat_map(|thread| {
                                let name = string(thread, "name");
                                list(thread, "frames").into_iter().filter(|frame| !truthy(frame, "library") && string(frame, "name") != "<module>").map(move |frame| {
                                    (format!("{} in {name}", string(&frame, "name")), [list(&frame, "locals"), list(&frame, "stack")].concat())
                                })
                            }).map(|(title, values)| html! {
                                <>
                                    <tr><th colspan="2" class="muted">{ title }</th></tr>
                                    { rows(values) }
                                </>
                            }) }
                            { for list(&self.moment, "locks").iter().map(|lock| html! {
                                <tr>
                                    <th scope="row" class="code">{ text(lock, "name").unwrap_or_else(|| string(lock, "kind")) }</th>
                                    <td>{ match get(lock, "owner").as_f64() {
                                        Some(owner) => format!("held by {}", self.name(owner)),
                                        None => "free".into(),
                                    } }</td>
                                </tr>
                            }) }
                        </tbody>
                    </table>
                </div>
            </div>
        }
    }

    fn view_code(&self) -> Html {
        let code = get(&self.moment, "bytecode");
        let at = get(&code, "at").as_f64();
        html! {
            <div>
                <h3 class="pane-title">{ format!("Bytecode {}", string(&code, "code")) }</h3>
                <div class="table-scroll" tabindex="0" role="region" aria-label="Bytecode" ref={self.code.clone()}>
                    <table>
                        <thead><tr>
                            <th scope="col" class="number">{ "Line" }</th><th scope="col" class="number">{ "Offset" }</th>
                            <th scope="col">{ "Instruction" }</th><th scope="col">{ "Poll" }</th>
                        </tr></thead>
                        <tbody>{ for list(&code, "rows").iter().map(|row| {
                            let here = Some(number(row, "offset")) == at;
                            html! {
                                <tr class={classes!(here.then_some("here"))} aria-current={here.then_some("step")} title={string(row, "help")}>
                                    <td class="number">{ number(row, "line") }</td>
                                    <td class="number">{ number(row, "offset") }</td>
                                    <td class="code">{ if here { "▸ " } else { "" } }{ string(row, "op") }{ " " }{ string(row, "arg") }</td>
                                    <td>{ if truthy(row, "poll") { "●" } else { "" } }</td>
                                </tr>
                            }
                        }) }</tbody>
                    </table>
                </div>
            </div>
        }
    }

    /// What was printed by now.
    fn view_output(&self) -> Html {
        let (position, steps) = (self.position(), self.steps());
        let piece = |number: u32| self.output.get(number).unchecked_into::<Array>();
        // At the end all was printed, also what has no position: why it could not begin.
        let (mut from, mut to) = (0, self.output.length());
        while position < steps && from < to {
            let middle = (from + to) / 2;
            if piece(middle).get(3).as_f64().is_some_and(|at| at <= position) { from = middle + 1 } else { to = middle }
        }
        let mut printed = String::new();
        for number in to.saturating_sub(MOST_PRINTED)..to {
            printed.push_str(&piece(number).get(2).as_string().unwrap_or_default());
        }
        html! {
            <div>
                <h3 class="pane-title">{ "Output by now" }</h3>
                <pre class="table-scroll printed" tabindex="0" role="region" aria-label="Output by now">{ printed }</pre>
            </div>
        }
    }
}
