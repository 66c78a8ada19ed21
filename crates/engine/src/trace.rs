//! The simulator for the Trace view. Only in the build without threads: it needs none.
//!
//! Everything goes in and out as text: `trace-worker.js` writes pages of this module's memory back to go back in time, and
//! objects of JavaScript that Rust holds would not go back with them.
use crate::vm;
use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_par::Sink;
#[cfg(doc)]
use gilscope_protocol::moment::Place;
use gilscope_protocol::moment::Traced;
use gilscope_protocol::{EngineKind, RunOptions};
use gilscope_sim::{Options, Progress, Replayed, Schedule, Sim, Unit, policy};
use serde::Serialize;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

thread_local! {
    static TRACE: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

struct Trace {
    sim: Sim,
    options: RunOptions,
    source: String,
    first: Option<u64>,
}

/// Nobody listens: what the program writes is kept by the simulator.
struct Quiet;

impl Sink for Quiet {
    fn write(&self, _stream: Stream, _thread: u32, _text: &str) {}

    fn events(&self, _batch: Vec<u8>) {}
}

fn with<T>(f: impl FnOnce(&mut Trace) -> T) -> Option<T> {
    TRACE.with(|t| t.borrow_mut().as_mut().map(f))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Gets a program ready to be simulated. Empty, or why that cannot be; options as for a run, with a schedule.
#[wasm_bindgen]
pub fn trace_start(source: &str, options: &str) -> String {
    TRACE.with(|t| t.borrow_mut().take());
    match begin(source, options) {
        Ok(trace) => {
            TRACE.with(|t| t.borrow_mut().replace(trace));
            String::new()
        }
        Err(why) => why,
    }
}

fn begin(source: &str, options: &str) -> Result<Trace, String> {
    let mut options: RunOptions = serde_json::from_str(options).map_err(|e| e.to_string())?;
    options.engine = EngineKind::Sim;
    let replayed = match options.schedule.take() {
        None => None,
        Some(text) => Some(Schedule::read(&text, source).map_err(|refusal| refusal.to_string())?),
    };
    let model = Model::simulated(&options.model).ok_or("this version does not have that model")?;
    let name = options.os_policy.as_deref().unwrap_or(policy::POLICIES[0].name);
    let policy = policy::by_name(name).ok_or("this version does not have that policy")?;
    let wanted = Options {
        model,
        cores: options.cores,
        seed: options.seed,
        switch_interval_ns: (options.switch_interval_ms * 1e6) as u64,
        policy,
        time_limit_ns: options.time_limit_ms.map(|ms| (ms * 1e6) as u64),
        memory_limit_bytes: (options.memory_limit_mb as usize) << 20,
        record: true,
        keep_output: true,
        explain: true,
        argv: vec![options.filename.clone()],
        ..Options::new()
    };
    let wanted = match replayed {
        Some(schedule) => wanted.replaying(schedule),
        None => wanted,
    };
    (options.model, options.seed) = (wanted.model.name.to_owned(), wanted.seed);
    let mut lines: std::collections::VecDeque<String> =
        options.stdin.split_inclusive('\n').map(str::to_owned).collect();
    let input = Box::new(move || lines.pop_front());
    let sim = Sim::start(source, &options.filename, wanted, input, Arc::new(Quiet))
        .map_err(|_| "the memory limit is too small for the machine itself")?;
    options.cores = sim.options().cores;
    Ok(Trace { sim, options, source: source.to_owned(), first: None })
}

/// Runs for so many steps more. Whether the program has ended.
#[wasm_bindgen]
pub fn trace_run(steps: f64) -> bool {
    with(|t| {
        let to = t.sim.position() + steps as u64;
        t.sim.run_to(to) == Progress::Ended
    })
    .unwrap_or(true)
}

/// Runs to a position at most; where it has come to.
#[wasm_bindgen]
pub fn trace_run_to(position: f64) -> f64 {
    with(|t| {
        t.sim.run_to(position as u64);
        t.sim.position() as f64
    })
    .unwrap_or(0.0)
}

#[wasm_bindgen]
pub fn trace_position() -> f64 {
    with(|t| t.sim.position() as f64).unwrap_or(0.0)
}

/// The virtual time at the present position, in nanoseconds.
#[wasm_bindgen]
pub fn trace_now_ns() -> f64 {
    with(|t| t.sim.now_ns() as f64).unwrap_or(0.0)
}

/// Stops the run where it is.
#[wasm_bindgen]
pub fn trace_stop() {
    with(|t| t.sim.stop());
}

/// What the run has come to: [`Traced`].
#[wasm_bindgen]
pub fn trace_summary() -> String {
    with(|t| {
        let first = *t.first.get_or_insert_with(|| t.sim.first_line());
        let refused = match t.sim.replayed() {
            Some(Replayed::Other(how)) => Some(how),
            _ => None,
        };
        let (notes, shown_at) = t.sim.noted().into_iter().unzip();
        json(&Traced {
            steps: t.sim.position(),
            first,
            schedule: t.sim.schedule().print(),
            output_cut: t.sim.is_output_cut(),
            thinned_until_ns: t.sim.thinned().map(|thinned| thinned.until_ns),
            refused: refused.map(|how| format!("this run is not the schedule's: {how}")),
            notes,
            shown_at,
        })
    })
    .unwrap_or_default()
}

/// The result of the whole run, as `--json` has it.
#[wasm_bindgen]
pub fn trace_result() -> String {
    with(|t| {
        let outcome = t.sim.outcome()?;
        let mut result = vm::result(&t.options, &outcome);
        for w in t.sim.written() {
            match w.stream {
                Stream::Stdout => result.stdout.push_str(&w.text),
                Stream::Stderr => result.stderr.push_str(&w.text),
            }
        }
        result.virtual_ns = Some(t.sim.now_ns());
        result.schedule = Some(t.sim.schedule().print());
        result.trace_hash = Some(format!("{:016x}", t.sim.trace_hash()));
        Some(json(&result))
    })
    .flatten()
    .unwrap_or_default()
}

/// The moment at a position that is not before the present one.
#[wasm_bindgen]
pub fn trace_moment(position: f64) -> String {
    with(|t| json(&t.sim.moment_at(position as u64))).unwrap_or_default()
}

fn unit(name: &str, thread: u32) -> Unit {
    match name {
        "line" => Unit::Line,
        "switch" => Unit::Switch,
        "thread" => Unit::Thread(thread),
        _ => Unit::Bytecode,
    }
}

/// Where a step forward from the present position leads.
#[wasm_bindgen]
pub fn trace_forward(name: &str, thread: u32) -> f64 {
    with(|t| t.sim.next_stop(unit(name, thread)) as f64).unwrap_or(0.0)
}

/// Where a step back from `position`, which the run has reached, leads.
#[wasm_bindgen]
pub fn trace_back(position: f64, name: &str, thread: u32) -> f64 {
    with(|t| t.sim.last_stop(position as u64, unit(name, thread)) as f64).unwrap_or(0.0)
}

/// How far a thread has come at the present position: a [`Place`].
#[wasm_bindgen]
pub fn trace_place(thread: u32) -> String {
    with(|t| json(&t.sim.place(thread))).unwrap_or_default()
}

/// Where a thread begins the last of so many lines, as far as the run has come; negative: it has not begun so many.
#[wasm_bindgen]
pub fn trace_line_begins(thread: u32, lines: f64) -> f64 {
    with(|t| t.sim.line_begins(thread, lines as u64)).flatten().map_or(-1.0, |p| p as f64)
}

/// Runs on to a [`Place`]. False: this run has no such place.
#[wasm_bindgen]
pub fn trace_come_to(place: &str) -> bool {
    let Ok(place) = serde_json::from_str(place) else { return false };
    with(|t| t.sim.come_to(place)).unwrap_or(false)
}

/// Where the line begins that the thread is on, or is about to begin; negative: it is on none.
#[wasm_bindgen]
pub fn trace_line_start(thread: u32) -> f64 {
    with(|t| t.sim.line_start(thread)).flatten().map_or(-1.0, |p| p as f64)
}

/// The steps of the line that the thread is about to begin: a list of [`gilscope_protocol::moment::StepView`].
#[wasm_bindgen]
pub fn trace_steps_of_line(thread: u32) -> String {
    with(|t| json(&t.sim.steps_of_line(thread))).unwrap_or_default()
}

/// Chooses who goes on at the present position. False: that thread cannot.
#[wasm_bindgen]
pub fn trace_choose(thread: u32) -> bool {
    with(|t| t.sim.choose(thread)).unwrap_or(false)
}

/// All output: `[[stream, thread, text, position], …]`.
#[wasm_bindgen]
pub fn trace_output() -> String {
    let row = |w: &gilscope_sim::Written| {
        let stream = if w.stream == Stream::Stdout { "stdout" } else { "stderr" };
        (stream, w.thread, w.text.clone(), w.step)
    };
    with(|t| json(&t.sim.written().iter().map(row).collect::<Vec<_>>())).unwrap_or_default()
}

/// The next batch of events that was not taken yet; empty: no more.
#[wasm_bindgen]
pub fn trace_events() -> Vec<u8> {
    with(|t| t.sim.take_events()).unwrap_or_default()
}

/// Lines at which the GIL may be given up under the model: a list.
#[wasm_bindgen]
pub fn trace_poll_lines() -> String {
    with(|t| {
        let compiled = gilscope_compiler::compile(
            &t.source,
            &t.options.filename,
            gilscope_compiler::Mode::Exec,
            gilscope_compiler::Options::default(),
        );
        compiled.map_or_else(|_| "[]".to_owned(), |c| json(&t.sim.poll_lines(&c.code)))
    })
    .unwrap_or_default()
}

/// Where the simulated program's own memory begins, up to where it was ever used, and where it ends; then the beginning and
/// the end of each part of it that holds nothing now, in rising order.
#[wasm_bindgen]
pub fn trace_heap() -> Vec<f64> {
    with(|t| {
        let (start, used, end) = t.sim.heap_range();
        let free = t.sim.free_ranges().into_iter().flat_map(|(start, end)| [start, end]);
        [start, used, end].into_iter().chain(free).map(|at| at as f64).collect()
    })
    .unwrap_or_default()
}

/// How many collections the simulated program has had.
#[wasm_bindgen]
pub fn trace_collections() -> u32 {
    with(|t| t.sim.collections()).unwrap_or_default()
}
