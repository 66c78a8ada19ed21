from graphlib import TopologicalSorter, CycleError

ts = TopologicalSorter({"D": {"B", "C"}, "B": {"A"}, "C": {"A"}})
order = list(ts.static_order())
print(order[0], sorted(order[1:3]), order[3])
ts = TopologicalSorter()
ts.add("shirt")
ts.add("tie", "shirt")
ts.add("jacket", "tie", "belt")
ts.prepare()
while ts.is_active():
    ready = ts.get_ready()
    print(sorted(ready))
    ts.done(*ready)
try:
    list(TopologicalSorter({1: [2], 2: [3], 3: [1]}).static_order())
except CycleError as e:
    print(e.args[0], len(e.args[1]), e.args[1][0] == e.args[1][-1])
for action in ("TopologicalSorter().get_ready()", "ts.add('x')", "ts.done('nope')", "ts.done('tie')"):
    try:
        eval(action)
    except ValueError as e:
        print(e)
