//! Methods and attributes of classes (the class `type`).

use gilscope_heap::{Args, Kind, Value};

use super::{build, make, mro};
use crate::native::{GetSetDef, NativeDef, TypeFlags, func, getset, getset_rw};
use crate::types::{class, dict, list, str, tuple};
use crate::{Acc, Cx, N, Res};

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", build::new, Acc::Any),
    func("__init__", "self, /, *args, **kwargs", build::init, Acc::Pure),
    func("__call__", "self, /, *args, **kwargs", call, Acc::Any),
    NativeDef::class("__prepare__", "cls, /, *args, **kwargs", |cx, _| cx.dict(), Acc::Pure),
    func("__repr__", "self, /", repr, Acc::Read),
    func("mro", "self, /", compute_mro, Acc::Read),
    func("__subclasses__", "self, /", subclasses, Acc::Read),
    func("__instancecheck__", "self, instance, /", instancecheck, Acc::Pure),
    func("__subclasscheck__", "self, subclass, /", subclasscheck, Acc::Pure),
    func("__or__", "self, value, /", crate::types::union::or, Acc::Pure),
    func("__ror__", "self, value, /", crate::types::union::ror, Acc::Pure),
    func("__dir__", "self, /", dir, Acc::Read),
    func("__sizeof__", "self, /", |cx, _| cx.int(1064), Acc::Pure),
];

pub static GETSET: &[GetSetDef] = &[
    getset_rw("__name__", |_, a| Ok(a[0].obj().get(class::NAME)), set_name),
    getset_rw("__qualname__", get_qualname, set_qualname),
    getset_rw("__module__", get_module, set_module),
    getset_rw("__bases__", |_, a| Ok(a[0].obj().get(class::BASES)), set_bases),
    getset("__base__", |_, a| Ok(none_for_null(a[0].obj().get(class::BASE)))),
    getset("__mro__", |_, a| Ok(a[0].obj().get(class::MRO))),
    getset("__dict__", |cx, a| crate::types::containers::views::new_proxy(cx, a[0].obj().get(class::DICT))),
    getset_rw("__doc__", get_doc, |cx, a| set_in_dict(cx, a, N::__doc__)),
    getset_rw("__abstractmethods__", get_abstract, set_abstract),
    getset_rw("__annotations__", get_annotations, set_annotations),
    getset_rw("__annotate__", get_annotate, set_annotate),
    getset_rw("__type_params__", get_type_params, |cx, a| set_in_dict(cx, a, N::__type_params__)),
    getset("__flags__", |cx, a| {
        let f = class::flags(a[0].obj());
        let heap = if f.has(TypeFlags::HEAP) { 1 << 9 } else { 1 << 8 };
        let base = if f.has(TypeFlags::BASE) { 1 << 10 } else { 0 };
        let abstract_ = if f.has(TypeFlags::ABSTRACT) { 1 << 20 } else { 0 };
        cx.int(heap | base | abstract_ | 1 << 12)
    }),
    getset("__basicsize__", |cx, a| cx.int(16 + 8 * a[0].obj().get(class::WORDS).int_value())),
    getset("__itemsize__", |_, _| Ok(Value::small(0))),
    getset("__dictoffset__", |_, a| {
        Ok(Value::small(if a[0].obj().get(class::DICT_WORD).int_value() < 0 { 0 } else { -1 }))
    }),
    getset("__weakrefoffset__", |_, _| Ok(Value::small(0))),
    getset("__text_signature__", |_, _| Ok(Value::NONE)),
];

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

fn call(cx: &mut Cx<'_>, a: Args) -> Res {
    let kwargs = if a.get(2).is_null() { cx.dict()? } else { a[2] };
    if a[0] == class::TYPE.of(cx) && tuple::len(a[1].obj()) == 1 && dict::len(kwargs.obj()) == 0 {
        return Ok(cx.type_of(tuple::get(a[1].obj(), 0)));
    }
    cx.call_hidden("type_call", &[a[0], a[1], kwargs])
}

