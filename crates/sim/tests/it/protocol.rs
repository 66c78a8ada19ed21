//! The GIL's protocol: what designers of such models get wrong, a test for each.
use gilscope_sim::{Options, policy};
use gilscope_trace::{EventKind, GilDropReason, ThreadState, WaitKind};

use crate::{Run, options, recorded, run, run_with};

const MS: u64 = 1_000_000;
/// How much later than asked for a timer comes.
const SLACK: u64 = 100_000;

/// `n` threads that compute, `k` rounds of somewhat less than a microsecond each.
fn counting(n: u32, k: u32) -> String {
    format!(
        "
import threading
few = [1] * 100
def work():
    i = 0
    while i < {k}:
        i += sum(few) // 100
ts = [threading.Thread(target=work) for _ in range({n})]
for t in ts: t.start()
for t in ts: t.join()
"
    )
}

fn with_policy(name: &str, options: Options) -> Options {
    Options { policy: policy::by_name(name).unwrap(), ..options }
}

impl Run {
    /// When the GIL was dropped: the time, who, and why.
    fn drops(&self) -> Vec<(u64, u32, GilDropReason)> {
        self.each(|e| match e.kind {
            EventKind::GilDrop { why } => Some((e.t_ns, e.thread, why)),
            _ => None,
        })
    }

    fn dropped_for(&self, why: GilDropReason) -> usize {
        self.drops().iter().filter(|d| d.2 == why).count()
    }

    /// How long the longest request was pending, in nanoseconds.
    fn longest_request(&self) -> u64 {
        let drops = self.drops();
        let pending =
            |&(t, holder, _): &(u64, u32, u32)| drops.iter().find(|d| d.0 >= t && d.1 == holder).map_or(0, |d| d.0 - t);
        self.requests().iter().map(pending).max().unwrap_or(0)
    }
}

#[test]
fn a_lone_thread_is_never_asked() {
    // It runs for more than ten intervals; that another sleeps meanwhile changes nothing.
    let source = "
import threading, time
t = threading.Thread(target=time.sleep, args=(5,))
t.start()
time.sleep(0.001)
for _ in range(8000): sum(range(1000))
";
    for model in ["3.9", "3.10", "3.14", "every"] {
        let r = run_with(source, recorded(model, 1));
        assert!(r.now_ns > 50 * MS);
        assert_eq!((r.outcome.stats.gil_requests, r.dropped_for(GilDropReason::Request)), (0, 0), "{model}");
    }
}

#[test]
fn the_clock_is_the_waiters_and_a_switch_restarts_it() {
    for seed in 0..3 {
        let r = run_with(&counting(4, 40_000), recorded("3.14", seed));
        let takes = r.takes();
        assert!(r.requests().len() > 4);
        for (t, holder, by) in r.requests() {
            let since = takes.iter().filter(|take| take.0 <= t).map(|take| take.0).max().unwrap();
            assert!(t - since + 2_000 >= 5 * MS, "asked {} ns after the last switch", t - since);
            assert_ne!(holder, by);
        }
        // So of many that wait only one asks, and no sooner than if it were alone.
        let asked = r.outcome.stats.gil_requests;
        assert!(asked <= r.now_ns / (5 * MS), "{asked} in {} ms", r.now_ns / MS);
    }
}

#[test]
fn a_request_waits_for_the_next_poll() {
    // No poll between the two stores of `inside`: no loop, no call.
    let body = "    v = w\n    w = v + 1\n".repeat(150);
    let source = format!(
        "
import threading
inside = done = seen = 0
def straight():
    global inside
    v = w = 1
    inside = 1
{body}
    inside = 0
def watch():
    global seen
    while not done:
        seen += inside
t = threading.Thread(target=watch)
t.start()
for _ in range(400):
    straight()
done = 1
t.join()
print(seen > 0)
"
    );
    let seen = |model: &str, seed| {
        let mut o = options(model, seed);
        o.switch_interval_ns = 1_000;
        run_with(&source, o).ok() == "True\n"
    };
    for (model, preempts) in [("3.10", false), ("3.14", false), ("3.9", true), ("every", true), ("3.14t", true)] {
        assert_eq!((0..3).any(|seed| seen(model, seed)), preempts, "{model}");
    }
}

