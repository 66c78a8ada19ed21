//! A schedule replays its run; pauses change nothing; choices by hand are part of it.
use std::sync::Arc;

use gilscope_sim::{Options, Progress, Refusal, Replayed, Schedule, Sim, policy};
use gilscope_stdlib::program::Ended;

use crate::{Kept, MODELS, Run, finished, options, run, run_with, start};

/// Threads that race, wait for each other, sleep, and make garbage.
const BUSY: &str = "
import threading, time, random, queue
x = 0
log = []
lock = threading.Lock()
q = queue.Queue(2)
class Node: pass
def work(k):
    global x
    for i in range(60):
        x += int(1)
        with lock:
            log.append(k)
        n = Node()
        n.me = [n] * 50
        if i % 20 == 7:
            time.sleep(random.random() / 1000)
        q.put(k)
        q.get()
ts = [threading.Thread(target=work, args=(k,)) for k in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(x, log)
";

/// Runs what a schedule says, to the end.
fn replayed(source: &str, schedule: Schedule) -> (Sim, Arc<Kept>, Replayed) {
    let (mut sim, kept) = start(source, options("3.14", 0).replaying(schedule));
    sim.run();
    let how = sim.replayed().unwrap();
    (sim, kept, how)
}

fn replay(source: &str, text: &str) -> Sim {
    let (sim, _, how) = replayed(source, Schedule::read(text, source).unwrap());
    assert_eq!(how, Replayed::Same);
    assert_eq!(sim.schedule().print(), text);
    sim
}

/// In pieces of the lengths that `next` says.
fn in_pieces(source: &str, options: Options, mut next: impl FnMut() -> u64) -> Run {
    let (mut sim, kept) = start(source, options);
    while sim.run_to(sim.position() + next()) == Progress::Paused {}
    let outcome = sim.outcome().unwrap();
    finished(&sim, &kept, outcome)
}

/// Numbers that look like chance.
fn numbers(mut seed: u64) -> impl FnMut() -> u64 {
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    }
}

fn busy(model: &str, seed: u64) -> Options {
    let policies = policy::POLICIES;
    Options { switch_interval_ns: 30_000, policy: &policies[seed as usize % policies.len()], ..options(model, seed) }
}

#[test]
fn a_schedule_replays_its_run() {
    for model in MODELS {
        for seed in 0..4 {
            let (mut sim, _) = start(BUSY, busy(model, seed));
            assert_eq!(sim.run().exit, 0);
            let again = replay(BUSY, &sim.schedule().print());
            assert_eq!(again.trace_hash(), sim.trace_hash(), "{model} {seed}");
            assert_eq!(again.written(), sim.written());
            // And any part of it.
            let (mut sim, _) = start(BUSY, busy(model, seed));
            sim.run_to(2345);
            replay(BUSY, &sim.schedule().print());
        }
    }
}

#[test]
fn another_seed_is_another_run() {
    for model in MODELS {
        let hashes: std::collections::BTreeSet<u64> = (0..5).map(|seed| run(BUSY, model, seed).hash).collect();
        assert_eq!(hashes.len(), 5, "{model}");
    }
}

#[test]
fn pauses_change_nothing() {
    for model in MODELS {
        for seed in 0..4 {
            let whole = in_pieces(BUSY, busy(model, seed), || u64::MAX / 2);
            assert_eq!(whole.outcome.exit, 0, "{}", whole.stderr);
            let mut random = numbers(seed);
            for longest in [1, 7, 300] {
                let pieces = in_pieces(BUSY, busy(model, seed), || 1 + random() % longest);
                assert_eq!(
                    (pieces.hash, pieces.steps, pieces.now_ns, &pieces.written, pieces.outcome),
                    (whole.hash, whole.steps, whole.now_ns, &whole.written, whole.outcome),
                    "{model} {seed} {longest}"
                );
            }
        }
    }
}

#[test]
fn choices_by_hand_are_replayed() {
    for model in MODELS {
        for seed in 0..6 {
            let (mut sim, _) = start(BUSY, busy(model, seed));
            let mut random = numbers(seed + 100);
            let mut made = 0;
            while sim.run_to(sim.position() + random() % 500) == Progress::Paused {
                if made < 30 && sim.choose((random() % 4) as u32) {
                    made += 1;
                }
            }
            assert!(made > 3, "{model} {seed}: {made} choices");
            assert_eq!(sim.outcome().unwrap().exit, 0);
            let schedule = sim.schedule();
            assert_eq!(schedule.choices.len(), made);
            let again = replay(BUSY, &schedule.print());
            assert_eq!((again.trace_hash(), again.written()), (sim.trace_hash(), sim.written()), "{model} {seed}");
        }
    }
}

/// Two threads that add to a number, which may lose something.
const RACE: &str = "
import threading
x, go = 0, threading.Event()
def work():
    global x
    go.wait()
    for _ in range(3000):
        x += int(1)
