//! `gilscope.js`, as the page uses it (design: `crates/protocol/README.md`).

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::result::RunResult;
use crate::state::Problem;

#[wasm_bindgen]
extern "C" {
    /// What `index.html` offers: the engine and the editor, loaded when asked for, and what is shorter there than here.
    pub type Shell;

    #[wasm_bindgen(thread_local_v2, js_name = gilscopeShell)]
    static SHELL: Shell;

    #[wasm_bindgen(method)]
    fn engine(this: &Shell) -> Promise;

    #[wasm_bindgen(method)]
    fn editor(this: &Shell) -> Promise;

    #[wasm_bindgen(method)]
    fn reveal(this: &Shell, selector: &str, to: &str);

    /// A `Gilscope`.
    #[derive(Clone)]
    pub type Scope;

    #[wasm_bindgen(method, getter)]
    pub fn threads(this: &Scope) -> u32;

    #[wasm_bindgen(method, catch)]
    fn run(this: &Scope, source: &str, options: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method)]
    pub fn stop(this: &Scope);

    #[wasm_bindgen(method, catch)]
    fn set(this: &Scope, change: &Object) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn check(this: &Scope, source: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn trace(this: &Scope, source: &str, options: &Object) -> Promise;

    /// A `Trace`: a simulated run, any moment of which can be asked for.
    #[derive(Clone)]
    pub type Trace;

    #[wasm_bindgen(method, getter)]
    pub fn steps(this: &Trace) -> f64;

    #[wasm_bindgen(method, getter)]
    pub fn first(this: &Trace) -> f64;

    /// The result as a run gives it.
    #[wasm_bindgen(method, getter)]
    pub fn result(this: &Trace) -> JsValue;

    #[wasm_bindgen(method, getter)]
    pub fn schedule(this: &Trace) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub fn refused(this: &Trace) -> Option<String>;

    /// `stopped`, `steps` or `time`.
    #[wasm_bindgen(method, getter)]
    pub fn cut(this: &Trace) -> Option<String>;

    /// What is to be said of the run as a whole.
    #[wasm_bindgen(method, getter)]
    pub fn notes(this: &Trace) -> Vec<String>;

    /// For each of the notes the position that shows it, or null.
    #[wasm_bindgen(method, getter, js_name = shownAt)]
    pub fn shown_at(this: &Trace) -> Array;

    #[wasm_bindgen(method, getter, js_name = outputCut)]
    pub fn output_cut(this: &Trace) -> bool;

    #[wasm_bindgen(method)]
    pub fn stop(this: &Trace);

    #[wasm_bindgen(method)]
    pub fn at(this: &Trace, position: f64) -> Promise;

    #[wasm_bindgen(method, js_name = move)]
    pub fn step(this: &Trace, from: f64, unit: &str, count: i32) -> Promise;

    #[wasm_bindgen(method, js_name = positionAt)]
    pub fn position_at(this: &Trace, ns: f64) -> Promise;

    #[wasm_bindgen(method)]
    pub fn events(this: &Trace) -> Promise;

    #[wasm_bindgen(method)]
    pub fn choose(this: &Trace, position: f64, thread: u32) -> Promise;

    /// The steps of the line that a thread is on.
    #[wasm_bindgen(method, js_name = lineSteps)]
    pub fn line_steps(this: &Trace, position: f64, thread: u32) -> Promise;

    #[wasm_bindgen(method)]
    pub fn place(this: &Trace, position: f64, thread: u32) -> Promise;

    /// The moment at a place of another run, or null.
    #[wasm_bindgen(method)]
    pub fn find(this: &Trace, place: &JsValue) -> Promise;

    #[wasm_bindgen(method)]
    pub fn output(this: &Trace) -> Promise;

    /// `{ polls: [line, …] }`
    #[wasm_bindgen(method)]
    pub fn lines(this: &Trace) -> Promise;

    #[wasm_bindgen(method)]
    pub fn close(this: &Trace);

    /// What `onOutput` gets.
    type Printed;

    #[wasm_bindgen(method, getter)]
    fn stream(this: &Printed) -> String;

    #[wasm_bindgen(method, getter)]
    fn thread(this: &Printed) -> u32;

    #[wasm_bindgen(method, getter)]
    fn text(this: &Printed) -> String;
}

/// Where the first of two elements begins below what is in sight, scrolls to the second.
pub fn reveal(selector: &str, to: &str) {
    SHELL.with(|shell| shell.reveal(selector, to));
}

/// Loads the engine.
pub async fn load() -> Result<Scope, String> {
    let scope = JsFuture::from(SHELL.with(Shell::engine)).await.map_err(|error| message(&error))?;
    Ok(scope.unchecked_into())
}

/// Loads the editor's module.
pub async fn load_editor() -> Result<JsValue, String> {
    JsFuture::from(SHELL.with(Shell::editor)).await.map_err(|error| message(&error))
}

/// What an exception says.
pub fn message(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "unknown error".into()),
    }
}

/// Gets stream (`stdout` or `stderr`), thread and text.
pub type OnOutput = Box<dyn FnMut(&str, u32, &str)>;
/// Gets batches of events.
pub type OnEvents = Box<dyn FnMut(&[u8])>;

/// What a run is asked to do.
pub struct Request<'a> {
    pub source: &'a str,
    pub model: &'a str,
    pub cores: Option<u32>,
    pub interval_us: u32,
    pub on_output: Option<OnOutput>,
    pub on_events: Option<OnEvents>,
}

