//! The variables of a moment: globals, and those of the functions that threads are in.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::super::engine::{get, text};
use super::moment::{Moment, list, string, truthy};

pub fn table(now: &Moment) -> Html {
    html! {
        <div>
            <h3 class="pane-title">{ "Variables" }</h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Variables">
                <table>
                    <thead><tr><th scope="col">{ "Name" }</th><th scope="col">{ "Value" }</th></tr></thead>
                    <tbody>
                        { rows(&now.list("globals")) }
                        { for now.threads().iter().flat_map(|thread| {
                            let name = string(thread, "name");
                            list(thread, "frames").into_iter().filter(|frame| !truthy(frame, "library") && string(frame, "name") != "<module>").map(move |frame| {
                                (format!("{} in {name}", string(&frame, "name")), [list(&frame, "locals"), list(&frame, "stack")].concat())
                            })
                        }).map(|(title, values)| html! {
                            <>
                                <tr><th colspan="2" class="muted">{ title }</th></tr>
                                { rows(&values) }
                            </>
                        }) }
                        { for now.list("locks").iter().map(|lock| html! {
                            <tr>
                                <th scope="row" class="code">{ text(lock, "name").unwrap_or_else(|| string(lock, "kind")) }</th>
                                <td>{ match get(lock, "owner").as_f64() {
                                    Some(owner) => format!("held by {}", now.name(owner)),
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

fn rows(values: &[JsValue]) -> Html {
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
}
