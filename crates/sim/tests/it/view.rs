//! What is shown of a moment.
use gilscope_protocol::moment::{LockView, Moment};
use gilscope_sim::{Options, Progress, Sim, Unit};
use gilscope_trace::EventKind;

use crate::{Run, finished, options, recorded, run_with, start};

fn explained(source: &str, model: &str) -> Sim {
    start(source, Options { explain: true, ..options(model, 0) }).0
}

/// Where its own first line is about to run.
fn at_first_line(source: &str) -> Sim {
    let first = explained(source, "3.14").next_stop(Unit::Line);
    let mut sim = explained(source, "3.14");
    sim.run_to(first);
    sim
}

/// The first moment of the run for which `wanted` gives something.
#[track_caller]
fn find<T>(sim: &mut Sim, wanted: impl FnMut(&Moment) -> Option<T>) -> T {
    find_every(1, sim, wanted)
}

/// The same for every so many steps.
#[track_caller]
fn find_every<T>(steps: u64, sim: &mut Sim, mut wanted: impl FnMut(&Moment) -> Option<T>) -> T {
    loop {
        let moment = sim.moment_at(sim.position() + steps);
        if let Some(found) = wanted(&moment) {
            return found;
        }
        assert!(sim.run_to(sim.position()) != Progress::Ended, "no such moment");
    }
}

const FORKS: &str = "
import threading, time
forks = [threading.Lock() for _ in range(2)]
class Account:
    def __init__(self):
        self.lock = threading.RLock()
account = Account()
def eat(i):
    with account.lock:
        with account.lock:
            pass
    with forks[i]:
        time.sleep(0.01)
        with forks[1 - i]:
            pass
