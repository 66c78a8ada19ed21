//! The GIL simply taken out: counts that two threads change at the same time.
use gilscope_protocol::moment::{CountView, Moment};
use gilscope_sim::{Progress, Schedule, Sim};
use gilscope_stdlib::program::Ended;
use gilscope_trace::{EventKind, ThreadState};

use crate::moments::explained;
use crate::{MODELS, finished, options, recorded, run, run_with, start};

/// Two threads that take a reference to a list, and drop it.
fn borrowers(rounds: u32) -> String {
    format!(
        "
import threading
data, go = [1, 2], threading.Event()
def work():
    for _ in range({rounds} if go.wait() else 0):
        mine = data
        mine = None
a, b = threading.Thread(target=work, name='A'), threading.Thread(target=work, name='B')
a.start(); b.start(); go.set()
a.join(); b.join()
print(data)
"
    )
}

#[test]
fn some_runs_free_what_is_in_use_and_some_leak_and_each_is_the_same_again() {
    let source = borrowers(2500);
    let (mut crashed, mut survived) = (0, 0);
    for seed in 0..8 {
        let (a, b) = (run(&source, "naive", seed), run(&source, "naive", seed));
        assert_eq!(
            (a.hash, a.outcome, &a.stdout, &a.stderr, a.steps),
            (b.hash, b.outcome, &b.stdout, &b.stderr, b.steps)
        );
        match a.outcome.ended {
            Ended::Crashed => {
                crashed += 1;
                assert_eq!((a.outcome.exit, &*a.stdout), (139, ""));
                let said = &a.stderr;
                assert!(said.starts_with("Segmentation fault\n"), "{said}");
                assert!(
                    said.contains("uses the list [1, 2] at line ") && said.contains(" freed it at line 7: "),
                    "{said}"
                );
                assert!(said.contains("its count was too low, because"), "{said}");
            }
            _ => {
                survived += 1;
                assert_eq!(a.ok(), "[1, 2]\n");
            }
        }
    }
    assert!(crashed > 2 && survived > 0, "{crashed} crashed, {survived} did not");
}

#[test]
fn under_no_other_model_is_anything_lost() {
    // The very runs of which most crash without protection.
    for model in MODELS {
        for seed in 0..8 {
            let (mut sim, kept) = start(&borrowers(2500), options(model, seed));
            let mut at = 0;
            while sim.run_to(at) == Progress::Paused {
                at += 4001;
                let m = sim.moment_at(at);
                assert!(m.threads.iter().all(|t| t.counting.is_none()), "{model}: a count is no step of its own");
                assert!(m.heap.iter().all(|h| !h.freed && !h.leaked && h.racy_refcount.is_none()), "{model}");
            }
            assert_eq!(kept.all(), "[1, 2]\n", "{model}");
        }
    }
}

#[test]
fn a_single_thread_counts_right_and_makes_no_steps_for_it() {
    let source = "
data = [1]
for i in range(2000):
    mine = [data, data]
    mine.append(data)
    del mine
print(data)
";
    let (naive, plain) = (run(source, "naive", 1), run(source, "3.14t", 1));
    assert_eq!((naive.ok(), naive.steps), (plain.ok(), plain.steps));
    // And so do threads that have nothing in common but their function.
    let source = "
import threading
def work(n):
    mine = []
    for i in range(n):
        other = mine
        other.append(i)
    seen.append(len(other))
seen = []
ts = [threading.Thread(target=work, args=(200,)) for _ in range(3)]
for t in ts: t.start(); t.join()
print(seen)
";
    assert_eq!(run(source, "naive", 1).ok(), "[200, 200, 200]\n");
}

