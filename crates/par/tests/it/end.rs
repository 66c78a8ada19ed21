use std::time::Duration;

use gilscope_par::{Ended, StopRequest};

use crate::{options, run, run_beside, run_with};

#[track_caller]
fn ends(source: &str, exit: i32, ended: Ended, stdout: &str) -> String {
    for model in ["3.14", "3.14t"] {
        let r = run(source, model, 2);
        assert_eq!((r.outcome.exit, r.outcome.ended, &*r.stdout), (exit, ended, stdout), "{}", r.stderr);
        if model == "3.14t" {
            return r.stderr;
        }
    }
    unreachable!()
}

#[test]
fn exit_codes() {
    ends("print(1)", 0, Ended::Done, "1\n");
    ends("import sys\nsys.exit(7)", 7, Ended::Done, "");
    ends("import sys\nsys.exit(-1)", 255, Ended::Done, "");
    ends("raise SystemExit", 0, Ended::Done, "");
    assert_eq!(ends("import sys\nsys.exit('so long')", 1, Ended::Done, ""), "so long\n");
    let err = ends("print('x')\n1/0", 1, Ended::Exception, "x\n");
    assert_eq!(
        err,
        "Traceback (most recent call last):\n  File \"prog.py\", line 2, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n"
    );
    let err = ends("def f(:\n  pass", 1, Ended::Exception, "");
    assert!(err.contains("SyntaxError"), "{err}");
}

#[test]
fn the_program_waits_for_its_threads() {
    ends(
        "
import threading, time
def later():
    time.sleep(0.05)
    print('later')
threading.Thread(target=later).start()
print('main')
",
        0,
        Ended::Done,
        "main\nlater\n",
    );
}

#[test]
fn it_does_not_wait_for_daemons() {
    ends(
        "
import threading, time
def forever():
    while True:
        pass
def never():
    threading.Lock().acquire()
    threading.Event().wait()
for f in forever, never:
    threading.Thread(target=f, daemon=True).start()
time.sleep(0.02)
print('main')
",
        0,
        Ended::Done,
        "main\n",
    );
}

#[test]
fn an_exception_in_a_thread_ends_only_the_thread() {
    let err = ends(
        "
import threading
def bad():
    raise ValueError('no')
t = threading.Thread(target=bad)
t.start()
t.join()
print('on')
",
        0,
        Ended::Done,
        "on\n",
    );
    assert!(err.starts_with("Exception in thread Thread-1 (bad):\nTraceback"), "{err}");
    assert!(err.ends_with("ValueError: no\n"), "{err}");
}

#[test]
fn deadlocks_are_found() {
    let err = ends(
        "
import threading
a, b = threading.Lock(), threading.Lock()
meet = threading.Barrier(2)
def one():
    with a:
        meet.wait()
        with b:
            pass
def two():
    with b:
        meet.wait()
        with a:
            pass
ts = [threading.Thread(target=one, name='A'), threading.Thread(target=two, name='B')]
for t in ts: t.start()
print('begun')
for t in ts: t.join()
",
        3,
        Ended::Deadlock,
        "begun\n",
    );
    assert!(err.contains("A waits at line 8 in one for a lock that B took"), "{err}");
    assert!(err.contains("B waits at line 13 in two for a lock that A took"), "{err}");
    assert!(err.contains("MainThread waits at line 18 for the end of A"), "{err}");
    ends("import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()", 3, Ended::Deadlock, "");
    ends("import queue\nqueue.SimpleQueue().get()", 3, Ended::Deadlock, "");
}

#[test]
fn waiting_with_a_deadline_is_no_deadlock() {
    ends(
        "import threading\nl = threading.Lock()\nl.acquire()\nprint(l.acquire(timeout=0.05))",
        0,
        Ended::Done,
        "False\n",
    );
}

#[test]
fn the_time_limit() {
    for source in [
        "print('x')\nwhile True: pass",
        "import time\nprint('x')\ntime.sleep(1000)",
        "print('x')\nsum(range(10**7))\nwhile True: pass",
    ] {
        for cores in [1, 2] {
            let mut o = options("3.14", cores);
            o.time_limit_ns = Some(300_000_000);
            let r = run_with(source, &o);
            assert_eq!((r.outcome.exit, r.outcome.ended, &*r.stdout), (124, Ended::TimeLimit, "x\n"));
        }
    }
}

#[test]
fn stopped_from_outside() {
    for source in [
        "while True: pass",
        "import time\ntime.sleep(1000)",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()",
    ] {
        for by_word in [false, true] {
            let r = run_beside(source, &options("3.14", 2), |machine, controls| {
                std::thread::sleep(Duration::from_millis(50));
                if by_word { controls.set(0, 1) } else { machine.stop(StopRequest::Stopped) }
            });
            assert_eq!((r.outcome.exit, r.outcome.ended), (130, Ended::Stopped));
            assert!(r.outcome.wall_ns < 20_000_000_000);
        }
    }
}
