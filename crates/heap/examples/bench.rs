//! Allocation rate and pauses: `cargo run --release -p gilscope-heap --example bench`.
use std::time::Instant;

use gilscope_heap::{Alloc, Heap, Kind, Obj, Value};

fn main() {
    let start = Instant::now();
    let heap = Heap::new(1 << 30);
    println!("a heap of 1 GB made in {:?}", start.elapsed());

    for words in [1, 2, 6, 20, 100] {
        let mut a = Alloc::new(&heap);
        let n = 3_000_000;
        let start = Instant::now();
        for i in 0..n {
            let o = a.alloc(Kind::Slice, Value::NULL, words).unwrap();
            o.init(0, Value::small(i));
            if heap.wants_collection() {
                heap.collect(&mut |_| ());
            }
        }
        let ns = start.elapsed().as_nanos() as f64 / n as f64;
        println!("{words:>4} words of payload: {ns:.1} ns each, garbage at once, collections included");
    }

    // A live heap of pairs in shuffled rows.
    let mut a = Alloc::new(&heap);
    let n = 1000;
    let rows: Vec<Obj> = (0..n).map(|_| a.alloc(Kind::Buf, Value::NULL, n).unwrap()).collect();
    let mut seed = 1u64;
    for i in 0..n * n {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let o = a.alloc(Kind::Slice, Value::NULL, 2).unwrap();
        o.init(0, Value::small(i as i64));
        rows[(seed >> 40) as usize % n].init(i / n, o.into());
    }
    for helpers in [0, 1] {
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|s| {
            for _ in 0..helpers {
                s.spawn(|| {
                    while !done.load(std::sync::atomic::Ordering::Relaxed) {
                        heap.help_mark();
                        std::hint::spin_loop();
                    }
                });
            }
            let mut best = u128::MAX;
            let mut live = 0;
            for _ in 0..8 {
                let start = Instant::now();
                live = heap.collect(&mut |m| rows.iter().for_each(|&o| m.mark_obj(o))).live_objects;
                best = best.min(start.elapsed().as_micros());
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            println!("{live} objects alive, {} markers: pause {best} µs", helpers + 1);
        });
    }
    let start = Instant::now();
    for _ in 0..3_000_000 {
        a.alloc(Kind::Slice, Value::NULL, 2).unwrap();
    }
    println!("{:.1} ns each while swept pages are refilled", start.elapsed().as_nanos() as f64 / 3e6);
    println!("{:?}", heap.stats());
}
