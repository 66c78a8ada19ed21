//! What is shown of a moment.
use std::sync::Arc;
use std::time::{Duration, Instant};

use gilscope_protocol::moment::{HeapView, Moment};
use gilscope_sim::{Options, Unit};

use crate::{Kept, options, start};

/// With what the Trace view wants to know.
pub fn explained(model: &str, seed: u64) -> Options {
    Options { explain: true, ..options(model, seed) }
}

/// The first moments at which a thread is about to begin these lines, in the order in which they come.
pub fn at_lines(source: &str, options: Options, lines: &[u32]) -> (Vec<Moment>, Arc<Kept>) {
    let (mut whole, kept) = start(source, options.clone());
    whole.run();
    let mut stops = Vec::new();
    let mut at = whole.position();
    while at > 0 {
        at = whole.last_stop(at, Unit::Line);
        stops.push(at);
    }
    let (mut sim, _) = start(source, options);
    let mut lines = lines.iter().peekable();
    let mut moments = Vec::new();
    for at in stops.into_iter().rev() {
        let Some(&&line) = lines.peek() else { break };
        let moment = sim.moment_at(at);
        if moment.threads.iter().any(|t| t.next.as_ref().is_some_and(|n| n.line == line)) {
            lines.next();
            moments.push(moment);
        }
    }
    assert_eq!(lines.next(), None, "a line was not reached");
    (moments, kept)
}

fn object<'m>(moment: &'m Moment, repr: &str) -> &'m HeapView {
    moment.heap.iter().find(|h| h.repr == repr).unwrap_or_else(|| panic!("{repr} in {:?}", moment.heap))
}

#[test]
fn reference_counts_are_what_the_program_itself_would_be_told() {
    // A local that is passed to a native is borrowed: what is printed is the count itself.
    let source = "
from sys import getrefcount as count
def inner(p, q):
    r = [p, p]
    return count(p)
def outer(a):
    b = a
    d = {'k': a, 'l': [a]}
    return count(a), inner(a, d), count(d)
class Node: pass
def node():
    n = Node()
    n.me = n
    m = [n]
    return count(n), count(m)
def empty(t=()):
    return count(t)
x = ['x']
print(outer(x), node(), empty())
";
    let (moments, kept) = at_lines(source, explained("3.14", 0), &[5, 15, 17]);
    let [in_inner, in_node, in_empty] = &moments[..] else { unreachable!() };
    let x = object(in_inner, "['x']").refcount.unwrap();
    let d = object(in_inner, "{'k': ['x'], 'l': [[…]]}").refcount.unwrap();
    let of = |kind: &str| in_node.heap.iter().find(|h| h.kind == kind && h.repr != "['x']").unwrap().refcount.unwrap();
    let (n, m) = (of("Node"), of("list"));
    let t = object(in_empty, "()");
    assert!(t.immortal && !object(in_empty, "['x']").immortal);
    // In `outer` the two references of `r` and the one of `p` are not there yet; `d` is borrowed by `inner`.
    let said = format!("({}, {x}, {d}) ({n}, {m}) {}\n", x - 2, t.refcount.unwrap());
    assert_eq!(*kept.stdout.lock().unwrap(), said);
}

#[test]
fn what_is_waited_for_with_and_what_threads_hold_is_counted() {
    let source = "
import threading
lock = threading.Lock()
data = [1]
def work(mine):
    with lock:
        mine.append(2)
lock.acquire()
t = threading.Thread(target=work, args=(data,))
t.start()
import time; time.sleep(0.01)
lock.release()
t.join()
";
    let (moments, _) = at_lines(source, explained("3.14", 0), &[12]);
    let moment = &moments[0];
    // The variable, the argument of the thread's function, and the tuple of arguments.
    assert_eq!(object(moment, "[1]").refcount, Some(3));
    assert!(moment.threads[1].waits.as_deref().unwrap().starts_with("for a lock"));
}

#[test]
fn looking_changes_nothing_and_is_soon_done() {
    let source = "
class Node:
    def __init__(self, next): self.next = next
nodes = None
for i in range(20_000):
    nodes = Node(nodes)
rows = [[i] for i in range(20_000)]
last = 1
print(last)
";
    let (mut unseen, _) = start(source, explained("3.14", 0));
    unseen.run();
    let position = unseen.last_stop(unseen.last_stop(unseen.position(), Unit::Line), Unit::Line);
    let (mut seen, _) = start(source, explained("3.14", 0));
    let moment = seen.moment_at(position);
    let begun = Instant::now();
    let again = seen.moment_at(moment.position);
    // Natively, and not optimised.
    assert!(begun.elapsed() < Duration::from_millis(1000), "{:?}", begun.elapsed());
    assert!(again.heap.iter().all(|h| h.refcount.is_some()));
    for n in 1..10 {
        seen.moment_at(moment.position + n);
    }
    seen.run();
    assert_eq!((seen.trace_hash(), seen.now_ns()), (unseen.trace_hash(), unseen.now_ns()));
}
