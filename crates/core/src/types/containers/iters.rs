//! The built-in iterators: one layout ([`Kind::Iter`]), many kinds ([`It`], in aux).
//!
//! With the GIL an iterator's words are changed by one thread at a time, so plain stores do. With the GIL off threads may
//! share an iterator: then a position is taken by compare-and-swap, so that no item is given out twice.

use gilscope_heap::{Args, Kind, Obj, Value, flag};

use super::{lazy, range};
use crate::native::{NativeDef, TypeDef, TypeFlags, func};
use crate::types::{bytes, dict, list, set, str, tuple};
use crate::{Acc, Cont, Cx, Res};

macro_rules! its {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        /// Which iterator an object of [`Kind::Iter`] is (its aux).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum It { $($(#[doc = $doc])* $name),* }

        const ALL: &[It] = &[$(It::$name),*];
    };
}

its! {
    /// Words: list or NULL, index.
    List;
    /// Words: start, step, length, index; all small, and so is every item.
    Range;
    /// Words: tuple or NULL, index.
    Tuple;
    /// Words: str or NULL, index.
    Str;
    /// Words: bytes or NULL, index.
    Bytes;
    /// Words: bytearray or NULL, index.
    ByteArray;
    /// Words: list or NULL, number of items still to come.
    ListReversed;
    /// Words: start, step, length, index; any ints.
    LongRange;
    /// Words: dict or NULL, entry, size at the start (-1: it changed), items still to come.
    DictKeys;
    DictValues;
    DictItems;
    /// As DictKeys; the entry is the end of those still to come.
    DictReversedKeys;
    DictReversedValues;
    DictReversedItems;
    /// Words: set or NULL, place, size at the start (-1: it changed), items still to come.
    Set;
    /// Words: deque or NULL, index, state of the deque at the start.
    Deque;
    DequeReversed;
    /// Words: sequence or None, index. `__getitem__` from 0 until IndexError.
    Sequence;
    /// Words: sequence or None, index. `__getitem__` down to 0.
    Reversed;
    /// Words: callable or None, sentinel.
    Callable;
    /// Words: iterator, next number.
    Enumerate;
    /// Words: tuple of iterators, strict.
    Zip;
    /// Words: function, tuple of iterators, strict.
    Map;
    /// Words: function or None, iterator.
    Filter;
    /// Words: next number, step.
    Count;
    /// Words: value, repetitions left (-1: endless).
    Repeat;
    /// All others of `itertools`: their step is Python (`hidden/itertools.py`), named by the class.
    Hidden;
}

/// The kind of an iterator object.
#[inline(always)]
pub fn it(o: Obj) -> It {
    ALL[o.aux() as usize]
}

/// A new iterator of the class `def`.
#[inline]
pub fn new(cx: &mut Cx<'_>, def: &TypeDef, which: It, words: &[Value]) -> Res {
    let ty = def.of(cx);
    let o = cx.alloc(Kind::Iter, ty, words.len())?;
    for (i, &v) in words.iter().enumerate() {
        o.init(i, v);
    }
    o.init_aux(which as u32);
    Ok(o.into())
}

/// A new iterator of `ty`, which is the class `def` or derived from it.
pub fn new_as(cx: &mut Cx<'_>, def: &TypeDef, ty: Value, which: It, words: &[Value]) -> Res {
    let o = cx.alloc_as(def, ty)?;
    for (i, &v) in words.iter().enumerate() {
        o.init(i, v);
    }
    o.init_aux(which as u32);
    Ok(o.into())
}

/// Takes the position in word `i` if it is below `end`, and moves it on by one.
#[inline(always)]
pub fn take(cx: &Cx<'_>, o: Obj, i: usize, end: impl Fn() -> usize) -> Option<usize> {
    if cx.world.is_free_threaded() {
        return take_shared(o, i, end);
    }
    let at = o.frozen(i).int_value();
    if (at as usize) < end() {
        o.init(i, Value::small(at + 1));
        return Some(at as usize);
    }
    None
}

#[cold]
fn take_shared(o: Obj, i: usize, end: impl Fn() -> usize) -> Option<usize> {
    loop {
        let at = o.get(i);
        if at.int_value() as usize >= end() {
            return None;
        }
        if o.cas(i, at, Value::small(at.int_value() + 1)) {
            return Some(at.int_value() as usize);
        }
    }
}

/// Takes the number in word `i`, which may be below 0, and moves it on by one.
#[inline(always)]
pub fn take_number(cx: &Cx<'_>, o: Obj, i: usize) -> i64 {
    if !cx.world.is_free_threaded() {
        let at = o.frozen(i).int_value();
        o.init(i, Value::small(at + 1));
        return at;
    }
    loop {
        let at = o.get(i);
        if o.cas(i, at, Value::small(at.int_value() + 1)) {
            return at.int_value();
        }
    }
}

