//! A simulated run, as the panels use it.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::super::engine::{Trace, message};
use super::moment::{Moment, list, string};
use crate::settings::Model;

/// A run and what is the same at all its moments.
#[derive(Clone)]
pub struct Run {
    pub trace: Trace,
    /// All output: `[stream, thread, text, position]`.
    pub output: Array,
    /// Lines at which the GIL may be given up.
    pub polls: Rc<[u32]>,
    /// Where a link wants it shown, and beside a run of which model.
    pub wanted: Option<f64>,
    pub compare: Option<Model>,
}

pub async fn answer(promise: Promise) -> Result<JsValue, String> {
    JsFuture::from(promise).await.map_err(|error| message(&error))
}

/// Whether it is the same simulation.
impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.output == other.output
    }
}

impl Run {
    pub async fn of(trace: Trace) -> Result<Self, String> {
        let output = answer(trace.output()).await?.unchecked_into();
        let polls = list(&answer(trace.lines()).await?, "polls");
        let polls = polls.iter().filter_map(JsValue::as_f64).map(|line| line as u32).collect();
        Ok(Self { trace, output, polls, wanted: None, compare: None })
    }

    /// How it ended, as a result says it; empty: it was cut before.
    pub fn ended(&self) -> String {
        if self.trace.cut().is_some() { String::new() } else { string(&self.trace.result(), "ended") }
    }

    /// The moment at a position.
    pub async fn at(&self, position: f64) -> Result<Moment, String> {
        answer(self.trace.at(position)).await.map(Moment::new)
    }

    /// The last moment that is not later than so many virtual nanoseconds, and not before the program begins.
    pub async fn at_time(&self, ns: f64) -> Result<Moment, String> {
        let position = answer(self.trace.position_at(ns)).await?.as_f64().unwrap_or(0.0);
        self.at(position.max(self.trace.first())).await
    }

    /// The moment that steps lead to.
    pub async fn step(&self, from: f64, unit: &str, steps: i32) -> Result<Moment, String> {
        answer(self.trace.step(from, unit, steps)).await.map(Moment::new)
    }

    /// How far the thread has come whose step led to a moment, in terms that other runs of the program share.
    pub async fn place(&self, now: &Moment) -> Result<JsValue, String> {
        answer(self.trace.place(now.position(), now.get("actor").as_f64().unwrap_or(0.0) as u32)).await
    }

    /// The moment at a place of another run, if this one comes there.
    pub async fn find(&self, place: &JsValue) -> Result<Option<Moment>, String> {
        let found = answer(self.trace.find(place)).await?;
        Ok((!found.is_null()).then(|| Moment::new(found)))
    }

    /// The steps of the line that the thread is on whose step led to a moment.
    pub async fn line_steps(&self, now: &Moment) -> Result<Vec<JsValue>, String> {
        let Some(actor) = now.get("actor").as_f64() else { return Ok(Vec::new()) };
        let steps = answer(self.trace.line_steps(now.position(), actor as u32)).await?;
        Ok(steps.dyn_into::<Array>().map(|steps| steps.to_vec()).unwrap_or_default())
    }

    /// Pieces of the output, put together.
    pub fn printed(&self, from: u32, to: u32) -> String {
        let pieces = from..to.min(self.output.length());
        pieces.map(|i| self.output.get(i).unchecked_into::<Array>().get(2).as_string().unwrap_or_default()).collect()
    }

    /// Another run: the same up to the position, where the thread goes on.
    pub async fn choose(&self, position: f64, thread: u32) -> Result<Self, String> {
        answer(self.trace.choose(position, thread)).await?;
        Self::of(self.trace.clone()).await
    }
}
