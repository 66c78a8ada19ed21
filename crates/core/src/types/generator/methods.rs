//! `send`, `throw`, `close` and the attributes of generators and coroutines (`Objects/genobject.c`).

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{CREATED, FINISHED, FRAME, NAME, QUALNAME, RUNNING, STATE, SUSPENDED, resume_then};
use crate::native::{GetSetDef, NativeDef, func, getset, getset_rw};
use crate::types::{class, exception, object, str, tuple};
use crate::vm::frame::{self, HEADER};
use crate::vm::generator::Resume;
use crate::vm::lower::Lop;
use crate::{Acc, Cont, Cx, Exit, N, Res};

pub static GENERATOR: &[NativeDef] = &[
    func("__iter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__next__", "self, /", |cx, a| super::resume(cx, a[0].obj(), Value::NONE, Resume::Send), Acc::Any),
    func("send", "self, value, /", |cx, a| super::resume(cx, a[0].obj(), a[1], Resume::Send), Acc::Any),
    func("throw", "self, value, val=None, tb=None, /", throw, Acc::Any),
    func("close", "self, /", close, Acc::Any),
    func("__repr__", "self, /", repr, Acc::Pure),
];

pub static COROUTINE: &[NativeDef] = &[
    func("__await__", "self, /", super::coroutine::wrapper, Acc::Pure),
    func("send", "self, value, /", |cx, a| super::resume(cx, a[0].obj(), a[1], Resume::Send), Acc::Any),
    func("throw", "self, value, val=None, tb=None, /", throw, Acc::Any),
    func("close", "self, /", close, Acc::Any),
    func("__repr__", "self, /", repr, Acc::Pure),
];

/// What goes on after a call that one of the methods made.
pub static CONTINUATIONS: [NativeDef; 4] = [
    func("throw_instance", "state, exc, /", throw_instance, Acc::Any),
    func("delegated", "gen, value, /", delegated, Acc::Any),
    func("closed", "state, value, /", closed, Acc::Any),
    func("delegate_closed", "state, value, /", delegate_closed, Acc::Any),
];

const THROW_INSTANCE: &NativeDef = &CONTINUATIONS[0];
const DELEGATED: &NativeDef = &CONTINUATIONS[1];
const CLOSED: &NativeDef = &CONTINUATIONS[2];
const DELEGATE_CLOSED: &NativeDef = &CONTINUATIONS[3];

fn state(g: Obj) -> i64 {
    g.get(STATE).int_value()
}

/// What a suspended generator delegates to with `yield from` or `await`.
pub fn delegate(cx: &Cx<'_>, g: Obj) -> Option<Value> {
    if state(g) != SUSPENDED {
        return None;
    }
    let fp = g.words(FRAME);
    let l = crate::vm::dispatch::lowered(cx, fp);
    let ins = l.ins[fp.get(frame::PC).int_value() as usize].get();
    (ins.op == Lop::Yield && ins.x & 1 == 1).then(|| fp.get(ins.a as usize - 1))
}

fn throw(cx: &mut Cx<'_>, a: Args) -> Res {
    throw_any(cx, a[0], a)
}

/// `g.throw(a[1], a[2], a[3])`
pub(super) fn throw_any(cx: &mut Cx<'_>, g: Value, a: Args) -> Res {
    if !a.get(2).is_null() {
        let tb = if a.get(3).is_null() { Value::NONE } else { a[3] };
        let made = cx.world.hidden("exception_of_three");
        return cx.call_then_native(made, &[a[1], a[2], tb], THROW_INSTANCE, g);
    }
    let ty = a[1];
    let base = exception::BASE_EXCEPTION.of(cx);
    match ty.as_obj() {
        Some(o) if o.is(Kind::Exception) => throw_into(cx, g.obj(), ty),
        Some(o) if o.is(Kind::Type) && class::is_subclass(ty, base) => cx.call_then_native(ty, &[], THROW_INSTANCE, g),
        _ => {
            let t = cx.type_name(ty);
            Err(cx.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {t}")))
        }
    }
}

fn throw_instance(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(Exit::Raise);
    }
    throw_into(cx, a[0].obj(), a[1])
}

/// Raises `exc` where the generator waits, or in what it delegates to.
pub fn throw_into(cx: &mut Cx<'_>, g: Obj, exc: Value) -> Res {
    if let Some(to) = delegate(cx, g) {
        if cx.is_instance(exc, &exception::GENERATOR_EXIT) {
            let state = cx.tuple(&[g.into(), exc])?;
            return close_delegate(cx, to, g, state);
        }
        let name = cx.intern("throw");
        let ty = cx.type_of(to);
        if let Some(f) = cx.lookup(ty, name) {
            g.set(STATE, Value::small(RUNNING));
            return cx.call_then_native(f, &[to, exc], DELEGATED, g.into());
        }
    }
    if state(g) == CREATED {
        // Nothing of it has run: the exception comes out at once.
        finish_unstarted(cx, g);
    }
    super::resume(cx, g, exc, Resume::Throw)
}

/// What the delegate made of the exception: a value that is yielded on, or an exception at the `yield from`.
fn delegated(cx: &mut Cx<'_>, a: Args) -> Res {
    let g = a[0].obj();
    g.set(STATE, Value::small(SUSPENDED));
    if !a[1].is_null() {
        return Ok(a[1]);
    }
    let exc = cx.take_raised();
    super::resume(cx, g, exc, Resume::Throw)
}

