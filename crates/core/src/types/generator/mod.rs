//! Generators, coroutines, asynchronous generators: layout. How they run: `vm/generator.rs`.

use gilscope_heap::{Kind, Obj, Value};

use crate::native::{NativeDef, TypeDef, TypeFlags};
use crate::vm::generator::Resume;
use crate::{Cont, Cx, Exit, Pending, Res};

pub const NAME: usize = 0;
pub const QUALNAME: usize = 1;
/// [`CREATED`] …
pub const STATE: usize = 2;
/// While it runs: the exception that its resumer was handling; else the one it is handling itself, or NULL.
pub const HANDLED: usize = 3;
/// First word of its frame.
pub const FRAME: usize = 4;

pub const CREATED: i64 = 0;
pub const SUSPENDED: i64 = 1;
pub const RUNNING: i64 = 2;
pub const FINISHED: i64 = 3;

pub mod async_gen;
pub mod coroutine;
pub mod methods;

pub static TYPES: &[&TypeDef] =
    &[&GENERATOR, &COROUTINE, &ASYNC_GENERATOR, &coroutine::WRAPPER, &async_gen::ASEND, &async_gen::ATHROW];

/// Natives that only continuations name.
pub static CONTINUATIONS: [&[NativeDef]; 2] = [&methods::CONTINUATIONS, &async_gen::CONTINUATIONS];

pub static GENERATOR: TypeDef = TypeDef::new("generator", Kind::Generator, 0, methods::GENERATOR)
    .flags(TypeFlags::NO_NEW)
    .getset(methods::GENERATOR_GETSET);
pub static COROUTINE: TypeDef = TypeDef::new("coroutine", Kind::Generator, 0, methods::COROUTINE)
    .flags(TypeFlags::NO_NEW)
    .getset(methods::COROUTINE_GETSET);
pub static ASYNC_GENERATOR: TypeDef = TypeDef::new("async_generator", Kind::Generator, 0, async_gen::METHODS)
    .flags(TypeFlags::NO_NEW)
    .getset(methods::ASYNC_GETSET);

/// What CPython calls it in messages.
pub fn noun(cx: &Cx<'_>, g: Obj) -> &'static str {
    if g.ty() == COROUTINE.of(cx) {
        "coroutine"
    } else if g.ty() == ASYNC_GENERATOR.of(cx) {
        "async generator"
    } else {
        "generator"
    }
}

/// A generator that has finished?
pub fn is_finished(o: Obj) -> bool {
    o.is(Kind::Generator) && o.get(STATE) == Value::small(FINISHED)
}

/// A coroutine of which nothing has run?
pub fn is_unawaited(cx: &Cx<'_>, o: Obj) -> bool {
    o.is(Kind::Generator) && o.get(STATE) == Value::small(CREATED) && is_coroutine(cx, o)
}

pub fn is_coroutine(cx: &Cx<'_>, g: Obj) -> bool {
    g.ty() == COROUTINE.of(cx)
}

/// "Resume `g` with `v`; what it yields is my result." For tail position.
pub fn resume(cx: &mut Cx<'_>, g: Obj, v: Value, mode: Resume) -> Res {
    resume_then(cx, g, v, mode, Cont::Return, Value::NULL)
}

/// As [`resume`], then `cont` with what it yields and `state`.
pub fn resume_then(cx: &mut Cx<'_>, g: Obj, v: Value, mode: Resume, cont: Cont, state: Value) -> Res {
    cx.pending = Some(Pending {
        callee: g.into(),
        args: vec![v],
        kwnames: Value::NULL,
        locals: Value::NULL,
        cont,
        state,
        resume: Some(mode),
    });
    Err(Exit::Call)
}

/// A generator that `types.coroutine` made awaitable?
pub fn is_iterable_coroutine(cx: &Cx<'_>, g: Obj) -> bool {
    let code = g.words(FRAME).get(crate::vm::frame::CODE).obj().aux();
    cx.world.code(code).code.flags().contains(gilscope_bytecode::CodeFlags::ITERABLE_COROUTINE)
}

/// What an asynchronous generator yields, told from what it awaits.
pub fn wrap(cx: &mut Cx<'_>, v: Value) -> Res {
    let ty = ASYNC_GENERATOR.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 1)?;
    o.init(0, v);
    Ok(o.into())
}
