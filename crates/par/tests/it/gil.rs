use std::time::Duration;

use gilscope_trace::EventKind;

use crate::{options, run, run_beside, run_with};

/// Two threads that add to a number; `add` is the line that does.
fn counter(add: &str, n: u32) -> String {
    format!(
        "
import threading
x = 0
def one():
    return 1
def work():
    global x
    i = 0
    while i < {n}:
        {add}
        i += 1
ts = [threading.Thread(target=work) for _ in range(2)]
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
