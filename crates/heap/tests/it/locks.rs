use std::thread;

use gilscope_heap::{Alloc, Heap, Value};

use crate::pair;

#[test]
fn one_at_a_time() {
    let heap = Heap::new(1 << 20);
    let mut a = Alloc::new(&heap);
    let (x, y) = (pair(&mut a, Value::small(0), Value::NONE), pair(&mut a, Value::small(0), Value::NONE));
    let rounds = if cfg!(miri) { 30 } else { 30_000 };
    let add = |o: gilscope_heap::Obj, n| o.init(0, Value::small(o.frozen(0).int_value() + n));
    thread::scope(|s| {
        for i in 0..4 {
            s.spawn(move || {
                for _ in 0..rounds {
                    x.locked(|| add(x, 1));
                    // Named in either order: taken in one.
                    let (first, second) = if i % 2 == 0 { (x, y) } else { (y, x) };
                    first.locked2(second, || {
                        add(x, 1);
                        add(y, 1);
                    });
                }
            });
        }
    });
    assert_eq!((x.get(0).int_value(), y.get(0).int_value()), (8 * rounds, 4 * rounds));
}

#[test]
fn a_lock_survives_a_panic() {
    let heap = Heap::new(1 << 20);
    let o = pair(&mut Alloc::new(&heap), Value::NONE, Value::NONE);
    assert!(std::panic::catch_unwind(|| o.locked(|| panic!("on purpose"))).is_err());
    assert_eq!(o.locked(|| 7), 7);
}
