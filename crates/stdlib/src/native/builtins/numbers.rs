//! `abs`, `round`, `divmod`, `pow`. Exact numbers have their methods called right away.

use gilscope_core::{Cont, Cx, N, Res, ops};
use gilscope_heap::{Args, Value};

/// `abs(x)`
pub fn abs(cx: &mut Cx<'_>, a: Args) -> Res {
    match cx.lookup_special(a[0], N::__abs__) {
        Some(f) => cx.call_then(f, &[a[0]], Cont::Return, Value::NULL),
        None => {
            let t = cx.type_name(a[0]);
            Err(cx.type_error(format!("bad operand type for abs(): '{t}'")))
        }
    }
}

/// `round(number, ndigits=None)`
pub fn round(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = a.get(1);
    match cx.lookup_special(a[0], N::__round__) {
        Some(f) if n.is_null() || n.is_none() => cx.call(f, &[a[0]]),
        Some(f) => cx.call(f, &[a[0], n]),
        None => {
            let t = cx.type_name(a[0]);
            Err(cx.type_error(format!("type {t} doesn't define __round__ method")))
        }
    }
}

/// `divmod(x, y)`
pub fn divmod(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("divmod_general", &[a[0], a[1]])
}

/// `pow(base, exp, mod=None)`
pub fn pow(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = a.get(2);
    if m.is_null() || m.is_none() {
        return ops::binary::op(cx, gilscope_bytecode::BinaryOp::Power, a[0], a[1]);
    }
    cx.call_hidden("pow_general", &[a[0], a[1], m])
}
