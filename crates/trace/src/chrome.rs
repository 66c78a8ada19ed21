//! Export as Chrome trace JSON: the object form with `traceEvents`, which Perfetto, Speedscope and the Firefox
//! Profiler open.

use std::fmt::Write;

use crate::event::{Event, EventKind, GilDropReason, ThreadState, WaitKind};
use crate::lanes::{Lane, LaneBuilder, Span};

/// The process number that everything is filed under.
const PID: u32 = 1;

/// A whole run as Chrome trace JSON: a complete event (`X`) per span of state, an instant (`i`) per request
/// for the GIL, drop on request, collection and output, metadata (`M`) with the names. Times are microseconds.
pub fn chrome_trace(title: &str, events: &[Event]) -> String {
    let mut builder = LaneBuilder::new();
    for event in events {
        builder.push(event);
    }
    let mut writer = ChromeWriter::new(title);
    for lane in builder.lanes(0) {
        writer.lane(&lane);
        for span in &lane.spans {
            writer.span(lane.thread, span);
        }
    }
    for event in events {
        writer.event(event);
    }
    writer.finish()
}

/// Writes a Chrome trace piece by piece, for whoever cannot write a long one in one go.
#[derive(Debug)]
pub struct ChromeWriter {
    out: String,
}

impl ChromeWriter {
    /// Begins a trace with this title.
    pub fn new(title: &str) -> Self {
        let mut out = String::from("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
        let _ = write!(out, "{{\"ph\":\"M\",\"pid\":{PID},\"name\":\"process_name\",\"args\":{{\"name\":");
        string(&mut out, title);
        out.push_str("}}");
        Self { out }
    }

    /// Tells a thread's name; its spans are written one by one.
    pub fn lane(&mut self, lane: &Lane) {
        names(&mut self.out, lane);
    }

    /// A span of a thread.
    pub fn span(&mut self, thread: u32, span: &Span) {
        write_span(&mut self.out, thread, span);
    }

    /// What is a moment among the events; others are in the spans.
    pub fn event(&mut self, event: &Event) {
        instant(&mut self.out, event);
    }

    /// What was written since this was last called.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The last piece.
    pub fn finish(mut self) -> String {
        self.out.push_str("\n]}\n");
        self.out
    }
}

fn names(out: &mut String, lane: &Lane) {
    let tid = lane.thread;
    let _ = write!(out, ",\n{{\"ph\":\"M\",\"pid\":{PID},\"tid\":{tid},\"name\":\"thread_name\",\"args\":{{\"name\":");
    string(out, &lane.name);
    let _ = write!(
        out,
        "}}}},\n{{\"ph\":\"M\",\"pid\":{PID},\"tid\":{tid},\"name\":\"thread_sort_index\",\
         \"args\":{{\"sort_index\":{tid}}}}}"
    );
}

fn write_span(out: &mut String, thread: u32, span: &Span) {
    let _ = write!(out, ",\n{{\"ph\":\"X\",\"pid\":{PID},\"tid\":{thread},\"ts\":");
    micros(out, span.start_ns);
    out.push_str(",\"dur\":");
    micros(out, span.duration_ns());
    out.push_str(",\"cat\":\"state\",\"name\":\"");
    out.push_str(span.state.label());
    if let Some(on) = span.on {
        out.push_str(" on ");
        out.push_str(on.kind.label());
    }
    let _ = write!(out, "\",\"args\":{{\"worker\":{}", span.worker);
    match span.on {
        Some(on) if on.kind == WaitKind::Join => {
            let _ = write!(out, ",\"thread\":{}", on.id);
        }
        Some(on) if on.id != 0 => {
            let _ = write!(out, ",\"object\":{}", on.id);
        }
        _ => {}
    }
    out.push('}');
    if let Some(colour) = colour(span.state) {
        let _ = write!(out, ",\"cname\":\"{colour}\"");
    }
    out.push('}');
}

/// The reserved colour names of the format; viewers that do not know them choose their own.
fn colour(state: ThreadState) -> Option<&'static str> {
    match state {
        ThreadState::Running => Some("thread_state_running"),
        ThreadState::WaitGil => Some("thread_state_runnable"),
        ThreadState::Blocked => Some("terrible"),
        ThreadState::Sleeping => Some("thread_state_iowait"),
        ThreadState::Ready => Some("thread_state_sleeping"),
        ThreadState::Stopped => None,
    }
}

fn instant(out: &mut String, event: &Event) {
    let (name, args) = match &event.kind {
        EventKind::GilRequest { by } => ("GIL request", format!("\"by\":{by}")),
        EventKind::GilDrop { why: GilDropReason::Request } => ("GIL dropped on request", String::new()),
        EventKind::Output { len, .. } => ("output", format!("\"bytes\":{len}")),
        EventKind::Gc { pause_ns, freed_bytes } => {
            ("garbage collection", format!("\"pause_ns\":{pause_ns},\"freed_bytes\":{freed_bytes}"))
        }
        EventKind::Lost { count } => ("events lost", format!("\"count\":{count}")),
        EventKind::Thinned { count } => {
            ("coarse until here: the run was too long to be kept whole", format!("\"count\":{count}"))
        }
        EventKind::ThreadStart { .. }
        | EventKind::ThreadEnd
        | EventKind::State { .. }
        | EventKind::GilTake
        | EventKind::GilDrop { .. } => return,
    };
    let scope = if matches!(event.kind, EventKind::Thinned { .. }) { "g" } else { "t" };
    let _ = write!(out, ",\n{{\"ph\":\"i\",\"s\":\"{scope}\",\"pid\":{PID},\"tid\":{},\"ts\":", event.thread);
    micros(out, event.t_ns);
    let _ = write!(out, ",\"name\":\"{name}\",\"args\":{{{args}}}}}");
}

/// Nanoseconds as microseconds, exactly.
fn micros(out: &mut String, ns: u64) {
    let _ = write!(out, "{}.{:03}", ns / 1000, ns % 1000);
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
