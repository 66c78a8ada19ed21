//! Bytecodes that are told of at once are as if each had been told of alone.
use gilscope_sim::{Options, Progress, Sim, policy};

use crate::{MODELS, options, start};

/// Tight loops, in which it comes otherwise than guessed: at a cache, a type, a dict, an error; garbage and finalizers, and
/// several threads.
const TIGHT: &str = "
import threading
class Pair:
    kind = 'pair'
    gone = 0
    def __init__(self, n):
        self.n = n
    def __add__(self, n):
        return Pair(self.n + n)
    @property
    def half(self):
        return self.n // 2
    def __bool__(self):
        return self.n % 3 == 0
    def __lt__(self, n):
        return self.n < n
class Wide(Pair):
    def __init__(self, n):
        self.more = self.n = n
class Dying:
    def __del__(self):
        Pair.gone += 1
total = 0
def work(k):
    global total
    n, text, big, seen, by = 6 + k, '', 2 ** 46, [0] * 4, {}
    pair = Pair(n)
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        pair = pair + n if pair < 90 else Wide(n)
        big = big * 3 + n - (big >> 1)
        text = text + 'abc' * (n % 5)
        seen[n % 4] += 1
        by[n % 8] = seen
        if pair:
            total += pair.half + len(pair.kind)
        elif not text:
            total -= pair.n
        try:
            total += by[n % 3][n % 5] + later
        except (KeyError, IndexError, NameError):
            x, y = [n, text[1:3]], n / 7
            x[0] = y * 1.5 if y > 0.5 else y
        if n < 4:
            for row in [[None] * 300 for _ in range(20)]:
                row[7] = by
            Dying()
    return total, big, text
threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
for t in threads: t.start()
later = 3
for t in threads: t.join()
print(work(3), Pair.gone)
";

/// Threads that mostly do what CPython 3.9 does not look behind: it is asked for the GIL in the midst of that, and there is
/// garbage to be collected behind what does not look like it.
const MOVES: &str = "
import threading
def work():
    a, n, text = 0, 700, 'x' * 300
    while n:
        b = a; c = b; d = c; e = d; a = e; b = a; c = b; d = c; e = d; a = e; b = a; c = b; d = c; e = d; a = e
        if text + text and n > 0:
            b = [a, b, c, d, e, a, b, c, d, e, a, b, c, d, e, a, b, c, d, e]
        n -= 1
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
";

/// The last thing that happens is an error in the midst of a line.
const ENDS: &str = "
def f(n):
    if n:
        late = n
    return [late, n, n]
f(0)
";

/// What is known of the run where it stands.
fn state(sim: &Sim) -> impl PartialEq + std::fmt::Debug + use<> {
    let places = [0, 1, 2, 3].map(|thread| sim.place(thread));
    (sim.position(), sim.trace_hash(), sim.now_ns(), sim.last(), places, sim.outcome())
}

/// Runs the program in single steps, then in pieces of several lengths: wherever these pause it is as it was there.
fn compare(program: &str, options: &Options, exit: i32) {
    let what = format!("{}, seed {}, explained: {}", options.model.name, options.seed, options.explain);
    let (mut sim, said) = start(program, options.clone());
    let mut states = vec![state(&sim)];
    while sim.run_to(sim.position() + 1) == Progress::Paused {
        assert_eq!(sim.position(), states.len() as u64, "{what}");
        states.push(state(&sim));
    }
    assert_eq!(sim.outcome().map(|o| o.exit), Some(exit), "{what}: {}", said.all());
    let end = state(&sim);
    let mut random = options.seed;
    for longest in [5, 50, 500, u64::MAX] {
        let (mut sim, kept) = start(program, options.clone());
        loop {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let piece = if longest == u64::MAX { longest } else { 1 + (random >> 33) % longest };
            if sim.run_to(sim.position().saturating_add(piece)) == Progress::Ended {
                break;
            }
            assert_eq!(state(&sim), states[sim.position() as usize], "{what}, to {longest}");
        }
        assert_eq!(state(&sim), end, "{what}, to {longest}");
        assert_eq!(kept.all(), said.all(), "{what}, to {longest}");
    }
}

fn busy(model: &str, seed: u64, explain: bool) -> Options {
    let policy = &policy::POLICIES[seed as usize % policy::POLICIES.len()];
    Options { switch_interval_ns: 1_000, policy, explain, ..options(model, seed) }
}

#[test]
fn wherever_a_run_pauses_it_is_where_single_steps_lead() {
    for model in MODELS {
        for seed in 0..4 {
            compare(TIGHT, &busy(model, seed, seed == 3), 0);
        }
        compare(ENDS, &busy(model, 0, true), 1);
    }
}

#[test]
fn who_is_asked_for_something_amid_what_is_told_at_once_sees_to_it_where_it_would_anyway() {
    for seed in 0..3 {
        compare(MOVES, &busy("3.9", seed, false), 0);
    }
}
