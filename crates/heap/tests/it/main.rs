//! What the heap promises, tried from outside.
#![cfg(not(loom))]
mod collect;
mod graph;
mod limits;
mod locks;
mod threads;

use gilscope_heap::{Alloc, Heap, Kind, Obj, Value};

/// A list-like pair: two values.
fn pair(a: &mut Alloc, left: Value, right: Value) -> Obj {
    let o = a.alloc(Kind::Slice, Value::NULL, 2).unwrap();
    o.init(0, left);
    o.init(1, right);
    o
}

/// Collects with these roots; how many objects are alive.
fn collect(heap: &Heap, roots: &[Obj]) -> usize {
    heap.collect(&mut |m| roots.iter().for_each(|&o| m.mark_obj(o))).live_objects
}
