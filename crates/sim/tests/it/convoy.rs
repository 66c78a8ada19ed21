//! A thread that waits for something outside, beside threads that compute.
use crate::{options, run_with};

/// How long it takes to be back after a wait of 1 ms beside `n` threads that count, in milliseconds: the median of 15.
fn round_trip_ms(n: u32, interval_ns: u64, seed: u64) -> f64 {
    let source = format!(
        "
import threading, time
stop = False
def work():
    while not stop: sum(few)
few = [1] * 100
ts = [threading.Thread(target=work) for _ in range({n})]
for t in ts: t.start()
took = []
for _ in range(15):
    began = time.perf_counter()
    time.sleep(0.001)
    took.append(time.perf_counter() - began)
stop = True
for t in ts: t.join()
print(sorted(took)[7] * 1000)
"
    );
    let mut o = options("3.14", seed);
    o.switch_interval_ns = interval_ns;
    run_with(&source, o).ok().trim().parse().unwrap()
}

#[test]
fn what_waits_outside_must_take_the_gil_when_it_is_back() {
    for seed in 0..3 {
        let of = |n, interval_us: u64| round_trip_ms(n, interval_us * 1000, seed);
        // CPython 3.13.0 on two busy cores, 60 such waits beside loops of `pass`, medians in ms: 1.09, 9.2, 20.0; with an
        // interval of 0.5 ms: 1.09, 1.09 (the ninth decile 1.7), 2.4.
        let (idle, one, two) = (of(0, 5000), of(1, 5000), of(2, 5000));
        assert!((1.0..1.2).contains(&idle), "{idle}");
        assert!((5.9..6.6).contains(&one), "{one}");
        assert!(two > one && two < 40.0, "{one} {two}");
        // With the interval the wait grows and shrinks.
        let short = of(1, 500);
        assert!((1.4..2.0).contains(&short), "{short}");
        assert!(of(2, 500) < two / 2.0);
    }
}
