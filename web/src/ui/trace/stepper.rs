//! The buttons that step, and the scrubber.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::super::idle;

/// What the stepper asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// To a position.
    Seek(f64),
    /// So many of the chosen units on, or back.
    Step(i32),
    Unit(String),
    Play,
    /// Which of [`SPEEDS`].
    Speed(usize),
}

/// How fast steps are played: milliseconds between two of them.
pub const SPEEDS: [(&str, i32); 4] = [("slow", 1500), ("normal", 700), ("fast", 200), ("very fast", 30)];

#[derive(PartialEq, Properties)]
pub struct Props {
    pub first: f64,
    pub position: f64,
    pub last: f64,
    pub playing: bool,
    pub unit: String,
    pub speed: usize,
    /// What happened at the position, for those who do not see the scrubber.
    pub said: String,
    pub wish: Callback<Wish>,
}

#[component]
pub fn Stepper(props: &Props) -> Html {
    let Props { first, position, last, playing, wish, .. } = props;
    let (first, last, playing) = (*first, *last, *playing);
    let (start, end) = (*position <= first, *position >= last);
    let step = |steps: i32| {
        let (wish, beyond) = (wish.clone(), if steps < 0 { start } else { end });
        Callback::from(move |_: MouseEvent| {
            if !beyond {
                wish.emit(Wish::Step(steps));
            }
        })
    };
    let seek = |to: f64| wish.reform(move |_: MouseEvent| Wish::Seek(to));
    let drag = wish
        .reform(|event: InputEvent| Wish::Seek(event.target_unchecked_into::<HtmlInputElement>().value_as_number()));
    let unit = wish.reform(|event: Event| Wish::Unit(event.target_unchecked_into::<HtmlSelectElement>().value()));
    let speed = wish.reform(|event: Event| {
        Wish::Speed(event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize)
    });
    let keyed = wish.clone();
    let keys = move |event: KeyboardEvent| {
        let wish = match event.key().as_str() {
            "ArrowLeft" => Wish::Step(-1),
            "ArrowRight" => Wish::Step(1),
            "PageUp" => Wish::Step(-10),
            "PageDown" => Wish::Step(10),
            "Home" => Wish::Seek(first),
            "End" => Wish::Seek(last),
            _ => return,
        };
        // A select has its own use for the arrows.
        if event.target_dyn_into::<HtmlSelectElement>().is_some() {
            return;
        }
        event.prevent_default();
        keyed.emit(wish);
    };
    html! {
        <div class="stepper" role="toolbar" aria-label="Steps" onkeydown={keys}>
            <button onclick={seek(first)} aria-disabled={idle(start)} aria-label="To the beginning">{ "|←" }</button>
            <button onclick={step(-10)} aria-disabled={idle(start)} aria-label="−10 steps">{ "−10" }</button>
            <button onclick={step(-1)} aria-disabled={idle(start)} aria-label="Back one">{ "←" }</button>
            <button onclick={wish.reform(|_| Wish::Play)} aria-disabled={idle(end && !playing)}>{ if playing { "Pause" } else { "Play" } }</button>
            <button onclick={step(1)} aria-disabled={idle(end)} aria-label="On one">{ "→" }</button>
            <button onclick={step(10)} aria-disabled={idle(end)} aria-label="+10 steps">{ "+10" }</button>
            <button onclick={seek(last)} aria-disabled={idle(end)} aria-label="To the end">{ "→|" }</button>
            <select aria-label="Step by" onchange={unit}>
                { for [("line", "lines"), ("bytecode", "bytecodes"), ("switch", "switches")].map(|(value, label)| html! {
                    <option {value} selected={value == props.unit}>{ label }</option>
                }) }
            </select>
            <select aria-label="Speed" onchange={speed}>
                { for SPEEDS.iter().enumerate().map(|(number, (label, _))| html! {
                    <option selected={number == props.speed}>{ *label }</option>
                }) }
            </select>
            <input class="scrubber" type="range" min={first.to_string()} max={last.to_string()} step="1"
                value={position.to_string()} aria-label="Position" aria-valuetext={props.said.clone()} oninput={drag} />
        </div>
    }
}