#[test]
fn who_dropped_it_on_request_is_not_the_next_to_have_it() {
    for policy in policy::POLICIES {
        let mut o = with_policy(policy.name, recorded("3.14", 3));
        o.switch_interval_ns = 100_000;
        let r = run_with(&counting(2, 4_000), o);
        let takes = r.takes();
        let drops = r.drops();
        let asked: Vec<_> = drops.iter().filter(|d| d.2 == GilDropReason::Request).collect();
        assert!(asked.len() > 5, "{}", policy.name);
        for (t, thread, _) in asked {
            let next = takes.iter().find(|take| take.0 > *t).unwrap();
            assert_ne!(next.1, *thread, "{}", policy.name);
        }
    }
}

/// Two threads that count, one of which gives way now and then.
const GIVES_WAY: &str = "
import threading, time
stop = False
def work():
    while not stop: pass
t = threading.Thread(target=work)
t.start()
for _ in range(200):
    time.sleep(0)
stop = True
t.join()
";

/// Who had the GIL again although another waited for it: for each voluntary drop, was a request pending, and was the
/// same thread the next?
fn back_again(policy: &str) -> Vec<(bool, bool)> {
    let mut found = Vec::new();
    for seed in 0..10 {
        let mut o = with_policy(policy, recorded("3.14", seed));
        o.switch_interval_ns = 20_000;
        let r = run_with(GIVES_WAY, o);
        let (takes, requests) = (r.takes(), r.requests());
        for (t, thread, _) in r.drops().into_iter().filter(|d| d.2 == GilDropReason::Blocking) {
            let since = takes.iter().rfind(|take| take.0 <= t).unwrap().0;
            let pending = requests.iter().any(|q| q.0 > since && q.0 <= t && q.1 == thread);
            if let Some(next) = takes.iter().find(|take| take.0 >= t) {
                found.push((pending, next.1 == thread));
            }
        }
    }
    found
}

#[test]
fn who_gives_way_unasked_may_be_faster_than_those_that_wait() {
    let found = back_again("barging");
    assert!(found.iter().any(|&(pending, again)| !pending && again));
    assert!(found.iter().any(|&(pending, again)| !pending && !again));
}

#[test]
fn who_gives_way_while_asked_to_is_not_the_next_to_have_it() {
    // The holder is asked in the midst of a long way without a poll, and sleeps at its end.
    let long = "    v = w\n    w = v + 1\n".repeat(1500);
    let source = format!(
        "
import threading, time
stop = False
def work():
    while not stop: pass
t = threading.Thread(target=work)
t.start()
def both(nap=time.sleep):
    v = w = 1
{long}
    nap(0)
for _ in range(40): both()
stop = True
t.join()
"
    );
    let (mut pending, mut unasked) = (0, 0);
    for seed in 0..10 {
        let mut o = with_policy("barging", recorded("3.14", seed));
        o.switch_interval_ns = 5_000;
        let r = run_with(&source, o);
        let (takes, requests) = (r.takes(), r.requests());
        for (t, thread, _) in r.drops().into_iter().filter(|d| d.2 == GilDropReason::Blocking && d.1 == 0) {
            let since = takes.iter().rfind(|take| take.0 <= t).unwrap().0;
            let next = takes.iter().find(|take| take.0 >= t).map(|take| take.1);
            if requests.iter().any(|q| q.0 > since && q.0 <= t && q.1 == thread) {
                pending += 1;
                assert_ne!(next, Some(thread), "seed {seed}, at {t} ns");
            } else {
                unasked += 1;
            }
        }
    }
    assert!(pending > 20, "{pending} of {}", pending + unasked);
}

