//! What is shown of a moment.
use gilscope_protocol::moment::{LockView, Moment};
use gilscope_sim::{Options, Progress, Sim};

use crate::{options, start};

fn explained(source: &str, model: &str) -> Sim {
    start(source, Options { explain: true, ..options(model, 0) }).0
}

/// The first moment of the run for which `wanted` gives something.
#[track_caller]
fn find<T>(sim: &mut Sim, mut wanted: impl FnMut(&Moment) -> Option<T>) -> T {
    loop {
        let moment = sim.moment_at(sim.position() + 1);
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
    let mut sim = explained(FORKS, "3.14");
    let named = |m: &Moment, name: &str| m.locks.iter().find(|l| l.name.as_deref() == Some(name)).cloned();
    let twice = find(&mut sim, |m| named(m, "account.lock").filter(|l| l.count == 2));
    assert_eq!((&*twice.kind, twice.owner), ("RLock", Some(1)));
    // Each has one fork and waits for the other.
    let forks: Vec<LockView> = find(&mut sim, |m| {
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
