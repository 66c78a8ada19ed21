//! A schedule replays its run; pauses change nothing; choices by hand are part of it.
use gilscope_sim::{Options, Progress, Refusal, Schedule, Sim, fingerprint, policy};

use crate::{MODELS, Run, finished, options, run, start};

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

/// Runs what a schedule says.
fn replay(source: &str, text: &str) -> Sim {
    let s = Schedule::parse(text).unwrap();
    assert_eq!(s.program, fingerprint(source));
    let wanted = Options {
        cores: s.cores,
        switch_interval_ns: s.interval_us * 1000,
        policy: policy::by_name(&s.policy).unwrap(),
        choices: s.choices.clone(),
        ..options(&s.model, s.seed)
    };
    let (mut sim, _) = start(source, wanted);
    sim.run_to(s.steps);
    assert_eq!(sim.divergence(&s), None);
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
x = 0
def work():
    global x
    for _ in range(3000):
        x += int(1)
a, b = threading.Thread(target=work), threading.Thread(target=work)
a.start(); b.start()
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