/// Runs a program to its end.
pub async fn run(scope: &Scope, request: Request<'_>) -> Result<RunResult, String> {
    let options = options(&request);
    set(&options, "engine", &"real".into());
    let on_output = request.on_output.map(|mut on_output| {
        Closure::<dyn FnMut(Printed)>::new(move |printed: Printed| {
            on_output(&printed.stream(), printed.thread(), &printed.text());
        })
    });
    if let Some(on_output) = &on_output {
        set(&options, "onOutput", on_output.as_ref());
    }
    let on_events = request.on_events.map(|mut on_events| {
        Closure::<dyn FnMut(Uint8Array)>::new(move |batch: Uint8Array| on_events(&batch.to_vec()))
    });
    if let Some(on_events) = &on_events {
        set(&options, "onEvents", on_events.as_ref());
    }
    let promise = scope.run(request.source, &options).map_err(|error| message(&error))?;
    let result = JsFuture::from(promise).await.map_err(|error| message(&error))?;
    Ok(read_result(&result))
}

/// What a simulation is asked for, beside what every run is.
pub struct Simulation<'a> {
    pub seed: u64,
    /// To have a run again.
    pub schedule: Option<&'a str>,
    /// Gets how far it has come, as `onProgress` does.
    pub on_progress: &'a JsValue,
}

/// Simulates a program; of the request's callbacks none is called, and nothing is measured.
pub async fn trace(scope: &Scope, request: Request<'_>, simulation: Simulation<'_>) -> Result<Trace, String> {
    let options = options(&request);
    set(&options, "seed", &(simulation.seed as f64).into());
    set(&options, "onProgress", simulation.on_progress);
    if let Some(schedule) = simulation.schedule {
        set(&options, "schedule", &schedule.into());
    }
    let trace = JsFuture::from(scope.trace(request.source, &options)).await.map_err(|error| message(&error))?;
    Ok(trace.unchecked_into())
}

/// Simulates a program as another simulation did, of which this is the result, but with this switch interval.
pub async fn trace_like(scope: &Scope, source: &str, like: &JsValue, interval_us: u32) -> Result<Trace, String> {
    let options = Object::new();
    for key in ["model", "cores", "seed"] {
        set(&options, key, &get(like, key));
    }
    set(&options, "switchIntervalMs", &(f64::from(interval_us) / 1000.0).into());
    let trace = JsFuture::from(scope.trace(source, &options)).await.map_err(|error| message(&error))?;
    Ok(trace.unchecked_into())
}

fn options(request: &Request<'_>) -> Object {
    let options = Object::new();
    set(&options, "model", &request.model.into());
    set(&options, "switchIntervalMs", &(f64::from(request.interval_us) / 1000.0).into());
    if let Some(cores) = request.cores {
        set(&options, "cores", &cores.into());
    }
    options
}

/// Changes the run that is going on.
pub fn change(scope: &Scope, gil: Option<bool>, interval_us: Option<u32>) {
    let change = Object::new();
    if let Some(gil) = gil {
        set(&change, "gil", &gil.into());
    }
    if let Some(interval_us) = interval_us {
        set(&change, "switchIntervalMs", &(f64::from(interval_us) / 1000.0).into());
    }
    // What cannot be changed in this run holds from the next run on.
    let _ = scope.set(&change);
}

/// What is wrong with a program, without running it.
pub async fn check(scope: &Scope, source: &str) -> Vec<Problem> {
    let Ok(found) = JsFuture::from(scope.check(source)).await else {
        return Vec::new();
    };
    let Ok(found) = found.dyn_into::<Array>() else {
        return Vec::new();
    };
    found
        .iter()
        .map(|problem| {
            let line = number(&problem, "line").max(1.0) as u32;
            let column = number(&problem, "column") as u32;
            let kind = text(&problem, "kind").unwrap_or_else(|| "SyntaxError".into());
            Problem {
                line,
                column,
                end_line: number(&problem, "endLine").max(f64::from(line)) as u32,
                end_column: number(&problem, "endColumn") as u32,
                message: format!("{kind}: {}", text(&problem, "message").unwrap_or_default()),
            }
        })
        .collect()
}

fn read_result(result: &JsValue) -> RunResult {
    let stats = get(result, "stats");
    RunResult {
        ended: text(result, "ended").unwrap_or_default(),
        exit: number(result, "exit") as i32,
        wall_ns: number(result, "wall_ns"),
        switches: number(&stats, "switches") as u64,
        gil_requests: number(&stats, "gil_requests") as u64,
        model: text(result, "model").unwrap_or_default(),
        cores: number(result, "cores") as u32,
        truncated: get(result, "truncated").is_truthy(),
        stdout: tail(result, "stdout"),
        stderr: tail(result, "stderr"),
    }
}

/// The end of a text that may be megabytes long.
fn tail(object: &JsValue, key: &str) -> String {
    const LENGTH: i32 = 8192;
    match get(object, key).dyn_ref::<js_sys::JsString>() {
        Some(text) => text.slice((text.length() as i32 - LENGTH).max(0) as u32, text.length()).into(),
        None => String::new(),
    }
}

pub fn set(object: &Object, key: &str, value: &JsValue) {
    // A plain object takes any key.
    let _ = Reflect::set(object, &key.into(), value);
}

pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

pub fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).as_f64().unwrap_or(0.0)
}

pub fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string()
}
