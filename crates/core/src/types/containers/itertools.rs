//! The iterators of module `itertools`. What steps without Python code is here; the rest is `hidden/itertools.py`, whose
//! functions find an iterator's state in its words.

use gilscope_heap::{Args, Kind, Obj, Value};
use num_bigint::BigInt;

use super::iters::{self, It};
use super::seq;
use crate::native::{NativeDef, TypeDef, TypeFlags, func};
use crate::ops::{self, convert};
use crate::types::{int, list, tuple};
use crate::{Acc, Cont, Cx, Res};

macro_rules! classes {
    ($($(#[doc = $doc:literal])* $id:ident $name:literal $words:literal $sig:literal $new:expr, [$($more:expr),*];)*) => {
        $($(#[doc = $doc])*
        pub static $id: TypeDef = TypeDef::new($name, Kind::Iter, $words, &[
            NativeDef::stat("__new__", $sig, $new, Acc::Any),
            func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
            func("__next__", "self, /", iters::dunder_next, Acc::Any),
            $($more),*
        ]).module("itertools").flags(TypeFlags::BASE);)*

        /// The classes that the module shows.
        pub static TYPES: &[&TypeDef] = &[$(&$id),*];
    };
}

/// Words of the iterators whose state is Python's business.
const HIDDEN_WORDS: usize = 6;

classes! {
    ACCUMULATE "accumulate" 6 "cls, iterable, func=None, *, initial=None" |cx, a| construct(cx, "accumulate_new", a, 4), [];
    BATCHED "batched" 6 "cls, iterable, n, *, strict=False" |cx, a| construct(cx, "batched_new", a, 4), [];
    CHAIN "chain" 2 "cls, /, *iterables" chain_new, [
        NativeDef::class("from_iterable", "cls, iterable, /", chain_from_iterable, Acc::Any),
        NativeDef::class("__class_getitem__", "cls, object, /", super::class_getitem, Acc::Pure)
    ];
    COMBINATIONS "combinations" 6 "cls, iterable, r" |cx, a| select(cx, "combinations_new", a), [];
    COMBINATIONS_WITH_REPLACEMENT "combinations_with_replacement" 6 "cls, iterable, r"
        |cx, a| select(cx, "combinations_with_replacement_new", a), [];
    COMPRESS "compress" 6 "cls, data, selectors" |cx, a| construct(cx, "compress_new", a, 3), [];
    COUNT "count" 2 "cls, start=0, step=1" count_new, [func("__repr__", "self, /", |cx, a| cx.call_hidden("count_repr", &[a[0]]), Acc::Read)];
    CYCLE "cycle" 6 "cls, iterable, /" |cx, a| construct(cx, "cycle_new", a, 2), [];
    DROPWHILE "dropwhile" 6 "cls, predicate, iterable, /" |cx, a| construct(cx, "dropwhile_new", a, 3), [];
    FILTERFALSE "filterfalse" 6 "cls, function, iterable, /" |cx, a| construct(cx, "filterfalse_new", a, 3), [];
    GROUPBY "groupby" 6 "cls, iterable, key=None" |cx, a| construct(cx, "groupby_new", a, 3), [];
    ISLICE "islice" 6 "cls, iterable, /, *args" |cx, a| construct(cx, "islice_new", a, 3), [];
    PAIRWISE "pairwise" 6 "cls, iterable, /" |cx, a| construct(cx, "pairwise_new", a, 2), [];
    PERMUTATIONS "permutations" 6 "cls, iterable, r=None" |cx, a| select(cx, "permutations_new", a), [];
    PRODUCT "product" 6 "cls, /, *iterables, repeat=1" |cx, a| construct(cx, "product_new", a, 3), [];
    REPEAT "repeat" 2 "cls, object, times=-1" repeat_new, [
        func("__repr__", "self, /", |cx, a| cx.call_hidden("repeat_repr", &[a[0]]), Acc::Read),
        func("__length_hint__", "self, /", repeat_hint, Acc::Read)
    ];
    STARMAP "starmap" 6 "cls, function, iterable, /" |cx, a| construct(cx, "starmap_new", a, 3), [];
    TAKEWHILE "takewhile" 6 "cls, predicate, iterable, /" |cx, a| construct(cx, "takewhile_new", a, 3), [];
    ZIP_LONGEST "zip_longest" 6 "cls, /, *iterables, fillvalue=None" |cx, a| construct(cx, "zip_longest_new", a, 3), [];
}

/// The groups of `groupby`.
pub static GROUPER: TypeDef = TypeDef::new(
    "_grouper",
    Kind::Iter,
    6,
    &[
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
    ],
)
.module("itertools")
.flags(TypeFlags::NO_NEW);

/// The iterators of `tee`.
pub static TEE: TypeDef = TypeDef::new(
    "_tee",
    Kind::Iter,
    6,
    &[
        NativeDef::stat("__new__", "cls, iterable, /", |cx, a| construct(cx, "tee_new", a, 2), Acc::Any),
        func("__iter__", "self, /", iters::dunder_iter, Acc::Pure),
        func("__next__", "self, /", iters::dunder_next, Acc::Any),
        func("__copy__", "self, /", |cx, a| cx.call_hidden("tee_copy", &[a[0]]), Acc::Any),
    ],
)
.module("itertools")
.flags(TypeFlags::NONE);

/// Classes without a name in the module.
pub static INNER: &[&TypeDef] = &[&GROUPER, &TEE];

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[func("tee", "iterable, n=2, /", tee, Acc::Any)];

fn none(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

/// A constructor of `n` parameters in Python, which ends with [`make`]. Arguments left out are None.
fn construct(cx: &mut Cx<'_>, name: &str, a: Args, n: usize) -> Res {
    let args: Vec<Value> = (0..n).map(|i| none(a.get(i))).collect();
    cx.call_hidden(name, &args)
}

/// A constructor of (iterable, r), after `r` has become an int.
fn select(cx: &mut Cx<'_>, name: &str, a: Args) -> Res {
    let r = a.get(2);
    if !r.is_null() && !r.is_none() && !int::is(r) {
        if name == "permutations_new" {
            return Err(cx.type_error("Expected int as r"));
        }
        let _ = convert::index(cx, r, 2)?;
    }
    construct(cx, name, a, 3)
}

fn tee(cx: &mut Cx<'_>, a: Args) -> Res {
    let n = convert::size(cx, a.get(1), 1, 2)?;
    if n < 0 {
        return Err(cx.value_error("n must be >= 0"));
    }
    let class = TEE.of(cx);
    cx.call_hidden("tee_many", &[class, a[0], Value::small(n)])
}

/// `_make(cls, *words)`: an iterator whose steps are Python; the class says which.
pub fn make(cx: &mut Cx<'_>, a: Args) -> Res {
    let words = tuple::to_vec(a[1]);
    debug_assert!(words.len() <= HIDDEN_WORDS);
    let def = TYPES.iter().chain(INNER).copied().find(|d| cx_is(cx, a[0], d)).expect("a class of itertools");
    iters::new_as(cx, def, a[0], It::Hidden, &words)
}

/// `_make_grouper(*words)`
pub fn make_grouper(cx: &mut Cx<'_>, a: Args) -> Res {
    let words = tuple::to_vec(a[0]);
    iters::new(cx, &GROUPER, It::Hidden, &words)
}

fn cx_is(cx: &Cx<'_>, ty: Value, def: &TypeDef) -> bool {
    crate::types::class::is_subclass(ty, def.of(cx))
}

/// A step of an iterator that is none of the simple ones.
pub(super) fn hidden_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    if o.ty() == CHAIN.of(cx) {
        return chain_next(cx, o);
    }
    let steps: &[(&TypeDef, &str, Option<Step>)] = &[
        (&PRODUCT, "", Some(product_next)),
        (&COMBINATIONS, "", Some(combinations_next)),
        (&PERMUTATIONS, "", Some(permutations_next)),
        (&COMBINATIONS_WITH_REPLACEMENT, "", Some(replacement_next)),
        (&ISLICE, "islice_next", None),
        (&ACCUMULATE, "accumulate_next", None),
        (&BATCHED, "batched_next", None),
        (&CHAIN, "", Some(chain_next)),
        (&COMPRESS, "compress_next", None),
        (&CYCLE, "cycle_next", None),
        (&DROPWHILE, "dropwhile_next", None),
        (&FILTERFALSE, "filterfalse_next", None),
        (&GROUPBY, "groupby_next", None),
        (&GROUPER, "grouper_next", None),
        (&PAIRWISE, "pairwise_next", None),
        (&STARMAP, "starmap_next", None),
        (&TAKEWHILE, "takewhile_next", None),
        (&TEE, "tee_next", None),
        (&ZIP_LONGEST, "zip_longest_next", None),
    ];
    let &(_, name, step) = steps.iter().find(|(d, ..)| cx_is(cx, o.ty(), d)).expect("a class of itertools");
    match step {
        Some(step) => cx.locked(o, |cx| step(cx, o)),
        None => iters::hidden(cx, name, o),
    }
}

type Step = fn(&mut Cx<'_>, Obj) -> Res;

// ---- count, repeat ----------------------------------------------------------------------------------------------

fn count_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let zero_one = [Value::small(0), Value::small(1)];
    let words =
        [if a.get(1).is_null() { zero_one[0] } else { a[1] }, if a.get(2).is_null() { zero_one[1] } else { a[2] }];
    for &w in &words {
        if crate::types::number::Num::of(w).is_none() && cx.lookup_special(w, crate::N::__index__).is_none() {
            let custom = cx.lookup_special(w, crate::N::__float__).is_some();
            if !custom {
                return Err(cx.type_error("a number is required"));
            }
        }
    }
    iters::new_as(cx, &COUNT, a[0], It::Count, &words)
}

pub(super) fn count_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let step = o.get(1);
    loop {
        let at = o.get(0);
        if !(int::is_exact(at) && int::is_exact(step)) {
            return iters::hidden(cx, "count_next", o);
        }
        let after = match (at.as_int(), step.as_int()) {
            (Some(n), Some(s)) => cx.int(n + s)?,
            _ => {
                let sum: BigInt = int::to_big(at).expect("an int") + int::to_big(step).expect("an int");
                int::from_big(cx, &sum)?
            }
        };
        // With the GIL off too every number is given out once.
        if o.cas(0, at, after) {
            return Ok(at);
        }
    }
}

fn repeat_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let times = if a.get(2).is_null() { -1 } else { convert::size(cx, a[2], 2, -1)?.max(0) };
    iters::new_as(cx, &REPEAT, a[0], It::Repeat, &[a[1], Value::small(times)])
}

fn repeat_hint(cx: &mut Cx<'_>, a: Args) -> Res {
    match a[0].obj().get(1) {
        n if n.int_value() < 0 => Err(cx.type_error("len() of unsized object")),
        n => Ok(n),
    }
}

pub(super) fn repeat_next(_: &mut Cx<'_>, o: Obj) -> Res {
    loop {
        let n = o.get(1);
        match n.int_value() {
            0 => return Ok(Value::NULL),
            i if i < 0 => return Ok(o.get(0)),
            i if o.cas(1, n, Value::small(i - 1)) => return Ok(o.get(0)),
            _ => {}
        }
    }
}

// ---- chain ------------------------------------------------------------------------------------------------------

fn chain_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let it = ops::iter::iter(cx, a[1])?;
    iters::new_as(cx, &CHAIN, a[0], It::Hidden, &[it])
}