#[test]
fn a_run_is_replayed_and_pauses_change_nothing() {
    for seed in 0..4 {
        let source = borrowers(60);
        let (mut whole, kept) = start(&source, options("naive", seed));
        let outcome = whole.run();
        let whole = finished(&whole, &kept, outcome);
        for length in [1, 5, 64] {
            let (mut sim, kept) = start(&source, options("naive", seed));
            while sim.run_to(sim.position() + length) == Progress::Paused {}
            let outcome = sim.outcome().unwrap();
            let pieces = finished(&sim, &kept, outcome);
            assert_eq!(
                (pieces.hash, pieces.steps, pieces.now_ns, &pieces.stderr, pieces.outcome),
                (whole.hash, whole.steps, whole.now_ns, &whole.stderr, whole.outcome)
            );
            assert_eq!(sim.divergence(&Schedule::parse(&whole.schedule).unwrap()), None);
        }
    }
}

fn counting(m: &Moment, thread: u32) -> Option<&CountView> {
    m.threads.iter().find(|t| t.id == thread)?.counting.as_ref()
}

/// Goes on, with this thread alone, until it is about to make such a step of a change of the count of `data`.
fn until(sim: &mut Sim, thread: u32, delta: i64, phase: &str) -> Moment {
    until_of("data", sim, thread, delta, phase)
}

/// The same for what the program calls so, or what looks so.
fn until_of(what: &str, sim: &mut Sim, thread: u32, delta: i64, phase: &str) -> Moment {
    assert!(sim.choose(thread));
    for _ in 0..400 {
        let m = sim.moment_at(sim.position() + 1);
        if counting(&m, thread).is_some_and(|c| c.name == what && c.delta == delta && c.phase == phase) {
            return m;
        }
    }
    panic!("thread {thread} does not come to {phase} of {delta}");
}

fn step(sim: &mut Sim, thread: u32) -> Moment {
    assert!(sim.choose(thread));
    sim.moment_at(sim.position() + 1)
}

#[test]
fn the_learner_plays_the_schedule_that_frees_a_live_object() {
    let source = borrowers(3000);
    let (mut sim, kept) = start(&source, explained("naive", 0));
    let both =
        |m: &Moment| (1..3).all(|id| m.threads.iter().any(|t| t.id == id && t.state != "ended" && t.next.is_some()));
    assert!((0..2000).any(|_| {
        let at = sim.position() + 500;
        both(&sim.moment_at(at))
    }));
    // Each has touched it once.
    until(&mut sim, 1, 1, "load");
    until(&mut sim, 2, 1, "load");
    // Both read 1 and write 2.
    let m = until(&mut sim, 1, 1, "store");
    assert_eq!(counting(&m, 1).unwrap().read, Some(1));
    assert!(m.explanation.contains("A adds 1 to what it has read: 2"), "{}", m.explanation);
    let m = step(&mut sim, 2);
    assert!(
        m.explanation.contains("B reads the count of data, which is 1; A's increment to 2 is not written yet"),
        "{}",
        m.explanation
    );
    step(&mut sim, 2);
    let m = step(&mut sim, 2);
    assert!(m.explanation.contains("B writes 2 as the count of data"), "{}", m.explanation);
    let m = step(&mut sim, 1);
    assert!(
        m.explanation.contains("A writes 2 as the count of data: what B has counted meanwhile is lost"),
        "{}",
        m.explanation
    );
    let data = m.heap.iter().find(|h| h.repr == "[1, 2]").unwrap();
    assert_eq!((data.refcount, data.racy_refcount), (Some(3), Some(2)));
    // Both drop theirs: the second frees what the variable still refers to.
    until(&mut sim, 1, -1, "store");
    step(&mut sim, 1);
    until(&mut sim, 2, -1, "store");
    let m = step(&mut sim, 2);
    assert!(m.explanation.contains("that is 0, so B frees it, although 1 reference is left"), "{}", m.explanation);
    assert!(m.heap.iter().any(|h| h.repr == "[1, 2]" && h.freed));
    // Whoever comes next is out of luck, and the schedule tells it again.
    assert_eq!(sim.run().exit, 139);
    let m = sim.moment_at(sim.position());
    assert!(m.explanation.contains("The program crashes.") && m.explanation.contains("B had"), "{}", m.explanation);
    let schedule = sim.schedule();
    let again = gilscope_sim::Options { choices: schedule.choices.clone(), ..options("naive", 0) };
    let (mut again, kept_again) = start(&source, again);
    again.run();
    assert_eq!(again.divergence(&schedule), None);
    assert_eq!(*kept.stderr.lock().unwrap(), *kept_again.stderr.lock().unwrap());
}

