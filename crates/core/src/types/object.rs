//! `object`: what every object can do.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset_rw};
use crate::types::class::{self, methods};
use crate::types::{dict, instance, str, tuple};
use crate::{Acc, Cx, N, Res, ops, shape};

pub static TYPE: TypeDef = TypeDef::new("object", Kind::Instance, 1, METHODS)
    .getset(GETSET)
    .flags(TypeFlags::BASE)
    .doc("The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n");

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure),
    func("__init__", "self, /, *args, **kwargs", init, Acc::Pure),
    func("__getattribute__", "self, name, /", getattribute, Acc::Any),
    func("__setattr__", "self, name, value, /", setattr, Acc::Any),
    func("__delattr__", "self, name, /", delattr, Acc::Any),
    func("__repr__", "self, /", repr, Acc::Pure),
    func("__str__", "self, /", |cx, a| ops::convert::repr(cx, a[0]), Acc::Any),
    func("__eq__", "self, value, /", eq, Acc::Pure),
    func("__ne__", "self, value, /", ne, Acc::Any),
    func("__lt__", "self, value, /", |_, _| Ok(Value::NOT_IMPLEMENTED), Acc::Pure),
    func("__le__", "self, value, /", |_, _| Ok(Value::NOT_IMPLEMENTED), Acc::Pure),
    func("__gt__", "self, value, /", |_, _| Ok(Value::NOT_IMPLEMENTED), Acc::Pure),
    func("__ge__", "self, value, /", |_, _| Ok(Value::NOT_IMPLEMENTED), Acc::Pure),
    func("__hash__", "self, /", hash, Acc::Pure),
    func("__format__", "self, format_spec, /", format, Acc::Any),
    func("__dir__", "self, /", dir, Acc::Read),
    func("__sizeof__", "self, /", size, Acc::Read),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("object_reduce", &[a[0], Value::small(0)]), Acc::Any),
    func("__reduce_ex__", "self, protocol, /", |cx, a| cx.call_hidden("object_reduce_ex", &[a[0], a[1]]), Acc::Any),
    func("__getstate__", "self, /", getstate, Acc::Read),
    NativeDef::class("__init_subclass__", "cls, /, *args, **kwargs", init_subclass, Acc::Pure),
    NativeDef::class("__subclasshook__", "cls, object, /", |_, _| Ok(Value::NOT_IMPLEMENTED), Acc::Pure),
];

static GETSET: &[GetSetDef] = &[getset_rw("__class__", |cx, a| Ok(cx.type_of(a[0])), set_class)];

/// The name of an attribute as an interned str, or the TypeError.
fn attribute_name(cx: &mut Cx<'_>, v: Value) -> Res {
    if str::of(v).is_none() {
        let t = cx.type_name(v);
        return Err(cx.type_error(format!("attribute name must be string, not '{t}'")));
    }
    Ok(str::intern_value(cx, v))
}

fn getattribute(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = attribute_name(cx, a[1])?;
    ops::attr::generic_get(cx, a[0], name)
}

fn setattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = attribute_name(cx, a[1])?;
    ops::attr::generic_set(cx, a[0], name, a[2])
}

fn delattr(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = attribute_name(cx, a[1])?;
    ops::attr::generic_set(cx, a[0], name, Value::NULL)
}

/// Were any arguments given beside the first?
fn has_args(a: Args) -> bool {
    tuple::len(a[1].obj()) > 0 || a.get(2).as_obj().is_some_and(|k| dict::len(k) > 0)
}

fn own_init(cx: &mut Cx<'_>, ty: Value) -> bool {
    let (object, name) = (TYPE.of(cx), cx.world.name(N::__init__));
    cx.lookup(ty, name) != cx.lookup(object, name)
}

