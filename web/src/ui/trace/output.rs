//! What was printed by a moment.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// So many pieces of output are shown, the last ones.
const MOST_PRINTED: u32 = 300;

/// `output`: all of the run's, `[stream, thread, text, position]`. At the end (`ended`) all of it was printed, also what
/// has no position: why the program could not begin.
pub fn view(output: &Array, position: f64, ended: bool) -> Html {
    let piece = |number: u32| output.get(number).unchecked_into::<Array>();
    let (mut from, mut to) = (0, output.length());
    while !ended && from < to {
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
