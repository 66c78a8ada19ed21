//! The lanes as tables.

use std::rc::Rc;

use gilscope_trace::ThreadState;
use web_sys::Element;
use yew::prelude::*;

use crate::text::duration;
use crate::timeline::{Row, Timeline, Window};

/// So many rows of what the window shows are listed.
const TABLE_ROWS: usize = 200;

/// What the tables are of.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    pub timeline: &'a Rc<Timeline>,
    pub rows: &'a [Row],
    pub window: &'a Window,
    pub simulated: bool,
}

impl Tables<'_> {
    /// Closed at first: what nobody looks at is not put together. `toggle` is told whether it is open.
    pub fn view(self, open: bool, toggle: Callback<bool>) -> Html {
        let ontoggle = toggle.reform(|event: Event| event.target_unchecked_into::<Element>().has_attribute("open"));
        html! {
            <details class="table-twin" {ontoggle}>
                <summary>{ "The timeline as tables" }</summary>
                if open {
                    { self.totals() }
                    { self.changes() }
                }
            </details>
        }
    }

    fn totals(self) -> Html {
        let tracks = self.rows.iter().filter_map(|&row| self.timeline.track(row));
        html! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Time per thread and state">
                <table>
                    <caption>{ "How long each thread was in which state, over the whole run" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Thread" }</th>
                        { for ThreadState::ALL.iter().map(|state| html! { <th scope="col" class="number">{ state.label() }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for tracks.filter_map(|track| track.times().map(|times| {
                            html! {
                                <tr>
                                    <th scope="row">{ track.name() }</th>
                                    { for times.iter().map(|&time| html! {
                                        <td class="number">{ if time == 0 { "–".into() } else { duration(time as f64) } }</td>
                                    }) }
                                </tr>
                            }
                        })) }
                    </tbody>
                </table>
            </div>
        }
    }

    fn changes(self) -> Html {
        let (rows, complete) = self.timeline.table(self.rows, self.window, TABLE_ROWS);
        let caption = if complete {
            "What the window shows, in order of time".to_owned()
        } else {
            format!("What the window shows, in order of time: the first {TABLE_ROWS} rows. Zoom in to see the others.")
        };
        html! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="What the window shows">
                <table>
                    <caption>{ caption }</caption>
                    <thead><tr>
                        <th scope="col" class="number">{ "Time" }</th>
                        <th scope="col">{ "Thread" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col" class="number">{ "For" }</th>
                        <th scope="col" class="number">{ if self.simulated { "Core" } else { "Worker" } }</th>
                    </tr></thead>
                    <tbody>
                        { for rows.into_iter().map(|row| html! {
                            <tr>
                                <td class="number">{ duration(row.start_ns as f64) }</td>
                                <td>{ row.track }</td>
                                <td>{ row.what }</td>
                                <td class="number">{ duration(row.duration_ns as f64) }</td>
                                <td class="number">{ row.worker }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        }
    }
}
