//! The module `_random`: the Mersenne twister MT19937, with CPython's numbers for the same seed.
//!
//! A generator is an object whose word 0 is a raw buffer with the state: 624 numbers of 32 bits and, last, the index.
//! Every call holds the object's lock when the GIL is off.

use gilscope_core::native::func;
use gilscope_core::ops::convert;
use gilscope_core::types::number::{Num, int_ops};
use gilscope_core::types::{int, tuple};
use gilscope_core::{Acc, Cx, Exit, ModuleDef, NativeDef, Res, TypeDef, TypeFlags};
use gilscope_heap::{Args, Kind, Obj, Value};
use num_bigint::{BigInt, BigUint};

pub static MODULE: ModuleDef = ModuleDef {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    types: &[&RANDOM],
    init: None,
};

pub static RANDOM: TypeDef = TypeDef::new("Random", Kind::Native1, 1, METHODS)
    .module("_random")
    .flags(TypeFlags::BASE)
    .doc("Random() -> create a random number generator with its own internal state.");

const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, *args, **kwargs", new, Acc::Any),
    func("random", "self, /", random, Acc::Write),
    func("seed", "self, n=None, /", seed, Acc::Any),
    func("getstate", "self, /", getstate, Acc::Read),
    func("setstate", "self, state, /", setstate, Acc::Write),
    func("getrandbits", "self, k, /", getrandbits, Acc::Write),
];

const N: usize = 624;
const M: usize = 397;

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&RANDOM, a[0])?;
    let buf = cx.alloc(Kind::RawBuf, Value::NULL, (N + 1).div_ceil(2))?;
    buf.init_aux(((N + 1) * 4) as u32);
    o.init(0, buf.into());
    let key = fresh_key(cx);
    Twister::from_key(&key).store(buf);
    Ok(o.into())
}

fn fresh_key(cx: &Cx<'_>) -> Vec<u32> {
    (0..4).map(|_| cx.host.random()).flat_map(|r| [r as u32, (r >> 32) as u32]).collect()
}

/// The state outside the heap.
struct Twister {
    state: [u32; N],
    index: usize,
}

impl Twister {
    fn load(buf: Obj) -> Twister {
        let mut t = Twister { state: [0; N], index: buf.raw32(0, N) as usize };
        for (i, w) in t.state.iter_mut().enumerate() {
            *w = buf.raw32(0, i);
        }
        t
    }

    fn store(&self, buf: Obj) {
        for (i, &w) in self.state.iter().enumerate() {
            buf.set_raw32(0, i, w);
        }
        buf.set_raw32(0, N, self.index as u32);
    }

    fn from_number(s: u32) -> Twister {
        let mut t = Twister { state: [0; N], index: N };
        t.state[0] = s;
        for i in 1..N {
            let before = t.state[i - 1];
            t.state[i] = 1_812_433_253u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(i as u32);
        }
        t
    }

