//! Binary operators, their in-place forms and `pow` and `divmod`: fast paths for the built-in kinds first, then the
//! protocol of special methods.
//!
//! The protocol is CPython's (`Objects/abstract.c`): the in-place method; the left operand's method; the right operand's
//! reflected one (before the left's if its class derives from the left's and overrides it); last what sequences do for
//! `+` and `*`, which in CPython is another slot.

use gilscope_bytecode::BinaryOp;
use gilscope_heap::{Kind, Obj, Value, flag};

use crate::names::N;
use crate::ops::convert;
use crate::types::function::native as native_words;
use crate::types::number::{self, Num, int_ops};
use crate::types::text::percent;
use crate::types::{bytes, class, containers, int, str, text, tuple};
use crate::{Cont, Cx, Res};

/// `a op b`. May call Python.
#[inline]
pub fn op(cx: &mut Cx<'_>, op: BinaryOp, a: Value, b: Value) -> Res {
    if a.is_int() && b.is_int() {
        let (x, y) = (a.int_value(), b.int_value());
        let r = match op {
            BinaryOp::Add | BinaryOp::InplaceAdd => x + y,
            BinaryOp::Subtract | BinaryOp::InplaceSubtract => x - y,
            BinaryOp::Multiply | BinaryOp::InplaceMultiply => match x.checked_mul(y) {
                Some(r) => r,
                None => return number_op(cx, op, a, b),
            },
            BinaryOp::And | BinaryOp::InplaceAnd => x & y,
            BinaryOp::Or | BinaryOp::InplaceOr => x | y,
            BinaryOp::Xor | BinaryOp::InplaceXor => x ^ y,
            BinaryOp::Remainder | BinaryOp::InplaceRemainder if y != 0 => {
                let r = x % y;
                if r != 0 && (r ^ y) < 0 { r + y } else { r }
            }
            BinaryOp::FloorDivide | BinaryOp::InplaceFloorDivide if y != 0 => {
                let q = x / y;
                if x % y != 0 && (x ^ y) < 0 { q - 1 } else { q }
            }
            _ => return number_op(cx, op, a, b),
        };
        return cx.int(r);
    }
    if a.is_float() && b.is_float() {
        let (x, y) = (a.float_value(), b.float_value());
        let r = match op {
            BinaryOp::Add | BinaryOp::InplaceAdd => x + y,
            BinaryOp::Subtract | BinaryOp::InplaceSubtract => x - y,
            BinaryOp::Multiply | BinaryOp::InplaceMultiply => x * y,
            BinaryOp::TrueDivide | BinaryOp::InplaceTrueDivide if y != 0.0 => x / y,
            _ => return number_op(cx, op, a, b),
        };
        return Ok(Value::float(r));
    }
    slow(cx, op, a, b)
}

/// The plain form of an in-place operator.
const fn plain(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Subscr => op,
        _ => match BinaryOp::from_arg(if op as u32 >= 13 { op as u32 - 13 } else { op as u32 }) {
            Some(o) => o,
            None => op,
        },
    }
}

/// Two exact built-in numbers.
fn number_op(cx: &mut Cx<'_>, op: BinaryOp, a: Value, b: Value) -> Res {
    if let (Some(x), Some(y)) = (Num::exact(a), Num::exact(b)) {
        let r = number::binary(cx, plain(op), x, y)?;
        if r != Value::NOT_IMPLEMENTED {
            return Ok(r);
        }
    }
    generic(cx, Op::Binary(op), a, b)
}

fn exact(v: Value, kind: Kind) -> Option<Obj> {
    v.as_obj().filter(|o| o.is_exact(kind))
}

fn slow(cx: &mut Cx<'_>, op: BinaryOp, a: Value, b: Value) -> Res {
    match op {
        BinaryOp::Add | BinaryOp::InplaceAdd => {
            if let (Some(x), Some(y)) = (exact(a, Kind::Str), exact(b, Kind::Str)) {
                return str::concat(cx, x, y, op == BinaryOp::InplaceAdd);
            }
            if let (Some(x), Some(y)) = (exact(a, Kind::Bytes), exact(b, Kind::Bytes)) {
                return bytes::new(cx, &[bytes::get(x), bytes::get(y)].concat());
            }
        }
        BinaryOp::Remainder | BinaryOp::InplaceRemainder if exact(a, Kind::Str).is_some() && !overrides_str(cx, b) => {
            return percent::format(cx, a, b);
        }
        BinaryOp::Subscr => return crate::ops::subscr::get(cx, a, b),
        _ => {}
    }
    number_op(cx, op, a, b)
}

