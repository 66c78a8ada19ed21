//! The module `_weak`: what `pylib/_weakref.py` is built on.

use gilscope_core::native::func;
use gilscope_core::types::{module, weakref};
use gilscope_core::{Acc, ModuleDef, NativeDef};

pub static MODULE: ModuleDef = ModuleDef {
    name: "_weak",
    doc: "Weak references.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(|cx, m| {
        let t = weakref::REFERENCE.of(cx);
        module::set(cx, m, "ref", t)
    }),
};

static FUNCTIONS: &[NativeDef] = &[
    func("getweakrefcount", "object, /", |cx, a| cx.int(weakref::references_to(cx, a[0]).len() as i64), Acc::Read),
    func(
        "getweakrefs",
        "object, /",
        |cx, a| {
            let all = weakref::references_to(cx, a[0]);
            cx.list(&all)
        },
        Acc::Read,
    ),
];
