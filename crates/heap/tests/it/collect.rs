use std::collections::HashSet;

use gilscope_heap::{Alloc, Heap, Kind, Obj, Value};

use crate::{collect, pair};

#[test]
fn new_objects_are_empty_and_apart() {
    let heap = Heap::new(8 << 20);
    let mut a = Alloc::new(&heap);
    let mut seen: Vec<(u64, u64)> = Vec::new();
    for words in
        [0, 1, 2, 3, 5, 14, 16, 29, 100, 338, 511, 1018, 1019, 2040, 5000, if cfg!(miri) { 6000 } else { 70_000 }]
    {
        for _ in 0..3 {
            let o = a.alloc(Kind::Buf, Value::NULL, words).unwrap();
            assert!(o.is(Kind::Buf) && o.capacity() >= words && o.aux() == 0);
            for i in 0..words {
                assert!(o.get(i).is_null());
                o.set(i, Value::small(i as i64));
            }
            let here = (o.addr(), o.addr() + (2 + words as u64) * 8);
            assert!(seen.iter().all(|&(from, to)| here.1 <= from || to <= here.0));
            seen.push(here);
        }
    }
}

#[test]
fn what_a_collection_frees_is_used_again_and_cleared() {
    let heap = Heap::new(4 << 20);
    let mut a = Alloc::new(&heap);
    let kept: Vec<Obj> = (0..100)
        .map(|i| {
            for _ in 0..if cfg!(miri) { 5 } else { 50 } {
                pair(&mut a, Value::small(7), Value::small(8));
            }
            pair(&mut a, Value::small(i), Value::NONE)
        })
        .collect();
    let used = heap.used_bytes();
    assert_eq!(collect(&heap, &kept), 100);
    let again: Vec<Obj> = (0..if cfg!(miri) { 700 } else { 5000 })
        .map(|_| {
            let o = a.alloc(Kind::Slice, Value::NULL, 2).unwrap();
            assert!(o.get(0).is_null() && o.get(1).is_null());
            o
        })
        .collect();
    assert!(heap.used_bytes() <= used + (32 << 10), "{} then {}", used, heap.used_bytes());
    for (i, o) in kept.iter().enumerate() {
        assert_eq!(o.get(0).as_int(), Some(i as i64));
        assert!(!again.contains(o));
    }
}

#[test]
fn large_objects_come_and_go() {
    let heap = Heap::new(8 << 20);
    let mut a = Alloc::new(&heap);
    let (n, rounds) = if cfg!(miri) { (5000, 3) } else { (200_000, 50) };
    for round in 0..rounds {
        let big = a.alloc(Kind::Buf, Value::NULL, n).unwrap();
        assert!((0..n).step_by(997).all(|i| big.get(i).is_null()));
        let inner = pair(&mut a, Value::small(round), Value::NONE);
        big.init(n - 1, inner.into());
        big.init(0, inner.into());
        assert_eq!(collect(&heap, &[big]), 2);
        assert_eq!(big.get(n - 1).obj().get(0).as_int(), Some(round));
    }
    assert_eq!(collect(&heap, &[]), 0);
    assert!(heap.used_bytes() <= 32 << 10);
}

#[test]
fn cycles_of_objects_are_freed() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let first = pair(&mut a, Value::NONE, Value::NONE);
    let second = pair(&mut a, first.into(), Value::NONE);
    first.set(0, second.into());
    assert_eq!(collect(&heap, &[second]), 2);
    assert_eq!(collect(&heap, &[]), 0);
}

#[test]
fn long_chains_need_no_stack() {
    let heap = Heap::new(64 << 20);
    let mut a = Alloc::new(&heap);
    let n = if cfg!(miri) { 500 } else { 500_000 };
    let mut head = pair(&mut a, Value::NONE, Value::NONE);
    for _ in 1..n {
        head = pair(&mut a, head.into(), Value::NONE);
    }
    assert_eq!(collect(&heap, &[head]), n);
}

#[test]
fn kinds_say_what_is_followed() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let mut leaf = || pair(&mut a, Value::NONE, Value::NONE);
    let (ty, x, y) = (leaf(), leaf(), leaf());
    let table = a.alloc(Kind::DictTable, ty.into(), 6).unwrap();
    table.init_raw(0, 2);
    table.init(1, x.into());
    table.init(2, y.into());
    table.init_raw(3, 0xDEAD_BEE8);
    let raw = a.alloc(Kind::RawBuf, Value::NULL, 1).unwrap();
    raw.init_raw(0, x.addr());
    // The table, its class, x and y; the address in the raw buffer is only a number.
    assert_eq!(collect(&heap, &[table, raw]), 5);
    assert_eq!(collect(&heap, &[raw]), 1);
}

