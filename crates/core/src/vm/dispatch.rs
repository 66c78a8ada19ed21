//! What happens between two instructions: a value goes back to whoever waits for it, an exit is carried out, an
//! exception finds its handler. Nothing here is generic over the engine, and nothing recurses.

use std::ops::ControlFlow;

use gilscope_bytecode::Op;
use gilscope_heap::{Args, Fp, Value};

use super::call::{self, Called};
use super::lower::{Ins, Lop, Lowered};
use super::{cold, cont, frame, generator, special, watch};
use crate::engine::Stop;
use crate::exit::{Cont, Convert, Exit, Res};
use crate::ops;
use crate::types::{exception, list};
use crate::{Cx, N, Pending, Told};

/// Goes on with the thread's current frame, or stops.
pub type Flow = ControlFlow<Stop>;

/// The lowered code of a frame of Python.
#[inline(always)]
pub fn lowered<'e>(cx: &Cx<'e>, fp: Fp) -> &'e Lowered {
    cx.codes.get(cx.world, fp.get(frame::CODE).obj().aux())
}

/// Gives `value` to the frame on top, which waits for it.
pub fn deliver(cx: &mut Cx<'_>, mut value: Value) -> Flow {
    loop {
        let fp = cx.thread.fp;
        if fp.is_null() {
            return ControlFlow::Break(Stop::Done(value));
        }
        let r = match frame::kind(fp) {
            frame::CONT => {
                let cont = Cont::ALL[fp.get(frame::PC).int_value() as usize];
                let state = fp.get(frame::EXTRA);
                if cont == Cont::Argument {
                    call::pop_cont(cx);
                    cx.thread.fp.set(frame::HEADER + state.int_value() as usize, value);
                    Ok(Value::NULL)
                } else if cont == Cont::Discard {
                    call::pop_cont(cx);
                    return ControlFlow::Continue(());
                } else {
                    call::pop_cont(cx);
                    match cont::resume(cx, cont, state, value) {
                        Err(Exit::NeedMemory(_)) => Err(cx.raise(&exception::MEMORY_ERROR, "")),
                        r => r,
                    }
                }
            }
            frame::NATIVE => {
                let r = call::retry(cx);
                cx.thread.resumed = false;
                cx.thread.timed_out = false;
                match r {
                    Ok(v) => {
                        call::pop_cont(cx);
                        Ok(v)
                    }
                    Err(e @ (Exit::Convert { .. } | Exit::Block | Exit::NeedMemory(_))) => Err(e),
                    Err(e) => {
                        // Its place is taken by whom it calls.
                        call::pop_cont(cx);
                        Err(e)
                    }
                }
            }
            _ => {
                let l = lowered(cx, fp);
                let ins = l.ins[fp.get(frame::PC).int_value() as usize].get();
                match complete(cx, fp, ins, value) {
                    Ok(()) => return ControlFlow::Continue(()),
                    Err(e) => Err(e),
                }
            }
        };
        match r {
            Ok(v) => value = v,
            Err(e) => return exit(cx, e),
        }
    }
}

/// Carries out an exit of what the frame on top did.
pub fn exit(cx: &mut Cx<'_>, e: Exit) -> Flow {
    let r = match e {
        Exit::Raise => return unwind(cx, true),
        Exit::Block => {
            let wait = call::take_wait(cx);
            cx.thread.resumed = true;
            return ControlFlow::Break(Stop::Blocked(wait));
        }
        Exit::Frame => return ControlFlow::Continue(()),
        Exit::NeedMemory(n) => {
            // The instruction will run again, and the engine has been told of it.
            if n > 0 && is_told(cx) {
                cx.thread.told = Told::Access;
            }
            return ControlFlow::Break(Stop::NeedMemory(n));
        }
        Exit::Call => {
            let p = cx.pending.take().expect("a call was asked for");
            let pushed = if p.cont == Cont::Return { Ok(()) } else { call::push_cont(cx, p.cont, p.state) };
            pushed.and_then(|()| match p.resume {
                Some(mode) => generator::resume(cx, p.callee.obj(), p.args[0], mode),
                None => call_pending(cx, p),
            })
        }
        Exit::Convert { arg, how } => {
            let v = call::native_args(cx.thread.fp).get(arg as usize);
            call::push_cont(cx, Cont::Argument, Value::small(arg as i64))
                .and_then(|()| convert(cx, how, v).map(Called::Value))
        }
    };
    match r {
        Ok(Called::Frame) => ControlFlow::Continue(()),
        Ok(Called::Value(v)) => deliver(cx, v),
        Err(e) => exit(cx, e),
    }
}

