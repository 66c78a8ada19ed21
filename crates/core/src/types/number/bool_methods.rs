//! Methods of `bool`.

use gilscope_heap::{Args, Value};

use crate::native::{NativeDef, func};
use crate::{Acc, Cx, Res, ops};

pub const DOC: &str = "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.";

pub const METHODS: &[NativeDef] =
    &[NativeDef::stat("__new__", "cls, object=False, /", new, Acc::Any), func("__repr__", "self, /", repr, Acc::Pure)];

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = a.get(1);
    if v.is_null() { Ok(Value::FALSE) } else { ops::truth::of(cx, v) }
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(cx.intern(if a[0] == Value::TRUE { "True" } else { "False" }))
}
