//! The same program simulated at several switch intervals: how long a thread then waits for the GIL.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::app::Handle;
use super::super::timeline::waits::{chart_width, num, round};
use super::lanes;
use super::run::Run;
use crate::settings::interval_label;
use crate::text::{count, duration};
use crate::timeline::Waits;
use crate::timeline::waits::{SWEEP_US, SweepPoint, sweep_axis};

const HEIGHT: f64 = 200.0;
const LEFT: f64 = 56.0;
const BOTTOM: f64 = 170.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub run: Run,
}

pub enum Msg {
    Begin,
    Stop,
    /// What one simulation came to.
    Done(u32, Result<Simulated, String>),
    Thread(u32),
}

/// A run at one interval.
pub struct Simulated {
    interval_us: u32,
    waits: Vec<Waits>,
    end_ns: u64,
}

pub struct Sweep {
    session: Handle,
    /// Which sweep it is; another run has another one.
    number: Rc<Cell<u32>>,
    running: bool,
    done: Vec<Simulated>,
    thread: Option<u32>,
    problem: Option<String>,
}

impl Component for Sweep {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, _) = ctx.link().context::<Handle>(Callback::noop()).expect("components are inside App");
        Self { session, number: Rc::default(), running: false, done: Vec::new(), thread: None, problem: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        if ctx.props().run != old.run {
            self.stop();
            self.done.clear();
        }
        true
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.stop();
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Begin => {
                self.stop();
                self.done.clear();
                (self.running, self.problem) = (true, None);
                let (session, link, like) = (self.session.clone(), ctx.link().clone(), ctx.props().run.trace.result());
                let (current, number) = (self.number.clone(), self.number.get());
                spawn_local(async move {
                    for interval_us in SWEEP_US {
                        let done = simulate(&session, &like, interval_us).await;
                        let failed = done.is_err();
                        if current.get() != number {
                            return;
                        }
                        link.send_message(Msg::Done(number, done));
                        if failed {
                            return;
                        }
                    }
                });
            }
            Msg::Stop => self.stop(),
            Msg::Done(number, _) if number != self.number.get() => return false,
            Msg::Done(_, Ok(done)) => {
                self.done.push(done);
                self.running = self.done.len() < SWEEP_US.len();
            }
            Msg::Done(_, Err(problem)) => (self.running, self.problem) = (false, Some(problem)),
            Msg::Thread(thread) => self.thread = Some(thread),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let threads = self.threads();
        let thread = self.thread.filter(|thread| threads.iter().any(|known| known.0 == *thread));
        let thread = thread.or(threads.first().map(|thread| thread.0));
        let choose = link.callback(|event: Event| {
            Msg::Thread(event.target_unchecked_into::<HtmlSelectElement>().value().parse().unwrap_or_default())
        });
        let points = self.points(thread);
        html! {
            <section class="sweep" aria-label="Waits against the switch interval">
                <div class="pane-head">
                    <h3 class="pane-title">{ "If the switch interval were another " }<span class="truth">{ "simulated" }</span></h3>
                    <div class="buttons">
                        if threads.len() > 1 {
                            <select aria-label="Thread" onchange={choose}>
                                { for threads.iter().map(|(number, name)| html! {
                                    <option value={number.to_string()} selected={Some(*number) == thread}>{ &**name }</option>
                                }) }
                            </select>
                        }
                        if self.running {
                            <button onclick={link.callback(|_| Msg::Stop)}>{ "Cancel" }</button>
                        } else {
                            <button onclick={link.callback(|_| Msg::Begin)}>{ "Try six intervals" }</button>
                        }
                    </div>
                </div>
                <p class="hint" role="status">
                    { if self.running {
                        format!("Simulating with {} …", interval_label(SWEEP_US[self.done.len()]))
                    } else if self.done.is_empty() {
                        "Simulates this program at intervals from 0.5 to 20 ms, each as long as a trace takes.".into()
                    } else {
                        String::new()
                    } }
                </p>
                if let Some(problem) = &self.problem {
                    <p role="alert">{ problem }</p>
                }
                if !points.is_empty() {
                    { chart(&points) }
                    { table(&points) }
                }
            </section>
        }
    }
}

/// Simulates the program of a run again, at another interval.
async fn simulate(session: &Handle, like: &JsValue, interval_us: u32) -> Result<Simulated, String> {
    let run = Run::of(session.trace_like(like, interval_us).await?).await?;
    let events = lanes::events(&run).await;
    run.trace.close();
    let lanes = events?.lanes;
    let end_ns = lanes.end_ns();
    Ok(Simulated { interval_us, waits: lanes.take_apart(0).1.filter_map(|lane| Waits::of(&lane)).collect(), end_ns })
}

