//! Threads that allocate and link while a collector stops them now and then.
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

use gilscope_heap::{Alloc, Heap, Kind, Obj, Value};

use crate::pair;

/// Stops the world as an engine does: a flag, polled; the stopped ones help with marking.
struct World {
    stop: AtomicBool,
    state: Mutex<Stopped>,
    changed: Condvar,
}

#[derive(Default)]
struct Stopped {
    stopped: usize,
    running: usize,
    roots: Vec<Vec<Obj>>,
}

impl World {
    fn poll(&self, heap: &Heap, me: usize, roots: &mut Vec<Obj>) {
        if !self.stop.load(Ordering::Relaxed) {
            return;
        }
        let mut s = self.state.lock().unwrap();
        s.roots[me] = std::mem::take(roots);
        s.stopped += 1;
        self.changed.notify_all();
        while self.stop.load(Ordering::Relaxed) {
            drop(s);
            heap.help_mark();
            thread::yield_now();
            s = self.state.lock().unwrap();
        }
        *roots = std::mem::take(&mut s.roots[me]);
        s.stopped -= 1;
        self.changed.notify_all();
    }
}

/// A chain's numbers, from its head: `n, n-1, …`, each in an object of another size.
fn check_chain(head: Obj, mut n: i64) {
    let mut at = Some(head);
    while let Some(o) = at {
        assert_eq!(o.get(0).as_int(), Some(n));
        n -= 1;
        at = o.get(1).as_obj();
    }
    assert_eq!(n, -1);
}

#[test]
fn reachable_objects_survive_while_threads_run() {
    let (workers, rounds, pauses) = if cfg!(miri) { (2, 60, 3) } else { (4, 60_000, 60) };
    let heap = Heap::new(64 << 20);
    let world = World { stop: AtomicBool::new(false), state: Mutex::default(), changed: Condvar::new() };
    {
        let mut s = world.state.lock().unwrap();
        s.running = workers;
        s.roots = vec![Vec::new(); workers];
    }
    // A row of slots that all threads read and write.
    let shared = Alloc::new(&heap).alloc(Kind::Buf, Value::NULL, 64).unwrap();
    let collections = AtomicUsize::new(0);
    thread::scope(|s| {
        for me in 0..workers {
            let (heap, world) = (&heap, &world);
            s.spawn(move || {
                let mut a = Alloc::new(heap);
                let mut roots: Vec<Obj> = Vec::new();
                let (mut length, mut seed) = (0, me as u32 + 1);
                for round in 0..rounds {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let next = roots.first().map_or(Value::NONE, |&o| o.into());
                    let node = a.alloc(Kind::Buf, Value::NULL, 2 + (seed >> 24) as usize % 40).unwrap();
                    node.init(0, Value::small(length));
                    node.init(1, next);
                    length += 1;
                    roots.clear();
                    roots.push(node);
                    if length == 100 {
                        check_chain(node, 99);
                        shared.set((seed >> 16) as usize % 64, node.into());
                        roots.clear();
                        length = 0;
                    }
                    if let Some(other) = shared.get((seed >> 8) as usize % 64).as_obj() {
                        check_chain(other, 99);
                    }
                    if round % 1000 == 0 {
                        a.alloc(Kind::RawBuf, Value::NULL, 3000).unwrap();
                    }
                    world.poll(heap, me, &mut roots);
                }
                let mut s = world.state.lock().unwrap();
                s.running -= 1;
                world.changed.notify_all();
            });
        }
        s.spawn(|| {
            for _ in 0..pauses {
                world.stop.store(true, Ordering::Relaxed);
                let mut s = world.state.lock().unwrap();
                while s.stopped < s.running {
                    s = world.changed.wait(s).unwrap();
                }
                let roots: Vec<Obj> = s.roots.iter().flatten().copied().collect();
                drop(s);
                heap.collect(&mut |m| {
                    m.mark_obj(shared);
                    roots.iter().for_each(|&o| m.mark_obj(o));
                });
                collections.fetch_add(1, Ordering::Relaxed);
                let mut s = world.state.lock().unwrap();
                world.stop.store(false, Ordering::Relaxed);
                while s.stopped != 0 {
                    s = world.changed.wait(s).unwrap();
                }
                drop(s);
                thread::sleep(std::time::Duration::from_micros(300));
            }
        });
    });
    assert_eq!(collections.into_inner(), pauses);
}

/// Two helpers and a graph that is worth sharing.
#[test]
fn markers_share_their_work() {
    let heap = Heap::new(64 << 20);
    let mut a = Alloc::new(&heap);
    let n = if cfg!(miri) { 20 } else { 300 };
    let top = a.alloc(Kind::Buf, Value::NULL, n).unwrap();
    for i in 0..n {
        let row = a.alloc(Kind::Buf, Value::NULL, n).unwrap();
        for j in 0..n {
            row.init(j, pair(&mut a, Value::small(j as i64), Value::NONE).into());
        }
        top.init(i, row.into());
    }
    let done = AtomicBool::new(false);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    heap.help_mark();
                    thread::yield_now();
                }
            });
        }
        for _ in 0..if cfg!(miri) { 2 } else { 10 } {
            let mut cycle = heap.begin();
            cycle.mark(&mut |m| m.mark_obj(top));
            let mut found = 0;
            cycle.for_each(&mut |_| found += 1);
            assert_eq!(found, 1 + n + n * n);
            // Two markers that meet may both count an object.
            assert!(cycle.finish().live_objects >= found);
        }
        done.store(true, Ordering::Relaxed);
    });
}