a, b = threading.Thread(target=work), threading.Thread(target=work)
a.start(); b.start(); go.set()
a.join(); b.join()
print(x)
";

#[test]
fn a_choice_decides_who_is_next() {
    // Left to itself, with the usual interval, it loses nothing; one switch by hand is enough.
    for model in ["3.14", "every"] {
        let (mut whole, kept) = start(RACE, options(model, 0));
        whole.run();
        assert_eq!(*kept.stdout.lock().unwrap(), "6000\n");
        let loses = |step| {
            [1, 2].into_iter().any(|other| {
                let (mut sim, kept) = start(RACE, options(model, 0));
                sim.run_to(step);
                sim.choose(other) && sim.run().exit == 0 && *kept.stdout.lock().unwrap() != "6000\n"
            })
        };
        assert!((0..whole.position()).step_by(127).any(loses), "{model}");
    }
}

#[test]
fn when_a_sleep_ends_or_a_wait_times_out_is_no_choice() {
    let source = "
import threading, time
lock = threading.Lock()
def sleep(): time.sleep(0.01)
def wait(): lock.acquire(timeout=0.01)
def ask(): event.wait(0.01)
event = threading.Event()
with lock:
    ts = [threading.Thread(target=f) for f in (sleep, wait, ask)]
    for t in ts: t.start()
    n = 0
    while n < 6000: n += 1
    for t in ts: t.join()
";
    for model in ["3.14", "3.14t"] {
        let (mut sim, _) = start(source, busy(model, 1));
        let mut waited = 0;
        while sim.outcome().is_none() {
            let m = sim.moment_at(sim.position() + 97);
            for t in m.threads.iter().filter(|t| matches!(&*t.state, "sleeping" | "blocked")) {
                waited += 1;
                assert!(!sim.choose(t.id), "{} {} under {model}", t.name, t.state);
                assert!(m.choices.iter().all(|c| c.thread != t.id), "{} {} under {model}", t.name, t.state);
            }
        }
        assert!(waited > 50, "{waited}");
    }
}

#[test]
fn a_thread_that_cannot_run_cannot_be_chosen() {
    let (mut sim, _) = start(BUSY, options("3.14", 0));
    assert!(!sim.choose(9));
    sim.run();
    assert!(!sim.choose(0), "the program has ended");
    // As part of a schedule: named, and never shown as if it were the run.
    let mut schedule = Schedule::parse(&run(BUSY, "3.14", 0).schedule).unwrap();
    schedule.choices.push(gilscope_sim::Choice { step: 5, thread: 2 });
    let (mut sim, _) = start(BUSY, Options { choices: schedule.choices.clone(), ..options("3.14", 0) });
    sim.run();
    let said = sim.divergence(&schedule).unwrap();
    assert!(said.contains("step 5") && said.contains("thread 2"), "{said}");
}

#[test]
fn another_run_than_the_schedules_is_noticed() {
    let r = run(BUSY, "3.14", 0);
    let schedule = Schedule::parse(&r.schedule).unwrap();
    let (mut other, _) = start(BUSY, options("3.14", 1));
    other.run();
    assert!(other.divergence(&schedule).is_some());
    let (mut short, _) = start(BUSY, options("3.14", 0));
    short.run_to(100);
    assert_eq!(short.replayed(), None, "it is no replay");
    assert!(short.divergence(&schedule).unwrap().contains("steps"));
    let (mut same, _) = start(BUSY, options("3.14", 0));
    same.run();
    assert_eq!(same.divergence(&schedule), None);
}

#[test]
fn what_is_no_schedule_is_refused_by_name() {
    let text = run(BUSY, "3.14", 0).schedule;
    assert!(text.is_ascii() && !text.contains(' ') && text.len() < 80, "{text}");
    assert_eq!(Schedule::parse(&text[..text.len() - 6]), Err(Refusal::CutShort));
    assert_eq!(Schedule::parse(&text.replacen("g1", "g2", 1)), Err(Refusal::Version("g2".into())));
    assert_eq!(Schedule::parse(&text.replacen("3.14", "3.10", 1)), Err(Refusal::Mangled(None)));
    assert_eq!(Schedule::parse("print(1)"), Err(Refusal::NotASchedule));
}

/// A run that did not come to the program's end is replayed as far as it went.
#[test]
fn what_was_stopped_is_stopped_there_again() {
    for model in MODELS {
        for part in [1, 3, 7] {
            let whole_ns = in_pieces(BUSY, busy(model, part), || u64::MAX / 2).now_ns;
            let limited = Options { time_limit_ns: Some(whole_ns * part / 8), ..busy(model, part) };
            let (mut sim, _) = start(BUSY, limited);
            assert_eq!(sim.run().ended, Ended::TimeLimit);
            let again = replay(BUSY, &sim.schedule().print());
            assert_eq!((again.trace_hash(), again.written()), (sim.trace_hash(), sim.written()), "{model} {part}");
            assert_eq!(again.outcome().unwrap().ended, Ended::Stopped);
            assert!(again.replay_note().unwrap().contains("stopped here"));
        }
    }
}

