//! What lists and tuples (and other containers) have in common: slices, repetition, comparing, `repr`.

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Obj, Value, flag};

use crate::ops::convert;
use crate::types::{dict, hash, int, list, set, slice, str, tuple};
use crate::{Cx, Exit, N, Res};

/// The items of a list or tuple (subclasses included) at one moment.
pub fn items(cx: &mut Cx<'_>, o: Obj) -> Vec<Value> {
    if o.is(Kind::List) { list::snapshot(cx, o) } else { tuple::items(o).collect() }
}

/// Number of items of a list or tuple.
pub fn len(o: Obj) -> usize {
    o.aux() as usize
}

/// The items of `v` where that takes no Python code and can be done again: of a list, tuple, set, dict, range, … itself.
/// Does not call Python.
pub fn native_items(cx: &mut Cx<'_>, v: Value) -> Res<Option<Vec<Value>>> {
    let Some(o) = v.as_obj() else { return Ok(None) };
    if o.has(flag::SUBCLASS) {
        return Ok(None);
    }
    Ok(match o.kind() {
        Kind::List | Kind::Tuple => Some(items(cx, o)),
        Kind::Set => Some(set::items(cx, o)),
        Kind::Dict => Some(dict::entries(cx, o).into_iter().map(|(_, k, _)| k).collect()),
        Kind::Range | Kind::Str | Kind::Bytes | Kind::DictView => {
            let it = crate::ops::iter::iter(cx, v)?;
            Some(drain(cx, it.obj())?)
        }
        _ => None,
    })
}

/// As [`native_items`], and what is left in an iterator that needs no Python code: for who will not have to iterate again.
pub fn items_once(cx: &mut Cx<'_>, v: Value) -> Res<Option<Vec<Value>>> {
    match v.as_obj().filter(|o| o.is(Kind::Iter)) {
        Some(o) if super::iters::is_native(cx, o) => drain(cx, o).map(Some),
        _ => native_items(cx, v),
    }
}

/// All that is left in an iterator that needs no Python code. Does not call Python.
fn drain(cx: &mut Cx<'_>, it: Obj) -> Res<Vec<Value>> {
    let mut all = Vec::new();
    loop {
        match super::iters::next(cx, it)? {
            Value::NULL => return Ok(all),
            v => all.push(v),
        }
        if all.len() >= 1 << 16 && all.len().is_power_of_two() && !cx.world.heap.has_room(all.len() * 16) {
            return Err(Exit::NeedMemory(all.len() * 16));
        }
    }
}

/// The positions that a slice means in a sequence of `len` items: (start, step, count). `None`: it has an object with
/// `__index__` in it, or something wrong. Does not call Python.
pub fn slice_of(cx: &mut Cx<'_>, s: Obj, len: usize) -> Res<Option<(i64, i64, usize)>> {
    let word = |i: usize| {
        let v = s.frozen(i);
        if v.is_none() { Some(None) } else { int::is(v).then(|| Some(int::clamp_i64(v))) }
    };
    let (Some(start), Some(stop), Some(step)) = (word(slice::START), word(slice::STOP), word(slice::STEP)) else {
        return Ok(None);
    };
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    Ok(Some(slice::adjust(start, stop, step, len)))
}

/// The subscript of a native sequence (argument 1), which has `len` items.
pub enum Subscript {
    At(usize),
    /// start, step, count
    Slice(i64, i64, usize),
}

/// What `o[k]` means. `what` is "list", "tuple", …; `assign` for stores. Does not call Python: `?` is right.
pub fn subscript(cx: &mut Cx<'_>, k: Value, len: usize, what: &str, assign: bool) -> Res<Subscript> {
    if let Some(s) = k.as_obj().filter(|o| o.is(Kind::Slice)) {
        return match slice_of(cx, s, len)? {
            Some((start, step, n)) => Ok(Subscript::Slice(start, step, n)),
            None => Err(slice_indices(cx, s)),
        };
    }
    if !int::is(k) && cx.lookup_special(k, N::__index__).is_none() {
        let t = cx.type_name(k);
        let m = match what {
            "string" => format!("string indices must be integers, not '{t}'"),
            "byte" => format!("byte indices must be integers or slices, not {t}"),
            _ => format!("{what} indices must be integers or slices, not {t}"),
        };
        return Err(cx.type_error(m));
    }
    let i = convert::index(cx, k, 1)?;
    let Some(i) = int::to_i64(i) else {
        let t = cx.type_name(k);
        return Err(cx.index_error(format!("cannot fit '{t}' into an index-sized integer")));
    };
    match crate::ops::subscr::position(i, len) {
        Some(i) => Ok(Subscript::At(i)),
        None => {
            let m = match what {
                "byte" | "bytearray" if !assign => {
                    format!("{}index out of range", if what == "byte" { "" } else { "bytearray " })
                }
                _ if assign => format!("{what} assignment index out of range"),
                _ => format!("{what} index out of range"),
            };
            Err(cx.index_error(m))
        }
    }
}

