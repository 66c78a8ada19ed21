//! Attributes: the descriptor protocol (`Objects/object.c`, `_PyObject_GenericGetAttrWithDict`; `type_getattro`).

use gilscope_heap::{Kind, Obj, Value};

use crate::Cx;
use crate::exit::{Cont, Exit, Res};
use crate::names::N;
use crate::native::{Bind, TypeFlags};
use crate::shape;
use crate::types::{class, dict, exception, function, instance, local, member, module, property, str, super_, tuple};

/// `o.name`; `name` is interned.
pub fn get(cx: &mut Cx<'_>, o: Value, name: Value) -> Res {
    let ty = cx.type_of(o);
    if class::flags(ty.obj()).has(TypeFlags::CUSTOM_GET) {
        return get_custom(cx, o, ty, name);
    }
    generic_get(cx, o, name)
}

/// `__getattribute__` of the program's own, or `__getattr__`.
#[cold]
fn get_custom(cx: &mut Cx<'_>, o: Value, ty: Value, name: Value) -> Res {
    let key = cx.world.name(N::__getattribute__);
    let f = cx.lookup(ty, key);
    let own = f.filter(|f| !f.as_obj().is_some_and(|o| o.is(Kind::Native)));
    let has_getattr = cx.lookup_special(o, N::__getattr__).is_some();
    let state = if has_getattr { cx.tuple(&[o, name])? } else { Value::NULL };
    match own {
        Some(f) if has_getattr => cx.call_then(f, &[o, name], Cont::GetAttr, state),
        Some(f) => cx.call(f, &[o, name]),
        None => match generic_get(cx, o, name) {
            Err(Exit::Raise) if cx.is_instance(cx.thread.raised, &exception::ATTRIBUTE_ERROR) && has_getattr => {
                cx.thread.raised = Value::NULL;
                let f = cx.lookup_special(o, N::__getattr__).expect("looked up before");
                cx.call(f, &[o, name])
            }
            Err(Exit::Call) if has_getattr => {
                // A getter runs: what it raises goes to `__getattr__` too.
                crate::vm::call::push_cont(cx, Cont::GetAttr, state)?;
                Err(Exit::Call)
            }
            r => r,
        },
    }
}

/// `object.__getattribute__`, `type.__getattribute__` and a module's, by what `o` is.
pub fn generic_get(cx: &mut Cx<'_>, o: Value, name: Value) -> Res {
    if let Some(obj) = o.as_obj() {
        match obj.kind() {
            Kind::Type => return type_get(cx, obj, name),
            Kind::Module => return module_get(cx, obj, name),
            Kind::Super => {
                if let Some(r) = super_::get(cx, obj, name) {
                    return r;
                }
            }
            Kind::Local => {
                if let Some(r) = local::before_get(cx, obj, name) {
                    return r;
                }
                if name == cx.world.name(N::__dict__) {
                    return local::own(cx, obj).map(Value::from);
                }
            }
            _ => {}
        }
    }
    let ty = cx.type_of(o);
    let found = cx.lookup(ty, name);
    if let Some(f) = found
        && is_data_descriptor(cx, f)
        && has_get(cx, f)
    {
        return bind(cx, f, o, ty);
    }
    if let Some(v) = o.as_obj().and_then(|obj| own(cx, obj, name)) {
        return Ok(v);
    }
    match found {
        Some(f) => bind(cx, f, o, ty),
        None => Err(missing(cx, o, ty, name)),
    }
}

/// The attribute that the object itself has. Does not call Python.
pub fn own(cx: &Cx<'_>, obj: Obj, name: Value) -> Option<Value> {
    match obj.kind() {
        Kind::Function => dict::get_str(obj.get(function::func::DICT).as_obj()?, name),
        Kind::Local => dict::get_str(local::find(cx, obj)?, name),
        _ => instance::get(cx, obj, name).filter(|v| !v.is_null()),
    }
}

#[cold]
fn missing(cx: &mut Cx<'_>, o: Value, ty: Value, name: Value) -> Exit {
    let t = class::methods::long_name(cx, ty);
    let n = str::to_string(name);
    cx.attribute_error(o, name, format!("'{t}' object has no attribute '{n}'"))
}

