//! One clock for all workers. `performance.now()` counts from each worker's own start, so its origin is added.
use std::cell::Cell;
use std::sync::OnceLock;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Performance;
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: Performance;
    #[wasm_bindgen(method)]
    fn now(this: &Performance) -> f64;
    #[wasm_bindgen(method, getter, js_name = timeOrigin)]
    fn time_origin(this: &Performance) -> f64;
}

/// When the engine was booted, in ms since 1970.
static EPOCH_MS: OnceLock<f64> = OnceLock::new();

thread_local! {
    /// This worker's own start, in ms since the engine was booted.
    static ORIGIN_MS: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Sets the clock's zero to now.
pub fn boot() {
    let now = PERFORMANCE.with(|p| p.time_origin() + p.now());
    // A second boot keeps the first one's zero: the clock must not jump.
    EPOCH_MS.get_or_init(|| now);
}

/// Nanoseconds since the engine was booted, the same on every worker.
pub fn now_ns() -> u64 {
    PERFORMANCE.with(|p| {
        let origin = ORIGIN_MS.get().unwrap_or_else(|| {
            let origin = p.time_origin() - EPOCH_MS.get().copied().unwrap_or_default();
            ORIGIN_MS.set(Some(origin));
            origin
        });
        ((origin + p.now()) * 1e6).max(0.0) as u64
    })
}

/// Nanoseconds since 1970.
pub fn wall_ns() -> u64 {
    PERFORMANCE.with(|p| ((p.time_origin() + p.now()) * 1e6) as u64)
}
