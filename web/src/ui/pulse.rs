//! Redrawing at most once per frame, however often something changes, and a little of it in each frame, however much there
//! is to redraw.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::now_ms;

/// Once so much of a frame has gone, in milliseconds, what is left to do waits for the next one. On a machine whose cores
/// all run Python the page gets a third of one: a frame's work takes three times as long as it would alone.
const FRAME_MS: f64 = 5.0;

thread_local! {
    /// The frame that was worked in last, and when that began.
    static FRAME: Cell<(f64, f64)> = const { Cell::new((f64::MIN, 0.0)) };
    /// How many pulses had to wait for the next frame. They come first in it.
    static WAITING: Cell<u32> = const { Cell::new(0) };
}

/// What the browser calls with the time of a frame.
type OnFrame = Closure<dyn FnMut(f64)>;

/// Calls an action with the browser's next frame after a poke.
pub struct Pulse {
    inner: Rc<Inner>,
}

struct Inner {
    /// Whether it has more to do.
    action: Box<dyn Fn() -> bool>,
    /// The least time between two calls, in milliseconds.
    pause_ms: Cell<f64>,
    last_ms: Cell<f64>,
    pending: Cell<bool>,
    stopped: Cell<bool>,
    /// There was no time for it in the last frame.
    waits: Cell<bool>,
    frame: RefCell<Option<OnFrame>>,
    /// The frame that was asked for last.
    asked: Cell<i32>,
}

impl Pulse {
    /// `action` says whether it wants to be called again, after the same pause.
    pub fn new(action: impl Fn() -> bool + 'static) -> Self {
        let inner = Rc::new(Inner {
            action: Box::new(action),
            pause_ms: Cell::new(0.0),
            last_ms: Cell::new(f64::MIN),
            pending: Cell::new(false),
            stopped: Cell::new(false),
            waits: Cell::new(false),
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
        self.inner.wait(false);
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
        if !self.waits.get() && now - self.last_ms.get() < self.pause_ms.get() {
            return self.request();
        }
        if FRAME.get().0 != now {
            FRAME.set((now, now_ms()));
        }
        let others_first = WAITING.get() > 0 && !self.waits.get();
        if others_first || now_ms() - FRAME.get().1 > FRAME_MS {
            self.wait(true);
            return self.request();
        }
        self.wait(false);
        self.last_ms.set(now);
        self.pending.set(false);
        if (self.action)() && !self.pending.replace(true) {
            self.request();
        }
    }

    fn wait(&self, waits: bool) {
        if self.waits.replace(waits) != waits {
            WAITING.set(if waits { WAITING.get() + 1 } else { WAITING.get() - 1 });
        }
    }
}
