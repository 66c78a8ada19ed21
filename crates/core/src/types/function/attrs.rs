//! Attributes and methods of functions, bound methods, natives and cells.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{def, func, method, native, new_cell, new_method};
use crate::native::{GetSetDef, NativeDef, func as row, getset, getset_rw};
use crate::types::{class, dict, object, str, tuple};
use crate::{Acc, Cx, N, Res, ops};

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

macro_rules! word {
    ($name:literal, $word:expr) => {
        getset($name, |_, a| Ok(none_for_null(a[0].obj().get($word))))
    };
}

// ---- functions ------------------------------------------------------------------------------------------------------

pub static FUNCTION_METHODS: &[NativeDef] = &[
    NativeDef::stat(
        "__new__",
        "cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None",
        function_new,
        Acc::Pure,
    ),
    row("__repr__", "self, /", function_repr, Acc::Pure),
    row("__call__", "self, /, *args, **kwargs", |cx, a| call(cx, a[0], a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", function_get, Acc::Pure),
];

pub static FUNCTION_GETSET: &[GetSetDef] = &[
    getset_rw("__name__", |_, a| Ok(a[0].obj().get(func::NAME)), |cx, a| set_text(cx, a, func::NAME, "__name__")),
    getset_rw(
        "__qualname__",
        |_, a| Ok(a[0].obj().get(func::QUALNAME)),
        |cx, a| set_text(cx, a, func::QUALNAME, "__qualname__"),
    ),
    getset_rw(
        "__module__",
        |_, a| Ok(none_for_null(a[0].obj().get(func::MODULE))),
        |cx, a| set_any(cx, a, func::MODULE),
    ),
    getset_rw("__doc__", |_, a| Ok(none_for_null(a[0].obj().get(func::DOC))), |cx, a| set_any(cx, a, func::DOC)),
    getset_rw("__code__", |_, a| Ok(a[0].obj().get(func::CODE)), set_code),
    getset_rw(
        "__defaults__",
        |_, a| Ok(none_for_null(a[0].obj().get(func::DEFAULTS))),
        |cx, a| set_kind(cx, a, func::DEFAULTS, Kind::Tuple, "__defaults__ must be set to a tuple object"),
    ),
    getset_rw(
        "__kwdefaults__",
        |_, a| Ok(none_for_null(a[0].obj().get(func::KWDEFAULTS))),
        |cx, a| set_kind(cx, a, func::KWDEFAULTS, Kind::Dict, "__kwdefaults__ must be set to a dict object"),
    ),
    word!("__closure__", func::CLOSURE),
    word!("__globals__", func::GLOBALS),
    getset("__builtins__", |cx, _| Ok(cx.world.builtins)),
    getset_rw("__dict__", function_dict, |cx, a| {
        set_kind(cx, a, func::DICT, Kind::Dict, "__dict__ must be set to a dictionary")
    }),
    getset_rw("__annotations__", annotations, set_annotations),
    getset_rw("__annotate__", annotate, set_annotate),
    getset_rw(
        "__type_params__",
        |cx, a| {
            let v = a[0].obj().get(func::TYPE_PARAMS);
            Ok(if v.is_null() { cx.world.empty_tuple } else { v })
        },
        |cx, a| set_kind(cx, a, func::TYPE_PARAMS, Kind::Tuple, "__type_params__ must be set to a tuple"),
    ),
];

/// `FunctionType(code, globals, …)`
fn function_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (code, globals) = (a[1], a[2]);
    if !code.as_obj().is_some_and(|o| o.is(Kind::Code)) {
        let t = cx.type_name(code);
        return Err(cx.type_error(format!("function() argument 'code' must be code, not {t}")));
    }
    if !globals.as_obj().is_some_and(|o| o.is(Kind::Dict)) {
        let t = cx.type_name(globals);
        return Err(cx.type_error(format!("function() argument 'globals' must be dict, not {t}")));
    }
    let free = cx
        .world
        .code(code.obj().aux())
        .code
        .locals
        .iter()
        .filter(|l| l.kind == gilscope_bytecode::LocalKind::Free)
        .count();
    let closure = a.get(5);
    let given = closure.as_obj().filter(|o| o.is(Kind::Tuple)).map_or(0, tuple::len);
    if given != free {
        let name = cx.world.code(code.obj().aux()).code.name.clone();
        return Err(cx.value_error(format!("{name} requires closure of length {free}, not {given}")));
    }
    let f = super::new(cx, code, globals)?.obj();
    for (word, v) in
        [(func::NAME, a.get(3)), (func::DEFAULTS, a.get(4)), (func::CLOSURE, closure), (func::KWDEFAULTS, a.get(6))]
    {
        if !v.is_null() && !v.is_none() {
            f.set(word, v);
        }
    }
    Ok(f.into())
}

fn function_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let text = format!("<function {} at {:#x}>", str::to_string(o.get(func::QUALNAME)), object::identity(cx, o.into()));
    cx.str(&text)
}