threads = [threading.Thread(target=eat, args=(i,)) for i in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";

#[test]
fn locks_have_a_path_an_owner_a_count_and_a_queue() {
    let mut sim = at_first_line(FORKS);
    let named = |m: &Moment, name: &str| m.locks.iter().find(|l| l.name.as_deref() == Some(name)).cloned();
    let twice = find_every(4, &mut sim, |m| named(m, "account.lock").filter(|l| l.count == 2));
    assert_eq!((&*twice.kind, twice.owner), ("RLock", Some(1)));
    // Each has one fork and waits for the other.
    let forks: Vec<LockView> = find_every(20, &mut sim, |m| {
        let forks: Vec<_> = ["forks[0]", "forks[1]"].into_iter().filter_map(|name| named(m, name)).collect();
        (forks.iter().filter(|l| !l.queue.is_empty()).count() == 2).then_some(forks)
    });
    assert_eq!(
        forks.iter().map(|l| (l.owner, l.count, &*l.queue)).collect::<Vec<_>>(),
        [(Some(1), 1, &[2][..]), (Some(2), 1, &[1][..])]
    );
}

#[test]
fn what_has_changed_inside_an_object_is_marked() {
    let mut sim = explained("d = {'a': 1, 'b': 2}\nd['b'] = 3\nprint(d)\n", "3.14");
    let items = find(&mut sim, |m| {
        let d = m.heap.iter().find(|h| h.kind == "dict" && h.items.iter().any(|i| i.repr == "3"))?;
        Some((d.changed, d.items.iter().map(|i| (i.name.clone(), i.changed)).collect::<Vec<_>>()))
    });
    assert_eq!(items, (true, vec![("'a'".to_owned(), false), ("'b'".to_owned(), true)]));
    let later = find(&mut sim, |m| m.heap.iter().find(|h| h.kind == "dict").map(|d| d.changed));
    assert!(!later);
}

#[test]
fn every_operand_is_shown() {
    let mut sim = explained("x = 7\n", "3.14");
    let row = find(&mut sim, |m| m.bytecode.as_ref()?.rows.iter().find(|r| r.op == "LOAD_SMALL_INT").cloned());
    assert_eq!(row.arg, "7");
}

/// All that is said of a run.
fn said(source: &str) -> String {
    let mut sim = at_first_line(source);
    let mut said = String::new();
    while sim.outcome().is_none() {
        let moment = sim.moment_at(sim.position() + 1);
        said.push_str(&moment.explanation);
        said.push('\n');
        sim.run_to(moment.position);
    }
    said
}

#[test]
fn what_is_raised_and_who_handles_it_is_said() {
    let said = said(
        "
def divide(a, b):
    return a / b
def attempt():
    try:
        divide(1, 0)
    except ZeroDivisionError:
        pass
attempt()
try:
    [][5]
except IndexError:
    pass
{}['missing']
",
    );
    for words in [
        "BINARY_OP raises ZeroDivisionError('division by zero'); divide does not handle it, attempt does.",
        "BINARY_OP raises IndexError('list index out of range'), which <module> itself handles",
        "BINARY_OP raises KeyError: 'missing'; nothing handles it",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_call_that_waits_raises_nothing() {
    let said = said(
        "
import _thread, time
lock = _thread.allocate_lock()
def work():
    with lock:
        pass
with lock:
    _thread.start_new_thread(work, ())
    time.sleep(0.01)
time.sleep(0.01)
",
    );
    assert!(said.contains("which has to wait") && !said.contains("raises"), "{said}");
}

#[test]
fn a_call_of_len_polls_until_it_is_specialised() {
    let mut sim = explained(
        "
s = [1]
def f():
    return len(s)
for i in range(20):
    f()
",
        "3.14",
    );
    let call = |m: &Moment| {
        let code = m.bytecode.as_ref().filter(|b| b.code == "f" && m.actor == Some(0))?;
        code.rows.iter().find(|r| r.op == "CALL").map(|r| r.poll)
    };
    assert!(find(&mut sim, |m| call(m)), "at first it may be any function");
    assert!(!find(&mut sim, |m| call(m).filter(|poll| !poll)));
}

#[test]
fn a_place_of_one_run_is_found_in_another() {
    let source = "
import threading
x = 0
def work():
    global x
    for i in range(50):
        x += int(1)
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";
    let (mut one, mut other) = (explained(source, "3.14t"), explained(source, "3.9"));
    other.run();
    let lines: Vec<u64> = (1..).map_while(|n| other.line_begins(1, n)).collect();
    assert!(lines.len() > 90 && lines.is_sorted(), "{}", lines.len());
    // Every moment of thread 1 in one run is found in the other, at the same instruction.
    let mut found = 0;
    while one.run_to(one.position() + 13) == Progress::Paused {
        let place = one.place(1);
        if place.lines == 0 {
            continue;
        }
        let mut other = explained(source, "3.9");
        other.run_to(lines[place.lines as usize - 1]);
        assert!(other.come_to(place), "{place:?}");
        found += 1;
        if found % 16 == 0 {
            let next = |sim: &mut Sim| {
                let m = sim.moment_at(sim.position());
                m.threads.into_iter().find(|t| t.id == 1).and_then(|t| t.next).map(|n| (n.line, n.op))
            };
            assert_eq!(next(&mut one), next(&mut other), "{place:?}");
        }
    }
    assert!(found > 30, "{found}");
}

#[test]
fn a_line_is_made_of_its_steps_and_what_others_do_meanwhile() {
    let source = "
import threading
x = 0
def work():
    global x
    for i in range(300):
        x += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";
    let mut sim = explained(source, "every");
    let mut apart = 0;
    for number in 2.. {
        let Some(begins) = sim.line_begins(1, number).or_else(|| {
            sim.run_to(sim.position() + 100_000);
            sim.line_begins(1, number)
        }) else {
            break;
        };
        if number % 40 != 3 {
            continue;
        }
        let mut again = explained(source, "every");
        again.run_to(begins);
        assert_eq!(again.line_start(1), Some(begins), "it is about to begin");
        let steps = again.steps_of_line(1);
        let own: Vec<String> = steps.iter().filter_map(|s| Some(s.row.as_ref()?.op.clone())).collect();
        assert!(own.len() > 1, "{own:?}");
        let mut within = explained(source, "every");
        within.run_to(steps[0].position);
        assert_eq!(within.line_start(1), Some(begins), "it has begun");
        assert!(steps.is_sorted_by_key(|s| s.position));
        apart += usize::from(steps.iter().any(|s| s.thread == 2));
    }
    assert!(apart < 15, "a switch within a line is rare");
}

#[test]
fn a_run_with_more_events_than_are_kept_says_so_and_is_the_same_run() {
    let source = "
import threading, time
def work():
    for _ in range(400): time.sleep(0)
ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
";
    let whole = run_with(source, recorded("3.14", 1));
    let few = Options { keep_bytes: 6_000, ..recorded("3.14", 1) };
    let (mut sim, kept) = start(source, few);
    let outcome = sim.run();
    let thinned = sim.thinned().unwrap();
    let mut taken = Vec::new();
    while let Some(batch) = Some(sim.take_events()).filter(|batch| !batch.is_empty()) {
        taken.extend(gilscope_trace::decode(&batch).unwrap());
    }
    let r = finished(&sim, &kept, outcome);
    assert_eq!((r.hash, r.steps, &r.schedule), (whole.hash, whole.steps, &whole.schedule));
    assert_eq!(taken, r.events);
    assert!(r.events.len() * 2 < whole.events.len(), "{} of {}", r.events.len(), whole.events.len());
    assert_eq!(r.each(|e| matches!(e.kind, EventKind::Thinned { .. }).then_some(e.t_ns)), [thinned.until_ns]);
    let after = |r: &Run| r.each(|e| (e.t_ns > thinned.until_ns).then(|| e.clone()));
    assert!(after(&r) == after(&whole) && after(&r).len() > 100);
    let names = |r: &Run| r.each(|e| matches!(e.kind, EventKind::ThreadStart { .. }).then(|| e.clone()));
    assert_eq!(names(&r), names(&whole));
}

#[test]
fn a_line_whose_calls_are_specialised_has_no_poll_any_more() {
    let source = "
s = [1]
n = 0
def work():
    global n
    for i in range(6):
        n += len(s)
        n += abs(1)
work()
";
    let mut sim = explained(source, "3.14");
    let mut moment = at_first_line(source).moment_at(0);
    assert_eq!(moment.silent_lines, []);
    sim.run();
    moment = sim.moment_at(sim.position());
    assert_eq!(moment.silent_lines, [7], "len, and not abs");
    let mut sim = explained(source, "3.10");
    sim.run();
    assert_eq!(sim.moment_at(sim.position()).silent_lines, []);
}

#[test]
fn what_a_step_did_is_said_with_what_it_did_it_to() {
    let source = "
def gen():
    yield 1
class O: pass
o = O()
o.n = 5
d = {}
for w in (1,): pass
for v in gen():
    if v not in d:
        d[v] = d.get(v, 0) + len('abc')
print(-o.n)
";
    let mut sim = explained(source, "3.14");
    let mut said = String::new();
    while sim.outcome().is_none() {
        said += &sim.moment_at(sim.position() + 1).explanation;
        said.push('\n');
    }
    for sentence in [
        "MainThread makes a generator of gen.",
        "MainThread stores 5 to the attribute n of <O object>.",
        "for the loop's next item.",
        "MainThread yields 1 from gen.",
        "MainThread looks for 1 (not in {}); the result is True.",
        "MainThread finds True and ",
        "; the result is 3.",
        "MainThread stores 3 to the item 1 of {}.",
        "MainThread finds no more items: the loop has ended.",
        "MainThread loads the attribute n of <O object>: 5.",
        "MainThread takes minus 5; the result is -5.",
    ] {
        assert!(said.contains(sentence), "{sentence} is not in\n{said}");
    }
    assert!(!said.contains("raises"), "{said}");
}

#[test]
fn a_dict_that_is_looked_into_and_then_stored_to_is_a_race() {
    let source = |line: &str| {
        format!(
            "
import threading
d = {{'k': 0}}
def work():
    for i in range(300):
        {line}
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
"
        )
    };
    for (line, word) in
        [("d['k'] = d.get('k', 0) + 1", "a switch can fall"), ("if 'k' in d: d['k'] = i", "nothing was lost")]
    {
        let o = Options { explain: true, switch_interval_ns: 100_000, ..options("3.14", 2) };
        let (mut sim, _) = start(&source(line), o);
        sim.run();
        let notes = sim.notes().join("\n");
        assert!(
            notes.contains("in line 6") && (notes.contains(word) || notes.contains("stored over")),
            "{line}: {notes}"
        );
    }
}
