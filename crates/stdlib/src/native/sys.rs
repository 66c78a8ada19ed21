//! The module `sys`.

use gilscope_core::types::module;
use gilscope_core::{Cx, ModuleDef, NativeDef, Res};
use gilscope_heap::{Kind, Value};

use crate::native::io;

pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

static FUNCTIONS: &[NativeDef] = &[];

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    for (name, n) in [("stdout", 0), ("stderr", 1)] {
        let ty = io::stream::STREAM.of(cx);
        let o = cx.alloc(Kind::Native1, ty, 1)?;
        o.init(0, Value::small(n));
        module::set(cx, m, name, o.into())?;
        module::set(cx, m, &format!("__{name}__"), o.into())?;
    }
    Ok(())
}
