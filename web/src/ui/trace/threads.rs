//! The threads of a moment, and who could go on from it.

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::super::engine::{get, number, text};
use super::moment::{Moment, line, state, string, truthy};
use crate::text::duration;

/// What each thread is doing.
pub fn table(now: &Moment) -> Html {
    let gil = now.get("gil");
    let holder = get(&gil, "holder").as_f64();
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Threads">
            <table>
                <caption>
                    { format!("{} into the run.", duration(now.number("virtual_ns"))) }
                    if truthy(&gil, "exists") {
                        { match holder {
                            Some(holder) => format!(" {} holds the GIL.", now.name(holder)),
                            None => " Nobody holds the GIL.".into(),
                        } }
                        { get(&gil, "requested_by").as_f64().map(|by| format!(" {} has asked for it.", now.name(by))).unwrap_or_default() }
                    }
                </caption>
                <thead><tr>
                    <th scope="col">{ "Thread" }</th><th scope="col">{ "State" }</th>
                    <th scope="col" class="number">{ "Line" }</th><th scope="col">{ "Does next" }</th>
                </tr></thead>
                <tbody>{ for now.tagged_threads().iter().map(|(thread, tag)| {
                    let (words, letter, class) = state(&string(thread, "state"));
                    let next = get(thread, "next");
                    let holds = holder == Some(number(thread, "id"));
                    html! {
                        <tr class={classes!(holds.then_some("holder"))}>
                            <th scope="row"><span class="tag" aria-hidden="true">{ tag }</span>{ string(thread, "name") }if holds { <span class="baton">{ "GIL" }</span> }</th>
                            <td>
                                <span class={format!("swatch state-{class}")} style={format!("--ink:var(--state-{class})")} aria-hidden="true">{ letter }</span>
                                { " " }{ words }
                                { text(thread, "waits").map(|why| html! { <div class="muted">{ why }</div> }).unwrap_or_default() }
                            </td>
                            <td class="number">{ line(thread).map(|line| line.to_string()).unwrap_or_default() }</td>
                            <td class="code">
                                { string(&next, "op") }{ " " }{ string(&next, "arg") }
                                { counting(&get(thread, "counting")) }
                                if truthy(&next, "poll") && truthy(&gil, "exists") { <div class="muted">{ "may give up the GIL here" }</div> }
                            </td>
                        </tr>
                    }
                }) }</tbody>
            </table>
        </div>
    }
}

/// What a thread does to a reference count, step by step.
fn counting(change: &JsValue) -> Html {
    if !change.is_object() {
        return Html::default();
    }
    let (name, delta, read) = (string(change, "name"), number(change, "delta"), number(change, "read"));
    let words = match &*string(change, "phase") {
        "load" => format!("reads the reference count of {name}"),
        "add" => format!(
            "has read {read} as the count of {name}, and {}",
            if delta > 0.0 { "adds 1" } else { "takes 1 away" }
        ),
        _ => format!("writes {} back as the count of {name}", read + delta),
    };
    html! { <div class="muted counting">{ words }</div> }
}

/// Who could go on from here; one of several is chosen.
pub fn choices(now: &Moment, choose: &Callback<u32>) -> Html {
    let choices = now.list("choices");
    if choices.len() < 2 {
        return Html::default();
    }
    html! {
        <div class="choices" role="group" aria-label="What happens next?">
            <span class="pane-title">{ "What happens next?" }</span>
            { for choices.iter().map(|choice| {
                let thread = number(choice, "thread");
                let choose = choose.reform(move |_: MouseEvent| thread as u32);
                html! { <button onclick={choose}>{ format!("{}: {}", now.name(thread), string(choice, "what")) }</button> }
            }) }
        </div>
    }
}