/// Calls `f` with the tuple and the dict that follow the first argument.
pub fn call(cx: &mut Cx<'_>, f: Value, a: Args) -> Res {
    let mut args = tuple::to_vec(a[1]);
    let kwargs = a.get(2).as_obj().map(dict::items).unwrap_or_default();
    if kwargs.is_empty() {
        return cx.call(f, &args);
    }
    let names: Vec<Value> = kwargs.iter().map(|p| p.0).collect();
    let names = cx.tuple(&names)?;
    args.extend(kwargs.iter().map(|p| p.1));
    cx.call_kw(f, &args, names)
}

fn function_get(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_none() { Ok(a[0]) } else { new_method(cx, a[0], a[1]) }
}

fn set_text(cx: &mut Cx<'_>, a: Args, word: usize, name: &str) -> Res {
    if str::of(a.get(1)).is_none() {
        return Err(cx.type_error(format!("{name} must be set to a string object")));
    }
    a[0].obj().set(word, a[1]);
    Ok(Value::NONE)
}

fn set_any(_: &mut Cx<'_>, a: Args, word: usize) -> Res {
    a[0].obj().set(word, none_for_null(a.get(1)));
    Ok(Value::NONE)
}

fn set_kind(cx: &mut Cx<'_>, a: Args, word: usize, kind: Kind, text: &str) -> Res {
    let v = a.get(1);
    if v.is_null() || v.is_none() {
        a[0].obj().set(word, Value::NULL);
    } else if v.as_obj().is_some_and(|o| o.is(kind)) {
        a[0].obj().set(word, v);
    } else {
        return Err(cx.type_error(text));
    }
    cx.world.drop_caches();
    Ok(Value::NONE)
}

fn set_code(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a.get(1).as_obj().is_some_and(|o| o.is(Kind::Code)) {
        return Err(cx.type_error("__code__ must be set to a code object"));
    }
    a[0].obj().set(func::CODE, a[1]);
    cx.world.drop_caches();
    Ok(Value::NONE)
}

fn function_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if o.get(func::DICT).is_null() {
        let d = cx.dict()?;
        o.cas(func::DICT, Value::NULL, d);
    }
    Ok(o.get(func::DICT))
}

/// What the word ANNOTATIONS holds: the function that gives them, the dict of them, or both in a tuple.
fn annotation_parts(o: Obj) -> (Value, Value) {
    let v = o.get(func::ANNOTATIONS);
    match v.as_obj() {
        None => (Value::NULL, Value::NULL),
        Some(t) if t.is(Kind::Dict) => (Value::NULL, v),
        Some(t)
            if t.is(Kind::Tuple)
                && tuple::len(t) == 2
                && tuple::get(t, 1).as_obj().is_some_and(|d| d.is(Kind::Dict)) =>
        {
            (tuple::get(t, 0), tuple::get(t, 1))
        }
        Some(_) => (v, Value::NULL),
    }
}