/// Is it an instance of a subclass of str, which may have its own `__rmod__`?
fn overrides_str(_cx: &Cx<'_>, v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Str) && o.has(flag::SUBCLASS))
}

/// What goes through the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Op {
    Binary(BinaryOp),
    Divmod,
}

/// Number of [`Op::Divmod`] in a state.
const DIVMOD: i64 = 64;

impl Op {
    fn number(self) -> i64 {
        match self {
            Op::Binary(op) => op as i64,
            Op::Divmod => DIVMOD,
        }
    }

    fn from_number(n: i64) -> Op {
        if n == DIVMOD { Op::Divmod } else { Op::Binary(BinaryOp::from_arg(n as u32).expect("an operator")) }
    }

    fn plain(self) -> Op {
        match self {
            Op::Binary(op) => Op::Binary(plain(op)),
            Op::Divmod => Op::Divmod,
        }
    }

    fn is_inplace(self) -> bool {
        self != self.plain()
    }

    /// (method, reflected method)
    fn names(self) -> (N, N) {
        let Op::Binary(op) = self.plain() else { return (N::__divmod__, N::__rdivmod__) };
        match op {
            BinaryOp::Add => (N::__add__, N::__radd__),
            BinaryOp::And => (N::__and__, N::__rand__),
            BinaryOp::FloorDivide => (N::__floordiv__, N::__rfloordiv__),
            BinaryOp::Lshift => (N::__lshift__, N::__rlshift__),
            BinaryOp::MatrixMultiply => (N::__matmul__, N::__rmatmul__),
            BinaryOp::Multiply => (N::__mul__, N::__rmul__),
            BinaryOp::Remainder => (N::__mod__, N::__rmod__),
            BinaryOp::Or => (N::__or__, N::__ror__),
            BinaryOp::Power => (N::__pow__, N::__rpow__),
            BinaryOp::Rshift => (N::__rshift__, N::__rrshift__),
            BinaryOp::Subtract => (N::__sub__, N::__rsub__),
            BinaryOp::TrueDivide => (N::__truediv__, N::__rtruediv__),
            _ => (N::__xor__, N::__rxor__),
        }
    }

    fn inplace_name(self) -> N {
        match self.names().0 {
            N::__add__ => N::__iadd__,
            N::__and__ => N::__iand__,
            N::__floordiv__ => N::__ifloordiv__,
            N::__lshift__ => N::__ilshift__,
            N::__matmul__ => N::__imatmul__,
            N::__mul__ => N::__imul__,
            N::__mod__ => N::__imod__,
            N::__or__ => N::__ior__,
            N::__pow__ => N::__ipow__,
            N::__rshift__ => N::__irshift__,
            N::__sub__ => N::__isub__,
            N::__truediv__ => N::__itruediv__,
            _ => N::__ixor__,
        }
    }

    fn is_sequence_op(self) -> bool {
        matches!(self.plain(), Op::Binary(BinaryOp::Add | BinaryOp::Multiply))
    }
}

/// Candidates in the order in which they are asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i64)]
enum Stage {
    Inplace,
    /// The right operand's reflected method, where its class has priority.
    RightFirst,
    Left,
    Right,
    /// What sequences do.
    Sequence,
}

const STAGES: [Stage; 5] = [Stage::Inplace, Stage::RightFirst, Stage::Left, Stage::Right, Stage::Sequence];

fn generic(cx: &mut Cx<'_>, op: Op, a: Value, b: Value) -> Res {
    from_stage(cx, op, a, b, usize::from(!op.is_inplace()))
}

/// A candidate answered ([`Cont::Binary`]): its result, or the next candidate. May call Python.
pub fn resume(cx: &mut Cx<'_>, state: Value, result: Value) -> Res {
    if result != Value::NOT_IMPLEMENTED {
        return Ok(result);
    }
    let s = state.obj();
    let n = tuple::get(s, 0).int_value();
    from_stage(cx, Op::from_number(n >> 8), tuple::get(s, 1), tuple::get(s, 2), (n & 0xFF) as usize + 1)
}

