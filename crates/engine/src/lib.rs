//! The wasm module that runs in the engine's worker, built twice: with threads over a shared memory, and without.
//!
//! The engine worker's own thread never runs Python while there are threads: it stays in its event loop, drains what
//! the program prints and what it records, and is always there for a message. Without threads it runs the program in
//! slices between which it sees to its messages. `engine-worker.js` is the other half of this.
mod check;
mod clock;
mod outbox;
mod session;
#[cfg(not(feature = "threads"))]
mod trace;
mod vm;

use gilscope_protocol::RunOptions;
use session::{SESSION, Session};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[cfg(all(target_arch = "wasm32", feature = "threads"))]
pub use wasm_bindgen_rayon::init_thread_pool;

/// The standard library's allocator has one lock for all workers here.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: gilscope_heap::Cached = gilscope_heap::Cached;

#[wasm_bindgen]
extern "C" {
    /// Given by the worker: a panic's message leaves before the trap ends the thread it happened on.
    #[wasm_bindgen(js_namespace = globalThis, js_name = gilscopePanic)]
    fn report_panic(message: &str);

    /// Given by the worker: fetches the functions that this module was cut off from, and returns when they are there.
    #[wasm_bindgen(js_namespace = globalThis, js_name = gilscopeRest)]
    fn rest_is_needed();

    /// Given by the worker: a text that lies beside the module, fetched now; what is thrown says why it cannot be.
    #[cfg(target_arch = "wasm32")]
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = gilscopeText)]
    fn fetch_text(name: &str) -> Result<String, JsValue>;

    /// Given by the worker, for the engine without threads: takes what was printed in the middle of a slice.
    #[cfg(not(feature = "threads"))]
    #[wasm_bindgen(js_namespace = globalThis, js_name = gilscopeOutput)]
    fn output_is_there();
}

/// Called once, before anything else.
#[wasm_bindgen]
pub fn boot() {
    clock::boot();
    gilscope_compiler::provide_nfkc(|text| js_sys::JsString::from(text).normalize("NFKC").into());
    #[cfg(target_arch = "wasm32")]
    provide_texts();
    std::panic::set_hook(Box::new(|info| report_panic(&info.to_string())));
}

/// Says where the texts are that do not come with the module.
#[cfg(target_arch = "wasm32")]
fn provide_texts() {
    fn fetch(name: &str) -> Result<String, String> {
        fetch_text(name).map_err(|thrown| js_sys::Error::from(thrown).message().into())
    }
    gilscope_compiler::provide_texts(fetch);
    gilscope_stdlib::provide_library(|| fetch("library.txt"));
}

/// Called by the stubs that `cargo xtask dist` leaves in the place of functions that are fetched when they are needed.
#[wasm_bindgen]
pub fn fetch_rest() {
    rest_is_needed();
}

/// The address of the words that the page writes while a program runs: stop, GIL, switch interval.
/// See `crates/protocol/README.md`.
#[wasm_bindgen]
pub fn control_address() -> usize {
    vm::controls_address()
}

/// Begins a run; an error is a fault of the caller, never of the program.
#[wasm_bindgen]
pub fn start(source: &str, options: JsValue, workers: u32) -> Result<(), JsError> {
    let options: RunOptions = serde_wasm_bindgen::from_value(options)?;
    // First, so that the new machine finds the old one's memory free.
    if let Some(last) = SESSION.take() {
        last.release();
    }
    let session = Arc::new(Session::start(source, options, workers));
    SESSION.with(|slot| slot.replace(Some(Arc::clone(&session))));
    #[cfg(all(target_arch = "wasm32", feature = "threads"))]
    if workers > 0 {
        rayon::spawn_broadcast(move |worker| session.work(worker.index()));
    }
    Ok(())
}

/// One slice of the program on the calling thread, for the engine without threads. Returns how long nothing can run,
/// in milliseconds: 0 to go on at once, a negative number once the program has ended.
#[wasm_bindgen]
pub fn step(budget_ms: f64) -> f64 {
    session::current().map_or(-1.0, |session| session.step(budget_ms))
}

/// Output that has not been taken yet, at most about `limit` bytes of it, as `[[stream, thread, text], …]`.
#[wasm_bindgen]
pub fn take_output(limit: usize) -> Option<js_sys::Array> {
    session::current()?.outbox.take_output(limit)
}

/// One batch of recorded events.
#[wasm_bindgen]
pub fn take_events() -> Option<Vec<u8>> {
    session::current()?.outbox.take_events()
}

/// Whether everything that was printed and recorded so far has been taken.
#[wasm_bindgen]
pub fn drained() -> bool {
    session::current().is_none_or(|session| session.outbox.is_empty())
}

/// The result, once the program has ended: `--json`'s object without the output, which was streamed.
#[wasm_bindgen]
pub fn outcome() -> Result<JsValue, JsError> {
    match session::current().and_then(|session| session.result()) {
        Some(result) => to_js(&result),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// Whether every worker has come back from the run; if not, although it has ended, this engine is of no more use.
#[wasm_bindgen]
pub fn quiet() -> bool {
    session::current().is_none_or(|session| session.is_quiet())
}

/// Ends the run because its time is up.
#[wasm_bindgen]
pub fn time_is_up() {
    if let Some(session) = session::current() {
        session.time_is_up();
    }
}

/// What is wrong with a source text, without running it.
#[wasm_bindgen]
pub fn check(source: &str) -> Result<JsValue, JsError> {
    to_js(&check::check(source, "main.py"))
}

/// Writes one of the words that [`control_address`] points to, for a page that has no access to them.
#[wasm_bindgen]
pub fn set_control(word: usize, value: u32) {
    vm::set_control(word, value);
}

/// Makes the engine fail as a fault of ours would, here or on a pool worker, so that recovery from it can be tested.
#[wasm_bindgen]
pub fn panic_for_test(on_pool: bool) {
    let fail = || panic!("asked to fail by a test");
    #[cfg(all(target_arch = "wasm32", feature = "threads"))]
    if on_pool {
        // By broadcast, whose jobs each worker takes in order: before the program's.
        return rayon::spawn_broadcast(move |_| fail());
    }
    let _ = on_pool;
    fail()
}

fn to_js<T: serde::Serialize>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
