//! Elementary functions of doubles: the same bits on every machine.
//!
//! What a system's C library answers differs in the last digit from one system to the next, and from what the same
//! program prints in a browser. Nothing here depends on the machine: no fused multiply-add, no table made at run
//! time, no function of `std` that the system provides.
//!
//! Exponential functions, logarithms, powers, sines and their inverses compute with about 100 bits and round once:
//! the result is the double that is nearest to the true value, but for about one argument in 10**13. That is what the
//! C libraries of today answer too, nearly always. Hyperbolic functions, `expm1`, `log1p` and the error functions
//! follow the formulas that those libraries share, off by at most two units in the last place.

mod dd;
mod exp_log;
mod hyperbolic;
mod tables;
mod trig;

pub use exp_log::{exp, exp2, log, log2, log10, pow};
pub use hyperbolic::{acosh, asinh, atanh, cosh, sinh, tanh};
pub use libm::{cbrt, erf, erfc, expm1, fma, frexp, ldexp, log1p, nextafter, remainder};
pub use trig::{acos, asin, atan, atan2, cos, hypot, sin, tan};