    /// `init_by_array` of the reference implementation.
    fn from_key(key: &[u32]) -> Twister {
        let mut t = Twister::from_number(19_650_218);
        let s = &mut t.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            s[i] = (s[i] ^ (s[i - 1] ^ (s[i - 1] >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                s[0] = s[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            s[i] = (s[i] ^ (s[i - 1] ^ (s[i - 1] >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                s[0] = s[N - 1];
                i = 1;
            }
        }
        s[0] = 0x8000_0000;
        t
    }

    fn refill(&mut self) {
        let s = &mut self.state;
        for k in 0..N {
            let y = (s[k] & 0x8000_0000) | (s[(k + 1) % N] & 0x7FFF_FFFF);
            s[k] = s[(k + M) % N] ^ (y >> 1) ^ if y & 1 == 1 { 0x9908_B0DF } else { 0 };
        }
        self.index = 0;
    }
}

/// The next 32 bits. Under the lock when the GIL is off.
fn next(buf: Obj) -> u32 {
    let mut i = buf.raw32(0, N) as usize;
    if i >= N {
        let mut t = Twister::load(buf);
        t.refill();
        t.store(buf);
        i = 0;
    }
    buf.set_raw32(0, N, i as u32 + 1);
    let mut y = buf.raw32(0, i);
    y ^= y >> 11;
    y ^= (y << 7) & 0x9D2C_5680;
    y ^= (y << 15) & 0xEFC6_0000;
    y ^ (y >> 18)
}

fn this(cx: &mut Cx<'_>, v: Value) -> Res<(Obj, Obj)> {
    match v.as_obj().filter(|o| o.is(Kind::Native1)) {
        Some(o) => Ok((o, o.get(0).obj())),
        None => Err(cx.type_error("descriptor requires a '_random.Random' object")),
    }
}

fn random(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, buf) = this(cx, a[0])?;
    let (x, y) = cx.locked(o, |_| (next(buf) >> 5, next(buf) >> 6));
    Ok(Value::float((x as f64 * 67_108_864.0 + y as f64) * (1.0 / 9_007_199_254_740_992.0)))
}

fn seed(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, buf) = this(cx, a[0])?;
    let v = a.get(1);
    let key = if v.is_null() || v.is_none() {
        fresh_key(cx)
    } else {
        let n = if int::is(v) {
            int_ops::big(v)
        } else if let Some(n) = Num::exact(v) {
            BigInt::from(gilscope_core::types::number::hash(n) as u64)
        } else {
            // The hash of anything else, taken as an unsigned number.
            return cx.call_hidden("random_seed_by_hash", &[a[0], v]);
        };
        let key = n.magnitude().to_u32_digits();
        if key.is_empty() { vec![0] } else { key }
    };
    let t = Twister::from_key(&key);
    cx.locked(o, |_| t.store(buf));
    Ok(Value::NONE)
}

fn getstate(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, buf) = this(cx, a[0])?;
    let t = cx.locked(o, |_| Twister::load(buf));
    let mut items: Vec<Value> = t.state.iter().map(|&w| Value::small(w as i64)).collect();
    items.push(Value::small(t.index as i64));
    cx.tuple(&items)
}

fn setstate(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, buf) = this(cx, a[0])?;
    let Some(s) = a[1].as_obj().filter(|o| o.is(Kind::Tuple)) else {
        return Err(cx.type_error("state vector must be a tuple"));
    };
    if tuple::len(s) != N + 1 {
        return Err(cx.value_error("state vector is the wrong size"));
    }
    let mut t = Twister { state: [0; N], index: 0 };
    for (i, v) in tuple::items(s).enumerate() {
        let n = match int::to_i64(v) {
            Some(n) if n >= 0 => n as u64,
            _ => return Err(cx.type_error("an integer is required")),
        };
        if i < N {
            t.state[i] = n as u32;
        } else if n <= N as u64 {
            t.index = n as usize;
        } else {
            return Err(cx.value_error("invalid state"));
        }
    }
    cx.locked(o, |_| t.store(buf));
    Ok(Value::NONE)
}

fn getrandbits(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, buf) = this(cx, a[0])?;
    let k = convert::size(cx, a[1], 1, 0)?;
    if k < 0 {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    if k <= 32 {
        let r = cx.locked(o, |_| if k == 0 { 0 } else { next(buf) >> (32 - k) });
        return Ok(Value::small(r as i64));
    }
    if k as u64 > u32::MAX as u64 {
        return Err(Exit::NeedMemory(k as usize / 8));
    }
    int::check_size(cx, k as u64 / 8)?;
    let words = (k as usize).div_ceil(32);
    let mut digits = Vec::with_capacity(words);
    cx.locked(o, |_| {
        for i in 0..words {
            let bits = (k as usize - 32 * i).min(32);
            digits.push(next(buf) >> (32 - bits));
        }
    });
    int::from_big(cx, &BigUint::new(digits).into())
}
