//! Weak references and finalizers: what a collection tells of objects that nobody can reach.
//!
//! A weak reference keeps its target in a word that the collector does not follow. Who has a `__del__` is listed in the
//! world; a collection that does not reach such an object brings it back once more and queues the call.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use gilscope_heap::{Args, Cycle, Kind, Obj, Value, flag};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::native::{GetSetDef, NativeDef, TypeDef, func, getset};
use crate::types::{class, dict, generator, object};
use crate::vm::watch;
use crate::{Acc, Cx, Exit, N, Res, VmThread, World, ops};

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
    /// How often something happened that makes close watching worth while.
    events: AtomicU32,
    /// How many times in a row that was in vain.
    vain: AtomicU32,
}

#[derive(Default)]
struct Lists {
    references: Vec<Value>,
    /// Objects with `__del__`, and generators suspended where they would have to clean up, in the order in which they
    /// came.
    finalizable: Vec<Value>,
    /// (callable, argument): callbacks; (NULL, object): its finalizer.
    calls: Vec<(Value, Value)>,
    /// What is expected to be found dead, in the order in which it went.
    expected: Vec<Value>,
    /// What was dropped, and led to that.
    dropped: Vec<Value>,
}

/// How long (in instructions and objects looked at) a thread is watched closely after an event.
const CLOSELY: u32 = 1 << 17;

impl Registry {
    #[inline(always)]
    pub fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    /// Should a driver run the thread under an engine that sees every instruction, so that no drop of a reference is
    /// missed?
    pub fn is_worth_watching(&self, thread: &mut VmThread) -> bool {
        if !self.is_active() {
            return false;
        }
        let events = self.events.load(Ordering::Relaxed);
        if std::mem::replace(&mut thread.watch_events, events) != events && thread.watch_left == 0 {
            thread.watch_left = CLOSELY >> self.vain.load(Ordering::Relaxed).min(12);
        }
        thread.watch_left > 0
    }

    /// A thread was watched closely, and nothing came of it: less long next time.
    pub fn is_in_vain(&self) {
        self.vain.fetch_add(1, Ordering::Relaxed);
    }

    /// What the next collection should find dead, in the order in which it went.
    pub fn expect(&self, suspects: Vec<Value>, dropped: Vec<Value>) {
        let lists = &mut *self.lists.lock().unwrap();
        (lists.expected, lists.dropped) = (suspects, dropped);
    }

    /// Something may have gone: should it be looked at now? Where looking has not helped many times, it is done less
    /// often.
    pub fn is_due(&self) -> bool {
        let useless = self.useless.load(Ordering::Relaxed);
        let pass = if useless < 16 { 0 } else { 1 << (useless - 16).min(12) };
        if self.passed.fetch_add(1, Ordering::Relaxed) < pass {
            return false;
        }
        self.passed.store(0, Ordering::Relaxed);
        true
    }

