//! Redrawing at most once per frame, however often something changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

/// What the browser calls with the time of a frame.
type OnFrame = Closure<dyn FnMut(f64)>;

/// Calls an action with the browser's next frame after a poke.
pub struct Pulse {
    inner: Rc<Inner>,
}

struct Inner {
    action: Box<dyn Fn()>,
    /// The least time between two calls, in milliseconds.
    pause_ms: Cell<f64>,
    last_ms: Cell<f64>,
    pending: Cell<bool>,
    stopped: Cell<bool>,
    frame: RefCell<Option<OnFrame>>,
    /// The frame that was asked for last.
    asked: Cell<i32>,
}

impl Pulse {
    pub fn new(action: impl Fn() + 'static) -> Self {
        let inner = Rc::new(Inner {
            action: Box::new(action),
            pause_ms: Cell::new(0.0),
            last_ms: Cell::new(f64::MIN),
            pending: Cell::new(false),
            stopped: Cell::new(false),
            frame: RefCell::new(None),
            asked: Cell::new(0),
        });
        let weak = Rc::downgrade(&inner);
        let frame = Closure::new(move |now: f64| {
            if let Some(inner) = weak.upgrade() {
                inner.frame(now);
            }
        });
        *inner.frame.borrow_mut() = Some(frame);
        Self { inner }
    }

    /// Something has changed. The action comes with the next frame, but not within `pause_ms` of the last.
    pub fn poke(&self, pause_ms: f64) {
        self.inner.pause_ms.set(pause_ms);
        if !self.inner.pending.replace(true) {
            self.inner.request();
        }
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.inner.stopped.set(true);
        // The browser would call what is gone.
        let _ = super::window().cancel_animation_frame(self.inner.asked.get());
    }
}

impl Inner {
    fn request(&self) {
        if let Some(frame) = &*self.frame.borrow() {
            let asked = super::window().request_animation_frame(frame.as_ref().unchecked_ref());
            self.asked.set(asked.unwrap_or_default());
        }
    }

    fn frame(&self, now: f64) {
        if self.stopped.get() {
            return;
        }
        if now - self.last_ms.get() < self.pause_ms.get() {
            return self.request();
        }
        self.last_ms.set(now);
        self.pending.set(false);
        (self.action)();
    }
}
