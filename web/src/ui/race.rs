//! "Race it" as bars, and as a table.

use yew::prelude::*;

use crate::race::{ROUNDS, Race, Side, axis};
use crate::state::{Activity, State};
use crate::text::{duration, three_digits};

/// The chart is as wide as the window allows, in CSS pixels: its letters keep their size.
const WIDEST: f64 = 720.0;
const NARROWEST: f64 = 260.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 90.0;
const BAR: f64 = 26.0;
const ROW: f64 = 44.0;
/// So many different outcomes are listed.
const MOST_OUTCOMES: usize = 2;
/// Room for a label of the axis.
const LABEL: u16 = 56;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

#[component]
pub fn RacePane(props: &Props) -> Html {
    let Some(race) = &props.state.race else {
        return Html::default();
    };
    let running = props.state.activity == Activity::Racing;
    let verdict = match race.verdict() {
        Some(verdict) if !running => verdict,
        _ if running => format!("Run {} of {} …", (race.laps.len() + 1).min(2 * ROUNDS), 2 * ROUNDS),
        _ => "Stopped before both sides had run.".into(),
    };
    html! {
        <section class="race" aria-labelledby="race-title">
            <h2 id="race-title" class="pane-title">{ "Race: the same program with the GIL on and off" }</h2>
            <p class="verdict">{ verdict }</p>
            if !race.laps.is_empty() {
                <Bars race={race.clone()} />
                <p class="hint">{ format!(
                    "Measured here on {}, {} and 3.14t in turn. Bars: median; lines: fastest to slowest; dots: single runs.",
                    crate::text::plural(props.state.workers().unwrap_or(1).into(), "worker", "workers"),
                    props.state.settings.model_with(true).name(),
                ) }</p>
                <Twin race={race.clone()} />
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct RaceProps {
    race: Race,
}

#[component]
fn Bars(props: &RaceProps) -> Html {
    let race = &props.race;
    let max = race.laps.iter().map(|lap| lap.wall_ns).fold(0.0, f64::max);
    let (end, step) = axis(max);
    let room = super::window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(WIDEST);
    let width = (room - 40.0).clamp(NARROWEST, WIDEST);
    let x = |ns: f64| LEFT + ns / end * (width - LEFT - RIGHT);
    // Labels of the axis must not touch.
    let every = (f64::from(LABEL) * (end / step) / (width - LEFT - RIGHT)).ceil().max(1.0) as u32;
    let ticks = (0..=(end / step).round() as u32).step_by(every as usize).map(|i| {
        let t = f64::from(i) * step;
        html! {
            <g key={i}>
                <line class="axis" x1={num(x(t))} x2={num(x(t))} y1="4" y2={num(2.0 * ROW + 4.0)} />
                <text class="axis-label" x={num(x(t))} y={num(2.0 * ROW + 18.0)} text-anchor="middle">{ tick(t) }</text>
            </g>
        }
    });
    let rows = [true, false].into_iter().enumerate().map(|(row, gil)| {
        let top = 8.0 + row as f64 * ROW;
        let middle = top + BAR / 2.0;
        let name = side_name(gil);
        let bar = race.side(gil).map(|side| html! {
            <>
                <rect class={if gil { "on" } else { "off" }} x={num(LEFT)} y={num(top)} height={num(BAR)}
                    width={num((x(side.median_ns) - LEFT).max(1.0))} />
                <line class="whisker" x1={num(x(side.min_ns))} x2={num(x(side.max_ns))} y1={num(middle)} y2={num(middle)} />
                { for race.laps.iter().filter(|lap| lap.gil == gil).map(|lap| html! {
                    <circle class="lap" cx={num(x(lap.wall_ns))} cy={num(middle)} r="3.5" />
                }) }
                <text x={num(x(side.max_ns) + 10.0)} y={num(middle + 4.0)}>{ duration(side.median_ns) }</text>
            </>
        });
        html! {
            <g key={name}>
                <text x={num(LEFT - 8.0)} y={num(middle + 4.0)} text-anchor="end">{ name }</text>
                { bar.unwrap_or_default() }
            </g>
        }
    });
    html! {
        <svg viewBox={format!("0 0 {width} {}", 2.0 * ROW + 24.0)} style={format!("max-width:{width}px")} role="img"
            aria-label="Bars of the wall times; the table below says the same.">
            { for ticks }
            { for rows }
        </svg>
    }
}

fn side_name(gil: bool) -> &'static str {
    if gil { "GIL on" } else { "GIL off" }
}

fn tick(t: f64) -> String {
    if t == 0.0 { "0".into() } else { duration(t) }
}

fn num(value: f64) -> String {
    format!("{value:.1}")
}

#[component]
fn Twin(props: &RaceProps) -> Html {
    let race = &props.race;
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Race, as a table">
            <table>
                <caption>
                    { "Wall times and outcomes." }
                    if let Some((ratio, least, most)) = race.ratio() {
                        { format!(
                            " GIL on / GIL off: {} (from {} to {}).",
                            three_digits(ratio), three_digits(least), three_digits(most)
                        ) }
                    }
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{ "side" }</th>
                        <th scope="col" class="number">{ "runs" }</th>
                        <th scope="col" class="number">{ "median" }</th>
                        <th scope="col" class="number">{ "fastest" }</th>
                        <th scope="col" class="number">{ "slowest" }</th>
                        <th scope="col">{ "last line printed" }</th>
                    </tr>
                </thead>
                <tbody>
                    { for [true, false].into_iter().filter_map(|gil| race.side(gil).map(|side| row(gil, &side))) }
                </tbody>
            </table>
        </div>
    }
}

fn row(gil: bool, side: &Side) -> Html {
    html! {
        <tr key={side_name(gil)}>
            <th scope="row">{ side_name(gil) }</th>
            <td class="number">{ side.runs }</td>
            <td class="number">{ duration(side.median_ns) }</td>
            <td class="number">{ duration(side.min_ns) }</td>
            <td class="number">{ duration(side.max_ns) }</td>
            <td class="outcome">
                { for side.outcomes.iter().take(MOST_OUTCOMES).map(|(outcome, count)| html! {
                    <div>{ format!("{count} × {}", if outcome.is_empty() { "nothing" } else { outcome }) }</div>
                }) }
                if side.outcomes.len() > MOST_OUTCOMES {
                    <div class="muted">{ format!("and {} others", side.outcomes.len() - MOST_OUTCOMES) }</div>
                }
            </td>
        </tr>
    }
}