/// Takes one from the count in word `i` if it is above 0; the count that is left.
fn take_down(o: Obj, i: usize) -> Option<usize> {
    loop {
        let n = o.get(i);
        let left = n.int_value() - 1;
        if left < 0 {
            return None;
        }
        if o.cas(i, n, Value::small(left)) {
            return Some(left as usize);
        }
    }
}

const END: Res = Ok(Value::NULL);

/// The iterator is at its end, and lets go of what it iterates over.
#[cold]
fn done(o: Obj) -> Res {
    o.set(0, Value::NULL);
    END
}

/// Does the next step need no Python code?
pub fn is_native(cx: &Cx<'_>, o: Obj) -> bool {
    native_at(cx, o, 0)
}

fn native_at(cx: &Cx<'_>, o: Obj, depth: u32) -> bool {
    if o.has(flag::SUBCLASS) || !o.is(Kind::Iter) || depth > 3 {
        return false;
    }
    match it(o) {
        It::Sequence | It::Reversed | It::Callable | It::Map | It::Filter | It::Hidden => false,
        It::Enumerate => {
            o.get(1).as_int().is_some_and(|n| n < Value::INT_MAX)
                && o.get(0).as_obj().is_some_and(|i| native_at(cx, i, depth + 1))
        }
        It::Zip => o
            .get(0)
            .as_obj()
            .is_some_and(|t| tuple::items(t).all(|i| i.as_obj().is_some_and(|i| native_at(cx, i, depth + 1)))),
        It::Count => o.get(0).is_int() && o.get(1).is_int(),
        _ => true,
    }
}

/// The next item, or NULL at the end.
#[inline]
pub fn next(cx: &mut Cx<'_>, o: Obj) -> Res {
    match it(o) {
        It::Range => {
            let n = o.frozen(2).int_value() as usize;
            Ok(match take(cx, o, 3, || n) {
                Some(i) => Value::small(o.frozen(0).int_value() + i as i64 * o.frozen(1).int_value()),
                None => Value::NULL,
            })
        }
        It::List => {
            let Some(l) = o.get(0).as_obj() else { return END };
            if let Some(i) = take(cx, o, 1, || list::len(l))
                && let Some(v) = list::get(l, i)
            {
                return Ok(v);
            }
            done(o)
        }
        It::Tuple => {
            let Some(t) = o.get(0).as_obj() else { return END };
            match take(cx, o, 1, || tuple::len(t)) {
                Some(i) => Ok(tuple::get(t, i)),
                None => done(o),
            }
        }
        It::Str => {
            let Some(s) = o.get(0).as_obj() else { return END };
            match take(cx, o, 1, || str::len(s)) {
                Some(i) => str::from_point(cx, str::text(s).at(i)),
                None => done(o),
            }
        }
        It::DictKeys | It::DictValues | It::DictItems => dict_next(cx, o),
        _ => next_other(cx, o),
    }
}

fn next_other(cx: &mut Cx<'_>, o: Obj) -> Res {
    match it(o) {
        It::Bytes | It::ByteArray => {
            let Some(b) = o.get(0).as_obj() else { return END };
            let n = if b.is(Kind::Bytes) { b.aux() as usize } else { b.get(1).int_value() as usize };
            match take(cx, o, 1, || n) {
                Some(i) if b.is(Kind::Bytes) => Ok(Value::small(bytes::get(b)[i] as i64)),
                Some(i) => Ok(b.get(0).as_obj().map_or(Value::NULL, |buf| Value::small(buf.byte(0, i) as i64))),
                None => done(o),
            }
        }
        It::ListReversed => {
            let Some(l) = o.get(0).as_obj() else { return END };
            match take_down(o, 1).and_then(|i| list::get(l, i)) {
                Some(v) => Ok(v),
                None => done(o),
            }
        }
        It::LongRange => range::long_next(cx, o),
        It::DictReversedKeys | It::DictReversedValues | It::DictReversedItems => dict_next(cx, o),
        It::Set => set_next(cx, o),
        It::Deque | It::DequeReversed => super::deque::next(cx, o),
        It::Sequence => hidden(cx, "sequence_next", o),
        It::Reversed => lazy::reversed_next(cx, o),
        It::Callable => hidden(cx, "callable_next", o),
        It::Enumerate => lazy::enumerate_next(cx, o),
        It::Zip => lazy::zip_next(cx, o),
        It::Map => lazy::map_next(cx, o),
        It::Filter => lazy::filter_next(cx, o),
        It::Count => super::itertools::count_next(cx, o),
        It::Repeat => super::itertools::repeat_next(cx, o),
        _ => super::itertools::hidden_next(cx, o),
    }
}

