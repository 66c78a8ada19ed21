//! Modules. Word 0: the module's dict.

pub mod import;

use gilscope_heap::{Kind, Value};

use crate::native::{NativeDef, TypeDef};
use crate::types::dict;
use crate::{Cx, Res};

pub const DICT: usize = 0;

pub static TYPES: &[&TypeDef] = &[&TYPE];
pub static TYPE: TypeDef = TypeDef::new("module", Kind::Module, 1, METHODS);

static METHODS: &[NativeDef] = &[];

/// A module with `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__` set.
pub fn new(cx: &mut Cx<'_>, name: &str, doc: Value) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::Module, ty, 1)?;
    let d = cx.dict()?;
    o.init(DICT, d);
    let n = cx.str(name)?;
    for (k, v) in [("__name__", n), ("__doc__", doc), ("__package__", Value::NONE), ("__loader__", Value::NONE), ("__spec__", Value::NONE)] {
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
