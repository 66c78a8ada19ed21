//! `__build_class__`, `type()` with three arguments, and what a new class does with its attributes.

use gilscope_heap::{Args, Kind, Value};

use super::{make, mro};
use crate::native::NativeDef;
use crate::types::{class, dict, str, tuple};
use crate::{Acc, Cx, Exit, N, Res, native};

/// Continuations of `__build_class__`, found in the world's table of natives like any function.
pub static CONTINUATIONS: [NativeDef; 1] =
    [native::func("_class_body_has_run", "state, result, /", body_has_run, Acc::Any)];

fn is_class(v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Type))
}

/// `__build_class__(func, name, /, *bases, [metaclass], **kwds)`
pub fn build_class(cx: &mut Cx<'_>, a: Args) -> Res {
    let (func, name, bases, kwds) = (a[0], a[1], a[2], a.get(3));
    if !func.as_obj().is_some_and(|o| o.is(Kind::Function)) {
        return Err(cx.type_error("__build_class__: func must be a function"));
    }
    if str::of(name).is_none() {
        return Err(cx.type_error("__build_class__: name is not a string"));
    }
    let ty = class::TYPE.of(cx);
    let plain = kwds.as_obj().is_none_or(|k| dict::len(k) == 0)
        && tuple::items(bases.obj()).all(|b| is_class(b) && b.obj().ty() == ty);
    if !plain {
        let kwds = if kwds.is_null() { cx.dict()? } else { kwds };
        return cx.call_hidden("build_class", &[func, name, bases, kwds]);
    }
    let ns = cx.dict()?;
    let state = cx.tuple(&[name, bases, ns])?;
    cx.call_in_then_native(func, ns, &CONTINUATIONS[0], state)
}

/// The body of a class whose metaclass is `type` has run: state is (name, bases, namespace).
fn body_has_run(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(Exit::Raise);
    }
    let state = a[0].obj();
    let (name, bases, ns) = (tuple::get(state, 0), tuple::get(state, 1), tuple::get(state, 2));
    let ty = class::TYPE.of(cx);
    type_new(cx, ty, name, bases, ns, Value::NULL)
}

/// `type.__new__(cls, name, bases, ns, **kwds)`, all arguments checked but for what is in them.
fn type_new(cx: &mut Cx<'_>, meta: Value, name: Value, bases: Value, ns: Value, kwds: Value) -> Res {
    if !make::slots_are_plain(cx, ns.obj()) {
        let kwds = if kwds.is_null() { cx.dict()? } else { kwds };
        return cx.call_hidden("type_new_with_slots", &[meta, name, bases, ns, kwds]);
    }
    let bases = tuple::to_vec(bases);
    let made = make::new(cx, meta, name, &bases, ns.obj())?;
    let key = cx.world.name(N::__module__);
    let d = made.class.obj().get(class::DICT).obj();
    if dict::get_str(d, key).is_none()
        && let Some(g) = crate::types::frame::current_globals(cx)
        && let Some(m) = dict::get_str(g.obj(), cx.world.name(N::__name__))
    {
        dict::set_str(cx, d, key, m)?;
    }
    finish(cx, made, kwds)
}

/// Tells the attributes their names and the base class of its new child: see `hidden/classes.py`.
fn finish(cx: &mut Cx<'_>, made: make::Made, kwds: Value) -> Res {
    let name = cx.world.name(N::__init_subclass__);
    let next = class::mro(made.class.obj()).skip(1).find_map(|t| dict::get_str(t.obj().get(class::DICT).obj(), name));
    let object = crate::types::object::TYPE.of(cx).obj().get(class::DICT).obj();
    let plain = next == dict::get_str(object, name);
    let has_kwds = kwds.as_obj().is_some_and(|k| dict::len(k) > 0);
    let (mro, meta) = (cx.intern("mro"), made.class.obj().ty());
    let own_order = meta != class::TYPE.of(cx) && cx.lookup(meta, mro) != cx.lookup(class::TYPE.of(cx), mro);
    if plain && !has_kwds && made.named.is_empty() && !own_order {
        return Ok(made.class);
    }
    let mut pairs = Vec::new();
    for (k, v) in made.named {
        pairs.push(cx.tuple(&[k, v])?);
    }
    let pairs = cx.tuple(&pairs)?;
    let kwds = if has_kwds { kwds } else { cx.dict()? };
    cx.call_hidden(if own_order { "finish_ordered_class" } else { "finish_class" }, &[made.class, pairs, kwds])
}

/// `type.__new__`
pub fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, args, kwds) = (a[0], tuple::to_vec(a[1]), a.get(2));
    if !is_class(cls) || !class::is_subclass(cls, class::TYPE.of(cx)) {
        let t = if is_class(cls) { class::name(cls) } else { cx.type_name(cls) };
        return Err(cx.type_error(format!("type.__new__({t}): {t} is not a subtype of type")));
    }
    if args.len() == 1 && cls == class::TYPE.of(cx) {
        return Ok(cx.type_of(args[0]));
    }
    let [name, bases, ns] = args[..] else {
        let n = args.len();
        return Err(cx.type_error(if cls == class::TYPE.of(cx) {
            "type() takes 1 or 3 arguments".to_owned()
        } else {
            format!("type.__new__() takes exactly 3 arguments ({n} given)")
        }));
    };
    for (i, v, kind, what) in
        [(1, name, Kind::Str, "str"), (2, bases, Kind::Tuple, "tuple"), (3, ns, Kind::Dict, "dict")]
    {
        if !v.as_obj().is_some_and(|o| o.is(kind)) {
            let t = cx.type_name(v);
            return Err(cx.type_error(format!("type.__new__() argument {i} must be {what}, not {t}")));
        }
    }
    if str::of(name).is_some_and(|text| (0..text.len()).any(|i| text.at(i) == 0)) {
        return Err(cx.value_error("type name must not contain null characters"));
    }
    let list = tuple::to_vec(bases);
    for &b in &list {
        if !is_class(b) {
            let entries = cx.world.name(N::__mro_entries__);
            let t = cx.type_of(b);
            if cx.lookup(t, entries).is_some() {
                return Err(cx.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
            }
        }
    }
    let winner = mro::metaclass(cx, cls, &list)?;
    if winner != cls {
        let key = cx.world.name(N::__new__);
        let (mine, theirs) = (cx.lookup(class::TYPE.of(cx), key), cx.lookup(winner, key));
        if mine != theirs {
            let f = theirs.expect("every class has __new__");
            let f = f.as_obj().filter(|o| o.is(Kind::StaticMethod)).map_or(f, |o| o.get(0));
            let kwds = if kwds.is_null() { cx.dict()? } else { kwds };
            return cx.call_hidden("call_with", &[f, winner, a[1], kwds]);
        }
    }
    type_new(cx, winner, name, bases, ns, kwds)
}

/// `type.__init__`
pub fn init(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = tuple::len(a[1].obj());
    if n != 1 && n != 3 {
        return Err(cx.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::NONE)
}
