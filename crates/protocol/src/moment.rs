//! A moment of a simulated run: everything that the Trace view shows at one position. Positions count executed
//! instructions, of all threads together.
use serde::{Deserialize, Serialize};

/// What a simulation has come to once it has been run to its end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Traced {
    /// Positions are 0 to this.
    pub steps: u64,
    /// The program's own first line is about to run here: before it there is nothing but imports and the like.
    pub first: u64,
    pub schedule: String,
    /// Of the output only the beginning was kept.
    pub output_cut: bool,
    /// The run has more events than are kept: until this virtual time, in nanoseconds, lanes show only what each thread did
    /// longest.
    pub thinned_until_ns: Option<u64>,
    /// Why the schedule that was given cannot be replayed: then nothing else is here.
    pub refused: Option<String>,
    /// What is to be said of the run as a whole: why a race did not show, what was never freed.
    pub notes: Vec<String>,
    /// For each of them the first position that shows it, where there is one.
    pub shown_at: Vec<Option<u64>>,
}

/// How far a thread has come, in terms that other runs of the same program share: by what it does, not by what others do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub thread: u32,
    /// Lines of the program that it has begun, each time counted.
    pub lines: u64,
    /// Instructions of the program that it has executed since the last of them began.
    pub since: u64,
}

/// A step of a line, or several that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepView {
    /// Where it is done.
    pub position: u64,
    pub thread: u32,
    /// So many instructions.
    pub count: u64,
    /// The instruction of the program; none: instructions of another thread, or of the library.
    pub row: Option<CodeRow>,
}

/// All that is shown at one position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moment {
    pub position: u64,
    pub virtual_ns: u64,
    /// In plain words, what the step did that led here.
    pub explanation: String,
    /// What kind of step that was.
    pub kind: StepKind,
    /// Whose step it was.
    pub actor: Option<u32>,
    pub threads: Vec<ThreadView>,
    pub gil: GilView,
    /// Lines that polled before their calls of `len` and the like were specialised, and by now do not.
    pub silent_lines: Vec<u32>,
    pub locks: Vec<LockView>,
    /// Of the program's own module.
    pub globals: Vec<Named>,
    /// Objects that are reachable from what is shown.
    pub heap: Vec<HeapView>,
    /// Of the actor's innermost frame of the program.
    pub bytecode: Option<CodeView>,
    /// What the step that led here touched of what threads share.
    pub accesses: Vec<AccessView>,
    /// Bytes of output so far.
    pub stdout_len: u64,
    /// Who could go on from here, the one that does first.
    pub choices: Vec<ChoiceView>,
}

/// Kinds of steps, for the look of a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Load,
    Store,
    Call,
    Switch,
    Block,
    Start,
    End,
    #[default]
    Other,
}

/// A thread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadView {
    pub id: u32,
    pub name: String,
    /// `running`, `ready`, `wait_gil`, `blocked`, `sleeping` or `ended`.
    pub state: String,
    pub core: Option<u32>,
    /// Why it does not run now, in words.
    pub waits: Option<String>,
    pub wakes_ns: Option<u64>,
    /// The innermost first.
    pub frames: Vec<FrameView>,
    /// What it would do next.
    pub next: Option<NextView>,
    /// Under the model `naive`: the change of a reference count that it is about to make or in the midst of.
    pub counting: Option<CountView>,
}

/// A change of a reference count, which takes three steps: the field is read, the number changed, and written back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountView {
    /// The object in [`Moment::heap`], if it is shown, and how it may be called.
    pub object: u64,
    pub name: String,
    /// 1 or -1.
    pub delta: i64,
    /// What the thread has read.
    pub read: Option<i64>,
    /// What comes next: `load`, `add` or `store`.
    pub phase: String,
}

/// A frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrameView {
    pub name: String,
    pub file: String,
    pub line: u32,
    /// `dis`' offset of the instruction that comes next.
    pub offset: u32,
    /// Is it the standard library's?
    pub library: bool,
    pub locals: Vec<Named>,
    /// The operand stack, its bottom first.
    pub stack: Vec<Named>,
}

/// A value with its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    pub name: String,
    pub repr: String,
    /// The object in [`Moment::heap`] that it is.
    pub refs: Option<u64>,
    /// Is it another than one position before?
    pub changed: bool,
}

/// The instruction that comes next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextView {
    pub line: u32,
    pub op: String,
    pub arg: String,
    /// Can the GIL be given up there?
    pub poll: bool,
}

/// The GIL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GilView {
    pub exists: bool,
    pub holder: Option<u32>,
    /// Since when the holder has had it.
    pub since_ns: Option<u64>,
    pub requested_by: Option<u32>,
    /// When the holder was asked for it.
    pub requested_at_ns: Option<u64>,
    pub waiters: Vec<u32>,
    /// Line of the holder's next poll, if it is in the code shown.
    pub next_poll_line: Option<u32>,
}

/// A lock that the program can reach, or that a thread waits for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LockView {
    pub id: u64,
    pub kind: String,
    /// How the program gets at it: `lock`, `forks[2]`, `account.lock`.
    pub name: Option<String>,
    pub owner: Option<u32>,
    /// How often its owner holds it.
    pub count: u64,
    /// Who waits for it, the first to come first.
    pub queue: Vec<u32>,
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeapView {
    pub id: u64,
    pub kind: String,
    pub repr: String,
    /// CPython's reference count of it; absent where there is too much to count.
    pub refcount: Option<u64>,
    /// What it was one position before, if that was something else.
    pub refcount_was: Option<u64>,
    /// Is it new, or its inside another than one position before?
    pub changed: bool,
    /// It is never freed, and nobody counts.
    pub immortal: bool,
    /// Under the model `naive`: what CPython's field would hold, where that is not the number of references.
    pub racy_refcount: Option<i64>,
    /// Under the model `naive`: it was freed although it is in use.
    pub freed: bool,
    /// Under the model `naive`: nobody refers to it, and it is never freed.
    pub leaked: bool,
    pub items: Vec<Named>,
    /// So many items are not listed.
    pub truncated: u64,
}

/// A window of bytecode.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeView {
    pub code: String,
    /// Offset of the instruction that comes next.
    pub at: u32,
    pub rows: Vec<CodeRow>,
}

/// An instruction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeRow {
    pub offset: u32,
    pub line: u32,
    pub op: String,
    pub arg: String,
    pub poll: bool,
    pub help: String,
}

/// A shared access.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessView {
    pub slot: String,
    /// `read` or `write`.
    pub kind: String,
}

/// A thread that could go on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoiceView {
    pub thread: u32,
    pub what: String,
}