fn type_get(cx: &mut Cx<'_>, t: Obj, name: Value) -> Res {
    let meta = t.ty();
    let in_meta = cx.lookup(meta, name);
    if let Some(f) = in_meta
        && is_data_descriptor(cx, f)
        && has_get(cx, f)
    {
        return bind(cx, f, t.into(), meta);
    }
    if let Some(f) = cx.lookup(t.into(), name) {
        return bind_on_class(cx, f, t.into());
    }
    match in_meta {
        Some(f) => bind(cx, f, t.into(), meta),
        None => {
            let (c, n) = (class::methods::long_name(cx, t.into()), str::to_string(name));
            Err(cx.attribute_error(t.into(), name, format!("type object '{c}' has no attribute '{n}'")))
        }
    }
}

fn module_get(cx: &mut Cx<'_>, m: Obj, name: Value) -> Res {
    if let Some(v) = dict::get_str(module::dict(m.into()), name) {
        return Ok(v);
    }
    let ty = m.ty();
    if let Some(f) = cx.lookup(ty, name) {
        return bind(cx, f, m.into(), ty);
    }
    let getattr = cx.world.name(N::__getattr__);
    if let Some(f) = dict::get_str(module::dict(m.into()), getattr) {
        return cx.call(f, &[name]);
    }
    Err(module::missing(cx, m, name))
}

/// What an attribute of a class means through an instance `o` of the class `ty`.
pub fn bind(cx: &mut Cx<'_>, f: Value, o: Value, ty: Value) -> Res {
    let Some(d) = f.as_obj() else { return Ok(f) };
    match d.kind() {
        Kind::Function => function::new_method(cx, f, o),
        Kind::Native if is_method(f) => {
            let def = function::def(cx, d);
            if def.bind == Bind::Method {
                return function::new_native(cx, def, Value::NULL, d.frozen(function::native::CLASS), o);
            }
            Ok(f)
        }
        Kind::StaticMethod => Ok(d.get(0)),
        Kind::ClassMethod => bind_class(cx, d.get(0), ty),
        Kind::Property => property::get(cx, d, o),
        Kind::GetSet => {
            check_owner(cx, d, ty)?;
            let getter = d.frozen(1).obj();
            let args = one(cx, o)?;
            (function::def(cx, getter).f)(cx, args)
        }
        Kind::Member => {
            check_owner(cx, d, ty)?;
            let v = o.obj().get(d.frozen(member::WORD).int_value() as usize);
            if v.is_null() {
                return Err(missing(cx, o, ty, d.frozen(member::NAME)));
            }
            Ok(v)
        }
        Kind::Instance | Kind::Type | Kind::GenericAlias | Kind::Native1 => match cx.lookup_special(f, N::__get__) {
            Some(get) => cx.call(get, &[f, o, ty]),
            None => Ok(f),
        },
        _ => match cx.lookup_special(f, N::__get__) {
            Some(get) if !get.obj().is(Kind::Native) => cx.call(get, &[f, o, ty]),
            _ => Ok(f),
        },
    }
}

/// A row of one argument for a native that is called right away.
fn one(cx: &mut Cx<'_>, v: Value) -> Res<gilscope_heap::Args> {
    let row = cx.reserve(1)?;
    row.set(0, v);
    cx.release(row);
    Ok(gilscope_heap::Args::new(row, 1))
}

fn bind_class(cx: &mut Cx<'_>, f: Value, ty: Value) -> Res {
    match f.as_obj() {
        Some(d) if d.is(Kind::Native) => {
            let def = function::def(cx, d);
            function::new_native(cx, def, Value::NULL, d.frozen(function::native::CLASS), ty)
        }
        Some(d) if d.is(Kind::Function) => function::new_method(cx, f, ty),
        _ => {
            let t = cx.type_of(f);
            match cx.lookup_special(f, N::__get__) {
                Some(get) if !get.obj().is(Kind::Native) => cx.call(get, &[f, ty, t]),
                _ => function::new_method(cx, f, ty),
            }
        }
    }
}

/// What an attribute of a class means through the class `ty` itself.
pub fn bind_on_class(cx: &mut Cx<'_>, f: Value, ty: Value) -> Res {
    let Some(d) = f.as_obj() else { return Ok(f) };
    match d.kind() {
        Kind::Function | Kind::Native | Kind::Property | Kind::Member => Ok(f),
        Kind::GetSet => match class_getset(cx, d, ty) {
            Some(v) => Ok(v),
            None => Ok(f),
        },
        Kind::StaticMethod => Ok(d.get(0)),
        Kind::ClassMethod => bind_class(cx, d.get(0), ty),
        _ => match cx.lookup_special(f, N::__get__) {
            Some(get) if !get.obj().is(Kind::Native) => cx.call(get, &[f, Value::NONE, ty]),
            _ => Ok(f),
        },
    }
}