/// The text of `cls.__module__`, where it is a str.
pub fn module_of(cx: &Cx<'_>, ty: Value) -> Option<String> {
    match dict::get_str(ty.obj().get(class::DICT).obj(), cx.world.name(N::__module__)) {
        Some(v) if !v.as_obj().is_some_and(|o| o.is(Kind::GetSet)) => str::of(v).map(str::Text::to_string_lossy),
        _ => Some("builtins".to_owned()),
    }
}

/// `module.qualname`, without the module where that is `builtins`.
pub fn full_name(cx: &Cx<'_>, ty: Value) -> String {
    let q = class::qualname(ty);
    match module_of(cx, ty) {
        Some(m) if m != "builtins" => format!("{m}.{q}"),
        _ => q,
    }
}

/// Modules that are C in CPython, and whose classes are Python here.
const IN_C: [&str; 4] = ["datetime", "functools", "re", "_io"];

/// The name in messages: classes in C show their module.
pub fn long_name(cx: &Cx<'_>, ty: Value) -> String {
    let flags = class::flags(ty.obj());
    let is_python = flags.has(TypeFlags::HEAP)
        && (flags.has(TypeFlags::EXCEPTION) || module_of(cx, ty).is_none_or(|module| !IN_C.contains(&module.as_str())));
    if is_python { class::name(ty) } else { full_name(cx, ty) }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let text = format!("<class '{}'>", full_name(cx, a[0]));
    cx.str(&text)
}

fn compute_mro(cx: &mut Cx<'_>, a: Args) -> Res {
    let bases = tuple::to_vec(a[0].obj().get(class::BASES));
    let mut order = mro::linearize(cx, &bases)?;
    order.insert(0, a[0]);
    cx.list(&order)
}

fn subclasses(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = a[0].obj().get(class::SUBCLASSES).as_obj().map(list::items).unwrap_or_default();
    cx.list(&items)
}

fn instancecheck(cx: &mut Cx<'_>, a: Args) -> Res {
    let ty = cx.type_of(a[1]);
    if class::is_subclass(ty, a[0]) {
        return Ok(Value::TRUE);
    }
    if claims_other_class(cx, a[1]) {
        return cx.call_hidden("isinstance_by_attribute", &[a[1], a[0]]);
    }
    Ok(Value::FALSE)
}

/// Has the class of `v` a `__class__` of its own, as mock objects and proxies have? Does not call Python.
pub fn claims_other_class(cx: &mut Cx<'_>, v: Value) -> bool {
    let Some(o) = v.as_obj() else { return false };
    if !class::flags(o.ty().obj()).has(TypeFlags::HEAP) {
        return false;
    }
    let object = crate::types::object::TYPE.of(cx);
    let name = cx.world.name(N::__class__);
    cx.lookup(o.ty(), name) != cx.lookup(object, name)
}

fn subclasscheck(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].as_obj().is_some_and(|o| o.is(Kind::Type)) {
        return Err(cx.type_error("issubclass() arg 1 must be a class"));
    }
    Ok(Value::bool(class::is_subclass(a[1], a[0])))
}

fn dir(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut names: Vec<Value> = Vec::new();
    for t in class::mro(a[0].obj()) {
        names.extend(dict::items(t.obj().get(class::DICT).obj()).into_iter().map(|p| p.0));
    }
    sorted_names(cx, names)
}

/// A sorted list of names, each once. Does not call Python.
pub fn sorted_names(cx: &mut Cx<'_>, names: Vec<Value>) -> Res {
    let mut named: Vec<(String, Value)> =
        names.into_iter().filter_map(|v| str::of(v).map(|t| (t.to_string_lossy(), v))).collect();
    named.sort_by(|x, y| x.0.cmp(&y.0));
    named.dedup_by(|x, y| x.0 == y.0);
    let names: Vec<Value> = named.into_iter().map(|p| p.1).collect();
    cx.list(&names)
}

