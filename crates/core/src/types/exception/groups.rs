//! `BaseExceptionGroup` and `ExceptionGroup`.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{EXCEPTION, EXCEPTION_GROUP, EXTRA};
use crate::native::{GetSetDef, NativeDef, func, getset};
use crate::types::{class, list, str, tuple};
use crate::{Acc, Cx, Res};

/// Words of a group.
pub const MESSAGE: usize = EXTRA;
/// Tuple of exceptions.
pub const MEMBERS: usize = EXTRA + 1;

pub static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", new_bound, Acc::Any),
    func("__init__", "self, /, *args, **kwargs", |_, _| Ok(Value::NONE), Acc::Pure),
    func("__str__", "self, /", to_str, Acc::Read),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("group_repr", &[a[0]]), Acc::Any),
    func("derive", "self, excs, /", |cx, a| cx.call_hidden("group_derive", &[a[0], a[1]]), Acc::Any),
    func("split", "self, matcher_value, /", |cx, a| cx.call_hidden("group_split", &[a[0], a[1]]), Acc::Any),
    func("subgroup", "self, matcher_value, /", |cx, a| cx.call_hidden("group_subgroup", &[a[0], a[1]]), Acc::Any),
    NativeDef::class("__class_getitem__", "cls, item, /", crate::types::generic::class_getitem, Acc::Pure),
];

pub static GETSET: &[GetSetDef] =
    &[getset("message", |_, a| Ok(a[0].obj().get(MESSAGE))), getset("exceptions", |_, a| Ok(a[0].obj().get(MEMBERS)))];

/// The members of a group.
pub fn members(o: Obj) -> Vec<Value> {
    o.get(MEMBERS).as_obj().map(|t| tuple::items(t).collect()).unwrap_or_default()
}

fn new_bound(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = tuple::to_vec(a[1]);
    let [message, given] = args[..] else {
        let n = args.len();
        return Err(cx.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)")));
    };
    if given
        .as_obj()
        .is_some_and(|o| !matches!(o.kind(), Kind::List | Kind::Tuple | Kind::Str | Kind::Set | Kind::Dict))
        && cx.lookup_special(given, crate::N::__getitem__).is_some()
    {
        return cx.call_hidden("group_of_sequence", &[a[0], message, given]);
    }
    new(cx, a[0], message, given)
}

fn new(cx: &mut Cx<'_>, mut cls: Value, message: Value, given: Value) -> Res {
    if str::of(message).is_none() {
        let t = cx.type_name(message);
        return Err(cx.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {t}")));
    }
    let items = match given.as_obj() {
        Some(o) if o.is(Kind::List) => list::items(o),
        Some(o) if o.is(Kind::Tuple) => tuple::to_vec(given),
        _ => return Err(cx.type_error("second argument (exceptions) must be a sequence")),
    };
    if items.is_empty() {
        return Err(cx.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, &e) in items.iter().enumerate() {
        if !e.as_obj().is_some_and(|o| o.is(Kind::Exception)) {
            return Err(cx.value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
        }
        only_exceptions &= cx.is_instance(e, &EXCEPTION);
    }
    let base = super::BASE_EXCEPTION_GROUP.of(cx);
    if cls == base {
        if only_exceptions {
            cls = EXCEPTION_GROUP.of(cx);
        }
    } else if !only_exceptions && cls == EXCEPTION_GROUP.of(cx) {
        return Err(cx.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if !only_exceptions && class::is_subclass(cls, EXCEPTION.of(cx)) {
        let t = class::name(cls);
        return Err(cx.type_error(format!("Cannot nest BaseExceptions in '{t}'")));
    }
    let members = cx.tuple(&items)?;
    let args = cx.tuple(&[message, given])?;
    let e = super::new(cx, cls, args)?;
    e.obj().set(MESSAGE, message);
    e.obj().set(MEMBERS, members);
    Ok(e)
}

fn to_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = members(a[0].obj()).len();
    let m = str::of(a[0].obj().get(MESSAGE)).map(str::Text::to_string_lossy).unwrap_or_default();
    cx.str(&format!("{m} ({n} sub-exception{})", if n == 1 { "" } else { "s" }))
}
