//! Weak references and finalizers: what a collection tells of objects that nobody can reach.
//!
//! A weak reference keeps its target in a word that the collector does not follow. Who has a `__del__` is listed in the
//! world; a collection that does not reach such an object brings it back once more and queues the call.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use gilscope_heap::{Args, Cycle, Kind, Obj, Value, flag};

use crate::native::{GetSetDef, NativeDef, TypeDef, func, getset};
use crate::types::{class, object};
use crate::{Acc, Cx, Exit, N, Res, ops};

/// Payload words of a weak reference.
pub const CALLBACK: usize = 0;
/// The target's hash, once asked for.
pub const HASH: usize = 1;
/// Not followed by the collector (see the kind's `Scan`).
pub const TARGET: usize = 3;
pub const WORDS: usize = 4;

/// What the world knows of objects that want to be told of their end, or whose end others want to be told of.
#[derive(Default)]
pub struct Registry {
    lists: Mutex<Lists>,
    /// Are there calls to make?
    pending: AtomicBool,
    /// Is any object watched, so that dropping references may matter?
    active: AtomicBool,
    /// How many collections in a row told nobody anything, and how many drops pass before the next is tried.
    useless: AtomicU32,
    passed: AtomicU32,
}

#[derive(Default)]
struct Lists {
    references: Vec<Value>,
    finalizable: Vec<Value>,
    /// (callable, argument): callbacks; (NULL, object): its `__del__`.
    calls: Vec<(Value, Value)>,
}

impl Registry {
    #[inline(always)]
    pub fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    /// A reference to `old` is dropped: should it be looked at once whether that was the last? Where looking has not
    /// helped many times, it is done less often.
    #[inline(always)]
    pub fn wants_check(&self, old: Value) -> bool {
        old.as_obj().is_some_and(|o| o.has(flag::FINALIZE)) && self.is_due()
    }

    #[cold]
    fn is_due(&self) -> bool {
        let useless = self.useless.load(Ordering::Relaxed);
        let pass = if useless < 16 { 0 } else { 1 << (useless - 16).min(12) };
        if self.passed.fetch_add(1, Ordering::Relaxed) < pass {
            return false;
        }
        self.passed.store(0, Ordering::Relaxed);
        true
    }

    /// A new object of a class with `__del__`.
    pub fn add_finalizable(&self, o: Obj) {
        self.active.store(true, Ordering::Relaxed);
        self.useless.store(0, Ordering::Relaxed);
        self.lists.lock().unwrap().finalizable.push(o.into());
    }

    pub fn has_pending(&self) -> bool {
        self.pending.load(Ordering::Relaxed)
    }

    /// Everything that marking has to start from.
    pub fn roots(&self, visit: &mut dyn FnMut(Value)) {
        for &(f, v) in &self.lists.lock().unwrap().calls {
            visit(f);
            visit(v);
        }
    }

    /// Marking is over: weak references to what was not reached are cleared, finalizers of such objects are queued (and
    /// the objects live until those have run).
    pub fn after_marking(&self, cycle: &mut Cycle<'_>) {
        let lists = &mut *self.lists.lock().unwrap();
        let mut calls = Vec::new();
        let before = lists.references.len();
        lists.references.retain(|r| {
            let o = r.obj();
            if !cycle.is_marked(o) {
                return false;
            }
            let Some(target) = o.get(TARGET).as_obj() else { return false };
            if cycle.is_marked(target) {
                return true;
            }
            o.set(TARGET, Value::NULL);
            let callback = o.get(CALLBACK);
            if !callback.is_null() {
                calls.push((callback, *r));
            }
            false
        });
        let (alive, dead): (Vec<Value>, Vec<Value>) = lists.finalizable.iter().partition(|v| cycle.is_marked(v.obj()));
        lists.finalizable = alive;
        for &v in &dead {
            v.obj().add_flag(flag::FINALIZED);
            calls.push((Value::NULL, v));
        }
        if calls.is_empty() && lists.references.len() == before {
            self.useless.fetch_add(1, Ordering::Relaxed);
        } else {
            self.useless.store(0, Ordering::Relaxed);
        }
        if !calls.is_empty() {
            cycle.mark(&mut |m| {
                for &(f, v) in &calls {
                    m.mark(f);
                    m.mark(v);
                }
            });
            lists.calls.extend(calls);
            self.pending.store(true, Ordering::Relaxed);
        }
    }

    /// At the program's end everything that is left is finalized.
    fn finish(&self) {
        let lists = &mut *self.lists.lock().unwrap();
        for v in std::mem::take(&mut lists.finalizable) {
            v.obj().add_flag(flag::FINALIZED);
            lists.calls.push((Value::NULL, v));
        }
        self.pending.store(!lists.calls.is_empty(), Ordering::Relaxed);
    }

    fn take(&self) -> Vec<(Value, Value)> {
        self.pending.store(false, Ordering::Relaxed);
        std::mem::take(&mut self.lists.lock().unwrap().calls)
    }
}

/// "Make the calls that are due, then `result` is mine." For tail position.
pub fn run_pending(cx: &mut Cx<'_>, result: Value) -> Res {
    match pending(cx)? {
        Some((f, list)) => cx.call_then(f, &[list], crate::Cont::State, result),
        None => Ok(result),
    }
}

