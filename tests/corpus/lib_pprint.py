from pprint import pprint, pformat, pp, PrettyPrinter, isreadable, saferepr
from dataclasses import dataclass
from collections import OrderedDict, Counter, defaultdict, deque

pprint([1, 2, 3])
pprint({"b": 1, "a": 2})
pp({"b": 1, "a": 2})
data = {"name": "long name " * 4, "values": list(range(30)), "nested": {"key": ["alpha" * 5, "beta" * 5, "gamma" * 5], "other": (1, 2)}}
pprint(data)
pprint(data, width=40, compact=True)
pprint(data, depth=1)
pprint(data, indent=4, width=60)
print(pformat({"x": {"y": {"z": {}}}}, depth=2), pformat(10 ** 9, underscore_numbers=True), pformat(("only",)), pformat({3, 1, 2}))
pprint("word " * 30)
pprint(["a long string in a list " * 5, b"bytes " * 20])
pprint({i: "x" * i for i in range(12)}, width=50)


@dataclass
class Point:
    xcoordinate: list
    ycoordinate: str = "y" * 20


pprint(Point(list(range(25))), width=50)
pprint(OrderedDict((str(i), i) for i in range(12)), width=40)
pprint(Counter("abracadabra" * 3 + "xyzuvw"), width=30)
pprint(defaultdict(int, {str(i): i for i in range(10)}), width=40)
pprint(deque(range(30)), width=40)
pprint({(1, 2), (3, 4), frozenset([9])} - {frozenset([9])}, width=10)
print(isreadable({1: 2}), saferepr([1, "a"]), isreadable(object()))
pprint({3: 1, "a": 2, None: 3}.keys() and {"z": 1, "y": None})
for bad in ("PrettyPrinter(indent=-1)", "PrettyPrinter(width=0)", "PrettyPrinter(depth=0)"):
    try:
        eval(bad)
    except ValueError as e:
        print(e)