/// Only classes made by Python change.
fn check_mutable(cx: &mut Cx<'_>, ty: Value, name: &str) -> Res<()> {
    if class::flags(ty.obj()).has(TypeFlags::HEAP) {
        return Ok(());
    }
    let t = class::name(ty);
    Err(cx.type_error(format!("cannot set '{name}' attribute of immutable type '{t}'")))
}

fn set_name(cx: &mut Cx<'_>, a: Args) -> Res {
    check_mutable(cx, a[0], "__name__")?;
    let t = class::name(a[0]);
    if a[1].is_null() {
        return Err(cx.type_error(format!("cannot delete '__name__' attribute of type '{t}'")));
    }
    if str::of(a[1]).is_none() {
        let v = cx.type_name(a[1]);
        return Err(cx.type_error(format!("can only assign string to {t}.__name__, not '{v}'")));
    }
    let o = a[0].obj();
    if o.get(class::QUALNAME).is_null() {
        o.set(class::QUALNAME, o.get(class::NAME));
    }
    o.set(class::NAME, a[1]);
    Ok(Value::NONE)
}

fn get_qualname(_cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let q = o.get(class::QUALNAME);
    Ok(if q.is_null() { o.get(class::NAME) } else { q })
}

fn set_qualname(cx: &mut Cx<'_>, a: Args) -> Res {
    check_mutable(cx, a[0], "__qualname__")?;
    let t = class::name(a[0]);
    if a[1].is_null() {
        return Err(cx.type_error(format!("cannot delete '__qualname__' attribute of type '{t}'")));
    }
    if str::of(a[1]).is_none() {
        let v = cx.type_name(a[1]);
        return Err(cx.type_error(format!("can only assign string to {t}.__qualname__, not '{v}'")));
    }
    a[0].obj().set(class::QUALNAME, a[1]);
    Ok(Value::NONE)
}

fn get_module(cx: &mut Cx<'_>, a: Args) -> Res {
    match dict::get_str(a[0].obj().get(class::DICT).obj(), cx.world.name(N::__module__)) {
        // What instances (of classes whose instances are classes, functions …) have under the name is not the class' own.
        Some(v) if !v.as_obj().is_some_and(|o| o.is(Kind::GetSet)) => Ok(v),
        _ => cx.str("builtins"),
    }
}

fn set_module(cx: &mut Cx<'_>, a: Args) -> Res {
    set_in_dict(cx, a, N::__module__)
}

/// Sets (or deletes) what is kept in the class' own dict.
fn set_in_dict(cx: &mut Cx<'_>, a: Args, which: N) -> Res {
    let name = cx.world.name(which);
    let text = str::to_string(name);
    check_mutable(cx, a[0], &text)?;
    if a.get(1).is_null() {
        let t = class::name(a[0]);
        return Err(cx.type_error(format!("cannot delete '{text}' attribute of type '{t}'")));
    }
    class::set_attr(cx, a[0].obj(), name, a[1])?;
    Ok(Value::NONE)
}

fn get_doc(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = dict::get_str(a[0].obj().get(class::DICT).obj(), cx.world.name(N::__doc__)).unwrap_or(Value::NONE);
    if v.as_obj().is_some_and(|o| o.is(Kind::GetSet)) {
        return Ok(Value::NONE);
    }
    match cx.lookup_special(v, N::__get__) {
        Some(f) if v.is_obj() && str::of(v).is_none() => cx.call(f, &[v, Value::NONE, a[0]]),
        _ => Ok(v),
    }
}

fn get_abstract(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = cx.intern("__abstractmethods__");
    let found = if a[0] == class::TYPE.of(cx) { None } else { dict::get_str(a[0].obj().get(class::DICT).obj(), name) };
    match found {
        Some(v) => Ok(v),
        None => {
            let t = class::name(a[0]);
            Err(cx.attribute_error(a[0], name, format!("type object '{t}' has no attribute '__abstractmethods__'")))
        }
    }
}

