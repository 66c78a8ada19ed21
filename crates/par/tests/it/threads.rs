use std::time::Duration;

use gilscope_par::Options;

use crate::{everywhere, options, run, run_beside, run_in_steps, run_with};

#[test]
fn threads_run_and_are_joined() {
    everywhere(
        "
import threading
out = []
def work(k):
    for i in range(50):
        out.append(k)
ts = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(len(out), [out.count(k) for k in range(4)], threading.active_count())
",
        "200 [50, 50, 50, 50] 1\n",
    );
}

#[test]
fn sleeping_threads_keep_no_worker() {
    let r = run(
        "
import threading, time
ts = [threading.Thread(target=time.sleep, args=(0.1,)) for _ in range(50)]
a = time.perf_counter()
for t in ts: t.start()
for t in ts: t.join()
d = time.perf_counter() - a
print(d >= 0.1, d < 2)
",
        "3.14",
        1,
    );
    assert_eq!(r.ok(), "True True\n");
}

#[test]
fn ten_thousand_threads_on_two_workers() {
    for model in ["3.14", "3.14t"] {
        let r = run(
            "
import threading
n = 0
lock = threading.Lock()
def work():
    global n
    with lock:
        n += 1
ts = [threading.Thread(target=work) for _ in range(10000)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
",
            model,
            2,
        );
        assert_eq!(r.ok(), "10000\n");
        assert_eq!(r.outcome.stats.threads, 10001);
    }
}

#[test]
fn ten_thousand_threads_that_wait_for_each_other() {
    let r = run(
        "
import threading
go = threading.Event()
n = 0
lock = threading.Lock()
def work():
    global n
    go.wait()
    with lock:
        n += 1
ts = [threading.Thread(target=work) for _ in range(10000)]
for t in ts: t.start()
go.set()
for t in ts: t.join()
print(n)
",
        "3.14",
        2,
    );
    assert_eq!(r.ok(), "10000\n");
}

#[test]
fn one_core_eight_busy_threads() {
    let source = "
import threading, time
progress = [0] * 8
stop = False
def work(k):
    while not stop:
        progress[k] += 1
ts = [threading.Thread(target=work, args=(k,)) for k in range(8)]
for t in ts: t.start()
end = time.monotonic() + 20
while not all(progress) and time.monotonic() < end:
    time.sleep(0.01)
stop = True
for t in ts: t.join()
print(all(progress))
";
    for model in ["3.9", "3.14", "3.14t"] {
        assert_eq!(run(source, model, 1).ok(), "True\n", "{model}");
        assert_eq!(run_in_steps(source, model).ok(), "True\n", "{model}");
    }
}

#[test]
fn input_comes_from_outside() {
    let source = "
import threading
def other():
    global n
    n = 5
n = 0
t = threading.Thread(target=other)
t.start()
a = input('? ')
t.join()
try:
    while True:
        print(a, n)
        a = input()
except EOFError:
    print('end')
";
    let mut given = options("3.14", 2);
    given.stdin = Some("one\ntwo".into());
    assert_eq!(run_with(source, &given).ok(), "? one 5\ntwo 5\nend\n");
    given.stdin = None;
    let r = run_beside(source, &given, |machine, _| {
        for line in [Some("x\n".to_string()), Some("y\n".into()), None] {
            std::thread::sleep(Duration::from_millis(30));
            machine.feed(line);
        }
    });
    assert_eq!(r.ok(), "? x 5\ny 5\nend\n");
}

#[test]
fn each_thread_has_its_locals() {
    everywhere(
        "
import threading
class Mine(threading.local):
    kind = 'class'
    def __init__(self, n):
        self.n = n
        self.ident = threading.get_ident()
plain = threading.local()
plain.x = 'main'
mine = Mine(7)
out = []
def work(k):
    out.append(hasattr(plain, 'x'))
    plain.x = k
    out.append((plain.x, mine.n, mine.kind, mine.ident == threading.get_ident()))
    mine.n = k
    del plain.x
    try:
        plain.x
    except AttributeError as e:
        out.append(str(e))
for k in range(2):
    t = threading.Thread(target=work, args=(k,))
    t.start()
    t.join()
print(plain.x, mine.n, mine.__dict__ == {'n': 7, 'ident': threading.get_ident()})
print(*out, sep='\\n')
",
        "main 7 True
False
(0, 7, 'class', True)
'_thread._local' object has no attribute 'x'
False
(1, 7, 'class', True)
'_thread._local' object has no attribute 'x'
",
    );
}

#[test]
fn misuse_is_refused() {
    everywhere(
        "
import threading, _thread
def attempt(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, e)
t = threading.Thread(target=print)
attempt(t.join)
t.start()
t.join()
attempt(t.start)
attempt(threading.current_thread().join)
attempt(_thread.start_new_thread, 1, ())
attempt(_thread.start_new_thread, print, [])
attempt(_thread.start_joinable_thread, 1)
",
        "RuntimeError cannot join thread before it is started

RuntimeError threads can only be started once
RuntimeError cannot join current thread
TypeError first arg must be callable
TypeError 2nd arg must be a tuple
TypeError thread function must be callable
",
    );
}

#[test]
fn bytecodes_are_counted() {
    let r = run("i = 0\nwhile i < 100000: i += 1\nprint(i)", "3.14", 1);
    assert_eq!(r.ok(), "100000\n");
    let n = r.outcome.stats.instructions;
    assert!((800_000..1_300_000).contains(&n), "{n}");
    let called = "
def f(x): return x + 1
def main():
    for i in range(100000): f(i)
main()
";
    let n = run(called, "3.14", 1).outcome.stats.instructions;
    assert!((900_000..1_400_000).contains(&n), "{n}");
}

/// Each name has one writer, who must find what it wrote: in attributes of objects that go to dict mode, in the globals
/// while they grow, in a list that is appended to, in a dict that grows and shrinks.
#[test]
fn what_is_stored_while_it_moves_is_not_lost() {
    let source = "
import threading
class P:
    def __init__(self, k):
        if k: self.first = 0
        self.a = self.b = 0
objects = [P(k % 2) for k in range(3000)]
items, table = [0, 0], {'a': 0, 'b': 0}
lost, done = [], []
x = 0
start = threading.Barrier(3)

def write_a():
    start.wait()
    n = 0
    for o in objects:
        for _ in range(4):
            n += 1
            o.a = n
            items[0] = n
            table['a'] = n
            if o.a != n or items[0] != n or table['a'] != n: lost.append(('a', n, o.a, items[0], table['a']))
    done.append('a')

def write_b():
    start.wait()
    n = 0
    for o in reversed(objects):
        for _ in range(4):
            n += 1
            o.b = n
            items[1] = n
            table['b'] = n
            if o.b != n or items[1] != n or table['b'] != n: lost.append(('b', n, o.b, items[1], table['b']))
    done.append('b')

def move():
    start.wait()
    k = 0
    while len(done) < 2:
        for o in objects[k % 50::50]: o.__dict__
        for i in range(50): items.append(i)
        del items[2:]
        for i in range(50): table[k, i] = i
        for i in range(50): del table[k, i]
        globals()['name%d' % k] = k
        k += 1

ts = [threading.Thread(target=f) for f in (write_a, write_b, move)]
for t in ts: t.start()
while len(done) < 2:
    x += 1
    before = x
    if x != before: lost.append('x')
for t in ts: t.join()
print(lost[:5], len(items), sorted(table), x > 0)
";
    for seed in 0..6 {
        let mut o = options("3.14t", 4);
        o.seed = seed;
        assert_eq!(run_with(source, &o).ok(), "[] 2 ['a', 'b'] True\n");
    }
}

#[test]
fn who_starts_a_thread_waits_until_it_has_begun() {
    let source = "
import threading
seen = []
def work(i):
    seen.append(i)
ts = [threading.Thread(target=work, args=(i,)) for i in range(8)]
for t in ts:
    t.start()
    assert t.ident and repr(t).split(',')[1].split()[0] in ('started', 'stopped'), t
for t in ts: t.join()
print(seen)
";
    for seed in 0..10 {
        // So long that nobody asks for the GIL: each goes on until it has ended.
        let o = Options { switch_interval_ns: 60_000_000_000, seed, ..options("3.14", 2) };
        assert_eq!(run_with(source, &o).ok(), "[0, 1, 2, 3, 4, 5, 6, 7]\n");
        run_with(source, &Options { seed, ..options("3.14t", 2) }).ok();
    }
}
