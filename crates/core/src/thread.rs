//! A Python thread as plain data.

use gilscope_heap::{Fp, Obj, Value};

use crate::vm::frame;

/// What an engine has been told of a bytecode before it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Told {
    #[default]
    Nothing,
    /// That the thread is about to run it.
    Poll,
    /// The access that it is about to make, too.
    Access,
}

/// A Python thread: its frames (words in the heap) and a few words about them. Whoever has it can run it, keep it, move
/// it to another worker. It has its cache lines to itself: each call writes to it, and its neighbour in memory is the
/// thread that another worker runs.
#[derive(Clone)]
#[repr(align(128))]
pub struct VmThread {
    /// Small number, 0 for the main thread; never used twice in a run.
    pub id: u32,
    /// Chunks of the stack, oldest first. The frames are linked by `frame::PREV`.
    pub stack: Vec<Obj>,
    /// The current frame; NULL before the first and after the last.
    pub fp: Fp,
    /// First free word of the current chunk, and its end.
    pub top: Fp,
    pub end: Fp,
    /// First frame's place in the current chunk (word 1; word 0 keeps the `top` of the chunk before).
    pub base: Fp,
    /// The driver found no memory for this thread: it goes on with a MemoryError.
    pub out_of_memory: bool,
    /// The exception on its way (`Exit::Raise`), or NULL.
    pub raised: Value,
    /// The exception being handled (`sys.exception()`), or NULL.
    pub handled: Value,
    /// Frames in use that count towards the recursion limit.
    pub depth: u32,
    /// What is started when the thread runs first: callable, args tuple, kwargs dict or NULL.
    pub start: [Value; 3],
    /// The `threading` bookkeeping object, or NULL.
    pub handle: Value,
    /// The `_thread._local` dicts of this thread, or NULL: a dict by object.
    pub locals: Value,
    pub daemon: bool,
    /// Containers whose `repr` is being made by Python code, so that one inside itself is seen.
    pub reprs: Vec<Value>,
    /// Set when the thread runs again after `Stop::Blocked`: did its deadline pass?
    pub timed_out: bool,
    /// Is it the retry of a native after a block? Natives look at it to tell a first call from a later one.
    pub resumed: bool,
    /// What an engine with `FINE` has been told of the bytecode that comes next.
    pub told: Told,
    /// Does CPython 3.9 look at its eval breaker before the bytecode that comes next? (Kept for engines with `FINE`.)
    pub looks: bool,
    /// About how many bytecodes it has executed since somebody set this to 0. Not one by one: a turn of a loop counts
    /// the bytecodes from its head to its end, and a function that returns those from its beginning to its end, whether
    /// all of them ran or some were skipped. The interpreter's own Python does not count.
    pub executed: u64,
    /// Deadline of the native that is waiting, kept between its retries.
    pub deadline: Option<u64>,
    /// Watched objects to which a reference was dropped: see `vm/watch.rs`.
    pub suspects: Vec<Value>,
    /// What was dropped and leads to them.
    pub dropped: Vec<Value>,
    /// How much longer (in instructions, and objects looked at) the thread is watched closely, and of how many events it
    /// knows that make that worth while.
    pub watch_left: u32,
    pub watch_events: u32,
}

impl VmThread {
    pub fn new(id: u32, callable: Value, args: Value, kwargs: Value) -> VmThread {
        VmThread {
            id,
            stack: Vec::new(),
            fp: Fp::NULL,
            top: Fp::NULL,
            end: Fp::NULL,
            base: Fp::NULL,
            out_of_memory: false,
            raised: Value::NULL,
            handled: Value::NULL,
            depth: 0,
            start: [callable, args, kwargs],
            handle: Value::NULL,
            locals: Value::NULL,
            daemon: false,
            reprs: Vec::new(),
            timed_out: false,
            resumed: false,
            told: Told::Nothing,
            looks: true,
            executed: 0,
            deadline: None,
            suspects: Vec::new(),
            dropped: Vec::new(),
            watch_left: 0,
            watch_events: 0,
        }
    }

    /// What the thread holds on to beside its frames and their registers: where those are kept is not in it.
    pub fn own(&self, visit: &mut dyn FnMut(Value)) {
        let [callable, args, kwargs] = self.start;
        for v in [self.raised, self.handled, callable, args, kwargs, self.handle, self.locals] {
            visit(v);
        }
        let mut fp = self.fp;
        while !fp.is_null() {
            // Of each frame, what it runs, and the generator that it lies in.
            [frame::CODE, frame::FUNC, frame::EXTRA].into_iter().for_each(|word| visit(fp.get(word)));
            fp = frame::prev(fp);
        }
    }

    /// Every value that the thread holds on to. While it does not run.
    pub fn roots(&self, visit: &mut dyn FnMut(Value)) {
        self.own(visit);
        self.suspects.iter().chain(&self.dropped).for_each(|&v| visit(v));
        for (i, &chunk) in self.stack.iter().enumerate() {
            visit(chunk.into());
            let row = chunk.words(0);
            let mut used = chunk.aux() as usize;
            if i + 1 == self.stack.len() {
                used = self.top.distance(row);
                // Frames do not clear their operand stack when they begin: nothing that a collection frees may be
                // left over here.
                self.top.fill(self.end.distance(self.top), Value::NULL);
            }
            (0..used).for_each(|i| visit(row.get(i)));
        }
    }
}
