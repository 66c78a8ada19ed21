//! `memoryview`: a view of the bytes of a bytes or bytearray object. Words: the object (None once released), the first
//! index, the step, the number of bytes, and whether it is for reading only.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::shared::{self, Key, byte};
use super::{bytearray, bytes_like};
use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset};
use crate::ops::convert;
use crate::types::{bytes, list, number, object, str};
use crate::{Acc, Cx, Res};

const OBJECT: usize = 0;
const START: usize = 1;
const STEP: usize = 2;
const COUNT: usize = 3;
/// May it not be written through, although the object can be changed?
const READ_ONLY: usize = 4;

pub static TYPE: TypeDef = TypeDef::new("memoryview", Kind::MemoryView, 5, METHODS)
    .getset(GETSET)
    .flags(TypeFlags::SEQUENCE)
    .doc("Create a new memoryview object which references the given object.");

const METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, object", new, Acc::Read),
    func("__getitem__", "self, key, /", getitem, Acc::Any),
    func("__setitem__", "self, key, value, /", setitem, Acc::Any),
    func("__len__", "self, /", len, Acc::Read),
    func("__eq__", "self, value, /", eq, Acc::Read),
    func("__hash__", "self, /", hash, Acc::Read),
    func("__iter__", "self, /", |cx, a| cx.call_hidden("bytearray_iter", &[a[0]]), Acc::Read),
    func("__repr__", "self, /", repr, Acc::Pure),
    func("__enter__", "self, /", enter, Acc::Read),
    func("__exit__", "self, /, *exc_info", release, Acc::Write),
    func("hex", "self, sep=None, bytes_per_sep=1", hex, Acc::Read),
    func("release", "self, /", release, Acc::Write),
    func("tobytes", "self, order='C'", tobytes, Acc::Read),
    func("tolist", "self, /", tolist, Acc::Read),
    func("toreadonly", "self, /", toreadonly, Acc::Read),
];

const GETSET: &[GetSetDef] = &[
    getset("obj", |cx, a| live(cx, a[0]).map(|o| o.get(OBJECT))),
    getset("nbytes", len),
    getset("itemsize", |_, _| Ok(Value::small(1))),
    getset("ndim", |_, _| Ok(Value::small(1))),
    getset("format", |cx, _| Ok(cx.intern("B"))),
    getset("readonly", |cx, a| live(cx, a[0]).map(|o| Value::bool(!is_writable(o)))),
    getset("shape", |cx, a| {
        let n = len(cx, a)?;
        cx.tuple(&[n])
    }),
    getset("strides", |cx, a| {
        let step = live(cx, a[0])?.get(STEP);
        cx.tuple(&[step])
    }),
    getset("c_contiguous", contiguous),
    getset("contiguous", contiguous),
];

fn make(cx: &mut Cx<'_>, object: Value, start: i64, step: i64, count: usize, read_only: Value) -> Res {
    let ty = TYPE.of(cx);
    let o = cx.alloc(Kind::MemoryView, ty, TYPE.words as usize)?;
    o.init(OBJECT, object);
    o.init(START, Value::small(start));
    o.init(STEP, Value::small(step));
    o.init(COUNT, Value::small(count as i64));
    o.init(READ_ONLY, read_only);
    Ok(o.into())
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    number::check_class(cx, a[0], &TYPE)?;
    let Some(b) = bytes_like::get(cx, a[1])? else {
        let m = format!("memoryview: a bytes-like object is required, not '{}'", cx.type_name(a[1]));
        return Err(cx.type_error(m));
    };
    if let Some(v) = a[1].as_obj().filter(|o| o.is(Kind::MemoryView)) {
        let (start, step) = (v.get(START).int_value(), v.get(STEP).int_value());
        return make(cx, v.get(OBJECT), start, step, b.len(), v.get(READ_ONLY));
    }
    make(cx, a[1], 0, 1, b.len(), Value::FALSE)
}

/// The view that a method is called on, not released.
fn live(cx: &mut Cx<'_>, v: Value) -> Res<Obj> {
    match v.as_obj().filter(|o| o.is(Kind::MemoryView)) {
        Some(o) if !o.get(OBJECT).is_none() => Ok(o),
        Some(_) => Err(cx.value_error("operation forbidden on released memoryview object")),
        None => {
            let m = format!("descriptor requires a 'memoryview' object but received a '{}'", cx.type_name(v));
            Err(cx.type_error(m))
        }
    }
}

fn is_writable(o: Obj) -> bool {
    o.get(OBJECT).obj().is(Kind::ByteArray) && o.get(READ_ONLY) != Value::TRUE
}