fn annotations(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let (f, d) = annotation_parts(o);
    if !d.is_null() {
        return Ok(d);
    }
    if let Some(t) = f.as_obj()
        && t.is(Kind::Tuple)
    {
        // Names and texts, one after the other (`from __future__ import annotations`).
        let d = cx.dict()?;
        for pair in tuple::to_vec(f).chunks_exact(2) {
            dict::set_str(cx, d.obj(), pair[0], pair[1])?;
        }
        o.set(func::ANNOTATIONS, d);
        return Ok(d);
    }
    if f.is_null() || f.is_none() {
        let d = cx.dict()?;
        o.set(func::ANNOTATIONS, d);
        return Ok(d);
    }
    cx.call_then_native(f, &[Value::small(1)], &ANNOTATED[0], a[0])
}

/// Continuations of this file.
pub static ANNOTATED: [NativeDef; 1] =
    [row("_function_annotations_are_there", "state, result, /", annotated, Acc::Any)];

fn annotated(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(crate::Exit::Raise);
    }
    let o = a[0].obj();
    if !a[1].as_obj().is_some_and(|d| d.is(Kind::Dict)) {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("__annotate__() must return a dict, not {t}")));
    }
    let (f, _) = annotation_parts(o);
    let both = cx.tuple(&[f, a[1]])?;
    o.set(func::ANNOTATIONS, both);
    Ok(a[1])
}

fn set_annotations(cx: &mut Cx<'_>, a: Args) -> Res {
    set_kind(cx, a, func::ANNOTATIONS, Kind::Dict, "__annotations__ must be set to a dict object")
}

fn annotate(_: &mut Cx<'_>, a: Args) -> Res {
    let (f, _) = annotation_parts(a[0].obj());
    Ok(if f.as_obj().is_some_and(|o| !o.is(Kind::Tuple)) { f } else { Value::NONE })
}

fn set_annotate(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a.get(1);
    if v.is_null() {
        return Err(cx.type_error("__annotate__ cannot be deleted"));
    }
    if !v.is_none() && cx.lookup_special(v, N::__call__).is_none() {
        return Err(cx.type_error("__annotate__ must be callable or None"));
    }
    a[0].obj().set(func::ANNOTATIONS, if v.is_none() { Value::NULL } else { v });
    Ok(Value::NONE)
}

// ---- bound methods --------------------------------------------------------------------------------------------------

