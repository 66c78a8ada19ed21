//! Random graphs of objects: after a collection exactly what is reachable is there, with its contents.
use std::collections::{HashMap, HashSet};

use gilscope_heap::{Alloc, Heap, Kind, Obj, Value};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    /// A new object of so many words (0: raw bytes only), put in a root slot.
    New {
        root: usize,
        words: usize,
    },
    /// The object in one root slot refers to that in another.
    Link {
        from: usize,
        word: usize,
        to: usize,
    },
    Drop {
        root: usize,
    },
    Collect,
}

const ROOTS: usize = 12;

fn step() -> impl Strategy<Value = Step> {
    let words = prop_oneof![8 => 0usize..12, 2 => 12usize..400, 1 => 1000usize..6000];
    prop_oneof![
        6 => (0..ROOTS, words).prop_map(|(root, words)| Step::New { root, words }),
        6 => (0..ROOTS, 0usize..6000, 0..ROOTS).prop_map(|(from, word, to)| Step::Link { from, word, to }),
        2 => (0..ROOTS).prop_map(|root| Step::Drop { root }),
        1 => Just(Step::Collect),
    ]
}

/// What the heap should hold: every object's words, by address.
type Mirror = HashMap<Obj, Vec<Value>>;

fn reachable(mirror: &Mirror, roots: &[Option<Obj>]) -> HashSet<Obj> {
    let mut seen = HashSet::new();
    let mut todo: Vec<Obj> = roots.iter().flatten().copied().collect();
    while let Some(o) = todo.pop() {
        if seen.insert(o) {
            todo.extend(mirror[&o].iter().filter_map(|v| v.as_obj()));
        }
    }
    seen
}

fn check(heap: &Heap, mirror: &mut Mirror, roots: &[Option<Obj>]) {
    let expected = reachable(mirror, roots);
    let mut cycle = heap.begin();
    cycle.mark(&mut |m| roots.iter().flatten().for_each(|&o| m.mark_obj(o)));
    let mut found = HashSet::new();
    cycle.for_each(&mut |o| {
        found.insert(o);
    });
    cycle.finish();
    assert_eq!(found, expected);
    mirror.retain(|o, _| expected.contains(o));
    #[expect(clippy::iter_over_hash_type, reason = "a check does not depend on the order")]
    for o in &expected {
        for (i, &v) in mirror[o].iter().enumerate() {
            assert_eq!(o.get(i), v);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 2 } else { 200 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn exactly_the_reachable_survives(steps in prop::collection::vec(step(), 1..if cfg!(miri) { 60 } else { 400 })) {
        let heap = Heap::new(16 << 20);
        let mut handles = [Alloc::new(&heap), Alloc::new(&heap)];
        let mut mirror = Mirror::new();
        let mut roots = [None; ROOTS];
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                Step::New { root, words } => {
                    let kind = if words == 0 { Kind::RawBuf } else { Kind::Buf };
                    let o = handles[n % 2].alloc(kind, Value::NULL, words).unwrap();
                    prop_assert!(!mirror.contains_key(&o) || !reachable(&mirror, &roots).contains(&o));
                    let values: Vec<Value> = (0..words).map(|i| Value::small((n * 10_000 + i) as i64)).collect();
                    for (i, &v) in values.iter().enumerate() {
                        prop_assert!(o.get(i).is_null());
                        o.init(i, v);
                    }
                    mirror.insert(o, values);
                    roots[root] = Some(o);
                }
                Step::Link { from, word, to } => {
                    if let (Some(from), Some(to)) = (roots[from], roots[to]) {
                        let words = mirror.get_mut(&from).unwrap();
                        if !words.is_empty() {
                            let i = word % words.len();
                            words[i] = to.into();
                            from.set(i, to.into());
                        }
                    }
                }
                Step::Drop { root } => roots[root] = None,
                Step::Collect => check(&heap, &mut mirror, &roots),
            }
        }
        check(&heap, &mut mirror, &roots);
    }
}