/// A step in Python: the hidden function gets the iterator, and raises StopIteration at its end.
pub fn hidden(cx: &mut Cx<'_>, name: &str, o: Obj) -> Res {
    let f = cx.world.hidden(name);
    cx.call_then(f, &[o.into()], Cont::Next, Value::NULL)
}

/// `__next__` of every built-in iterator.
pub fn dunder_next(cx: &mut Cx<'_>, a: Args) -> Res {
    match next(cx, a[0].obj()) {
        Ok(Value::NULL) => Err(cx.stop_iteration(Value::NULL)),
        r => {
            cx.next_raises();
            r
        }
    }
}

/// `__iter__` of every built-in iterator.
pub fn dunder_iter(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(a[0])
}

/// Moves an iterator's word on: a plain store where the GIL keeps others out.
fn put(cx: &Cx<'_>, o: Obj, i: usize, v: i64) {
    if cx.world.is_free_threaded() { o.set(i, Value::small(v)) } else { o.init(i, Value::small(v)) }
}

/// An iterator over a dict.
pub fn over_dict(cx: &mut Cx<'_>, def: &TypeDef, which: It, d: Obj) -> Res {
    let n = Value::small(dict::len(d) as i64);
    let reversed = matches!(which, It::DictReversedKeys | It::DictReversedValues | It::DictReversedItems);
    let at = if reversed { Value::small(i32::MAX as i64) } else { Value::small(0) };
    new(cx, def, which, &[d.into(), at, n, n])
}

#[inline]
fn dict_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let Some(d) = o.get(0).as_obj() else { return END };
    if o.get(2).int_value() != dict::len(d) as i64 {
        o.set(2, Value::small(-1));
        return Err(cx.runtime_error("dictionary changed size during iteration"));
    }
    let (at, which) = (o.get(1).int_value() as usize, it(o));
    let forward = matches!(which, It::DictKeys | It::DictValues | It::DictItems);
    let found = if forward { dict::next_entry(d, at) } else { dict::prev_entry(d, at) };
    let Some((e, k, v)) = found else { return done(o) };
    let left = o.get(3).int_value();
    if left == 0 {
        done(o)?;
        return Err(cx.runtime_error("dictionary keys changed during iteration"));
    }
    put(cx, o, 1, (if forward { e + 1 } else { e }) as i64);
    put(cx, o, 3, left - 1);
    match which {
        It::DictKeys | It::DictReversedKeys => Ok(k),
        It::DictValues | It::DictReversedValues => Ok(v),
        _ => cx.tuple(&[k, v]),
    }
}

/// An iterator over a set.
pub fn over_set(cx: &mut Cx<'_>, s: Obj) -> Res {
    let n = Value::small(set::len(s) as i64);
    new(cx, &SET_ITERATOR, It::Set, &[s.into(), Value::small(0), n, n])
}

fn set_next(cx: &mut Cx<'_>, o: Obj) -> Res {
    let Some(s) = o.get(0).as_obj() else { return END };
    if o.get(2).int_value() != set::len(s) as i64 {
        o.set(2, Value::small(-1));
        return Err(cx.runtime_error("Set changed size during iteration"));
    }
    match set::next_item(cx, s, o.get(1).int_value() as usize) {
        Some((i, k)) => {
            put(cx, o, 1, i as i64 + 1);
            put(cx, o, 3, o.get(3).int_value() - 1);
            Ok(k)
        }
        None => done(o),
    }
}

/// `__length_hint__` of iterators that know how many items are to come.
fn length_hint(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let left = |n: usize| n.saturating_sub(o.get(1).int_value() as usize) as i64;
    let n = match it(o) {
        It::Range => o.frozen(2).int_value() - o.get(3).int_value(),
        It::LongRange => return range::long_left(cx, o),
        It::Repeat => {
            if o.get(1).int_value() < 0 {
                return Err(cx.type_error("len() of unsized object"));
            }
            o.get(1).int_value()
        }
        which => {
            let Some(c) = o.get(0).as_obj() else { return Ok(Value::small(0)) };
            match which {
                It::List => left(list::len(c)),
                It::Tuple => left(tuple::len(c)),
                It::Str => left(str::len(c)),
                It::Bytes => left(c.aux() as usize),
                It::ByteArray => left(c.get(1).int_value() as usize),
                It::ListReversed if o.get(1).int_value() > list::len(c) as i64 => 0,
                It::ListReversed => o.get(1).int_value(),
                It::Deque => left(super::deque::len(c)),
                It::DequeReversed => left(super::deque::len(c)),
                _ if o.get(2).int_value() != c.aux() as i64 => 0,
                _ => o.get(3).int_value(),
            }
        }
    };
    Ok(Value::small(n))
}

