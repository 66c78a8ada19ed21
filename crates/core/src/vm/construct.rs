//! Calls of classes: `__new__`, then `__init__`.

use gilscope_heap::{Args, Fp, Kind, Obj, Value};

use super::call::{Called, KwNames, call_native, call_special, call_vec, pop_cont, push_cont, push_function, split};
use super::frame::{self, HEADER};
use crate::exit::{Cont, Exit, Res};
use crate::types::containers::range;
use crate::types::{class, exception};
use crate::{Cx, N, TypeFlags};

/// `cls(*args)`: `type.__call__`, unless the metaclass has one of its own.
pub fn call_type(cx: &mut Cx<'_>, ty: Obj, args: Args, kwnames: KwNames) -> Res<Called> {
    let meta = ty.ty();
    if meta != class::TYPE.of(cx) {
        let name = cx.world.name(N::__call__);
        if let Some(f) = cx.lookup(meta, name)
            && !f.obj().is(Kind::Native)
        {
            return call_special(cx, f, ty.into(), args, kwnames);
        }
    }
    if Value::from(ty) == class::TYPE.of(cx) && args.len() == 1 && kwnames.is_null() {
        return Ok(Called::Value(cx.type_of(args.get(0))));
    }
    if kwnames.is_null() {
        if let Some(v) = range::quick(cx, ty, args)? {
            return Ok(Called::Value(v));
        }
        if args.len() == 1
            && let Some(v) = crate::ops::convert::quick(cx, ty, args.get(0))?
        {
            return Ok(Called::Value(v));
        }
    }
    instantiate(cx, ty, args, kwnames)
}

/// `__new__`, then `__init__`.
pub fn instantiate(cx: &mut Cx<'_>, ty: Obj, args: Args, kwnames: KwNames) -> Res<Called> {
    let (new_name, init_name) = (cx.world.name(N::__new__), cx.world.name(N::__init__));
    let new = cx.lookup(ty.into(), new_name).unwrap_or(Value::NULL);
    let init = cx.lookup(ty.into(), init_name).unwrap_or(Value::NULL);
    let kind = |v: Value| v.as_obj().map(|o| o.kind());
    let (usual, world) = (kwnames.is_null(), cx.world);
    if new == class::object_new(cx) && !class::flags(ty).has(TypeFlags::ABSTRACT) {
        // The usual class: its instance is made here, `__init__` is the only call.
        if kind(init) == Some(Kind::Function) {
            let o = class::new_instance(cx, ty)?;
            return call_init(cx, init.obj(), o, args, kwnames);
        }
        if init == world.object_init && args.is_empty() && class::flags(ty).has(TypeFlags::HEAP) {
            return class::new_instance(cx, ty).map(Called::Value);
        }
    }
    if usual && new == world.exception_new && init == world.exception_init {
        let args = cx.tuple_of(args)?;
        return exception::new(cx, ty.into(), args).map(Called::Value);
    }
    let new = unwrap_static(new);
    if kind(new) == Some(Kind::Native) && matches!(kind(init), None | Some(Kind::Native | Kind::Function)) {
        return native_new(cx, ty, new.obj(), init, args, kwnames);
    }
    let mut all = vec![Value::from(ty)];
    all.extend(args.iter());
    let kept = all[1..].to_vec();
    let (pos, kw) = split(cx, args, kwnames)?;
    let state = cx.tuple(&[ty.into(), pos, kw])?;
    // The arguments may have lain where this goes.
    push_cont(cx, Cont::NewThenInit, state)?;
    match call_vec(cx, new, all, kwnames)? {
        Called::Value(o) => {
            pop_cont(cx);
            let args = row_of(cx, &kept)?;
            init_after_new(cx, ty, o, args, kwnames)
        }
        Called::Frame => Ok(Called::Frame),
    }
}

