//! THE loop.

use std::ops::ControlFlow;

use gilscope_bytecode::Op;
use gilscope_heap::{Args, Kind, Obj, Value};

use super::caches::{
    binary_slow, compare_slow, load_attr, load_global, load_method, other_shape, store_attr, store_name, unpack,
};
use super::call::{self, Called};
use super::cold::{self, Step};
use super::dispatch::{self, Flow};
use super::frame::{self, HEADER, PC};
use super::generator::{self, Resume};
use super::lower::{Ins, Lop, Lowered};
use super::plain::{add, bits, compare, floor_div, is_same, item, modulo, mul, shift_left, shift_right, sub, true_div};
use super::{special, visible, watch};
use crate::engine::{Engine, Poll, Stop};
use crate::exit::Cont;
use crate::types::containers::iters::It;
use crate::types::list::MOVED;
use crate::types::{dict, exception, instance, list, module, tuple, weakref};
use crate::{Cx, VmThread, Worker, World, ops};

/// Runs a thread until it stops for a reason.
///
/// A thread that blocked or wanted memory is run again by calling this again; `thread.timed_out` tells the native that
/// waits whether its deadline passed, `thread.out_of_memory` makes it raise `MemoryError`.
pub fn run<E: Engine>(world: &World, worker: &mut Worker, thread: &mut VmThread, engine: &E) -> Stop {
    let mut cx = Cx::new(world, engine, worker, thread);
    cx.codes.fine.set(engine.is_plain());
    cx.codes.unwatched.set(!engine.watches());
    let cx = &mut cx;
    let stop = match begin(cx, engine.was_paused()) {
        ControlFlow::Break(stop) => stop,
        ControlFlow::Continue(()) => interpret(cx, engine),
    };
    cx.thread.executed += cx.executed;
    stop
}

/// Makes the thread's top frame one of Python, ready to go on.
fn begin(cx: &mut Cx<'_>, was_paused: bool) -> Flow {
    if std::mem::take(&mut cx.thread.out_of_memory) {
        let e = cx.raise(&exception::MEMORY_ERROR, "");
        if cx.thread.fp.is_null() {
            return ControlFlow::Break(Stop::Uncaught(cx.thread.raised));
        }
        return dispatch::exit(cx, e);
    }
    if cx.thread.fp.is_null() {
        let [callee, args, kwargs] = cx.thread.start;
        let mut all = tuple::to_vec(args);
        let mut names = Value::NULL;
        if let Some(d) = kwargs.as_obj() {
            let items = dict::items(d);
            let keys: Vec<Value> = items.iter().map(|p| p.0).collect();
            match cx.tuple(&keys) {
                Ok(t) => names = t,
                Err(e) => return dispatch::exit(cx, e),
            }
            all.extend(items.iter().map(|p| p.1));
        }
        return match call::call_vec(cx, callee, all, names) {
            Ok(Called::Frame) => ControlFlow::Continue(()),
            Ok(Called::Value(v)) => dispatch::deliver(cx, v),
            Err(e) => dispatch::exit(cx, e),
        };
    }
    match frame::is_python(cx.thread.fp) {
        true if was_paused => ControlFlow::Continue(()),
        true => finalize(cx),
        false => dispatch::deliver(cx, Value::NONE),
    }
}

/// Calls the finalizers that a collection has found due, before the thread goes on. Not inside the machine's own Python,
/// which does in one step what it does.
fn finalize(cx: &mut Cx<'_>) -> Flow {
    let fp = cx.thread.fp;
    if !cx.world.weak.has_pending() || dispatch::lowered(cx, fp).hidden {
        return ControlFlow::Continue(());
    }
    let r = match weakref::pending(cx) {
        Ok(Some((f, list))) => call::push_cont(cx, Cont::Discard, Value::NULL)
            .and_then(|()| call::call_vec(cx, f, vec![list], Value::NULL)),
        Ok(None) => return ControlFlow::Continue(()),
        Err(e) => Err(e),
    };
    match r {
        Ok(Called::Frame) => ControlFlow::Continue(()),
        Ok(Called::Value(v)) => dispatch::deliver(cx, v),
        Err(e) => dispatch::exit(cx, e),
    }
}

