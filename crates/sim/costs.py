"""Measures what groups of bytecodes and natives take in CPython: what src/cost.rs is made from.

    python3.13 crates/sim/costs.py

Each group is timed as the difference between two straight lines of code, one of which has the group COPIES times more,
so that the loop around them does not count; the least of many runs is taken, since whatever disturbs a run makes it
longer. Figures are nanoseconds of the machine it runs on. A simulated run uses the table in src/cost.rs, never the
machine's own clock, so it is the same everywhere; only the proportions are meant to be CPython's.

src/cost.rs has the medians of five runs with CPython 3.13.0.
"""

import statistics
import sys
import threading
import time

COPIES = 200
RUNS = 60


def straight(setup, line):
    """Nanoseconds for one copy of `line` within a function."""
    return lines(setup, [line] * COPIES) / COPIES


def lines(setup, body):
    text = "def f(n):\n"
    for s in setup.split("; "):
        text += f"    {s}\n"
    begin = "    for _ in range(n):\n"

    def least(body):
        space = {"g": 1, "one": lambda: 1}
        exec(text + begin + "".join(f"        {s}\n" for s in body or ["pass"]), space)
        f = space["f"]
        f(10)  # specialised from here on
        best = float("inf")
        for _ in range(RUNS):
            began = time.perf_counter_ns()
            f(20)
            best = min(best, time.perf_counter_ns() - began)
        return best / 20

    return least(body) - least([])


def group(name, opcodes, setup, line, takes):
    """`takes`: nanoseconds of the other instructions of the line, from the rows above."""
    ns = straight(setup, line) - takes
    print(f"{name:<34} {ns:7.1f}   {opcodes}")
    return max(ns, 0.3)


def bytecodes():
    print("ns for one; what is measured")
    fast = group("load and store of a local", "LOAD_FAST STORE_FAST", "a = 1", "b = a", 0) / 2
    two = 2 * fast
    group("global", "LOAD_GLOBAL", "a = 1", "b = g", fast)
    group("binary operation", "BINARY_OP", "a = 1000", "b = a + 7", 2 * fast + fast)
    group("comparison", "COMPARE_OP", "a = 1000", "b = a < 7", 2 * fast + fast)
    group("containment", "CONTAINS_OP", "a = {1: 2}", "b = 1 in a", 2 * fast + fast)
    group("subscript", "BINARY_OP", "a = [1]", "b = a[0]", 2 * fast + fast)
    group("store of an item", "STORE_SUBSCR", "a = [1]", "a[0] = a", 3 * fast)
    group("attribute", "LOAD_ATTR", "a = lambda: 0; a.x = 1", "b = a.x", two)
    group("store of an attribute", "STORE_ATTR", "a = lambda: 0; a.x = 1", "a.x = 1", two)
    group("call of a native", "CALL", "a = abs", "a(1)", 3 * fast)
    group("call of Python and return", "CALL RESUME RETURN_VALUE", "a = one", "a()", 3 * fast)
    group("list of two", "BUILD_LIST", "a = 1", "b = [a, a]", two + fast)
    group("tuple of two", "BUILD_TUPLE", "a = 1", "b = (a, a)", two + fast)
    group("dict of one", "BUILD_MAP", "a = 1", "b = {a: a}", two + fast)
    group("f-string", "FORMAT_SIMPLE BUILD_STRING", "a = 1", "b = f'{a}{a}'", two + fast)
    group("function", "MAKE_FUNCTION", "a = 1", "b = lambda: 0", two)
    group("slice", "BINARY_SLICE", "a = [1, 2, 3]", "b = a[0:2]", 4 * fast)
    loop = lines("a = range(1000)", ["for i in a: pass"]) / 1000
    print(f"{'round of a loop over range':<34} {loop:7.1f}   FOR_ITER STORE_FAST JUMP_BACKWARD")
    raised = lines("a = ValueError()", ["try: raise a\n        except ValueError: pass"] * 20) / 20
    print(f"{'raise and except':<34} {raised:7.1f}   RAISE_VARARGS PUSH_EXC_INFO CHECK_EXC_MATCH POP_EXCEPT")


def natives():
    print("\nns for an item; of natives that take longer the more they are given")
    n = 10_000
    items = f"a = list(range({n})); s = 'ab ' * {n // 3}; d = dict.fromkeys(a); b = bytes({n})"
    mixed = f"a = [i * 7919 % {n} for i in range({n})]"
    log = n.bit_length()
    for name, setup, line in [
        ("sum", items, "sum(a)"),
        ("max", items, "max(a)"),
        ("count", items, "a.count(-1)"),
        ("list", items, "list(a)"),
        ("set", items, "set(a)"),
        ("dict", items, "dict(d)"),
        ("reverse", items, "a.reverse()"),
        ("split", items, "s.split()"),
        ("replace", items, "s.replace('a', 'c')"),
        ("upper", items, "s.upper()"),
        ("find", items, "s.find('x')"),
        ("bytes", items, "bytes(b)"),
        ("x in list", items, "-1 in a"),
        ("list + list", items, "a + a"),
        ("list * n", items, f"[None] * {n}"),
        ("list[:]", items, "a[:]"),
        ("[*list]", items, "[*a]"),
        ("str + str", items, "s + s"),
        ("x in str", items, "'x' in s"),
    ]:
        print(f"{name:<34} {lines(setup, [line]) / n:7.2f}")
    print(f"{'sorted (by n times half its log2)':<34} {lines(mixed, ['sorted(a)']) / (n * log / 2):7.2f}")


def threads():
    print("\nns; what has to do with threads: medians")

    def median(f, runs=200):
        return statistics.median(f() for _ in range(runs))

    def start():
        came = []
        t = threading.Thread(target=lambda: came.append(time.perf_counter_ns()))
        began = time.perf_counter_ns()
        t.start()
        t.join()
        return came[0] - began

    def sleep():
        began = time.perf_counter_ns()
        time.sleep(0.001)
        return time.perf_counter_ns() - began - 1_000_000

    def give_way():
        began = time.perf_counter_ns()
        time.sleep(0)
        return time.perf_counter_ns() - began

    locks = threading.Lock(), threading.Lock()
    for lock in locks:
        lock.acquire()

    def echo():
        while True:
            locks[0].acquire()
            locks[1].release()

    threading.Thread(target=echo, daemon=True).start()

    def pass_on():
        began = time.perf_counter_ns()
        locks[0].release()
        locks[1].acquire()
        return (time.perf_counter_ns() - began) / 2

    for name, f in [
        ("a thread's start until it runs", start),
        ("how late a timer is", sleep),
        ("sleep(0), alone", give_way),
        ("waking a thread until it has the GIL", pass_on),
    ]:
        print(f"{name:<38} {median(f):9.0f}")


if __name__ == "__main__":
    print(f"{sys.implementation.name} {sys.version.split()[0]}, {sys.platform}\n")
    bytecodes()
    natives()
    threads()
