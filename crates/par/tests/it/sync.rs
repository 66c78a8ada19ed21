use crate::{everywhere, run};

#[test]
fn locks() {
    everywhere(
        "
import threading, time
lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.02))
lock.release()
for bad in (lambda: lock.release(), lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-3),
            lambda: lock.acquire(timeout=1e11), lambda: lock.acquire(timeout='x')):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
# Anybody may release it.
lock.acquire()
t = threading.Thread(target=lock.release)
t.start()
t.join()
print(lock.acquire(timeout=5))
print(repr(lock).split(' object at')[0])
",
        "False True True False False
RuntimeError release unlocked lock
ValueError can't specify a timeout for a non-blocking call
ValueError timeout value must be a non-negative number
OverflowError timestamp out of range for platform time_t
TypeError 'str' object cannot be interpreted as an integer or float
True
<locked _thread.lock
",
    );
}

#[test]
fn recursive_locks() {
    everywhere(
        "
import threading
lock = threading.RLock()
with lock:
    with lock:
        print(lock._recursion_count(), lock._is_owned())
        got = []
        t = threading.Thread(target=lambda: got.append((lock.acquire(False), lock.acquire(timeout=0.01), lock._is_owned())))
        t.start(); t.join()
        print(got)
try:
    lock.release()
except RuntimeError as e:
    print(e)
print(lock.locked())
",
        "2 True\n[(False, False, False)]\ncannot release un-acquired lock\nFalse\n",
    );
}

#[test]
fn mutual_exclusion() {
    everywhere(
        "
import threading
n = 0
lock = threading.Lock()
rlock = threading.RLock()
def work():
    global n
    for i in range(300):
        with lock:
            v = n
            v = v + int(1)
            n = v
        with rlock:
            with rlock:
                pass
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
",
        "1200\n",
    );
}

#[test]
fn conditions_semaphores_events_barriers() {
    everywhere(
        "
import threading
cond = threading.Condition()
items, got = [], []
def consume():
    with cond:
        while not items:
            cond.wait()
        got.append(items.pop())
def produce():
    for i in range(5):
        with cond:
            items.append(i)
            cond.notify()
cs = [threading.Thread(target=consume) for _ in range(5)]
p = threading.Thread(target=produce)
for t in cs + [p]: t.start()
for t in cs + [p]: t.join()
print(sorted(got))

sem = threading.Semaphore(2)
inside = most = 0
guard = threading.Lock()
def limited():
    global inside, most
    with sem:
        with guard:
            inside += 1
            most = max(most, inside)
        with guard:
            inside -= 1
ts = [threading.Thread(target=limited) for _ in range(8)]
for t in ts: t.start()
for t in ts: t.join()
print(most <= 2, inside)

barrier = threading.Barrier(3)
numbers = []
def meet():
    for _ in range(10):
        n = barrier.wait()
        with guard: numbers.append(n)
ts = [threading.Thread(target=meet) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print([numbers.count(i) for i in range(3)])

event = threading.Event()
print(event.wait(0.01), event.is_set())
t = threading.Thread(target=event.set)
t.start()
print(event.wait(5))
t.join()
",
        "[0, 1, 2, 3, 4]\nTrue 0\n[10, 10, 10]\nFalse False\nTrue\n",
    );
}

#[test]
fn queues() {
    everywhere(
        "
import threading, queue
for kind in (queue.SimpleQueue, queue.Queue):
    q = kind()
    try:
        q.get(timeout=0.01)
    except queue.Empty as e:
        print('empty', repr(e))
    out = queue.SimpleQueue()
    def work():
        while (item := q.get()) is not None:
            out.put(item * 2)
    ts = [threading.Thread(target=work) for _ in range(3)]
    for t in ts: t.start()
    for i in range(100): q.put(i)
    for t in ts: q.put(None)
    for t in ts: t.join()
    print(sorted(out.get() for _ in range(100)) == [2 * i for i in range(100)], out.empty(), out.qsize())
",
        "empty Empty()\nTrue True 0\nempty Empty()\nTrue True 0\n",
    );
}

/// A thread that lets go of a lock and takes it again at once does not keep the others out for ever.
#[test]
fn who_waits_long_is_handed_the_lock() {
    for model in ["3.14", "3.14t"] {
        for cores in [1, 2] {
            let r = run(
                "
import threading, time
lock = threading.Lock()
stop = False
def greedy():
    while not stop:
        with lock:
            pass
def modest():
    for _ in range(20):
        with lock:
            pass
g = threading.Thread(target=greedy)
m = threading.Thread(target=modest)
g.start(); m.start()
m.join(30)
print(m.is_alive())
stop = True
g.join()
",
                model,
                cores,
            );
            assert_eq!(r.ok(), "False\n", "{model} {cores}");
        }
    }
}
