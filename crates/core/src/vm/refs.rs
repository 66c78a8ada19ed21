//! What CPython's reference count of an object would be: nothing here keeps counts, so all references are counted when
//! somebody asks, in a collection. Only what the program sees is counted, and as CPython 3.14 does: a local that is
//! loaded only to be passed on is borrowed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use gilscope_bytecode::{Code, Op};
use gilscope_heap::{Cycle, Fp, Kind, Obj, Value, flag};
use rustc_hash::FxHashMap;

use super::frame::{self, HEADER};
use super::lower::{Codes, Lop, stack_depths};
use super::{dispatch, watch};
use crate::types::{class, function, generator, str};
use crate::{Cx, Exit, Res, TypeFlags, VmThread, World};

/// `sys.getrefcount` of what is immortal (64-bit CPython 3.14).
const IMMORTAL: i64 = 3 << 30;

/// What is being counted.
#[derive(Default)]
pub struct Counting {
    wanted: AtomicBool,
    count: Mutex<Option<(Value, usize)>>,
}

impl Counting {
    /// Is the next collection for counting only?
    pub fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// `each` is given something to call with every reference; those to what is being counted are.
    fn add(&self, each: impl FnOnce(&mut dyn FnMut(Value))) {
        if let Some((v, n)) = &mut *self.count.lock().unwrap() {
            each(&mut |w| *n += usize::from(w == *v));
        }
    }

    /// References in the registers of a thread that stands still.
    pub fn in_thread(&self, world: &World, codes: &Codes, thread: &VmThread) {
        if self.is_wanted() {
            self.add(|f| in_thread(world, codes, thread, f));
        }
    }

    /// References in objects, once those that are alive are marked.
    pub fn in_heap(&self, world: &World, cycle: &Cycle<'_>) {
        self.add(|f| {
            in_consts(world, f);
            cycle.for_each(&mut |o| in_object(o, f));
        });
    }
}

fn in_consts(world: &World, f: &mut dyn FnMut(Value)) {
    world.codes.iter().for_each(|c| c.consts.iter().for_each(|&v| f(v)));
}

/// The references that an object has, as CPython's would have them.
fn in_object(o: Obj, f: &mut dyn FnMut(Value)) {
    match o.kind() {
        // Descriptors that CPython's classes have otherwise.
        Kind::Native | Kind::GetSet => {
            o.for_each_value(&mut |w| {
                if !w.as_obj().is_some_and(|v| v.is(Kind::Type)) && w.is_obj() {
                    f(w);
                }
            });
        }
        // In its frames, which are counted with the thread.
        Kind::Generator if o.get(generator::STATE) == Value::small(generator::RUNNING) => {}
        Kind::Generator => {
            let own = o.words(generator::FRAME);
            let words =
                [o.get(generator::NAME), o.get(generator::QUALNAME), own.get(frame::FUNC), own.get(frame::CODE)];
            words.into_iter().for_each(&mut *f);
            (generator::FRAME + HEADER..o.capacity()).for_each(|i| f(o.get(i)));
        }
        kind => {
            // Numbers in other objects are their own business.
            let holds = matches!(
                kind,
                Kind::Buf | Kind::Tuple | Kind::Cell | Kind::Instance | Kind::DictTable | Kind::Slice | Kind::Method
            );
            o.for_each_value(&mut |w| {
                if holds || w.is_obj() {
                    f(w);
                }
            });
        }
    }
}

/// The references that a thread has which stands still: those of its variables, and on its stack those that are its own.
fn in_thread(world: &World, codes: &Codes, thread: &VmThread, f: &mut dyn FnMut(Value)) {
    f(thread.handled);
    let (mut fp, mut above) = (thread.fp, None);
    while !fp.is_null() {
        if frame::is_python(fp) {
            let l = codes.get(world, fp.get(frame::CODE).obj().aux());
            let pc = fp.get(frame::PC).int_value() as usize;
            let own = watch::live(l, pc, watch::waits_under(above))
                & !operands(&world.code(l.index).code, l.pcs[pc]).borrowed;
            let base = HEADER + l.locals;
            let args = borrowed_args(world, codes, fp);
            let counts = |&r: &usize| match r.checked_sub(base) {
                None => r - HEADER >= 64 || args >> (r - HEADER) & 1 == 0,
                Some(slot) => slot >= 64 || own >> slot & 1 != 0,
            };
            (HEADER..l.frame_words).filter(counts).for_each(|r| f(fp.get(r)));
        } else if frame::kind(fp) == frame::NATIVE && !is_asking(world, fp) {
            let args = borrowed_args(world, codes, fp);
            let own = super::call::native_args(fp).iter().enumerate().filter(|(i, _)| args >> i & 1 == 0);
            own.for_each(|(_, v)| f(v));
        } else if frame::kind(fp) == frame::CONT {
            f(fp.get(frame::EXTRA));
        }
        above = Some(fp);
        fp = frame::prev(fp);
    }
}

