//! Continuations: what is done with the result of a call that a native or an operator asked for.

use gilscope_heap::{Kind, Value};

use super::call::{self, Called};
use super::cold;
use crate::exit::{Cont, Exit, Res};
use crate::names::N;
use crate::types::{exception, generator, int, tuple};
use crate::{Cx, ops};

/// Goes on with `value`. The continuation's frame is gone already.
pub fn resume(cx: &mut Cx<'_>, cont: Cont, state: Value, value: Value) -> Res {
    let pair = |i: usize| tuple::get(state.obj(), i);
    match cont {
        Cont::Return | Cont::Next | Cont::NextDefault | Cont::GetAttr | Cont::GetAttrDefault | Cont::SendNext => {
            if value.is_null() && cont == Cont::NextDefault {
                Ok(state)
            } else {
                Ok(value)
            }
        }
        Cont::State | Cont::Discard => Ok(state),
        Cont::Truth => ops::truth::of(cx, value),
        Cont::NotTruth => match ops::truth::of(cx, value) {
            Ok(v) => Ok(Value::bool(v == Value::FALSE)),
            Err(Exit::Call) => {
                call::push_cont(cx, Cont::NotTruth, Value::NULL)?;
                Err(Exit::Call)
            }
            Err(e) => Err(e),
        },
        Cont::CheckBool if value.is_bool() => Ok(value),
        Cont::CheckBool => {
            let t = cx.type_name(value);
            Err(cx.type_error(format!("__bool__ should return bool, returned {t}")))
        }
        Cont::CheckLen | Cont::LenTruth => {
            let v = check_len(cx, value)?;
            Ok(if cont == Cont::LenTruth { Value::bool(v != Value::small(0)) } else { v })
        }
        Cont::CheckStr => check_kind(cx, value, Kind::Str, "__str__ returned non-string (type {})"),
        Cont::CheckRepr => check_kind(cx, value, Kind::Str, "__repr__ returned non-string (type {})"),
        Cont::CheckFormat => check_kind(cx, value, Kind::Str, "__format__ must return a str, not {}"),
        Cont::CheckHash => match int::to_i64(value) {
            Some(h) => cx.int(if h == -1 { -2 } else { h }),
            None if int::is(value) => ops::convert::hash(cx, value),
            None => Err(cx.type_error("__hash__ method should return an integer")),
        },
        Cont::CheckIndex | Cont::CheckInt => {
            if int::is(value) {
                return Ok(value);
            }
            let (t, m) = (cx.type_name(value), if cont == Cont::CheckInt { "__int__" } else { "__index__" });
            Err(cx.type_error(format!("{m} returned non-int (type {t})")))
        }
        Cont::CheckFloat => {
            if value.is_float() {
                return Ok(value);
            }
            let t = cx.type_name(value);
            let owner = if state.is_null() { String::new() } else { format!("{}.", cx.type_name(state)) };
            Err(cx.type_error(format!("{owner}__float__ returned non-float (type {t})")))
        }
        Cont::CheckIter => {
            let is_iter = value.as_obj().is_some_and(|o| o.is(Kind::Iter) || o.is(Kind::Generator))
                || cx.lookup_special(value, N::__next__).is_some();
            if is_iter {
                return Ok(value);
            }
            let t = cx.type_name(value);
            Err(cx.type_error(format!("iter() returned non-iterator of type '{t}'")))
        }
        Cont::CheckAwait => {
            if value.as_obj().is_some_and(|o| o.is(Kind::Generator) && generator::is_coroutine(cx, o)) {
                return Err(cx.type_error("__await__() returned a coroutine"));
            }
            if cx.lookup_special(value, N::__next__).is_some() {
                return Ok(value);
            }
            let t = cx.type_name(value);
            Err(cx.type_error(format!("__await__() returned non-iterator of type '{t}'")))
        }
        Cont::CheckInit => check_init(cx, state, value),
        Cont::NewThenInit => new_then_init(cx, state, value),
        Cont::Binary => ops::binary::resume(cx, state, value),
        Cont::Compare => ops::compare::resume(cx, state, value),
        Cont::CallIter => cx.call_hidden("call_iter_compare", &[state, value]),
        Cont::Argument => unreachable!("dealt with where values are delivered"),
        Cont::Import => Ok(state),
        Cont::HasAttr => Ok(Value::TRUE),
        Cont::SetName => Ok(state),
        Cont::Raise => {
            let cause = if pair(1) == Value::FALSE { Value::NULL } else { pair(1) };
            if !value.as_obj().is_some_and(|o| o.is(Kind::Exception)) {
                let t = cx.type_name(value);
                let name = crate::types::class::name(pair(0));
                return Err(cx.type_error(format!(
                    "calling <class '{name}'> should have returned an instance of BaseException, not <class '{t}'>"
                )));
            }
            super::raise::with_cause(cx, value, cause)
        }
        Cont::RaiseCause => super::raise::with_cause(cx, state, value),
        Cont::Native => native(cx, state, value),
    }
}

