//! The module `_traceback`: what `pylib/traceback.py` takes from the machine.

use gilscope_core::native::func;
use gilscope_core::{Acc, ModuleDef, NativeDef};

pub static MODULE: ModuleDef =
    ModuleDef { name: "_traceback", doc: "Texts of tracebacks.", functions: FUNCTIONS, types: &[], init: None };

static FUNCTIONS: &[NativeDef] = &[
    func("format_tb", "tb, /", |cx, a| cx.call_hidden("format_tb", &[a[0]]), Acc::Pure),
    func("format_exception", "exc, tb, /", |cx, a| cx.call_hidden("format_exception", &[a[0], a[1]]), Acc::Any),
    func(
        "format_exception_only",
        "exc, tb, /",
        |cx, a| cx.call_hidden("format_exception_only", &[a[0], a[1]]),
        Acc::Any,
    ),
];
