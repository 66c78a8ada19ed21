//! The binary form of events.
//!
//! A *batch* is the version byte followed by events. Nothing carries over from one batch to the next, so
//! batches of several workers may be mixed in any order.
//!
//! ```text
//! batch  := version:u8 event*
//! event  := head:u8 [thread:varint] [worker:varint] dt:zigzag-varint body
//! head   := kind (bits 0-3) | arg (bits 4-5) | new thread (bit 6) | new worker (bit 7)
//! ```
//!
//! Thread and worker are written where they differ from the event before (both begin as 0); `dt` is the
//! difference of `t_ns` to the event before. Varints are LEB128, at most ten bytes.

use std::fmt;

use crate::event::{Event, EventKind, GilDropReason, Stream, ThreadState, WaitKind, WaitOn};

/// The version that [`Encoder`] writes. [`Decoder`] reads version 1 as well, which has no [`EventKind::Thinned`].
pub const VERSION: u8 = 2;

/// The longest thread name that is kept, in bytes.
pub const MAX_NAME: usize = 1024;

const NEW_THREAD: u8 = 1 << 6;
const NEW_WORKER: u8 = 1 << 7;

const THREAD_START: u8 = 0;
const THREAD_END: u8 = 1;
const STATE: u8 = 2;
const GIL_REQUEST: u8 = 3;
const GIL_TAKE: u8 = 4;
const GIL_DROP: u8 = 5;
const OUTPUT: u8 = 6;
const GC: u8 = 7;
const LOST: u8 = 8;
const THINNED: u8 = 9;

/// Writes events into a batch.
#[derive(Debug)]
pub struct Encoder {
    bytes: Vec<u8>,
    last_t: u64,
    last_thread: u32,
    last_worker: u16,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    pub fn new() -> Self {
        Self { bytes: vec![VERSION], last_t: 0, last_thread: 0, last_worker: 0 }
    }

    /// Appends one event.
    pub fn push(&mut self, event: &Event) {
        let (kind, arg) = match &event.kind {
            EventKind::ThreadStart { .. } => (THREAD_START, 0),
            EventKind::ThreadEnd => (THREAD_END, 0),
            EventKind::State { on, .. } => (STATE, u8::from(on.is_some())),
            EventKind::GilRequest { .. } => (GIL_REQUEST, 0),
            EventKind::GilTake => (GIL_TAKE, 0),
            EventKind::GilDrop { why } => (GIL_DROP, *why as u8),
            EventKind::Output { stream, .. } => (OUTPUT, *stream as u8),
            EventKind::Gc { .. } => (GC, 0),
            EventKind::Lost { .. } => (LOST, 0),
            EventKind::Thinned { .. } => (THINNED, 0),
        };
        let mut head = kind | arg << 4;
        if event.thread != self.last_thread {
            head |= NEW_THREAD;
        }
        if event.worker != self.last_worker {
            head |= NEW_WORKER;
        }
        self.bytes.push(head);
        if event.thread != self.last_thread {
            self.varint(u64::from(event.thread));
            self.last_thread = event.thread;
        }
        if event.worker != self.last_worker {
            self.varint(u64::from(event.worker));
            self.last_worker = event.worker;
        }
        let dt = event.t_ns.wrapping_sub(self.last_t) as i64;
        self.varint(((dt << 1) ^ (dt >> 63)) as u64);
        self.last_t = event.t_ns;

        match &event.kind {
            EventKind::ThreadStart { name } => {
                let name = clip(name, MAX_NAME);
                self.varint(name.len() as u64);
                self.bytes.extend_from_slice(name.as_bytes());
            }
            EventKind::State { state, on } => {
                let on_kind = on.map_or(0, |on| on.kind as u8);
                self.bytes.push(*state as u8 | on_kind << 4);
                if let Some(on) = on {
                    self.varint(u64::from(on.id));
                }
            }
            EventKind::GilRequest { by } => self.varint(u64::from(*by)),
            EventKind::Output { len, .. } => self.varint(u64::from(*len)),
            EventKind::Gc { pause_ns, freed_bytes } => {
                self.varint(*pause_ns);
                self.varint(*freed_bytes);
            }
            EventKind::Lost { count } => self.varint(u64::from(*count)),
            EventKind::Thinned { count } => self.varint(*count),
            EventKind::ThreadEnd | EventKind::GilTake | EventKind::GilDrop { .. } => {}
        }
    }

    /// Size of the batch so far, in bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether no event was pushed yet.
    pub fn is_empty(&self) -> bool {
        self.bytes.len() == 1
    }