pub static METHOD_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, function, instance, /", method_new, Acc::Pure),
    row("__getattr__", "self, name, /", |cx, a| ops::attr::get(cx, a[0].obj().frozen(method::FUNC), a[1]), Acc::Any),
    row(
        "__repr__",
        "self, /",
        |cx, a| cx.call_hidden("method_repr", &[a[0].obj().frozen(0), a[0].obj().frozen(1)]),
        Acc::Any,
    ),
    row("__eq__", "self, value, /", method_eq, Acc::Pure),
    row("__hash__", "self, /", method_hash, Acc::Pure),
    row("__call__", "self, /, *args, **kwargs", |cx, a| call(cx, a[0], a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", |_, a| Ok(a[0]), Acc::Pure),
    row(
        "__reduce__",
        "self, /",
        |cx, a| cx.call_hidden("method_reduce", &[a[0].obj().frozen(0), a[0].obj().frozen(1)]),
        Acc::Any,
    ),
];

pub static METHOD_GETSET: &[GetSetDef] = &[
    word!("__func__", method::FUNC),
    word!("__self__", method::SELF),
    getset("__doc__", |cx, a| {
        let name = cx.world.name(N::__doc__);
        ops::attr::get(cx, a[0].obj().frozen(method::FUNC), name)
    }),
];

fn method_new(cx: &mut Cx<'_>, a: Args) -> Res {
    if cx.lookup_special(a[1], N::__call__).is_none() {
        return Err(cx.type_error("first argument must be callable"));
    }
    if a[2].is_none() {
        return Err(cx.type_error("instance must not be None"));
    }
    new_method(cx, a[1], a[2])
}

fn method_eq(_: &mut Cx<'_>, a: Args) -> Res {
    let (x, y) = (a[0].obj(), a[1]);
    let Some(y) = y.as_obj().filter(|o| o.is(Kind::Method)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let same = x.frozen(method::FUNC) == y.frozen(method::FUNC) && x.frozen(method::SELF) == y.frozen(method::SELF);
    Ok(Value::bool(same))
}

fn method_hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let h = object::identity(cx, o.frozen(method::SELF)) ^ object::identity(cx, o.frozen(method::FUNC));
    cx.int(h >> 4)
}

// ---- natives --------------------------------------------------------------------------------------------------------

pub static NATIVE_METHODS: &[NativeDef] = &[
    row("__repr__", "self, /", native_repr, Acc::Pure),
    row("__call__", "self, /, *args, **kwargs", |cx, a| call(cx, a[0], a), Acc::Any),
    row("__eq__", "self, value, /", native_eq, Acc::Pure),
    row("__hash__", "self, /", native_hash, Acc::Pure),
    row("__reduce__", "self, /", |cx, a| cx.call_hidden("native_reduce", &[a[0]]), Acc::Any),
];

pub static DESCRIPTOR_METHODS: &[NativeDef] = &[
    row("__repr__", "self, /", native_repr, Acc::Pure),
    row("__call__", "self, /, *args, **kwargs", |cx, a| call(cx, a[0], a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", native_get, Acc::Pure),
];

/// A second table with the same rows, since a row belongs to one class.
pub static WRAPPER_METHODS: &[NativeDef] = &[
    row("__repr__", "self, /", native_repr, Acc::Pure),
    row("__call__", "self, /, *args, **kwargs", |cx, a| call(cx, a[0], a), Acc::Any),
    row("__get__", "self, instance, owner=None, /", native_get, Acc::Pure),
];

pub static NATIVE_GETSET: &[GetSetDef] = &[
    getset("__name__", native_name),
    getset("__qualname__", native_qualname),
    getset("__module__", native_module),
    getset("__self__", native_self),
    getset("__doc__", |_, _| Ok(Value::NONE)),
    getset("__text_signature__", text_signature),
];

pub static DESCRIPTOR_GETSET: &[GetSetDef] = &[
    getset("__name__", native_name),
    getset("__qualname__", native_qualname),
    word!("__objclass__", native::CLASS),
    getset("__doc__", |_, _| Ok(Value::NONE)),
    getset("__text_signature__", text_signature),
];

pub static WRAPPER_GETSET: &[GetSetDef] = &[
    getset("__name__", native_name),
    getset("__qualname__", native_qualname),
    word!("__objclass__", native::CLASS),
    getset("__doc__", |_, _| Ok(Value::NONE)),
    getset("__text_signature__", text_signature),
];

fn native_name(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = def(cx, a[0].obj()).name;
    Ok(cx.intern(name))
}

/// The class that a native belongs to, as an object or the name of.
fn owner(cx: &Cx<'_>, o: Obj) -> Option<String> {
    let (c, this) = (o.frozen(native::CLASS), o.frozen(native::SELF));
    if !c.is_null() {
        return Some(class::qualname(c));
    }
    let _ = cx;
    this.as_obj().filter(|o| o.is(Kind::Type)).map(|_| class::qualname(this))
}

fn native_qualname(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let name = def(cx, o).name;
    let text = match owner(cx, o) {
        Some(c) => format!("{c}.{name}"),
        None => name.to_owned(),
    };
    cx.str(&text)
}

fn native_module(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = a[0].obj().frozen(native::MODULE);
    match m.as_obj() {
        Some(o) if o.is(Kind::Module) => {
            let name = cx.world.name(N::__name__);
            Ok(dict::get_str(crate::types::module::dict(m), name).unwrap_or(Value::NONE))
        }
        _ => Ok(Value::NONE),
    }
}

fn native_self(_: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let this = o.frozen(native::SELF);
    Ok(none_for_null(if this.is_null() { o.frozen(native::MODULE) } else { this }))
}

fn text_signature(cx: &mut Cx<'_>, a: Args) -> Res {
    let sig = def(cx, a[0].obj()).sig;
    let sig = match sig.strip_prefix("self") {
        Some(rest) => format!("($self{rest})"),
        None => format!("({sig})"),
    };
    cx.str(&sig)
}

fn native_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let name = def(cx, o).name;
    let (c, this) = (o.frozen(native::CLASS), o.frozen(native::SELF));
    let dunder = super::is_slot_wrapper(cx, o);
    let text = if !this.is_null() {
        let (t, at) = (cx.type_name(this), object::identity(cx, this));
        let is_class = this.as_obj().is_some_and(|o| o.is(Kind::Type));
        if dunder && !is_class {
            format!("<method-wrapper '{name}' of {t} object at {at:#x}>")
        } else {
            format!("<built-in method {name} of {t} object at {at:#x}>")
        }
    } else if c.is_null() {
        format!("<built-in function {name}>")
    } else {
        let what = if dunder { "slot wrapper" } else { "method" };
        format!("<{what} '{name}' of '{}' objects>", class::name(c))
    };
    cx.str(&text)
}

fn native_eq(_: &mut Cx<'_>, a: Args) -> Res {
    let Some(y) = a[1].as_obj().filter(|o| o.is(Kind::Native)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = a[0].obj();
    let same = [native::INDEX, native::SELF].iter().all(|&w| x.frozen(w) == y.frozen(w));
    Ok(Value::bool(same))
}

fn native_hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let this = o.frozen(native::SELF);
    let base = if this.is_null() { 0 } else { object::identity(cx, this) >> 4 };
    cx.int(base ^ (o.frozen(native::INDEX).int_value() * 0x1_0001))
}

fn native_get(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_none() {
        return Ok(a[0]);
    }
    let ty = cx.type_of(a[1]);
    ops::attr::check_owner(cx, a[0].obj(), ty)?;
    ops::attr::bind(cx, a[0], a[1], ty)
}

// ---- cells ----------------------------------------------------------------------------------------------------------

pub static CELL_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, contents=None, /", |cx, a| new_cell(cx, a.get(1)), Acc::Pure),
    row("__repr__", "self, /", cell_repr, Acc::Read),
];

pub static CELL_GETSET: &[GetSetDef] = &[getset_rw("cell_contents", cell_contents, |_, a| {
    a[0].obj().set(0, a.get(1));
    Ok(Value::NONE)
})];

fn cell_contents(cx: &mut Cx<'_>, a: Args) -> Res {
    match a[0].obj().get(0) {
        Value::NULL => Err(cx.value_error("cell is empty")),
        v => Ok(v),
    }
}

fn cell_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, v) = (a[0].obj(), a[0].obj().get(0));
    let text = if v.is_null() {
        format!("<cell at {:#x}: empty>", object::identity(cx, o.into()))
    } else {
        format!(
            "<cell at {:#x}: {} object at {:#x}>",
            object::identity(cx, o.into()),
            cx.type_name(v),
            object::identity(cx, v)
        )
    };
    cx.str(&text)
}

