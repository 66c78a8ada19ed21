use gilscope_par::Ended;

use crate::{everywhere, options, run, run_with};

#[test]
fn objects_survive_collections_while_threads_run() {
    let source = "
import threading
class Node:
    def __init__(self, n, following):
        self.n = n
        self.following = following
def chain(k):
    head = None
    for i in range(k):
        head = Node(i, head)
    return head
def length(node):
    n = 0
    while node is not None:
        n += 1
        node = node.following
    return n
def numbers(k):
    for i in range(k):
        yield [i] * 10
done = []
def work(k):
    keep = chain(2000)
    for _ in range(40):
        short = chain(1000)
        d = {str(i): [i] for i in range(300)}
        assert sum(len(x) for x in numbers(300)) == 3000
        assert length(short) == 1000
        assert d['77'] == [77]
    assert length(keep) == 2000
    done.append(k)
ts = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(done))
";
    for (model, cores) in [("3.14", 2), ("3.14t", 1), ("3.14t", 3), ("every", 2)] {
        let r = run(source, model, cores);
        assert_eq!(r.ok(), "[0, 1, 2, 3]\n");
        assert!(r.outcome.stats.collections > 0, "{:?}", r.outcome.stats);
    }
}

#[test]
fn a_memory_error_can_be_caught() {
    everywhere(
        "
try:
    x = [0] * 10**12
except MemoryError:
    print('too much at once')
keep = []
try:
    while True:
        keep.append([0] * 100000)
except MemoryError:
    n = len(keep)
    keep = None
    print('too much together', n > 100)
keep = [0] * 1000000
print(len(keep))
",
        "too much at once\ntoo much together True\n1000000\n",
    );
}

#[test]
fn memory_errors_end_the_program_with_a_traceback() {
    let mut o = options("3.14", 2);
    o.memory_limit_bytes = 32 << 20;
    let r = run_with("keep = []\nwhile True:\n    keep.append([0] * 1000)", &o);
    assert_eq!((r.outcome.exit, r.outcome.ended), (1, Ended::Exception));
    assert!(r.stderr.contains("line 3, in <module>") && r.stderr.ends_with("MemoryError\n"), "{}", r.stderr);
    assert!(r.outcome.stats.peak_bytes <= 32 << 20);
}

#[test]
fn garbage_does_not_add_up() {
    let mut o = options("3.14t", 2);
    o.memory_limit_bytes = 64 << 20;
    let r = run_with(
        "
import threading
def work():
    for i in range(20000):
        x = [i] * 1000
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print('done')
",
        &o,
    );
    assert_eq!(r.ok(), "done\n");
    assert!(r.outcome.stats.allocated_bytes > 600 << 20);
}

#[test]
fn all_kinds_of_objects_survive_collections() {
    let source = r#"
import gc, threading, functools, collections
def tree(d):
    return None if d == 0 else (tree(d-1), [d], tree(d-1))
class P:
    __slots__ = ("a", "b")
    def __init__(self, a, b): self.a = a; self.b = b
def gen(n):
    xs = [str(i) for i in range(n)]
    for x in xs:
        y = yield x
def work():
    for r in range(30):
        gs = [gen(20) for _ in range(20)]
        for g in gs: next(g)
        t = tree(8)
        gc.collect()
        assert [next(g) for g in gs] == ["1"] * 20
        d = collections.OrderedDict((str(i), P(i, t)) for i in range(200))
        s = {frozenset([i, str(i)]) for i in range(100)}
        q = collections.deque(range(100), 50)
        gc.collect()
        assert d["150"].a == 150 and len(s) == 100 and q[0] == 50
        assert frozenset([7, "7"]) in s
        b = b"".join(bytes([i]) for i in range(200))
        x = ""
        for i in range(300): x += str(i)
        gc.collect()
        assert len(b) == 200 and x.startswith("0123") and x.endswith("299")
        assert 10**200 // 10**190 == 10**10
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print("ok")
"#;
    for (model, cores) in [("3.14", 2), ("3.14t", 2), ("every", 1)] {
        assert_eq!(run(source, model, cores).ok(), "ok\n");
    }
}
