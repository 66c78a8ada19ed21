//! What was printed by a moment.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::run::Run;

/// So many pieces of output are shown, the last ones.
const MOST_PRINTED: u32 = 300;

/// At the end all was printed, also what has no position: why the program could not begin.
pub fn view(run: &Run, position: f64) -> Html {
    let is_by_now = |number: u32| {
        let piece = run.output.get(number).unchecked_into::<Array>();
        piece.get(3).as_f64().is_some_and(|at| at <= position)
    };
    let (mut from, mut to) = (0, run.output.length());
    while position < run.trace.steps() && from < to {
        let middle = (from + to) / 2;
        if is_by_now(middle) { from = middle + 1 } else { to = middle }
    }
    html! {
        <div>
            <h3 class="pane-title">{ "Output by now" }</h3>
            <pre class="table-scroll printed" tabindex="0" role="region" aria-label="Output by now">
                { run.printed(to.saturating_sub(MOST_PRINTED), to) }
            </pre>
        </div>
    }
}