/// Is the frame on top one of the program's own?
fn is_told(cx: &Cx<'_>) -> bool {
    let fp = cx.thread.fp;
    !fp.is_null() && frame::is_python(fp) && !lowered(cx, fp).hidden
}

fn call_pending(cx: &mut Cx<'_>, p: Pending) -> Res<Called> {
    let called = call::call_vec(cx, p.callee, p.args, p.kwnames)?;
    if !p.locals.is_null() {
        cx.thread.fp.set(frame::EXTRA, p.locals);
    }
    Ok(called)
}

/// Makes an argument into what a native needs.
fn convert(cx: &mut Cx<'_>, how: Convert, v: Value) -> Res {
    match how {
        Convert::Index => match cx.lookup_special(v, N::__index__) {
            Some(f) => cx.call_then(f, &[v], Cont::CheckIndex, Value::NULL),
            None => {
                let t = cx.type_name(v);
                Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer")))
            }
        },
        Convert::Float => match (cx.lookup_special(v, N::__float__), cx.lookup_special(v, N::__index__)) {
            (Some(f), _) => cx.call_then(f, &[v], Cont::CheckFloat, v),
            (None, Some(f)) => cx.call_then(f, &[v], Cont::CheckIndex, Value::NULL),
            (None, None) => {
                let t = cx.type_name(v);
                Err(cx.type_error(format!("must be real number, not {t}")))
            }
        },
        Convert::List => match call::exact_items(v) {
            Some(items) => cx.list(&items),
            None => cx.call_hidden("to_list", &[v]),
        },
        Convert::Str => ops::convert::str(cx, v),
        Convert::Repr => ops::convert::repr(cx, v),
        Convert::Bool => ops::truth::of(cx, v),
        Convert::Dict => cx.call_hidden("to_dict", &[v]),
        Convert::Slice => cx.call_hidden("plain_slice", &[v]),
    }
}

/// A value for the instruction at which a frame of Python waits.
fn complete(cx: &mut Cx<'_>, fp: Fp, ins: Ins, value: Value) -> Res<()> {
    let mut next = fp.get(frame::PC).int_value() + 1;
    match ins.op {
        Lop::StoreSubscr
        | Lop::StoreAttr
        | Lop::StoreAttrSlot
        | Lop::StoreAttrAdd
        | Lop::StoreName
        | Lop::StoreNameCached
        | Lop::StoreGlobal
        | Lop::ListAppend => {}
        Lop::LoadMethod | Lop::LoadMethodCached => {
            fp.set(ins.a as usize, value);
            fp.set(ins.a as usize + 1, Value::NULL);
        }
        Lop::ForIter => {
            if value.is_null() {
                next = ins.d.int_value();
            } else {
                fp.set(ins.a as usize, value);
            }
        }
        Lop::Unpack => unpack_list(cx, fp, ins, value)?,
        Lop::Call => {
            cx.polls = special::polls_late(cx, fp, ins, fp.get(ins.a as usize));
            fp.set(ins.a as usize, value);
        }
        Lop::Cold => return cold::complete(cx, fp, ins, value, next),
        Lop::Resume | Lop::JumpBack => next -= 1,
        _ => fp.set(ins.a as usize, value),
    }
    fp.set(frame::PC, Value::small(next));
    Ok(())
}

/// The end of an unpacking whose items had to be fetched by iterating.
fn unpack_list(cx: &mut Cx<'_>, fp: Fp, ins: Ins, value: Value) -> Res<()> {
    let items = list::items(value.obj());
    let n = ins.b as usize;
    for (i, v) in items.into_iter().enumerate() {
        fp.set(ins.a as usize + n - 1 - i, v);
    }
    let _ = cx;
    Ok(())
}