/// The hidden function that makes the calls that are due, and its argument.
pub fn pending(cx: &mut Cx<'_>) -> Res<Option<(Value, Value)>> {
    if !cx.world.weak.has_pending() {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for (f, v) in cx.world.weak.take() {
        let f = if f.is_null() { cx.lookup_special(v, N::__del__).unwrap_or(Value::NULL) } else { f };
        if !f.is_null() {
            rows.push(cx.tuple(&[f, v])?);
        }
    }
    let list = cx.list(&rows)?;
    Ok(Some((cx.world.hidden("run_finalizers"), list)))
}

/// What the machine's own Python needs.
pub static INTRINSICS: [NativeDef; 1] = [func("_finish_objects", "", finish_objects, Acc::Any)];

fn finish_objects(cx: &mut Cx<'_>, _a: Args) -> Res {
    cx.world.weak.finish();
    run_pending(cx, Value::NONE)
}

// ---- the class ------------------------------------------------------------------------------------------------------

pub static TYPES: &[&TypeDef] = &[&REFERENCE];
pub static REFERENCE: TypeDef =
    TypeDef::new("ReferenceType", Kind::WeakRef, WORDS as u8, METHODS).module("weakref").getset(GETSET);

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, o, callback=None, /, *args, **kwargs", new, Acc::Read),
    func("__init__", "self, /, *args, **kwargs", |_, _| Ok(Value::NONE), Acc::Pure),
    func("__call__", "self, /", |_, a| Ok(none_for_null(a[0].obj().get(TARGET))), Acc::Read),
    func("__repr__", "self, /", repr, Acc::Read),
    func("__eq__", "self, value, /", eq, Acc::Any),
    func("__hash__", "self, /", hash, Acc::Any),
    NativeDef::class("__class_getitem__", "cls, item, /", crate::types::generic::class_getitem, Acc::Pure),
];

static GETSET: &[GetSetDef] = &[getset("__callback__", |_, a| Ok(none_for_null(a[0].obj().get(CALLBACK))))];

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

/// Can there be weak references to it?
fn can_be_referenced(cx: &Cx<'_>, o: Obj) -> bool {
    match o.kind() {
        Kind::Function
        | Kind::Type
        | Kind::Method
        | Kind::Set
        | Kind::Generator
        | Kind::Module
        | Kind::Native
        | Kind::Exception
        | Kind::Code
        | Kind::Lock
        | Kind::RLock
        | Kind::Native1
        | Kind::WeakRef => true,
        Kind::Instance if o.ty() == object::TYPE.of(cx) => false,
        Kind::Tuple | Kind::BigInt => false,
        _ => class::flags(o.ty().obj()).has(crate::TypeFlags::HEAP) && class::dict_word(o).is_some(),
    }
}

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let (cls, target, callback) = (a[0], a[1], a.get(2));
    let Some(t) = target.as_obj().filter(|&o| can_be_referenced(cx, o)) else {
        let t = cx.type_name(target);
        return Err(cx.type_error(format!("cannot create weak reference to '{t}' object")));
    };
    let callback = if callback.is_none() { Value::NULL } else { callback };
    let plain = cls == REFERENCE.of(cx) && callback.is_null();
    if plain {
        let lists = cx.world.weak.lists.lock().unwrap();
        let same = |r: &&Value| {
            let o = r.obj();
            o.ty() == cls && o.get(TARGET) == target && o.get(CALLBACK).is_null()
        };
        if let Some(&r) = lists.references.iter().find(same) {
            return Ok(r);
        }
    }
    let o = cx.alloc_as(&REFERENCE, cls)?;
    o.set(CALLBACK, callback);
    o.set(TARGET, t.into());
    t.add_flag(flag::FINALIZE);
    cx.world.weak.active.store(true, Ordering::Relaxed);
    cx.world.weak.useless.store(0, Ordering::Relaxed);
    cx.world.weak.lists.lock().unwrap().references.push(o.into());
    Ok(o.into())
}

/// Weak references to an object, as they are now.
pub fn references_to(cx: &Cx<'_>, target: Value) -> Vec<Value> {
    let lists = cx.world.weak.lists.lock().unwrap();
    lists.references.iter().copied().filter(|r| r.obj().get(TARGET) == target).collect()
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let (at, target) = (a[0].obj().addr(), a[0].obj().get(TARGET));
    let text = match target.as_obj() {
        None => format!("<weakref at {at:#x}; dead>"),
        Some(o) => format!("<weakref at {at:#x}; to '{}' at {:#x}>", class::methods::full_name(cx, o.ty()), o.addr()),
    };
    cx.str(&text)
}

fn eq(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some(other) = a[1].as_obj().filter(|o| o.is(Kind::WeakRef)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (x, y) = (a[0].obj().get(TARGET), other.get(TARGET));
    if x.is_null() || y.is_null() {
        return Ok(Value::bool(a[0] == a[1]));
    }
    ops::compare::op(cx, gilscope_bytecode::CompareOp::Eq, x, y)
}

fn hash(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let known = o.get(HASH);
    if !known.is_null() {
        return Ok(known);
    }
    match o.get(TARGET) {
        Value::NULL => Err(cx.type_error("weak object has gone away")),
        target => match cx.lookup_special(target, N::__hash__) {
            Some(f) if f.is_none() => {
                let t = cx.type_name(target);
                Err(cx.type_error(format!("unhashable type: '{t}'")))
            }
            Some(f) => cx.call_then_native(f, &[target], &HASHED[0], a[0]),
            None => ops::convert::hash(cx, target),
        },
    }
}

/// Continuations of this file.
pub static HASHED: [NativeDef; 1] = [func("_hash_is_there", "reference, result, /", hashed, Acc::Write)];

/// The target's hash outlives it.
fn hashed(_: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(Exit::Raise);
    }
    a[0].obj().set(HASH, a[1]);
    Ok(a[1])
}
