//! The user interface. Components are small and draw what the pure modules compute.

mod app;
mod canvas;
mod controls;
mod editor;
mod engine;
mod feed;
mod output;
mod printed;
mod pulse;
mod race;
mod save;
mod session;
mod shelf;
mod storage;
mod timeline;
mod trace;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement, Window};

#[wasm_bindgen]
extern "C" {
    /// Given by `page-rest.js`: fetches the functions that this module was cut off from, and returns when they are there.
    #[wasm_bindgen(js_namespace = globalThis, js_name = gilscopePageRest)]
    fn rest_is_needed();
}

/// Called by the stubs that `cargo xtask dist` leaves in the place of functions that are fetched when they are needed.
#[wasm_bindgen]
pub fn fetch_rest() {
    rest_is_needed();
}

/// The browser's window. There is one wherever this code runs.
fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

fn document() -> Document {
    window().document().expect("a window has a document")
}

/// An element of the shell, `index.html`.
fn shell(id: &str) -> HtmlElement {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
        .unwrap_or_else(|| panic!("index.html has no element #{id}"))
}

/// The time, in milliseconds since the page began.
fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Resolves after a time.
async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // A window always has timers.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// What a button says that does nothing at present. It is not disabled: that would take the focus from whoever has
/// just pressed it.
fn idle(is_idle: bool) -> Option<&'static str> {
    is_idle.then_some("true")
}

/// Puts the page's parts into the shell.
pub fn start() {
    yew::Renderer::<app::App>::with_root(shell("app").into()).render();
}
