//! Calls that do not poll. CPython 3.11 and later specialise a call site for `len`, `isinstance`, `list.append` or the
//! one-argument `type` once it has seen it, and those instructions do not look at the eval breaker (`gil-facts`
//! section 2). What a site is specialised for decides where threads can be switched, so it is state of the program: a word
//! of the code object for each call site, the same for all workers, and not part of any cache.
//!
//! A site's word: NULL before the first execution with one of these callables, which only warms it up; then what it is
//! specialised for. Another callable makes it miss; after [`COOLDOWN`] misses it is specialised anew. (Only executions
//! with one of the four are counted; CPython counts them all.)

use gilscope_bytecode::{Code, CodeFlags, Op};
use gilscope_heap::{Fp, Kind, Obj, Value};

use super::frame;
use super::lower::Ins;
use crate::Cx;
use crate::native::TypeFlags;
use crate::types::containers::LIST;
use crate::types::function::method;
use crate::types::{class, dict};
use crate::world::World;

/// Executions that miss before the site is specialised for what it sees then (`ADAPTIVE_COOLDOWN_VALUE`).
const COOLDOWN: i64 = 52;

/// Set in the number of a site whose result is thrown away: only there is `list.append` specialised.
const POPPED: u16 = 1 << 15;

const LEN: u32 = 1;
const ISINSTANCE: u32 = 2;
const APPEND: u32 = 3;
const TYPE: u32 = 4;

/// Can the instruction be one of those calls?
fn is_site(code: &Code, i: usize) -> bool {
    let ins = code.instrs[i];
    ins.op == Op::Call && (ins.arg == 1 || ins.arg == 2)
}

/// How many words a code object needs for its call sites.
pub fn sites(code: &Code) -> usize {
    if code.flags().contains(CodeFlags::NATIVE) {
        return 0;
    }
    (0..code.instrs.len()).filter(|&i| is_site(code, i)).count().min(POPPED as usize - 1)
}

/// The number of the call site at instruction `i`, which has `before` sites before it; 0: none.
pub fn number(code: &Code, i: usize, before: usize) -> u16 {
    if !is_site(code, i) || before + 1 >= POPPED as usize {
        return 0;
    }
    let popped = code.instrs.get(i + 1).is_some_and(|n| n.op == Op::PopTop);
    (before + 1) as u16 | if popped { POPPED } else { 0 }
}

/// The instructions that are calls specialised, by now, for one of those callables.
pub fn silent(code: &crate::world::RtCode) -> Vec<usize> {
    let sites = (0..code.code.instrs.len()).filter(|&i| is_site(&code.code, i)).enumerate();
    sites.filter(|&(before, i)| is_specialised(code, number(&code.code, i, before))).map(|(_, i)| i).collect()
}

fn is_specialised(code: &crate::world::RtCode, number: u16) -> bool {
    match number & !POPPED {
        0 => false,
        at => code.object.obj().get(at as usize).as_int().is_some_and(|state| state & 0xFF != 0),
    }
}

/// Is the call at instruction `i` specialised, by now, for one of those callables? Then it does not poll, unless it is
/// another that is called there.
pub fn is_silent(code: &crate::world::RtCode, i: usize) -> bool {
    let before = (0..i).filter(|&i| is_site(&code.code, i)).count();
    is_specialised(code, number(&code.code, i, before))
}

/// Marks the callables: `aux` of a native is which of them it is.
pub fn mark(world: &World) {
    let builtins = world.builtins.obj();
    let list = world.type_at(LIST.index()).obj().get(class::DICT).obj();
    let find = |name: &str| world.interned.lock().unwrap().get(name).copied();
    for (ns, name, which) in [(builtins, "len", LEN), (builtins, "isinstance", ISINSTANCE), (list, "append", APPEND)] {
        if let Some(f) = find(name).and_then(|name| dict::get_str(ns, name)) {
            f.obj().set_aux(which);
        }
    }
}

/// Which of the four a callable is, for a call with so many arguments; 0: none.
#[inline(always)]
fn which(cx: &Cx<'_>, ins: Ins, callee: Value) -> u32 {
    let Some(o) = callee.as_obj() else { return 0 };
    let which = match o.kind() {
        Kind::Native => o.aux(),
        Kind::Type if callee == class::TYPE.of(cx) => TYPE,
        _ => return 0,
    };
    let fits = match which {
        ISINSTANCE => ins.b == 2,
        APPEND => ins.b == 1 && ins.c & POPPED != 0,
        _ => ins.b == 1,
    };
    if fits { which } else { 0 }
}

/// The call `ins` of `callee` has got its result: does its instruction poll now? Counts the execution.
#[inline(never)]
pub fn polls(cx: &Cx<'_>, fp: Fp, ins: Ins, callee: Value) -> bool {
    if ins.c == 0 {
        return true;
    }
    let which = which(cx, ins, callee);
    which == 0 || execute(fp.get(frame::CODE).obj(), ins, which)
}

#[inline]
fn execute(code: Obj, ins: Ins, which: u32) -> bool {
    let (at, which) = ((ins.c & !POPPED) as usize, which as i64);
    let state = code.get(at);
    if state == Value::small(which) {
        return false;
    }
    let next = match state.as_int() {
        // What warms it up does not matter.
        None => 0,
        Some(0) => which,
        Some(s) if s & 0xFF == which => return false,
        Some(s) if s >> 8 >= COOLDOWN => which,
        Some(s) => s + (1 << 8),
    };
    code.set(at, Value::small(next));
    next != which
}

/// As [`polls`], for a call whose value came from a frame: one of Python does not poll after it has returned, since it
/// did when it began.
pub fn polls_late(cx: &Cx<'_>, fp: Fp, ins: Ins, callee: Value) -> bool {
    let Some(o) = callee.as_obj() else { return true };
    match o.kind() {
        Kind::Function => false,
        Kind::Method => !o.frozen(method::FUNC).obj().is(Kind::Function),
        Kind::Type if class::flags(o).has(TypeFlags::HEAP) => false,
        _ => polls(cx, fp, ins, callee),
    }
}