/// An exception (set in the thread) comes to a continuation: `None` lets it pass.
pub fn catch(cx: &mut Cx<'_>, cont: Cont, state: Value) -> Option<Res> {
    let exc = cx.thread.raised;
    match cont {
        Cont::Next | Cont::NextDefault if cx.is_instance(exc, &exception::STOP_ITERATION) => {
            cx.thread.raised = Value::NULL;
            Some(Ok(if cont == Cont::Next { Value::NULL } else { state }))
        }
        Cont::SendNext if cx.is_instance(exc, &exception::STOP_ITERATION) => {
            let at = cx.thread.fp;
            let Some(super::dispatch::Waiting::Send(ins)) = super::dispatch::waits_at(cx, at) else { return None };
            cx.thread.raised = Value::NULL;
            cold::send_returned(at, ins, exc.obj().get(exception::EXTRA));
            Some(Ok(cold::SENT))
        }
        Cont::GetAttr if cx.is_instance(exc, &exception::ATTRIBUTE_ERROR) => {
            let (o, name) = (tuple::get(state.obj(), 0), tuple::get(state.obj(), 1));
            let f = cx.lookup_special(o, N::__getattr__)?;
            cx.thread.raised = Value::NULL;
            Some(cx.call(f, &[o, name]))
        }
        Cont::GetAttrDefault if cx.is_instance(exc, &exception::ATTRIBUTE_ERROR) => {
            cx.thread.raised = Value::NULL;
            Some(Ok(state))
        }
        Cont::HasAttr if cx.is_instance(exc, &exception::ATTRIBUTE_ERROR) => {
            cx.thread.raised = Value::NULL;
            Some(Ok(Value::FALSE))
        }
        Cont::Native => Some(native(cx, state, Value::NULL)),
        _ => None,
    }
}

/// A continuation in Rust: (its number, its state).
fn native(cx: &mut Cx<'_>, state: Value, value: Value) -> Res {
    let (n, state) = (tuple::get(state.obj(), 0), tuple::get(state.obj(), 1));
    let def = cx.world.natives[n.int_value() as usize];
    let row = cx.reserve(2)?;
    row.set(0, state);
    row.set(1, value);
    let r = (def.f)(cx, gilscope_heap::Args::new(row, 2));
    cx.release(row);
    r
}

/// `__init__` has returned.
pub fn check_init(cx: &mut Cx<'_>, object: Value, value: Value) -> Res {
    if value.is_none() {
        return Ok(object);
    }
    let t = cx.type_name(value);
    Err(cx.type_error(format!("__init__() should return None, not '{t}'")))
}

fn new_then_init(cx: &mut Cx<'_>, state: Value, object: Value) -> Res {
    let s = state.obj();
    let (ty, pos, kw) = (tuple::get(s, 0), tuple::to_vec(tuple::get(s, 1)), tuple::get(s, 2));
    let mut all = pos;
    let mut names = Value::NULL;
    if let Some(d) = kw.as_obj() {
        let items = crate::types::dict::items(d);
        let keys: Vec<Value> = items.iter().map(|p| p.0).collect();
        names = cx.tuple(&keys)?;
        all.extend(items.iter().map(|p| p.1));
    }
    let row = cx.reserve(all.len())?;
    for (i, &v) in all.iter().enumerate() {
        row.set(i, v);
    }
    cx.release(row);
    match super::construct::init_after_new(cx, ty.obj(), object, gilscope_heap::Args::new(row, all.len()), names)? {
        Called::Value(v) => Ok(v),
        // The frame on top will deliver its result to whoever waits below.
        Called::Frame => Err(Exit::Frame),
    }
}

fn check_len(cx: &mut Cx<'_>, v: Value) -> Res {
    let v = if v.is_bool() { Value::small((v == Value::TRUE) as i64) } else { v };
    match v.as_int() {
        Some(n) if n >= 0 => Ok(v),
        Some(_) => Err(cx.value_error("__len__() should return >= 0")),
        None if int::to_i64(v).is_some_and(|n| n >= 0) => Ok(v),
        None if int::is(v) => Err(cx.overflow_error("cannot fit 'int' into an index-sized integer")),
        None => {
            let t = cx.type_name(v);
            Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer")))
        }
    }
}

fn check_kind(cx: &mut Cx<'_>, v: Value, kind: Kind, text: &str) -> Res {
    if v.as_obj().is_some_and(|o| o.is(kind)) {
        return Ok(v);
    }
    let t = cx.type_name(v);
    Err(cx.type_error(text.replace("{}", &t)))
}
