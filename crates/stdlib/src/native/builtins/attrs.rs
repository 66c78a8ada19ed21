//! Attributes by name, and the namespaces in which names live.

use gilscope_core::types::{dict, frame, instance, module, str};
use gilscope_core::{Cont, Cx, Exit, N, Res, ops};
use gilscope_heap::{Args, Kind, Value};

/// The name as an interned str, or the TypeError that CPython gives.
fn name(cx: &mut Cx<'_>, v: Value) -> Res {
    if v.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) {
        return Ok(str::intern_value(cx, v));
    }
    if let Some(t) = str::of(v) {
        let s = t.to_string_lossy();
        return Ok(cx.intern(&s));
    }
    let t = cx.type_name(v);
    Err(cx.type_error(format!("attribute name must be string, not '{t}'")))
}

/// `getattr(o, name[, default])`
pub fn getattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = name(cx, a[1])?;
    let default = a.get(2);
    if default.is_null() {
        return ops::attr::get(cx, a[0], n);
    }
    let r = ops::attr::get(cx, a[0], n);
    or_default(cx, r, default)
}

/// An AttributeError becomes `default`.
fn or_default(cx: &mut Cx<'_>, r: Res, default: Value) -> Res {
    match r {
        Err(Exit::Raise) if is_attribute_error(cx) => {
            cx.take_raised();
            Ok(default)
        }
        Err(Exit::Call) => {
            cx.after_call(Cont::GetAttrDefault, default)?;
            Err(Exit::Call)
        }
        r => r,
    }
}

fn is_attribute_error(cx: &Cx<'_>) -> bool {
    cx.is_instance(cx.thread.raised, &gilscope_core::types::exception::ATTRIBUTE_ERROR)
}

/// `hasattr(o, name)`
pub fn hasattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = name(cx, a[1])?;
    match ops::attr::get(cx, a[0], n) {
        Ok(_) => Ok(Value::TRUE),
        Err(Exit::Raise) if is_attribute_error(cx) => {
            cx.take_raised();
            Ok(Value::FALSE)
        }
        Err(Exit::Call) => {
            cx.after_call(Cont::HasAttr, Value::NULL)?;
            Err(Exit::Call)
        }
        r => r,
    }
}

/// `setattr(o, name, value)`
pub fn setattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = name(cx, a[1])?;
    ops::attr::set(cx, a[0], n, a[2])
}

/// `delattr(o, name)`
pub fn delattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = name(cx, a[1])?;
    ops::attr::delete(cx, a[0], n)
}

/// `globals()`
pub fn globals(cx: &mut Cx<'_>, _a: Args) -> Res {
    Ok(frame::current_globals(cx).unwrap_or(Value::NONE))
}

/// `locals()`: of a module or class body its namespace itself, of a function a new dict.
pub fn locals(cx: &mut Cx<'_>, _a: Args) -> Res {
    match frame::current(cx) {
        Some(fp) => frame::namespace(cx, fp),
        None => cx.dict(),
    }
}

/// `vars([object])`
pub fn vars(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(0).is_null() {
        return locals(cx, a);
    }
    match a[0].as_obj() {
        Some(o) if matches!(o.kind(), Kind::Instance) && instance::dict(cx, o)?.is_some() => {
            Ok(instance::dict(cx, o)?.map_or(Value::NONE, Value::from))
        }
        Some(o) if o.is(Kind::Module) => Ok(module::dict(a[0]).into()),
        _ => cx.call_hidden("vars_general", &[a[0]]),
    }
}

/// `dir([object])`
pub fn dir(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(0).is_null() {
        let d = locals(cx, a)?;
        let names = match d.as_obj() {
            Some(d) if d.is(Kind::Dict) => dict::items(d).into_iter().map(|p| p.0).collect(),
            _ => Vec::new(),
        };
        return gilscope_core::types::class::methods::sorted_names(cx, names);
    }
    match cx.lookup_special(a[0], N::__dir__) {
        Some(_) => cx.call_hidden("dir_general", &[a[0]]),
        None => Err(cx.type_error("object does not provide __dir__")),
    }
}