#[test]
fn a_deadlock_is_replayed_to_its_report() {
    let source = "
import threading
a, b = threading.Lock(), threading.Lock()
a.acquire(timeout=5); a.release()
def work():
    with b:
        a.acquire()
t = threading.Thread(target=work)
a.acquire()
t.start()
t.join()
";
    let first = run(source, "3.14", 0);
    assert_eq!(first.outcome.ended, Ended::Deadlock);
    let (sim, kept, how) = replayed(source, Schedule::read(&first.schedule, source).unwrap());
    assert_eq!((how, sim.outcome().unwrap().ended), (Replayed::Same, Ended::Deadlock));
    assert_eq!(*kept.stderr.lock().unwrap(), first.stderr);
}

#[test]
fn a_replay_that_was_cut_short_does_not_claim_to_be_the_same() {
    let schedule = Schedule::parse(&run(BUSY, "3.14", 0).schedule).unwrap();
    let (mut sim, _) = start(BUSY, options("3.14", 0).replaying(schedule));
    sim.run_to(1000);
    sim.stop();
    assert_eq!(sim.replayed(), Some(Replayed::Unfinished));
    assert!(sim.replay_note().unwrap().contains("could not be seen"));
}

#[test]
fn intervals_are_whole_microseconds_as_a_schedule_has_them() {
    for switch_interval_ns in [0, 1, 1_499, 30_700, u64::MAX] {
        let first = run_with(BUSY, Options { switch_interval_ns, ..options("3.14", 0) });
        replay(BUSY, &first.schedule);
    }
}

const LETTERS: &[u8] = b"0123456789abcxyzABZ.-_ +g";

/// Changes a schedule in some way, with a check that fits or without.
fn mangle(text: &str, random: &mut impl FnMut() -> u64) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let (head, _) = text.rsplit_once('-').unwrap();
    let fits = random() & 1 == 0;
    if fits {
        bytes.truncate(head.len());
    }
    for _ in 0..=random() % 3 {
        if bytes.is_empty() {
            break;
        }
        let at = random() as usize % bytes.len();
        let any = LETTERS[random() as usize % LETTERS.len()];
        match random() % 6 {
            0 => bytes[at] = any,
            1 => bytes.insert(at, any),
            2 => drop(bytes.remove(at)),
            3 => bytes.truncate(at),
            4 => bytes.swap(at, 0),
            // A part twice, or one part for another.
            _ => {
                let parts: Vec<&[u8]> = bytes.split(|b| *b == b'-').collect();
                let (i, part) = (random() as usize % parts.len(), parts[random() as usize % parts.len()]);
                let parts: Vec<&[u8]> =
                    parts.iter().enumerate().map(|(j, old)| if i == j { part } else { old }).collect();
                bytes = parts.join(&b'-');
            }
        }
    }
    let mangled = String::from_utf8_lossy(&bytes).into_owned();
    if fits { format!("{mangled}-{:04x}", gilscope_sim::fingerprint(&mangled) & 0xFFFF) } else { mangled }
}

#[test]
fn a_mangled_schedule_never_passes_for_the_run_it_was() {
    let source = "
import threading
x = 0
def work():
    global x
    for i in range(30): x += int(1)
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(x)
";
    let mut random = numbers(5);
    let (mut refused, mut other, mut same) = (0, 0, 0);
    for (model, seed) in [("3.14", 0), ("3.14t", 3), ("every", 7)] {
        let (mut sim, kept) = start(source, Options { switch_interval_ns: 20_000, ..options(model, seed) });
        sim.run_to(40);
        sim.choose(0);
        sim.run();
        let text = sim.schedule().print();
        replay(source, &text);
        for _ in 0..1_500 {
            let mangled = mangle(&text, &mut random);
            let Ok(schedule) = Schedule::read(&mangled, source) else {
                refused += usize::from(mangled != text);
                continue;
            };
            assert!(schedule.print() == mangled || mangled.trim() != mangled, "{mangled}");
            // It is another schedule: the run is that one's, or it is said that it is not.
            let (again, written, how) = replayed(source, schedule);
            match how {
                Replayed::Same => {
                    same += 1;
                    let (a, b) = (written.stdout.lock().unwrap().clone(), kept.stdout.lock().unwrap().clone());
                    assert!(again.schedule().steps < sim.position() || a == b, "{mangled}");
                }
                Replayed::Other(_) => other += 1,
                Replayed::Unfinished => panic!("{mangled} is never known"),
            }
        }
    }
    assert!(refused > 3_000 && other > 40 && same > 10, "{refused} {other} {same}");
}
