//! The module `builtins`: one table, the functions by theme in the files beside this one. (The built-in classes put
//! themselves into it.)

mod classes;
mod output;

use gilscope_core::native::func;
use gilscope_core::{Acc, ModuleDef, NativeDef};

pub static MODULE: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.",
    functions: FUNCTIONS,
    types: &[],
    init: None,
};

static FUNCTIONS: &[NativeDef] = &[
    func("callable", "obj, /", classes::callable, Acc::Pure),
    func("id", "obj, /", classes::id, Acc::Pure),
    func("isinstance", "obj, class_or_tuple, /", classes::isinstance, Acc::Any),
    func("issubclass", "cls, class_or_tuple, /", classes::issubclass, Acc::Any),
    func("print", "*args, sep=' ', end='\\n', file=None, flush=False", output::print, Acc::Any),
];
