//! What is set before a run, and the buttons that begin and end one.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::app::use_session;
use super::{idle, window};
use crate::settings::{INTERVALS_US, Model, interval_label, nearest_step};
use crate::state::{Action, Activity, Engine, Lens, State};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

#[component]
pub fn Controls(props: &Props) -> Html {
    let session = use_session();
    let state = &props.state;
    let run = {
        let session = session.clone();
        Callback::from(move |_| session.run())
    };
    let race = {
        let session = session.clone();
        Callback::from(move |_| session.race())
    };
    let stop = Callback::from(move |_| {
        session.stop();
    });
    let ready = matches!(state.engine, Engine::Ready { .. });
    let stoppable = (state.busy() && !state.stopping) || state.waiting;
    html! {
        <>
            <div class="controls" role="group" aria-label="Controls">
                <div class="bar">
                <div class="actions">
                    <button class="primary" onclick={run} aria-disabled={idle(state.busy() || state.waiting)} aria-keyshortcuts="Control+Enter Meta+Enter">
                        { match (state.activity, state.lens) {
                            (Activity::Running, _) => "Running…",
                            (Activity::Tracing, _) => "Simulating…",
                            (_, Lens::Run) => "Run",
                            (_, Lens::Trace) => "Trace",
                        } }
                    </button>
                    <button onclick={stop} aria-disabled={idle(!stoppable)} aria-keyshortcuts="Escape">{ "Stop" }</button>
                    if state.lens == Lens::Run {
                        <button onclick={race} aria-disabled={idle(state.busy() || !ready)}>{ "Race it" }</button>
                    }
                </div>
                <GilSwitch gil={state.settings.gil()} />
                </div>
                <ModelSelect model={state.settings.model()} />
                <CoresSelect chosen={state.cores()} most={state.most_cores()} keeps_most={state.lens == Lens::Trace} />
                <Interval interval_us={state.settings.interval_us} />
                if state.lens == Lens::Trace { <Seed seed={state.settings.seed} /> }
            </div>
            <EngineLine state={state.clone()} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct GilProps {
    gil: bool,
}

#[component]
fn GilSwitch(props: &GilProps) -> Html {
    let session = use_session();
    let gil = props.gil;
    let flip = Callback::from(move |_| session.set_gil(!gil));
    html! {
        <button class="switch" role="switch" aria-checked={gil.to_string()} aria-label="GIL" onclick={flip}>
            <span class="track" aria-hidden="true"><span class="knob"></span></span>
            <span aria-hidden="true">{ "GIL" }</span>
            <span class="state" aria-hidden="true">{ if gil { "on" } else { "off" } }</span>
        </button>
    }
}

#[derive(PartialEq, Properties)]
struct ModelProps {
    model: Model,
}

/// What a double holds exactly.
const MAX_SEED: u64 = (1 << 53) - 1;

/// Keeps a select's choice what it should be: once the reader has chosen, browsers disregard the attribute.
#[hook]
fn use_choice(value: String) -> NodeRef {
    let node = use_node_ref();
    use_effect_with(value, {
        let node = node.clone();
        move |value| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(value);
            }
        }
    });
    node
}