#[test]
fn a_class_lives_as_long_as_its_instance() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let class = pair(&mut a, Value::NONE, Value::NONE);
    let bytes = a.alloc(Kind::Bytes, class.into(), 1).unwrap();
    assert_eq!(collect(&heap, &[bytes]), 2);
}

#[test]
fn kept_values_need_no_root() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let inner = pair(&mut a, Value::small(1), Value::NONE);
    heap.keep(pair(&mut a, inner.into(), Value::NONE).into());
    assert_eq!(collect(&heap, &[]), 2);
    assert_eq!(inner.get(0).as_int(), Some(1));
}

#[test]
fn a_second_phase_brings_back_to_life() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let inner = pair(&mut a, Value::small(5), Value::NONE);
    let dying = pair(&mut a, inner.into(), Value::NONE);
    let other = pair(&mut a, Value::NONE, Value::NONE);
    let mut cycle = heap.begin();
    cycle.mark(&mut |m| m.mark_obj(other));
    assert!(cycle.is_marked(other) && !cycle.is_marked(dying) && !cycle.is_marked(inner));
    cycle.mark(&mut |m| m.mark_obj(dying));
    assert!(cycle.is_marked(dying) && cycle.is_marked(inner));
    let mut all = HashSet::new();
    cycle.for_each(&mut |o| {
        all.insert(o);
    });
    assert_eq!(all, HashSet::from([inner, dying, other]));
    assert_eq!(cycle.finish().live_objects, 3);
}

/// Waking others takes longer than marking a small heap.
#[test]
fn helpers_are_called_when_there_is_much_to_mark() {
    let heap = Heap::new(64 << 20);
    let mut a = Alloc::new(&heap);
    let calls = |n: usize, a: &mut Alloc| {
        let mut chain = Value::NONE;
        for _ in 0..n {
            chain = pair(a, chain, Value::NONE).into();
        }
        let (mut cycle, mut calls) = (heap.begin(), 0);
        cycle.mark_calling(&mut |m| m.mark(chain), &mut || calls += 1);
        assert_eq!(cycle.finish().live_objects, n);
        calls
    };
    assert_eq!(calls(2000, &mut a), 0);
    if !cfg!(miri) {
        assert_eq!(calls(20_000, &mut a), 1);
    }
}

/// More collections than there are colours.
#[test]
fn colours_run_out_harmlessly() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let kept = pair(&mut a, Value::small(1), Value::NONE);
    let mut passing: Vec<Obj> = Vec::new();
    for round in 0..if cfg!(miri) { 10 } else { 600 } {
        let here = pair(&mut a, Value::small(round), Value::NONE);
        passing.push(here);
        if passing.len() > 40 {
            passing.remove(0);
        }
        let mut roots = passing.clone();
        roots.push(kept);
        assert_eq!(collect(&heap, &roots), roots.len());
        // Different numbers of new objects, so that pages are left unswept for different times.
        for _ in 0..round % 7 * 30 {
            pair(&mut a, Value::NONE, Value::NONE);
        }
    }
}

#[test]
fn ids_do_not_depend_on_other_handles() {
    let n = if cfg!(miri) { 300 } else { 3000 };
    let ids = |interleaved: bool| {
        let heap = Heap::new(4 << 20);
        let (mut a, mut b) = (Alloc::new(&heap), Alloc::new(&heap));
        (0..n)
            .map(|i| {
                if interleaved && i % 3 == 0 {
                    b.alloc(Kind::Buf, Value::NULL, 300).unwrap();
                }
                heap.id_of(a.alloc(Kind::Buf, Value::NULL, i % 50).unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(false), ids(true));
    assert_eq!(ids(true).iter().collect::<HashSet<_>>().len(), n);
}

#[test]
fn values_of_an_object() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let o = pair(&mut a, Value::small(1), Value::TRUE);
    let mut seen = Vec::new();
    o.for_each_value(&mut |v| seen.push(v));
    assert_eq!(seen, [Value::NULL, Value::small(1), Value::TRUE]);
}
