//! What `coroutine.__await__()` gives. Word 0: the coroutine.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{NativeDef, TypeDef, TypeFlags, func};
use crate::vm::generator::Resume;
use crate::{Acc, Cx, Res};

pub static WRAPPER: TypeDef = TypeDef::new("coroutine_wrapper", Kind::Native1, 1, METHODS).flags(TypeFlags::NO_NEW);

static METHODS: &[NativeDef] = &[
    func("__iter__", "self, /", |_, a| Ok(a[0]), Acc::Pure),
    func("__next__", "self, /", |cx, a| super::resume(cx, inner(a), Value::NONE, Resume::Send), Acc::Any),
    func("send", "self, value, /", |cx, a| super::resume(cx, inner(a), a[1], Resume::Send), Acc::Any),
    func("throw", "self, value, val=None, tb=None, /", forward_throw, Acc::Any),
    func("close", "self, /", forward_close, Acc::Any),
];

fn inner(a: Args) -> gilscope_heap::Obj {
    a[0].obj().frozen(0).obj()
}

pub(super) fn wrapper(cx: &mut Cx<'_>, a: Args) -> Res {
    let ty = WRAPPER.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 1)?;
    o.init(0, a[0]);
    Ok(o.into())
}

fn forward_throw(cx: &mut Cx<'_>, a: Args) -> Res {
    let (c, name) = (Value::from(inner(a)), cx.intern("throw"));
    let f = cx.lookup(cx.type_of(c), name).expect("coroutines have it");
    let mut args = vec![c];
    args.extend(a.skip(1).iter().filter(|v| !v.is_null()));
    cx.call(f, &args)
}

fn forward_close(cx: &mut Cx<'_>, a: Args) -> Res {
    let c = Value::from(inner(a));
    let name = cx.intern("close");
    let f = cx.lookup(cx.type_of(c), name).expect("coroutines have it");
    cx.call(f, &[c])
}
