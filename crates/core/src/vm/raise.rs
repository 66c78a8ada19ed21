//! Instructions that raise, and that look whether an exception is caught.

use gilscope_heap::{Fp, Kind, Value};

use super::cold::Step;
use super::frame;
use crate::Cx;
use crate::exit::{Cont, Exit, Res};
use crate::types::{class, exception, generator as gen_layout, tuple};

/// Is `exc` an instance of a class, or of one of a tuple's?
pub fn matches_class(cx: &mut Cx<'_>, exc: Value, class: Value, wrong: &str) -> Res<bool> {
    let base = exception::BASE_EXCEPTION.of(cx);
    let is_class = |v: Value| v.as_obj().is_some_and(|o| o.is(Kind::Type) && class::is_subclass(v, base));
    let ty = cx.type_of(exc);
    if let Some(o) = class.as_obj()
        && o.is(Kind::Tuple)
    {
        if !tuple::items(o).all(is_class) {
            return Err(cx.type_error(wrong));
        }
        return Ok(tuple::items(o).any(|c| class::is_subclass(ty, c)));
    }
    if !is_class(class) {
        return Err(cx.type_error(wrong));
    }
    Ok(class::is_subclass(ty, class))
}

/// `raise`, `raise exc`, `raise exc from cause`.
pub fn raise(cx: &mut Cx<'_>, n: usize, top: Value, below: Value) -> Res<Step> {
    let (exc, cause) = match n {
        0 => {
            if cx.thread.handled.is_null() {
                return Err(cx.runtime_error("No active exception to reraise"));
            }
            cx.thread.raised = cx.thread.handled;
            return Ok(Step::Reraise);
        }
        1 => (top, Value::NULL),
        _ => (below, top),
    };
    Ok(Step::Value(raise_value(cx, exc, cause)?))
}

/// Raises an instance, or one of a class; `cause` as in `raise … from cause`, NULL without.
pub fn raise_value(cx: &mut Cx<'_>, exc: Value, cause: Value) -> Res {
    let base = exception::BASE_EXCEPTION.of(cx);
    if let Some(o) = exc.as_obj() {
        if o.is(Kind::Exception) {
            return with_cause(cx, exc, cause);
        }
        if o.is(Kind::Type) && class::is_subclass(exc, base) {
            let state = cx.tuple(&[exc, if cause.is_null() { Value::FALSE } else { cause }])?;
            return cx.call_then(exc, &[], Cont::Raise, state);
        }
    }
    Err(cx.type_error("exceptions must derive from BaseException"))
}

/// Sets the cause and raises.
pub fn with_cause(cx: &mut Cx<'_>, exc: Value, cause: Value) -> Res {
    if !cause.is_null() {
        let base = exception::BASE_EXCEPTION.of(cx);
        match cause.as_obj() {
            _ if cause.is_none() => exc.obj().set(exception::CAUSE, Value::NONE),
            Some(o) if o.is(Kind::Exception) => exc.obj().set(exception::CAUSE, cause),
            Some(o) if o.is(Kind::Type) && class::is_subclass(cause, base) => {
                return cx.call_then(cause, &[], Cont::RaiseCause, exc);
            }
            _ => return Err(cx.type_error("exception causes must derive from BaseException")),
        }
        exc.obj().set(exception::SUPPRESS, Value::TRUE);
    }
    Err(cx.raise_value(exc))
}

/// PEP 479: a StopIteration that leaves a generator's body becomes a RuntimeError.
pub fn stop_iteration_error(cx: &mut Cx<'_>, fp: Fp, exc: Value) -> Res<Step> {
    let g = fp.get(frame::EXTRA).as_obj();
    let noun = g.filter(|o| o.is(Kind::Generator)).map_or("generator", |g| gen_layout::noun(cx, g));
    let what = if cx.is_instance(exc, &exception::STOP_ITERATION) {
        "StopIteration"
    } else if noun == "async generator" && cx.is_instance(exc, &exception::STOP_ASYNC_ITERATION) {
        "StopAsyncIteration"
    } else {
        return Ok(Step::Value(exc));
    };
    let e = cx.runtime_error(format!("{noun} raised {what}"));
    if e != Exit::Raise {
        return Err(e);
    }
    let new = cx.take_raised();
    new.obj().set(exception::CAUSE, exc);
    new.obj().set(exception::CONTEXT, exc);
    new.obj().set(exception::SUPPRESS, Value::TRUE);
    Ok(Step::Value(new))
}