/// Of a few threads that count, is one passed over: does another have the GIL twice while it waits?
fn passes_over(policy: &str) -> bool {
    (0..4).any(|seed| {
        let mut o = with_policy(policy, recorded("3.14", seed));
        o.switch_interval_ns = 200_000;
        let takes = run_with(&counting(6, 20_000), o).takes();
        let all: Vec<u32> = takes.iter().map(|t| t.1).filter(|&t| t != 0).collect();
        // Only while all are at it.
        let first = all.iter().position(|&t| t == 6).unwrap();
        let busy = &all[first..(first + all.len()) / 2];
        busy.windows(5).any(|w| (0..5).any(|i| w[..i].contains(&w[i])))
    })
}

#[test]
fn nobody_is_served_in_the_order_of_coming_unless_the_policy_says_so() {
    assert!(passes_over("random"));
    assert!(passes_over("barging"));
    assert!(!passes_over("fifo"));
    assert!(!passes_over("fair"));
}

#[test]
fn threads_begin_in_the_order_in_which_they_are_started() {
    // `Thread.start` waits until the thread has begun, and that one has the GIL then.
    let source = "
import threading
seen = []
ts = [threading.Thread(target=seen.append, args=(i,)) for i in range(8)]
for t in ts: t.start()
for t in ts: t.join()
print(seen)
";
    for model in ["3.9", "3.10", "3.14"] {
        for seed in 0..10 {
            assert_eq!(run(source, model, seed).ok(), "[0, 1, 2, 3, 4, 5, 6, 7]\n", "{model}, {seed}");
        }
    }
}

/// A thread that counts beside one that does this to a list of 300 000.
fn beside_counting(long: &str) -> Run {
    let source = format!(
        "
import threading
stop = False
def work():
    i = 0
    while not stop: i += 1
def key(x): return x
xs = list(range(300_000))
t = threading.Thread(target=work)
t.start()
{long}
stop = True
t.join()
"
    );
    let mut o = recorded("3.14", 1);
    o.switch_interval_ns = 200_000;
    run_with(&source, o)
}

#[test]
fn a_long_native_call_is_not_interrupted_and_the_request_stays_pending() {
    for long in ["xs.sort()", "sum(xs)", "sorted(xs)", "ys = set(xs)"] {
        let r = beside_counting(long);
        assert!(r.longest_request() > MS, "{long}: {} ns", r.longest_request());
    }
    // What calls Python is interrupted there, though not in what comes after the keys.
    let r = beside_counting("xs.sort(key=key)");
    assert!(r.longest_request() < beside_counting("xs.sort()").longest_request() / 2, "{} ns", r.longest_request());
    assert!(r.dropped_for(GilDropReason::Request) > 4);
    let r = beside_counting("for x in xs: pass");
    assert!(r.longest_request() < 10_000, "{} ns", r.longest_request());
}

#[test]
fn what_is_done_natively_takes_as_long_as_there_is_to_do() {
    let setup = "
def both(*a, **k): pass
xs = list(range(300_000))
ss = 'ab' * 150_000
";
    let time = |line: &str| run(&format!("{setup}{line}\n"), "3.14", 0).now_ns;
    let nothing = time("");
    for (line, least_us) in [
        ("sorted(xs, reverse=True)", 1000),
        ("sorted(*[xs])", 1000),
        ("[*xs]", 300),
        ("both(*xs)", 300),
        ("-1 in xs", 2000),
        ("xs + xs", 1000),
        ("[None] * 300_000", 150),
        ("xs[:]", 300),
        ("xs[100_000:]", 200),
        ("ss + ss", 20),
        ("{*xs}", 2000),
        ("max(xs)", 2000),
    ] {
        let took = time(line) - nothing;
        assert!(took > least_us * 1000, "{line}: {took} ns");
    }
    for line in ["xs[7]", "1 in {1: 2}", "len(xs)", "xs[:3]", "7 * 300_000", "xs.append(1)"] {
        let took = time(line) - nothing;
        assert!(took < 1000, "{line}: {took} ns");
    }
}