/// A slice with objects inside: those with `__index__` become ints by Python code (the argument is converted, then the
/// native runs again), others are an error.
fn slice_indices(cx: &mut Cx<'_>, s: Obj) -> Exit {
    for i in 0..3 {
        let v = s.frozen(i);
        if !v.is_none() && !int::is(v) && cx.lookup_special(v, N::__index__).is_none() {
            return cx.type_error("slice indices must be integers or None or have an __index__ method");
        }
    }
    Exit::Convert { arg: 1, how: crate::Convert::Slice }
}

/// The items that a slice takes.
pub fn pick(items: &[Value], start: i64, step: i64, n: usize) -> Vec<Value> {
    if step == 1 {
        return items[start as usize..start as usize + n].to_vec();
    }
    (0..n as i64).map(|i| items[(start + i * step) as usize]).collect()
}

/// The count of `seq * n` (argument 1 of a native), checked against the memory that there is; `None` if `n` is no int.
/// `each`: bytes of one repetition. Does not call Python: `?` is right.
pub fn repetitions(cx: &mut Cx<'_>, n: Value, each: usize) -> Res<Option<usize>> {
    if !int::is(n) && cx.lookup_special(n, N::__index__).is_none() {
        return Ok(None);
    }
    let n = convert::index(cx, n, 1)?;
    if int::sign(n) <= 0 || each == 0 {
        return Ok(Some(0));
    }
    let Some(n) = int::to_i64(n) else {
        return Err(cx.overflow_error("cannot fit 'int' into an index-sized integer"));
    };
    match (n as usize).checked_mul(each) {
        Some(bytes) if (bytes as u64) < 1 << 40 => {
            if bytes > 1 << 16 && !cx.world.heap.has_room(bytes) {
                return Err(Exit::NeedMemory(bytes));
            }
            Ok(Some(n as usize))
        }
        _ => Err(Exit::NeedMemory(usize::MAX >> 1)),
    }
}

