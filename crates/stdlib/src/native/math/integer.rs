//! Functions of ints.

use gilscope_core::ops::convert;
use gilscope_core::types::{int, number::int_ops, tuple};
use gilscope_core::{Cx, N, Res};
use gilscope_heap::{Args, Value};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;

pub fn isqrt(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = convert::index(cx, a[0], 0)?;
    if int::sign(v) < 0 {
        return Err(cx.value_error("isqrt() argument must be nonnegative"));
    }
    int::from_big(cx, &int_ops::big(v).sqrt())
}

/// The product of `from..=to`, by halves, so that the factors stay of like size.
fn product(from: u64, to: u64) -> BigUint {
    if from > to {
        return BigUint::from(1u8);
    }
    if to - from < 8 {
        return (from..=to).map(BigUint::from).product();
    }
    let middle = from + (to - from) / 2;
    product(from, middle) * product(middle + 1, to)
}

pub fn factorial(cx: &mut Cx<'_>, a: Args) -> Res {
    let v = convert::index(cx, a[0], 0)?;
    if int::sign(v) < 0 {
        return Err(cx.value_error("factorial() not defined for negative values"));
    }
    let n = match int::to_i64(v) {
        Some(n) if n <= i32::MAX as i64 => n as u64,
        _ => return Err(cx.overflow_error("factorial() argument should not exceed 2147483647")),
    };
    // Of n! no more than n * log2(n) bits.
    int::check_size(cx, n * (n.max(2).ilog2() as u64 + 1) / 8)?;
    int::from_big(cx, &product(1, n).into())
}

/// `n` and `k` of `comb` and `perm`, neither negative.
fn choice(cx: &mut Cx<'_>, n: Value, k: Value) -> Res<(BigInt, BigInt)> {
    let n = convert::index(cx, n, 0)?;
    let k = convert::index(cx, k, 1)?;
    if int::sign(n) < 0 {
        return Err(cx.value_error("n must be a non-negative integer"));
    }
    if int::sign(k) < 0 {
        return Err(cx.value_error("k must be a non-negative integer"));
    }
    Ok((int_ops::big(n), int_ops::big(k)))
}

pub fn comb(cx: &mut Cx<'_>, a: Args) -> Res {
    let (n, k) = choice(cx, a[0], a[1])?;
    if k > n {
        return Ok(Value::small(0));
    }
    let k = (&n - &k).min(k);
    let Ok(k) = u64::try_from(&k) else {
        return Err(cx.overflow_error(format!("min(n - k, k) must not exceed {}", u64::MAX)));
    };
    int::check_size(cx, n.bits().saturating_mul(k).min(n.magnitude().try_into().unwrap_or(u64::MAX)) / 8)?;
    let mut r = BigInt::from(1);
    for i in 0..k {
        r = r * (&n - i) / (i + 1);
    }
    int::from_big(cx, &r)
}

pub fn perm(cx: &mut Cx<'_>, a: Args) -> Res {
    let k = a.get(1);
    if k.is_null() || k.is_none() {
        return factorial(cx, a);
    }
    let (n, k) = choice(cx, a[0], k)?;
    if k > n {
        return Ok(Value::small(0));
    }
    let Ok(k) = u64::try_from(&k) else {
        return Err(cx.overflow_error(format!("k must not exceed {}", u64::MAX)));
    };
    int::check_size(cx, n.bits().saturating_mul(k) / 8)?;
    let r = match u64::try_from(&n) {
        Ok(_) if k == 0 => BigInt::from(1),
        Ok(n) => product(n - k + 1, n).into(),
        Err(_) => (0..k).map(|i| &n - i).product::<BigInt>(),
    };
    int::from_big(cx, &r)
}

/// The ints among `*integers`; `None`: Python has to make them ints first.
fn all(cx: &mut Cx<'_>, args: Value) -> Res<Option<Vec<BigInt>>> {
    let mut out = Vec::new();
    for v in tuple::to_vec(args) {
        match int::to_big(v) {
            Some(n) => out.push(n),
            None if cx.lookup_special(v, N::__index__).is_some() => return Ok(None),
            None => {
                let m = format!("'{}' object cannot be interpreted as an integer", cx.type_name(v));
                return Err(cx.type_error(m));
            }
        }
    }
    Ok(Some(out))
}

pub fn gcd(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = tuple::to_vec(a[0]);
    if let [x, y] = args[..]
        && let (Some(x), Some(y)) = (int::to_i64(x), int::to_i64(y))
    {
        return int::from_i128(cx, x.unsigned_abs().gcd(&y.unsigned_abs()) as i128);
    }
    match all(cx, a[0])? {
        Some(ns) => int::from_big(cx, &ns.iter().fold(BigInt::ZERO, |g, n| g.gcd(n))),
        None => {
            let name = cx.intern("gcd");
            cx.call_hidden("math_of_ints", &[name, a[0]])
        }
    }
}

pub fn lcm(cx: &mut Cx<'_>, a: Args) -> Res {
    match all(cx, a[0])? {
        Some(ns) => int::from_big(cx, &ns.iter().fold(BigInt::from(1), |l, n| l.lcm(n))),
        None => {
            let name = cx.intern("lcm");
            cx.call_hidden("math_of_ints", &[name, a[0]])
        }
    }
}