fn own_new(cx: &mut Cx<'_>, ty: Value) -> bool {
    let name = cx.world.name(N::__new__);
    cx.lookup(ty, name) != Some(class::object_new(cx))
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let ty = a[0];
    let Some(t) = ty.as_obj().filter(|o| o.is(Kind::Type)) else {
        let t = cx.type_name(ty);
        return Err(cx.type_error(format!("object.__new__(X): X is not a type object ({t})")));
    };
    if has_args(a) {
        if own_new(cx, ty) {
            return Err(cx.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !own_init(cx, ty) {
            let t = class::name(ty);
            return Err(cx.type_error(format!("{t}() takes no arguments")));
        }
    }
    let flags = class::flags(t);
    if flags.has(TypeFlags::ABSTRACT) {
        return cx.call_hidden("abstract_error", &[ty]);
    }
    if class::instance_kind(t) != Kind::Instance || !flags.has(TypeFlags::HEAP) && ty != TYPE.of(cx) {
        let base = class::native_base(ty);
        let (name, base) = (class::name(ty), class::name(base));
        return Err(cx.type_error(format!("object.__new__({name}) is not safe, use {base}.__new__()")));
    }
    class::new_instance(cx, t)
}

fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    if has_args(a) {
        let ty = cx.type_of(a[0]);
        if own_init(cx, ty) {
            return Err(cx.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if !own_new(cx, ty) {
            let t = class::name(ty);
            let text = format!("{t}.__init__() takes exactly one argument (the instance to initialize)");
            return Err(cx.type_error(text));
        }
    }
    Ok(Value::NONE)
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let ty = cx.type_of(a[0]);
    let text = format!("<{} object at {:#x}>", methods::full_name(cx, ty), identity(cx, a[0]));
    cx.str(&text)
}

/// Where the first object of a program seems to lie: somewhere that 64-bit machines have their mappings.
const FIRST_ADDRESS: i64 = 0x7F3A_5C00_0000;

/// What `id()` gives: an object's address, as if each program's memory began at the same one, so that neither the machine
/// nor chance shows in ids, hashes and the order of sets. Values that are no objects have odd numbers of their own.
pub fn identity(cx: &Cx<'_>, v: Value) -> i64 {
    match v.as_obj() {
        Some(o) => FIRST_ADDRESS + o.addr().wrapping_sub(cx.world.heap.base()) as i64,
        None => ((v.bits() ^ (v.bits() >> 29)) & 0xFFFF_FFFF_FFF0) as i64 | 8,
    }
}

fn eq(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(if a[0] == a[1] { Value::TRUE } else { Value::NOT_IMPLEMENTED })
}

/// The opposite of what `__eq__` says.
fn ne(cx: &mut Cx<'_>, a: Args) -> Res {
    let f = cx.lookup_special(a[0], N::__eq__);
    match f {
        Some(f) if f.as_obj().is_some_and(|o| o.is(Kind::Native)) => cx.call_hidden("ne_by_eq", &[f, a[0], a[1]]),
        Some(f) => cx.call_hidden("ne_by_eq", &[f, a[0], a[1]]),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let h = crate::types::hash::of(a[0]).unwrap_or(identity(cx, a[0]) >> 4);
    cx.int(h)
}

fn format(cx: &mut Cx<'_>, a: Args) -> Res {
    match str::of(a[1]) {
        Some(t) if t.is_empty() => ops::convert::str(cx, a[0]),
        Some(_) => {
            let t = cx.type_name(a[0]);
            Err(cx.type_error(format!("unsupported format string passed to {t}.__format__")))
        }
        None => {
            let t = cx.type_name(a[1]);
            Err(cx.type_error(format!("__format__() argument must be str, not {t}")))
        }
    }
}

fn dir(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut names: Vec<Value> = Vec::new();
    if let Some(o) = a[0].as_obj() {
        names.extend(
            match o.kind() {
                Kind::Module => dict::items(crate::types::module::dict(a[0])),
                Kind::Function => {
                    o.get(crate::types::function::func::DICT).as_obj().map(dict::items).unwrap_or_default()
                }
                Kind::Type => Vec::new(),
                _ => instance::attributes(cx, o),
            }
            .into_iter()
            .map(|p| p.0),
        );
    }
    let ty = cx.type_of(a[0]);
    for t in class::mro(ty.obj()) {
        names.extend(dict::items(t.obj().get(class::DICT).obj()).into_iter().map(|p| p.0));
    }
    methods::sorted_names(cx, names)
}

fn size(cx: &mut Cx<'_>, a: Args) -> Res {
    let words = a[0].as_obj().map_or(0, |o| class::instance_words(o.ty().obj()));
    cx.int(16 + 8 * words as i64)
}

fn getstate(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(o) = a[0].as_obj() else { return Ok(Value::NONE) };
    let own = instance::attributes(cx, o);
    if o.ty().obj().get(class::SLOTS) != Value::small(0) {
        return cx.call_hidden("slots_state", &[a[0]]);
    }
    if own.is_empty() {
        return Ok(Value::NONE);
    }
    let d = cx.dict()?;
    for (k, v) in own {
        dict::set_str(cx, d.obj(), k, v)?;
    }
    Ok(d)
}

fn init_subclass(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(2).as_obj().is_some_and(|k| dict::len(k) > 0) {
        let t = class::name(a[0]);
        return Err(cx.type_error(format!("{t}.__init_subclass__() takes no keyword arguments")));
    }
    if tuple::len(a[1].obj()) > 0 {
        let (t, n) = (class::name(a[0]), tuple::len(a[1].obj()));
        return Err(cx.type_error(format!("{t}.__init_subclass__() takes no arguments ({n} given)")));
    }
    Ok(Value::NONE)
}

/// `o.__class__ = cls`: both are classes of Python with the same layout.
fn set_class(cx: &mut Cx<'_>, a: Args) -> Res {
    let (v, new) = (a[0], a[1]);
    if new.is_null() {
        return Err(cx.type_error("can't delete __class__ attribute"));
    }
    if !new.as_obj().is_some_and(|o| o.is(Kind::Type)) {
        let t = cx.type_name(new);
        return Err(cx.type_error(format!("__class__ must be set to a class, not '{t}' object")));
    }
    let old = cx.type_of(v);
    let heap = |t: Value| class::flags(t.obj()).has(TypeFlags::HEAP);
    let modules = v.as_obj().is_some_and(|o| o.is(Kind::Module)) && class::instance_kind(new.obj()) == Kind::Module;
    if !modules && (!heap(old) || !heap(new)) {
        return Err(cx.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    let same = [class::KIND, class::SLOTS, class::DICT_WORD, class::WORDS]
        .iter()
        .all(|&w| old.obj().get(w) == new.obj().get(w));
    if !same {
        let (n, o) = (class::name(new), class::name(old));
        return Err(cx.type_error(format!("__class__ assignment: '{n}' object layout differs from '{o}'")));
    }
    let o = v.obj();
    if o.is(Kind::Instance) && o.aux() != shape::DICT {
        // A shape belongs to one class.
        instance::dict(cx, o)?;
    }
    o.set_ty(new);
    Ok(Value::NONE)
}