/// An exception is set: finds who handles it. `fresh`: raised here and now (not again), so it gets its context, and the
/// current frame a line in the traceback.
pub fn unwind(cx: &mut Cx<'_>, mut fresh: bool) -> Flow {
    let exc = cx.thread.raised;
    cx.thread.looks = true;
    if fresh {
        exception::set_context(exc, cx.thread.handled);
    }
    loop {
        let fp = cx.thread.fp;
        if fp.is_null() {
            cx.thread.raised = Value::NULL;
            return ControlFlow::Break(Stop::Uncaught(exc));
        }
        match frame::kind(fp) {
            frame::CONT => {
                let cont = Cont::ALL[fp.get(frame::PC).int_value() as usize];
                let state = fp.get(frame::EXTRA);
                call::pop_cont(cx);
                if let Some(r) = cont::catch(cx, cont, state) {
                    return match r {
                        Ok(v) => deliver(cx, v),
                        // It let the exception pass: the frames below are left by it as well.
                        Err(Exit::Raise) if cx.thread.raised == exc => continue,
                        Err(e) => exit(cx, e),
                    };
                }
            }
            frame::NATIVE => call::pop_cont(cx),
            _ => {
                let l = lowered(cx, fp);
                let pc = l.pcs[fp.get(frame::PC).int_value() as usize];
                let code = &cx.world.code(l.index).code;
                if fresh && !l.hidden {
                    if let Err(Exit::NeedMemory(n)) = exception::add_traceback(cx, exc, fp, pc) {
                        let _ = n;
                    }
                }
                if let Some(h) = code.handler(pc) {
                    let mut top = frame::HEADER + l.locals + h.depth as usize;
                    if h.lasti {
                        fp.set(top, Value::small(pc as i64));
                        top += 1;
                    }
                    fp.set(top, exc);
                    fp.set(frame::PC, Value::small(l.starts[h.target as usize] as i64));
                    cx.thread.raised = Value::NULL;
                    return ControlFlow::Continue(());
                }
                leave(cx, fp, true);
            }
        }
        fresh = true;
    }
}

/// Drops a frame of Python; the one below is the current one then.
#[inline]
pub fn leave(cx: &mut Cx<'_>, fp: Fp, raised: bool) {
    if cx.world.weak.is_active() {
        watch::leaves(cx, fp);
    }
    cx.thread.depth -= 1;
    cx.thread.fp = frame::prev(fp);
    if frame::kind(fp) == frame::GENERATOR {
        generator::finished(cx, fp, raised);
    } else {
        cx.release(fp);
    }
}

/// As [`return_value`], while some objects' ends are watched: a function's variables die with it. `fine`: under an engine
/// that looks before the next instruction anyway.
pub fn return_watched(cx: &mut Cx<'_>, fp: Fp, value: Value, fine: bool) -> Flow {
    return_value(cx, fp, value)?;
    look_closely(cx, fine)
}

/// After a frame's end: has anything gone? And should the driver see to it that nothing is missed?
fn look_closely(cx: &mut Cx<'_>, fine: bool) -> Flow {
    let fp = cx.thread.fp;
    if fine || !frame::is_python(fp) || lowered(cx, fp).hidden {
        return ControlFlow::Continue(());
    }
    if watch::wants_collection(cx, fp.get(frame::PC).int_value() as usize) {
        return ControlFlow::Break(Stop::NeedMemory(0));
    }
    if cx.world.weak.is_worth_watching(cx.thread) {
        return ControlFlow::Break(Stop::Budget);
    }
    ControlFlow::Continue(())
}

/// The frame on top returns `value`.
pub fn return_value(cx: &mut Cx<'_>, fp: Fp, value: Value) -> Flow {
    match frame::kind(fp) {
        frame::GENERATOR => {
            let g = fp.get(frame::EXTRA).obj();
            leave(cx, fp, false);
            match generator::returned(cx, g, value) {
                Ok(v) => deliver(cx, v),
                Err(e) => exit(cx, e),
            }
        }
        frame::INIT => {
            let o = fp.get(frame::EXTRA);
            leave(cx, fp, false);
            match cont::check_init(cx, o, value) {
                Ok(v) => deliver(cx, v),
                Err(e) => exit(cx, e),
            }
        }
        _ => {
            leave(cx, fp, false);
            deliver(cx, value)
        }
    }
}

/// A generator's frame yields `value`.
pub fn yield_value(cx: &mut Cx<'_>, fp: Fp, value: Value, fine: bool) -> Flow {
    generator::suspended(cx, fp);
    deliver(cx, value)?;
    if cx.world.weak.is_active() { look_closely(cx, fine) } else { ControlFlow::Continue(()) }
}

/// Is the frame of Python at `fp` waiting at a `FOR_ITER`, or at a `SEND`?
pub fn waits_at(cx: &Cx<'_>, fp: Fp) -> Option<Waiting> {
    if fp.is_null() || !frame::is_python(fp) {
        return None;
    }
    let l = lowered(cx, fp);
    let ins = l.ins[fp.get(frame::PC).int_value() as usize].get();
    match ins.op {
        Lop::ForIter => Some(Waiting::ForIter),
        Lop::Cold if ins.x == Op::Send as u8 => Some(Waiting::Send(ins)),
        _ => None,
    }
}

/// See [`waits_at`].
pub enum Waiting {
    ForIter,
    Send(Ins),
}

/// The arguments of a `CALL` at register `base`: they begin after the slot for `self`.
#[inline(always)]
pub fn call_args(fp: Fp, base: usize, n: usize) -> Args {
    Args::new(fp.offset(base + 2), n)
}