/// `__length_hint__` of what asks `len()` of the sequence below.
fn sequence_hint(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("sequence_hint", &[a[0]])
}

/// `__setstate__` of iterators over sequences: their position.
fn setstate(cx: &mut Cx<'_>, a: Args) -> Res {
    let i = crate::ops::convert::size(cx, a[1], 1, 0)?;
    a[0].obj().set(1, Value::small(i.clamp(0, i32::MAX as i64)));
    Ok(Value::NONE)
}

const PLAIN: &[NativeDef] =
    &[func("__iter__", "self, /", dunder_iter, Acc::Pure), func("__next__", "self, /", dunder_next, Acc::Write)];
const SIZED: &[NativeDef] = &[
    func("__iter__", "self, /", dunder_iter, Acc::Pure),
    func("__next__", "self, /", dunder_next, Acc::Write),
    func("__length_hint__", "self, /", length_hint, Acc::Read),
    func("__setstate__", "self, state, /", setstate, Acc::Write),
];
const COUNTED: &[NativeDef] = &[
    func("__iter__", "self, /", dunder_iter, Acc::Pure),
    func("__next__", "self, /", dunder_next, Acc::Write),
    func("__length_hint__", "self, /", length_hint, Acc::Read),
];

/// The class of an iterator that programs do not make themselves.
const fn class(name: &'static str, words: u8, methods: &'static [NativeDef]) -> TypeDef {
    TypeDef::new(name, Kind::Iter, words, methods).flags(TypeFlags::NO_NEW)
}

pub static LIST_ITERATOR: TypeDef = class("list_iterator", 2, SIZED);
pub static LIST_REVERSEITERATOR: TypeDef = class("list_reverseiterator", 2, SIZED);
pub static TUPLE_ITERATOR: TypeDef = class("tuple_iterator", 2, SIZED);
pub static RANGE_ITERATOR: TypeDef = class("range_iterator", 4, COUNTED);
pub static LONGRANGE_ITERATOR: TypeDef = class("longrange_iterator", 4, COUNTED);
pub static STR_ITERATOR: TypeDef = class("str_iterator", 2, SIZED);
pub static STR_ASCII_ITERATOR: TypeDef = class("str_ascii_iterator", 2, SIZED);
pub static BYTES_ITERATOR: TypeDef = class("bytes_iterator", 2, SIZED);
pub static BYTEARRAY_ITERATOR: TypeDef = class("bytearray_iterator", 2, SIZED);
pub static DICT_KEYITERATOR: TypeDef = class("dict_keyiterator", 4, COUNTED);
pub static DICT_VALUEITERATOR: TypeDef = class("dict_valueiterator", 4, COUNTED);
pub static DICT_ITEMITERATOR: TypeDef = class("dict_itemiterator", 4, COUNTED);
pub static DICT_REVERSEKEYITERATOR: TypeDef = class("dict_reversekeyiterator", 4, COUNTED);
pub static DICT_REVERSEVALUEITERATOR: TypeDef = class("dict_reversevalueiterator", 4, COUNTED);
pub static DICT_REVERSEITEMITERATOR: TypeDef = class("dict_reverseitemiterator", 4, COUNTED);
pub static SET_ITERATOR: TypeDef = class("set_iterator", 4, COUNTED);
pub static ITERATOR: TypeDef = class(
    "iterator",
    2,
    &[
        func("__iter__", "self, /", dunder_iter, Acc::Pure),
        func("__next__", "self, /", dunder_next, Acc::Any),
        func("__length_hint__", "self, /", sequence_hint, Acc::Any),
    ],
);
pub static CALLABLE_ITERATOR: TypeDef = class("callable_iterator", 2, PLAIN);

pub static TYPES: &[&TypeDef] = &[
    &LIST_ITERATOR,
    &LIST_REVERSEITERATOR,
    &TUPLE_ITERATOR,
    &RANGE_ITERATOR,
    &LONGRANGE_ITERATOR,
    &STR_ITERATOR,
    &STR_ASCII_ITERATOR,
    &BYTES_ITERATOR,
    &BYTEARRAY_ITERATOR,
    &DICT_KEYITERATOR,
    &DICT_VALUEITERATOR,
    &DICT_ITEMITERATOR,
    &DICT_REVERSEKEYITERATOR,
    &DICT_REVERSEVALUEITERATOR,
    &DICT_REVERSEITEMITERATOR,
    &SET_ITERATOR,
    &ITERATOR,
    &CALLABLE_ITERATOR,
];
