//! The module `math`.

mod gamma;
mod integer;
mod real;
mod sums;

use gilscope_core::native::func;
use gilscope_core::types::module;
use gilscope_core::{Acc, Cx, ModuleDef, NativeDef, Res};
use gilscope_heap::Value;

pub static MODULE: ModuleDef = ModuleDef {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

const P: Acc = Acc::Pure;
const ANY: Acc = Acc::Any;

static FUNCTIONS: &[NativeDef] = &[
    func("acos", "x, /", |cx, a| real::unary(cx, a, gilscope_real::acos, real::UNIT), P),
    func(
        "acosh",
        "x, /",
        |cx, a| real::unary(cx, a, gilscope_real::acosh, "expected argument value not less than 1"),
        P,
    ),
    func("asin", "x, /", |cx, a| real::unary(cx, a, gilscope_real::asin, real::UNIT), P),
    func("asinh", "x, /", |cx, a| real::unary(cx, a, gilscope_real::asinh, ""), P),
    func("atan", "x, /", |cx, a| real::unary(cx, a, gilscope_real::atan, ""), P),
    func("atan2", "y, x, /", real::atan2, P),
    func("atanh", "x, /", real::atanh, P),
    func("cbrt", "x, /", |cx, a| real::unary(cx, a, gilscope_real::cbrt, ""), P),
    func("ceil", "x, /", real::ceil, ANY),
    func("comb", "n, k, /", integer::comb, P),
    func("copysign", "x, y, /", real::copysign, P),
    func("cos", "x, /", |cx, a| real::unary(cx, a, gilscope_real::cos, real::FINITE), P),
    func("cosh", "x, /", |cx, a| real::unary(cx, a, gilscope_real::cosh, ""), P),
    func("degrees", "x, /", |cx, a| real::unary(cx, a, |x| x * (180.0 / std::f64::consts::PI), ""), P),
    func("dist", "p, q, /", sums::dist, ANY),
    func("erf", "x, /", |cx, a| real::unary(cx, a, gilscope_real::erf, ""), P),
    func("erfc", "x, /", |cx, a| real::unary(cx, a, gilscope_real::erfc, ""), P),
    func("exp", "x, /", |cx, a| real::unary(cx, a, gilscope_real::exp, ""), P),
    func("exp2", "x, /", |cx, a| real::unary(cx, a, gilscope_real::exp2, ""), P),
    func("expm1", "x, /", |cx, a| real::unary(cx, a, gilscope_real::expm1, ""), P),
    func("fabs", "x, /", |cx, a| real::unary(cx, a, f64::abs, ""), P),
    func("factorial", "n, /", integer::factorial, P),
    func("floor", "x, /", real::floor, ANY),
    func("fma", "x, y, z, /", real::fma, P),
    func("fmod", "x, y, /", real::fmod, P),
    func("frexp", "x, /", real::frexp, P),
    func("fsum", "seq, /", sums::fsum, ANY),
    func("gamma", "x, /", gamma::gamma, P),
    func("gcd", "*integers", integer::gcd, ANY),
    func("hypot", "*coordinates", sums::hypot, ANY),
    func("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", real::isclose, P),
    func("isfinite", "x, /", |cx, a| real::test(cx, a, f64::is_finite), P),
    func("isinf", "x, /", |cx, a| real::test(cx, a, f64::is_infinite), P),
    func("isnan", "x, /", |cx, a| real::test(cx, a, f64::is_nan), P),
    func("isqrt", "n, /", integer::isqrt, P),
    func("lcm", "*integers", integer::lcm, ANY),
    func("ldexp", "x, i, /", real::ldexp, P),
    func("lgamma", "x, /", gamma::lgamma, P),
    func("log", "x, base=None, /", real::log, P),
    func("log10", "x, /", |cx, a| real::logarithm(cx, a[0], 0, real::LOG_10), P),
    func("log1p", "x, /", real::log1p, P),
    func("log2", "x, /", |cx, a| real::logarithm(cx, a[0], 0, real::LOG_2), P),
    func("modf", "x, /", real::modf, P),
    func("nextafter", "x, y, /, *, steps=None", real::nextafter, P),
    func("perm", "n, k=None, /", integer::perm, P),
    func("pow", "x, y, /", real::pow, P),
    func("prod", "iterable, /, *, start=1", sums::prod, ANY),
    func("radians", "x, /", |cx, a| real::unary(cx, a, |x| x * (std::f64::consts::PI / 180.0), ""), P),
    func("remainder", "x, y, /", real::remainder, P),
    func("sin", "x, /", |cx, a| real::unary(cx, a, gilscope_real::sin, real::FINITE), P),
    func("sinh", "x, /", |cx, a| real::unary(cx, a, gilscope_real::sinh, ""), P),
    func("sqrt", "x, /", |cx, a| real::unary(cx, a, f64::sqrt, "expected a nonnegative input"), P),
    func("sumprod", "p, q, /", sums::sumprod, ANY),
    func("tan", "x, /", |cx, a| real::unary(cx, a, gilscope_real::tan, real::FINITE), P),
    func("tanh", "x, /", |cx, a| real::unary(cx, a, gilscope_real::tanh, ""), P),
    func("trunc", "x, /", real::trunc, ANY),
    func("ulp", "x, /", real::ulp, P),
];

fn init(cx: &mut Cx<'_>, m: Value) -> Res<()> {
    use std::f64::consts;
    for (name, f) in
        [("pi", consts::PI), ("e", consts::E), ("tau", consts::TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)]
    {
        module::set(cx, m, name, Value::float(f))?;
    }
    Ok(())
}
