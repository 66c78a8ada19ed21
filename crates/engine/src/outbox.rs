//! What a program prints and records, on its way to the page.
use gilscope_core::Stream;
use gilscope_par::Sink;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// With this much waiting, workers idle until some of it has been taken: an endless `print` must not fill the memory.
const CONGESTED_BYTES: usize = 1 << 20;
/// Text of one stream and thread is joined up to this size, so that a thousand `print`s are no thousand messages.
const CHUNK_BYTES: usize = 16 << 10;

/// What a chunk costs beside its text, in bytes: two threads that print a letter in turn make very many.
const CHUNK_COST: usize = 64;

struct Chunk {
    stream: Stream,
    thread: u32,
    text: String,
}

/// A queue between the workers, who write, and the engine worker's own thread, who takes.
#[derive(Default)]
pub struct Outbox {
    output: Mutex<VecDeque<Chunk>>,
    /// Of texts, and what their chunks cost.
    output_bytes: AtomicUsize,
    events: Mutex<VecDeque<Vec<u8>>>,
    event_batches: AtomicUsize,
}

impl Outbox {
    /// At most about `limit` bytes of output, oldest first, as `[[stream, thread, text], …]`.
    pub fn take_output(&self, limit: usize) -> Option<js_sys::Array> {
        if self.output_bytes.load(Relaxed) == 0 {
            return None;
        }
        let mut taken = 0;
        let list = js_sys::Array::new();
        while taken < limit {
            let Some(chunk) = self.lock_output().pop_front() else {
                break;
            };
            taken += chunk.text.len() + CHUNK_COST;
            let stream = match chunk.stream {
                Stream::Stdout => "stdout",
                Stream::Stderr => "stderr",
            };
            list.push(&js_sys::Array::of3(&stream.into(), &(f64::from(chunk.thread)).into(), &chunk.text.into()));
        }
        self.output_bytes.fetch_sub(taken, Relaxed);
        Some(list)
    }

    /// The oldest batch of events.
    pub fn take_events(&self) -> Option<Vec<u8>> {
        if self.event_batches.load(Relaxed) == 0 {
            return None;
        }
        let batch = self.events.lock().unwrap_or_else(|e| e.into_inner()).pop_front()?;
        self.event_batches.fetch_sub(1, Relaxed);
        Some(batch)
    }

    /// Whether nothing waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.output_bytes.load(Relaxed) == 0 && self.event_batches.load(Relaxed) == 0
    }

    fn lock_output(&self) -> std::sync::MutexGuard<'_, VecDeque<Chunk>> {
        self.output.lock().unwrap_or_else(|e| e.into_inner())
    }
}

impl Sink for Outbox {
    fn write(&self, stream: Stream, thread: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut output = self.lock_output();
        let mut cost = text.len();
        match output.back_mut() {
            Some(last) if last.stream == stream && last.thread == thread && last.text.len() < CHUNK_BYTES => {
                last.text.push_str(text)
            }
            _ => {
                output.push_back(Chunk { stream, thread, text: text.to_owned() });
                cost += CHUNK_COST;
            }
        }
        self.output_bytes.fetch_add(cost, Relaxed);
        drop(output);
        #[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
        crate::output_is_there();
    }

    fn events(&self, batch: Vec<u8>) {
        self.events.lock().unwrap_or_else(|e| e.into_inner()).push_back(batch);
        self.event_batches.fetch_add(1, Relaxed);
    }

    fn congested(&self) -> bool {
        self.output_bytes.load(Relaxed) > CONGESTED_BYTES
    }
}
