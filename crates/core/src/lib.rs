//! The machine: runs Python code objects, and has the GIL's rules as data. Knows nothing of threads of the operating
//! system, of clocks, or of wasm: everything of that kind it asks its [`Engine`].

mod append;
mod cache;
mod cx;
mod engine;
mod exit;
pub mod inspect;
pub mod hidden {
    //! The interpreter's own Python: what natives call where they need to call back.
    pub mod intrinsics;
}
pub mod model;
pub mod names;
pub mod native;
pub mod ops;
pub mod shape;
pub mod start;
mod thread;
pub mod types;
pub mod vm;
pub mod world;

pub use cx::{Cx, Pending, Worker};
pub use engine::{Access, AccessKind, Engine, Host, Nanos, Poll, RunAt, StepAt, Stop, Stream, WaitOn};
pub use exit::{Cont, Convert, Exit, Res};
pub use names::N;
pub use native::{Acc, GetSetDef, ModuleDef, NativeDef, NativeFn, TypeDef, TypeFlags};
pub use thread::{Told, VmThread};
pub use vm::run;
pub use world::{Anchors, CompileError, CompileOptions, Compiled, Config, Marks, World};