/// Nothing computed is read through the class of its instances.
fn class_getset(_cx: &Cx<'_>, _d: Obj, _ty: Value) -> Option<Value> {
    None
}

/// Does a call of the attribute through an instance simply get the instance as its first argument?
#[inline]
pub fn is_method(f: Value) -> bool {
    match f.as_obj() {
        Some(o) if o.is(Kind::Function) => true,
        Some(o) if o.is(Kind::Native) => {
            !o.frozen(function::native::CLASS).is_null() && o.frozen(function::native::SELF).is_null()
        }
        _ => false,
    }
}

/// Does the class of `f` have `__set__` or `__delete__`?
pub fn is_data_descriptor(cx: &mut Cx<'_>, f: Value) -> bool {
    let Some(o) = f.as_obj() else { return false };
    match o.kind() {
        Kind::Property | Kind::GetSet | Kind::Member => true,
        Kind::Function | Kind::Native | Kind::StaticMethod | Kind::ClassMethod | Kind::Str | Kind::Type => false,
        _ => cx.lookup_special(f, N::__set__).is_some() || cx.lookup_special(f, N::__delete__).is_some(),
    }
}

/// Does a data descriptor say what is read? (One with `__set__` alone leaves that to the instance.)
fn has_get(cx: &mut Cx<'_>, f: Value) -> bool {
    matches!(f.obj().kind(), Kind::Property | Kind::GetSet | Kind::Member) || cx.lookup_special(f, N::__get__).is_some()
}

/// `o.name = v`
pub fn set(cx: &mut Cx<'_>, o: Value, name: Value, v: Value) -> Res {
    let ty = cx.type_of(o);
    if class::flags(ty.obj()).has(TypeFlags::CUSTOM_SET)
        && let Some(f) = cx.lookup_special(o, N::__setattr__)
        && !f.obj().is(Kind::Native)
    {
        return cx.call_then(f, &[o, name, v], Cont::State, Value::NONE);
    }
    generic_set(cx, o, name, v)
}

/// `del o.name`
pub fn delete(cx: &mut Cx<'_>, o: Value, name: Value) -> Res {
    let ty = cx.type_of(o);
    if class::flags(ty.obj()).has(TypeFlags::CUSTOM_SET)
        && let Some(f) = cx.lookup_special(o, N::__delattr__)
        && !f.obj().is(Kind::Native)
    {
        return cx.call_then(f, &[o, name], Cont::State, Value::NONE);
    }
    generic_set(cx, o, name, Value::NULL)
}

/// `object.__setattr__`, and `__delattr__` where `v` is NULL.
pub fn generic_set(cx: &mut Cx<'_>, o: Value, name: Value, v: Value) -> Res {
    let ty = cx.type_of(o);
    if let Some(obj) = o.as_obj()
        && obj.is(Kind::Type)
    {
        return type_set(cx, obj, name, v);
    }
    if let Some(obj) = o.as_obj()
        && obj.is(Kind::Local)
        && let Some(r) = local::before_set(cx, obj, name, v)
    {
        return r;
    }
    let found = cx.lookup(ty, name);
    if let Some(f) = found
        && is_data_descriptor(cx, f)
    {
        return set_descriptor(cx, f, o, ty, name, v);
    }
    let Some(obj) = o.as_obj() else { return Err(no_set(cx, o, ty, name, found.is_some())) };
    if v.is_null() {
        return match own_dict(cx, obj)? {
            Some(d) if dict::remove_str(cx, d, name).is_some() => Ok(Value::NONE),
            None => Err(no_set(cx, o, ty, name, found.is_some())),
            _ => Err(missing(cx, o, ty, name)),
        };
    }
    if obj.is(Kind::Instance) && set_by_shape(cx, obj, name, v)? {
        return Ok(Value::NONE);
    }
    match own_dict(cx, obj)? {
        Some(d) => {
            dict::set_str(cx, d, name, v)?;
            Ok(Value::NONE)
        }
        None => Err(no_set(cx, o, ty, name, found.is_some())),
    }
}

