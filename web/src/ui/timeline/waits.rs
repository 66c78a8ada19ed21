//! How long each thread waited for the GIL, as a chart and as a table.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::super::window;
use super::truth;
use crate::text::{count, duration, plural};
use crate::timeline::waits::{LogAxis, Waits};
use crate::timeline::{ROW_HEIGHT, Timeline};

/// The chart is as wide as the window allows, in CSS pixels: its letters keep their size.
const WIDEST: f64 = 720.0;
const NARROWEST: f64 = 260.0;
const BINS: usize = 48;
const NAME: f64 = 18.0;
const ROW: f64 = NAME + ROW_HEIGHT + 6.0;
/// So many threads are drawn, those that waited longest; the table has all of them.
const MOST_ROWS: usize = 12;
/// Room for a label of the axis.
const LABEL: f64 = 52.0;

/// Whose waits, and where they come from.
#[derive(Clone, Properties)]
pub struct Run {
    pub timeline: Rc<Timeline>,
    pub simulated: bool,
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.timeline, &other.timeline) && self.simulated == other.simulated
    }
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub run: Run,
    /// What else there is to say about waits.
    #[prop_or_default]
    pub children: Html,
}

/// Closed at first; what nobody looks at is not drawn.
#[component]
pub fn WaitsPane(props: &Props) -> Html {
    let open = use_state(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<Element>().has_attribute("open")))
    };
    let Run { timeline, simulated } = props.run.clone();
    if timeline.waits.is_empty() {
        return Html::default();
    }
    html! {
        <details class="table-twin waits" {ontoggle}>
            <summary>{ "How long each thread waited for the GIL" }</summary>
            if *open {
                <Waited {timeline} {simulated} />
                { props.children.clone() }
            }
        </details>
    }
}

/// Drawn anew for another run only.
#[component]
fn Waited(run: &Run) -> Html {
    let mut waits: Vec<&Waits> = run.timeline.waits.iter().collect();
    waits.sort_by(|a, b| b.total_ns().total_cmp(&a.total_ns()));
    html! {
        <>
            { chart(&waits) }
            <p class="hint">
                { format!("{}, on a logarithmic axis. Bars: how many waits took so long; solid line: median; dashed line: 95 % \
                    took no longer; diamond: the longest.", if run.simulated { "Simulated" } else { "Measured here" }) }
                if waits.len() > MOST_ROWS {
                    { format!(" The {MOST_ROWS} threads that waited longest in all; the table has the others too.") }
                }
            </p>
            { table(&waits, run.simulated) }
        </>
    }
}

/// How wide a chart can be.
pub fn chart_width() -> f64 {
    let room = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(WIDEST);
    (room - 40.0).clamp(NARROWEST, WIDEST)
}

fn chart(waits: &[&Waits]) -> Html {
    let least = waits.iter().map(|waits| waits.min_ns()).fold(f64::MAX, f64::min);
    let most = waits.iter().map(|waits| waits.max_ns()).fold(0.0, f64::max);
    let axis = LogAxis::around(least, most);
    let rows = &waits[..waits.len().min(MOST_ROWS)];
    let width = chart_width();
    let (inset, bottom) = (8.0, rows.len() as f64 * ROW);
    let x = |ns: f64| inset + axis.at(ns) * (width - 2.0 * inset);
    let ticks = axis.ticks();
    let every = (LABEL * ticks.len() as f64 / (width - 2.0 * inset)).ceil().max(1.0) as usize;
    html! {
        <svg class="chart" viewBox={format!("0 0 {width} {}", bottom + 20.0)} style={format!("max-width:{width}px")} role="img"
            aria-label="Distribution of the waits of each thread; the table below says the same.">
            { for ticks.iter().enumerate().map(|(i, &tick)| html! {
                <>
                    <line class="axis" x1={num(x(tick))} x2={num(x(tick))} y1="0" y2={num(bottom)} />
                    if i % every == 0 {
                        <text class="axis-label" x={num(x(tick))} y={num(bottom + 14.0)}
                            text-anchor={if i == 0 { "start" } else if i + 1 == ticks.len() { "end" } else { "middle" }}>
                            { round(tick) }
                        </text>
                    }
                </>
            }) }
            { for rows.iter().enumerate().map(|(row, waits)| {
                let base = row as f64 * ROW + NAME + ROW_HEIGHT;
                let bins = waits.histogram(&axis, BINS);
                let highest = f64::from(bins.iter().copied().max().unwrap_or(1).max(1));
                let bin_width = (width - 2.0 * inset) / BINS as f64;
                let line = |class: &'static str, ns: f64| html! {
                    <line {class} x1={num(x(ns))} x2={num(x(ns))} y1={num(base - ROW_HEIGHT - 2.0)} y2={num(base + 3.0)} />
                };
                let end = x(waits.max_ns());
                html! {
                    <g>
                        <text x={num(inset)} y={num(base - ROW_HEIGHT - 5.0)}>{ &*waits.name }</text>
                        { for bins.iter().enumerate().filter(|bin| *bin.1 > 0).map(|(bin, &n)| {
                            // The fewest can still be seen.
                            let height = (f64::from(n) / highest * ROW_HEIGHT).max(2.0);
                            html! { <rect class="wait" x={num(inset + bin as f64 * bin_width)} y={num(base - height)}
                                width={num(bin_width - 1.0)} height={num(height)} /> }
                        }) }
                        <line class="axis" x1={num(inset)} x2={num(width - inset)} y1={num(base)} y2={num(base)} />
                        { line("median", waits.quantile(0.5)) }
                        { line("p95", waits.quantile(0.95)) }
                        <path class="longest" d={format!("M{end:.1} {:.1}l5 5l-5 5l-5 -5z", base - 5.0)} />
                    </g>
                }
            }) }
        </svg>
    }
}

fn table(waits: &[&Waits], simulated: bool) -> Html {
    let total: u64 = waits.iter().map(|waits| waits.count() as u64).sum();
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Waits for the GIL, as a table">
            <table>
                <caption>{ format!("{}, {}.", plural(total, "wait for the GIL", "waits for the GIL"), truth(simulated)) }</caption>
                <thead><tr>
                    <th scope="col">{ "Thread" }</th>
                    { for ["Waits", "Median", "95 %", "Longest", "In all"].map(|name| html! { <th scope="col" class="number">{ name }</th> }) }
                </tr></thead>
                <tbody>{ for waits.iter().map(|waits| html! {
                    <tr>
                        <th scope="row">{ &*waits.name }</th>
                        <td class="number">{ count(waits.count() as u64) }</td>
                        { for [waits.quantile(0.5), waits.quantile(0.95), waits.max_ns(), waits.total_ns()].map(|ns| html! {
                            <td class="number">{ duration(ns) }</td>
                        }) }
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}

/// A round time: `10 µs`.
pub fn round(ns: f64) -> String {
    let text = duration(ns);
    match text.split_once(' ') {
        Some((value, unit)) if value.contains('.') => {
            format!("{} {unit}", value.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text,
    }
}

pub fn num(value: f64) -> String {
    format!("{value:.1}")
}
