//! Asynchronous generators: what their methods give is awaited (`async_gen_asend` and others in `Objects/genobject.c`).
//!
//! Word 0: the generator; word 1: what is sent or thrown; word 2: [`INIT`], [`ITER`] or [`DONE`]; word 3: which method.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{ASYNC_GENERATOR, FINISHED, RUNNING, STATE, resume_then};
use crate::native::{NativeDef, TypeDef, TypeFlags, func};
use crate::types::{class, exception, tuple};
use crate::vm::generator::Resume;
use crate::{Acc, Cont, Cx, Exit, Res};

const GEN: usize = 0;
const VALUE: usize = 1;
const STAGE: usize = 2;
const WHICH: usize = 3;

const INIT: i64 = 0;
const ITER: i64 = 1;
const DONE: i64 = 2;

const SEND: i64 = 0;
const THROW: i64 = 1;
const CLOSE: i64 = 2;

pub static METHODS: &[NativeDef] = &[
    func("__aiter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__repr__", "self, /", super::methods::repr, Acc::Read),
    func("__anext__", "self, /", |cx, a| awaitable(cx, &ASEND, a[0], Value::NONE, SEND), Acc::Pure),
    func("asend", "self, value, /", |cx, a| awaitable(cx, &ASEND, a[0], a[1], SEND), Acc::Pure),
    func("athrow", "self, value, val=None, tb=None, /", athrow, Acc::Pure),
    func("aclose", "self, /", |cx, a| awaitable(cx, &ATHROW, a[0], Value::NONE, CLOSE), Acc::Pure),
];

pub static ASEND: TypeDef = TypeDef::new("async_generator_asend", Kind::Native1, 4, AWAITABLE).flags(TypeFlags::NO_NEW);
pub static ATHROW: TypeDef =
    TypeDef::new("async_generator_athrow", Kind::Native1, 4, AWAITABLE).flags(TypeFlags::NO_NEW);

static AWAITABLE: &[NativeDef] = &[
    func("__await__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__iter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__next__", "self, /", |cx, a| step(cx, a[0].obj(), Value::NONE), Acc::Any),
    func("send", "self, value, /", |cx, a| step(cx, a[0].obj(), a[1]), Acc::Any),
    func("throw", "self, value, val=None, tb=None, /", throw, Acc::Any),
    func("close", "self, /", close, Acc::Any),
];

pub static CONTINUATIONS: [NativeDef; 2] = [
    func("unwrap", "awaitable, value, /", unwrap, Acc::Any),
    func("start_throw", "awaitable, exc, /", start_throw, Acc::Any),
];

const UNWRAP: &NativeDef = &CONTINUATIONS[0];
const START_THROW: &NativeDef = &CONTINUATIONS[1];

fn awaitable(cx: &mut Cx<'_>, def: &TypeDef, g: Value, v: Value, which: i64) -> Res {
    let ty = def.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 4)?;
    o.init(GEN, g);
    o.init(VALUE, v);
    o.init(STAGE, Value::small(INIT));
    o.init(WHICH, Value::small(which));
    Ok(o.into())
}

fn athrow(cx: &mut Cx<'_>, a: Args) -> Res {
    let args: Vec<Value> = a.skip(1).iter().filter(|v| !v.is_null()).collect();
    let args = cx.tuple(&args)?;
    awaitable(cx, &ATHROW, a[0], args, THROW)
}