/// Asks the candidates from this stage on.
fn from_stage(cx: &mut Cx<'_>, op: Op, a: Value, b: Value, first: usize) -> Res {
    for (i, &stage) in STAGES.iter().enumerate().skip(first) {
        let Some((f, x, y)) = candidate(cx, op, a, b, stage) else { continue };
        let state = cx.tuple(&[Value::small(op.number() << 8 | i as i64), a, b])?;
        return cx.call_then(f, &[x, y], Cont::Binary, state);
    }
    if op.is_sequence_op() { sequence(cx, op, a, b) } else { Err(unsupported(cx, op, a, b)) }
}

/// Is it the `+` or `*` of a built-in sequence? CPython keeps these in other slots, which come after the numbers'.
fn is_sequence_slot(cx: &Cx<'_>, f: Value) -> bool {
    let Some(o) = f.as_obj().filter(|o| o.is(Kind::Native)) else { return false };
    let c = o.frozen(native_words::CLASS);
    c == text::STR.of(cx)
        || c == containers::LIST.of(cx)
        || c == containers::TUPLE.of(cx)
        || c == text::BYTES.of(cx)
        || c == text::BYTEARRAY.of(cx)
}

/// The method to call at this stage, with its arguments.
fn candidate(cx: &mut Cx<'_>, op: Op, a: Value, b: Value, stage: Stage) -> Option<(Value, Value, Value)> {
    let (method, reflected) = op.names();
    let (ta, tb) = (cx.type_of(a), cx.type_of(b));
    let sequence_op = op.is_sequence_op();
    let usable = |cx: &Cx<'_>, f: Value| !(sequence_op && is_sequence_slot(cx, f));
    match stage {
        Stage::Inplace => {
            let f = cx.lookup_special(a, op.inplace_name())?;
            usable(cx, f).then_some((f, a, b))
        }
        Stage::Left => {
            // A built-in number knows nothing of what is no number.
            if Num::exact(a).is_some() && Num::of(b).is_none() {
                return None;
            }
            let f = cx.lookup_special(a, method)?;
            usable(cx, f).then_some((f, a, b))
        }
        Stage::RightFirst | Stage::Right => {
            if ta == tb || (Num::exact(b).is_some() && Num::of(a).is_none()) {
                return None;
            }
            let first = overrides(cx, ta, tb, reflected);
            if first != (stage == Stage::RightFirst) {
                return None;
            }
            let f = cx.lookup_special(b, reflected)?;
            usable(cx, f).then_some((f, b, a))
        }
        Stage::Sequence => None,
    }
}

/// Does `tb` derive from `ta`, with a reflected method of its own?
fn overrides(cx: &mut Cx<'_>, ta: Value, tb: Value, reflected: N) -> bool {
    if ta == tb || !class::is_subclass(tb, ta) {
        return false;
    }
    let method = cx.world.name(reflected);
    let theirs = cx.lookup(tb, method);
    theirs.is_some() && theirs != cx.lookup(ta, method)
}

/// `+` and `*` of sequences, after no number wanted to answer.
fn sequence(cx: &mut Cx<'_>, op: Op, a: Value, b: Value) -> Res {
    let (method, _) = op.names();
    let slot = |cx: &mut Cx<'_>, v: Value, method: N| cx.lookup_special(v, method).filter(|&f| is_sequence_slot(cx, f));
    if op.is_inplace()
        && let Some(f) = slot(cx, a, op.inplace_name())
    {
        if method == N::__mul__ && !is_index(cx, b) {
            return Err(not_a_count(cx, b));
        }
        return cx.call(f, &[a, b]);
    }
    if let Some(f) = slot(cx, a, method) {
        if method == N::__mul__ && !is_index(cx, b) {
            return Err(not_a_count(cx, b));
        }
        return cx.call(f, &[a, b]);
    }
    if method == N::__mul__
        && let Some(f) = slot(cx, b, method)
    {
        if !is_index(cx, a) {
            return Err(not_a_count(cx, a));
        }
        return cx.call(f, &[b, a]);
    }
    Err(unsupported(cx, op, a, b))
}