/// The dict with the object's own attributes; made where there can be one.
fn own_dict(cx: &mut Cx<'_>, obj: Obj) -> Res<Option<Obj>> {
    if obj.is(Kind::Function) {
        if let Some(d) = obj.get(function::func::DICT).as_obj() {
            return Ok(Some(d));
        }
        let d = cx.dict()?;
        obj.cas(function::func::DICT, Value::NULL, d);
        return Ok(obj.get(function::func::DICT).as_obj());
    }
    if obj.is(Kind::Module) {
        return Ok(Some(module::dict(obj.into())));
    }
    if obj.is(Kind::Local) {
        return local::own(cx, obj).map(Some);
    }
    instance::dict(cx, obj)
}

/// Sets an attribute that is kept by shape; false where the instance keeps (or has to keep) a dict.
fn set_by_shape(cx: &mut Cx<'_>, obj: Obj, name: Value, v: Value) -> Res<bool> {
    let first = obj.ty().obj().frozen(class::FIRST_ATTR).int_value() as usize;
    loop {
        let s = obj.aux();
        if s == shape::DICT {
            return Ok(false);
        }
        if let Some(slot) = cx.world.shapes.slot(s, name) {
            if instance::store(cx, obj, first + slot as usize, v) {
                return Ok(true);
            }
            // It has just gone to dict mode.
            obj.locked(|| ());
            return Ok(false);
        }
        let (next, slot) = cx.world.shapes.with(s, name);
        let room = obj.ty().obj().frozen(class::INLINE).int_value() as u32;
        if slot >= room {
            return Ok(false);
        }
        if cx.locked(obj, |_| instance::add(obj, s, next, first + slot as usize, v)) {
            return Ok(true);
        }
    }
}

/// `descriptor.__set__(o, v)`, and `__delete__` where `v` is NULL, of a built-in descriptor.
pub fn set_by_descriptor(cx: &mut Cx<'_>, f: Value, o: Value, v: Value) -> Res {
    let (ty, d) = (cx.type_of(o), f.obj());
    let name = match d.kind() {
        Kind::GetSet => d.frozen(0),
        Kind::Member => d.frozen(member::NAME),
        _ => Value::NULL,
    };
    set_descriptor(cx, f, o, ty, name, v)
}

/// A built-in descriptor only takes instances of its class, whatever class it was put into.
pub fn check_owner(cx: &mut Cx<'_>, d: Obj, ty: Value) -> Res<()> {
    let (name, class) = match d.kind() {
        Kind::GetSet => (d.frozen(0), d.frozen(3)),
        Kind::Member => (d.frozen(member::NAME), d.frozen(member::CLASS)),
        Kind::Native if !d.frozen(function::native::CLASS).is_null() => {
            let def = function::def(cx, d);
            if def.bind == Bind::Static {
                return Ok(());
            }
            (cx.intern(def.name), d.frozen(function::native::CLASS))
        }
        _ => return Ok(()),
    };
    if ty == class || class::is_subclass(ty, class) {
        return Ok(());
    }
    let (n, c, t) = (str::to_string(name), class::name(class), class::name(ty));
    Err(cx.type_error(format!("descriptor '{n}' for '{c}' objects doesn't apply to a '{t}' object")))
}

fn set_descriptor(cx: &mut Cx<'_>, f: Value, o: Value, ty: Value, name: Value, v: Value) -> Res {
    let d = f.obj();
    match d.kind() {
        Kind::Property => property::set(cx, d, o, name, v),
        Kind::GetSet => {
            check_owner(cx, d, ty)?;
            let setter = d.frozen(2);
            if setter.is_null() {
                let (n, t) = (str::to_string(name), class::methods::full_name(cx, d.frozen(3)));
                let text = format!("attribute '{n}' of '{t}' objects is not writable");
                return Err(cx.attribute_error(o, name, text));
            }
            let row = cx.reserve(2)?;
            row.set(0, o);
            row.set(1, v);
            cx.release(row);
            (function::def(cx, setter.obj()).f)(cx, gilscope_heap::Args::new(row, 2))?;
            Ok(Value::NONE)
        }
        Kind::Member => {
            check_owner(cx, d, ty)?;
            let old = o.obj().swap(d.frozen(member::WORD).int_value() as usize, v);
            if v.is_null() && old.is_null() {
                let name = str::to_string(name);
                return Err(cx.raise(&exception::ATTRIBUTE_ERROR, name));
            }
            Ok(Value::NONE)
        }
        _ if v.is_null() => match cx.lookup_special(f, N::__delete__) {
            Some(del) => cx.call_then(del, &[f, o], Cont::State, Value::NONE),
            None => Err(cx.attribute_error(o, name, "__delete__")),
        },
        _ => match cx.lookup_special(f, N::__set__) {
            Some(set) => cx.call_then(set, &[f, o, v], Cont::State, Value::NONE),
            None => Err(cx.attribute_error(o, name, "__set__")),
        },
    }
}

