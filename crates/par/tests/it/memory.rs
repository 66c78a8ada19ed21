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