    /// The batch; the encoder begins a new one.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(self).bytes
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

/// The longest prefix of at most `max` bytes that ends between two characters.
fn clip(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let mut end = max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Why bytes are not a batch of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Nothing at all, not even a version.
    Empty,
    /// Written by another version of the format.
    Version(u8),
    /// The batch ends inside an event.
    Truncated { at: usize },
    /// A value that the format does not have, at this byte.
    Invalid { at: usize, what: &'static str },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the event batch is empty"),
            Self::Version(found) => {
                write!(f, "the event batch has format version {found}; this program reads versions 1 to {VERSION}")
            }
            Self::Truncated { at } => write!(f, "the event batch ends in the middle of an event (byte {at})"),
            Self::Invalid { at, what } => {
                write!(f, "the event batch has an invalid {what} (byte {at})")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads the events of a batch, one by one. After an error it yields nothing more.
#[derive(Debug)]
pub struct Decoder<'a> {
    bytes: &'a [u8],
    at: usize,
    last_t: u64,
    last_thread: u32,
    last_worker: u16,
}

impl<'a> Decoder<'a> {
    /// Checks the version of a batch.
    pub fn new(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        match bytes.first() {
            None => Err(DecodeError::Empty),
            Some(1..=VERSION) => Ok(Self { bytes, at: 1, last_t: 0, last_thread: 0, last_worker: 0 }),
            Some(&other) => Err(DecodeError::Version(other)),
        }
    }

    fn event(&mut self) -> Result<Event, DecodeError> {
        let head_at = self.at;
        let head = self.byte()?;
        let arg = head >> 4 & 3;
        let invalid = |what| DecodeError::Invalid { at: head_at, what };
        if head & NEW_THREAD != 0 {
            self.last_thread = self.number("thread")?;
        }
        if head & NEW_WORKER != 0 {
            self.last_worker = self.number("worker")?;
        }
        let zigzag = self.varint()?;
        let dt = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
        self.last_t = self.last_t.wrapping_add(dt as u64);
        let kind = match head & 0xf {
            THREAD_START => EventKind::ThreadStart { name: self.name()? },
            THREAD_END => EventKind::ThreadEnd,
            STATE => {
                let at = self.at;
                let packed = self.byte()?;
                let state =
                    ThreadState::from_code(packed & 0xf).ok_or(DecodeError::Invalid { at, what: "thread state" })?;
                let on = match arg {
                    0 => None,
                    _ => {
                        let kind = WaitKind::from_code(packed >> 4)
                            .ok_or(DecodeError::Invalid { at, what: "kind of wait" })?;
                        Some(WaitOn { kind, id: self.number("object")? })
                    }
                };
                EventKind::State { state, on }
            }
            GIL_REQUEST => EventKind::GilRequest { by: self.number("thread")? },
            GIL_TAKE => EventKind::GilTake,
            GIL_DROP => EventKind::GilDrop {
                why: GilDropReason::from_code(arg).ok_or_else(|| invalid("reason for dropping the GIL"))?,
            },
            OUTPUT => EventKind::Output {
                stream: Stream::from_code(arg).ok_or_else(|| invalid("stream"))?,
                len: self.number("length")?,
            },
            GC => EventKind::Gc { pause_ns: self.varint()?, freed_bytes: self.varint()? },
            LOST => EventKind::Lost { count: self.number("count")? },
            THINNED if self.bytes[0] > 1 => EventKind::Thinned { count: self.varint()? },
            _ => return Err(invalid("kind of event")),
        };
        Ok(Event { t_ns: self.last_t, thread: self.last_thread, worker: self.last_worker, kind })
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        let byte = *self.bytes.get(self.at).ok_or(DecodeError::Truncated { at: self.at })?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, DecodeError> {
        let start = self.at;
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            let low = u64::from(byte & 0x7f);
            if shift == 63 && low > 1 {
                break;
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(DecodeError::Invalid { at: start, what: "number" })
    }

    fn number<T: TryFrom<u64>>(&mut self, what: &'static str) -> Result<T, DecodeError> {
        let at = self.at;
        T::try_from(self.varint()?).map_err(|_| DecodeError::Invalid { at, what })
    }

    fn name(&mut self) -> Result<Box<str>, DecodeError> {
        let at = self.at;
        let len: usize = self.number("name")?;
        if len > MAX_NAME {
            return Err(DecodeError::Invalid { at, what: "name" });
        }
        let bytes = self.bytes.get(self.at..self.at + len).ok_or(DecodeError::Truncated { at: self.bytes.len() })?;
        self.at += len;
        match std::str::from_utf8(bytes) {
            Ok(name) => Ok(name.into()),
            Err(_) => Err(DecodeError::Invalid { at, what: "name" }),
        }
    }
}

impl Iterator for Decoder<'_> {
    type Item = Result<Event, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let event = self.event();
        if event.is_err() {
            self.at = self.bytes.len();
        }
        Some(event)
    }
}

/// All events of a batch.
pub fn decode(bytes: &[u8]) -> Result<Vec<Event>, DecodeError> {
    Decoder::new(bytes)?.collect()
}
