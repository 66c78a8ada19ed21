//! The events of a run as a file.

use gilscope_trace::chrome::ChromeWriter;
use gilscope_trace::{Decoder, LaneBuilder};
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::feed::Feed;
use super::{document, now_ms};

/// So long the page works at it before it looks at its reader again, in milliseconds.
const SLICE_MS: f64 = 8.0;

/// Time is looked at once in so many pieces.
const PIECES: usize = 256;

/// Lets the page react, now and then.
struct Pace {
    until: f64,
    pieces: usize,
}

impl Pace {
    async fn step(&mut self) {
        self.pieces += 1;
        if self.pieces % PIECES == 0 && now_ms() > self.until {
            super::sleep(0).await;
            self.until = now_ms() + SLICE_MS;
        }
    }
}

/// Saves the events of the program of this name as a Chrome trace.
pub async fn trace(feed: &Feed, name: &str) {
    let batches = feed.events.borrow().batches.clone();
    let events = || batches.iter().filter_map(|batch| Decoder::new(batch).ok()).flatten().filter_map(Result::ok);
    let mut pace = Pace { until: now_ms() + SLICE_MS, pieces: 0 };
    let mut builder = LaneBuilder::new();
    for event in events() {
        builder.push(&event);
        pace.step().await;
    }
    let mut writer = ChromeWriter::new(&format!("Gilscope: {name}"));
    // What is written goes to the browser in parts, so that it is never there twice.
    let parts = Array::new();
    for lane in builder.take_apart(0).1 {
        writer.lane(&lane);
        for (number, span) in lane.spans.iter().enumerate() {
            writer.span(lane.thread, span);
            if number % PIECES == PIECES - 1 {
                parts.push(&writer.take().into());
            }
            pace.step().await;
        }
    }
    for (number, event) in events().enumerate() {
        writer.event(&event);
        if number % PIECES == PIECES - 1 {
            parts.push(&writer.take().into());
        }
        pace.step().await;
    }
    parts.push(&writer.finish().into());
    if let Ok(file) = Blob::new_with_str_sequence(&parts) {
        download(&file, &format!("gilscope-{name}.trace.json"));
    }
}

/// Saves a picture.
pub fn svg(text: &str, name: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    if let Ok(file) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind) {
        download(&file, &format!("gilscope-{name}.svg"));
    }
}

fn download(file: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(file) else { return };
    if let Some(link) = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Attributes of plain names are always set.
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    // Not before the browser has begun to read it.
    wasm_bindgen_futures::spawn_local(async move {
        super::sleep(60_000).await;
        let _ = Url::revoke_object_url(&url);
    });
}
