//! The events of a run as they come, for whoever draws them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gilscope_trace::{Decoder, EventKind, LaneBuilder};
use yew::Callback;

/// So many events of a run are kept for the timeline.
const MAX_EVENTS: u64 = 1_000_000;

/// Where events come in and are looked at.
#[derive(Default)]
pub struct Feed {
    pub events: RefCell<Events>,
    /// Is told whether the events are complete now.
    on_change: RefCell<Callback<bool>>,
}

/// A feed as components share it.
#[derive(Clone)]
pub struct FeedHandle(pub Rc<Feed>);

impl PartialEq for FeedHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for FeedHandle {
    type Target = Feed;

    fn deref(&self) -> &Feed {
        &self.0
    }
}

/// The events of one run.
#[derive(Default)]
pub struct Events {
    pub lanes: LaneBuilder,
    /// What was kept, as it came.
    pub batches: Vec<Rc<[u8]>>,
    pub names: BTreeMap<u32, Rc<str>>,
    pub count: u64,
    /// Events that were not kept because there were too many.
    pub skipped: u64,
    /// What was wrong with the events, if something was.
    pub error: Option<String>,
    /// Changes with each change.
    pub version: u64,
}

impl Feed {
    /// Tells this one of each change from now on, and whether all events are there.
    pub fn listen(&self, on_change: Callback<bool>) {
        *self.on_change.borrow_mut() = on_change;
    }

    /// Another run begins.
    pub fn clear(&self) {
        let version = self.events.borrow().version + 1;
        *self.events.borrow_mut() = Events { version, ..Events::default() };
        self.on_change.borrow().emit(false);
    }

    /// All events of another run.
    pub fn replace(&self, events: Events) {
        let version = self.events.borrow().version + 1;
        *self.events.borrow_mut() = Events { version, ..events };
        self.on_change.borrow().emit(true);
    }

    /// Takes in a batch.
    pub fn push(&self, batch: &[u8]) {
        self.events.borrow_mut().push(batch);
        self.on_change.borrow().emit(false);
    }
}

impl Events {
    /// Takes in a batch.
    pub fn push(&mut self, batch: &[u8]) {
        self.version += 1;
        let decoder = match Decoder::new(batch) {
            Ok(decoder) => decoder,
            Err(error) => return self.error = Some(error.to_string()),
        };
        if self.count < MAX_EVENTS {
            self.batches.push(batch.into());
        }
        for event in decoder {
            match event {
                Ok(event) => {
                    if let EventKind::ThreadStart { name } = &event.kind {
                        self.names.insert(event.thread, Rc::from(&**name));
                    }
                    if self.count < MAX_EVENTS {
                        self.count += 1;
                        self.lanes.push(&event);
                    } else {
                        self.skipped += 1;
                    }
                }
                Err(error) => self.error = Some(error.to_string()),
            }
        }
    }

    /// The name of a thread.
    pub fn name(&self, thread: u32) -> Rc<str> {
        match self.names.get(&thread) {
            Some(name) => name.clone(),
            None if thread == 0 => "MainThread".into(),
            None => format!("thread {thread}").into(),
        }
    }
}
