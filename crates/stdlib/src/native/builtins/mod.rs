//! The module `builtins`: one table, the functions by theme in the files beside this one. (The built-in classes put
//! themselves into it.)

mod attrs;
mod classes;
pub mod code;
mod convert;
mod iterables;
mod numbers;
mod output;

use gilscope_core::native::func;
use gilscope_core::types::class;
use gilscope_core::types::containers::sort;
use gilscope_core::types::module::import;
use gilscope_core::{Acc, ModuleDef, NativeDef};

pub static MODULE: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.",
    functions: FUNCTIONS,
    types: &[],
    init: None,
};

static FUNCTIONS: &[NativeDef] = &[
    func("__build_class__", "func, name, /, *bases, **kwds", class::build::build_class, Acc::Any),
    func("__import__", "name, globals=None, locals=None, fromlist=(), level=0", import::import, Acc::Any),
    func("abs", "x, /", numbers::abs, Acc::Any),
    func("all", "iterable, /", iterables::all, Acc::Any),
    func("any", "iterable, /", iterables::any, Acc::Any),
    func("aiter", "async_iterable, /", |cx, a| cx.call_hidden("aiter_general", &[a[0]]), Acc::Any),
    func("anext", "async_iterator, default=<unrepresentable>, /", convert::anext, Acc::Any),
    func("ascii", "obj, /", convert::ascii, Acc::Any),
    func("bin", "number, /", convert::bin, Acc::Any),
    func("breakpoint", "*args, **kws", |cx, _| cx.call_hidden("breakpoint_here", &[]), Acc::Any),
    func("callable", "obj, /", classes::callable, Acc::Pure),
    func("chr", "i, /", convert::chr, Acc::Any),
    func(
        "compile",
        "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1",
        code::compile,
        Acc::Any,
    ),
    func("delattr", "obj, name, /", attrs::delattr, Acc::Any),
    func("dir", "object=None, /", attrs::dir, Acc::Any),
    func("divmod", "x, y, /", numbers::divmod, Acc::Any),
    func("eval", "source, /, globals=None, locals=None", code::eval, Acc::Any),
    func("exec", "source, /, globals=None, locals=None, *, closure=None", code::exec, Acc::Any),
    func("exit", "code=None", convert::exit, Acc::Pure),
    func("format", "value, format_spec='', /", convert::format, Acc::Any),
    func("getattr", "object, name, default=None, /", attrs::getattr, Acc::Any),
    func("globals", "", attrs::globals, Acc::Pure),
    func("hasattr", "obj, name, /", attrs::hasattr, Acc::Any),
    func("hash", "obj, /", convert::hash, Acc::Any),
    func("help", "*request", |cx, a| cx.call_hidden("help_on", &[a[0]]), Acc::Any),
    func("hex", "number, /", convert::hex, Acc::Any),
    func("id", "obj, /", classes::id, Acc::Pure),
    func("input", "prompt='', /", code::input, Acc::Any),
    func("isinstance", "obj, class_or_tuple, /", classes::isinstance, Acc::Any),
    func("issubclass", "cls, class_or_tuple, /", classes::issubclass, Acc::Any),
    func("iter", "object, sentinel=<unrepresentable>, /", iterables::iter, Acc::Any),
    func("len", "obj, /", iterables::len, Acc::Any),
    func("locals", "", attrs::locals, Acc::Pure),
    func("max", "*args, key=None, default=None", iterables::max, Acc::Any),
    func("min", "*args, key=None, default=None", iterables::min, Acc::Any),
    func("next", "iterator, default=<unrepresentable>, /", iterables::next, Acc::Any),
    func("oct", "number, /", convert::oct, Acc::Any),
    func(
        "open",
        "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None",
        code::open,
        Acc::Any,
    ),
    func("ord", "c, /", convert::ord, Acc::Pure),
    func("pow", "base, exp, mod=None", numbers::pow, Acc::Any),
    func("print", "*args, sep=' ', end='\\n', file=None, flush=False", output::print, Acc::Any),
    func("quit", "code=None", convert::exit, Acc::Pure),
    func("repr", "obj, /", convert::repr, Acc::Any),
    func("round", "number, ndigits=None", numbers::round, Acc::Any),
    func("setattr", "obj, name, value, /", attrs::setattr, Acc::Any),
    func("sorted", "iterable, /, *, key=None, reverse=False", sort::sorted, Acc::Any),
    func("sum", "iterable, /, start=0", iterables::sum, Acc::Any),
    func("vars", "object=None, /", attrs::vars, Acc::Read),
];
