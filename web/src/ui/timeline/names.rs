//! What stands beside the lanes and above them.

use std::rc::Rc;

use gilscope_trace::ThreadState;
use yew::prelude::*;

use crate::text::fixed;
use crate::timeline::{ROW_HEIGHT, axis, letter};
use crate::ui::canvas::property;

/// What stands beside a row.
#[derive(Clone, PartialEq)]
pub struct Name {
    pub text: AttrValue,
    /// Of a group: which, and whether it is open.
    pub group: Option<(usize, bool)>,
}

#[derive(PartialEq, Properties)]
pub struct NamesProps {
    pub names: Rc<[Name]>,
    pub toggle: Callback<usize>,
}

#[component]
pub fn Names(props: &NamesProps) -> Html {
    html! {
        <ul class="lane-names" aria-label="Lanes" style={format!("padding-top:{}px", fixed(axis::HEIGHT, 0))}>
            { for props.names.iter().map(|Name { text, group }| {
                // "Thread-1 (work)": what it runs is left out where there is little room.
                let (short, rest) = text.split_at(text.find(" (").unwrap_or(text.len()));
                let name = html! { <>{ short }<span class="target">{ rest }</span></> };
                let height = fixed(ROW_HEIGHT, 0);
                html! {
                    <li title={text.clone()} style={format!("height:{height}px;line-height:{height}px")}>
                        if let Some((number, open)) = *group {
                            <button class="quiet" aria-expanded={open.to_string()} onclick={props.toggle.reform(move |_| number)}>
                                <span aria-hidden="true">{ if open { "▾ " } else { "▸ " } }</span>{ name }
                            </button>
                        } else {
                            { name }
                        }
                    </li>
                }
            }) }
        </ul>
    }
}

#[derive(PartialEq, Properties)]
pub struct LegendProps {
    pub simulated: bool,
}

#[component]
pub fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="legend" aria-label="Legend">
            { for ThreadState::ALL.into_iter().map(|state| html! {
                <li>
                    <span class={classes!("swatch", &property(state)[2..])} style={format!("--ink:var({})", property(state))} aria-hidden="true">
                        { letter(state) }
                    </span>
                    { state.label() }
                </li>
            }) }
            <li><span class="tick" aria-hidden="true"></span>{ "asked for the GIL" }</li>
            if props.simulated {
                <li><span class="baton-mark" aria-hidden="true">{ "GIL" }</span>{ "has the GIL now" }</li>
                <li><span class="way" aria-hidden="true"></span>{ "from the request to where it is met" }</li>
            }
        </ul>
    }
}
