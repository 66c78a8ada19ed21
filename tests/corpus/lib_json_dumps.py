import json
from collections import OrderedDict, namedtuple
from enum import IntEnum

print(json.dumps({"a": 1, "b": [1, 2.5, None, True, False], "c": {"d": "é\n\"q\"\\"}}))
print(json.dumps([1, [2, {"x": []}], {}], indent=2))
print(json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps([1, 2], separators=(",", ":")), json.dumps("é☃😀", ensure_ascii=False), json.dumps("é☃😀\x00\x7f"))
print(json.dumps({1: "int", 2.5: "f", None: 0, True: 1}), json.dumps((1, 2)), json.dumps("x"), json.dumps(5), json.dumps(1e100), json.dumps(0.1), json.dumps(10 ** 25))
print(json.dumps([float("inf"), float("-inf"), float("nan")]), json.dumps([], indent=4), json.dumps({}, indent=4), json.dumps([[1]], indent="\t"))
print(json.dumps(OrderedDict(z=1, a=2)), json.dumps(namedtuple("P", "x y")(1, 2)), json.dumps({"t": (1,)}, indent=0), json.dumps({("a",): 1, "k": 2}, skipkeys=True))


class Level(IntEnum):
    LOW = 1


print(json.dumps(Level.LOW), json.dumps({Level.LOW: Level.LOW}))


class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({"s": {3, 1}}, cls=Enc), json.dumps(3 + 4j, default=lambda z: [z.real, z.imag]), list(json.JSONEncoder().iterencode([1]))[-1])
loop = []
loop.append(loop)
for value in (loop, {1, 2}, {"k": object()}, {(1,): 2}, b"bytes", [1, [2, {"deep": {3}}]]):
    try:
        json.dumps(value)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))
try:
    json.dumps(float("nan"), allow_nan=False)
except ValueError as e:
    print(e)