/// The bytes that a view shows. Where the object has become shorter, those that are left.
pub fn contents(cx: &mut Cx<'_>, v: Value) -> Res<Vec<u8>> {
    let o = live(cx, v)?;
    let all = bytes_like::get(cx, o.get(OBJECT))?.unwrap_or_default();
    let (start, step) = (o.get(START).int_value(), o.get(STEP).int_value());
    let at = |i: i64| usize::try_from(start + i * step).ok().and_then(|i| all.get(i).copied());
    Ok((0..o.get(COUNT).int_value()).map_while(at).collect())
}

fn len(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(live(cx, a[0])?.get(COUNT))
}

fn contiguous(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(live(cx, a[0])?.get(STEP) == Value::small(1)))
}

fn getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    if shared::needs_conversion(cx, a[1]) {
        return cx.call_hidden("getitem_slice", &[a[0], a[1]]);
    }
    let o = live(cx, a[0])?;
    let b = contents(cx, a[0])?;
    match shared::key(cx, a[1], b.len(), "memoryview")? {
        Key::Index(i) => match usize::try_from(i).ok().and_then(|i| b.get(i)) {
            Some(&c) => Ok(Value::small(c as i64)),
            None => Err(cx.index_error("index out of bounds on dimension 1")),
        },
        Key::Slice(start, step, n) => {
            let (first, by) = (o.get(START).int_value(), o.get(STEP).int_value());
            make(cx, o.get(OBJECT), first + start * by, by * step, n, o.get(READ_ONLY))
        }
    }
}

fn setitem(cx: &mut Cx<'_>, a: Args) -> Res {
    if shared::needs_conversion(cx, a[1]) {
        return cx.call_hidden("setitem_slice", &[a[0], a[1], a[2]]);
    }
    let o = live(cx, a[0])?;
    if !is_writable(o) {
        return Err(cx.type_error("cannot modify read-only memory"));
    }
    let (first, by, n) = (o.get(START).int_value(), o.get(STEP).int_value(), o.get(COUNT).int_value() as usize);
    let target = o.get(OBJECT).obj();
    match shared::key(cx, a[1], n, "memoryview")? {
        Key::Index(i) => {
            let v = convert::index(cx, a[2], 2)?;
            let Ok(c) = byte(cx, v) else {
                return Err(cx.value_error("memoryview: invalid value for format 'B'"));
            };
            if i < 0 || i as usize >= n || !bytearray::set(cx, target, (first + i * by) as usize, c) {
                return Err(cx.index_error("index out of bounds on dimension 1"));
            }
        }
        Key::Slice(start, step, n) => {
            let Some(new) = bytes_like::get(cx, a[2])? else {
                let m = format!("a bytes-like object is required, not '{}'", cx.type_name(a[2]));
                return Err(cx.type_error(m));
            };
            if new.len() != n {
                let m = "memoryview assignment: lvalue and rvalue have different structures";
                return Err(cx.value_error(m));
            }
            for (k, &c) in new.iter().enumerate() {
                bytearray::set(cx, target, (first + (start + k as i64 * step) * by) as usize, c);
            }
        }
    }
    Ok(Value::NONE)
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    let x = contents(cx, a[0])?;
    Ok(match bytes_like::get(cx, a[1])? {
        Some(y) => Value::bool(x == *y),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = live(cx, a[0])?;
    if is_writable(o) {
        return Err(cx.value_error("cannot hash writable memoryview object"));
    }
    let b = contents(cx, a[0])?;
    cx.int(str::hash_bytes(&b))
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let released = a[0].as_obj().is_some_and(|o| o.get(OBJECT).is_none());
    let id = object::identity(cx, a[0]);
    cx.str(&format!("<{} at {id:#x}>", if released { "released memory" } else { "memory" }))
}

fn enter(cx: &mut Cx<'_>, a: Args) -> Res {
    live(cx, a[0])?;
    Ok(a[0])
}

fn release(_: &mut Cx<'_>, a: Args) -> Res {
    if let Some(o) = a[0].as_obj().filter(|o| o.is(Kind::MemoryView)) {
        o.set(OBJECT, Value::NONE);
    }
    Ok(Value::NONE)
}

fn hex(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = contents(cx, a[0])?;
    super::bytes_methods::hex_of(cx, &b, a.get(1), a.get(2))
}

fn tobytes(cx: &mut Cx<'_>, a: Args) -> Res {
    let b = contents(cx, a[0])?;
    bytes::new(cx, &b)
}

fn toreadonly(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = live(cx, a[0])?;
    let (start, step, n) = (o.get(START).int_value(), o.get(STEP).int_value(), o.get(COUNT).int_value());
    make(cx, o.get(OBJECT), start, step, n as usize, Value::TRUE)
}

fn tolist(cx: &mut Cx<'_>, a: Args) -> Res {
    let items: Vec<Value> = contents(cx, a[0])?.into_iter().map(|c| Value::small(c as i64)).collect();
    list::new(cx, &items)
}
