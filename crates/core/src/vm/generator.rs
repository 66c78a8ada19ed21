//! Generators and coroutines: their frames lie in the generator object; running one links its frame to the resumer's.

use gilscope_bytecode::CodeFlags;
use gilscope_heap::{Fp, Kind, Obj, Value, flag};

use super::call::Called;
use super::dispatch::{self, Waiting, waits_at};
use super::frame::{self, HEADER};
use crate::Cx;
use crate::exit::{Exit, Res};
use crate::types::exception;
use crate::types::generator::{self as layout, CREATED, FINISHED, RUNNING, SUSPENDED};

/// How a generator is resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// With a value (None for `next`).
    Send,
    /// With an exception that is raised where it waits.
    Throw,
}

/// `RETURN_GENERATOR`: moves the current frame into a new generator, which is the value of the call.
pub fn make(cx: &mut Cx<'_>, fp: Fp) -> Res {
    let l = dispatch::lowered(cx, fp);
    let def = if l.flags.contains(CodeFlags::COROUTINE) {
        &layout::COROUTINE
    } else if l.flags.contains(CodeFlags::ASYNC_GENERATOR) {
        &layout::ASYNC_GENERATOR
    } else {
        &layout::GENERATOR
    };
    let ty = def.of(cx);
    let g = cx.alloc(Kind::Generator, ty, layout::FRAME + l.frame_words)?;
    let func = fp.get(frame::FUNC).obj();
    g.init(layout::NAME, func.get(crate::types::function::func::NAME));
    g.init(layout::QUALNAME, func.get(crate::types::function::func::QUALNAME));
    g.init(layout::STATE, Value::small(CREATED));
    let own = g.words(layout::FRAME);
    own.copy_from(fp, HEADER + l.locals);
    own.set(frame::KIND, Value::small(frame::GENERATOR));
    own.set(frame::EXTRA, g.into());
    if l.flags.contains(CodeFlags::COROUTINE) && !l.hidden {
        // Should it go without having run, that is said.
        crate::types::weakref::begin_watching(cx, g);
    }
    Ok(g.into())
}

/// Runs a generator until it yields, returns or raises.
pub fn resume(cx: &mut Cx<'_>, g: Obj, v: Value, mode: Resume) -> Res<Called> {
    let running = if g.is_exact(Kind::Generator) { g.get(layout::STATE).int_value() } else { FINISHED };
    match running {
        RUNNING => {
            let what = layout::noun(cx, g);
            return Err(cx.value_error(format!("{what} already executing")));
        }
        FINISHED if mode == Resume::Throw && !layout::is_coroutine(cx, g) => {
            cx.thread.raised = v;
            return Err(Exit::Raise);
        }
        FINISHED => {
            if layout::is_coroutine(cx, g) {
                return Err(cx.runtime_error("cannot reuse already awaited coroutine"));
            }
            return exhausted(cx, g, Value::NONE).map(Called::Value);
        }
        CREATED if mode == Resume::Send && !v.is_none() => {
            let what = layout::noun(cx, g);
            return Err(cx.type_error(format!("can't send non-None value to a just-started {what}")));
        }
        _ => {}
    }
    // Two threads may come at once with the GIL off: one gets it.
    if !g.cas(layout::STATE, Value::small(running), Value::small(RUNNING)) {
        let what = layout::noun(cx, g);
        return Err(cx.value_error(format!("{what} already executing")));
    }
    if let Err(e) = super::call::enter(cx) {
        g.set(layout::STATE, Value::small(running));
        return Err(e);
    }
    let own = g.words(layout::FRAME);
    own.set(frame::PREV, cx.thread.fp.to_value());
    let handled = cx.thread.handled;
    let mine = g.get(layout::HANDLED);
    g.set(layout::HANDLED, handled);
    if !mine.is_null() {
        cx.thread.handled = mine;
    }
    cx.thread.fp = own;
    if mode == Resume::Throw {
        cx.thread.raised = v;
        return Err(Exit::Raise);
    }
    // The instruction at which it waits gets the value.
    let l = dispatch::lowered(cx, own);
    let pc = own.get(frame::PC).int_value();
    let ins = l.ins[pc as usize].get();
    own.set(ins.a as usize, v);
    own.set(frame::PC, Value::small(pc + 1));
    Ok(Called::Frame)
}

