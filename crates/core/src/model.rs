//! Machine models: where a thread may be switched, who is served next, what is locked. Data, not code; what is true of
//! each is in `gil-facts` (CPython's `Python/ceval_gil.c` and `Python/bytecodes.c`, version by version).

use crate::engine::Poll;

/// A machine model.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// As `--model` takes it.
    pub name: &'static str,
    pub label: &'static str,
    pub gil: bool,
    /// Polled at a function's entry, a back edge, after a call of something that is not Python.
    pub poll_entry: bool,
    pub poll_back_edge: bool,
    pub poll_call: bool,
    /// `len`, `isinstance`, `list.append` and one-argument `type` do not poll once their call is specialised (3.11+).
    pub specialised_calls: bool,
    /// Polled between most bytecodes (3.2 to 3.9): not after those that CPython 3.9 dispatched fast.
    pub poll_most: bool,
    /// Polled before every bytecode.
    pub poll_every: bool,
    /// Reference counts are changed without any protection, step by step: in the simulator alone.
    pub racy_counts: bool,
}

const CPYTHON: Model = Model {
    name: "",
    label: "",
    gil: true,
    poll_entry: true,
    poll_back_edge: true,
    poll_call: true,
    specialised_calls: false,
    poll_most: false,
    poll_every: false,
    racy_counts: false,
};

pub static M3_9: Model = Model {
    name: "3.9",
    label: "CPython 3.2–3.9",
    poll_entry: false,
    poll_back_edge: false,
    poll_call: false,
    poll_most: true,
    ..CPYTHON
};
pub static M3_10: Model = Model { name: "3.10", label: "CPython 3.10", ..CPYTHON };
pub static M3_14: Model = Model { name: "3.14", label: "CPython 3.11–3.14", specialised_calls: true, ..CPYTHON };
pub static M3_14T: Model =
    Model { name: "3.14t", label: "free-threaded CPython", gil: false, specialised_calls: true, ..CPYTHON };
pub static EVERY: Model = Model { name: "every", label: "teaching model", poll_every: true, ..CPYTHON };
pub static NAIVE: Model = Model {
    name: "naive",
    label: "the GIL simply deleted",
    gil: false,
    specialised_calls: true,
    racy_counts: true,
    ..CPYTHON
};

/// The models of the real engine.
pub static MODELS: &[&Model] = &[&M3_9, &M3_10, &M3_14, &M3_14T, &EVERY];

impl Model {
    /// A model of the real engine.
    pub fn by_name(name: &str) -> Option<&'static Model> {
        MODELS.iter().copied().find(|m| m.name == name)
    }

    /// A model of the simulator, which has one more.
    pub fn simulated(name: &str) -> Option<&'static Model> {
        if name == NAIVE.name { Some(&NAIVE) } else { Model::by_name(name) }
    }

    /// May the GIL change hands here? Without a GIL: does CPython look at its eval breaker here?
    pub fn polls_at(&self, at: Poll) -> bool {
        match at {
            Poll::Entry => self.poll_entry,
            Poll::BackEdge => self.poll_back_edge,
            Poll::Call => self.poll_call,
            Poll::Most => self.poll_most || self.poll_every,
            Poll::Bytecode => self.poll_every,
            Poll::Hidden => false,
        }
    }

    /// Does it need an engine that sees every bytecode?
    pub fn is_fine(&self) -> bool {
        self.poll_most || self.poll_every || self.racy_counts
    }
}