fn chain_from_iterable(cx: &mut Cx<'_>, a: Args) -> Res {
    match ops::iter::native_iter(cx, a[1])? {
        Some(it) => iters::new_as(cx, &CHAIN, a[0], It::Hidden, &[it]),
        None => cx.call_hidden("chain_from_iterable", &[a[0], a[1]]),
    }
}

/// Words: iterator of the iterables or NULL, the current iterator or NULL.
fn chain_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    loop {
        let current = o.get(1);
        match current.as_obj() {
            Some(i) if iters::is_native(cx, i) => {
                let v = iters::next(cx, i)?;
                if !v.is_null() {
                    return Ok(v);
                }
                o.set(1, Value::NULL);
            }
            Some(_) => return iters::hidden(cx, "chain_next", o),
            None => {
                let Some(outer) = o.get(0).as_obj() else { return Ok(Value::NULL) };
                if !iters::is_native(cx, outer) {
                    return iters::hidden(cx, "chain_next", o);
                }
                let v = iters::next(cx, outer)?;
                if v.is_null() {
                    o.set(0, Value::NULL);
                    return Ok(v);
                }
                match ops::iter::native_iter(cx, v)? {
                    Some(it) => o.set(1, it),
                    None => {
                        let f = cx.world.hidden("chain_enter");
                        return cx.call_then(f, &[o.into(), v], Cont::Next, Value::NULL);
                    }
                }
            }
        }
    }
}

