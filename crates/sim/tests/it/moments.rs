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
    assert!(moment.threads[1].waits.as_deref().unwrap().starts_with("for the Lock lock that MainThread took, since "));
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

#[test]
fn who_waits_for_the_gil_knows_since_when_and_for_whom() {
    // The holder has a long way without a poll.
    let body = "    w = f'{v}{v}{v}{v}'\n".repeat(800);
    let source = format!(
        "
import threading
def work():
    v = 1
{body}
    int(1)
ts = [threading.Thread(target=work, name=n) for n in 'AB']
for t in ts: t.start()
for t in ts: t.join()
"
    );
    let (mut sim, _) = start(&source, Options { switch_interval_ns: 1_000, ..explained("3.14", 0) });
    let first = {
        let (mut whole, _) = start(&source, explained("3.14", 0));
        whole.run();
        whole.first_line()
    };
    let asked = (0..200).find_map(|i| {
        let m = sim.moment_at(first + i * 100);
        let by = m.gil.requested_by?;
        m.threads.iter().find(|t| t.id == by)?.waits.clone().map(|w| (w, m))
    });
    let (waits, m) = asked.unwrap();
    let ms = |ns: Option<u64>| format!("{:.3} ms", ns.unwrap() as f64 / 1e6);
    for part in [
        "for the GIL since ",
        &format!("held by {} since {}", m.threads[m.gil.holder.unwrap() as usize].name, ms(m.gil.since_ns)),
        &format!("it asked for it at {}", ms(m.gil.requested_at_ns)),
        "gets an answer at the holder's next poll, in line ",
    ] {
        assert!(waits.contains(part), "{waits:?}: {part:?}");
    }
}

/// What is said of a run as a whole.
fn notes(source: &str, model: &str, interval_ns: u64) -> Vec<String> {
    let (mut sim, _) = start(source, Options { switch_interval_ns: interval_ns, ..explained(model, 0) });
    assert_eq!(sim.run().exit, 0);
    sim.notes()
}

/// Two threads that do this, each 300 times.
fn twice(setup: &str, line: &str) -> String {
    format!(
        "
import threading
x, go = 0, threading.Event()
{setup}
def work():
    global x
    i = 0 if go.wait() else 1
    while i < 300:
        i += 1
        {line}
a, b = threading.Thread(target=work), threading.Thread(target=work)
a.start(); b.start(); go.set()
a.join(); b.join()
"
    )
}

#[test]
fn where_something_was_lost_first_is_a_position_that_shows_it() {
    let source = twice("", "x += int(1)").replace("300", "4000");
    let options = || Options { switch_interval_ns: 1_000, ..explained("3.14", 0) };
    let (mut sim, _) = start(&source, options());
    sim.run();
    let (said, at) = sim.noted().swap_remove(0);
    let at = at.unwrap_or_else(|| panic!("no position of {said:?}"));
    let (mut again, _) = start(&source, options());
    assert!(again.moment_at(at).explanation.ends_with("is lost."), "{}", again.moment_at(at).explanation);
    // Where nothing was lost there is nothing to be shown.
    let (mut sim, _) = start(&twice("", "x += 1"), explained("3.14", 0));
    sim.run();
    assert_eq!(sim.noted().into_iter().map(|(_, at)| at).collect::<Vec<_>>(), [None]);
}

#[test]
fn why_a_race_did_not_show_is_said_with_the_models_in_which_it_would() {
    let of = |line, model| notes(&twice("lock = threading.Lock()", line), model, 5_000_000);
    let said = of("x += 1", "3.14");
    assert_eq!(
        said,
        [
            "x, in line 10: nothing was lost, because under 3.14 no switch can fall between the load and the store: there is \
          no place between them where the GIL is given up. Under 3.9, 3.14t and \"every\" there is."
        ]
    );
    assert!(of("x += 1", "3.10")[0].contains("under 3.10 no switch can fall"));
    let said = of("x += int(1)", "3.14");
    assert!(
        said[0].starts_with("x, in line 10: a switch can fall between the load and the store under 3.14, but"),
        "{said:?}"
    );
    // A call that is specialised does not poll under 3.14, and does under 3.10.
    assert!(of("x += len('a')", "3.14")[0].contains("no switch can fall"));
    assert!(of("x += len('a')", "3.10")[0].contains("a switch can fall"));
    // Where it shows, that is said.
    let said = notes(&twice("", "x += int(1)").replace("300", "4000"), "3.14", 1_000);
    assert!(said[0].contains("a thread stored over what another had stored after it had read"), "{said:?}");
    // An operator of a class of the program's own can be interrupted.
    let class = "
class Y:
    def __init__(self, n): self.n = n
    def __add__(self, m): return Y(self.n + m)
x = Y(0)";
    assert!(notes(&twice(class, "x += 1"), "3.14", 5_000_000).iter().any(|n| n.contains("a switch can fall")));
}

#[test]
fn what_is_locked_or_comes_one_after_the_other_is_no_race() {
    let of = |line: &str| notes(&twice("lock = threading.Lock()\nd = {}", line), "3.14", 5_000_000);
    assert_eq!(of("with lock: x += int(1)"), [""; 0]);
    assert_eq!(of("d[i] = i"), [""; 0]);
    let source = "
import threading
x = 0
def work():
    global x
    for _ in range(50): x += 1
work()
for _ in range(2):
    t = threading.Thread(target=work)
    t.start(); t.join()
work()
";
    assert_eq!(notes(source, "3.14", 5_000_000), [""; 0]);
}

#[test]
fn an_object_where_another_one_was_is_not_taken_for_it() {
    // Each thread has its own, and uses what the other has left behind.
    let source = "
import threading, gc
class Box: pass
def work():
    for _ in range(40):
        boxes = []
        for _ in range(25):
            box = Box()
            box.n = 0
            box.n += int(1)
            boxes.append(box)
        del box, boxes
        gc.collect()
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";
    assert_eq!(notes(source, "3.14", 20_000), [""; 0]);
}
