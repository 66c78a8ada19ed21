//! Attributes that objects keep themselves: by shape in plain instances, in a dict elsewhere.
//!
//! A plain instance starts in shape mode: aux names the shape, the attributes are words from the class'
//! [`class::FIRST_ATTR`] on. Once it goes to dict mode (somebody asked for `__dict__`, deleted an attribute, or there were
//! more than its cell has room for) aux is [`shape::DICT`] and word 0 is the dict, for good. While another thread may
//! be storing, the words left behind hold [`MOVED`], which no storer writes over: it stores again, elsewhere.

use gilscope_heap::{Kind, Obj, Value};

use crate::shape;
use crate::types::list::MOVED;
use crate::types::{class, dict};
use crate::{Cx, Res};

/// The object's own attributes as its `__dict__`, where its class gives it one; a plain instance goes to dict mode. Does
/// not call Python.
pub fn dict(cx: &mut Cx<'_>, o: Obj) -> Res<Option<Obj>> {
    let Some(word) = class::dict_word(o) else { return Ok(None) };
    if let Some(d) = o.get(word).as_obj() {
        return Ok(Some(d));
    }
    cx.locked(o, |cx| {
        if let Some(d) = o.get(word).as_obj() {
            return Ok(Some(d));
        }
        let d = cx.dict()?.obj();
        if o.is(Kind::Instance) {
            move_to(cx, o, d)?;
        }
        o.set(word, d.into());
        if o.is(Kind::Instance) {
            o.set_aux(shape::DICT);
        }
        Ok(Some(d))
    })
}

/// Copies the attributes kept by shape into `d` and marks their words. Under the lock when the GIL is off.
fn move_to(cx: &mut Cx<'_>, o: Obj, d: Obj) -> Res<()> {
    let first = o.ty().obj().frozen(class::FIRST_ATTR).int_value() as usize;
    let names = cx.world.shapes.names(o.aux());
    // Room first: once words are marked there is no way back.
    for &n in &names {
        dict::set_str(cx, d, n, Value::NONE)?;
    }
    for (i, n) in names.into_iter().enumerate() {
        let v = o.swap(first + i, MOVED);
        dict::set_str(cx, d, n, v)?;
    }
    Ok(())
}

/// The attribute `name` (interned) that the object itself has. Does not call Python.
pub fn get(cx: &Cx<'_>, o: Obj, name: Value) -> Option<Value> {
    if o.is(Kind::Instance) {
        loop {
            let shape = o.aux();
            if shape == shape::DICT {
                break;
            }
            let slot = cx.world.shapes.slot(shape, name)? as usize;
            let first = o.ty().obj().frozen(class::FIRST_ATTR).int_value() as usize;
            match o.get(first + slot) {
                MOVED => o.locked(|| ()),
                v => return Some(v),
            }
        }
    }
    let d = o.get(class::dict_word(o)?).as_obj()?;
    dict::get_str(d, name)
}

/// Names and values of the object's own attributes, in order. Does not call Python.
pub fn attributes(cx: &Cx<'_>, o: Obj) -> Vec<(Value, Value)> {
    if o.is(Kind::Instance) {
        let shape = o.aux();
        if shape != shape::DICT {
            let names = cx.world.shapes.names(shape);
            return names.into_iter().filter_map(|n| get(cx, o, n).map(|v| (n, v))).collect();
        }
    }
    match class::dict_word(o).and_then(|w| o.get(w).as_obj()) {
        Some(d) => dict::items(d),
        None => Vec::new(),
    }
}

/// Gives the object one attribute more: the value goes to `word`, and its shape becomes `to`. False if its shape is not
/// `from` any more. Under the lock when the GIL is off: whoever sees the new shape finds the value.
#[inline(always)]
pub fn add(o: Obj, from: shape::ShapeId, to: shape::ShapeId, word: usize, v: Value) -> bool {
    let same = o.aux() == from;
    if same {
        o.set(word, v);
        o.set_aux(to);
    }
    same
}

/// Stores into the word of an attribute that the object has; false where it has moved. What has moved is not written over,
/// not even for a moment: somebody might read it there.
#[inline(always)]
pub fn store(cx: &Cx<'_>, o: Obj, word: usize, v: Value) -> bool {
    if !cx.world.is_free_threaded() {
        o.init(word, v);
        return true;
    }
    loop {
        let old = o.get(word);
        if old == MOVED {
            return false;
        }
        if o.cas(word, old, v) {
            return true;
        }
    }
}

/// `o.__dict__ = d`. The object must have a `__dict__`.
pub fn set_dict(cx: &mut Cx<'_>, o: Obj, d: Value) -> Res<()> {
    dict(cx, o)?;
    if let Some(word) = class::dict_word(o) {
        o.set(word, d);
    }
    Ok(())
}

/// A new plain instance of the Python class `ty`, without attributes.
#[inline]
pub fn new(cx: &mut Cx<'_>, ty: Value) -> Res<Obj> {
    let t = ty.obj();
    let words = t.frozen(class::WORDS).int_value() + t.frozen(class::INLINE).int_value();
    let o = cx.alloc(Kind::Instance, ty, words as usize)?;
    o.init_aux(t.frozen(class::SHAPE).int_value() as u32);
    if class::flags(t).has(crate::TypeFlags::FINALIZE) {
        crate::types::weakref::begin_watching(cx, o);
    }
    Ok(o)
}
