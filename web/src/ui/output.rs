//! What the program printed, how it ended, and what is wrong with it.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::app::use_session;
use super::idle;
use super::printed::Printed;
use super::pulse::Pulse;
use super::shelf::copy;
use crate::result::RunResult;
use crate::state::{Activity, Problem};

/// The pane is drawn at most so often, in milliseconds, however much is printed.
const PAUSE_MS: f64 = 80.0;

#[derive(PartialEq, Properties)]
pub struct PaneProps {
    /// What stands there while nothing was printed.
    pub empty: &'static str,
    pub children: Html,
}

#[component]
pub fn OutputPane(props: &PaneProps) -> Html {
    let session = use_session();
    // What is drawn by Yew: whether there is text, and the note below it. The text itself is drawn past it.
    let drawn = use_state_eq(|| (true, None::<AttrValue>));
    let scroller = use_node_ref();
    let rows = use_node_ref();
    let follow = use_mut_ref(|| true);
    let pulse = use_memo((), {
        let (session, drawn) = (session.clone(), drawn.setter());
        let (scroller, rows, follow) = (scroller.clone(), rows.clone(), follow.clone());
        let printed = RefCell::new(Printed::new());
        move |()| {
            Pulse::new(move || {
                let (Some(rows), Some(scroller)) = (rows.cast::<Element>(), scroller.cast::<HtmlElement>()) else {
                    return false;
                };
                let (output, events) = (session.output.borrow(), session.feed.events.borrow());
                let shown = printed.borrow_mut().draw(&rows, &output, &events);
                // At the end, unless the reader has scrolled away from it.
                if *follow.borrow() {
                    scroller.set_scroll_top(i32::MAX);
                }
                drawn.set((output.is_empty(), output.note(shown).map(AttrValue::from)));
                // Step by step: there may be more to draw than one step does.
                shown.next(&output) != shown
            })
        }
    });
    use_effect_with((), {
        let (session, pulse) = (session.clone(), pulse.clone());
        move |()| *session.on_output.borrow_mut() = Callback::from(move |()| pulse.poke(PAUSE_MS))
    });
    let onscroll = {
        let (scroller, follow) = (scroller.clone(), follow.clone());
        Callback::from(move |_: Event| {
            if let Some(element) = scroller.cast::<HtmlElement>() {
                let rest = element.scroll_height() - element.scroll_top() - element.client_height();
                *follow.borrow_mut() = rest < 8;
            }
        })
    };
    // A line of a traceback leads to its line of the program.
    let onclick = {
        let session = session.clone();
        Callback::from(move |event: MouseEvent| {
            let target = event.target_dyn_into::<Element>();
            if let Some(line) = target.and_then(|target| target.get_attribute("data-line")).and_then(|n| n.parse().ok())
            {
                session.editor.jump(line, 0);
            }
        })
    };
    let copied = use_state(|| false);
    let on_copy = {
        let (session, copied) = (session.clone(), copied.clone());
        Callback::from(move |_| {
            let text = session.output.borrow().text();
            if text.is_empty() {
                return;
            }
            let copied = copied.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if copy(&text).await {
                    copied.set(true);
                    super::sleep(2000).await;
                    copied.set(false);
                }
            });
        })
    };
    let on_clear = {
        let (session, pulse) = (session.clone(), pulse.clone());
        Callback::from(move |_| {
            session.output.borrow_mut().clear();
            pulse.poke(0.0);
        })
    };
    let (nothing, note) = (*drawn).clone();
    html! {
        <section class="output" aria-labelledby="output-title">
            <div class="pane-head">
                <h2 id="output-title" class="pane-title">{ "Output" }</h2>
                <div class="buttons">
                    <button class="quiet" onclick={on_copy} aria-disabled={idle(nothing)}>
                        { if *copied { "Copied" } else { "Copy" } }
                    </button>
                    <button class="quiet" onclick={on_clear} aria-disabled={idle(nothing)}>{ "Clear" }</button>
                </div>
            </div>
            <div class="output-box" ref={scroller} {onscroll} {onclick} tabindex="0" role="group" aria-label="Printed text">
                if nothing {
                    <p class="empty">{ props.empty }</p>
                }
                <div ref={rows}></div>
            </div>
            { props.children.clone() }
            if let Some(note) = note {
                <p class="hint">{ note }</p>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct ResultProps {
    pub result: Option<RunResult>,
    pub activity: Activity,
    pub stopping: bool,
}

#[component]
pub fn ResultLine(props: &ResultProps) -> Html {
    let Some(result) = &props.result else {
        let text = match props.activity {
            _ if props.stopping => "Stopping…",
            Activity::Running => "Running…",
            Activity::Racing => "Racing…",
            Activity::Tracing | Activity::Idle => "",
        };
        return html! { <div class="result">{ text }</div> };
    };
    html! {
        <div class="result" data-ended={result.ended.clone()} data-exit={result.exit.to_string()}>
            <span class={classes!("ending", result.is_failure().then_some("failed"))}>
                if result.is_failure() { <span aria-hidden="true">{ "✕ " }</span> }
                { result.ending() }
            </span>
            <dl class="figures">
                { for result.figures().map(|(name, value)| html! {
                    <div key={name}><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
            <span class="truth">{ "measured here" }</span>
            if result.truncated { <span class="muted">{ "Output cut at 16 MB." }</span> }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct ProblemsProps {
    pub problems: Rc<[Problem]>,
}

/// The editor's underlines in words.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let session = use_session();
    html! {
        <ul class="problems" aria-label="Problems" aria-live="polite">
            { for props.problems.iter().take(5).map(|problem| {
                let session = session.clone();
                let (line, column) = (problem.line, problem.column);
                let jump = Callback::from(move |_| session.editor.jump(line, column));
                html! {
                    <li>
                        <span class="mark" aria-hidden="true">{ "✕ " }</span>
                        <button class="line-link" onclick={jump}>{ format!("Line {line}") }</button>
                        { format!(": {}", problem.message) }
                    </li>
                }
            }) }
        </ul>
    }
}
