//! The module `_dis`: what `pylib/dis.py` is built on.

use gilscope_core::native::func;
use gilscope_core::{Acc, Cx, ModuleDef, NativeDef, Res};
use gilscope_heap::{Args, Kind};

pub static MODULE: ModuleDef =
    ModuleDef { name: "_dis", doc: "Disassembly.", functions: FUNCTIONS, types: &[], init: None };

static FUNCTIONS: &[NativeDef] = &[func("text", "code, /", text, Acc::Pure)];

/// The instructions of a code object, and of those inside it, as text.
fn text(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(o) = a[0].as_obj().filter(|o| o.is(Kind::Code)) else {
        let t = cx.type_name(a[0]);
        return Err(cx.type_error(format!("don't know how to disassemble {t} objects")));
    };
    let listing = gilscope_bytecode::dis(&cx.world.code(o.aux()).code);
    cx.str(&listing)
}
