//! What CPython's reference count of an object would be: nothing here keeps counts, so all references are counted when
//! somebody asks, in a collection. Only what the program sees is counted, and as CPython 3.14 does: a local that is
//! loaded only to be passed on is borrowed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use gilscope_bytecode::{Code, Op};
use gilscope_heap::{Cycle, Fp, Kind, Obj, Value, flag};

use super::frame::{self, HEADER};
use super::lower::{Codes, Lop};
use super::{dispatch, watch};
use crate::types::{class, generator, str};
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

    fn add(&self, f: impl FnOnce(Value) -> usize) {
        if let Some((v, n)) = &mut *self.count.lock().unwrap() {
            *n += f(*v);
        }
    }

    /// References in the registers of a thread that stands still.
    pub fn in_thread(&self, world: &World, codes: &Codes, thread: &VmThread) {
        if self.is_wanted() {
            self.add(|v| usize::from(thread.handled == v) + in_frames(world, codes, thread, v));
        }
    }

    /// References in objects, once those that are alive are marked.
    pub fn in_heap(&self, world: &World, cycle: &Cycle<'_>) {
        self.add(|v| {
            let consts = |c: &crate::world::RtCode| c.consts.iter().filter(|&&k| k == v).count();
            let mut n = world.codes.iter().map(|c| consts(c)).sum();
            cycle.for_each(&mut |o| n += in_object(o, v));
            n
        });
    }
}

/// How often `o` refers to `v`.
fn in_object(o: Obj, v: Value) -> usize {
    let mut n = 0;
    let is_class = v.as_obj().is_some_and(|v| v.is(Kind::Type));
    match o.kind() {
        // Descriptors that CPython's classes have otherwise.
        Kind::Native | Kind::GetSet if is_class => {}
        // In its frames, which are counted with the thread.
        Kind::Generator if o.get(generator::STATE) == Value::small(generator::RUNNING) => {}
        Kind::Generator => {
            let own = o.words(generator::FRAME);
            n += [o.get(generator::NAME), o.get(generator::QUALNAME), own.get(frame::FUNC), own.get(frame::CODE)]
                .into_iter()
                .filter(|&w| w == v)
                .count();
            let first = generator::FRAME + HEADER;
            n += (first..o.capacity()).filter(|&i| o.get(i) == v).count();
        }
        // Numbers in other objects are their own business.
        kind if !v.is_obj() => {
            let holds = matches!(
                kind,
                Kind::Buf | Kind::Tuple | Kind::Cell | Kind::Instance | Kind::DictTable | Kind::Slice | Kind::Method
            );
            if holds {
                o.for_each_value(&mut |w| n += usize::from(w == v));
            }
        }
        _ => o.for_each_value(&mut |w| n += usize::from(w == v)),
    }
    n
}

fn in_frames(world: &World, codes: &Codes, thread: &VmThread, v: Value) -> usize {
    let (mut fp, mut above, mut n) = (thread.fp, None, 0);
    while !fp.is_null() {
        if frame::is_python(fp) {
            let l = codes.get(world, fp.get(frame::CODE).obj().aux());
            let waits = watch::waits_under(above);
            let live = watch::live(l, fp.get(frame::PC).int_value() as usize, waits);
            let base = HEADER + l.locals;
            let counts = |&r: &usize| r < base || r < base + 64 && live >> (r - base) & 1 != 0;
            n += (HEADER..l.frame_words).filter(counts).filter(|&r| fp.get(r) == v).count();
            n -= borrowed(world, codes, fp, v);
        } else if frame::kind(fp) == frame::NATIVE && above.is_some() {
            n += super::call::native_args(fp).iter().filter(|&w| w == v).count();
        } else if frame::kind(fp) == frame::CONT {
            n += usize::from(fp.get(frame::EXTRA) == v);
        }
        above = Some(fp);
        fp = frame::prev(fp);
    }
    n
}

/// How many of the arguments that are `v` the frame has borrowed from its caller's locals.
fn borrowed(world: &World, codes: &Codes, fp: Fp, v: Value) -> usize {
    let prev = frame::prev(fp);
    if frame::kind(fp) != frame::PYTHON || prev.is_null() || !frame::is_python(prev) {
        return 0;
    }
    let callee = &world.code(fp.get(frame::CODE).obj().aux()).code;
    let l = codes.get(world, prev.get(frame::CODE).obj().aux());
    let pc = prev.get(frame::PC).int_value() as usize;
    let ins = l.ins[pc].get();
    if ins.op != Lop::Call {
        return 0;
    }
    let code = &world.code(l.index).code;
    let at = l.pcs[pc] as usize;
    // From the last argument to the first, then `self`.
    let producers = producers(code, at, ins.b as usize + 1);
    let args = (ins.b as usize + usize::from(ins.x != 1)).min(callee.arg_count as usize);
    let is_v = |i: usize| fp.get(HEADER + i) == v;
    (0..args).filter(|&i| is_v(i) && producers.get(args - 1 - i) == Some(&true)).count()
}

/// Were the top `n` operands of the instruction at `at` borrowed from locals? The topmost first; ends where that cannot be
/// told.
fn producers(code: &Code, at: usize, n: usize) -> Vec<bool> {
    let mut found = Vec::new();
    let mut i = at;
    while found.len() < n && i > 0 {
        i -= 1;
        let ins = code.instrs[i];
        match ins.op {
            Op::LoadFastBorrow => found.push(true),
            Op::LoadFastBorrowLoadFastBorrow => found.extend([true, true]),
            Op::LoadFastLoadFast => found.extend([false, false]),
            // A method's `self` is what it was loaded from.
            Op::LoadAttr if ins.arg & 1 != 0 => {
                let of = producers(code, i, 1).first().copied().unwrap_or(false);
                found.extend([of, false]);
                i = skip(code, i).0;
            }
            Op::PushNull | Op::Nop => {}
            op if op.is_jump() => break,
            _ => {
                found.push(false);
                let left;
                (i, left) = skip(code, i);
                // Of a pair, only one belonged to the expression.
                if left > 0 {
                    found.push(code.instrs[i].op == Op::LoadFastBorrowLoadFastBorrow);
                }
            }
        }
    }
    found
}

/// Where the expression begins whose last instruction is at `at`, and how many values its first instruction leaves that
/// are not its own.
fn skip(code: &Code, at: usize) -> (usize, i32) {
    let mut i = at;
    let mut need = code.instrs[i].op.pops(code.instrs[i].arg) as i32;
    while need > 0 && i > 0 {
        i -= 1;
        let ins = code.instrs[i];
        need += ins.op.pops(ins.arg) as i32 - ins.op.pushes(ins.arg) as i32;
    }
    (i, -need)
}

fn is_immortal(cx: &Cx<'_>, v: Value) -> bool {
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
    let is_borrowed = code.instrs[at].op == Op::Call && producers(code, at, 1).first() == Some(&true);
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