/// Is it the frame of `sys.getrefcount` itself?
fn is_asking(world: &World, fp: Fp) -> bool {
    let index = fp.get(frame::FUNC).obj().frozen(function::native::INDEX).int_value() as usize;
    world.natives[index].name == "getrefcount"
}

/// Which of a function's first locals (bits; a native: its arguments) are arguments that it has borrowed from its caller's.
pub fn borrowed_args(world: &World, codes: &Codes, fp: Fp) -> u64 {
    let prev = frame::prev(fp);
    if prev.is_null() || !frame::is_python(prev) {
        return 0;
    }
    let most = match frame::kind(fp) {
        frame::PYTHON => world.code(fp.get(frame::CODE).obj().aux()).code.arg_count as usize,
        frame::NATIVE => 63,
        _ => return 0,
    };
    let l = codes.get(world, prev.get(frame::CODE).obj().aux());
    let pc = prev.get(frame::PC).int_value() as usize;
    let ins = l.ins[pc].get();
    if ins.op != Lop::Call {
        return 0;
    }
    // The callable, `self` or NULL, the arguments.
    let second = ins.a as usize - HEADER - l.locals + 1;
    if second >= 63 {
        return 0;
    }
    let operands = operands(&world.code(l.index).code, l.pcs[pc]);
    let has_self = ins.x != 1 && operands.null >> second & 1 == 0;
    let args = (ins.b as usize + usize::from(has_self)).min(most).min(63);
    operands.borrowed >> (second + usize::from(!has_self)) & ((1 << args) - 1)
}

/// What is known of the operands on the stack before an instruction: bits, the bottom first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operands {
    /// Borrowed from locals, and not counted.
    pub borrowed: u64,
    /// Surely NULL.
    pub null: u64,
}

/// What is known of the operands before the instruction at `at`. Whoever borrows does so in a straight line, so only that
/// is looked at.
pub fn operands(code: &Code, at: u32) -> Operands {
    let from = (0..at as usize).rev().find(|&i| code.instrs[i].op.is_jump() || code.instrs[i].op.ends_block());
    let (first, depths) = (from.map_or(0, |i| i + 1), stack_depths(code));
    let mut known = Operands::default();
    for (ins, depth) in code.instrs[first..at as usize].iter().zip(&depths[first..]) {
        let Some(depth) = depth.map(|d| d as usize).filter(|&d| d < 62) else { continue };
        let (pops, pushes) = (ins.op.pops(ins.arg) as usize, ins.op.pushes(ins.arg) as usize);
        let kept = (1_u64 << depth.saturating_sub(pops)) - 1;
        let Operands { borrowed: b, null: n } = known;
        // A slot's bits go to another one.
        let moved = |mask: u64, from: usize, to: usize| mask & !(1 << to) | (mask >> from & 1) << to;
        known = match ins.op {
            Op::LoadFastBorrow => Operands { borrowed: b | 1 << depth, ..known },
            Op::LoadFastBorrowLoadFastBorrow => Operands { borrowed: b | 3 << depth, ..known },
            Op::PushNull => Operands { null: n | 1 << depth, ..known },
            Op::LoadGlobal if pushes == 2 => Operands { null: n | 2 << depth, ..known },
            Op::Copy => {
                let of = depth - ins.arg as usize;
                Operands { borrowed: moved(b, of, depth), null: moved(n, of, depth) }
            }
            Op::Swap => {
                let (x, y) = (depth - 1, depth - ins.arg as usize);
                let swap = |mask: u64| moved(mask, x, y) & !(1 << x) | (mask >> y & 1) << x;
                Operands { borrowed: swap(b), null: swap(n) }
            }
            // A method's `self` is what it was loaded from.
            Op::LoadAttr | Op::LoadSpecial if pushes == 2 => Operands {
                borrowed: moved(b & (kept | 1 << (depth - 1)), depth - 1, depth) & !(1 << (depth - 1)),
                null: n & kept,
            },
            _ => Operands { borrowed: b & kept, null: n & kept },
        };
    }
    known
}

