//! What happened in a run: events, their compact binary format, and what can be derived from them.
//!
//! Both engines emit [`Event`]s; the page, the command and tests read them. This crate knows nothing of the
//! VM: a thread is a number, an object is a number, a time is nanoseconds since the run began.
//!
//! - [`event`]: the model;
//! - [`format`]: the versioned binary form, in self-contained batches ([`Encoder`], [`Decoder`]);
//! - [`recording`]: what is kept of a run that is too long to be kept whole;
//! - [`lanes`]: one lane per thread with merged spans of state, and totals;
//! - [`index`]: what of a lane is worth drawing at a scale;
//! - [`chrome`]: export as Chrome trace JSON (Perfetto, Speedscope, Firefox Profiler open it).

pub mod chrome;
pub mod event;
pub mod format;
pub mod index;
pub mod lanes;
pub mod recording;

pub use event::{Event, EventKind, GilDropReason, Stream, ThreadState, WaitKind, WaitOn};
pub use format::{DecodeError, Decoder, Encoder, decode};
pub use index::{Piece, Scale, SpanIndex, Times, What, levels};
pub use lanes::{Hold, Lane, LaneBuilder, Mark, MarkKind, Span, Totals, lanes};
pub use recording::{KEPT_BYTES, Recording, Thinned};