#[component]
fn ModelSelect(props: &ModelProps) -> Html {
    let session = use_session();
    let node = use_choice(props.model.name().into());
    let change = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Some(model) = Model::from_name(&select.value()) {
            session.dispatch(Action::SetModel(model));
        }
    });
    html! {
        <div class="control">
            <label for="model">{ "Model" }</label>
            <select id="model" ref={node} onchange={change} title={props.model.explanation()}>
                { for Model::ALL.into_iter().map(|model| html! {
                    <option key={model.name()} value={model.name()} selected={model == props.model}>
                        { model.label() }
                    </option>
                }) }
            </select>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct CoresProps {
    chosen: u32,
    most: u32,
    /// Is the most of them a number, and not all that there are?
    keeps_most: bool,
}

#[component]
fn CoresSelect(props: &CoresProps) -> Html {
    let session = use_session();
    let node = use_choice(props.chosen.to_string());
    let CoresProps { most, keeps_most, .. } = *props;
    let change = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let cores = select.value().parse().ok().filter(|&cores: &u32| keeps_most || cores < most);
        session.dispatch(Action::SetCores(cores));
    });
    html! {
        <div class="control">
            <label for="cores">{ "Cores" }</label>
            <select id="cores" ref={node} onchange={change} disabled={most == 1}>
                { for (1..=most).map(|cores| html! {
                    <option key={cores} value={cores.to_string()} selected={cores == props.chosen}>{ cores }</option>
                }) }
            </select>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct IntervalProps {
    interval_us: u32,
}

#[component]
fn Interval(props: &IntervalProps) -> Html {
    let session = use_session();
    let label = interval_label(props.interval_us);
    let change = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let step = input.value_as_number() as usize;
        session.set_interval(INTERVALS_US[step.min(INTERVALS_US.len() - 1)]);
    });
    html! {
        <div class="control">
            <label for="interval">{ "Switch interval" }</label>
            <span class="row">
                <input id="interval" type="range" min="0" max={(INTERVALS_US.len() - 1).to_string()} step="1"
                    value={nearest_step(props.interval_us).to_string()} aria-valuetext={label.clone()} oninput={change} />
                <output class="value" for="interval">{ label }</output>
            </span>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct SeedProps {
    seed: u64,
}

/// The number that decides the simulator's chances.
#[component]
fn Seed(props: &SeedProps) -> Html {
    let session = use_session();
    let change = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let seed = input.value().parse().ok().filter(|seed: &u64| *seed <= MAX_SEED).unwrap_or(0);
        input.set_value(&seed.to_string());
        session.dispatch(Action::SetSeed(seed));
    });
    html! {
        <div class="control">
            <label for="seed">{ "Seed" }</label>
            <input id="seed" type="number" min="0" max={MAX_SEED.to_string()} value={props.seed.to_string()} onchange={change}
                title="Another seed is another run: other delays, other switches" />
        </div>
    }
}

/// Which engine runs, and what to do where it is not the best one.
#[component]
fn EngineLine(props: &Props) -> Html {
    let session = use_session();
    let state = &props.state;
    let retry = Callback::from(move |_| session.reload_engine());
    let extra = match &state.engine {
        Engine::Loading => Html::default(),
        Engine::Failed { message } => html! {
            <>
                <span>{ format!("{message}. Your program is kept. Check the connection, then try again or reload the page.") }</span>
                <button onclick={retry}>{ "Try again" }</button>
            </>
        },
        Engine::Ready { threads: 0 } => html! {
            <>
                <details>
                    <summary>{ "Why?" }</summary>
                    <p>{ "Browsers share memory between workers only where the page is isolated from other sites: \
                          served with the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy, \
                          and not inside another site's frame. Here one worker runs all Python threads in turn. \
                          Programs do the same, but none gets faster without the GIL, and races are rarer. \
                          Trace needs none of this: it simulates several cores on every device." }</p>
                </details>
                if in_frame() {
                    <a href={window().location().href().unwrap_or_default()} target="_blank" rel="noopener">
                        { "Open in a new tab for real threads" }
                    </a>
                }
            </>
        },
        Engine::Ready { .. } => html! { <span>{ state.settings.model().explanation() }</span> },
    };
    html! {
        <div class="engine-line" data-engine={engine_name(&state.engine)}>
            <span>{ state.engine_line() }</span>
            { extra }
        </div>
    }
}

fn engine_name(engine: &Engine) -> &'static str {
    match engine {
        Engine::Loading => "loading",
        Engine::Ready { threads: 0 } => "one-thread",
        Engine::Ready { .. } => "threads",
        Engine::Failed { .. } => "failed",
    }
}

fn in_frame() -> bool {
    let window = window();
    !matches!(window.parent(), Ok(Some(parent)) if parent == window)
}