/// One step of an awaitable: runs the generator until it awaits or yields.
fn step(cx: &mut Cx<'_>, o: Obj, sent: Value) -> Res {
    let g = o.frozen(GEN).obj();
    let (stage, which) = (o.get(STAGE).int_value(), o.frozen(WHICH).int_value());
    if stage == DONE {
        let name = if which == SEND { "__anext__()/asend()" } else { "aclose()/athrow()" };
        return Err(cx.runtime_error(format!("cannot reuse already awaited {name}")));
    }
    if stage == INIT && g.get(STATE).int_value() == RUNNING {
        let name = ["anext", "athrow", "aclose"][which as usize];
        return Err(cx.runtime_error(format!("{name}(): asynchronous generator is already running")));
    }
    o.set(STAGE, Value::small(ITER));
    let state = after(cx, UNWRAP, o)?;
    match (stage, which) {
        (INIT, SEND) => {
            let v = if sent.is_none() { o.frozen(VALUE) } else { sent };
            resume_then(cx, g, v, Resume::Send, Cont::Native, state)
        }
        (INIT, THROW) => {
            let args = tuple::to_vec(o.frozen(VALUE));
            match args[0].as_obj() {
                Some(e) if e.is(Kind::Exception) => resume_then(cx, g, args[0], Resume::Throw, Cont::Native, state),
                Some(e) if e.is(Kind::Type) && class::is_subclass(args[0], exception::BASE_EXCEPTION.of(cx)) => {
                    cx.call_then_native(args[0], &args[1..], START_THROW, o.into())
                }
                _ => {
                    let t = cx.type_name(args[0]);
                    Err(cx.type_error(format!(
                        "exceptions must be classes or instances deriving from BaseException, not {t}"
                    )))
                }
            }
        }
        (INIT, _) => {
            if matches!(g.get(STATE).int_value(), FINISHED | super::CREATED) {
                if g.get(STATE).int_value() != FINISHED {
                    super::methods::finish_unstarted(cx, g);
                }
                o.set(STAGE, Value::small(DONE));
                return Err(cx.stop_iteration(Value::NULL));
            }
            let class = exception::GENERATOR_EXIT.of(cx);
            let exc = exception::new(cx, class, cx.world.empty_tuple)?;
            resume_then(cx, g, exc, Resume::Throw, Cont::Native, state)
        }
        _ => resume_then(cx, g, sent, Resume::Send, Cont::Native, state),
    }
}

/// State of `Cont::Native` for the continuation `def` with `o`.
fn after(cx: &mut Cx<'_>, def: &'static NativeDef, o: Obj) -> Res {
    let n = cx.world.native_index(def);
    cx.tuple(&[Value::small(n as i64), o.into()])
}

fn start_throw(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(Exit::Raise);
    }
    let o = a[0].obj();
    let state = after(cx, UNWRAP, o)?;
    resume_then(cx, o.frozen(GEN).obj(), a[1], Resume::Throw, Cont::Native, state)
}

/// The generator has awaited (the value passes on), yielded (the awaitable's result), or ended.
fn unwrap(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, v) = (a[0].obj(), a[1]);
    let closing = o.frozen(WHICH).int_value() == CLOSE;
    if v.is_null() {
        o.set(STAGE, Value::small(DONE));
        let exc = cx.thread.raised;
        let ended =
            cx.is_instance(exc, &exception::STOP_ASYNC_ITERATION) || cx.is_instance(exc, &exception::GENERATOR_EXIT);
        if closing && ended {
            cx.thread.raised = Value::NULL;
            return Err(cx.stop_iteration(Value::NULL));
        }
        return Err(Exit::Raise);
    }
    let wrapped = v.as_obj().filter(|w| w.is(Kind::Native1) && w.ty() == ASYNC_GENERATOR.of(cx));
    match wrapped {
        None => Ok(v),
        Some(_) if closing => {
            o.set(STAGE, Value::small(DONE));
            Err(cx.runtime_error("async generator ignored GeneratorExit"))
        }
        Some(w) => {
            o.set(STAGE, Value::small(DONE));
            Err(cx.stop_iteration(w.frozen(0)))
        }
    }
}

fn throw(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    if o.get(STAGE).int_value() == DONE {
        return Err(cx.runtime_error("cannot reuse already awaited __anext__()/asend()"));
    }
    o.set(STAGE, Value::small(ITER));
    let state = after(cx, UNWRAP, o)?;
    crate::vm::call::push_cont(cx, Cont::Native, state)?;
    super::methods::throw_any(cx, o.frozen(GEN), a)
}

fn close(_: &mut Cx<'_>, a: Args) -> Res {
    a[0].obj().set(STAGE, Value::small(DONE));
    Ok(Value::NONE)
}