// ---- descriptors of natives' attributes -----------------------------------------------------------------------------

pub static GETSET_METHODS: &[NativeDef] = &[
    row("__repr__", "self, /", getset_repr, Acc::Pure),
    row("__get__", "self, instance, owner=None, /", native_get, Acc::Any),
    row("__set__", "self, instance, value, /", getset_set, Acc::Any),
    row("__delete__", "self, instance, /", getset_delete, Acc::Any),
];

pub static GETSET_GETSET: &[GetSetDef] = &[
    word!("__name__", 0),
    word!("__objclass__", 3),
    getset("__qualname__", |cx, a| {
        let o = a[0].obj();
        let text = format!("{}.{}", class::qualname(o.frozen(3)), str::to_string(o.frozen(0)));
        cx.str(&text)
    }),
    getset("__doc__", |_, _| Ok(Value::NONE)),
];

fn getset_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let text = format!("<attribute '{}' of '{}' objects>", str::to_string(o.frozen(0)), class::name(o.frozen(3)));
    cx.str(&text)
}

fn getset_set(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::attr::set_by_descriptor(cx, a[0], a[1], a[2])
}

fn getset_delete(cx: &mut Cx<'_>, a: Args) -> Res {
    ops::attr::set_by_descriptor(cx, a[0], a[1], Value::NULL)
}
