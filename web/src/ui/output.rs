//! What the program printed, how it ended, and what is wrong with it.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::app::use_session;
use super::pulse::Pulse;
use super::shelf::copy;
use crate::output::{Group, Most, Stream};
use crate::result::RunResult;
use crate::state::{Activity, Problem};
use crate::traceback::{Piece, pieces};

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
    let most = use_state_eq(|| (Most::ALL, 0));
    let scroller = use_node_ref();
    let follow = use_mut_ref(|| true);
    let pulse = use_memo((), {
        let (session, setter) = (session.clone(), most.setter());
        let last = std::cell::Cell::new((Most::ALL, 0));
        move |()| {
            Pulse::new(move || {
                let output = session.output.borrow();
                let (most, groups) = last.get();
                let next = (most.next(output.groups_so_far() - groups), output.groups_so_far());
                last.set(next);
                setter.set((next.0, output.version));
            })
        }
    });
    // While less is shown than could be, there is more to draw.
    use_effect_with(*most, {
        let pulse = pulse.clone();
        move |(most, _)| {
            if *most != Most::ALL {
                pulse.poke(PAUSE_MS);
            }
        }
    });
    use_effect_with((), {
        let (session, pulse) = (session.clone(), pulse.clone());
        move |()| *session.on_output.borrow_mut() = Callback::from(move |()| pulse.poke(PAUSE_MS))
    });
    // Stay at the end, unless the reader has scrolled away from it.
    use_effect({
        let (scroller, follow) = (scroller.clone(), follow.clone());
        move || {
            if let Some(element) = scroller.cast::<HtmlElement>()
                && *follow.borrow()
            {
                element.set_scroll_top(element.scroll_height());
            }
        }
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
    let copied = use_state(|| false);
    let on_copy = {
        let (session, copied) = (session.clone(), copied.clone());
        Callback::from(move |_| {
            let text = session.output.borrow().text();
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
    let output = session.output.borrow();
    let events = session.events.borrow();
    html! {
        <section class="output" aria-labelledby="output-title">
            <div class="pane-head">
                <h2 id="output-title" class="pane-title">{ "Output" }</h2>
                <div class="buttons">
                    <button class="quiet" onclick={on_copy} disabled={output.is_empty()}>
                        { if *copied { "Copied" } else { "Copy" } }
                    </button>
                    <button class="quiet" onclick={on_clear} disabled={output.is_empty()}>{ "Clear" }</button>
                </div>
            </div>
            <div class="output-box" ref={scroller} {onscroll} tabindex="0" role="group" aria-label="Printed text">
                if output.is_empty() {
                    <p class="empty">{ props.empty }</p>
                }
                { for output.shown(most.0).map(|group| html! {
                    <GroupView key={group.id} group={group.clone()} name={AttrValue::from(events.name(group.thread))} />
                }) }
            </div>
            { props.children.clone() }
            if let Some(note) = output.note() {
                <p class="hint">{ note }</p>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct GroupProps {
    group: Rc<Group>,
    name: AttrValue,
}

#[component]
fn GroupView(props: &GroupProps) -> Html {
    let group = &props.group;
    let text = group.text.strip_suffix('\n').unwrap_or(&group.text);
    let stderr = group.stream == Stream::Stderr;
    html! {
        <div class={classes!("group", if stderr { "stderr" } else { "stdout" })}>
            <span class="who" title={props.name.clone()}>
                if stderr { <span class="stream">{ "stderr" }</span> }
                <span class="name">{ &props.name }</span>
            </span>
            <pre>{ if stderr { html! { <Linked text={text.to_owned()} /> } } else { html! { { text } } } }</pre>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LinkedProps {
    text: String,
}

/// Text in which lines of the program lead there.
#[component]
fn Linked(props: &LinkedProps) -> Html {
    let session = use_session();
    pieces(&props.text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => html! { { text } },
            Piece::Line { text, line } => {
                let session = session.clone();
                let jump = Callback::from(move |_| session.editor.jump(line, 0));
                html! { <button class="line-link" onclick={jump}>{ text }</button> }
            }
        })
        .collect()
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
            Activity::Idle => "",
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
                { for result.figures().into_iter().map(|(name, value)| html! {
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