fn set_abstract(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = cx.intern("__abstractmethods__");
    let t = a[0].obj();
    if a[1].is_null() {
        dict::remove_str(cx, t.get(class::DICT).obj(), name);
        class::set_flags(t, TypeFlags(class::flags(t).0 & !TypeFlags::ABSTRACT.0));
        return Ok(Value::NONE);
    }
    dict::set_str(cx, t.get(class::DICT).obj(), name, a[1])?;
    let some = a[1].as_obj().is_none_or(|o| !matches!(o.kind(), Kind::Set | Kind::Tuple | Kind::List) || o.aux() > 0);
    let f = class::flags(t);
    class::set_flags(t, TypeFlags(if some { f.0 | TypeFlags::ABSTRACT.0 } else { f.0 & !TypeFlags::ABSTRACT.0 }));
    class::modified(cx.world, t);
    Ok(Value::NONE)
}

fn set_bases(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = a[0];
    check_mutable(cx, t, "__bases__")?;
    if a[1].is_null() {
        let t = class::name(t);
        return Err(cx.type_error(format!("cannot delete '__bases__' attribute of type '{t}'")));
    }
    let Some(new) = a[1].as_obj().filter(|o| o.is(Kind::Tuple)) else {
        let v = cx.type_name(a[1]);
        let t = class::name(t);
        return Err(cx.type_error(format!("can only assign tuple to {t}.__bases__, not {v}")));
    };
    let bases: Vec<Value> = tuple::items(new).collect();
    let t_name = class::name(t);
    if bases.is_empty() {
        return Err(cx.type_error(format!("can only assign non-empty tuple to {t_name}.__bases__, not ()")));
    }
    let best = mro::best_base(cx, &bases)?;
    let o = t.obj();
    let same = [class::KIND, class::SLOTS].iter().all(|&w| best.obj().get(w) == o.get(class::BASE).obj().get(w));
    if !same {
        let (new, old) = (class::name(best), class::name(o.get(class::BASE)));
        return Err(cx.type_error(format!("__bases__ assignment: '{new}' object layout differs from '{old}'")));
    }
    if bases.iter().any(|&b| class::is_subclass(b, t)) {
        return Err(cx.type_error("a __bases__ item causes an inheritance cycle"));
    }
    for b in tuple::to_vec(o.get(class::BASES)) {
        if let Some(l) = b.obj().get(class::SUBCLASSES).as_obj() {
            let rest: Vec<Value> = list::items(l).into_iter().filter(|&s| s != t).collect();
            let rest = cx.list(&rest)?;
            b.obj().set(class::SUBCLASSES, rest);
        }
    }
    for b in &bases {
        let l = match b.obj().get(class::SUBCLASSES).as_obj() {
            Some(l) => l,
            None => {
                let l = cx.list(&[])?;
                b.obj().set(class::SUBCLASSES, l);
                l.obj()
            }
        };
        list::append(cx, l, t)?;
    }
    o.set(class::BASES, a[1]);
    o.set(class::BASE, best);
    reorder(cx, t)?;
    make::update_flags(cx, o);
    class::modified(cx.world, o);
    Ok(Value::NONE)
}

/// Computes the orders of a class and of all that derive from it again.
fn reorder(cx: &mut Cx<'_>, t: Value) -> Res<()> {
    let bases = tuple::to_vec(t.obj().get(class::BASES));
    let mut order = mro::linearize(cx, &bases)?;
    order.insert(0, t);
    let order = cx.tuple(&order)?;
    t.obj().set(class::MRO, order);
    for s in t.obj().get(class::SUBCLASSES).as_obj().map(list::items).unwrap_or_default() {
        reorder(cx, s)?;
    }
    Ok(())
}

fn get_type_params(cx: &mut Cx<'_>, a: Args) -> Res {
    let found = dict::get_str(a[0].obj().get(class::DICT).obj(), cx.world.name(N::__type_params__));
    Ok(found.unwrap_or(cx.world.empty_tuple))
}

