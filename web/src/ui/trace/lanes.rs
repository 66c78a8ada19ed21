//! The lanes of the simulated run: its events, and the moment as their playhead.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use yew::AttrValue;

use super::super::engine::get;
use super::super::feed::Events;
use super::super::now_ms;
use super::super::timeline::Playhead;
use super::moment::{Moment, truthy};
use super::run::{Run, answer};

/// Events are read for so long before the page has its turn, in milliseconds.
const SLICE_MS: f64 = 8.0;

/// All events of a run.
pub async fn events(run: &Run) -> Result<Events, String> {
    let batches = answer(run.trace.events()).await?;
    let mut events = Events::default();
    let mut until = now_ms() + SLICE_MS;
    for batch in batches.unchecked_into::<Array>() {
        events.push(&batch.unchecked_into::<Uint8Array>().to_vec());
        if now_ms() > until {
            super::super::sleep(0).await;
            until = now_ms() + SLICE_MS;
        }
    }
    Ok(events)
}

/// Where the moment is in the lanes; `sought` is the time that was asked for, perhaps in the middle of a step.
pub fn playhead(now: &Moment, playing: bool, sought: Option<f64>) -> Playhead {
    let gil = now.get("gil");
    let holder = get(&gil, "holder").as_f64().map(|id| (id as u32, AttrValue::from(now.name(id))));
    Playhead {
        t_ns: sought.unwrap_or_else(|| now.number("virtual_ns")),
        between: sought.is_some(),
        holder,
        taker: None,
        gil: truthy(&gil, "exists"),
        requested: get(&gil, "requested_by").as_f64().is_some(),
        playing,
    }
}
