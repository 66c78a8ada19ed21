use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gilscope_heap::{Alloc, Heap, Kind, OutOfMemory, Value};

use crate::{collect, pair};

#[test]
fn the_limit_holds_and_a_collection_helps() {
    let heap = Heap::new(2 << 20);
    let mut a = Alloc::new(&heap);
    let mut n = 0;
    while a.alloc(Kind::Buf, Value::NULL, 100).is_ok() {
        n += 1;
    }
    assert!(heap.used_bytes() <= 2 << 20 && n > 1500);
    assert_eq!(a.alloc(Kind::Buf, Value::NULL, 1 << 40), Err(OutOfMemory(8 * ((1 << 40) + 2))));
    assert!(a.alloc(Kind::Buf, Value::NULL, usize::MAX / 8).is_err());
    collect(&heap, &[]);
    assert!(a.alloc(Kind::Buf, Value::NULL, 100).is_ok());
}

#[test]
fn the_reserve_is_for_who_asks() {
    let heap = Heap::new(4 << 20);
    let mut a = Alloc::new(&heap);
    while a.alloc(Kind::Buf, Value::NULL, 500).is_ok() {}
    while a.alloc(Kind::Buf, Value::NULL, 200).is_ok() {}
    assert!(a.alloc(Kind::Buf, Value::NULL, 200).is_err());
    a.use_reserve(true);
    assert!(a.alloc(Kind::Buf, Value::NULL, 200).is_ok());
    a.use_reserve(false);
    assert!(a.alloc(Kind::Buf, Value::NULL, 600).is_err());
}

#[test]
fn charges_count_and_are_given_back() {
    let heap = Heap::new(4 << 20);
    let mut a = Alloc::new(&heap);
    let charge = heap.charge(3 << 20).unwrap();
    assert_eq!(heap.charge(1 << 20).unwrap_err(), OutOfMemory(1 << 20));
    assert!(a.alloc(Kind::Buf, Value::NULL, 200_000).is_err());
    assert!(heap.used_bytes() >= 3 << 20);
    drop(charge);
    assert!(a.alloc(Kind::Buf, Value::NULL, 200_000).is_ok());
    assert!(heap.stats().peak_bytes >= 3 << 20);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_collection_is_wanted_at_twice_the_live_size() {
    let heap = Heap::new(256 << 20);
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = calls.clone();
    heap.on_wanted(move || {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let mut a = Alloc::new(&heap);
    let mut kept = Vec::new();
    let mut before = 0;
    // While little is alive the next collection is due after more than that.
    for (collections, due) in [8 << 20, 16 << 20, 24 << 20].into_iter().enumerate() {
        while !heap.wants_collection() {
            kept.push(pair(&mut a, Value::NONE, Value::NONE));
        }
        let now = heap.stats().allocated_bytes as usize;
        assert!((due..due + (1 << 20)).contains(&(now - before)), "{} where {due} was due", now - before);
        before = now;
        assert_eq!(collect(&heap, &kept), kept.len());
        assert!(!heap.wants_collection() && calls.load(Ordering::Relaxed) == collections + 1);
    }
    let live = heap.stats().live_bytes;
    assert_eq!(live, kept.len() * 32);
    while !heap.wants_collection() {
        a.alloc(Kind::Buf, Value::NULL, 30_000).unwrap();
    }
    let since = heap.stats().allocated_bytes as usize - before;
    assert!((live..live + (1 << 20)).contains(&since), "{since} after {live}");
    assert_eq!((heap.stats().collections, calls.load(Ordering::Relaxed)), (3, 4));
}

#[test]
fn a_page_set_free_goes_to_who_had_it() {
    let heap = Heap::new(16 << 20);
    let mut handles = [Alloc::new(&heap), Alloc::new(&heap)];
    let mut fill = |one_after_the_other: bool| {
        let mut pages = [HashSet::new(), HashSet::new()];
        let mut take = |k: usize| pages[k].insert(pair(&mut handles[k], Value::NONE, Value::NONE).addr() >> 14);
        let n = 4000;
        for i in 0..2 * n {
            take(if one_after_the_other { 1 - i / n } else { i % 2 });
        }
        pages
    };
    let first = fill(false);
    assert!(first[0].len() > 4 && first[0].is_disjoint(&first[1]));
    collect(&heap, &[]);
    // Not in the order of the first time, nor of the addresses. Each still has the page it was in, and so needs another.
    let again = fill(true);
    for k in 0..2 {
        assert!(again[k].difference(&first[k]).count() <= 2, "handle {k}: {:?}, then {:?}", first[k], again[k]);
    }
}

#[test]
fn memory_is_used_again_by_the_next_heap() {
    let mut bases = HashSet::new();
    for _ in 0..if cfg!(miri) { 4 } else { 200 } {
        // A size of its own, so that other tests take no part.
        let heap = Heap::new((3 << 20) + (48 << 10));
        bases.insert(heap.base());
        let mut a = Alloc::new(&heap);
        for i in 0..if cfg!(miri) { 30 } else { 200 } {
            let o = a.alloc(Kind::Buf, Value::NULL, i * 3).unwrap();
            for w in 0..i * 3 {
                assert!(o.get(w).is_null());
                o.init(w, Value::NONE);
            }
        }
    }
    assert!(bases.len() <= 20, "{} regions for 200 heaps, one at a time", bases.len());
}