// ---- annotations: evaluated when first asked for (PEP 649) ----------------------------------------------------------

fn annotate_function(cx: &mut Cx<'_>, ty: Value) -> Option<Value> {
    let d = ty.obj().get(class::DICT).obj();
    let key = cx.intern("__annotate_func__");
    dict::get_str(d, key).or_else(|| dict::get_str(d, cx.world.name(N::__annotate__)))
}

fn get_annotations(cx: &mut Cx<'_>, a: Args) -> Res {
    let t = a[0];
    let d = t.obj().get(class::DICT).obj();
    let cache = cx.intern("__annotations_cache__");
    if !class::flags(t.obj()).has(TypeFlags::HEAP) {
        let (n, name) = (cx.world.name(N::__annotations__), class::name(t));
        return Err(cx.attribute_error(t, n, format!("type object '{name}' has no attribute '__annotations__'")));
    }
    if let Some(v) = dict::get_str(d, cx.world.name(N::__annotations__)).or_else(|| dict::get_str(d, cache)) {
        return Ok(v);
    }
    match annotate_function(cx, t) {
        Some(f) if !f.is_none() => {
            let state = cx.tuple(&[t, cache])?;
            cx.call_then_native(f, &[Value::small(1)], &ANNOTATED[0], state)
        }
        _ => {
            let v = cx.dict()?;
            class::set_attr(cx, t.obj(), cache, v)?;
            Ok(v)
        }
    }
}

/// Continuations of this file.
pub static ANNOTATED: [NativeDef; 1] = [func("_annotations_are_there", "state, result, /", annotated, Acc::Any)];

fn annotated(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(crate::Exit::Raise);
    }
    if !a[1].as_obj().is_some_and(|o| o.is(Kind::Dict)) {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("__annotate__ returned non-dict of type '{t}'")));
    }
    let state = a[0].obj();
    class::set_attr(cx, tuple::get(state, 0).obj(), tuple::get(state, 1), a[1])?;
    Ok(a[1])
}

fn set_annotations(cx: &mut Cx<'_>, a: Args) -> Res {
    check_mutable(cx, a[0], "__annotations__")?;
    let d = a[0].obj().get(class::DICT).obj();
    let cache = cx.intern("__annotations_cache__");
    if a.get(1).is_null() {
        let had = dict::remove_str(cx, d, cache).is_some()
            | dict::remove_str(cx, d, cx.world.name(N::__annotations__)).is_some();
        if !had {
            let n = cx.world.name(N::__annotations__);
            return Err(cx.attribute_error(a[0], n, "__annotations__"));
        }
    } else if dict::get_str(d, cx.world.name(N::__annotations__)).is_some() {
        dict::set_str(cx, d, cx.world.name(N::__annotations__), a[1])?;
    } else {
        dict::set_str(cx, d, cache, a[1])?;
    }
    class::modified(cx.world, a[0].obj());
    Ok(Value::NONE)
}

fn get_annotate(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(annotate_function(cx, a[0]).unwrap_or(Value::NONE))
}

fn set_annotate(cx: &mut Cx<'_>, a: Args) -> Res {
    check_mutable(cx, a[0], "__annotate__")?;
    if a.get(1).is_null() {
        return Err(cx.type_error("cannot delete __annotate__ attribute"));
    }
    if !a[1].is_none() && cx.lookup_special(a[1], N::__call__).is_none() {
        return Err(cx.type_error("__annotate__ must be callable or None"));
    }
    let key = cx.intern("__annotate_func__");
    class::set_attr(cx, a[0].obj(), key, a[1])?;
    if !a[1].is_none() {
        let cache = cx.intern("__annotations_cache__");
        dict::remove_str(cx, a[0].obj().get(class::DICT).obj(), cache);
    }
    Ok(Value::NONE)
}