/// What CPython's reference counts of these objects would be while no thread runs, found by following what can be reached.
/// Changes nothing. `None`: there are more than `most` objects.
pub fn counts(cx: &Cx<'_>, threads: &mut dyn Iterator<Item = &VmThread>, of: &[Obj], most: usize) -> Option<Vec<i64>> {
    let (world, codes) = (cx.world, cx.codes);
    let (start, used, _) = world.heap.range();
    let cell = |o: Obj| (o.addr() as usize - start) / 8;
    let mut seen = vec![0_u64; (used - start) / 512 + 1];
    let mut wanted = seen.clone();
    let mut found = vec![0; of.len()];
    let index: FxHashMap<Obj, usize> = of.iter().enumerate().map(|(i, &o)| (o, i)).collect();
    of.iter().for_each(|&o| wanted[cell(o) / 64] |= 1 << (cell(o) % 64));
    let mut waiting: Vec<Obj> = Vec::new();
    let reach = |v: Value, seen: &mut Vec<u64>, waiting: &mut Vec<Obj>| {
        if let Some(o) = v.as_obj() {
            let bit = 1 << (cell(o) % 64);
            if seen[cell(o) / 64] & bit == 0 {
                seen[cell(o) / 64] |= bit;
                waiting.push(o);
            }
        }
    };
    let mut count = |v: Value| {
        if let Some(o) = v.as_obj()
            && wanted[cell(o) / 64] >> (cell(o) % 64) & 1 != 0
            && let Some(&i) = index.get(&o)
        {
            found[i] += 1;
        }
    };
    in_consts(world, &mut count);
    world.heap.each_kept(&mut |v| reach(v, &mut seen, &mut waiting));
    world.roots(&mut |v| reach(v, &mut seen, &mut waiting));
    for thread in threads {
        in_thread(world, codes, thread, &mut |v| {
            count(v);
            reach(v, &mut seen, &mut waiting);
        });
        thread.own(&mut |v| reach(v, &mut seen, &mut waiting));
    }
    let mut n = 0;
    while let Some(o) = waiting.pop() {
        n += 1;
        if n > most {
            return None;
        }
        in_object(o, &mut count);
        o.for_each_value(&mut |v| reach(v, &mut seen, &mut waiting));
    }
    for (n, &o) in found.iter_mut().zip(of) {
        *n = if is_immortal(cx, o.into()) { IMMORTAL } else { *n + of_class(cx, o.into()) };
    }
    Some(found)
}

/// Is the object never freed, whatever is done to its count?
pub fn is_immortal(cx: &Cx<'_>, v: Value) -> bool {
    let Some(o) = v.as_obj() else {
        return v.as_int().is_none_or(|n| (-5..=256).contains(&n)) && !v.is_float();
    };
    match o.kind() {
        Kind::Type => !class::flags(o).has(TypeFlags::HEAP),
        Kind::Str if o.aux() <= 1 => true,
        Kind::Str => {
            let is_name = |t: str::Text| t.to_string_lossy().chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
            o.has(flag::MARKED) && str::of(v).is_some_and(is_name)
        }
        Kind::Tuple => v == cx.world.empty_tuple,
        _ => o.has(flag::IMMORTAL),
    }
}

/// `sys.getrefcount(v)`. Asks for a collection, in which everything is counted, and is called again.
pub fn count(cx: &mut Cx<'_>, v: Value) -> Res {
    if is_immortal(cx, v) {
        return Ok(Value::small(IMMORTAL));
    }
    let counting = &cx.world.counting;
    let done = u64::from(cx.world.heap.stats().collections);
    match cx.thread.deadline.take() {
        Some(before) if done > before => {
            let counted = counting.count.lock().unwrap().take();
            counting.wanted.store(false, Ordering::Relaxed);
            let n = counted.filter(|c| c.0 == v).map_or(0, |c| c.1);
            Ok(Value::small((n + on_the_stack(cx)) as i64 + of_class(cx, v)))
        }
        _ => {
            *counting.count.lock().unwrap() = Some((v, 0));
            counting.wanted.store(true, Ordering::Relaxed);
            cx.thread.deadline = Some(done);
            Err(Exit::NeedMemory(0))
        }
    }
}

/// The reference that the argument itself is, where it is not borrowed.
fn on_the_stack(cx: &Cx<'_>) -> usize {
    let mut fp = cx.thread.fp;
    while !fp.is_null() && !frame::is_python(fp) {
        fp = frame::prev(fp);
    }
    if fp.is_null() {
        return 1;
    }
    let l = dispatch::lowered(cx, fp);
    let at = l.pcs[fp.get(frame::PC).int_value() as usize] as usize;
    let code = &cx.world.code(l.index).code;
    let depth = stack_depths(code)[at].unwrap_or(0);
    let is_borrowed =
        code.instrs[at].op == Op::Call && depth > 0 && operands(code, at as u32).borrowed >> (depth - 1) & 1 != 0;
    usize::from(!is_borrowed)
}

/// What CPython's classes have and ours have not: descriptors for `__dict__` and `__weakref__`, which refer to the class;
/// and the other way round: bases that refer to the class.
fn of_class(cx: &Cx<'_>, v: Value) -> i64 {
    let Some(o) = v.as_obj().filter(|o| o.is(Kind::Type)) else { return 0 };
    let object = crate::types::object::TYPE.of(cx);
    let has_dict = |o: Obj| o.get(class::DICT_WORD) != Value::small(-1);
    let first = class::mro(o).skip(1).all(|b| b == object || !has_dict(b.obj()));
    let bases = crate::types::tuple::len(o.get(class::BASES).obj()) as i64;
    if has_dict(o) && first { 2 - bases } else { -bases }
}
