//! The built-in iterators: one layout ([`Kind::Iter`]), many kinds ([`It`], in aux).
//!
//! With the GIL an iterator's words are changed by one thread at a time, so plain stores do. With the GIL off threads may
//! share an iterator: then a position is taken by compare-and-swap, so that no item is given out twice.

use gilscope_heap::{Kind, Obj, Value};

use crate::native::TypeDef;
use crate::types::{bytes, list, str, tuple};
use crate::{Cx, Res};

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
    /// Words: tuple or NULL, index.
    Tuple;
    /// Words: start, step, length, index; all small, and so is every item.
    Range;
    /// Words: str or NULL, index.
    Str;
    /// Words: bytes or bytearray or NULL, index.
    Bytes;
}

/// The kind of an iterator object.
#[inline(always)]
pub fn it(o: Obj) -> It {
    ALL[o.aux() as usize]
}

/// Payload words of the built-in iterators (those of `itertools` may have more).
pub const WORDS: usize = 4;

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

pub static LIST_ITERATOR: TypeDef = TypeDef::new("list_iterator", Kind::Iter, 2, &[]).flags(crate::TypeFlags::NO_NEW);
pub static TUPLE_ITERATOR: TypeDef = TypeDef::new("tuple_iterator", Kind::Iter, 2, &[]).flags(crate::TypeFlags::NO_NEW);
pub static RANGE_ITERATOR: TypeDef = TypeDef::new("range_iterator", Kind::Iter, 4, &[]).flags(crate::TypeFlags::NO_NEW);
pub static STR_ITERATOR: TypeDef = TypeDef::new("str_iterator", Kind::Iter, 2, &[]).flags(crate::TypeFlags::NO_NEW);
pub static BYTES_ITERATOR: TypeDef = TypeDef::new("bytes_iterator", Kind::Iter, 2, &[]).flags(crate::TypeFlags::NO_NEW);

pub static TYPES: &[&TypeDef] = &[&LIST_ITERATOR, &TUPLE_ITERATOR, &RANGE_ITERATOR, &STR_ITERATOR, &BYTES_ITERATOR];

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
            let Some(l) = o.get(0).as_obj() else { return Ok(Value::NULL) };
            if let Some(i) = take(cx, o, 1, || list::len(l))
                && let Some(v) = list::get(l, i)
            {
                return Ok(v);
            }
            o.set(0, Value::NULL);
            Ok(Value::NULL)
        }
        It::Tuple => {
            let Some(t) = o.get(0).as_obj() else { return Ok(Value::NULL) };
            match take(cx, o, 1, || tuple::len(t)) {
                Some(i) => Ok(tuple::get(t, i)),
                None => {
                    o.set(0, Value::NULL);
                    Ok(Value::NULL)
                }
            }
        }
        It::Str => {
            let Some(s) = o.get(0).as_obj() else { return Ok(Value::NULL) };
            match take(cx, o, 1, || str::len(s)) {
                Some(i) => str::from_point(cx, str::text(s).at(i)),
                None => {
                    o.set(0, Value::NULL);
                    Ok(Value::NULL)
                }
            }
        }
        It::Bytes => {
            let Some(b) = o.get(0).as_obj() else { return Ok(Value::NULL) };
            match take(cx, o, 1, || b.aux() as usize) {
                Some(i) => Ok(Value::small(bytes::get(b)[i] as i64)),
                None => {
                    o.set(0, Value::NULL);
                    Ok(Value::NULL)
                }
            }
        }
    }
}
