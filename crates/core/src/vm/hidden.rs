//! The interpreter's own Python: the functions of `core/src/hidden/*.py`, compiled when the machine is built.

use std::sync::Arc;

use gilscope_bytecode::Code;
use gilscope_heap::Value;
use rustc_hash::FxHashMap;

use crate::types::{code, dict, function, module};
use crate::{Cx, Res};

static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hidden.code"));

/// Makes a function of each top-level `def`. Their globals are a module of their own, `_hidden`, which has the
/// intrinsics, and the builtins.
pub fn load(cx: &mut Cx<'_>) -> Res<FxHashMap<String, Value>> {
    let mut all = FxHashMap::default();
    let m = crate::start::intrinsics(cx)?;
    let globals = module::dict(m);
    cx.world.keep(m);
    let functions: Vec<Arc<Code>> = postcard::from_bytes(FROZEN).unwrap_or_else(|e| panic!("hidden: {e}"));
    for c in &functions {
        let object = code::new(cx, c)?;
        let f = function::new(cx, object, globals.into())?;
        // Defaults are constants that the module's body would have set.
        let key = cx.intern(&c.name);
        dict::set_str(cx, globals, key, f)?;
        all.insert(c.name.to_string(), f);
    }
    Ok(all)
}