/// Compares two lists, or two tuples.
pub fn compare(cx: &mut Cx<'_>, op: CompareOp, a: Value, b: Value) -> Res {
    let (x, y) = match (a.as_obj(), b.as_obj()) {
        (Some(x), Some(y)) if x.kind() == y.kind() => (x, y),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let (xs, ys) = (items(cx, x), items(cx, y));
    if x.is(Kind::List) && xs.len() != ys.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    for (&p, &q) in xs.iter().zip(&ys) {
        match hash::eq(cx, p, q) {
            Some(true) => {}
            Some(false) => {
                return match op {
                    CompareOp::Eq => Ok(Value::FALSE),
                    CompareOp::Ne => Ok(Value::TRUE),
                    _ => crate::ops::compare::op(cx, op, p, q),
                };
            }
            None => return cx.call_hidden("seq_compare", &[a, b, Value::small(op as i64)]),
        }
    }
    Ok(Value::bool(crate::ops::compare::holds(op, xs.len().cmp(&ys.len()))))
}

/// Where a value's `repr` is put together without Python code.
pub struct Repr {
    pub text: String,
    inside: Vec<Obj>,
}

/// `repr` of a built-in container of primitives and such containers; `None` where Python code has to be called. Does not
/// call Python.
pub fn native_repr(cx: &mut Cx<'_>, v: Value) -> Res<Option<Value>> {
    let mut r = Repr { text: String::new(), inside: Vec::new() };
    if r.add(cx, v)? { cx.str(&r.text).map(Some) } else { Ok(None) }
}

impl Repr {
    /// Adds the `repr` of a value; false where Python code has to be called. Does not call Python.
    pub fn add(&mut self, cx: &mut Cx<'_>, v: Value) -> Res<bool> {
        if let Some(s) = convert::primitive_repr(cx, v)? {
            match str::text(s.obj()).as_ascii() {
                Some(t) => self.text.push_str(t),
                None => self.text.push_str(&str::to_string(s)),
            }
            return Ok(true);
        }
        let Some(o) = v.as_obj().filter(|o| !o.has(flag::SUBCLASS)) else { return Ok(false) };
        if !matches!(o.kind(), Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::Range | Kind::Slice) {
            return Ok(false);
        }
        if o.is(Kind::Dict) && o.ty() != super::DICT.of(cx) {
            return Ok(false);
        }
        if self.inside.len() > 50 || cx.thread.reprs.contains(&v) {
            return Ok(false);
        }
        if self.inside.contains(&o) {
            self.text.push_str(match o.kind() {
                Kind::List => "[...]",
                Kind::Tuple => "(...)",
                Kind::Dict => "{...}",
                _ => "set(...)",
            });
            return Ok(true);
        }
        self.inside.push(o);
        let known = self.container(cx, o)?;
        self.inside.pop();
        Ok(known)
    }

    fn container(&mut self, cx: &mut Cx<'_>, o: Obj) -> Res<bool> {
        match o.kind() {
            Kind::List => {
                let items = list::snapshot(cx, o);
                self.all(cx, "[", items, "]")
            }
            Kind::Tuple => {
                let end = if tuple::len(o) == 1 { ",)" } else { ")" };
                self.all(cx, "(", tuple::items(o).collect(), end)
            }
            Kind::Set => {
                let frozen = set::is_frozen(cx, o);
                let items = set::items(cx, o);
                match (frozen, items.is_empty()) {
                    (true, true) => self.text.push_str("frozenset()"),
                    (false, true) => self.text.push_str("set()"),
                    (true, false) => return self.all(cx, "frozenset({", items, "})"),
                    (false, false) => return self.all(cx, "{", items, "}"),
                }
                Ok(true)
            }
            Kind::Dict => {
                self.text.push('{');
                for (i, (_, k, v)) in dict::entries(cx, o).into_iter().enumerate() {
                    if i > 0 {
                        self.text.push_str(", ");
                    }
                    if !self.add(cx, k)? {
                        return Ok(false);
                    }
                    self.text.push_str(": ");
                    if !self.add(cx, v)? {
                        return Ok(false);
                    }
                }
                self.text.push('}');
                Ok(true)
            }
            Kind::Range => {
                let end = if o.frozen(super::range::STEP) == Value::small(1) { 2 } else { 3 };
                self.all(cx, "range(", (0..end).map(|i| o.frozen(i)).collect(), ")")
            }
            _ => self.all(cx, "slice(", (0..3).map(|i| o.frozen(i)).collect(), ")"),
        }
    }

    fn all(&mut self, cx: &mut Cx<'_>, start: &str, items: Vec<Value>, end: &str) -> Res<bool> {
        self.text.push_str(start);
        for (i, v) in items.into_iter().enumerate() {
            if i > 0 {
                self.text.push_str(", ");
            }
            if !self.add(cx, v)? {
                return Ok(false);
            }
        }
        self.text.push_str(end);
        Ok(true)
    }
}

/// `__repr__` of the built-in containers.
pub fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    // A list of a class of its own is shown as a list; sets tell their class.
    let mut r = Repr { text: String::new(), inside: vec![o] };
    let subclass_of_set = o.is(Kind::Set) && o.has(flag::SUBCLASS);
    if !subclass_of_set && !cx.thread.reprs.contains(&a[0]) && r.container(cx, o)? {
        return cx.str(&r.text);
    }
    let f = match o.kind() {
        Kind::List => "list_repr",
        Kind::Tuple => "tuple_repr",
        Kind::Dict => "dict_repr",
        Kind::Set => "set_repr",
        Kind::Range => "range_repr",
        _ => "slice_repr",
    };
    cx.call_hidden(f, &[a[0]])
}
