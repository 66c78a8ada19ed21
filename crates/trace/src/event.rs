//! The event model.

/// One thing that happened.
///
/// Events of one thread are in order of `t_ns` within a batch of one worker; across workers only the times
/// order them, because each worker has its own ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Nanoseconds since the run began (virtual ones in the simulator).
    pub t_ns: u64,
    /// The Python thread it happened to; the main thread is 0.
    pub thread: u32,
    /// The worker (or virtual core) it happened on, from 0.
    pub worker: u16,
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The thread exists from now on, under this name; its state is [`ThreadState::Ready`].
    ThreadStart { name: Box<str> },
    /// The thread is over.
    ThreadEnd,
    /// The thread's state is this from now on. `on` says what a waiting thread waits for.
    State { state: ThreadState, on: Option<WaitOn> },
    /// The event's thread, which holds the GIL, is asked to drop it; `by` is the waiter whose interval ran out.
    GilRequest { by: u32 },
    /// The thread holds the GIL from now on.
    GilTake,
    /// The thread no longer holds the GIL.
    GilDrop { why: GilDropReason },
    /// The thread wrote `len` bytes.
    Output { stream: Stream, len: u32 },
    /// A collection ended: it had stopped the world for `pause_ns` and freed `freed_bytes`.
    Gc { pause_ns: u64, freed_bytes: u64 },
    /// The worker's ring was full: `count` events before this one were not recorded.
    Lost { count: u32 },
    /// The run was too long to be kept whole: `count` events before this moment were made into fewer, which tell what
    /// lasted longest.
    Thinned { count: u64 },
}

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ThreadState {
    /// Executing on a worker (and, under a GIL, holding it).
    Running = 0,
    /// Could run, and waits for the GIL.
    WaitGil = 1,
    /// Waits for something another thread must do: a lock, a queue, an end.
    Blocked = 2,
    /// Waits for time to pass or for input from outside.
    Sleeping = 3,
    /// Could run, and waits for a worker.
    Ready = 4,
    /// Held at a safepoint while the world is stopped for a collection.
    Stopped = 5,
}

impl ThreadState {
    /// All states, in the order of their codes.
    pub const ALL: [ThreadState; 6] =
        [Self::Running, Self::WaitGil, Self::Blocked, Self::Sleeping, Self::Ready, Self::Stopped];

    /// The state with this code in the binary format.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// What a reader is told.
    pub fn label(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::WaitGil => "waiting for the GIL",
            Self::Blocked => "blocked",
            Self::Sleeping => "sleeping",
            Self::Ready => "ready",
            Self::Stopped => "stopped for garbage collection",
        }
    }
}

/// What a blocked or sleeping thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WaitOn {
    pub kind: WaitKind,
    /// Which one: the object's id, or for [`WaitKind::Join`] the number of the thread. 0 where there is none.
    pub id: u32,
}

/// The kinds of things waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum WaitKind {
    Lock = 0,
    RLock = 1,
    Queue = 2,
    Join = 3,
    Time = 4,
    Input = 5,
    Condition = 6,
    Semaphore = 7,
    Event = 8,
    Barrier = 9,
}

impl WaitKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [WaitKind; 10] = [
        Self::Lock,
        Self::RLock,
        Self::Queue,
        Self::Join,
        Self::Time,
        Self::Input,
        Self::Condition,
        Self::Semaphore,
        Self::Event,
        Self::Barrier,
    ];

    /// The kind with this code in the binary format.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// What a reader is told.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::RLock => "RLock",
            Self::Queue => "queue",
            Self::Join => "join",
            Self::Time => "time",
            Self::Input => "input",
            Self::Condition => "condition",
            Self::Semaphore => "semaphore",
            Self::Event => "event",
            Self::Barrier => "barrier",
        }
    }
}

/// Why the GIL was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum GilDropReason {
    /// A waiter had asked for it.
    Request = 0,
    /// The thread was about to block.
    Blocking = 1,
    /// The thread ended.
    Exit = 2,
}

impl GilDropReason {
    /// The reason with this code in the binary format.
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Request, Self::Blocking, Self::Exit].get(usize::from(code)).copied()
    }
}

/// Where output went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Stream {
    Stdout = 0,
    Stderr = 1,
}

impl Stream {
    /// The stream with this code in the binary format.
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Stdout, Self::Stderr].get(usize::from(code)).copied()
    }
}
