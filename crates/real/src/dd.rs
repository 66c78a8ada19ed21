//! Arithmetic with unevaluated sums of two doubles: about 106 bits.
//!
//! Multiplication splits its factors instead of using a fused multiply-add, which wasm does not have; so every
//! machine takes the same steps.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `hi + lo`, where `hi` is the sum rounded to a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dd {
    pub hi: f64,
    pub lo: f64,
}

/// A pair that is normal already.
pub const fn dd(hi: f64, lo: f64) -> Dd {
    Dd { hi, lo }
}

/// `a + b` exactly, for any `a` and `b`.
pub const fn two_sum(a: f64, b: f64) -> Dd {
    let hi = a + b;
    let rounded = hi - a;
    dd(hi, (a - (hi - rounded)) + (b - rounded))
}

/// `a + b` exactly, for `|a| >= |b|`.
const fn fast_two_sum(a: f64, b: f64) -> Dd {
    let hi = a + b;
    dd(hi, b - (hi - a))
}

/// `a` as a sum of two numbers of 26 bits each (Veltkamp). `|a|` must be below 2**996.
const fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// `a * b` exactly (Dekker), if neither it nor its last bit leaves the range of doubles.
pub const fn two_prod(a: f64, b: f64) -> Dd {
    let hi = a * b;
    let (a1, a2) = split(a);
    let (b1, b2) = split(b);
    dd(hi, ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2)
}

impl Dd {
    pub const fn plus(self, b: Dd) -> Dd {
        let high = two_sum(self.hi, b.hi);
        let low = two_sum(self.lo, b.lo);
        let sum = fast_two_sum(high.hi, high.lo + low.hi);
        fast_two_sum(sum.hi, sum.lo + low.lo)
    }

    pub const fn times(self, b: Dd) -> Dd {
        let p = two_prod(self.hi, b.hi);
        fast_two_sum(p.hi, p.lo + (self.hi * b.lo + self.lo * b.hi))
    }

    /// Half of it, and other powers of two.
    pub const fn times_exact(self, power_of_two: f64) -> Dd {
        dd(self.hi * power_of_two, self.lo * power_of_two)
    }

    pub const fn over(self, b: Dd) -> Dd {
        let q = self.hi / b.hi;
        let p = two_prod(q, b.hi);
        fast_two_sum(q, ((self.hi - p.hi) - p.lo + self.lo - q * b.lo) / b.hi)
    }

    pub fn sqrt(self) -> Dd {
        if self.hi <= 0.0 {
            return dd(self.hi.sqrt(), 0.0);
        }
        let root = self.hi.sqrt();
        let square = two_prod(root, root);
        fast_two_sum(root, ((self.hi - square.hi) - square.lo + self.lo) / (2.0 * root))
    }

    /// `self * 2**e`, rounded once, also where the result is subnormal. `|self|` is neither huge nor tiny itself.
    pub fn scaled(self, e: i32) -> f64 {
        let half = e / 2;
        let exponent = libm::ilogb(self.hi) + e;
        if exponent >= -1022 || self.hi == 0.0 {
            return self.hi * power_of_two(half) * power_of_two(e - half);
        }
        if exponent < -1080 {
            return 0.0f64.copysign(self.hi);
        }
        // Adding a number whose last bit is the last that the result can have rounds to that bit.
        let size = if self.hi < 0.0 { -self } else { self };
        let anchor = power_of_two(-1022 - e);
        let sum = two_sum(anchor, size.hi);
        let rounded = sum.hi + (sum.lo + size.lo) - anchor;
        (rounded * power_of_two(half) * power_of_two(e - half)).copysign(self.hi)
    }
}

/// `2**e` for exponents of normal numbers.
pub const fn power_of_two(e: i32) -> f64 {
    f64::from_bits(((e + 1023) as u64) << 52)
}

impl From<f64> for Dd {
    fn from(a: f64) -> Dd {
        dd(a, 0.0)
    }
}

impl Add for Dd {
    type Output = Dd;
    fn add(self, b: Dd) -> Dd {
        self.plus(b)
    }
}

impl Sub for Dd {
    type Output = Dd;
    fn sub(self, b: Dd) -> Dd {
        self.plus(-b)
    }
}

impl Mul for Dd {
    type Output = Dd;
    fn mul(self, b: Dd) -> Dd {
        self.times(b)
    }
}

impl Div for Dd {
    type Output = Dd;
    fn div(self, b: Dd) -> Dd {
        self.over(b)
    }
}

impl Neg for Dd {
    type Output = Dd;
    fn neg(self) -> Dd {
        dd(-self.hi, -self.lo)
    }
}

/// `1 / n!`
pub const INV_FACTORIAL: [Dd; 28] = {
    let mut all = [dd(1.0, 0.0); 28];
    let mut n = 1;
    while n < 28 {
        all[n] = all[n - 1].over(dd(n as f64, 0.0));
        n += 1;
    }
    all
};

/// `c(0) + c(1) x + c(2) x**2 + …` for small `x`; terms from `exact` on are added as doubles.
pub fn polynomial(x: Dd, c: impl Fn(usize) -> Dd, terms: usize, exact: usize) -> Dd {
    let mut tail = 0.0;
    for i in (exact..terms).rev() {
        tail = tail * x.hi + c(i).hi;
    }
    let mut sum = dd(tail, 0.0);
    for i in (0..exact).rev() {
        // Each coefficient is larger than what is added to it.
        let (product, c) = (sum * x, c(i));
        let high = fast_two_sum(c.hi, product.hi);
        sum = dd(high.hi, high.lo + (c.lo + product.lo));
    }
    sum
}

/// How far a computation goes: `Quick` to about 63 bits, `Full` to about 100.
#[derive(Clone, Copy, PartialEq)]
pub enum Effort {
    Quick,
    Full,
}

impl Effort {
    /// How many terms of a polynomial to compute with two doubles.
    pub fn exact(self, quick: usize, full: usize) -> usize {
        if self == Effort::Quick { quick } else { full }
    }
}

/// The result of a quick computation if its error, `2**-60` of itself times `doubt`, cannot change how it rounds;
/// else that of the full one (Ziv's way).
pub fn rounded(doubt: f64, f: impl Fn(Effort) -> Dd) -> f64 {
    let quick = f(Effort::Quick);
    let error = quick.hi.abs() * doubt * power_of_two(-60);
    if quick.hi + (quick.lo + error) == quick.hi + (quick.lo - error) { quick.hi } else { f(Effort::Full).hi }
}

/// `1 / (2 n + 1)`
pub const INV_ODD: [Dd; 9] = {
    let mut all = [dd(1.0, 0.0); 9];
    let mut n = 1;
    while n < 9 {
        all[n] = all[0].over(dd((2 * n + 1) as f64, 0.0));
        n += 1;
    }
    all
};