fn is_index(cx: &mut Cx<'_>, v: Value) -> bool {
    int::is(v) || cx.lookup_special(v, N::__index__).is_some()
}

fn not_a_count(cx: &mut Cx<'_>, v: Value) -> crate::Exit {
    let m = format!("can't multiply sequence by non-int of type '{}'", cx.type_name(v));
    cx.type_error(m)
}

#[cold]
fn unsupported(cx: &mut Cx<'_>, op: Op, a: Value, b: Value) -> crate::Exit {
    let (ta, tb) = (cx.type_name(a), cx.type_name(b));
    let text = match op {
        Op::Divmod => "divmod()",
        Op::Binary(BinaryOp::Power) => "** or pow()",
        Op::Binary(op) => op.text(),
    };
    let mut m = format!("unsupported operand type(s) for {text}: '{ta}' and '{tb}'");
    if op == Op::Binary(BinaryOp::Rshift) && is_print(cx, a) {
        m.push_str(". Did you mean \"print(<message>, file=<output_stream>)\"?");
    }
    cx.type_error(m)
}

fn is_print(cx: &Cx<'_>, v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Native) && crate::types::function::def(cx, o).name == "print")
}

/// `divmod(a, b)`. May call Python.
pub fn divmod(cx: &mut Cx<'_>, a: Value, b: Value) -> Res {
    if let (Some(x), Some(y)) = (Num::exact(a), Num::exact(b)) {
        let r = number_divmod(cx, x, y)?;
        if r != Value::NOT_IMPLEMENTED {
            return Ok(r);
        }
    }
    generic(cx, Op::Divmod, a, b)
}

/// `divmod` of numbers, NotImplemented for complex ones. Does not call Python.
pub fn number_divmod(cx: &mut Cx<'_>, a: Num, b: Num) -> Res {
    match (a, b) {
        (Num::Complex(..), _) | (_, Num::Complex(..)) => Ok(Value::NOT_IMPLEMENTED),
        (Num::Int(x), Num::Int(y)) => int_ops::divmod(cx, x, y),
        _ => {
            let q = number::binary(cx, BinaryOp::FloorDivide, a, b)?;
            let r = number::binary(cx, BinaryOp::Remainder, a, b)?;
            cx.tuple(&[q, r])
        }
    }
}

/// `pow(a, b, m)`; with `m` None or NULL, `a ** b` with the name that `pow` has in messages. May call Python.
pub fn power(cx: &mut Cx<'_>, a: Value, b: Value, m: Value) -> Res {
    if m.is_null() || m.is_none() {
        return op(cx, BinaryOp::Power, a, b);
    }
    match (Num::exact(a), Num::exact(b), Num::exact(m)) {
        (Some(Num::Int(x)), Some(Num::Int(y)), Some(Num::Int(m))) => return int_ops::pow_mod(cx, x, y, m),
        (Some(Num::Float(_)), Some(_), Some(_)) | (Some(_), Some(Num::Float(_)), Some(_)) => {
            return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
        }
        (Some(Num::Complex(..)), Some(_), Some(_)) | (Some(_), Some(Num::Complex(..)), Some(_)) => {
            return Err(cx.value_error("complex modulo"));
        }
        _ => {}
    }
    if Num::exact(a).is_none()
        && let Some(f) = cx.lookup_special(a, N::__pow__)
    {
        return cx.call(f, &[a, b, m]);
    }
    let names = [a, b, m].map(|v| cx.type_name(v));
    let m = format!("unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'", names[0], names[1], names[2]);
    Err(cx.type_error(m))
}

/// `abs(v)`. May call Python.
pub fn absolute(cx: &mut Cx<'_>, v: Value) -> Res {
    match Num::exact(v) {
        Some(Num::Int(i)) => return int_ops::absolute(cx, i),
        Some(Num::Float(f)) => return Ok(Value::float(f.abs())),
        Some(Num::Complex(re, im)) => return number::complex_methods::modulus(cx, re, im),
        None => {}
    }
    match cx.lookup_special(v, N::__abs__) {
        Some(f) => cx.call(f, &[v]),
        None => {
            let m = format!("bad operand type for abs(): '{}'", convert::type_name(cx, v));
            Err(cx.type_error(m))
        }
    }
}