/// `__new__` is in Rust, which makes the whole object of most classes, and `__init__` is a plain function if any.
fn native_new(cx: &mut Cx<'_>, ty: Obj, new: Obj, init: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    // The arguments are needed twice: a row of their own, class or object first.
    let n = args.len();
    let row = cx.reserve(n + 1)?;
    row.offset(1).copy_from(args.row(), n);
    row.set(0, ty.into());
    let all = Args::new(row, n + 1);
    let o = match call_native(cx, new, all, kwnames) {
        Ok(Called::Value(v)) => v,
        Ok(Called::Frame) => unreachable!("a native has no frame"),
        Err(Exit::Raise) => {
            cx.release(row);
            return Err(Exit::Raise);
        }
        Err(e) => {
            let (pos, kw) = split(cx, all.skip(1), kwnames)?;
            let state = cx.tuple(&[ty.into(), pos, kw])?;
            return Err(first(cx, row, e, Cont::NewThenInit, state));
        }
    };
    if cx.type_of(o) != ty.into() || init.is_null() {
        cx.release(row);
        let args = all.skip(1).to_vec();
        let args = row_of(cx, &args)?;
        return init_after_new(cx, ty, o, args, kwnames);
    }
    if init.obj().is(Kind::Function) {
        cx.release(row);
        return call_init(cx, init.obj(), o, all.skip(1), kwnames);
    }
    // `object.__init__` only complains of arguments that no `__new__` took.
    if init == cx.world.object_init && Value::from(new) != class::object_new(cx) {
        cx.release(row);
        return Ok(Called::Value(o));
    }
    row.set(0, o);
    match call_native(cx, init.obj(), all, kwnames) {
        Ok(Called::Value(v)) => {
            cx.release(row);
            super::cont::check_init(cx, o, v).map(Called::Value)
        }
        Ok(Called::Frame) => unreachable!("a native has no frame"),
        Err(Exit::Raise) => {
            cx.release(row);
            Err(Exit::Raise)
        }
        Err(e) => Err(first(cx, row, e, Cont::CheckInit, o)),
    }
}

/// Calls an `__init__` in Python, whose frame gives the object.
fn call_init(cx: &mut Cx<'_>, init: Obj, o: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    push_function(cx, init, o, args, kwnames)?;
    let fp = cx.thread.fp;
    fp.set(frame::KIND, Value::small(frame::INIT));
    fp.set(frame::EXTRA, o);
    Ok(Called::Frame)
}

/// A native wants something first (`e`); when it has its result, `cont` goes on. The row of its arguments is given back.
fn first(cx: &mut Cx<'_>, row: Fp, e: Exit, cont: Cont, state: Value) -> Exit {
    let r = if e == Exit::Call {
        cx.release(row);
        push_cont(cx, cont, state)
    } else {
        insert_cont(cx, row, cont, state)
    };
    r.err().unwrap_or(e)
}

/// Puts a continuation below the native frame on top, in the place of the row from which its arguments came.
fn insert_cont(cx: &mut Cx<'_>, row: Fp, cont: Cont, state: Value) -> Res<()> {
    let fp = cx.thread.fp;
    let (func, args) = (fp.get(frame::FUNC), super::call::native_args(fp).to_vec());
    cx.thread.fp = frame::prev(fp);
    cx.release(fp);
    cx.release(row);
    push_cont(cx, cont, state)?;
    let n = args.len();
    let fp = cx.reserve(HEADER + n)?;
    for (i, &v) in args.iter().enumerate() {
        fp.set(HEADER + i, v);
    }
    let prev = cx.thread.fp;
    frame::link(fp, Value::NULL, func, prev, Value::NULL, frame::NATIVE);
    fp.set(frame::PC, Value::small(n as i64));
    cx.thread.fp = fp;
    Ok(())
}

/// A row of arguments above the stack, for use before the next one is made.
fn row_of(cx: &mut Cx<'_>, values: &[Value]) -> Res<Args> {
    let row = cx.reserve(values.len())?;
    for (i, &v) in values.iter().enumerate() {
        row.set(i, v);
    }
    cx.release(row);
    Ok(Args::new(row, values.len()))
}

/// What a staticmethod holds; anything else as it is.
pub fn unwrap_static(v: Value) -> Value {
    match v.as_obj() {
        Some(o) if o.is(Kind::StaticMethod) => o.get(0),
        _ => v,
    }
}

/// The object that `__new__` gave is initialised, where it is one of the class.
pub fn init_after_new(cx: &mut Cx<'_>, ty: Obj, o: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    let ot = cx.type_of(o);
    if !class::is_subclass(ot, ty.into()) {
        return Ok(Called::Value(o));
    }
    let name = cx.world.name(N::__init__);
    let Some(init) = cx.lookup(ot, name) else { return Ok(Called::Value(o)) };
    let kept = args.to_vec();
    push_cont(cx, Cont::CheckInit, o)?;
    let row = cx.reserve(kept.len())?;
    for (i, &v) in kept.iter().enumerate() {
        row.set(i, v);
    }
    cx.release(row);
    match call_special(cx, init, o, Args::new(row, kept.len()), kwnames)? {
        Called::Value(v) => {
            pop_cont(cx);
            super::cont::check_init(cx, o, v).map(Called::Value)
        }
        Called::Frame => Ok(Called::Frame),
    }
}
