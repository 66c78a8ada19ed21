//! The bytecode around the instruction that comes next.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::super::engine::{get, number};
use super::moment::{Moment, list, string, truthy};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub now: Moment,
    /// What stands above the table.
    #[prop_or_default]
    pub children: Children,
}

#[component]
pub fn Bytecode(props: &Props) -> Html {
    let now = &props.now;
    let code = now.get("bytecode");
    let at = get(&code, "at").as_f64();
    let rows = list(&code, "rows");
    let scrolled = use_node_ref();
    use_effect_with(now.clone(), {
        let scrolled = scrolled.clone();
        move |_| keep_in_sight(&scrolled)
    });
    html! {
        <div>
            <h3 class="pane-title">{ format!("Bytecode {}", string(&code, "code")) }</h3>
            if rows.is_empty() { <p class="hint">{ "No function of the program has this step." }</p> } else { { stack(now) } }
            { props.children.clone() }
            <div class="table-scroll" tabindex="0" role="region" aria-label="Bytecode" ref={scrolled} hidden={rows.is_empty()}>
                <table>
                    <thead><tr>
                        <th scope="col" class="number">{ "Line" }</th><th scope="col" class="number">{ "Offset" }</th>
                        <th scope="col">{ "Instruction" }</th>
                        <th scope="col" title="Where the eval loop looks whether it has to stop, or to give up the GIL">{ "Poll" }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().map(|row| {
                        let here = Some(number(row, "offset")) == at;
                        html! {
                            <tr class={classes!(here.then_some("here"))} aria-current={here.then_some("step")} title={string(row, "help")}>
                                <td class="number">{ number(row, "line") }</td>
                                <td class="number">{ number(row, "offset") }</td>
                                <td class="code">{ if here { "▸ " } else { "" } }{ string(row, "op") }{ " " }{ string(row, "arg") }</td>
                                <td>{ if truthy(row, "poll") { "●" } else { "" } }</td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
        </div>
    }
}

/// The operand stack of the thread whose step led here, its bottom first.
fn stack(now: &Moment) -> Html {
    let actor = now.get("actor").as_f64();
    let frame = now
        .threads()
        .into_iter()
        .find(|thread| get(thread, "id").as_f64() == actor)
        .and_then(|thread| list(&thread, "frames").into_iter().find(|frame| !truthy(frame, "library")));
    let values = frame.map(|frame| list(&frame, "stack")).unwrap_or_default();
    html! {
        <p class="stack">
            <span class="muted">{ if values.is_empty() { "Its stack is empty." } else { "Stack, its top last:" } }</span>
            { for values.iter().map(|value| html! { <span class="code" title={string(value, "repr")}>{ string(value, "repr") }</span> }) }
        </p>
    }
}

/// Scrolls to the instruction that comes next.
fn keep_in_sight(scrolled: &NodeRef) {
    let Some(code) = scrolled.cast::<HtmlElement>() else { return };
    let here = code.query_selector(".here").ok().flatten().and_then(|row| row.dyn_into::<HtmlElement>().ok());
    if let Some(here) = here {
        code.set_scroll_top(here.offset_top() - code.client_height() / 2);
    }
}