fn type_set(cx: &mut Cx<'_>, t: Obj, name: Value, v: Value) -> Res {
    if !class::flags(t).has(TypeFlags::HEAP) {
        let (n, c) = (str::to_string(name), class::methods::long_name(cx, t.into()));
        return Err(cx.type_error(format!("cannot set '{n}' attribute of immutable type '{c}'")));
    }
    let meta = t.ty();
    if let Some(f) = cx.lookup(meta, name)
        && is_data_descriptor(cx, f)
    {
        return set_descriptor(cx, f, t.into(), meta, name, v);
    }
    if v.is_null() {
        if dict::remove_str(cx, t.get(class::DICT).obj(), name).is_none() {
            let (c, n) = (class::name(t.into()), str::to_string(name));
            return Err(cx.attribute_error(t.into(), name, format!("type object '{c}' has no attribute '{n}'")));
        }
        class::modified(cx.world, t);
    } else {
        class::set_attr(cx, t, name, v)?;
    }
    class::make::update_flags(cx, t);
    Ok(Value::NONE)
}

#[cold]
fn no_set(cx: &mut Cx<'_>, o: Value, ty: Value, name: Value, found: bool) -> Exit {
    let (t, n) = (class::methods::long_name(cx, ty), str::to_string(name));
    if found {
        return cx.attribute_error(o, name, format!("'{t}' object attribute '{n}' is read-only"));
    }
    let has_dict = o.as_obj().is_some_and(|o| class::dict_word(o).is_some());
    let tail = if has_dict { String::new() } else { " and no __dict__ for setting new attributes".to_owned() };
    cx.attribute_error(o, name, format!("'{t}' object has no attribute '{n}'{tail}"))
}

/// What `super().name` found.
pub enum Found {
    /// A function: called with `self` first.
    Method(Value),
    /// Something to bind to `self`, whose class is the second.
    Other(Value, Value),
    /// Not the plain case: `super` is not the builtin, or nothing was found.
    General,
}

/// Looks up `super(cls, this).name` without making the super object.
pub fn super_lookup(cx: &mut Cx<'_>, sup: Value, cls: Value, this: Value, name: Value) -> Res<Found> {
    let plain = sup == super_type(cx) && cls.as_obj().is_some_and(|o| o.is(Kind::Type));
    if !plain || name == cx.world.name(N::__class__) {
        return Ok(Found::General);
    }
    // `self` is an instance of the class, or (in a class method) a class derived from it.
    let this_type = cx.type_of(this);
    let (start, on_class) = if class::is_subclass(this_type, cls) {
        (this_type, false)
    } else if this.as_obj().is_some_and(|o| o.is(Kind::Type)) && class::is_subclass(this, cls) {
        (this, true)
    } else {
        return Ok(Found::General);
    };
    let mro = tuple::to_vec(start.obj().get(class::MRO));
    let after = mro.iter().position(|&t| t == cls).map_or(mro.len(), |i| i + 1);
    for &t in &mro[after..] {
        if let Some(f) = dict::get_str(t.obj().get(class::DICT).obj(), name) {
            if on_class {
                return Ok(match f.as_obj() {
                    Some(d) if d.is(Kind::ClassMethod) => {
                        let inner = d.get(0);
                        if is_method(inner) { Found::Method(inner) } else { Found::General }
                    }
                    _ => Found::General,
                });
            }
            return Ok(if is_method(f) { Found::Method(f) } else { Found::Other(f, start) });
        }
    }
    Ok(Found::General)
}

fn super_type(cx: &Cx<'_>) -> Value {
    crate::types::super_::TYPE.of(cx)
}
