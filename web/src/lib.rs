//! The page: an editor, a switch named GIL, the output and what the threads did.
//!
//! What is computed lives in modules without a browser, tested natively; `ui` draws it (WebAssembly only).

pub mod compare;
pub mod memory;
pub mod output;
pub mod programs;
pub mod race;
pub mod result;
pub mod settings;
pub mod state;
pub mod text;
pub mod timeline;
pub mod traceback;
#[cfg(target_arch = "wasm32")]
pub mod ui;