// ---- product, combinations, permutations ------------------------------------------------------------------------
//
// Words: pools (a tuple of tuples, or one tuple), list of indices, r, list of cycles, started, done.

fn indices(o: Obj) -> Vec<usize> {
    list::items(o.get(1).obj()).iter().map(|v| v.int_value() as usize).collect()
}

fn set_index(o: Obj, i: usize, v: usize) {
    list::set(o.get(1).obj(), i, Value::small(v as i64));
}

/// The first call gives the first selection; afterwards `advance` says whether there is another.
fn selection(cx: &mut Cx<'_>, o: Obj, advance: fn(Obj) -> bool, pick: fn(Obj) -> Vec<Value>) -> Res {
    if o.get(5) == Value::TRUE {
        return Ok(Value::NULL);
    }
    if o.get(4) == Value::TRUE {
        if !advance(o) {
            o.set(5, Value::TRUE);
            return Ok(Value::NULL);
        }
    } else {
        o.set(4, Value::TRUE);
    }
    let items = pick(o);
    cx.tuple(&items)
}

fn product_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    selection(
        cx,
        o,
        |o| {
            let at = indices(o);
            for i in (0..at.len()).rev() {
                if at[i] + 1 < tuple::len(tuple::get(o.get(0).obj(), i).obj()) {
                    set_index(o, i, at[i] + 1);
                    return true;
                }
                set_index(o, i, 0);
            }
            false
        },
        |o| indices(o).iter().enumerate().map(|(i, &j)| tuple::get(tuple::get(o.get(0).obj(), i).obj(), j)).collect(),
    )
}