/// `list[i] = v`; false beyond the end.
#[inline(always)]
fn store_item(cx: &Cx<'_>, o: Obj, i: usize, v: Value) -> bool {
    if cx.world.is_free_threaded() { list::set(o, i, v) } else { list::set_alone(o, i, v) }
}

/// The next item of an iterator over a range of small ints, if there is one and no other thread runs.
#[inline(always)]
fn range_item(cx: &Cx<'_>, it: Value) -> Option<Value> {
    let o = it.as_obj()?;
    if !o.is_exact(Kind::Iter) || o.aux() != It::Range as u32 || cx.world.is_free_threaded() {
        return None;
    }
    let i = o.frozen(3).int_value();
    if i >= o.frozen(2).int_value() {
        return None;
    }
    o.init(3, Value::small(i + 1));
    Some(Value::small(o.frozen(0).int_value() + i * o.frozen(1).int_value()))
}

/// Replaces the value of entry `e` of a dict's table; gives the old one, or `None` where there is none.
#[inline(always)]
fn replace_value(cx: &Cx<'_>, table: Obj, e: usize, v: Value) -> Option<Value> {
    let word = dict::value_word(e);
    loop {
        let old = table.get(word);
        if old.is_null() || old == MOVED {
            return None;
        }
        if !cx.world.is_free_threaded() {
            table.init(word, v);
            return Some(old);
        }
        if table.cas(word, old, v) {
            return Some(old);
        }
    }
}

