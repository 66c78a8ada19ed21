//! Comparisons: fast paths for the built-in kinds first, then the protocol of special methods.

use std::cmp::Ordering;

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Kind, Value};

use crate::names::N;
use crate::types::function::native as native_words;
use crate::types::number::{self, Num};
use crate::types::{bytes, class, object, str, tuple};
use crate::{Cont, Cx, Res};

/// `a op b`: the rich result, which need not be a bool. May call Python.
#[inline]
pub fn op(cx: &mut Cx<'_>, op: CompareOp, a: Value, b: Value) -> Res {
    if a.is_int() && b.is_int() {
        return Ok(Value::bool(holds(op, a.int_value().cmp(&b.int_value()))));
    }
    if a.is_float() && b.is_float() {
        let (x, y) = (a.float_value(), b.float_value());
        return Ok(Value::bool(match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        }));
    }
    slow(cx, op, a, b)
}

/// Is an outcome what the operator asks for?
#[inline]
pub const fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}

fn slow(cx: &mut Cx<'_>, op: CompareOp, a: Value, b: Value) -> Res {
    match plain(op, a, b) {
        Some(r) => Ok(Value::bool(r)),
        None => generic(cx, op, a, b),
    }
}

/// `a op b` for exact numbers, strings and bytes, and for constants; `None` for everything else (a TypeError included).
/// Does not call Python.
pub fn plain(op: CompareOp, a: Value, b: Value) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.as_obj(), b.as_obj()) {
        if x.is_exact(Kind::Str) && y.is_exact(Kind::Str) {
            return Some(match op {
                CompareOp::Eq => str::eq(x, y),
                CompareOp::Ne => !str::eq(x, y),
                _ => holds(op, str::cmp(x, y)),
            });
        }
        if x.is_exact(Kind::Bytes) && y.is_exact(Kind::Bytes) {
            return Some(holds(op, bytes::get(x).cmp(bytes::get(y))));
        }
    }
    if let (Some(x), Some(y)) = (Num::exact(a), Num::exact(b)) {
        return numbers(op, x, y);
    }
    // None, Ellipsis and NotImplemented equal themselves only.
    let constant = |v: Value| !v.is_obj() && Num::exact(v).is_none();
    let primitive = |v: Value| {
        constant(v)
            || Num::exact(v).is_some()
            || v.as_obj().is_some_and(|o| o.is_exact(Kind::Str) || o.is_exact(Kind::Bytes))
    };
    match op {
        CompareOp::Eq if primitive(a) && primitive(b) => Some(a == b),
        CompareOp::Ne if primitive(a) && primitive(b) => Some(a != b),
        _ => None,
    }
}

/// `None` where complex numbers are not ordered.
pub fn numbers(op: CompareOp, a: Num, b: Num) -> Option<bool> {
    let complex = matches!(a, Num::Complex(..)) || matches!(b, Num::Complex(..));
    if complex && !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return None;
    }
    Some(match number::compare(a, b) {
        Some(order) => holds(op, order),
        None => op == CompareOp::Ne,
    })
}

const fn name(op: CompareOp) -> N {
    match op {
        CompareOp::Lt => N::__lt__,
        CompareOp::Le => N::__le__,
        CompareOp::Eq => N::__eq__,
        CompareOp::Ne => N::__ne__,
        CompareOp::Gt => N::__gt__,
        CompareOp::Ge => N::__ge__,
    }
}

/// The operator with its operands exchanged.
pub const fn swapped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        op => op,
    }
}

/// Candidates in the order in which they are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The right operand's, where its class derives from the left's.
    RightFirst,
    Left,
    Right,
}

const STAGES: [Stage; 3] = [Stage::RightFirst, Stage::Left, Stage::Right];

/// Flag of a state: the method asked was `__eq__` for `!=`, so its answer is to be turned round.
const TURN: i64 = 0x80;

fn generic(cx: &mut Cx<'_>, op: CompareOp, a: Value, b: Value) -> Res {
    from_stage(cx, op, a, b, 0)
}

/// A candidate answered ([`Cont::Compare`]): its result, or the next candidate. May call Python.
pub fn resume(cx: &mut Cx<'_>, state: Value, result: Value) -> Res {
    let s = state.obj();
    let n = tuple::get(s, 0).int_value();
    if result != Value::NOT_IMPLEMENTED {
        if n & TURN == 0 {
            return Ok(result);
        }
        if result.is_bool() {
            return Ok(Value::bool(result == Value::FALSE));
        }
        let to_bool = crate::types::bool::TYPE.of(cx);
        return cx.call_then(to_bool, &[result], Cont::NotTruth, Value::NULL);
    }
    let op = CompareOp::from_arg((n >> 8) as u32).expect("an operator");
    from_stage(cx, op, tuple::get(s, 1), tuple::get(s, 2), (n & 0x7F) as usize + 1)
}

fn from_stage(cx: &mut Cx<'_>, op: CompareOp, a: Value, b: Value, first: usize) -> Res {
    let (ta, tb) = (cx.type_of(a), cx.type_of(b));
    let right_first = ta != tb && class::is_subclass(tb, ta);
    for (i, &stage) in STAGES.iter().enumerate().skip(first) {
        let (x, y, o) = match stage {
            Stage::RightFirst if !right_first => continue,
            Stage::Right if right_first => continue,
            Stage::Left => (a, b, op),
            _ => (b, a, swapped(op)),
        };
        let Some((f, turn)) = method(cx, o, x) else { continue };
        let state = cx.tuple(&[Value::small((op as i64) << 8 | i as i64 | turn), a, b])?;
        return cx.call_then(f, &[x, y], Cont::Compare, state);
    }
    match op {
        CompareOp::Eq => Ok(Value::bool(a == b)),
        CompareOp::Ne => Ok(Value::bool(a != b)),
        _ => {
            let m = format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.text(),
                cx.type_name(a),
                cx.type_name(b)
            );
            Err(cx.type_error(m))
        }
    }
}

/// The method that answers `v op _`; `None` where only `object`'s would, which leaves the answer to identity.
fn method(cx: &mut Cx<'_>, op: CompareOp, v: Value) -> Option<(Value, i64)> {
    let f = cx.lookup_special(v, name(op))?;
    if !of_object(cx, f) {
        return Some((f, 0));
    }
    if op == CompareOp::Ne {
        // object.__ne__ turns round what __eq__ says.
        let eq = cx.lookup_special(v, N::__eq__)?;
        return (!of_object(cx, eq)).then_some((eq, TURN));
    }
    None
}

fn of_object(cx: &Cx<'_>, f: Value) -> bool {
    f.as_obj().is_some_and(|o| o.is(Kind::Native) && o.frozen(native_words::CLASS) == object::TYPE.of(cx))
}