fn from_one_pool(o: Obj) -> Vec<Value> {
    indices(o).iter().map(|&j| tuple::get(o.get(0).obj(), j)).collect()
}

fn combinations_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let advance = |o: Obj| {
        let (at, n) = (indices(o), tuple::len(o.get(0).obj()));
        let r = at.len();
        let Some(i) = (0..r).rev().find(|&i| at[i] != i + n - r) else { return false };
        (i..r).for_each(|j| set_index(o, j, at[i] + 1 + j - i));
        true
    };
    selection(cx, o, advance, from_one_pool)
}

fn replacement_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let advance = |o: Obj| {
        let (at, n) = (indices(o), tuple::len(o.get(0).obj()));
        let Some(i) = (0..at.len()).rev().find(|&i| at[i] != n - 1) else { return false };
        (i..at.len()).for_each(|j| set_index(o, j, at[i] + 1));
        true
    };
    selection(cx, o, advance, from_one_pool)
}

fn permutations_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let advance = |o: Obj| {
        let mut at = indices(o);
        let n = at.len();
        let r = o.get(2).int_value() as usize;
        let cycles = o.get(3).obj();
        for i in (0..r).rev() {
            let c = list::get(cycles, i).map_or(0, |v| v.int_value() as usize) - 1;
            if c == 0 {
                at[i..].rotate_left(1);
                list::set(cycles, i, Value::small((n - i) as i64));
                at.iter().enumerate().skip(i).for_each(|(j, &v)| set_index(o, j, v));
            } else {
                list::set(cycles, i, Value::small(c as i64));
                at.swap(i, n - c);
                set_index(o, i, at[i]);
                set_index(o, n - c, at[n - c]);
                return true;
            }
        }
        false
    };
    let pick = |o: Obj| {
        let r = o.get(2).int_value() as usize;
        indices(o)[..r].iter().map(|&j| tuple::get(o.get(0).obj(), j)).collect()
    };
    selection(cx, o, advance, pick)
}

/// The items of an iterable as a tuple, where that takes no Python code: `_pool(iterable)`, else None.
pub fn pool(cx: &mut Cx<'_>, a: Args) -> Res {
    match seq::items_once(cx, a[0])? {
        Some(items) => cx.tuple(&items),
        None => Ok(Value::NONE),
    }
}
