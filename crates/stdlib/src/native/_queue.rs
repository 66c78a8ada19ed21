//! The module `_queue`: `SimpleQueue`, which `queue` shows.
//!
//! A ring of values. Word 0: its buffer; 1: index of the first item; 2: number of items; 3: threads that wait for one.
//! Each operation is one step, under the object's lock when the GIL is off.

use gilscope_core::native::{TypeDef, TypeFlags, func};
use gilscope_core::types::exception;
use gilscope_core::{Acc, Cx, ModuleDef, NativeDef, Res, WaitOn, ops};
use gilscope_heap::{Args, Kind, Obj, Value};

pub static MODULE: ModuleDef = ModuleDef {
    name: "_queue",
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    functions: &[],
    types: &[&SIMPLE_QUEUE, &EMPTY],
    init: None,
};

static EMPTY: TypeDef = TypeDef::new("Empty", Kind::Exception, exception::WORDS as u8, &[])
    .module("_queue")
    .base(&exception::EXCEPTION)
    .flags(TypeFlags::BASE.or(TypeFlags::EXCEPTION))
    .doc("Exception raised by Queue.get(block=0)/get_nowait().");

static SIMPLE_QUEUE: TypeDef = TypeDef::new("SimpleQueue", Kind::Queue, 4, METHODS)
    .module("_queue")
    .flags(TypeFlags::BASE)
    .doc("Simple, unbounded, reentrant FIFO queue.");

static METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /", new, Acc::Pure),
    func("put", "self, item, block=True, timeout=None", put, Acc::Sync),
    func("put_nowait", "self, item", put, Acc::Sync),
    func("get", "self, block=True, timeout=None", get, Acc::Sync),
    func("get_nowait", "self", get_nowait, Acc::Sync),
    func("empty", "self", empty, Acc::Read),
    func("qsize", "self", qsize, Acc::Read),
];

const BUFFER: usize = 0;
const FIRST: usize = 1;
const LEN: usize = 2;
const WAITING: usize = 3;

fn new(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = cx.alloc_as(&SIMPLE_QUEUE, a[0])?;
    let buffer = ring(cx, 8)?;
    o.init(BUFFER, buffer.into());
    for word in [FIRST, LEN, WAITING] {
        o.init(word, Value::small(0));
    }
    Ok(o.into())
}

fn ring(cx: &mut Cx<'_>, capacity: usize) -> Res<Obj> {
    let b = cx.alloc(Kind::Buf, Value::NULL, capacity)?;
    b.init_aux(capacity as u32);
    Ok(b)
}

fn count(o: Obj, word: usize) -> usize {
    o.get(word).int_value() as usize
}

fn put(cx: &mut Cx<'_>, a: Args) -> Res {
    let (o, item) = (a[0].obj(), a.get(1));
    let waiting = cx.locked(o, |cx| {
        let (mut buffer, mut first, len) = (o.get(BUFFER).obj(), count(o, FIRST), count(o, LEN));
        let capacity = buffer.aux() as usize;
        if len == capacity {
            let more = ring(cx, capacity * 2)?;
            (0..len).for_each(|i| more.init(i, buffer.get((first + i) % capacity)));
            o.set(BUFFER, more.into());
            o.set(FIRST, Value::small(0));
            (buffer, first) = (more, 0);
        }
        buffer.set((first + len) % buffer.aux() as usize, item);
        o.set(LEN, Value::small(len as i64 + 1));
        Ok::<_, gilscope_core::Exit>(count(o, WAITING))
    })?;
    if waiting > 0 {
        cx.host.wake(o, 1);
    }
    Ok(Value::NONE)
}

/// The first item; where there is none, the thread is counted as waiting if it will wait.
fn take(cx: &mut Cx<'_>, o: Obj, will_wait: bool) -> Option<Value> {
    let resumed = std::mem::take(&mut cx.thread.resumed);
    cx.locked(o, |_| {
        let waiting = o.get(WAITING).int_value() - i64::from(resumed);
        let len = count(o, LEN);
        o.set(WAITING, Value::small(waiting + i64::from(len == 0 && will_wait)));
        if len == 0 {
            return None;
        }
        let (buffer, first) = (o.get(BUFFER).obj(), count(o, FIRST));
        let item = buffer.swap(first, Value::NULL);
        o.set(FIRST, Value::small(((first + 1) % buffer.aux() as usize) as i64));
        o.set(LEN, Value::small(len as i64 - 1));
        Some(item)
    })
}

fn raise_empty(cx: &mut Cx<'_>) -> Res {
    let class = EMPTY.of(cx);
    let none = cx.world.empty_tuple;
    Err(cx.raise_args(class, none))
}

fn get_nowait(cx: &mut Cx<'_>, a: Args) -> Res {
    match take(cx, a[0].obj(), false) {
        Some(item) => Ok(item),
        None => raise_empty(cx),
    }
}

/// `get(block=True, timeout=None)`
fn get(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let mut wait = true;
    if cx.thread.resumed {
        wait = !cx.thread.timed_out;
    } else {
        let block = match a.get(1) {
            Value::NULL => Value::TRUE,
            v => ops::truth::of(cx, v)?,
        };
        cx.thread.deadline = None;
        if block == Value::FALSE {
            wait = false;
        } else if !a.get(2).is_null() && !a.get(2).is_none() {
            cx.thread.deadline = super::_thread::deadline(cx, a.get(2), 2)?;
            if cx.thread.deadline.is_none() {
                return Err(cx.value_error("'timeout' must be a non-negative number"));
            }
        }
    }
    match take(cx, o, wait) {
        Some(item) => Ok(item),
        None if !wait => raise_empty(cx),
        None => {
            let deadline = cx.thread.deadline;
            cx.block(WaitOn::Object { object: o, deadline })
        }
    }
}

fn empty(_cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(count(a[0].obj(), LEN) == 0))
}

fn qsize(_cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(a[0].obj().get(LEN))
}