#[test]
fn a_lost_decrement_is_a_leak_that_a_collection_keeps() {
    let source = "
import threading, gc
def work():
    go.wait()
    for _ in range(300):
        mine = box[0]
        mine = None
box, go = [['kept']], threading.Event()
a, b = threading.Thread(target=work), threading.Thread(target=work)
a.start(); b.start(); go.set()
a.join(); b.join()
box.clear()
gc.collect()
done = 1
";
    let leaks = |seed| {
        let (mut sim, _) = start(source, explained("naive", seed));
        sim.run();
        let m = sim.moment_at(sim.position());
        let leaked = m.heap.iter().find(|h| h.leaked);
        leaked.is_some_and(|h| h.repr == "['kept']" && h.refcount == Some(0) && h.racy_refcount > Some(0))
            && sim.notes().iter().any(|n| n.contains("['kept']") && n.contains("never freed"))
    };
    assert!((0..12).any(leaks));
}

#[test]
fn what_a_thread_is_about_to_count_stays_though_nobody_refers_to_it() {
    // A puts a list into a variable; before it has counted that, B deletes the variable, and a collection and new lists come.
    let source = "
import threading, gc
kept = ['kept']
box = [kept]
del kept
ready = False
shared = None
def give():
    global shared
    while not ready: pass
    shared = box.pop()
    while True: pass
def take():
    global shared
    while shared is None: pass
    del shared
    gc.collect()
    more = [['other'] for i in range(300)]
    while True: pass
a, b = threading.Thread(target=give, name='A'), threading.Thread(target=take, name='B')
a.start(); b.start()
ready = True
a.join()
";
    let (mut sim, _) = start(source, explained("naive", 0));
    // Lets a thread go on alone, as far as it can, until it has begun a line.
    let go = |sim: &mut Sim, thread: u32, line: u32| {
        let is_there = (0..200_000).any(|_| {
            sim.choose(thread);
            sim.run_to(sim.position() + 1);
            sim.last().is_some_and(|l| (l.thread, l.line) == (thread, line))
        });
        assert!(is_there, "thread {thread} does not come to line {line}");
    };
    go(&mut sim, 0, 23);
    go(&mut sim, 1, 11);
    let before = until_of("shared", &mut sim, 1, 1, "load");
    let kept = counting(&before, 1).unwrap().object;
    go(&mut sim, 2, 19);
    let after = sim.moment_at(sim.position());
    assert_eq!((counting(&after, 1).unwrap().object, &*counting(&after, 1).unwrap().name), (kept, "['kept']"));
    let m = until_of("['kept']", &mut sim, 1, -1, "store");
    assert!(m.heap.iter().any(|h| h.id == kept && h.repr == "['kept']"));
}

#[test]
fn the_lanes_of_a_crash_reach_its_end() {
    let crash = (0..8)
        .map(|seed| run_with(&borrowers(2500), recorded("naive", seed)))
        .find(|r| r.outcome.ended == Ended::Crashed)
        .unwrap();
    // Who crashes has run until then.
    let last = crash.each(|e| Some((e.t_ns, e.kind.clone()))).into_iter().max_by_key(|e| e.0).unwrap();
    assert_eq!(last, (crash.now_ns, EventKind::State { state: ThreadState::Running, on: None }));
}

#[test]
fn counts_cost_their_time() {
    let (a, b) = (run_with(&borrowers(100), recorded("naive", 3)), run_with(&borrowers(100), recorded("3.14t", 3)));
    assert!(a.steps > b.steps || a.outcome.ended == Ended::Crashed);
}