/// The generator yields: the resumer's frame is the current one again.
pub fn suspended(cx: &mut Cx<'_>, fp: Fp) {
    let g = fp.get(frame::EXTRA).obj();
    cx.thread.depth -= 1;
    cx.thread.fp = frame::prev(fp);
    fp.set(frame::PREV, Fp::NULL.to_value());
    let outer = g.get(layout::HANDLED);
    let mine = cx.thread.handled;
    cx.thread.handled = outer;
    g.set(layout::HANDLED, if mine == outer { Value::NULL } else { mine });
    g.set(layout::STATE, Value::small(SUSPENDED));
    let l = dispatch::lowered(cx, fp);
    if l.guarded && !g.has(flag::FINALIZE | flag::FINALIZED) && !l.flags.contains(CodeFlags::ASYNC_GENERATOR) {
        let pc = l.pcs[fp.get(frame::PC).int_value() as usize];
        let code = &cx.world.code(l.index).code;
        // Somebody would have to close it, should nobody resume it.
        if code.handler(pc).is_some_and(|h| !super::lower::is_outermost(code, h)) {
            crate::types::weakref::begin_watching(cx, g);
        }
    }
    if cx.world.weak.is_active() {
        super::watch::clear_suspended(cx, fp);
    }
}

/// The generator's frame is done with.
pub fn finished(cx: &mut Cx<'_>, fp: Fp, _raised: bool) {
    let g = fp.get(frame::EXTRA).obj();
    cx.thread.handled = g.get(layout::HANDLED);
    g.set(layout::HANDLED, Value::NULL);
    // Nothing it held is kept alive.
    let l = dispatch::lowered(cx, fp);
    fp.offset(HEADER).fill(l.frame_words - HEADER, Value::NULL);
    fp.set(frame::PREV, Fp::NULL.to_value());
    g.set(layout::STATE, Value::small(FINISHED));
    g.clear_flag(flag::FINALIZE);
}

/// The generator has returned `value` to the frame that is current now.
pub fn returned(cx: &mut Cx<'_>, g: Obj, value: Value) -> Res {
    exhausted(cx, g, value)
}

/// There is nothing more: the end of a loop, the value of a `yield from`, or StopIteration.
fn exhausted(cx: &mut Cx<'_>, g: Obj, value: Value) -> Res {
    if g.ty() == layout::ASYNC_GENERATOR.of(cx) {
        let class = exception::STOP_ASYNC_ITERATION.of(cx);
        let args = cx.world.empty_tuple;
        return Err(cx.raise_args(class, args));
    }
    let at = cx.thread.fp;
    match waits_at(cx, at) {
        Some(Waiting::ForIter) => Ok(Value::NULL),
        Some(Waiting::Send(ins)) => {
            super::cold::send_returned(at, ins, value);
            // `deliver` completes the instruction at which the frame waits now: a jump's end, which takes nothing.
            Ok(super::cold::SENT)
        }
        None if is_next(cx, at) => Ok(Value::NULL),
        None => Err(if value.is_none() {
            let e = exception::STOP_ITERATION.of(cx);
            let args = cx.world.empty_tuple;
            cx.raise_args(e, args)
        } else {
            cx.stop_iteration(value)
        }),
    }
}

/// Is the frame at `fp` a continuation that takes NULL for "no more"?
fn is_next(_cx: &Cx<'_>, fp: Fp) -> bool {
    !fp.is_null() && frame::kind(fp) == frame::CONT && fp.get(frame::PC).int_value() == crate::Cont::Next as i64
}