fn interpret<E: Engine>(cx: &mut Cx<'_>, engine: &E) -> Stop {
    let mut fp = cx.thread.fp;
    let mut l: &Lowered = dispatch::lowered(cx, fp);
    let mut pc = fp.get(PC).int_value() as usize;
    // So many instructions behind the present one has the engine been told of already.
    let mut ahead = 0u8;

    // Writes down where the frame is, carries the flow out, and goes on with whatever frame is on top then.
    macro_rules! flow {
        ($flow:expr) => {{
            match $flow {
                ControlFlow::Break(stop) => return stop,
                ControlFlow::Continue(()) => {
                    fp = cx.thread.fp;
                    l = dispatch::lowered(cx, fp);
                    pc = fp.get(PC).int_value() as usize;
                    if std::mem::take(&mut cx.polls) {
                        poll!(Poll::Call);
                    }
                    continue;
                }
            }
        }};
    }
    macro_rules! exit {
        ($e:expr) => {{
            let e = $e;
            flow!(dispatch::exit(cx, e))
        }};
    }
    // Anything can happen now: the engine must not believe that more has run than has.
    macro_rules! cut {
        () => {
            if E::QUICK && ahead > 0 {
                visible::cut(cx, engine, fp, l, pc, std::mem::take(&mut ahead));
            }
        };
    }
    macro_rules! save {
        () => {
            cut!();
            fp.set(PC, Value::small(pc as i64))
        };
    }
    // A result for register `a`, or an exit.
    macro_rules! result {
        ($ins:expr, $r:expr) => {{
            save!();
            match $r {
                Ok(v) => {
                    fp.set($ins.a as usize, v);
                    pc += 1;
                }
                Err(e) => exit!(e),
            }
        }};
    }
    macro_rules! binary {
        ($ins:expr, $fast:expr, $right:expr) => {{
            let (a, b) = (fp.get($ins.b as usize), $right);
            match $fast(a, b) {
                Some(v) => {
                    fp.set($ins.a as usize, v);
                    pc += 1;
                }
                None => result!($ins, binary_slow(cx, $ins.x, a, b)),
            }
        }};
    }
    // In the interpreter's own Python, which is C in CPython, no machine polls.
    macro_rules! poll {
        ($at:expr) => {
            if let ControlFlow::Break(stop) = engine.poll(if l.hidden { Poll::Hidden } else { $at }) {
                save!();
                return stop;
            }
        };
    }

    if std::mem::take(&mut cx.polls) {
        poll!(Poll::Call);
    }
    loop {
        if E::QUICK && ahead > 0 {
            ahead -= 1;
        } else if E::FINE {
            match visible::quick(cx, engine, fp, l, pc) {
                Some(more) => ahead = more,
                None => {
                    if let ControlFlow::Break(stop) = visible::before(cx, engine, fp, l, pc, l.ins[pc].get()) {
                        save!();
                        return stop;
                    }
                }
            }
        }
        let ins = l.ins[pc].get();
        match ins.op {
            Lop::Nop => pc += 1,
            Lop::Move => {
                fp.set(ins.a as usize, fp.get(ins.b as usize));
                pc += 1;
            }
            Lop::LoadK => {
                fp.set(ins.a as usize, ins.d);
                pc += 1;
            }
            Lop::LoadCheck => {
                let v = fp.get(ins.b as usize);
                if v.is_null() {
                    save!();
                    exit!(cold::unbound(cx, l, ins.b as usize - HEADER));
                }
                fp.set(ins.a as usize, v);
                pc += 1;
            }
            Lop::Add => binary!(ins, add, fp.get(ins.c as usize)),
            Lop::AddK => binary!(ins, add, ins.d),
            Lop::Sub => binary!(ins, sub, fp.get(ins.c as usize)),
            Lop::SubK => binary!(ins, sub, ins.d),
            Lop::Mul => binary!(ins, mul, fp.get(ins.c as usize)),
            Lop::MulK => binary!(ins, mul, ins.d),
            Lop::Mod => binary!(ins, modulo, fp.get(ins.c as usize)),
            Lop::ModK => binary!(ins, modulo, ins.d),
            Lop::FloorDiv => binary!(ins, floor_div, fp.get(ins.c as usize)),
            Lop::FloorDivK => binary!(ins, floor_div, ins.d),
            Lop::TrueDiv => binary!(ins, true_div, fp.get(ins.c as usize)),
            Lop::BitAnd => binary!(ins, |a, b| bits(a, b, |x, y| x & y), fp.get(ins.c as usize)),
            Lop::BitAndK => binary!(ins, |a, b| bits(a, b, |x, y| x & y), ins.d),
            Lop::BitOr => binary!(ins, |a, b| bits(a, b, |x, y| x | y), fp.get(ins.c as usize)),
            Lop::BitXor => binary!(ins, |a, b| bits(a, b, |x, y| x ^ y), fp.get(ins.c as usize)),
            Lop::Lshift => binary!(ins, shift_left, fp.get(ins.c as usize)),
            Lop::Rshift => binary!(ins, shift_right, fp.get(ins.c as usize)),
            Lop::RshiftK => binary!(ins, shift_right, ins.d),
            Lop::Binary => {
                let (a, b) = (fp.get(ins.b as usize), fp.get(ins.c as usize));
                result!(ins, binary_slow(cx, ins.x, a, b));
            }
            Lop::BinaryK => {
                let a = fp.get(ins.b as usize);
                result!(ins, binary_slow(cx, ins.x, a, ins.d));
            }
            Lop::Subscr => {
                let (a, b) = (fp.get(ins.b as usize), fp.get(ins.c as usize));
                match item(a, b) {
                    Some(v) => {
                        fp.set(ins.a as usize, v);
                        pc += 1;
                    }
                    None => result!(ins, ops::subscr::get(cx, a, b)),
                }
            }
            Lop::StoreSubscr => {
                let (v, o, k) = (fp.get(ins.a as usize), fp.get(ins.b as usize), fp.get(ins.c as usize));
                if let Some(obj) = o.as_obj()
                    && k.is_int()
                    && obj.is_exact(Kind::List)
                    && k.int_value() >= 0
                    && store_item(cx, obj, k.int_value() as usize, v)
                {
                    pc += 1;
                } else {
                    save!();
                    match ops::subscr::set(cx, o, k, v) {
                        Ok(_) => pc += 1,
                        Err(e) => exit!(e),
                    }
                }
            }
            Lop::Compare => {
                let (a, b) = (fp.get(ins.b as usize), fp.get(ins.c as usize));
                match compare(ins.x & 15, a, b) {
                    Some(r) => {
                        fp.set(ins.a as usize, Value::bool(r));
                        pc += 1;
                    }
                    None => result!(ins, compare_slow(cx, ins.x, a, b)),
                }
            }
            Lop::CompareJump => match compare(ins.x & 7, fp.get(ins.b as usize), fp.get(ins.c as usize)) {
                Some(r) if r == (ins.x & 8 != 0) => pc = ins.d.int_value() as usize,
                Some(_) => pc += ins.a as usize,
                None => pc += 1,
            },
            Lop::CompareJumpK => match compare(ins.x & 7, fp.get(ins.b as usize), ins.d) {
                Some(r) if r == (ins.x & 8 != 0) => pc = ins.c as usize,
                Some(_) => pc += ins.a as usize,
                None => pc += 1,
            },
            Lop::Is => {
                let same = is_same(fp.get(ins.b as usize), fp.get(ins.c as usize));
                fp.set(ins.a as usize, Value::bool(same == (ins.x == 0)));
                pc += 1;
            }
            Lop::Contains => {
                let (item, container) = (fp.get(ins.b as usize), fp.get(ins.c as usize));
                result!(ins, cold::contains(cx, container, item, ins.x != 0));
            }
            Lop::TruthJump => match ops::truth::quick(fp.get(ins.b as usize)) {
                Some(t) if t == (ins.x == 1) => pc = ins.d.int_value() as usize,
                Some(_) => pc += ins.a as usize,
                None => pc += 1,
            },
            Lop::ToBool => {
                let v = fp.get(ins.b as usize);
                match ops::truth::quick(v) {
                    Some(t) => {
                        fp.set(ins.a as usize, Value::bool(t));
                        pc += 1;
                    }
                    None => result!(ins, ops::truth::of(cx, v)),
                }
            }
            Lop::Not => {
                fp.set(ins.a as usize, Value::bool(fp.get(ins.b as usize) == Value::FALSE));
                pc += 1;
            }
            Lop::Jump => pc = ins.d.int_value() as usize,
            Lop::JumpBack => {
                pc = ins.d.int_value() as usize;
                cx.executed += u64::from(ins.b);
                poll!(Poll::BackEdge);
            }
            Lop::JumpIfFalse => {
                pc = if fp.get(ins.b as usize) == Value::FALSE { ins.d.int_value() as usize } else { pc + 1 };
            }
            Lop::JumpIfTrue => {
                pc = if fp.get(ins.b as usize) == Value::TRUE { ins.d.int_value() as usize } else { pc + 1 };
            }
            Lop::JumpIfNone => {
                pc = if fp.get(ins.b as usize).is_none() { ins.d.int_value() as usize } else { pc + 1 };
            }
            Lop::JumpIfNotNone => {
                pc = if fp.get(ins.b as usize).is_none() { pc + 1 } else { ins.d.int_value() as usize };
            }
            Lop::ForIter => {
                let it = fp.get(ins.b as usize);
                if let Some(o) = it.as_obj()
                    && o.is_exact(Kind::Generator)
                {
                    save!();
                    match generator::resume(cx, o, Value::NONE, Resume::Send) {
                        Ok(Called::Frame) => flow!(ControlFlow::Continue(())),
                        Ok(Called::Value(v)) if v.is_null() => pc = ins.d.int_value() as usize,
                        Ok(Called::Value(v)) => {
                            fp.set(ins.a as usize, v);
                            pc += 1;
                        }
                        Err(e) => exit!(e),
                    }
                } else if let Some(v) = range_item(cx, it) {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                } else {
                    save!();
                    match ops::iter::next(cx, it) {
                        Ok(v) if v.is_null() => pc = ins.d.int_value() as usize,
                        Ok(v) => {
                            fp.set(ins.a as usize, v);
                            pc += 1;
                        }
                        Err(e) => exit!(e),
                    }
                }
            }
            Lop::LoadGlobalCached => {
                let v = if cold::globals(fp).obj().get(dict::TABLE) == ins.d {
                    ins.d.obj().get(dict::value_word(ins.b as usize))
                } else {
                    Value::NULL
                };
                if v.is_null() || v == MOVED {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::LoadGlobal, d: Value::NULL, ..ins });
                } else {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                }
            }
            Lop::LoadBuiltinCached => {
                let ic = cx.codes.builtin(ins.d);
                let v = if cold::globals(fp).obj().get(dict::CHANGES) == ic.changes
                    && cx.world.builtins.obj().get(dict::TABLE) == ic.table
                {
                    ic.table.obj().get(dict::value_word(ic.entry as usize))
                } else {
                    Value::NULL
                };
                if v.is_null() || v == MOVED {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::LoadGlobal, ..ins });
                } else {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                }
            }
            Lop::LoadGlobal | Lop::LoadName => {
                save!();
                let ns = if ins.op == Lop::LoadName { cold::namespace(fp) } else { cold::globals(fp) };
                match load_global(cx, fp, l, pc, ins, ns) {
                    Ok(v) => {
                        fp.set(ins.a as usize, v);
                        pc += 1;
                    }
                    Err(e) => exit!(e),
                }
            }
            Lop::StoreNameCached => {
                let ns = cold::namespace(fp).obj();
                let table = ins.d.obj();
                if ns.get(dict::TABLE) == ins.d
                    && let Some(old) = replace_value(cx, table, ins.b as usize, fp.get(ins.a as usize))
                {
                    pc += 1;
                    if !E::FINE && cx.world.weak.is_active() && !l.hidden && watch::dropped(cx, old, pc) {
                        save!();
                        return Stop::NeedMemory(0);
                    }
                    continue;
                }
                cut!();
                l.ins[pc].set(Ins { op: Lop::StoreName, ..ins });
            }
            Lop::StoreName | Lop::StoreGlobal => {
                save!();
                match store_name(cx, fp, l, pc, ins) {
                    Ok(old) => {
                        pc += 1;
                        if !E::FINE && cx.world.weak.is_active() && !l.hidden && watch::dropped(cx, old, pc) {
                            save!();
                            return Stop::NeedMemory(0);
                        }
                    }
                    Err(e) => exit!(e),
                }
            }
            Lop::LoadDeref => {
                let v = fp.get(ins.b as usize).obj().get(0);
                if v.is_null() {
                    save!();
                    exit!(cold::unbound_deref(cx, l, ins.b as usize - HEADER));
                }
                fp.set(ins.a as usize, v);
                pc += 1;
            }
            Lop::StoreDeref => {
                fp.get(ins.b as usize).obj().set(0, fp.get(ins.a as usize));
                pc += 1;
            }
            Lop::LoadAttrSlot => {
                let o = fp.get(ins.b as usize);
                let key = ins.d.int_value();
                if let Some(obj) = o.as_obj()
                    && obj.is(Kind::Instance)
                    && obj.aux() == key as u32
                    && let v = obj.get((key >> 32) as usize)
                    && !v.is_null()
                    && v != MOVED
                {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                } else if let Some(v) = other_shape(cx, l, ins, o) {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                } else {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::LoadAttr, ..ins });
                }
            }
            Lop::LoadAttrModule => {
                let o = fp.get(ins.b as usize);
                if let Some(obj) = o.as_obj()
                    && obj.is(Kind::Module)
                    && module::dict(o).get(dict::TABLE) == ins.d
                    && let v = ins.d.obj().get(dict::value_word(ins.x as usize))
                    && !v.is_null()
                    && v != MOVED
                {
                    fp.set(ins.a as usize, v);
                    pc += 1;
                } else {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::LoadAttr, x: 0, ..ins });
                }
            }
            Lop::LoadAttr => {
                let o = fp.get(ins.b as usize);
                save!();
                match load_attr(cx, l, pc, ins, o) {
                    Ok(v) => {
                        fp.set(ins.a as usize, v);
                        pc += 1;
                    }
                    Err(e) => exit!(e),
                }
            }
            Lop::LoadMethodCached => {
                let o = fp.get(ins.b as usize);
                let ic = cx.codes.methods.borrow()[ins.d.int_value() as usize];
                if let Some(obj) = o.as_obj()
                    && obj.ty().obj().aux() == ic.version
                    && (ic.shape == 0 || obj.aux() == ic.shape)
                {
                    fp.set(ins.a as usize, ic.value);
                    fp.set(ins.a as usize + 1, o);
                    pc += 1;
                } else {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::LoadMethod, ..ins });
                }
            }
            Lop::LoadMethod => {
                let o = fp.get(ins.b as usize);
                save!();
                match load_method(cx, l, pc, ins, o) {
                    Ok((f, this)) => {
                        fp.set(ins.a as usize, f);
                        fp.set(ins.a as usize + 1, this);
                        pc += 1;
                    }
                    Err(e) => exit!(e),
                }
            }
            Lop::StoreAttrSlot => {
                let (v, o) = (fp.get(ins.a as usize), fp.get(ins.b as usize));
                let key = ins.d.int_value();
                if let Some(obj) = o.as_obj()
                    && obj.is(Kind::Instance)
                {
                    let word = if obj.aux() == key as u32 {
                        Some((key >> 32) as usize)
                    } else {
                        cx.codes.slot(obj.aux(), l.names[ins.c as usize])
                    };
                    if let Some(word) = word
                        && instance::store(cx, obj, word, v)
                    {
                        pc += 1;
                        continue;
                    }
                }
                cut!();
                l.ins[pc].set(Ins { op: Lop::StoreAttr, ..ins });
            }
            Lop::StoreAttrAdd => {
                let (v, o) = (fp.get(ins.a as usize), fp.get(ins.b as usize));
                let key = ins.d.int_value();
                let (from, to) = ((key & 0xFF_FFFF) as u32, (key >> 24) as u32);
                if let Some(obj) = o.as_obj()
                    && obj.is(Kind::Instance)
                    && obj.aux() == from
                    && cx.locked(obj, |_| instance::add(obj, from, to, ins.x as usize, v))
                {
                    pc += 1;
                } else {
                    cut!();
                    l.ins[pc].set(Ins { op: Lop::StoreAttr, x: 0, ..ins });
                }
            }
            Lop::StoreAttr => {
                let (v, o) = (fp.get(ins.a as usize), fp.get(ins.b as usize));
                save!();
                match store_attr(cx, l, pc, ins, o, v) {
                    Ok(_) => pc += 1,
                    Err(e) => exit!(e),
                }
            }
            Lop::Call => {
                let (base, n) = (ins.a as usize, ins.b as usize);
                let callee = fp.get(base);
                let mut this = if ins.x == 1 { Value::NULL } else { fp.get(base + 1) };
                save!();
                let mut args = dispatch::call_args(fp, base, n);
                if let Some(o) = callee.as_obj() {
                    match o.kind() {
                        Kind::Function => match call::push_function(cx, o, this, args, Value::NULL) {
                            Ok(()) => {
                                fp = cx.thread.fp;
                                l = dispatch::lowered(cx, fp);
                                pc = 0;
                                continue;
                            }
                            Err(e) => exit!(e),
                        },
                        Kind::Native => {
                            if !this.is_null() {
                                // `self` lies right before the arguments.
                                args = Args::new(fp.offset(base + 1), n + 1);
                                this = Value::NULL;
                            }
                            if let Some(r) = call::native_quick(cx, o, args) {
                                match r {
                                    Ok(v) => {
                                        fp.set(base, v);
                                        pc += 1;
                                        if ins.c == 0 || special::polls(cx, fp, ins, callee) {
                                            poll!(Poll::Call);
                                        }
                                        continue;
                                    }
                                    Err(e) => exit!(e),
                                }
                            }
                        }
                        _ => {}
                    }
                }
                match call::call(cx, callee, this, args, Value::NULL) {
                    Ok(Called::Value(v)) => {
                        fp.set(base, v);
                        pc += 1;
                        if ins.c == 0 || special::polls(cx, fp, ins, callee) {
                            poll!(Poll::Call);
                        }
                    }
                    Ok(Called::Frame) => flow!(ControlFlow::Continue(())),
                    Err(e) => exit!(e),
                }
            }
            Lop::Return | Lop::ReturnK => {
                let v = if ins.op == Lop::Return { fp.get(ins.b as usize) } else { ins.d };
                cx.executed += u64::from(ins.c);
                if cx.world.weak.is_active() && watch::matters(cx, fp, l) {
                    save!();
                    flow!(dispatch::return_watched(cx, fp, v, E::FINE));
                }
                let kind = frame::kind(fp);
                let prev = frame::prev(fp);
                if kind == frame::PYTHON && !prev.is_null() && frame::is_python(prev) {
                    let below = dispatch::lowered(cx, prev);
                    let at = prev.get(PC).int_value() as usize;
                    let call = below.ins[at].get();
                    if call.op == Lop::Call {
                        cx.thread.depth -= 1;
                        cx.thread.fp = prev;
                        cx.release(fp);
                        let polls = l.hidden && special::polls(cx, prev, call, prev.get(call.a as usize));
                        prev.set(call.a as usize, v);
                        fp = prev;
                        l = below;
                        pc = at + 1;
                        if polls {
                            poll!(Poll::Call);
                        }
                        continue;
                    }
                }
                flow!(dispatch::return_value(cx, fp, v));
            }
            Lop::Yield => {
                let v = fp.get(ins.b as usize);
                save!();
                flow!(dispatch::yield_value(cx, fp, v, E::FINE));
            }
            Lop::Resume => {
                pc += 1;
                if ins.x & 3 < 2 {
                    poll!(Poll::Entry);
                }
            }
            Lop::BuildList | Lop::BuildTuple => {
                let (base, n) = (ins.a as usize, ins.b as usize);
                // Taken from the stack as they lie there: memory outside the heap would have one lock for all workers.
                let row = Args::new(fp.offset(base), n);
                let items = row.as_slice();
                result!(ins, if ins.op == Lop::BuildList { cx.list(items) } else { cx.tuple(items) });
            }
            Lop::ListAppend => {
                save!();
                match list::append(cx, fp.get(ins.b as usize).obj(), fp.get(ins.a as usize)) {
                    Ok(()) => pc += 1,
                    Err(e) => exit!(e),
                }
            }
            Lop::Unpack => {
                save!();
                match unpack(cx, fp, ins) {
                    Ok(()) => pc += 1,
                    Err(e) => exit!(e),
                }
            }
            Lop::Cold => {
                save!();
                match cold::exec(cx, fp, ins, l) {
                    Ok(Step::Next) => pc += 1,
                    Ok(Step::To(to)) => pc = to,
                    Ok(Step::Value(v)) => {
                        let polls = matches!(ins.x, x if x == Op::CallKw as u8 || x == Op::CallFunctionEx as u8);
                        match cold::complete(cx, fp, ins, v, pc as i64 + 1) {
                            Ok(()) => pc = fp.get(PC).int_value() as usize,
                            Err(e) => exit!(e),
                        }
                        cx.polls = false;
                        if polls {
                            poll!(Poll::Call);
                        }
                    }
                    Ok(Step::Frame) => flow!(ControlFlow::Continue(())),
                    Ok(Step::Reraise) => flow!(dispatch::unwind(cx, false)),
                    Ok(Step::Return(v)) => flow!(dispatch::return_watched(cx, fp, v, E::FINE)),
                    Err(e) => exit!(e),
                }
            }
        }
    }
}
