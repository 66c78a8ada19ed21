use std::time::Duration;

use gilscope_trace::EventKind;

use crate::{options, run, run_beside, run_with};

/// Two threads that add to a number; `add` is the line that does. What is specialised has been before they start.
fn counter(add: &str, n: u32) -> String {
    format!(
        "
import threading
x = 0
s = [1]
def one():
    return 1
def work(n):
    global x
    i = 0
    while i < n:
        {add}
        i += 1
work(3)
x = 0
ts = [threading.Thread(target=work, args=({n},)) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print({n} * 2 - x)
"
    )
}

/// Are updates lost, in some of a few runs with a short interval?
fn loses(model: &str, add: &str) -> bool {
    (0..12).any(|seed| {
        let mut o = options(model, 2);
        o.switch_interval_ns = 10_000;
        o.seed = seed;
        run_with(&counter(add, 60_000), &o).ok() != "0\n"
    })
}

#[test]
fn what_loses_updates_depends_on_the_model() {
    assert!(!loses("3.14", "x += 1"));
    assert!(!loses("3.10", "x += 1"));
    assert!(loses("3.14", "x += one()"));
    assert!(loses("3.14", "x += int(1)"));
    assert!(loses("3.9", "x += 1"));
    assert!(loses("every", "x += 1"));
    assert!(loses("3.14t", "x += 1"));
}

#[test]
fn specialised_calls_do_not_poll() {
    for add in ["x += len(s)", "x += type(s) is list"] {
        assert!(loses("3.10", add), "{add}");
        assert!(!loses("3.14", add), "{add}");
    }
    assert!(loses("3.14", "x += abs(1)"));
    assert!(loses("3.14", "x += s.count(1)"));
}

/// What two threads did that look whether something is there, and put it there if it is not: too often?
fn acts_twice(model: &str) -> bool {
    let source = "
import threading
def work(d, found, n):
    new = 0
    for k in range(n):
        if k not in d:
            d[k] = n
            new += 1
    found.append(new)
d, found = {}, []
ts = [threading.Thread(target=work, args=(d, found, 30_000)) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(sum(found))
";
    (0..12).any(|seed| {
        let mut o = options(model, 2);
        o.switch_interval_ns = 5_000;
        o.seed = seed;
        run_with(source, &o).ok() != "30000\n"
    })
}

#[test]
fn cpython_3_9_does_not_look_after_its_fast_bytecodes() {
    // CONTAINS_OP, the jump and the loads behind it are fast, STORE_SUBSCR comes next.
    assert!(!acts_twice("3.9"));
    assert!(acts_twice("every"));
}

#[test]
fn what_is_c_in_cpython_is_one_step() {
    // None of these has a poll between the first item and the last, and each runs much of the machine's own Python.
    let source = "
import threading
ticks = 0
stop = False
def tick():
    global ticks
    while not stop: ticks += 1
t = threading.Thread(target=tick)
t.start()
while not ticks: pass
xs = list(range(-20000, 0))
torn = 0
for _ in range(5):
    it = map(abs, xs)
    all = [ticks, *it, ticks]
    torn += all[0] != all[-1]
    it = map(abs, xs)
    before, found, after = ticks, 0 in it, ticks
    torn += before != after
    it = filter(abs, xs)
    before, (first, *rest), after = ticks, it, ticks
    torn += before != after
stop = True
t.join()
print(torn)
";
    for model in ["3.10", "3.14"] {
        let mut o = options(model, 2);
        o.switch_interval_ns = 1000;
        assert_eq!(run_with(source, &o).ok(), "0\n", "{model}");
    }
}

#[test]
fn a_callback_of_c_code_can_be_switched() {
    let source = "
import threading
ticks = 0
stop = False
def tick():
    global ticks
    while not stop: ticks += 1
t = threading.Thread(target=tick)
t.start()
while not ticks: pass
seen = set()
def key(x):
    seen.add(ticks)
    return -x
for _ in range(20):
    sorted(range(1000), key=key)
stop = True
t.join()
print(len(seen) > 3)
";
    for model in ["3.9", "3.10", "3.14"] {
        let mut o = options(model, 2);
        o.switch_interval_ns = 1000;
        assert_eq!(run_with(source, &o).ok(), "True\n", "{model}");
    }
}

#[test]
fn a_lone_thread_is_never_asked() {
    let r = run("i = 0\nwhile i < 3000000: i += 1\nprint(i)", "3.14", 2);
    assert_eq!(r.ok(), "3000000\n");
    assert_eq!((r.outcome.stats.switches, r.outcome.stats.gil_requests), (0, 0));
}

#[test]
fn one_thread_has_it_at_a_time() {
    let mut o = options("3.14", 2);
    o.record = true;
    o.switch_interval_ns = 200_000;
    let r = run_with(&counter("x += one()", 100_000), &o);
    assert_eq!(r.outcome.exit, 0);
    let (mut holder, mut takes, mut requests) = (None, 0, 0);
    for e in &r.events {
        match e.kind {
            EventKind::GilTake => {
                assert_eq!(holder, None, "{e:?}");
                holder = Some(e.thread);
                takes += 1;
            }
            EventKind::GilDrop { .. } => assert_eq!(holder.take(), Some(e.thread), "{e:?}"),
            EventKind::GilRequest { by } => {
                assert!(holder == Some(e.thread) && by != e.thread, "{e:?}");
                requests += 1;
            }
            _ => {}
        }
    }
    assert!(takes > 4 && requests > 0, "{takes} {requests}");
    assert_eq!(requests, r.outcome.stats.gil_requests);
    assert!(r.events.is_sorted_by_key(|e| e.t_ns));
}

#[test]
fn the_interval_is_the_programs_to_set() {
    let r = run(
        "
import sys
print(sys.getswitchinterval())
sys.setswitchinterval(0.0005)
print(sys.getswitchinterval())
",
        "3.14",
        2,
    );
    assert_eq!(r.ok(), "0.005\n0.0005\n");
}

#[test]
fn the_gil_can_be_switched_while_the_program_runs() {
    let source = "
import threading, time
stop = False
total = [0] * 4
def work(k):
    while not stop:
        total[k] += 1
ts = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in ts: t.start()
time.sleep(0.4)
stop = True
for t in ts: t.join()
print(all(total))
";
    let r = run_beside(source, &options("3.14", 3), |machine, controls| {
        for (word, has) in [(2, false), (1, true), (2, false), (1, true)] {
            controls.set(1, word);
            for _ in 0..500 {
                if machine.has_gil() == has {
                    break;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            assert_eq!(machine.has_gil(), has);
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert_eq!(r.ok(), "True\n");
}

#[test]
fn threads_that_wake_up_together_all_get_their_turn() {
    for seed in 0..4 {
        let mut o = options("3.14", 1);
        o.seed = seed;
        o.time_limit_ns = Some(10_000_000_000);
        let source = "
import threading, time
done = False
def spin():
    time.sleep(until - time.monotonic())
    while not done: pass
def finish():
    global done
    time.sleep(until - time.monotonic())
    done = True
until = time.monotonic() + 0.2
ts = [threading.Thread(target=spin) for _ in range(4)] + [threading.Thread(target=finish)]
for t in ts: t.start()
for t in ts: t.join()
print('done')
";
        assert_eq!(run_with(source, &o).ok(), "done\n");
    }
}
