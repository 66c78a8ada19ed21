//! A moment as the panels read it (`crates/protocol/src/moment.rs`).

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::super::engine::{get, number, text};
use crate::text::tags;

/// What there is at one position of a run.
#[derive(Clone, PartialEq)]
pub struct Moment(JsValue);

/// The elements of a list; of anything else, none.
pub fn list(object: &JsValue, key: &str) -> Vec<JsValue> {
    get(object, key).dyn_into::<Array>().map(|list| list.to_vec()).unwrap_or_default()
}

pub fn string(object: &JsValue, key: &str) -> String {
    text(object, key).unwrap_or_default()
}

pub fn truthy(object: &JsValue, key: &str) -> bool {
    get(object, key).is_truthy()
}

/// The state's word as a reader has it, its letter and its colour.
pub fn state(name: &str) -> (&'static str, &'static str, &'static str) {
    match name {
        "running" => ("running", "R", "running"),
        "wait_gil" => ("waiting for the GIL", "W", "wait-gil"),
        "blocked" => ("blocked", "B", "blocked"),
        "sleeping" => ("sleeping", "S", "sleeping"),
        "ended" => ("ended", "E", "ready"),
        _ => ("ready", "Q", "ready"),
    }
}

/// Where a thread is in the program itself.
pub fn line(thread: &JsValue) -> Option<u32> {
    let frame = list(thread, "frames").into_iter().find(|frame| !truthy(frame, "library"))?;
    // What begins a handler is on no line.
    Some(number(&frame, "line") as u32).filter(|line| *line > 0)
}

impl Moment {
    pub fn new(moment: JsValue) -> Self {
        Self(moment)
    }

    pub fn get(&self, key: &str) -> JsValue {
        get(&self.0, key)
    }

    pub fn list(&self, key: &str) -> Vec<JsValue> {
        list(&self.0, key)
    }

    pub fn string(&self, key: &str) -> String {
        string(&self.0, key)
    }

    pub fn number(&self, key: &str) -> f64 {
        number(&self.0, key)
    }

    pub fn position(&self) -> f64 {
        self.number("position")
    }

    pub fn threads(&self) -> Vec<JsValue> {
        self.list("threads")
    }

    /// Threads, each with a short sign that no other has.
    pub fn tagged_threads(&self) -> Vec<(JsValue, String)> {
        let threads = self.threads();
        let names: Vec<String> = threads.iter().map(|thread| string(thread, "name")).collect();
        threads.into_iter().zip(tags(&names)).collect()
    }

    /// The name of a thread.
    pub fn name(&self, id: f64) -> String {
        let found = self.threads().into_iter().find(|thread| number(thread, "id") == id);
        found.map_or_else(|| format!("thread {id}"), |thread| string(&thread, "name"))
    }
}
