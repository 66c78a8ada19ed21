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
        "MainThread: BINARY_OP raises ZeroDivisionError('division by zero'); divide does not handle it; the except in line 7 of attempt is asked whether it handles it.",
        "MainThread begins to handle ZeroDivisionError('division by zero').",
        "MainThread asks whether ZeroDivisionError('division by zero') is a ZeroDivisionError; the result is True.",
        "MainThread: BINARY_OP raises IndexError('list index out of range'); the except in line 12 of <module> is asked whether it handles it.",
        "MainThread: BINARY_OP raises KeyError: 'missing'; nothing handles it.",
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
    assert!(!said.contains("raises"), "{said}");
    for words in ["wants the Lock lock, which MainThread holds, and has to wait.", "calls sleep, and sleeps until 10."]
    {
        assert!(said.contains(words), "{words}\n{said}");
    }
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
        "MainThread makes a generator of gen, and nothing of it runs yet.",
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
d, go = {{'k': 0}}, threading.Event()
def work():
    for i in range(300 if go.wait() else 0):
        {line}
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
go.set()
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

#[test]
fn where_an_exception_goes_is_said_without_claiming_that_it_is_handled() {
    let said = said(
        "
import threading
lock = threading.Lock()
def left():
    with lock:
        raise KeyError('k')
def tidy():
    try: left()
    finally: n = 1
def wrong():
    try: tidy()
    except IndexError: pass
    except KeyError as e: raise ValueError('v') from e
def last():
    try: wrong()
    except: raise
t = threading.Thread(target=last, name='T')
t.start()
t.join()
raise SystemExit(3)
",
    );
    for words in [
        "T raises KeyError('k'); the with block in line 5 of left is told of it.",
        "T raises KeyError('k') again; left does not handle it; the finally block in line 9 of tidy comes first.",
        "T raises KeyError('k') again; tidy does not handle it; the except in line 12 of wrong is asked whether it handles it.",
        "T asks whether KeyError('k') is an IndexError; the result is False.",
        "T raises ValueError('v'); wrong leaves the except block that it is in.",
        "T raises ValueError('v') again; wrong does not handle it; the except in line 16 of last handles it.",
        "nothing in T handles it, and the thread ends.",
        "MainThread raises SystemExit(3); nothing handles it.",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn an_operation_is_said_with_its_operands_and_what_it_calls() {
    let said = said(
        "
import threading
class Account:
    def __init__(self, n): self.n = n
    def __iadd__(self, n): return self
    def __lt__(self, n): return True
    @property
    def half(self): return self.n / 2
a = Account(10)
a += 5
a < 7
a.half
2 == 3
def outer():
    def inner(): return a
    return inner
outer()()
def gen():
    yield 1
    yield 2
g = gen()
next(g); next(g)
async def co(): pass
co().close()
xs = [3, 4]
xs[0]
del xs[0]
del g
f'{xs[0]:>3}'
lock = threading.RLock()
with lock:
    lock.acquire()
    lock.release()
threading.Lock().acquire()
xs.append(1)
if xs is None: pass
",
    );
    for words in [
        "MainThread imports threading, whose own code runs first.",
        "MainThread makes the class 'Account': its body runs.",
        "MainThread loads n: 10 and self: <Account object>.",
        "MainThread computes <Account object> += 5, which calls Account.__iadd__.",
        "MainThread compares <Account object> < 7, which calls Account.__lt__.",
        "MainThread loads the attribute half of <Account object>, which calls Account.half.",
        "MainThread computes 10 / 2; the result is 5.0.",
        "MainThread compares 2 == 3; the result is False.",
        "MainThread calls outer.<locals>.inner.",
        "MainThread goes on in gen, behind its yield.",
        "MainThread makes a coroutine of co, and nothing of it runs yet.",
        "MainThread makes a list: [3, 4].",
        "MainThread takes the item 0 of [3, 4]: 3.",
        "MainThread deletes the item 0 of [3, 4].",
        "MainThread deletes the name g.",
        "MainThread turns 4 into text: '  4'.",
        "MainThread takes the RLock lock, with __enter__.",
        "MainThread takes the RLock lock once more, with acquire: 2 times now.",
        "MainThread releases the RLock lock once, with release: 1 more to come.",
        "MainThread releases the RLock lock, with __exit__.",
        "MainThread calls append of [4]; the result is None.",
        "MainThread drops None from its stack.",
        "MainThread finds [4, 1] and ",
        "MainThread is inside the library, in the module threading: ",
        "The program is over.",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    // Every instruction of the program has words of its own.
    for words in ["something", "\nMainThread: ", "calls outer.<locals.\n", "bool("] {
        assert!(!said.contains(words), "{words} is in\n{said}");
    }
}

/// What is said of why threads do not run, in all of a run: the thread's name and the words.
fn waits(source: &str, o: Options) -> String {
    waits_every(1, source, o)
}

/// The same, looked at every so many steps.
fn waits_every(steps: u64, source: &str, o: Options) -> String {
    let mut sim = start(source, Options { explain: true, ..o }).0;
    let mut said = String::new();
    while sim.outcome().is_none() {
        for t in sim.moment_at(sim.position() + steps).threads {
            said += &t.waits.map_or(String::new(), |w| format!("{}: {w}\n", t.name));
        }
    }
    said
}

#[test]
fn what_a_thread_waits_for_is_said_as_the_program_has_it() {
    let said = waits_every(
        20,
        "
import threading, queue, time
cond, event, q, s = threading.Condition(), threading.Event(), queue.Queue(1), queue.SimpleQueue()
lock = threading.Lock()
def notified():
    with cond: cond.wait()
def told(): event.wait(5)
def gets(): q.get()
def takes(): s.get()
def locks():
    with lock: pass
def stays(): time.sleep(9)
def itself():
    mine = threading.Lock()
    mine.acquire(); mine.acquire(timeout=0.02)
lock.acquire()
ts = [threading.Thread(target=f, name=f.__name__) for f in (notified, told, gets, takes, locks, itself)]
threading.Thread(target=stays, name='stays', daemon=True).start()
for t in ts: t.start()
time.sleep(0.01)
lock.release(); event.set(); q.put(1); s.put(2)
with cond: cond.notify()
for t in ts: t.join()
",
        options("3.14", 0),
    );
    for words in [
        "notified: to be notified, in Condition.wait, since 0.",
        "told: to be notified, in threading.Event.wait, since 0.",
        "gets: to be notified, in queue.Queue.get, since 0.",
        "takes: for an item in a queue, since 0.",
        "locks: for the Lock lock that MainThread took, since 0.",
        "itself: for the Lock mine that it took itself, since 0.",
        "MainThread: for the end of itself, since 10.",
        "stays: sleeps until 9000.",
        "stays: the program is over",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    assert!(!said.contains("told: to be notified, in threading.Event.wait, since 0.0\n"), "{said}");
}

#[test]
fn a_wait_is_counted_from_its_own_beginning() {
    let source = "
import threading, time
def work(): time.sleep(0.01)
for _ in range(3):
    t = threading.Thread(target=work)
    t.start()
    t.join()
";
    let said = waits(source, options("3.14", 0));
    let since: Vec<&str> = said
        .lines()
        .filter_map(|l| l.strip_prefix("MainThread: for the end of ")?.split("since ").nth(1)?.split('.').next())
        .collect();
    let mut whole_ms = since.clone();
    whole_ms.dedup();
    assert_eq!(whole_ms, ["0", "10", "20"], "{said}");
}

#[test]
fn whose_interval_began_before_a_switch_is_not_said_to_ask_at_its_end() {
    let source = "
import threading
few = [1] * 100
def work():
    i = 0
    while i < 900:
        i += sum(few) // 100
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
";
    let o = || Options { explain: true, switch_interval_ns: 100_000, ..options("3.14", 1) };
    let asked = run_with(source, Options { record: true, ..o() }).requests();
    let mut sim = start(source, o()).0;
    let time = |words: &str| {
        let ms: f64 = words.split(" ms").next().unwrap().parse().unwrap();
        (ms * 1e3).round() as u64
    };
    let (mut will, mut anew) = (0, 0);
    while sim.outcome().is_none() {
        let m = sim.moment_at(sim.position() + 101);
        for t in &m.threads {
            let Some(w) = &t.waits else { continue };
            if let Some((_, at)) = w.split_once("its interval ends at ") {
                anew += 1;
                assert!(!asked.iter().any(|q| q.2 == t.id && q.0 / 1000 == time(at)), "{w}");
            }
            if let Some((_, at)) = w.split_once("it will ask at ") {
                let by = time(at);
                let is_asked = asked.iter().any(|q| q.2 == t.id && (q.0 + 500) / 1000 == by);
                will += usize::from(is_asked);
            }
        }
    }
    assert!(will > 5 && anew > 5, "{will} {anew}");
}

#[test]
fn how_a_run_ended_is_said() {
    let last = |source: &str, o: Options| {
        let mut sim = start(source, Options { explain: true, ..o }).0;
        sim.run();
        let at = sim.position();
        sim.moment_at(at).explanation
    };
    let said = last(FORKS, options("3.14", 0));
    assert!(said.ends_with("No thread can go on any more: this is a deadlock."), "{said}");
    let daemon = "
import threading, time
threading.Thread(target=time.sleep, args=(9,), name='D', daemon=True).start()
";
    let said = last(daemon, options("3.14", 0));
    assert!(said.ends_with("The program is over, and D, which has not ended, does not run any more."), "{said}");
    let said = last("while True: pass\n", Options { time_limit_ns: Some(50_000), ..options("3.14", 0) });
    assert!(said.ends_with("The run ends here: its time limit is over."), "{said}");
}

#[test]
fn a_request_may_be_answered_on_each_way_that_the_holder_can_take() {
    // Text formatted is no poll.
    let long = |indent: &str, n: usize| format!("{indent}w = f'{{v}}{{v}}{{v}}{{v}}'\n").repeat(n);
    let source = format!(
        "
import threading
def work(yes):
    v = 1
{}    if yes:
{}        int(1)
    else:
        int(2)
ts = [threading.Thread(target=work, args=(True,)) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
",
        long("    ", 400),
        long("        ", 20)
    );
    let said = waits_every(40, &source, Options { switch_interval_ns: 1_000, ..options("3.14", 0) });
    assert!(said.contains("gets an answer at the holder's next poll, in line 426 or 428\n"), "{said}");
    assert!(said.contains("gets an answer at the holder's next poll, in line 426\n"), "{said}");
}