/// Two threads that take a lock, or a lock each.
fn locking(locks: &str) -> Run {
    let source = format!(
        "
import threading
a = threading.Lock()
b = {locks}
def work(lock):
    for _ in range(20_000):
        with lock: pass
        lock.acquire(); lock.release()
t = threading.Thread(target=work, args=(a,))
t.start()
work(b)
t.join()
"
    );
    let mut o = recorded("3.14", 2);
    o.switch_interval_ns = 300_000;
    run_with(&source, o)
}

#[test]
fn an_acquire_that_need_not_wait_drops_nothing() {
    let blocked = |r: &Run| {
        r.each(|e| match e.kind {
            EventKind::State { state: ThreadState::Blocked, on: Some(on) } => Some(on.kind),
            _ => None,
        })
    };
    let r = locking("threading.Lock()");
    assert!(r.dropped_for(GilDropReason::Request) > 4);
    // Who starts a thread waits until it has begun.
    let waits_for_a_lock = |r: &Run| blocked(r).iter().filter(|&&kind| kind == WaitKind::Lock).count();
    assert_eq!(waits_for_a_lock(&r), 1);
    // The main thread's, when it starts the other and when it joins it.
    assert!(r.dropped_for(GilDropReason::Blocking) <= 3, "{}", r.dropped_for(GilDropReason::Blocking));
    let r = locking("a");
    assert!(waits_for_a_lock(&r) > 1);
}

#[test]
fn who_sleeps_does_not_wait_for_the_gil() {
    let source = "
import threading, time
stop = False
def work():
    while not stop: sum(few)
few = [1] * 100
t = threading.Thread(target=work)
t.start()
time.sleep(0.05)
stop = True
t.join()
";
    let r = run_with(source, recorded("3.14", 4));
    // From when to when the main thread slept.
    let of_main = r.each(|e| match e.kind {
        EventKind::State { state, .. } if e.thread == 0 => Some((e.t_ns, state)),
        _ => None,
    });
    let i = of_main.iter().position(|s| s.1 == ThreadState::Sleeping).unwrap();
    let (slept, woke) = (of_main[i], of_main[i + 1]);
    assert_eq!(woke.1, ThreadState::WaitGil, "it has to take the GIL before it runs");
    assert!((50 * MS..50 * MS + SLACK).contains(&(woke.0 - slept.0)));
    // Meanwhile nobody asked for anything; then it did, after an interval.
    let asked = r.requests();
    assert!(asked.iter().all(|q| q.0 < slept.0 || q.0 >= woke.0 + 5 * MS), "{asked:?}");
    assert!(asked.iter().any(|q| q.2 == 0 && q.0 >= woke.0 + 5 * MS));
}

#[test]
fn without_a_gil_nobody_takes_one() {
    let r = run_with(&counting(4, 5_000), recorded("3.14t", 1));
    assert!(r.takes().is_empty() && r.drops().is_empty() && r.requests().is_empty());
    assert_eq!((r.outcome.stats.switches, r.outcome.stats.gil_requests), (0, 0));
}

#[test]
fn a_collection_comes_at_a_poll_and_not_at_an_allocation() {
    let body = "    a = [0] * 2000\n".repeat(1500);
    let source = format!(
        "
inside = 0
seen = []
class Node:
    def __del__(self): seen.append(inside)
def straight():
    global inside
    inside = 1
{body}
    inside = 0
def cycle():
    n = Node()
    n.me = n
for _ in range(20):
    cycle()
    straight()
print(len(seen) > 5, any(seen))
"
    );
    for (model, within) in
        [("3.9", "True"), ("3.10", "False"), ("3.14", "False"), ("3.14t", "False"), ("every", "True")]
    {
        let r = run(&source, model, 0);
        assert_eq!(r.ok(), format!("True {within}\n"), "{model}");
        assert!(r.outcome.stats.collections > 2);
    }
}