/// Closes what `g` delegates to, then raises the exception of `state` (generator, exception) in `g`.
fn close_delegate(cx: &mut Cx<'_>, to: Value, g: Obj, state: Value) -> Res {
    let name = cx.intern("close");
    let ty = cx.type_of(to);
    match cx.lookup(ty, name) {
        Some(f) => {
            g.set(STATE, Value::small(RUNNING));
            cx.call_then_native(f, &[to], DELEGATE_CLOSED, state)
        }
        None => super::resume(cx, g, tuple::get(state.obj(), 1), Resume::Throw),
    }
}

fn delegate_closed(cx: &mut Cx<'_>, a: Args) -> Res {
    let g = tuple::get(a[0].obj(), 0).obj();
    g.set(STATE, Value::small(SUSPENDED));
    let exc = if a[1].is_null() { cx.take_raised() } else { tuple::get(a[0].obj(), 1) };
    super::resume(cx, g, exc, Resume::Throw)
}

fn close(cx: &mut Cx<'_>, a: Args) -> Res {
    let g = a[0].obj();
    match state(g) {
        FINISHED => return Ok(Value::NONE),
        CREATED => {
            finish_unstarted(cx, g);
            return Ok(Value::NONE);
        }
        _ => {}
    }
    let class = exception::GENERATOR_EXIT.of(cx);
    let exc = exception::new(cx, class, cx.world.empty_tuple)?;
    let after = cx.tuple(&[Value::small(cx.world.native_index(CLOSED) as i64), a[0]])?;
    crate::vm::call::push_cont(cx, Cont::Native, after)?;
    if let Some(to) = delegate(cx, g) {
        let state = cx.tuple(&[a[0], exc])?;
        return close_delegate(cx, to, g, state);
    }
    resume_then(cx, g, exc, Resume::Throw, Cont::Return, Value::NULL)
}

/// The generator has answered to GeneratorExit.
fn closed(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].is_null() {
        let noun = super::noun(cx, a[0].obj());
        return Err(cx.runtime_error(format!("{noun} ignored GeneratorExit")));
    }
    let exc = cx.thread.raised;
    if cx.is_instance(exc, &exception::STOP_ITERATION) {
        cx.thread.raised = Value::NULL;
        let v = exc.obj().get(exception::EXTRA);
        return Ok(if v.is_null() { Value::NONE } else { v });
    }
    if cx.is_instance(exc, &exception::GENERATOR_EXIT) {
        cx.thread.raised = Value::NULL;
        return Ok(Value::NONE);
    }
    Err(Exit::Raise)
}

/// A generator that has not run will not.
pub(super) fn finish_unstarted(cx: &Cx<'_>, g: Obj) {
    let fp = g.words(FRAME);
    let l = crate::vm::dispatch::lowered(cx, fp);
    fp.offset(HEADER).fill(l.frame_words - HEADER, Value::NULL);
    g.set(STATE, Value::small(FINISHED));
}

pub(super) fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let g = a[0].obj();
    let name = str::to_string(g.get(QUALNAME));
    let noun = match super::noun(cx, g) {
        "async generator" => "async_generator",
        n => n,
    };
    let at = object::identity(cx, a[0]);
    cx.str(&format!("<{noun} object {name} at {at:#x}>"))
}

/// The attributes, whose names begin with `gi_`, `cr_` or `ag_`.
macro_rules! attributes {
    ($name:ident, $running:literal, $suspended:literal, $code:literal, $frame:literal, $delegate:literal) => {
        pub static $name: &[GetSetDef] = &[
            getset_rw("__name__", |_, a| Ok(a[0].obj().get(NAME)), |cx, a| set_name(cx, a, NAME)),
            getset_rw("__qualname__", |_, a| Ok(a[0].obj().get(QUALNAME)), |cx, a| set_name(cx, a, QUALNAME)),
            getset($running, |_, a| Ok(Value::bool(state(a[0].obj()) == RUNNING))),
            getset($suspended, |_, a| Ok(Value::bool(state(a[0].obj()) == SUSPENDED))),
            getset($code, |_, a| Ok(a[0].obj().words(FRAME).get(frame::CODE))),
            getset($delegate, |cx, a| Ok(delegate(cx, a[0].obj()).unwrap_or(Value::NONE))),
            getset($frame, frame_object),
        ];
    };
}

attributes!(GENERATOR_GETSET, "gi_running", "gi_suspended", "gi_code", "gi_frame", "gi_yieldfrom");
attributes!(COROUTINE_GETSET, "cr_running", "cr_suspended", "cr_code", "cr_frame", "cr_await");
attributes!(ASYNC_GETSET, "ag_running", "ag_suspended", "ag_code", "ag_frame", "ag_await");

/// None once it has finished; before, a frame object that shows where it is.
fn frame_object(cx: &mut Cx<'_>, a: Args) -> Res {
    if state(a[0].obj()) == FINISHED {
        return Ok(Value::NONE);
    }
    crate::types::frame::snapshot(cx, a[0].obj().words(FRAME))
}

fn set_name(cx: &mut Cx<'_>, a: Args, word: usize) -> Res {
    if a[1].is_null() || !a[1].as_obj().is_some_and(|o| o.is(Kind::Str)) {
        let n = if word == NAME { N::__name__ } else { N::__qualname__ };
        let n = str::to_string(cx.world.name(n));
        return Err(cx.type_error(format!("{n} must be set to a string object")));
    }
    a[0].obj().set(word, a[1]);
    Ok(Value::NONE)
}
