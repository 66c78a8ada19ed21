//! Modules. Word 0: the module's dict.

pub mod import;

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, func, getset, getset_rw};
use crate::types::{dict, str};
use crate::{Acc, Cx, Res};

pub const DICT: usize = 0;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("module", Kind::Module, 1, METHODS).getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", make, Acc::Pure),
    func("__init__", "self, name, doc=None", init, Acc::Write),
    func("__repr__", "self, /", repr, Acc::Read),
    func("__dir__", "self, /", dir, Acc::Any),
];

static GETSET: &[GetSetDef] = &[
    getset("__dict__", |_, a| Ok(a[0].obj().get(DICT))),
    getset_rw(
        "__annotations__",
        |cx, a| cx.call_hidden("module_annotations", &[a[0].obj().get(DICT)]),
        |cx, a| {
            let name = cx.intern("__annotations__");
            dict::set_str(cx, dict(a[0]), name, a[1])?;
            Ok(Value::NONE)
        },
    ),
];

fn make(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&TYPE, a[0])?;
    let d = cx.dict()?;
    o.init(DICT, d);
    Ok(o.into())
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    if str::of(a[1]).is_none() {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("module.__init__() argument 1 must be str, not {t}")));
    }
    let doc = if a.get(2).is_null() { Value::NONE } else { a[2] };
    for (k, v) in [
        ("__name__", a[1]),
        ("__doc__", doc),
        ("__package__", Value::NONE),
        ("__loader__", Value::NONE),
        ("__spec__", Value::NONE),
    ] {
        set(cx, a[0], k, v)?;
    }
    Ok(Value::NONE)
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let d = dict(a[0]);
    let mut text_of = |name: &str| {
        let key = cx.intern(name);
        dict::get_str(d, key).and_then(str::of).map(str::Text::to_string_lossy)
    };
    let (name, file) = (text_of("__name__"), text_of("__file__"));
    let name = name.unwrap_or_else(|| "?".to_owned());
    let built_in = cx.world.config.modules.iter().any(|m| m.name == name);
    let text = match file {
        Some(f) => format!("<module '{name}' from '{f}'>"),
        None if built_in => format!("<module '{name}' (built-in)>"),
        None => format!("<module '{name}'>"),
    };
    cx.str(&text)
}

fn dir(cx: &mut Cx<'_>, a: Args) -> Res {
    let d = dict(a[0]);
    if let Some(f) = dict::get_str(d, cx.world.name(crate::N::__dir__)) {
        return cx.call(f, &[]);
    }
    let names = dict::items(d).into_iter().map(|p| p.0).collect();
    crate::types::class::methods::sorted_names(cx, names)
}

/// A module with `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__` set.
pub fn new(cx: &mut Cx<'_>, name: &str, doc: Value) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Module, ty, 1)?;
    let d = cx.dict()?;
    o.init(DICT, d);
    let n = cx.str(name)?;
    for (k, v) in [
        ("__name__", n),
        ("__doc__", doc),
        ("__package__", Value::NONE),
        ("__loader__", Value::NONE),
        ("__spec__", Value::NONE),
    ] {
        let k = cx.intern(k);
        dict::set_str(cx, d.obj(), k, v)?;
    }
    Ok(o.into())
}

/// The module's dict.
pub fn dict(module: Value) -> gilscope_heap::Obj {
    module.obj().frozen(DICT).obj()
}

/// Sets an attribute of a module as the machine itself does.
pub fn set(cx: &mut Cx<'_>, module: Value, name: &str, v: Value) -> Res<()> {
    let k = cx.intern(name);
    dict::set_str(cx, dict(module), k, v)
}

/// `AttributeError: module 'm' has no attribute 'x'`
#[cold]
pub fn missing(cx: &mut Cx<'_>, m: gilscope_heap::Obj, name: Value) -> crate::Exit {
    let key = cx.world.name(crate::N::__name__);
    let n = super::str::to_string(name);
    let text = match super::dict::get_str(dict(m.into()), key).and_then(super::str::of) {
        Some(t) => format!("module '{}' has no attribute '{n}'", t.to_string_lossy()),
        None => format!("module has no attribute '{n}'"),
    };
    cx.attribute_error(m.into(), name, text)
}
