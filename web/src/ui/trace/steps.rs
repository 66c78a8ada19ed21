//! The steps that a line is made of.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::super::engine::{get, number};
use super::moment::{Moment, string, truthy};
use crate::text::plural;

/// `steps`: of the line, as the engine gives them; none: they are not wanted.
pub fn view(now: &Moment, steps: Option<&[JsValue]>, toggle: &Callback<()>, seek: &Callback<f64>) -> Html {
    let toggle = toggle.reform(|_: MouseEvent| ());
    html! {
        <div class="line-steps">
            <button aria-expanded={steps.is_some().to_string()} onclick={toggle}>{ "Split this line into its steps" }</button>
            if let Some(steps) = steps {
                if steps.is_empty() { <p class="hint">{ "Nobody is on a line of the program here." }</p> }
                <ol aria-label="Steps of this line">{ for steps.iter().map(|step| view_step(now, step, seek)) }</ol>
            }
        </div>
    }
}

fn view_step(now: &Moment, step: &JsValue, seek: &Callback<f64>) -> Html {
    let position = number(step, "position");
    let here = position == now.position();
    let row = get(step, "row");
    let go = seek.reform(move |_: MouseEvent| position);
    let class = classes!(here.then_some("here"), (!row.is_object()).then_some("others"));
    html! {
        <li {class}>
            <button class="quiet" onclick={go} aria-current={here.then_some("step")}>
                if row.is_object() {
                    <span class="code">{ if here { "▸ " } else { "" } }{ string(&row, "op") }{ " " }{ string(&row, "arg") }</span>
                    <span class="muted">
                        { string(&row, "help") }
                        if truthy(&row, "poll") && truthy(&now.get("gil"), "exists") { { " ● The GIL may be given up here." } }
                    </span>
                } else {
                    <span>{ format!("{}: {}", now.name(number(step, "thread")), plural(number(step, "count") as u64, "step", "steps")) }</span>
                }
            </button>
        </li>
    }
}
