//! `_thread._local`: an object whose attributes are each thread's own.
//!
//! Word 0: the tuple of positional arguments it was made with; word 1: the dict of keyword arguments, or NULL. The
//! attributes are in a dict for each thread, found in the thread by the object. When a thread comes to such an object
//! for the first time, and its class has an `__init__` of its own, that is called before anything else is done.

use gilscope_heap::{Args, Kind, Obj, Value};

use crate::native::{Acc, GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::types::{dict, tuple};
use crate::{Cx, N, Res, ops};

const ARGS: usize = 0;
const KWARGS: usize = 1;

pub static TYPES: &[&TypeDef] = &[&LOCAL];

pub static LOCAL: TypeDef = TypeDef::new("_local", Kind::Local, 2, METHODS)
    .module("_thread")
    .flags(TypeFlags::BASE)
    .getset(GETSET)
    .doc("Thread-local data");

static METHODS: &[NativeDef] = &[NativeDef::stat("__new__", "cls, /, *args, **kwargs", new, Acc::Pure)];

static GETSET: &[GetSetDef] = &[getset("__dict__", |cx, a| Ok(own(cx, a[0].obj())?.into()))];

/// What goes on after `__init__`; in the table of natives because the machine calls them by number.
pub static AFTER: &[NativeDef] = &[
    func("_local_get", "state, result, /", get_after, Acc::Any),
    func("_local_set", "state, result, /", set_after, Acc::Any),
];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (args, kwargs) = (a.get(1), a.get(2));
    let some = tuple::len(args.obj()) > 0 || kwargs.as_obj().is_some_and(|d| dict::len(d) > 0);
    if some && initializer(cx, a[0]).is_none() {
        return Err(cx.type_error("Initialization arguments are not supported"));
    }
    let o = cx.alloc_as(&LOCAL, a[0])?;
    o.init(ARGS, args);
    o.init(KWARGS, kwargs);
    // The maker's `__init__` is called by the class.
    own(cx, o)?;
    Ok(o.into())
}

/// The `__init__` that a class has beyond `object`'s.
fn initializer(cx: &mut Cx<'_>, ty: Value) -> Option<Value> {
    let name = cx.world.name(N::__init__);
    cx.lookup(ty, name).filter(|f| !f.as_obj().is_some_and(|o| o.is(Kind::Native)))
}

fn hash(cx: &Cx<'_>, o: Obj) -> u64 {
    dict::fold(super::object::identity(cx, o.into()))
}

/// The running thread's dict of the object, if it has one yet. Does not call Python.
pub fn find(cx: &Cx<'_>, o: Obj) -> Option<Obj> {
    dict::get_hashed(cx.thread.locals.as_obj()?, o.into(), hash(cx, o))?.as_obj()
}

/// The running thread's dict of the object. Does not call Python.
pub fn own(cx: &mut Cx<'_>, o: Obj) -> Res<Obj> {
    if let Some(d) = find(cx, o) {
        return Ok(d);
    }
    if cx.thread.locals.is_null() {
        cx.thread.locals = cx.dict()?;
    }
    let d = cx.dict()?;
    let all = cx.thread.locals.obj();
    dict::set_hashed(cx, all, o.into(), hash(cx, o), d)?;
    Ok(d.obj())
}

/// If the thread comes to the object for the first time: its dict is made, and `__init__` called, after which `after`
/// goes on with `state`.
fn first(cx: &mut Cx<'_>, o: Obj, after: &'static NativeDef, state: &[Value]) -> Option<Res> {
    if find(cx, o).is_some() {
        return None;
    }
    let made = own(cx, o);
    let init = initializer(cx, o.ty())?;
    Some(made.and_then(|_| {
        let state = cx.tuple(state)?;
        let mut args = vec![Value::from(o)];
        args.extend(tuple::to_vec(o.frozen(ARGS)));
        let kwargs = o.frozen(KWARGS).as_obj().filter(|d| dict::len(*d) > 0);
        let mut names = Value::NULL;
        if let Some(d) = kwargs {
            let (keys, values): (Vec<Value>, Vec<Value>) = dict::items(d).into_iter().unzip();
            names = cx.tuple(&keys)?;
            args.extend(values);
        }
        let r = cx.call_then_native(init, &args, after, state);
        if let Some(p) = &mut cx.pending {
            p.kwnames = names;
        }
        r
    }))
}

/// Before an attribute is read: see [`first`].
pub fn before_get(cx: &mut Cx<'_>, o: Obj, name: Value) -> Option<Res> {
    first(cx, o, &AFTER[0], &[o.into(), name])
}

/// Before an attribute is set or (`v` is NULL) deleted: see [`first`].
pub fn before_set(cx: &mut Cx<'_>, o: Obj, name: Value, v: Value) -> Option<Res> {
    first(cx, o, &AFTER[1], &[o.into(), name, v])
}

/// `__init__` raised: the next time is a first time again.
fn failed(cx: &mut Cx<'_>, o: Obj) -> crate::Exit {
    if let Some(all) = cx.thread.locals.as_obj()
        && let Some(t) = all.get(dict::TABLE).as_obj()
        && let dict::Probe::Found(e) = dict::probe(t, o.into(), hash(cx, o))
        && !dict::entry(t, e).2.is_null()
    {
        dict::remove(all, t, e);
    }
    crate::Exit::Raise
}

fn get_after(cx: &mut Cx<'_>, a: Args) -> Res {
    let [o, name] = tuple::to_vec(a[0])[..] else { unreachable!("made by before_get") };
    if a.get(1).is_null() {
        return Err(failed(cx, o.obj()));
    }
    ops::attr::generic_get(cx, o, name)
}

fn set_after(cx: &mut Cx<'_>, a: Args) -> Res {
    let [o, name, v] = tuple::to_vec(a[0])[..] else { unreachable!("made by before_set") };
    if a.get(1).is_null() {
        return Err(failed(cx, o.obj()));
    }
    ops::attr::generic_set(cx, o, name, v)
}