    /// Something is watched from now on. `rare`: it is not a coroutine or generator, of which a program may make
    /// thousands that all run to their end: looking for those as often as for the first would be most of the work.
    fn note(&self, rare: bool) {
        self.active.store(true, Ordering::Relaxed);
        if rare {
            self.useless.store(0, Ordering::Relaxed);
        }
        self.events.fetch_add(1, Ordering::Relaxed);
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
    pub fn after_marking(&self, cycle: &mut Cycle<'_>, world: &World) {
        let lists = &mut *self.lists.lock().unwrap();
        if world.counting.is_wanted() {
            world.counting.in_heap(world, cycle);
            // Nothing goes because somebody has counted.
            let targets = lists.references.iter().map(|r| r.obj().get(TARGET));
            let kept: Vec<Value> = targets.chain(lists.finalizable.iter().copied()).collect();
            cycle.mark(&mut |m| kept.iter().for_each(|&v| m.mark(v)));
        }
        let ranks: FxHashMap<Value, usize> = lists.expected.drain(..).enumerate().map(|(i, v)| (v, i)).collect();
        let rank = |target: Value| ranks.get(&target).copied().unwrap_or(usize::MAX);
        // What CPython would still count references to: only a collection that looks for cycles finds that.
        if !lists.dropped.is_empty() {
            let dropped = std::mem::take(&mut lists.dropped);
            let watched = lists.references.iter().filter_map(|r| r.obj().get(TARGET).as_obj());
            let watched = watched.chain(lists.finalizable.iter().map(|v| v.obj()));
            let kept = in_cycles(cycle, &dropped, watched);
            cycle.mark(&mut |m| kept.iter().for_each(|&o| m.mark_obj(o)));
        }
        // By the rank of what has gone: whose order is known goes first.
        let mut due: Vec<(usize, (Value, Value))> = Vec::new();
        lists.finalizable.retain(|v| {
            let o = v.obj();
            if generator::is_finished(o) {
                return false;
            }
            if cycle.is_marked(o) {
                return true;
            }
            o.add_flag(flag::FINALIZED);
            o.clear_flag(flag::FINALIZE);
            due.push((rank(*v), (Value::NULL, *v)));
            false
        });
        let before = lists.references.len();
        // The last one made is told first.
        let mut told = Vec::new();
        lists.references.retain(|r| {
            let o = r.obj();
            if !cycle.is_marked(o) {
                return false;
            }
            let target = o.get(TARGET);
            if target.as_obj().is_none_or(|t| cycle.is_marked(t)) {
                return target.is_obj();
            }
            o.set(TARGET, Value::NULL);
            let callback = o.get(CALLBACK);
            if !callback.is_null() {
                told.push((rank(target), (callback, *r)));
            }
            false
        });
        due.extend(told.into_iter().rev());
        due.sort_by_key(|d| d.0);
        let calls: Vec<(Value, Value)> = due.into_iter().map(|d| d.1).collect();
        if calls.is_empty() && lists.references.len() == before {
            self.useless.fetch_add(1, Ordering::Relaxed);
        } else {
            self.useless.store(0, Ordering::Relaxed);
            self.vain.store(0, Ordering::Relaxed);
            self.events.fetch_add(1, Ordering::Relaxed);
        }
        let is_watched = |r: &Value| r.obj().get(TARGET).as_obj().is_some_and(|t| t.has(flag::FINALIZE));
        let active = !lists.finalizable.is_empty() || lists.references.iter().any(is_watched);
        self.active.store(active, Ordering::Relaxed);
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

    /// At the program's end everything that is left is finalized: first what is in `order`.
    fn finish(&self, order: &[Value]) {
        let lists = &mut *self.lists.lock().unwrap();
        let mut left = std::mem::take(&mut lists.finalizable);
        left.retain(|v| !generator::is_finished(v.obj()));
        left.sort_by_key(|v| order.iter().position(|w| w == v).unwrap_or(usize::MAX));
        for v in left {
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

/// Which of the watched objects that can no longer be reached are part of a cycle, or kept by one. `dropped`: what has
/// just been let go of.
fn in_cycles(cycle: &Cycle<'_>, dropped: &[Value], watched: impl Iterator<Item = Obj>) -> Vec<Obj> {
    let is_dead = |o: &Obj| !watch::is_leaf(*o) && !cycle.is_marked(*o);
    let follow = |o: Obj| {
        let mut all = Vec::new();
        watch::children(o, &mut all);
        all.retain(is_dead);
        all.retain(|&c| c != o || !o.is(Kind::Generator));
        all
    };
    // How many references to each there are from others that went with it.
    let roots: Vec<Obj> = dropped.iter().filter_map(|v| v.as_obj()).filter(is_dead).collect();
    let mut counts: FxHashMap<Obj, usize> = roots.iter().map(|&o| (o, 0)).collect();
    let mut waiting: Vec<Obj> = counts.keys().copied().collect();
    while let Some(o) = waiting.pop() {
        for c in follow(o) {
            *counts.entry(c).or_insert_with(|| {
                waiting.push(c);
                0
            }) += 1;
        }
    }
    // Lets go of one after the other.
    let mut free: Vec<Obj> = counts.iter().filter(|(_, n)| **n == 0).map(|(o, _)| *o).collect();
    while let Some(o) = free.pop() {
        for c in follow(o) {
            let n = counts.get_mut(&c).expect("was counted");
            *n -= 1;
            if *n == 0 {
                free.push(c);
            }
        }
    }
    let leads_back = |o: Obj| {
        let (mut seen, mut waiting) = (FxHashSet::default(), follow(o));
        while let Some(c) = waiting.pop() {
            if c == o {
                return true;
            }
            if seen.insert(c) {
                waiting.extend(follow(c));
            }
        }
        false
    };
    watched
        .filter(is_dead)
        .filter(|o| match counts.get(o) {
            Some(&n) => n > 0,
            None => leads_back(*o),
        })
        .collect()
}

/// The end of `o` is watched from now on: it has a `__del__`, is a generator that would have to clean up, or a coroutine.
pub fn begin_watching(cx: &mut Cx<'_>, o: Obj) {
    o.add_flag(flag::FINALIZE);
    cx.world.weak.lists.lock().unwrap().finalizable.push(o.into());
    cx.world.weak.note(!o.is(Kind::Generator));
    cx.host.end_turn();
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
        let (f, what) = if !f.is_null() {
            (Some(f), "calling weakref callback")
        } else if generator::is_unawaited(cx, v.obj()) {
            (Some(cx.world.hidden("never_awaited")), "finalizing coroutine")
        } else if v.obj().is(Kind::Generator) {
            let close = cx.intern("close");
            (cx.lookup(v.obj().ty(), close), "closing generator")
        } else {
            (cx.lookup_special(v, N::__del__), "calling deallocator")
        };
        if let Some(f) = f {
            let what = cx.intern(what);
            rows.push(cx.tuple(&[f, v, what])?);
        }
    }
    let list = cx.list(&rows)?;
    Ok(Some((cx.world.hidden("run_finalizers"), list)))
}

/// What the machine's own Python needs.
pub static INTRINSICS: [NativeDef; 1] = [func("_finish_objects", "namespace, /", finish_objects, Acc::Any)];

/// `_finish_objects(namespace)`: the program ends, and first of all the names of its module.
fn finish_objects(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.thread.watch_left = CLOSELY;
    if let Some(d) = a[0].as_obj() {
        dict::items(d).into_iter().for_each(|(_, v)| watch::suspect(cx, v));
    }
    let order = std::mem::take(&mut cx.thread.suspects);
    cx.thread.dropped.clear();
    cx.world.weak.finish(&order);
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
    let is_class = t.is(Kind::Type);
    if plain && (is_class || t.has(flag::FINALIZE)) {
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
    cx.world.weak.lists.lock().unwrap().references.push(o.into());
    // Classes go by way of collections only: they refer to themselves.
    if !is_class {
        t.add_flag(flag::FINALIZE);
        cx.world.weak.note(true);
        cx.host.end_turn();
    }
    Ok(o.into())
}

/// Weak references to an object, as they are now.
pub fn references_to(cx: &Cx<'_>, target: Value) -> Vec<Value> {
    let lists = cx.world.weak.lists.lock().unwrap();
    lists.references.iter().copied().filter(|r| r.obj().get(TARGET) == target).collect()
}

fn repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let (at, target) = (object::identity(cx, a[0]), a[0].obj().get(TARGET));
    let text = match target.as_obj() {
        None => format!("<weakref at {at:#x}; dead>"),
        Some(o) => format!(
            "<weakref at {at:#x}; to '{}' at {:#x}>",
            class::methods::full_name(cx, o.ty()),
            object::identity(cx, o.into())
        ),
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