#[test]
fn a_collection_does_not_come_where_the_machine_only_looks() {
    // `in` is done natively here and makes many lists. Under 3.9 the loop looks after each bytecode what came before, and
    // neither after `in` nor after what follows it is there a poll, until `inside` is 0 again.
    let source = "
inside = 0
seen = []
class Node:
    def __del__(self): seen.append(inside)
def cycle():
    n = Node()
    n.me = n
rows = [(0,) * 2000] * 1000
for _ in range(6):
    cycle()
    inside = 1
    None in map(list, rows)
    inside = 0
print(len(seen) > 3, any(seen))
";
    for (model, within) in
        [("3.9", "False"), ("3.10", "False"), ("3.14", "False"), ("3.14t", "False"), ("every", "True")]
    {
        let r = run(source, model, 0);
        assert_eq!(r.ok(), format!("True {within}\n"), "{model}");
    }
}

/// How long it takes on the virtual clock.
fn time(source: &str, model: &str, cores: u32, interval_ns: u64) -> f64 {
    let o = Options { cores, switch_interval_ns: interval_ns, ..options(model, 1) };
    run_with(source, o).now_ns as f64
}

#[test]
fn nothing_is_free_neither_a_switch_nor_a_thread_nor_a_core() {
    let ms = |n| n * MS;
    let (once, twice) = (counting(1, 20_000), counting(2, 10_000));
    // With a GIL two threads are no faster than one, and small intervals cost.
    let one = time(&once, "3.14", 2, ms(5));
    let two = time(&twice, "3.14", 2, ms(5));
    let busy = time(&twice, "3.14", 2, 1_000);
    assert!(two > one * 0.98 && two < one * 1.2, "{one} {two}");
    assert!(busy > two * 1.03, "{two} {busy}");
    // Without, more cores help, by less than their number.
    let four = |cores| time(&counting(4, 5_000), "3.14t", cores, ms(5));
    let speedup = four(1) / four(4);
    assert!(speedup > 2.0 && speedup < 3.95, "{speedup}");
    // A thread costs its start.
    let start = (time(&counting(50, 0), "3.14", 1, ms(5)) - time(&counting(1, 0), "3.14", 1, ms(5))) / 49.0;
    assert!((10_000.0..200_000.0).contains(&start), "{start}");
}

#[test]
fn the_next_holder_comes_later_than_it_was_woken() {
    // What waits is woken within 3 to 6 us under this policy; then its caches are cold, which takes 1.5 us.
    let mut gaps = Vec::new();
    for seed in 0..3 {
        let mut o = with_policy("fifo", recorded("3.14", seed));
        o.switch_interval_ns = 50_000;
        let r = run_with(&counting(3, 4_000), o);
        let (drops, takes) = (r.drops(), r.takes());
        let asked = drops.iter().filter(|d| d.2 == GilDropReason::Request);
        gaps.extend(asked.filter_map(|d| Some(takes.iter().find(|take| take.0 > d.0)?.0 - d.0)));
    }
    assert!(gaps.len() > 100, "{}", gaps.len());
    let (least, most) = (gaps.iter().min().unwrap(), gaps.iter().max().unwrap());
    assert!(*least >= 4_500 && *most <= 7_500, "{least} to {most} ns");
}

#[test]
fn whose_interval_ends_while_it_is_free_takes_it_and_does_not_wait_for_who_was_woken() {
    // Who is woken takes 60 us at least; the others' intervals end in the meantime.
    let mut o = with_policy("barging", recorded("3.14", 1));
    o.switch_interval_ns = 20_000;
    let r = run_with(&counting(4, 3_000), o);
    let (drops, takes) = (r.drops(), r.takes());
    let free = |t: u64| takes.iter().find(|take| take.0 >= t).map(|take| take.0 - t);
    let soon = drops.iter().filter(|d| d.2 == GilDropReason::Request);
    let soon: Vec<u64> = soon.filter_map(|d| free(d.0)).collect();
    assert!(soon.len() > 20 && soon.iter().any(|ns| *ns < 50_000), "{soon:?}");
}