impl Sweep {
    /// Whatever is under way concerns nobody any more.
    fn stop(&mut self) {
        if std::mem::take(&mut self.running) {
            self.session.stop_tracing();
        }
        self.number.set(self.number.get().wrapping_add(1));
    }

    /// The threads that waited at some interval, the one that waited longest first.
    fn threads(&self) -> Vec<(u32, Box<str>)> {
        let mut longest: Vec<(u32, Box<str>, f64)> = Vec::new();
        for waits in self.done.iter().flat_map(|done| &done.waits) {
            match longest.iter_mut().find(|known| known.0 == waits.thread) {
                Some(known) => known.2 = known.2.max(waits.quantile(0.5)),
                None => longest.push((waits.thread, waits.name.clone(), waits.quantile(0.5))),
            }
        }
        longest.sort_by(|a, b| b.2.total_cmp(&a.2));
        longest.into_iter().map(|(thread, name, _)| (thread, name)).collect()
    }

    fn points(&self, thread: Option<u32>) -> Vec<SweepPoint> {
        let point = |done: &Simulated| {
            let waits = done.waits.iter().find(|waits| Some(waits.thread) == thread);
            SweepPoint::new(done.interval_us, waits, done.end_ns)
        };
        self.done.iter().map(point).collect()
    }
}

fn chart(points: &[SweepPoint]) -> Html {
    let width = chart_width();
    let (end, step) = sweep_axis(points);
    // Intervals lie on a logarithmic axis: each about twice the one before.
    let (first, last) = (f64::from(SWEEP_US[0]).ln(), f64::from(SWEEP_US[SWEEP_US.len() - 1]).ln());
    let x = |us: u32| LEFT + 16.0 + (f64::from(us).ln() - first) / (last - first) * (width - LEFT - 40.0);
    let y = |ns: f64| BOTTOM - ns / end * (BOTTOM - 12.0);
    let line = |value: fn(&SweepPoint) -> f64| -> String {
        points.iter().map(|point| format!("{:.1},{:.1} ", x(point.interval_us), y(value(point)))).collect()
    };
    html! {
        <svg class="chart" viewBox={format!("0 0 {width} {HEIGHT}")} style={format!("max-width:{width}px")} role="img"
            aria-label="Median and 95th percentile of the waits against the switch interval; the table below says the same.">
            { for (0..=(end / step).round() as u32).map(|i| {
                let ns = f64::from(i) * step;
                html! {
                    <>
                        <line class="axis" x1={num(LEFT)} x2={num(width)} y1={num(y(ns))} y2={num(y(ns))} />
                        <text class="axis-label" x={num(LEFT - 6.0)} y={num(y(ns) + 4.0)} text-anchor="end">{ if i == 0 { "0".into() } else { round(ns) } }</text>
                    </>
                }
            }) }
            { for points.iter().map(|point| html! {
                <text class="axis-label" x={num(x(point.interval_us))} y={num(BOTTOM + 18.0)} text-anchor="middle">{ interval_label(point.interval_us) }</text>
            }) }
            <polyline class="p95" points={line(|point| point.p95_ns)} />
            <polyline class="median" points={line(|point| point.median_ns)} />
            { for points.iter().map(|point| {
                let (x, median, p95) = (x(point.interval_us), y(point.median_ns), y(point.p95_ns));
                html! {
                    <>
                        <path class="longest" d={format!("M{x:.1} {:.1}l5 5l-5 5l-5 -5z", p95 - 5.0)} />
                        <circle class="wait" cx={num(x)} cy={num(median)} r="4.5" />
                    </>
                }
            }) }
        </svg>
    }
}

fn table(points: &[SweepPoint]) -> Html {
    html! {
        <>
            <p class="hint">{ "One wait for the GIL against the switch interval. Circles and solid line: median; diamonds and dashed line: 95 % took no longer." }</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Waits against the switch interval, as a table">
                <table>
                    <thead><tr>
                        { for ["Interval", "Waits", "Median", "95 %", "Longest", "Run ended after"].map(|name| html! { <th scope="col" class="number">{ name }</th> }) }
                    </tr></thead>
                    <tbody>{ for points.iter().map(|point| html! {
                        <tr>
                            <th scope="row" class="number">{ interval_label(point.interval_us) }</th>
                            <td class="number">{ count(point.waits as u64) }</td>
                            { for [point.median_ns, point.p95_ns, point.max_ns, point.end_ns].map(|ns| html! { <td class="number">{ duration(ns) }</td> }) }
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </>
    }
}
